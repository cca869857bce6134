"""Makes a log fit to be given away: what the program does not say itself is masked.

Blacklists of what looks like a name are never complete. So it is the other way round: of every message only
words stay that the program's own texts use, in its three languages, or that belong to the machine. Names,
titles, places and passwords are among neither. Of a traceback only the program's own places stay, by file,
line and function.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from app.core.paths import resource
from app.services.demo_words import LANDS

MASK = "…"
_WORD = re.compile(r"[^\W\d_]+")
_PREFIX = re.compile(
    r"(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3}) (DEBUG|INFO|WARNING|ERROR|CRITICAL) ([\w.]+) (.+?): (.*)"
)
"""As ``ui.log`` writes a line: when, how bad, who, in which thread, what."""
_FRAME = re.compile(r'(\s*(?:[|+]\s*)*)File "(.*)", line (\d+), in (<?[A-Za-z_]\w*>?)\s*')
_ERROR = re.compile(
    r"(\s*(?:[|+]\s*)*)((?:[A-Za-z_]\w*\.)*[A-Z]\w*(?:Error|Exception|Warning|Interrupt|Exit))(: .*)?"
)
_HEADING = re.compile(
    r"\s*(?:[|+]\s*)*(?:\+ )?(?:Exception Group )?(?:Traceback \(most recent call last\):"
    r"|During handling of the above exception, another exception occurred:"
    r"|The above exception was the direct cause of the following exception:"
    r"|\[Previous line repeated \d{1,4} more times?\])"
)
_THREAD = re.compile(
    r"MainThread|write|read-[a-z]+|(?:Thread|Dummy)-\d+|asyncio_\d+|ThreadPoolExecutor-\d+_\d+"
)
_LIBRARIES = frozenset(
    (
        "app", "cartoteca", "root", "aiohttp", "aiosmtplib", "vdirsyncer", "msal", "keyring", "urllib3",
        "requests", "sqlalchemy", "alembic", "charset_normalizer", "openpyxl", "docx", "docxtpl", "babel",
        "filelock", "PySide6",
    )
)  # fmt: skip
"""Beside those of Python, whose loggers' names tell nothing of the user."""
_WHOLE = re.compile(
    r"[a-zA-Z][\w+.-]*://\S*"  # addresses, also with a name and a password in them
    r"|(?:mailto|tel|sip|skype|callto):\S*"
    r"|[^\s<>\"'“”„«»]*@[^\s<>\"'“”„«»]*"
    r"|“[^”]*”|„[^”“]*[”“]|«[^»]*»|\"[^\"]*\"|(?<!\w)'[^'\n]*'(?!\w)|(?<!\w)‘[^’]*’(?!\w)"
    r"|(?:[A-Za-z]:[\\/]|\\\\|(?<![\w.])~?/)(?:(?!: )[^<>|*?\"“”]){0,200}?\.[A-Za-z]\w{1,9}(?![\w\\/.-])"
    r"|[A-Za-z]:[\\/][^\s,;:]*|\\\\[^\s,;:]*|(?<![\w.])~?/[^\s,;:]*"
)
"""What is masked as a whole, whatever words are in it: addresses, quotations, paths."""
_FIGURES = re.compile(r"[+(]?\d(?:[\d\s().,:/+\-\u2010-\u2015]*\d)?")
_TOKEN = re.compile(r"\w+")
_CODES = re.compile(r"\b(?:Errno|WinError) \d{1,5}\b|\b0x[0-9a-f]{1,8}\b")
_OF_QT = re.compile(r"Q[A-Z][A-Za-z]+")
_MASKS = re.compile(rf"{MASK}(?:[\s.,\-_&]*{MASK})+")
_LONGEST_FIGURE = 3
_LONGEST_LINE = 1_000
"""What stands further right is left out: it tells nothing more, and looking through it would take long."""

_MACHINE = """
    aborted access already another argument assertion attempt attribute await backend background base
    being bool buffer bug by bytes call callback cannot certificate class closed code column connect
    connection constraint corrupt could database decode delete deleted denied depth descriptor destroyed
    detected device dict directory disk dns does driver encode eof error errors exceeded exception
    executing exist exists expected failed fatal file float font foreign found full function group
    handshake has header host ignored image import index initialize input insert instance int integer
    interface internal invalid io is isn iterable key keyword length level library limit list literal
    load locked login malformed maximum memory missing module must name network no none nonetype not
    null object of on only open operation option out output parameter parameters parent parse permission
    pipe pixel platform plugin pool port positional process protocol raised range read readonly
    recursion recursive refused repaint required reset resource response retry row schema select server
    session set should signal size slot smtp socket sql ssl start state status str string such support
    supported syntax system table take takes temporary text thread timed timeout timer tls token too
    transaction transport tuple type unable undefined unexpected unicode unique unit unknown unreachable
    unsupported update url used utf value values version view wait was widget window with without
    wrapped write wrong xcb
"""


def mask_log(text: str, known: Iterable[str] = ()) -> str:
    """The log without what is the user's. ``known`` are texts to mask besides, such as the user's name."""
    masker = _Masker(known)
    return "\n".join(masker.lines(text.splitlines()))


class _Masker:
    def __init__(self, known: Iterable[str]) -> None:
        wanted = sorted({each for each in known if len(each) > 1}, key=len, reverse=True)
        self._known = _any_of(wanted) if wanted else None

    def lines(self, lines: Iterable[str]) -> Iterator[str]:
        """Each line as it may be seen; those that only show the source of the line above are left out."""
        may_be_source = False
        for whole in lines:
            line = whole if len(whole) <= _LONGEST_LINE else whole[:_LONGEST_LINE] + MASK
            frame = _FRAME.fullmatch(line)
            if may_be_source and frame is None and line.startswith("    "):
                continue
            may_be_source = frame is not None
            yield self._line(line) if frame is None else _frame(frame)

    def _line(self, line: str) -> str:
        if _HEADING.fullmatch(line):
            return line
        if found := _PREFIX.fullmatch(line):
            at, level, who, thread, said = found.groups()
            return f"{at} {level} {_logger(who)} {_thread(thread)}: {self.said(said)}"
        if found := _ERROR.fullmatch(line):
            edge, kind, said = found.groups()
            return f"{edge}{kind.rpartition('.')[2]}{self.said(said or '')}"
        return self.said(line)

    def said(self, text: str) -> str:
        """What a message says, in words that are nobody's own."""
        kept: list[str] = []

        def keep(found: re.Match[str]) -> str:
            kept.append(found[0])
            return f"\x00{len(kept) - 1}\x00"

        masked = text.replace("\x00", "")
        if self._known is not None:
            masked = self._known.sub(MASK, masked)
        masked = _WHOLE.sub(MASK, masked)
        masked = _CODES.sub(keep, masked)
        parts = re.split(r"(\x00\d+\x00)", masked)
        parts = [each if each.startswith("\x00") else _words(_FIGURES.sub(_figure, each)) for each in parts]
        masked = re.sub(r"\x00(\d+)\x00", lambda found: kept[int(found[1])], "".join(parts))
        return _MASKS.sub(MASK, masked)


def _any_of(texts: Iterable[str]) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, texts))})(?!\w)", re.IGNORECASE)


def _figure(found: re.Match[str]) -> str:
    digits = sum(letter.isdigit() for letter in found[0])
    return found[0] if digits <= _LONGEST_FIGURE else MASK


def _words(text: str) -> str:
    return _TOKEN.sub(lambda found: found[0] if _is_ours(found[0]) else MASK, text)


def _is_ours(token: str) -> bool:
    if token.isdigit():
        return len(token) <= _LONGEST_FIGURE
    return token.lower() in vocabulary() or _OF_QT.fullmatch(token) is not None


def _frame(found: re.Match[str]) -> str:
    edge, place, line, function = found.groups()
    parts = re.split(r"[\\/]", place)
    starts = [number for number, each in enumerate(parts) if each in ("app", "site-packages", "_internal")]
    if parts[0] in _LIBRARIES:  # a packaged program knows its modules by such places
        starts = [0]
    is_code = place.endswith((".py", ".pyx")) or place.startswith("<frozen ")
    if not is_code:
        return f"{edge}File {MASK}"
    ours = "/".join(parts[starts[-1] :]) if starts else parts[-1]
    return f'{edge}File "{ours}", line {line}, in {function}'


def _logger(name: str) -> str:
    root = name.partition(".")[0]
    return name if root in _LIBRARIES or root in sys.stdlib_module_names else MASK


def _thread(name: str) -> str:
    return name if _THREAD.fullmatch(name.partition(" (")[0]) and _is_plain(name) else "thread"


def _is_plain(name: str) -> bool:
    inside = name.partition(" (")[2].rstrip(")")
    return not inside or inside in ("run", "_run", "work", "call")


@cache
def vocabulary() -> frozenset[str]:
    """Words of the program's texts in all languages, and of machines; without the names of its demo data."""
    found = set(_MACHINE.split())
    for path in resource("translations").glob("*.po"):
        found |= _words_of_catalogue(path)
    return frozenset(found - _demo_names())


def _words_of_catalogue(path: Path) -> set[str]:
    lines = path.read_text(encoding="utf-8").partition("\n\n")[2].splitlines()
    texts = [line.partition('"')[2].replace("\\n", " ") for line in lines if line.startswith(("msg", '"'))]
    return {each.lower() for text in texts for each in _WORD.findall(text)}


def _demo_names() -> set[str]:
    named = (name for land in LANDS for name in (*land.men, *land.women, *land.surnames))
    return {word.lower() for name in named for word in _WORD.findall(name)}
