"""A file that was left with unsaved cards says so when it is opened."""

from pathlib import Path

from app.services.library import Identity, Library


def test_unsaved_changes_are_offered_when_the_file_is_opened(
    desk, heard, opened_cards, tmp_path: Path
) -> None:
    from app.ui.unsaved import UnsavedHint

    path = tmp_path / "left.cartoteca"
    library = Library.create(path, identity=Identity("Ana"))
    uid = library.save("contacts", {"surname": "Țurcanu"}).uid
    library.drafts.save("contacts", uid, {"hobby": "șah"}, is_new=False)
    hint = UnsavedHint(desk, desk)
    desk.use(library)
    desk.work.wait()
    assert [text for _level, text in heard.messages] == ["There are unsaved changes: Țurcanu."]
    assert heard.actions[0].text == "Open"
    heard.actions[0].run()
    assert opened_cards[-1][:2] == ("contacts", uid)
    assert hint.parent() is desk


def test_nothing_is_said_when_nothing_was_left(desk, heard, tmp_path: Path) -> None:
    from app.ui.unsaved import UnsavedHint

    UnsavedHint(desk, desk)
    desk.use(Library.create(tmp_path / "whole.cartoteca", identity=Identity("Ana")))
    desk.work.wait()
    assert heard.messages == []


def test_an_answer_about_a_file_that_was_left_meanwhile_is_not_told(desk, heard, tmp_path: Path) -> None:
    from app.ui.unsaved import UnsavedHint

    left = Library.create(tmp_path / "left.cartoteca", identity=Identity("Ana"))
    uid = left.save("contacts", {"surname": "Țurcanu"}).uid
    left.drafts.save("contacts", uid, {"hobby": "șah"}, is_new=False)
    hint = UnsavedHint(desk, desk)
    hint._tell(left, left.drafts.all())
    assert heard.messages == []
    left.close()
