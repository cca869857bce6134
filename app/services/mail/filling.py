"""In the helper process: a letter filled for many people, in the language of Word templates."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from jinja2 import Template, Undefined, nodes, pass_environment
from markupsafe import Markup, escape

from app.services.child import Job
from app.services.documents.child import MOST_NAMES
from app.services.documents.compiled import compile_text, evaluated
from app.services.documents.filters import OTHER_NAMES, Surroundings
from app.services.documents.meaning import Meaning
from app.services.documents.problems import LONGEST_DETAIL, DocumentError
from app.services.documents.sandbox import TemplateEnvironment, printed
from app.services.documents.survey import Survey
from app.services.documents.values import revived
from app.services.mail import markup

PLACES = ("subject", "html", "plain")
LONGEST = 2_000_000
"""Letters of one part of a letter; more is a loop that went wild."""


def look(job: Job) -> Iterator[dict[str, Any]]:
    """What a letter asks for and which names mean nothing."""
    letter = _Letter(job)
    yield {
        "problem": None,
        "wanted": sorted(list(path) for path in letter.meaning.wanted),
        "unknown": [
            {"name": each.name, "place": each.place, "near": each.near, "suggestion": each.suggestion}
            for each in letter.meaning.unknown
        ],
    }


def fill_all(job: Job) -> Iterator[dict[str, Any]]:
    """A frame for each of ``contexts``: subject, HTML and plain text, and what was empty."""
    letter = _Letter(job)
    for context in job["contexts"]:
        data = revived(context)
        data = {**data.get("record", {}), **data}  # fields may be named without their record
        try:
            parts = {place: letter.part(place, data) for place in PLACES}
        except DocumentError as problem:
            yield {"problem": problem.to_plain()}
            continue
        yield {"problem": None, "empty": letter.empty(data), **parts}


class _Letter:
    """The parts of a letter, compiled once."""

    def __init__(self, job: Job) -> None:
        self.meaning = Meaning(job["vocabulary"])
        self._texts = {place: str(job[place]) for place in PLACES}
        self._texts["html"] = markup.readable(self._texts["html"])
        surroundings = Surroundings(**job["surroundings"])
        self._made: dict[str, tuple[nodes.Template, Template]] = {}
        for place, text in self._texts.items():
            environment = letter_environment(is_html=place == "html")
            environment.surroundings = surroundings
            self._made[place] = compile_text(text, place, environment, self.meaning)

    def part(self, place: str, data: Mapping[str, Any]) -> str:
        """One part for one person."""
        text = evaluated(self._made[place][1], data, place, self._texts[place])
        if len(text) > LONGEST:
            raise DocumentError("memory")
        return markup.washed(text) if place == "html" else text

    def empty(self, data: Mapping[str, Any]) -> list[str]:
        """Names of the placeholders for which there is nothing."""
        survey = Survey(data)
        for tree, _template in self._made.values():
            survey.visit(tree)
        return sorted(each[:LONGEST_DETAIL] for each in survey.empty)[:MOST_NAMES]


def letter_environment(is_html: bool) -> TemplateEnvironment:
    """The language of Word templates, but what is empty counts as missing for ``default``."""
    made = TemplateEnvironment(autoescape=is_html)
    for name in ("default", "d", *OTHER_NAMES["default"]):
        made.filters[name] = otherwise
    if is_html:
        made.finalize = _with_lines
    return made


def otherwise(value: Any, instead: Any = "", *_more: Any) -> Any:
    """The value, or what stands in its place where there is none."""
    return instead if isinstance(value, Undefined) or value in (None, "", [], {}) else value


@pass_environment
def _with_lines(environment: Any, value: Any) -> Any:
    """What a placeholder prints, with the breaks of its lines."""
    text = printed(environment, value)
    if isinstance(text, str) and not isinstance(text, Markup) and "\n" in text:
        return Markup("<br>").join(escape(line) for line in str(text).split("\n"))
    return text
