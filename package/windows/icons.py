"""Icons for Windows, of every size that it shows, from the drawings."""

from __future__ import annotations

import struct
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QImageWriter, QPainter
from PySide6.QtSvg import QSvgRenderer

ROOT = Path(__file__).resolve().parents[2]
DRAWINGS = {
    "cartoteca": ROOT / "resources" / "icons" / "cartoteca.svg",
    "document": ROOT / "package" / "windows" / "document.svg",
}
SIZES = (16, 20, 24, 32, 40, 48, 64, 128, 256)
"""Of the title bar, lists and tiles at the scales of 100 to 400 %."""
PNG_FROM = 256
"""Smaller ones are plain bitmaps: not everything that reads icons knows compressed ones of these sizes."""

SIDE, SIDE_COLOUR = (164, 314), "#E3F2F0"
"""Size of that picture on a plain screen; it is made for sharper ones."""

_DIRECTORY, _ENTRY = struct.Struct("<HHH"), struct.Struct("<BBBBHHII")
_BITMAP = struct.Struct("<IiiHHIIiiII")


def write_icons(folder: Path) -> None:
    """The icon of the program and of its files, as .ico."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, drawing in DRAWINGS.items():
        (folder / f"{name}.ico").write_bytes(icon_file(drawing.read_bytes()))


def icon_file(drawing: bytes) -> bytes:
    """The SVG drawing as one icon file."""
    renderer = QSvgRenderer(QByteArray(drawing))
    pictures = [_encoded(_picture(renderer, size)) for size in SIZES]
    place = _DIRECTORY.size + _ENTRY.size * len(SIZES)
    entries = []
    for size, picture in zip(SIZES, pictures, strict=True):
        side = size % 256  # 0 stands for 256
        entries.append(_ENTRY.pack(side, side, 0, 0, 1, 32, len(picture), place))
        place += len(picture)
    return _DIRECTORY.pack(0, 1, len(SIZES)) + b"".join(entries) + b"".join(pictures)


def write_art(folder: Path) -> None:
    """What the installer itself shows: the icon, and a picture at the side of its last page."""
    write_icons(folder)
    side = QImage(2 * SIDE[0], 2 * SIDE[1], QImage.Format.Format_RGB888)
    side.fill(QColor(SIDE_COLOUR))
    painter = QPainter(side)
    renderer = QSvgRenderer(str(DRAWINGS["cartoteca"]))
    width = side.width() * 3 // 4
    renderer.render(painter, QRectF((side.width() - width) / 2, width / 4, width, width))
    painter.end()
    side.save(str(folder / "side.bmp"))


def _picture(renderer: QSvgRenderer, size: int) -> QImage:
    picture = QImage(size, size, QImage.Format.Format_ARGB32)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    renderer.render(painter, QRectF(0, 0, size, size))
    painter.end()
    return picture


def _encoded(picture: QImage) -> bytes:
    return _as_png(picture) if picture.width() >= PNG_FROM else _as_bitmap(picture)


def _as_png(picture: QImage) -> bytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"png")).write(picture)
    return bytes(buffer.data().data())


def _as_bitmap(picture: QImage) -> bytes:
    """Rows from below, blue first, then the mask of one bit that those with transparency leave empty."""
    side, pixels = picture.width(), bytes(picture.constBits())
    width = side * 4
    rows = [pixels[top : top + width] for top in range(0, side * width, width)]
    mask = bytes((side + 31) // 32 * 4) * side
    head = _BITMAP.pack(_BITMAP.size, side, 2 * side, 1, 32, 0, side * width, 0, 0, 0, 0)
    return head + b"".join(reversed(rows)) + mask
