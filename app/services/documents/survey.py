"""Which placeholders of a template the data do not know, and which they know but have nothing for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from jinja2 import nodes
from jinja2.visitor import NodeVisitor

_UNSURE = object()  # known only while filling: never reported
_MISSING = object()
_EMPTY: tuple[object, ...] = (None, "", [], {})
_ALWAYS_KNOWN = ("range", "namespace", "loop", "caller", "varargs", "kwargs", "self")
_SELF_CARING_FILTERS = ("default", "d")
_SELF_CARING_TESTS = ("defined", "undefined", "none")

Path = tuple[str | int, ...]


@dataclass
class Survey(NodeVisitor):
    """Visits the syntax trees of all parts of one template.

    A placeholder inside ``{% if x %}…{% endif %}`` or with ``|default(…)`` looks after its own emptiness
    and is not reported as empty; a name that the data do not have is reported wherever it stands.
    """

    context: Mapping[str, object]
    unknown: set[str] = field(default_factory=set)
    empty: set[str] = field(default_factory=set)
    _bound: dict[str, tuple[Path, object]] = field(default_factory=dict)
    _guards: list[Path] = field(default_factory=list)
    _cares_for_empty: bool = True

    def visit_Name(self, node: nodes.Name) -> None:  # noqa: N802 - jinja2 calls visitors by the node's class
        if node.ctx == "load":
            self._judge((node.name,))
        else:
            self._bound[node.name] = ((node.name,), _UNSURE)

    def visit_Getattr(self, node: nodes.Getattr) -> None:  # noqa: N802
        self._judge_or_descend(node)

    def visit_Getitem(self, node: nodes.Getitem) -> None:  # noqa: N802
        self._judge_or_descend(node)

    def visit_Call(self, node: nodes.Call) -> None:  # noqa: N802
        # Of a method call only what it is called on is data.
        target = node.node.node if isinstance(node.node, nodes.Getattr) else node.node
        for child in [target, *node.args, *(keyword.value for keyword in node.kwargs)]:
            self.visit(child)

    def visit_Filter(self, node: nodes.Filter) -> None:  # noqa: N802
        with self._careless(node.name in _SELF_CARING_FILTERS):
            self.generic_visit(node)

    def visit_Test(self, node: nodes.Test) -> None:  # noqa: N802
        if node.name not in _SELF_CARING_TESTS:
            self.generic_visit(node)

    def visit_Or(self, node: nodes.Or) -> None:  # noqa: N802
        with self._careless():
            self.generic_visit(node)

    def visit_If(self, node: nodes.If) -> None:  # noqa: N802
        self._visit_guarded(node.test, node.body)
        for child in [*node.elif_, *node.else_]:
            self.visit(child)

    def visit_CondExpr(self, node: nodes.CondExpr) -> None:  # noqa: N802
        self._visit_guarded(node.test, [node.expr1])
        if node.expr2 is not None:
            self.visit(node.expr2)

    def visit_For(self, node: nodes.For) -> None:  # noqa: N802
        with self._careless():
            self.visit(node.iter)
        before = dict(self._bound)
        self.visit(node.target)
        path = _path_of(node.iter)
        if isinstance(node.target, nodes.Name) and path is not None:
            label, value = self._find(path)
            self._bound[node.target.name] = (label, _any_of(value))
        for child in [*([node.test] if node.test else []), *node.body]:
            self.visit(child)
        self._bound = before
        for child in node.else_:
            self.visit(child)

    def _visit_guarded(self, test: nodes.Node, body: list[Any]) -> None:
        with self._careless():
            self.visit(test)
        tested = [path for path in map(_path_of, _expressions(test)) if path]
        guards = [path for path in tested if self._find(path)[1] in _EMPTY]
        self._guards += guards
        for child in body:
            self.visit(child)
        del self._guards[len(self._guards) - len(guards) :]

    @contextmanager
    def _careless(self, is_careless: bool = True) -> Iterator[None]:
        before = self._cares_for_empty
        self._cares_for_empty = before and not is_careless
        yield
        self._cares_for_empty = before

    def _judge_or_descend(self, node: nodes.Getattr | nodes.Getitem) -> None:
        path = _path_of(node)
        if path is None:
            self.generic_visit(node)
        else:
            self._judge(path)

    def _judge(self, path: Path) -> None:
        label, value = self._find(path)
        name = ".".join(str(step) for step in label)
        if value is _MISSING:
            self.unknown.add(name)
        elif value in _EMPTY and self._cares_for_empty and not self._is_guarded(path):
            self.empty.add(name)

    def _is_guarded(self, path: Path) -> bool:
        return any(path[: len(guard)] == guard for guard in self._guards)

    def _find(self, path: Path) -> tuple[Path, object]:
        root = str(path[0])
        if root in self._bound:
            label, value = self._bound[root]
        elif root in self.context:
            label, value = (root,), self.context[root]
        else:
            label, value = (root,), _UNSURE if root in _ALWAYS_KNOWN else _MISSING
        for step in path[1:]:
            value = _step_into(value, step)
        return label + path[1:], value


def _step_into(value: object, step: str | int) -> object:
    if value is _MISSING or value is _UNSURE:
        return value
    if isinstance(value, dict) and step in value:
        return value[step]
    if value in _EMPTY or hasattr(value, str(step)):
        return None if value in _EMPTY else _UNSURE
    if isinstance(value, list) and isinstance(step, int):
        return value[step] if -len(value) <= step < len(value) else None
    return _MISSING


def _any_of(value: object) -> object:
    """One value that stands for the items of a list: of dicts, one that has everything any of them has."""
    if not isinstance(value, list) or not value:
        return _UNSURE
    if not all(isinstance(item, dict) for item in value):
        return _UNSURE
    merged: dict[str, object] = {}
    for item in value:
        new = {key: content for key, content in item.items() if content not in _EMPTY or key not in merged}
        merged.update(new)
    return merged


def _expressions(node: nodes.Node) -> Iterator[nodes.Node]:
    yield node
    for child in node.iter_child_nodes():
        yield from _expressions(child)


def _path_of(node: nodes.Node) -> Path | None:
    """``contact.phones[0].value`` as ("contact", "phones", 0, "value"); None for anything less plain."""
    if isinstance(node, nodes.Name):
        return (node.name,)
    if isinstance(node, nodes.Getattr):
        head, step = _path_of(node.node), node.attr
        return None if head is None else (*head, step)
    if isinstance(node, nodes.Getitem) and isinstance(node.arg, nodes.Const):
        head, constant = _path_of(node.node), node.arg.value
        return (*head, constant) if head is not None and isinstance(constant, str | int) else None
    return None
