"""Lines of a card in one form, that of vCard 3.0, whatever version they came from or go to.

Values keep the escapes of 3.0 (``\\n``, ``\\,``, ``\\;``, ``\\\\``), encodings are undone, bare types are
``TYPE`` parameters, bytes are base64 under ``ENCODING=b``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

Parameters = tuple[tuple[str, tuple[str, ...]], ...]

STRUCTURED = frozenset(("N", "ADR", "ORG", "GENDER", "X-CARTOTECA-JOB"))
"""Properties whose value has parts between semicolons."""


def separator(key: str) -> str:
    """What parts the value of a property; "" if it is one text."""
    if key in STRUCTURED:
        return ";"
    return "," if key == "CATEGORIES" or key.startswith("X-CARTOTECA-") else ""


_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
_ESCAPED = {"n": "\n", "N": "\n", ",": ",", ";": ";", "\\": "\\", ":": ":", '"': '"'}
_PLAIN_PARAMETER = re.compile(r"[^\"^\n;:,]*")
_CARETS = {"^n": "\n", "^'": '"', "^^": "^"}


@dataclass(frozen=True)
class Property:
    """One line: its name as written, its parameters, its value; ``line`` is where it stands in the file."""

    name: str
    value: str
    params: Parameters = ()
    group: str = ""
    line: int = field(default=0, compare=False)
    key: str = field(init=False, compare=False)
    """The name by which it is known, in capitals."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "key", self.name.upper())

    def param(self, name: str) -> tuple[str, ...]:
        """Values of a parameter; parameters of one name count together."""
        return tuple(value for key, values in self.params if key == name for value in values)

    @property
    def types(self) -> tuple[str, ...]:
        """What TYPE says, in small letters."""
        return tuple(value.lower() for value in self.param("TYPE")) if self.params else ()

    @property
    def text(self) -> str:
        """The value as one text."""
        return unescape(self.value)

    def parts(self, separator: str = ";") -> list[str]:
        """The value as parts, each a text."""
        return [unescape(part) for part in split(self.value, separator)]

    @property
    def canonical(self) -> tuple[str, frozenset[str], tuple[str, ...]]:
        """Equal for lines that say the same, however they are spelled."""
        said = frozenset(f"{key}={value.upper()}" for key, values in self.params for value in values)
        if self.key in STRUCTURED:
            parts = self.parts()
            while parts and not parts[-1]:
                parts.pop()
            return self.key, said, tuple(parts)
        if self.key == "CATEGORIES":
            return self.key, said, tuple(sorted(self.parts(",")))
        return self.key, said, (self.text,)


Bundle = tuple[Property, ...]
"""Lines that belong together: a number with its label, an address with what stands on the envelope."""


def canonical(bundle: Iterable[Property]) -> frozenset[tuple[str, frozenset[str], tuple[str, ...]]]:
    """Equal for bundles that say the same."""
    return frozenset(each.canonical for each in bundle)


def split(value: str, separator: str) -> list[str]:
    """The raw parts between separators that are not escaped."""
    if "\\" not in value:
        return value.split(separator)
    return re.findall(rf"((?:\\.|[^\\{re.escape(separator)}]|\\$)*)(?:{re.escape(separator)}|$)", value,
                      re.DOTALL)[: _count(value, separator)]  # fmt: skip


def _count(value: str, separator: str) -> int:
    return re.sub(r"\\.", "", value, flags=re.DOTALL).count(separator) + 1


def unescape(value: str) -> str:
    """The text that an escaped value means; what is no escape stays."""
    if "\\" not in value:
        return value
    return _ESCAPE.sub(lambda found: _ESCAPED.get(found[1], found[0]), value)


def escape(text: str) -> str:
    """A text as a value, or as a part of one."""
    text = text.replace("\\", "\\\\").replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\\n")
    return text.replace(",", "\\,").replace(";", "\\;")


def structured(parts: Sequence[str | None]) -> str:
    """Texts as the parts of one value."""
    return ";".join(escape(each or "") for each in parts)


def parameters(head: str) -> tuple[str, str, list[tuple[str, list[str]]]]:
    """Group, name and parameters of what stands before the colon."""
    pieces = _pieces(head) if '"' in head else head.split(";")
    group, dot, name = pieces[0].strip().rpartition(".")
    found: list[tuple[str, list[str]]] = []
    for piece in pieces[1:]:
        key, equals, values = piece.partition("=")
        if equals:
            found.append((key.strip().upper(), [_parameter_value(each) for each in _values(values)]))
        elif key.strip():
            found.append(("", [each.strip() for each in key.split(",") if each.strip()]))
    return (group if dot else ""), name.strip(), found


def _pieces(head: str) -> list[str]:
    return re.findall(r"(?:\"[^\"]*\"|[^\";]|\")+", head)


def _values(text: str) -> list[str]:
    found = text.split(",") if '"' not in text else re.findall(r"(?:\"[^\"]*\"|[^\",])+", text)
    return [each for each in (each.strip() for each in found) if each]


def _parameter_value(text: str) -> str:
    text = text.replace('"', "")
    return re.sub(r"\^[n'^]", lambda found: _CARETS[found[0]], text) if "^" in text else text


def formatted_parameter(key: str, values: Iterable[str]) -> str:
    """A parameter as it is written, quoted where it has to be (RFC 6868)."""
    return f"{key}={','.join(map(_quoted, values))}"


def _quoted(text: str) -> str:
    if _PLAIN_PARAMETER.fullmatch(text):
        return text
    text = text.replace("^", "^^").replace('"', "^'").replace("\n", "^n")
    return f'"{text}"'


def formatted(each: Property) -> str:
    """The line as vCard 3.0 has it, not folded."""
    group = f"{each.group}." if each.group else ""
    params = "".join(f";{formatted_parameter(key, values)}" for key, values in each.params)
    return f"{group}{each.name}{params}:{each.value}"


_HEAD_END = re.compile(r"(?:\"[^\"]*\"|[^\":])*")


def head_and_value(line: str) -> tuple[str, str] | None:
    """What stands before and behind the colon; None if there is none."""
    head, colon, value = line.partition(":")
    if not colon:
        return None
    if head.count('"') % 2 and (found := _HEAD_END.match(line)) and line[found.end() : found.end() + 1]:
        return line[: found.end()], line[found.end() + 1 :]
    return head, value


def parsed(line: str) -> Property | None:
    """A line of vCard 3.0 that was kept."""
    cut = head_and_value(line)
    if cut is None:
        return None
    group, name, params = parameters(cut[0])
    known = tuple((key or "TYPE", tuple(values)) for key, values in params)
    return Property(name, cut[1], known, group)
