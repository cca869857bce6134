"""What the names in a template mean: fields by key or by label in any language; what is needed, what unknown.

Reads the syntax tree of each part of a template before it is compiled, and puts the key of a field where its
label stands. What a name means is known without any record, from the vocabulary of the library.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any

from jinja2 import nodes

from app.core.folding import fold
from app.services.documents import sources

ITEM, WHOLE, PARTED = "[]", "*", "<"
"""Steps of a path: any item of a list; every field of a record; the list parted into rows."""
TEXT, ANYTHING, IMAGE = "text", "?", "picture"
MOST_UNKNOWN = 200
MOST_WORDS = 8

_TAG = re.compile(r"(\{\{|\{%)(.*?)(\}\}|%\})", re.DOTALL)
_QUOTED = re.compile(r"""("[^"]*"|'[^']*')""")
_PIECE = re.compile(r"\w+|\W+")
_BETWEEN = re.compile(r"[\s./,\-'’()№]+")
_STOP = re.compile(r"\.\s*[|)\]=<>!]")
"""The point with which a label ends (Nr. Reg. Com.), before what cannot follow a point."""
_ALWAYS = ("range", "namespace", "loop", "caller", "varargs", "kwargs", "self", "true", "false", "none")
_SAME_LIST = ("sort", "reverse", "list", "unique", "selectattr", "rejectattr", "select", "reject", "shuffle")
_FIRST_OF = ("first", "last", "random", "min", "max")
_BY_ATTRIBUTE = ("selectattr", "rejectattr", "map", "sort", "groupby", "sum", "unique", "min", "max", "join")

Path = tuple[str, ...]


def plain(label: str) -> str:
    """A label as a name: folded, one line between its words."""
    return re.sub(r"\W+", "_", fold(label)).strip("_")


@dataclass(frozen=True)
class Unknown:
    """A name that means nothing: where it stands, and what may have been meant."""

    name: str
    place: str
    near: str
    suggestion: str = ""


@dataclass(frozen=True)
class _Known:
    """What an expression is: its kind, and how it is reached from a root."""

    kind: str = ANYTHING
    path: Path | None = None

    def step(self, name: str, kind: str) -> _Known:
        """A part of it."""
        return _Known(kind, None if self.path is None else (*self.path, name))

    @property
    def item(self) -> _Known:
        """One of the list that it is."""
        return self.step(ITEM, self.kind[1:-1]) if self.kind.startswith("[") else _Known()


@dataclass
class Meaning:
    """The names of one template. ``vocabulary``: roots, types with their fields, other names of both."""

    vocabulary: dict[str, Any]
    unknown: list[Unknown] = field(default_factory=list)
    wanted: set[Path] = field(default_factory=set)
    """Paths of all that the template speaks of."""
    _scopes: list[dict[str, _Known]] = field(default_factory=list)
    _place: tuple[str, str] = ("", "")

    def __post_init__(self) -> None:
        types = self.vocabulary["types"].values()
        fields = {
            name for each in types for name, (_key, label) in each["names"].items() if " " in label.strip()
        }
        fields |= {name for each in types for name, (_key, label) in each["names"].items() if "_" in name}
        self._labels = frozenset(fields)
        self._roots = frozenset(name for name in self.vocabulary["root_names"] if "_" in name)
        if self.vocabulary.get("is_bare"):
            self._roots |= self._labels

    # -- labels of several words ------------------------------------------------------------------------

    def joined(self, text: str) -> str:
        """The text with the words of labels in its tags joined, as the template language reads them."""

        def tag(found: re.Match[str]) -> str:
            pieces = _QUOTED.split(found[2])
            pieces[::2] = [self._join(each) for each in pieces[::2]]
            return f"{found[1]}{''.join(pieces)}{found[3]}"

        return _TAG.sub(tag, text)

    def _join(self, content: str) -> str:
        pieces = _PIECE.findall(content)
        made: list[str] = []
        place = 0
        while place < len(pieces):
            last = self._label_end(pieces, place)
            if last > place:
                made.append("_".join(pieces[place : last + 1 : 2]))
                place = last + 1
                if place < len(pieces) and _STOP.match(
                    pieces[place] + ("" if place + 1 < len(pieces) else "|")
                ):
                    pieces[place] = pieces[place][1:]
            else:
                made.append(pieces[place])
                place += 1
        return "".join(made)

    def _label_end(self, pieces: list[str], place: int) -> int:
        """Where the longest label that begins here ends; before it if there is none."""
        if not re.match(r"\w", pieces[place]):
            return -1
        is_field = place > 0 and pieces[place - 1].rstrip().endswith(".")
        known = self._labels if is_field else self._roots
        end, found, name = place, -1, plain(pieces[place])
        while (
            end + 2 < len(pieces) and (end - place) // 2 < MOST_WORDS and _BETWEEN.fullmatch(pieces[end + 1])
        ):
            end += 2
            name = f"{name}_{plain(pieces[end])}"
            if name in known:
                found = end
        return found

    # -- names in a tree --------------------------------------------------------------------------------

    def read(self, tree: nodes.Template, place: str, text: str) -> None:
        """Understand every name of a part."""
        self._place = (place, text)
        self._scopes = [{}]
        for each in tree.body:
            self._visit(each)

    def _visit(self, node: nodes.Node) -> None:
        """Read a node of which the value is used whole."""
        if isinstance(node, nodes.Expr):
            known = self._read(node)
            if known.path and known.kind in self.vocabulary["types"]:
                self.wanted.add((*known.path, WHOLE))
        elif isinstance(node, nodes.For):
            self._read_loop(node)
        elif isinstance(node, nodes.Assign):
            self._bind(node.target, self._read(node.node))
        elif isinstance(node, (nodes.Macro, nodes.CallBlock)):
            self._scopes.append({each.name: _Known() for each in node.args})
            self._scopes[0][getattr(node, "name", "caller")] = _Known()
            self._visit_all(node)
            self._scopes.pop()
        elif isinstance(node, nodes.With):
            self._scopes.append({})
            for target, value in zip(node.targets, node.values, strict=True):
                self._bind(target, self._read(value))
            for each in node.body:
                self._visit(each)
            self._scopes.pop()
        else:
            if isinstance(node, nodes.AssignBlock):
                self._bind(node.target, _Known(TEXT))
            self._visit_all(node)

    def _visit_all(self, node: nodes.Node) -> None:
        for each in node.iter_child_nodes():
            if not (isinstance(each, nodes.Name) and each.ctx != "load"):
                self._visit(each)

    def _read_loop(self, node: nodes.For) -> None:
        known = self._read(node.iter)
        self._scopes.append({"loop": _Known()})
        self._bind(node.target, known.item)
        for each in [*([node.test] if node.test else []), *node.body]:
            self._visit(each)
        self._scopes.pop()
        for each in node.else_:
            self._visit(each)

    def _bind(self, target: nodes.Node, known: _Known) -> None:
        if isinstance(target, nodes.Name):
            self._scopes[-1][target.name] = known
        else:
            for each in target.find_all(nodes.Name):
                self._scopes[-1][each.name] = _Known()

    def _read(self, node: nodes.Node) -> _Known:
        """What an expression is; names in it get their keys."""
        readers: dict[type[nodes.Node], Callable[[Any], _Known]] = {
            nodes.Name: self._name, nodes.Getattr: self._getattr, nodes.Getitem: self._item,
            nodes.Filter: self._filter, nodes.CondExpr: self._choice, nodes.Or: self._either,
            nodes.And: self._either, nodes.Call: self._call, nodes.Test: self._test,
        }  # fmt: skip
        known = readers.get(type(node), self._other)(node)
        if known.path is not None:
            self.wanted.add(known.path)
        return known

    def _getattr(self, node: nodes.Getattr) -> _Known:
        return self._attribute(node, self._read(node.node), node.attr)

    def _choice(self, node: nodes.CondExpr) -> _Known:
        self._visit(node.test)
        known = self._read(node.expr1)
        if node.expr2 is not None:
            self._visit(node.expr2)
        return known

    def _either(self, node: nodes.BinExpr) -> _Known:
        known = self._read(node.left)
        self._visit(node.right)
        return known

    def _test(self, node: nodes.Test) -> _Known:
        self._read(node.node)  # whether something is there, no more is asked
        for each in [*node.args, *(pair.value for pair in node.kwargs)]:
            self._visit(each)
        return _Known(TEXT)

    def _other(self, node: nodes.Node) -> _Known:
        self._visit_all(node)
        return _Known(TEXT if isinstance(node, nodes.Const) else ANYTHING)

    def _name(self, node: nodes.Name) -> _Known:
        for scope in reversed(self._scopes):
            if node.name in scope:
                return scope[node.name]
        roots = self.vocabulary["roots"]
        if node.name not in roots:
            other = self.vocabulary["root_names"].get(plain(node.name))
            if other is None:
                own = self._own_field(node)
                if own is not None:
                    return own
                if node.name not in _ALWAYS:
                    names = [*roots, *self.vocabulary["root_names"]]
                    self._report(node, node.name, "", plain(node.name), names, {})
                return _Known()
            node.name = other
        return _Known(roots[node.name], (node.name,))

    def _own_field(self, node: nodes.Name) -> _Known | None:
        """A field of the record that is named without it, where the vocabulary allows that (letters)."""
        if not self.vocabulary.get("is_bare"):
            return None
        kind = self.vocabulary["roots"]["record"]
        found = self.vocabulary["types"].get(kind)
        if found is None:
            return None
        key = node.name if node.name in found["fields"] else found["names"].get(plain(node.name), ("",))[0]
        if not key:
            return None
        node.name = key
        return _Known(kind, ("record",)).step(key, found["fields"][key])

    def _attribute(self, node: Any, known: _Known, name: str, holder: str = "attr") -> _Known:
        found = self.vocabulary["types"].get(known.kind)
        if found is not None:
            key = name if name in found["fields"] else found["names"].get(plain(name), ("", ""))[0]
            if not key and self._is_elsewhere(known, name):
                return _Known()  # a record may be of any section, which may lack what others have
            if not key:
                shown = ".".join(each for each in known.path or () if each != ITEM)
                named = found["names"].items()
                labels = {other: label for other, (_key, label) in named if other not in found["fields"]}
                self._report(node, name, shown, plain(name), [*found["fields"], *labels], labels)
                return _Known()
            if key != name:
                setattr(node, holder, key)
            return known.step(key, found["fields"][key])
        kind = list if known.kind.startswith("[") else str if known.kind == TEXT else None
        if kind is not None and not hasattr(kind, name):
            shown = ".".join(each for each in known.path or () if each != ITEM)
            self._report(
                node, name, shown, "", [], {}, f"{shown}[0].{name}" if kind is list and shown else ""
            )
        return _Known()

    def _is_elsewhere(self, known: _Known, name: str) -> bool:
        is_record = known.path is not None and known.path[0] in ("record", "records")
        return is_record and any(name in each["fields"] for each in self.vocabulary["types"].values())

    def _item(self, node: nodes.Getitem) -> _Known:
        known = self._read(node.node)
        if isinstance(node.arg, nodes.Const) and isinstance(node.arg.value, str):
            return self._attribute(node.arg, known, node.arg.value, "value")
        if isinstance(node.arg, nodes.Slice):
            self._visit_all(node.arg)
            return known
        self._visit(node.arg)
        if known.kind in self.vocabulary["types"] and known.path:
            self.wanted.add((*known.path, WHOLE))
        return known.item

    def _filter(self, node: nodes.Filter) -> _Known:
        known = self._read(node.node) if isinstance(node.node, nodes.Node) else _Known()
        self._by_attribute(node, known)
        for each in [*node.args, *(pair.value for pair in node.kwargs)]:
            self._visit(each)
        if node.name in ("batch", "slice") and known.kind.startswith("["):
            return _Known(f"[{known.kind}]", None if known.path is None else (*known.path, PARTED))
        if node.name in _SAME_LIST or node.name in ("default", "d"):
            return known
        if node.name in _FIRST_OF:
            return known.item
        if known.path and known.kind in self.vocabulary["types"]:
            self.wanted.add((*known.path, WHOLE))
        if node.name == "map" and node.kwargs:
            return _Known()
        return _Known(TEXT) if node.name not in ("map", "groupby", "dictsort", "items", "attr") else _Known()

    def _by_attribute(self, node: nodes.Filter, known: _Known) -> None:
        """Filters that look at a field of each item name it in a text."""
        if node.name not in _BY_ATTRIBUTE or not known.kind.startswith("["):
            return
        named = [pair.value for pair in node.kwargs if pair.key == "attribute"]
        if node.name in ("selectattr", "rejectattr", "groupby", "sum"):
            named += node.args[:1]
        for each in named:
            if isinstance(each, nodes.Const) and isinstance(each.value, str) and "." not in each.value:
                found = self._attribute(each, known.item, each.value, "value")
                if found.path is not None:
                    self.wanted.add(found.path)

    def _call(self, node: nodes.Call) -> _Known:
        # Of a method call only what it is called on is data.
        if isinstance(node.node, nodes.Getattr):
            known = self._read(node.node.node)
            if known.kind in self.vocabulary["types"] and known.path:
                self.wanted.add((*known.path, WHOLE))
        else:
            self._read(node.node)
        for each in [*node.args, *(pair.value for pair in node.kwargs)]:
            self._visit(each)
        return _Known()

    def _report(
        self, node: nodes.Node, name: str, owner: str, wanted: str, names: list[str], labels: dict[str, str],
        suggestion: str = "",
    ) -> None:  # fmt: skip
        if len(self.unknown) >= MOST_UNKNOWN:
            return
        if wanted:
            close = get_close_matches(wanted, names, 1, 0.6) or get_close_matches(name, names, 1, 0.6)
            suggestion = labels.get(close[0], close[0]) if close else ""
        full = f"{owner}.{name}" if owner else name
        if suggestion and owner and "." not in suggestion:
            suggestion = f"{owner}.{suggestion}"
        place, text = self._place
        found = Unknown(full, place, sources.near(text, node.lineno), suggestion)
        if found not in self.unknown:
            self.unknown.append(found)
