"""A killed program: what was acknowledged is there, nothing is half, the file opens by itself."""

from __future__ import annotations

import hashlib
import json
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest

from app.services.library import Library

CHILD = """
import os, sys
from pathlib import Path
from app.services.exchange.importing import ImportOptions, plan_import, run as run_import
from app.services.library import Change, Library

path, log, run = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]
sheet = path.with_name(f"{run}.csv")
library = Library.open(path)
out = os.open(log, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
os.write(out, b"ready\\n")
n, last = int(run), None
while True:
    n += 1
    kind = n % 8
    if kind == 7:
        sheet.write_text("Nume\\n" + "".join(f"{run}.{n} of 20\\n" for _row in range(20)), encoding="utf-8")
        options = ImportOptions(mapping={"Nume": "name"}, on_duplicate="add")
        run_import(plan_import(library, "notes", sheet, options))
        line = f"batch {run}.{n}"
    elif kind == 6:
        many = [Change("notes", library.new_uid(), {"name": f"{run}.{n} of 20"}) for _note in range(20)]
        done = library.write("import", many)
        library.undo(done.uid)
        line = f"undone {run}.{n}"
    elif kind == 5:
        kept = library.files.keep_bytes(f"{run}.{n}.bin", os.urandom(20_000))
        uid = library.save("links", {"name": f"{run}.{n}", "attachments": [kept]}).uid
        line = f"file {uid} {kept['digest']}"
    elif kind == 4 and last:
        done = library.delete([last]).uid
        line, last = f"deleted {last}", None
    elif kind == 3 and last:
        library.save("contacts", {"hobby": f"{run}.{n}"}, last)
        line = f"hobby {last} {run}.{n}"
    elif kind == 2:
        pair = [library.new_uid(), library.new_uid()]
        library.write("import", [
            Change("contacts", pair[0], {"surname": f"{run}.{n}",
                                         "organizations": [{"organization": pair[1]}]}),
            Change("organizations", pair[1], {"name": f"firm {run}.{n}"}),
        ])
        line = f"pair {pair[0]} {pair[1]}"
    else:
        last = library.save("contacts", {"surname": f"{run}.{n}", "phones": [{"value": f"0721{n:06d}"}]}).uid
        line = f"saved {last} {run}.{n}"
    os.write(out, (line + "\\n").encode())
"""


def kill_often(folder: Path, kills: int) -> dict[str, int]:
    """Kill a writing program so many times; how many changes it had acknowledged."""
    path, log = folder / "killed.cartoteca", folder / "acknowledged"
    Library.create(path).close()
    source = random.Random(1)
    acknowledged: list[str] = []
    for run in range(kills):
        log.write_bytes(b"")
        child = subprocess.Popen([sys.executable, "-c", CHILD, str(path), str(log), str(run)])
        # Also in the midst of what a program does first; every other kill among acknowledged changes.
        wait_for_lines(child, log, source.randint(1, 4) if run % 2 else 4)
        time.sleep(source.uniform(0.02, 0.35))
        child.send_signal(signal.SIGKILL)
        child.wait(30)
        lines = log.read_text(encoding="utf-8").split("\n")[
            :-1
        ]  # a line without its end was not acknowledged
        acknowledged += lines[1:]
    verify(path, acknowledged)
    return {"kills": kills, "acknowledged": len(acknowledged)}


def wait_for_lines(child: subprocess.Popen[bytes], log: Path, count: int) -> None:
    until = time.monotonic() + 60
    while log.read_bytes().count(b"\n") < count:
        assert child.poll() is None, "the file did not open by itself"
        assert time.monotonic() < until
        time.sleep(0.01)


def verify(path: Path, acknowledged: list[str]) -> None:
    """Every acknowledged change is in the file; nothing is half; the file is sound."""
    library = Library.open(path)
    records = {line["uid"]: line for line in map(json.loads, library.care.dump())}
    gone = {line.split()[1] for line in acknowledged if line.startswith("deleted")}
    batches = Counter(
        each["values"]["name"].split()[0] for each in records.values() if each["section"] == "notes"
    )
    assert set(batches.values()) <= {20}, "half of an import is there"
    for line in acknowledged:
        kind, uid, *rest = line.split()
        if kind == "deleted":
            assert uid not in records, line
        elif kind in ("batch", "undone"):
            assert (uid in batches) == (kind == "batch"), line
        elif kind == "file":
            kept = library.files.read(records[uid]["values"]["attachments"][0]["digest"])
            assert hashlib.sha256(kept).hexdigest() == rest[0], line
        elif kind == "pair":
            assert uid in records, line
            assert rest[0] in records, line
        elif uid not in gone and uid in records:
            key = "surname" if kind == "saved" else "hobby"
            assert records[uid]["values"][key] == rest[0], line
        else:
            assert uid in gone or is_deleted_unacknowledged(library, uid), line
    people = [each for each in records.values() if each["section"] == "contacts"]
    for each in people:
        for job in each["values"].get("organizations", ()):
            assert job["organization"] in records
    assert library.care.check() == []
    library.close()


def is_deleted_unacknowledged(library: Library, uid: str) -> bool:
    """Was it deleted by a whole operation whose acknowledgement was cut off?"""
    return bool(library.history.of(uid)) and library.history.of(uid)[0].action == "delete"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")
@pytest.mark.timeout(300)
def test_a_killed_program_loses_nothing_it_acknowledged(tmp_path: Path) -> None:
    assert kill_often(tmp_path, 15)["acknowledged"] > 15


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")
@pytest.mark.timeout(1800)
def test_a_program_killed_two_hundred_times_loses_nothing_it_acknowledged(tmp_path: Path) -> None:
    figures = kill_often(tmp_path, int(os.environ.get("CARTOTECA_KILLS", "200")))
    print(figures)
    assert figures["acknowledged"] > 200
