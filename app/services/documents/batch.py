"""In the helper process: one template filled for many records, each in a file or all in one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from app.services.child import Job
from app.services.documents.child import MOST_NAMES, told
from app.services.documents.cleaning import clean_package
from app.services.documents.compiled import Compiled, evaluated
from app.services.documents.filters import Surroundings
from app.services.documents.joining import Joiner
from app.services.documents.meaning import Meaning
from app.services.documents.package import new_file, pack, read_package
from app.services.documents.problems import LONGEST_DETAIL, DocumentError
from app.services.documents.sandbox import TemplateEnvironment
from app.services.documents.survey import Survey
from app.services.documents.values import revived

LONGEST_NAME = 200


def fill_all(job: Job) -> Iterator[dict[str, Any]]:
    """Fill ``template`` for each of ``contexts``: into ``targets``, or joined into ``joined``.

    A frame for each document, in their order; then one for the whole. A document that cannot be made says why
    and leaves the others alone.
    """
    parts = read_package(Path(job["template"]))
    removed = clean_package(parts)
    compiled = Compiled(pack(parts), Meaning(job["vocabulary"]))
    surroundings = Surroundings(**job["surroundings"])
    compiled.environment.surroundings = surroundings
    compiled.pictures.files = job["pictures"]
    namer = _Namer(compiled, job["pattern"], surroundings)
    trees = list(compiled.trees())
    joiner = Joiner(compiled) if job["joined"] else None
    for place, context in enumerate(job["contexts"]):
        data = revived(context)
        try:
            filled = compiled.fill(data)
            name = namer.name(data)
        except DocumentError as problem:
            yield {"problem": problem.to_plain()}
            continue
        if joiner is not None:
            joiner.add(filled)
        else:
            with new_file(Path(job["targets"][place])) as stream:
                compiled.write(filled, stream)
        survey = Survey(data)
        for tree in trees:
            survey.visit(tree)
        yield {
            "problem": None, "name": name, "removed": told(filled.removed),
            "unknown": sorted(each[:LONGEST_DETAIL] for each in survey.unknown)[:MOST_NAMES],
            "empty": sorted(each[:LONGEST_DETAIL] for each in survey.empty)[:MOST_NAMES],
        }  # fmt: skip
    if joiner is not None and joiner.count:
        joiner.write(Path(job["joined"]))
    yield {"problem": None, "done": True, "removed": told(removed)}


class _Namer:
    """Names of the files, by a pattern with placeholders of its own."""

    def __init__(self, compiled: Compiled, pattern: str, surroundings: Surroundings) -> None:
        environment = TemplateEnvironment(autoescape=False)
        environment.surroundings = surroundings
        self._pattern = pattern
        _tree, self._template = compiled.compile(pattern, "name", environment)

    def name(self, data: dict[str, Any]) -> str:
        """The name of the file for these data; not yet safe for a disk."""
        text = evaluated(self._template, data, "name", self._pattern)
        return " ".join(text.split())[:LONGEST_NAME]
