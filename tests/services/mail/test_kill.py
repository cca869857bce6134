"""500 letters, and the sending program killed at 20 random moments: nobody gets two."""

from __future__ import annotations

import dataclasses
import os
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from app.services.library import Library
from app.services.mail.letters import LetterTemplate
from app.store.change import Change
from tests.services.mail.servers import PASSWORD, USER

MANY, KILLS, PACE = 500, 20, 1_200
PROGRAM = Path(__file__).with_name("sending_program.py")
ROOT = Path(__file__).resolve().parents[3]


def _start(library: Library) -> subprocess.Popen[bytes]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.Popen(
        [sys.executable, str(PROGRAM), str(library.path), PASSWORD], cwd=ROOT, env=environment
    )


def _people(library: Library) -> list[str]:
    uids = [library.new_uid() for _n in range(MANY)]
    changes = [
        Change("contacts", uid, {"surname": f"Țăranu {n}", "emails": [{"value": f"p{n}@client.example"}]})
        for n, uid in enumerate(uids)
    ]
    library.write("import", changes)
    return uids


def _wait_for(server, n: int, process: subprocess.Popen[bytes]) -> None:
    while len(server.post.taken) < n and process.poll() is None:
        time.sleep(0.002)


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_whoever_is_killed_while_sending_sends_nobody_two_letters(library, server, account):
    later = {f"p{n}@client.example" for n in range(0, MANY, 50)}
    gone = {f"p{n}@client.example" for n in range(7, MANY, 50)}
    tried_before: set[str] = set()

    def answer(address: str, _n: int) -> str:
        if address in gone:
            return "550 5.1.1 no such user"
        if address in later and address not in tried_before:
            tried_before.add(address)
            return "450 4.2.0 come back"
        return ""

    server.post.answer = answer
    server.post.is_slow = 0.01
    paced = library.mail.accounts.find(library.mail.accounts.save(dataclasses.replace(account, pace=PACE)))
    uids = _people(library)
    letter = LetterTemplate("News", subject="Știri — {{ surname }}", html="<p>Bună, {{ surname }}!</p>")
    looked = library.mail.recipients.look(letter, uids)
    assert len(looked.going) == MANY
    mailing = library.mail.outbox.put(looked, paced)

    chance = random.Random(20)
    moments = sorted(chance.sample(range(3, MANY - 30), KILLS))
    kills = []
    for moment in moments:
        process = _start(library)
        _wait_for(server, moment, process)
        time.sleep(chance.random() * 0.05)  # anywhere between two letters
        assert process.poll() is None, "it ended before it was killed"
        process.kill()
        process.wait()
        kills.append(len(server.post.times))
        # The server may still be busy with what it was handed.
        time.sleep(0.1)
    assert _start(library).wait(300) == 0

    unknown = library.mail.outbox.letters(mailing, "unknown")
    counted = server.post.counts
    assert max(counted.values()) == 1, "somebody got two letters"
    assert len(unknown) <= KILLS
    wanted = {f"p{n}@client.example" for n in range(MANY)} - gone
    assert wanted - set(counted) <= {each.address for each in unknown}
    sent = {each.address for each in library.mail.outbox.letters(mailing, "sent")}
    assert sent <= set(counted)
    assert set(counted) <= sent | {each.address for each in unknown}
    failed = library.mail.outbox.letters(mailing, "failed")
    assert {each.address for each in failed} == gone
    assert {each.address for each in library.mail.marks.all("refused")} == gone
    assert tried_before == later
    assert library.mail.outbox.find(mailing).state == "done"
    _pace_was_kept(server.post.times)
    _each_sent_letter_is_one_event(library, uids, sent)
    assert library.care.check() == []
    print(f"{len(unknown)} unknown after {KILLS} kills, {len(counted)} arrived")
    assert set(server.post.logins) == {(USER, PASSWORD)}


def _pace_was_kept(times: list[float]) -> None:
    """In no window of a second more than the pace allows, also across a kill."""
    most = PACE / 60
    for place, start in enumerate(times):
        within = sum(1 for each in times[place:] if each - start < 1)
        assert within <= most + 3, f"{within} letters in one second"


def _each_sent_letter_is_one_event(library: Library, uids: list[str], sent: set[str]) -> None:
    field = library.registry.section("contacts").by_key["events"]
    found = library.around.mirrored(uids, field)
    by_address = {f"p{n}@client.example": found.get(uid, []) for n, uid in enumerate(uids)}
    assert all(len(by_address[address]) == 1 for address in sent)
