"""Editors of files and pictures: taken in, opened, saved, turned upright, made small."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QUrl
from PySide6.QtGui import QColor, QImage, QImageWriter

from app.blueprint.kinds import Image
from app.blueprint.rows import Files
from app.ui.desk import Desk
from app.ui.editors.files import facts, size_text
from app.ui.editors.image import read_upright
from tests.ui.card_fakes import EVIL, FakeFiles


def test_a_chosen_file_is_kept_and_listed(make: Callable[..., Any], desk: Desk, tmp_path: Path) -> None:
    source = tmp_path / "Договор №1.txt"
    source.write_bytes(b"text")
    editor = make(Files())
    editor.choice = FakeFiles(source=source)
    editor.button.click()
    desk.work.wait()
    assert [each["name"] for each in editor.value()] == ["Договор №1.txt"]
    target = tmp_path / "copy.txt"
    editor.choice = FakeFiles(target=target)
    editor.save_as(editor.value()[0])
    desk.work.wait()
    assert target.read_bytes() == b"text"
    editor.remove(editor.value()[0])
    assert editor.value() is None


def test_a_file_that_cannot_be_read_is_told_and_blocks_nothing(
    make: Callable[..., Any], desk: Desk, tmp_path: Path
) -> None:
    editor = make(Files())
    editor.add([tmp_path / "gone.txt"])
    desk.work.wait()
    assert "gone.txt" in editor.warning
    assert not editor.is_pending


def test_a_copy_is_opened_but_never_a_program(make: Callable[..., Any], desk: Desk) -> None:
    assert desk.library is not None
    editor, opened = make(Files()), []

    def open_url(url: QUrl) -> bool:
        opened.append(Path(url.toLocalFile()).name)
        return True

    editor.open_url = open_url
    editor.set_value(
        [desk.library.files.keep_bytes("a.txt", b"x"), desk.library.files.keep_bytes("b.exe", b"MZ")]
    )
    for attachment in editor.value():
        editor.open(attachment)
        desk.work.wait()
    assert opened == ["a.txt"]
    assert "b.exe" in desk.messages.notifier.said[-1][1]


def test_the_name_of_a_file_is_plain_text(make: Callable[..., Any], desk: Desk) -> None:
    editor = make(Files())
    editor.set_value([{"uid": "1", "name": EVIL, "media_type": "x", "size": 5, "digest": "0"}])
    assert editor.findChild(object, "card.field.file0.name").text() == EVIL


def test_size_and_day_are_told() -> None:
    assert size_text(12) == "12 bytes"
    assert size_text(123_456) == "123 KB"
    assert size_text(12_345_678) == "12.3 MB"
    assert "Nov 2026" in facts({"size": 1, "uid": "01a209772d147f05880f80f61e098492"}, "en")


def picture(path: Path, width: int, height: int, turned: bool = False) -> Path:
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    writer = QImageWriter(str(path))
    if turned:
        from PySide6.QtGui import QImageIOHandler

        writer.setTransformation(QImageIOHandler.Transformation.TransformationRotate90)
    assert writer.write(image)
    return path


def test_a_large_picture_is_made_small_and_turned_upright(qapp: Any, tmp_path: Path) -> None:
    small = read_upright(picture(tmp_path / "a.jpg", 3000, 1500, turned=True))
    assert (small.width(), small.height()) == (512, 1024)


def test_a_picture_is_kept_shown_and_removed(make: Callable[..., Any], desk: Desk, tmp_path: Path) -> None:
    assert desk.library is not None
    editor = make(Image())
    editor.choice = FakeFiles(source=picture(tmp_path / "фото.png", 2000, 1000))
    editor.choose()
    desk.work.wait()
    kept = QImage.fromData(desk.library.files.read(editor.value()))
    assert max(kept.width(), kept.height()) == 1024
    editor.remove()
    assert editor.value() is None


def test_what_is_no_picture_is_told(make: Callable[..., Any], desk: Desk, tmp_path: Path) -> None:
    editor, source = make(Image()), tmp_path / "a.png"
    source.write_text("no picture")
    editor.take(source)
    desk.work.wait()
    assert "a.png" in editor.warning
    assert editor.value() is None
