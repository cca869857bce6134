"""The language of the placeholders: Jinja without files, code or unescaping; undefined names are empty."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NoReturn

from jinja2 import ChainableUndefined, Undefined, nodes, pass_environment, pass_eval_context
from jinja2.exceptions import SecurityError
from jinja2.filters import do_join
from jinja2.nodes import EvalContext
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment

from app.core.override import override
from app.services.documents.filters import FILTERS, OTHER_NAMES, Surroundings, drawn
from app.services.documents.values import Picture, Said

LONGEST_REPEAT = 10_000
_KEPT_GLOBALS = ("range", "namespace")
# These give text that counts as XML already: in a letter that would let data write XML.
_DROPPED_FILTERS = ("urlize", "xmlattr", "tojson", "pprint")
_FORBIDDEN_TAGS: dict[type[nodes.Node], str] = {
    nodes.Include: "include",
    nodes.Import: "import",
    nodes.FromImport: "from … import",
    nodes.Extends: "extends",
    nodes.ScopedEvalContextModifier: "autoescape",
}
_SPEAKING_KEYS = ("value", "full", "full_name", "name", "title", "text")


class TemplateEnvironment(ImmutableSandboxedEnvironment):
    """Sandbox for templates from strangers over plain data: an unsafe step is an error, never silent."""

    intercepted_binops = frozenset({"*", "**"})

    def __init__(self, autoescape: bool = True) -> None:
        super().__init__(autoescape=autoescape, undefined=ChainableUndefined, finalize=printed)
        kept = {name: self.globals[name] for name in _KEPT_GLOBALS}
        self.globals.clear()
        self.globals.update(kept)
        for name in _DROPPED_FILTERS:
            del self.filters[name]
        self.filters["safe"] = str
        self.filters["join"] = joined
        self.filters |= FILTERS
        self.filters |= {other: self.filters[name] for name, each in OTHER_NAMES.items() for other in each}
        self.surroundings = Surroundings()
        self.draw: Callable[[str, str, float | None, float | None], str] | None = None
        """Puts a picture into the document that is being filled."""

    @override
    def getattr(self, obj: Any, attribute: str) -> Any:
        # A field called "items" or "values" means the field, not the method of dict.
        if isinstance(obj, dict) and attribute in obj:
            return obj[attribute]
        return super().getattr(obj, attribute)

    @override
    def unsafe_undefined(self, obj: Any, attribute: str) -> NoReturn:
        raise SecurityError(f"{attribute!r} of {type(obj).__name__!r} is out of bounds")

    @override
    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        # Of a picture and of what is behind a text nothing is a template's business.
        return super().is_safe_attribute(obj, attr, value) and not isinstance(obj, Picture)

    @override
    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        if operator == "**" and _is_long(right):
            raise SecurityError("the power is too high")
        if operator == "*" and (_repeats(left, right) or _repeats(right, left)):
            raise SecurityError("the repetition is too long")
        operation: Callable[[Any, Any], Any] = self.binop_table[operator]
        return operation(left, right)


def _is_long(number: Any) -> bool:
    return isinstance(number, int | float) and abs(number) > LONGEST_REPEAT


def _repeats(sequence: Any, times: Any) -> bool:
    return isinstance(sequence, str | list | tuple) and _is_long(times)


def forbidden_tag(tree: nodes.Template) -> tuple[str, int] | None:
    """The first tag that templates may not use, and its line."""
    for kind, name in _FORBIDDEN_TAGS.items():
        for node in tree.find_all(kind):
            return name, node.lineno
    return None


@pass_environment
def printed(environment: Any, value: Any) -> Any:
    """What a placeholder prints."""
    return drawn(environment, value) if isinstance(value, Picture) else shown(value)


@pass_eval_context
def joined(context: EvalContext, value: Any, between: str = "", attribute: str | int | None = None) -> str:
    """Jinja's ``join`` of what each of them prints: phones and addresses are rows, not texts."""
    told = value if attribute is not None or isinstance(value, str) else [shown(each) for each in value]
    return str(do_join(context, told, between, attribute))


def shown(value: Any) -> Any:
    """A value in words: nothing for nothing, lists with commas, a dict by its value or name."""
    if isinstance(value, (Undefined, Said)):
        return value
    if value is None or callable(value):
        return ""
    if isinstance(value, dict):
        speaking = [value[key] for key in _SPEAKING_KEYS if key in value]
        if not speaking and value:
            return str(value)  # no record, nor a row of one
        return next((shown(each) for each in speaking if each), "")
    if isinstance(value, list | tuple):
        return ", ".join(text for text in (str(shown(item)) for item in value) if text)
    return value
