"""In the helper process: what a template asks for, what is wrong with it, and it without what is unsafe."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from app.services.child import Job
from app.services.documents.child import told
from app.services.documents.cleaning import clean_package
from app.services.documents.compiled import Compiled
from app.services.documents.lint import Finding, findings
from app.services.documents.meaning import Meaning
from app.services.documents.package import new_file, pack, read_package
from app.services.documents.problems import DocumentError
from app.services.documents.rawzip import whole_zip
from app.services.documents.sandbox import TemplateEnvironment


def look(job: Job) -> Iterator[dict[str, Any]]:
    """Look at ``template`` with the words of ``vocabulary``; cleaned it goes into ``target`` if named."""
    parts = read_package(Path(job["template"]))
    removed = clean_package(parts)
    package = pack(parts)
    meaning = Meaning(job["vocabulary"])
    found = findings(parts)
    compiled = Compiled(package, meaning, is_tolerant=True)
    has_fields = bool(meaning.wanted or meaning.unknown)
    if job.get("pattern"):
        compiled.compile(job["pattern"], "name", TemplateEnvironment(autoescape=False))
    found += _mistakes(compiled.mistakes or [], found)
    found += [
        Finding("unknown", each.place, each.near, each.name, suggestion=each.suggestion)
        for each in meaning.unknown
    ]
    if not has_fields and not found:
        found.append(Finding("no_fields"))
    if job.get("target"):
        with new_file(Path(job["target"])) as stream:
            stream.write(whole_zip(compiled.base))
    yield {
        "problem": None,
        "wanted": sorted(list(path) for path in meaning.wanted),
        "findings": [each.to_plain() for each in found],
        "removed": told(removed + compiled.static_removed),
    }


def _mistakes(mistakes: list[DocumentError], known: list[Finding]) -> list[Finding]:
    """What the language itself complains of, unless the tags of that part were found wrong already."""
    torn = {each.place for each in known if each.kind not in ("split", "split_look", "swallows", "unread")}
    return [
        Finding(each.kind, each.part, each.near, each.detail) for each in mistakes if each.part not in torn
    ]
