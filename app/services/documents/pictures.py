"""Pictures that placeholders put into a document: a photo, a logo."""

from __future__ import annotations

import io
import posixpath
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from xml.sax.saxutils import quoteattr

from app.services.documents.cleaning import Removed
from app.services.documents.package import CONTENT_TYPES, Parts

EMU_PER_MM = 36_000
MOST_WIDTH_MM, MOST_HEIGHT_MM = 160, 230
"""No larger than the text of a page."""

_RT_IMAGE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"
_RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
_NO_RELATIONS = f'<?xml version="1.0"?><Relationships xmlns="{_RELATIONSHIPS}"></Relationships>'.encode()
_DRAWING = (
    '<w:drawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'distT="0" distB="0" distL="0" distR="0"><wp:extent cx="{cx}" cy="{cy}"/>'
    '<wp:docPr id="{number}" name="Picture {number}" descr={title}/>'
    '<a:graphic xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">'
    '<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture">'
    '<pic:pic xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture">'
    '<pic:nvPicPr><pic:cNvPr id="0" name="Picture {number}"/><pic:cNvPicPr/></pic:nvPicPr>'
    '<pic:blipFill><a:blip xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'r:embed="{relation}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>'
    '<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{cx}" cy="{cy}"/></a:xfrm>'
    '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic>'
    "</wp:inline></w:drawing>"
)


class Pictures:
    """What the documents of one template may show: pictures by the name the data give them."""

    def __init__(self, base: Parts) -> None:
        self.base = base
        self.files: dict[str, str] = {}
        """The file behind each name; handed in with the job, never by the data or the template."""
        self._known: dict[str, tuple[bytes, str, int, int] | None] = {}

    @contextmanager
    def of_document(self) -> Iterator[Drawing]:
        """What one document shows."""
        yield Drawing(self)

    def read(self, name: str) -> tuple[bytes, str, int, int] | None:
        """Bytes, suffix, width and height in EMU of a picture; None if Word cannot show it."""
        if name not in self._known:
            self._known[name] = self._read(name)
        return self._known[name]

    def _read(self, name: str) -> tuple[bytes, str, int, int] | None:
        from docx.image.exceptions import (
            InvalidImageStreamError,
            UnexpectedEndOfFileError,
            UnrecognizedImageError,
        )
        from docx.image.image import Image

        try:
            data = Path(self.files[name]).read_bytes()
            image = Image.from_file(io.BytesIO(data))
            return data, image.ext, int(image.width), int(image.height)
        except (
            KeyError, OSError, ValueError, ZeroDivisionError, InvalidImageStreamError,
            UnexpectedEndOfFileError, UnrecognizedImageError,
        ):  # fmt: skip
            return None


class Drawing:
    """The pictures of one document, as they come up while its parts are filled."""

    def __init__(self, pictures: Pictures) -> None:
        self._pictures = pictures
        self.part = ""
        self.refused: Removed = []
        self._relations: dict[str, dict[str, str]] = {}
        self._media: dict[str, str] = {}
        self._count = 0

    def draw(self, name: str, title: str, width_mm: float | None, height_mm: float | None) -> str:
        """The XML of a picture, as it stands inside a run's text; empty if there is none."""
        found = self._pictures.read(name)
        if found is None:
            self.refused.append(("picture", title or name[:12]))
            return ""
        _data, suffix, cx, cy = found
        cx, cy = _size(cx, cy, width_mm, height_mm)
        target = self._media.setdefault(name, f"word/media/data{len(self._media) + 1}.{suffix}")
        relations = self._relations.setdefault(self.part, {})
        relation = relations.setdefault(target, f"rIdData{len(relations) + 1}")
        self._count += 1
        drawing = _DRAWING.format(
            cx=cx, cy=cy, number=9000 + self._count, relation=relation, title=quoteattr(title)
        )
        return f'</w:t></w:r><w:r>{drawing}</w:r><w:r><w:t xml:space="preserve">'

    def parts(self) -> Parts:
        """The pictures, what relates the parts to them, and their kinds."""
        base = self._pictures.base
        found: Parts = {}
        for name, target in self._media.items():
            picture = self._pictures.read(name)
            assert picture is not None
            found[target] = picture[0]
        for part, relations in self._relations.items():
            folder, file = posixpath.split(part)
            name = f"{folder}/_rels/{file}.rels"
            lines = "".join(
                f'<Relationship Id="{relation}" Type="{_RT_IMAGE}" Target="/{target}"/>'
                for target, relation in relations.items()
            )
            closed = (base.get(name) or _NO_RELATIONS).replace(
                b'<Relationships xmlns="%s"/>' % _RELATIONSHIPS.encode(), _NO_RELATIONS
            )
            found[name] = closed.replace(b"</Relationships>", f"{lines}</Relationships>".encode())
        suffixes = {posixpath.splitext(target)[1][1:] for target in self._media.values()}
        if suffixes:
            found[CONTENT_TYPES] = with_types(base[CONTENT_TYPES], suffixes)
        return found


def _size(cx: int, cy: int, width_mm: float | None, height_mm: float | None) -> tuple[int, int]:
    """The size wished, in proportion; never larger than a page."""
    if width_mm and height_mm:
        return round(width_mm * EMU_PER_MM), round(height_mm * EMU_PER_MM)
    factor = 1.0
    if width_mm:
        factor = width_mm * EMU_PER_MM / cx
    elif height_mm:
        factor = height_mm * EMU_PER_MM / cy
    factor = min(factor, MOST_WIDTH_MM * EMU_PER_MM / cx, MOST_HEIGHT_MM * EMU_PER_MM / cy)
    return max(1, round(cx * factor)), max(1, round(cy * factor))


def with_types(types: bytes, suffixes: set[str]) -> bytes:
    """The list of kinds with those of the pictures."""
    for suffix in sorted(suffixes):
        if not re.search(rb'Extension="%s"' % suffix.encode(), types, re.IGNORECASE):
            kind = {"jpg": "jpeg", "tif": "tiff"}.get(suffix, suffix)
            default = rb'\1<Default Extension="%s" ContentType="image/%s"/>' % (
                suffix.encode(),
                kind.encode(),
            )
            types = re.sub(rb"(<Types\b[^>]*>)", default, types, count=1)
    return types
