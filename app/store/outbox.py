"""The outbox: letters on their way, each written before the world hears of it.

Not journalled: what left the house cannot be undone. A letter is *queued*, *sending* (committed before its
content goes out), then *sent*, *failed*, or *unknown* when nobody can say whether it arrived; only the user
makes a new letter of that.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import Connection, and_, case, delete, func, insert, select, update

from app.models.tables import METADATA
from app.store.ids import CHUNK, chunks

QUEUED, SENDING, SENT, FAILED, UNKNOWN = "queued", "sending", "sent", "failed", "unknown"
RUNNING, PAUSED, DONE = "running", "paused", "done"

_mailing = METADATA.tables["mailing"]
_letter = METADATA.tables["letter"]
_lease = METADATA.tables["mail_lease"]
_SHOWN = [each for each in _letter.c if each.name != "body"]


# -- mailings ----------------------------------------------------------------------------------------------


def add(connection: Connection, mailing: dict[str, Any], letters: Sequence[dict[str, Any]]) -> int:
    """Put a letter to many into the outbox."""
    found = connection.execute(insert(_mailing).values(**mailing)).inserted_primary_key
    assert found is not None
    for chunk in chunks(letters):
        connection.execute(insert(_letter), [{**each, "mailing_id": found[0]} for each in chunk])
    return int(found[0])


def mailings(connection: Connection, uid: str | None = None) -> list[dict[str, Any]]:
    """Every mailing with its numbers of letters by state, the newest first."""
    counted = [
        func.sum(case((_letter.c.state == state, 1), else_=0)).label(f"n_{state}")
        for state in (QUEUED, SENDING, SENT, FAILED, UNKNOWN)
    ]
    counts = select(_letter.c.mailing_id, *counted).group_by(_letter.c.mailing_id).subquery()
    query = (
        select(_mailing, *[each for each in counts.c if each.name != "mailing_id"])
        .join(counts, counts.c.mailing_id == _mailing.c.id, isouter=True)
        .order_by(_mailing.c.id.desc())
    )
    if uid is not None:
        query = query.where(_mailing.c.uid == uid)
    return [dict(row) for row in connection.execute(query).mappings()]


def mailing(connection: Connection, mailing_id: int) -> dict[str, Any]:
    """One mailing."""
    return dict(connection.execute(select(_mailing).where(_mailing.c.id == mailing_id)).mappings().one())


def set_state(
    connection: Connection, state: str, problem: str | None = None, *, ids: Collection[int] | None = None,
    account: str | None = None,
) -> None:  # fmt: skip
    """Let mailings run, or pause them and say why; those that are done stay done."""
    change = update(_mailing).where(_mailing.c.state != DONE).values(state=state, problem=problem)
    if ids is not None:
        change = change.where(_mailing.c.id.in_(ids))
    if account is not None:
        change = change.where(_mailing.c.account == account)
    connection.execute(change)


def note_problem(connection: Connection, account: str, problem: str | None) -> None:
    """What is in the way of the mailings of an account that run."""
    mine = _mailing.update().where(_mailing.c.account == account, _mailing.c.state == RUNNING)
    connection.execute(mine.values(problem=problem))


def finish(connection: Connection, account: str) -> None:
    """Mailings of an account with no letter left to send are done."""
    open_ones = select(_letter.c.mailing_id).where(_letter.c.state.in_((QUEUED, SENDING)))
    connection.execute(
        update(_mailing)
        .where(_mailing.c.account == account, _mailing.c.state != DONE, _mailing.c.id.not_in(open_ones))
        .values(state=DONE, problem=None)
    )


def running_accounts(connection: Connection) -> list[str]:
    """Uids of the accounts that have something to send."""
    query = select(_mailing.c.account).where(_mailing.c.state == RUNNING).distinct()
    return sorted(connection.scalars(query))


# -- letters -----------------------------------------------------------------------------------------------


def letters(
    connection: Connection, mailing_id: int, state: str | None = None, low: int = 0, limit: int | None = None
) -> list[dict[str, Any]]:
    """Letters of a mailing without their content, in order."""
    query = select(*_SHOWN).where(_letter.c.mailing_id == mailing_id).order_by(_letter.c.position)
    if state is not None:
        query = query.where(_letter.c.state == state)
    if low or limit is not None:
        query = query.offset(low).limit(limit)
    return [dict(row) for row in connection.execute(query).mappings()]


def letter(connection: Connection, letter_id: int) -> dict[str, Any] | None:
    """One letter with its content."""
    found = connection.execute(select(_letter).where(_letter.c.id == letter_id)).mappings().first()
    return dict(found) if found else None


def _waiting(account: str) -> Any:
    return and_(_mailing.c.account == account, _mailing.c.state == RUNNING, _letter.c.state == QUEUED)


def next_letter(connection: Connection, account: str, now: str) -> dict[str, Any] | None:
    """The letter of an account that goes next, with its content."""
    query = (
        select(_letter)
        .join(_mailing, _mailing.c.id == _letter.c.mailing_id)
        .where(_waiting(account), _letter.c.next_at <= now)
        .order_by(_letter.c.mailing_id, _letter.c.position)
        .limit(1)
    )
    found = connection.execute(query).mappings().first()
    return dict(found) if found else None


def next_time(connection: Connection, account: str) -> str | None:
    """When the next letter of an account may be tried; None if none waits."""
    query = select(func.min(_letter.c.next_at)).join(_mailing, _mailing.c.id == _letter.c.mailing_id)
    found: str | None = connection.scalar(query.where(_waiting(account)))
    return found


def claim(connection: Connection, letter_id: int, sender: str, at: str) -> bool:
    """Say that a letter goes out now; False if it must not: another program has it, or it was paused."""
    running = select(_mailing.c.id).where(_mailing.c.state == RUNNING)
    change = (
        update(_letter)
        .where(_letter.c.id == letter_id, _letter.c.state == QUEUED, _letter.c.mailing_id.in_(running))
        .values(state=SENDING, sender=sender, changed_at=at, attempts=_letter.c.attempts + 1)
    )
    return connection.execute(change).rowcount == 1


def put_back(connection: Connection, letter_id: int, next_at: str, problem: str, at: str) -> None:
    """A letter that could not go waits for its next try; it counts as one."""
    counted = case((_letter.c.state == QUEUED, 1), else_=0)
    connection.execute(
        update(_letter)
        .where(_letter.c.id == letter_id, _letter.c.state.in_((QUEUED, SENDING)))
        .values(
            state=QUEUED, next_at=next_at, problem=problem, changed_at=at, sender=None,
            attempts=_letter.c.attempts + counted,
        )
    )  # fmt: skip


def settle(
    connection: Connection, letter_id: int, state: str, problem: str | None, at: str, answer: str = ""
) -> None:
    """What became of a letter. One that was thought lost may still be told as sent by whoever sent it."""
    connection.execute(
        update(_letter)
        .where(_letter.c.id == letter_id, _letter.c.state.in_((QUEUED, SENDING, UNKNOWN)))
        .values(state=state, problem=problem or answer or None, changed_at=at)
    )


def lose(connection: Connection, account: str, problem: str, at: str) -> int:
    """Letters that a program was sending when it ended: nobody knows whether they arrived."""
    own = select(_mailing.c.id).where(_mailing.c.account == account)
    change = (
        update(_letter)
        .where(_letter.c.state == SENDING, _letter.c.mailing_id.in_(own))
        .values(state=UNKNOWN, problem=problem, changed_at=at)
    )
    return connection.execute(change).rowcount


def requeue(connection: Connection, ids: Sequence[int], at: str) -> int:
    """Send letters again that failed or are unknown, because the user says so; how many that are."""
    done = 0
    for chunk in chunks(ids):
        change = (
            update(_letter)
            .where(_letter.c.id.in_(chunk), _letter.c.state.in_((FAILED, UNKNOWN)))
            .values(state=QUEUED, attempts=0, next_at="", problem=None, changed_at=at, sender=None)
        )
        done += connection.execute(change).rowcount
        parents = select(_letter.c.mailing_id).where(_letter.c.id.in_(chunk), _letter.c.state == QUEUED)
        connection.execute(
            update(_mailing)
            .where(_mailing.c.id.in_(parents), _mailing.c.state == DONE)
            .values(state=PAUSED, problem=None)
        )
    return done


def resolve(connection: Connection, ids: Sequence[int], state: str, at: str) -> int:
    """What the user knows of letters of which the program does not know whether they arrived."""
    done = 0
    for chunk in chunks(ids):
        change = (
            update(_letter)
            .where(_letter.c.id.in_(chunk), _letter.c.state == UNKNOWN)
            .values(state=state, changed_at=at)
        )
        done += connection.execute(change).rowcount
    return done


def stop(connection: Connection, mailing_id: int, problem: str, at: str) -> int:
    """The letters of a mailing that were not sent yet never will be; how many that are."""
    change = (
        update(_letter)
        .where(_letter.c.mailing_id == mailing_id, _letter.c.state == QUEUED)
        .values(state=FAILED, problem=problem, changed_at=at)
    )
    done = connection.execute(change).rowcount
    connection.execute(update(_mailing).where(_mailing.c.id == mailing_id).values(state=DONE, problem=None))
    return done


def forget(connection: Connection, mailing_id: int) -> None:
    """Take a mailing that is done out of the outbox; the events in the cards stay."""
    connection.execute(delete(_letter).where(_letter.c.mailing_id == mailing_id))
    connection.execute(delete(_mailing).where(_mailing.c.id == mailing_id))


def unnoted(connection: Connection, limit: int = CHUNK) -> list[dict[str, Any]]:
    """Letters that were sent and are no events of their cards yet."""
    query = (
        select(_letter, _mailing.c.uid.label("mailing_uid"), _mailing.c.name.label("mailing_name"))
        .join(_mailing, _mailing.c.id == _letter.c.mailing_id)
        .where(_letter.c.state == SENT, _letter.c.is_noted.is_(False))
        .order_by(_letter.c.mailing_id, _letter.c.position)
        .limit(limit)
    )
    return [dict(row) for row in connection.execute(query).mappings()]


def noted(connection: Connection, ids: Sequence[int]) -> None:
    """They are events now."""
    for chunk in chunks(ids):
        connection.execute(update(_letter).where(_letter.c.id.in_(chunk)).values(is_noted=True))


def had(connection: Connection, digest: str, keys: Sequence[str]) -> set[str]:
    """Of these addresses those to which this very letter went, may have gone, or waits to go."""
    found: set[str] = set()
    for chunk in chunks(keys):
        query = (
            select(_letter.c.address_key)
            .join(_mailing, _mailing.c.id == _letter.c.mailing_id)
            .where(_mailing.c.digest == digest, _letter.c.address_key.in_(chunk), _letter.c.state != FAILED)
        )
        found.update(connection.scalars(query))
    return found


def sent_since(connection: Connection, keys: Sequence[str], since: str) -> set[str]:
    """Of these addresses those to which any letter went since that UTC stamp."""
    found: set[str] = set()
    for chunk in chunks(keys):
        query = select(_letter.c.address_key).where(
            _letter.c.address_key.in_(chunk), _letter.c.state == SENT, _letter.c.changed_at >= since
        )
        found.update(connection.scalars(query))
    return found


# -- who sends ---------------------------------------------------------------------------------------------


def lease(connection: Connection, account: str) -> dict[str, Any]:
    """Who sends the letters of an account, and when the next may go."""
    found = connection.execute(select(_lease).where(_lease.c.account == account)).mappings().first()
    return dict(found) if found else {"owner": None, "place": None, "until": None, "next_at": None}


def take_lease(connection: Connection, account: str, owner: str, place: str, until: str) -> None:
    """Write down who sends from now on."""
    known = connection.scalar(select(_lease.c.account).where(_lease.c.account == account))
    if known is None:
        values = {"account": account, "owner": owner, "place": place, "until": until}
        connection.execute(insert(_lease).values(**values))
    else:
        change = update(_lease).where(_lease.c.account == account)
        connection.execute(change.values(owner=owner, place=place, until=until))


def renew_lease(
    connection: Connection, account: str, owner: str, until: str, next_at: str | None = None
) -> bool:
    """Go on sending; False if another one took over."""
    values: dict[str, Any] = {"until": until} | ({"next_at": next_at} if next_at is not None else {})
    change = update(_lease).where(_lease.c.account == account, _lease.c.owner == owner).values(**values)
    return connection.execute(change).rowcount == 1


def give_lease(connection: Connection, account: str, owner: str) -> None:
    """Somebody else may send now."""
    change = update(_lease).where(_lease.c.account == account, _lease.c.owner == owner)
    connection.execute(change.values(owner=None, place=None, until=None))
