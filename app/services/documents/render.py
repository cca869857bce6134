"""Makes a Word document from a template and plain data, in a child process; whole or not at all."""

from __future__ import annotations

import os
import re
import secrets
import sys
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.core.atomic import replace
from app.core.errors import UserError
from app.services.children import ChildError, Limits, loaded, raw_frames
from app.services.documents.problems import DocumentError, removed_sentence, sentence

CPU_SECONDS_SPARE = 4
"""What the program itself may need besides the template."""

DEEPEST_DATA = 20
_LINE_BREAK = re.compile("\r\n|[\r\x0b\u2028\u2029]")
_NOT_IN_XML = re.compile("[\x00-\x08\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True)
class RenderReport:
    """What the user should know about a finished document."""

    unknown: tuple[str, ...] = ()
    """Placeholders of the template that the data do not have ("contact.nickname"); left empty."""

    empty: tuple[str, ...] = ()
    """Placeholders that the data have, but with nothing in it for this record."""

    removed: tuple[str, ...] = ()
    """Sentences about what was not carried over: remote pictures, attached template, macros …"""


def render_template(
    template: Path, context: Mapping[str, object], out: Path, *, seconds: float = 20, memory_mb: int = 512
) -> RenderReport:
    """Fill ``template`` (.docx, .dotx, .docm, .dotm) and write ``out`` as .docx.

    ``context`` holds dict, list, str, int, float, bool and None only (TypeError otherwise). An existing
    ``out`` is replaced in one step when the new document is whole, and stays as it is when anything goes
    wrong (UserError).
    """
    data = plain_data(context)
    template, out = template.absolute(), out.resolve()
    partial = out.with_name(f".{secrets.token_hex(6)}.part")
    job = {"template": str(template), "target": str(partial), "context": data}
    limits = Limits(seconds + CPU_SECONDS_SPARE, memory_mb, patience=seconds)
    try:
        _refuse_own_template(template, out)
        finding = _run_child(job, limits)
        _put_in_place(partial, out)
    except DocumentError as problem:
        raise UserError(sentence(problem, template.name, out.name)) from problem
    finally:
        with suppress(OSError):
            partial.unlink(missing_ok=True)
    return RenderReport(
        unknown=tuple(finding["unknown"]),
        empty=tuple(finding["empty"]),
        removed=tuple(removed_sentence(kind, what) for kind, what in finding["removed"]),
    )


def plain_data(context: Mapping[str, object]) -> dict[str, Any]:
    """A copy that is sure to be data and can be written as XML: no objects, no forbidden characters."""
    return {_clean_key(key): _plain(value, 1) for key, value in context.items()}


def _plain(value: object, depth: int) -> Any:
    if depth > DEEPEST_DATA:
        raise TypeError(f"template data are nested deeper than {DEEPEST_DATA}")
    # By exact type: a subclass could bring methods of its own.
    if type(value) is str:
        return _NOT_IN_XML.sub("", _LINE_BREAK.sub("\n", value))
    if value is None or type(value) in (bool, int, float):
        return value
    if type(value) is list:
        return [_plain(item, depth + 1) for item in value]
    if type(value) is dict:
        return {_clean_key(key): _plain(item, depth + 1) for key, item in value.items()}
    raise TypeError(f"template data must be plain, not {type(value).__name__}")


def _clean_key(key: object) -> str:
    if type(key) is not str:
        raise TypeError(f"keys of template data must be str, not {type(key).__name__}")
    return _NOT_IN_XML.sub("", key)


def _refuse_own_template(template: Path, out: Path) -> None:
    with suppress(OSError):
        if template.samefile(out):
            raise DocumentError("same_file")


def _run_child(job: dict[str, Any], limits: Limits) -> dict[str, Any]:
    try:
        frames = list(raw_frames("documents", job, limits))
    except ChildError as failed:
        detail = f"{limits.patience:g}" if failed.kind == "time" else failed.detail
        raise DocumentError(failed.kind, detail) from failed
    finding: dict[str, Any] = loaded(frames[-1])
    if finding["problem"]:
        raise DocumentError.from_plain(finding["problem"])
    return finding


def _put_in_place(partial: Path, out: Path) -> None:
    try:
        replace(partial, out)
    except PermissionError as error:
        raise DocumentError("in_use", error.strerror or "") from error
    except OSError as error:
        raise DocumentError("unwritable", error.strerror or str(error)) from error
    _sync_folder(out.parent)


def _sync_folder(folder: Path) -> None:
    """Make the new name last through a power cut; only POSIX lets a folder be synced."""
    if sys.platform != "win32":
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
