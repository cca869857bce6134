"""A test letter: what a recipient would get, sent to oneself."""

from __future__ import annotations

import asyncio
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from app.core.errors import UserError
from app.core.ids import new_uid
from app.core.texts import _
from app.services.mail.letters import LetterTemplate
from app.services.mail.message import Part, Sheet, message_id, message_of, needs_smtputf8
from app.services.mail.recipients import Recipient
from app.services.mail.transport import Connection, SendError

if TYPE_CHECKING:
    from app.services.library import Library
    from app.services.mail.account import Account


def send_test(library: Library, letter: LetterTemplate, person: Recipient, account: Account) -> None:
    """The letter for one recipient, to the account's own address; UserError if it does not go."""
    made = person.letter
    assert made is not None
    if made.problem:
        raise UserError(made.problem)
    read = library.files.read
    parts = [Part(each["name"], each["media_type"], read(each["digest"])) for each in letter.files]
    parts += [Part(e["name"], e["media_type"], read(e["digest"]), e["uid"]) for e in letter.pictures]
    parts += _document(library, letter, person.uid)
    sheet = Sheet(
        account, account.sender, account.address, message_id(new_uid(), account.address),
        _("Test: {subject}").format(subject=made.subject), made.html, made.plain, parts,
    )  # fmt: skip
    message = message_of(sheet)

    async def go() -> None:
        connection = Connection(account, lambda: library.mail.secret_of(account))
        try:
            await connection.send(sheet, message, needs_smtputf8(sheet), lambda: True)
        finally:
            await connection.close()

    try:
        asyncio.run(go())
    except SendError as problem:
        raise UserError(_("The test letter did not go: {problem}").format(problem=problem.text)) from problem


def _document(library: Library, letter: LetterTemplate, uid: str) -> list[Part]:
    """The document that the recipient would get, as a trial: no number is taken."""
    if not letter.document:
        return []
    from app.services.mail.enclosing import enclose

    with TemporaryDirectory(prefix="cartoteca-") as home:
        made = enclose(library, letter, [uid], Path(home), is_trial=True)
        if made.problems:
            raise UserError(made.problems[0][1])
        path = made.documents[0].path
        assert path is not None
        ending = ("application", "pdf") if letter.is_pdf else (
            "application", "vnd.openxmlformats-officedocument.wordprocessingml.document",
        )  # fmt: skip
        return [Part(path.name, "/".join(ending), path.read_bytes())]
