"""A template from an ordinary document: where it says something of a record, a placeholder comes to stand."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.core.errors import UserError
from app.core.folding import fold, fold_with_places
from app.core.texts import LANGUAGES, _, language
from app.services.documents.asking import first_frame, told_of
from app.services.documents.problems import PLACES
from app.services.documents.samples import samples
from app.services.documents.templates import Taken, modern
from app.services.documents.vocabulary import Word, Words, words_for
from app.services.rows import ListQuery
from app.services.wording.tongue import language_of_text

if TYPE_CHECKING:
    from app.services.library import Library, Record

SHORTEST, SHORTEST_NUMBER = 3, 5
"""Letters of a value that is looked for: shorter ones would be found in every other word."""
MOST_SELECTED, MOST_PAIRS, MOST_NAMESAKES = 200, 40, 5
"""Selected records, pairs of words and records of one pair that are looked at for the addressee."""
_UNFIT = ("uid", "created_by", "changed_by")
_PHONE = re.compile(r"[+\d][\d\s().\-/]{7,}")
_REACHED = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+|(?<![\w+])\+?\(?\d(?:[\s().\-]{0,2}\d){7,14}(?!\w)")
MOST_LEFT = 4
SAME_NUMBER = 8
"""Digits at the end by which a phone is known, with its country before them or without."""
_BEFORE_NAMES, _NAMES = ("honorific", "honorific_to"), ("full_name", "surname", "short_name", "title")
_SALUTATION = "salutation"
_BY_SEX = frozenset(("stimata", "stimate", "уважаемая", "уважаемый", "дорогая", "дорогой"))
"""Folded words with which a greeting says whether it is for a woman or a man."""
_FORM = re.compile(r"\s+(?:este|e|a fost|va fi)\s+(\w{3,}(?:ata|ita|uta)|\w{3,}sa)\b|\s+(\w{2,}(?:ла|на))\b")
"""Behind a folded name: what is said of a woman, in Romanian and Russian."""
_CITY = "city"
_DATED = re.compile(r"\s*,\s*(?:\w{2,4}\s+)?\d{1,2}[\s./-]+\w+[\s./-]+\d{4}")
"""Behind a town at the beginning of a line: there the letter was written, whoever gets it."""
_WORD = re.compile(r"\w+")
_TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)


@dataclass(frozen=True)
class Paragraph:
    """One paragraph of the document: part and number find it again, ``place`` is for the reader."""

    part: str
    number: int
    place: str
    text: str

    @property
    def place_words(self) -> str:
        """Where it is, in the user's language."""
        return _(PLACES[self.place])


@dataclass(frozen=True, order=True)
class Mark:
    """A placeholder in place of some letters of a paragraph (its place in the list of all)."""

    paragraph: int
    start: int
    end: int
    text: str


def read_document(path: Path) -> list[Paragraph]:
    """The paragraphs of a Word file; UserError if it is none."""
    with tempfile.TemporaryDirectory(prefix="cartoteca-") as home, told_of(path.name):
        job = {"task": "outline", "template": str(modern(path, Path(home)).absolute())}
        found = first_frame(job)["paragraphs"]
    if not any(text.strip() for _part, _number, _place, text in found):
        raise UserError(_("{file} has no text in it.").format(file=path.name))
    return [Paragraph(*each) for each in found]


@dataclass(frozen=True)
class Suggested:
    """What of a record a document says, and in which language; "" is that of the window."""

    marks: tuple[Mark, ...]
    language: str = ""


def suggested(library: Library, paragraphs: Sequence[Paragraph], section: str, uid: str) -> Suggested:
    """Placeholders for everything of a record that the document says, the longest first.

    A document may be in another language than the window: dates and salutations are looked for in each,
    and the one in which the document says most is the template's, so that it writes them so again. Where
    none says more than another, it is the one that the words around them are in.
    """
    record = library.get(uid)
    if record is None:
        raise UserError(_("There is no record {uid}.").format(uid=uid))
    words = words_for(library, section)
    told = language_of_text("\n".join(each.text for each in paragraphs))
    found = [
        Suggested(tuple(_marks_in(library, paragraphs, words, record, code)), code)
        for code in ("", *(each for each in LANGUAGES if each != language()))
    ]
    return max(found, key=lambda each: (_letters(each.marks), (each.language or language()) == told))


def _letters(marks: Iterable[Mark]) -> int:
    """How many letters of the document are a record's."""
    return sum(each.end - each.start for each in marks)


def _marks_in(
    library: Library, paragraphs: Sequence[Paragraph], words: Sequence[Words], record: Record, code: str
) -> list[Mark]:
    values = samples(library, words, record, code)
    known: dict[str, Word] = {}
    single = [word for one in words for word in one.words if not word.is_list]
    for each in single:
        value = " ".join(values.get(each.path, "").split())
        if _is_telling(value) and each.path[-1] not in _UNFIT and each.path[0] not in _BEFORE_NAMES:
            known.setdefault(value, each)
    known |= _addressed(single, values)
    return sorted(_found(paragraphs, known))


def _addressed(words: Iterable[Word], values: Mapping[tuple[str, ...], str]) -> dict[str, Word]:
    """Mr or Ms with a name behind it: alone it may be said of anybody."""
    by_path = {each.path: each for each in words}
    made: dict[str, Word] = {}
    for title in (by_path[(key,)] for key in _BEFORE_NAMES if (key,) in by_path):
        for path, name in by_path.items():
            said, called = values.get(title.path, ""), values.get(path, "")
            if said and called and path[-1] in _NAMES:
                made.setdefault(f"{said} {called}", replace(name, text=f"{title.text} {name.text}"))
    return made


def addressee(
    library: Library, paragraphs: Sequence[Paragraph], section: str, selected: Sequence[str]
) -> str:
    """Whom the document was written for: uid of the record whose name stands in it, empty if nobody's does.

    Those who are selected come first; one of them who is only told of otherwise (a phone, a firm) last.
    """
    there = {word for each in paragraphs for word in _WORD.findall(fold(each.text))}
    near = library.get_many(list(selected[:MOST_SELECTED]))
    for uid in selected[:MOST_SELECTED]:
        if uid in near and _is_named(near[uid].title, there):
            return uid
    for pair in _name_pairs(paragraphs):
        ids = library.lists.ids(ListQuery(section, pair))
        found = library.get_many(library.lists.uids_of(ids[:MOST_NAMESAKES]))
        named = [uid for uid, each in found.items() if _is_named(each.title, there)]
        if len(named) == 1:
            return named[0]
    first = next(iter(near), "")
    return first if first and suggested(library, paragraphs, section, first).marks else ""


def _is_named(title: str, there: Collection[str]) -> bool:
    """Do all words of a name stand in the text, in any order?"""
    wanted = _WORD.findall(fold(title))
    return bool(wanted) and all(each in there for each in wanted)


def _name_pairs(paragraphs: Sequence[Paragraph]) -> list[str]:
    """Two words with capitals beside each other: names of people and firms look so; each pair once."""
    pairs = (pair for each in paragraphs for pair in pairwise(_WORD.findall(each.text)))
    named = (f"{one} {other}" for one, other in pairs if one[0].isupper() and other[0].isupper())
    return list(dict.fromkeys(named))[:MOST_PAIRS]


def _is_telling(value: str) -> bool:
    letters = sum(letter.isalnum() for letter in value)
    return letters >= (SHORTEST_NUMBER if not any(map(str.isalpha, value)) else SHORTEST)


def _found(paragraphs: Sequence[Paragraph], known: dict[str, Word]) -> Iterator[Mark]:
    patterns = [
        (_pattern(value, known[value].path[-1]), value) for value in sorted(known, key=len, reverse=True)
    ]
    for place, paragraph in enumerate(paragraphs):
        taken = [found.span() for found in _TAG.finditer(paragraph.text)]
        folded, places = fold_with_places(paragraph.text)
        ends = (*places, len(paragraph.text))  # marks that stand behind a letter belong to it
        for pattern, value in patterns:
            for found in pattern.finditer(folded):
                start, end = places[found.start()], max(places[found.end() - 1] + 1, ends[found.end()])
                if known[value].path[-1] == _CITY and _is_place_of_writing(paragraph.text, start, end):
                    continue
                if all(end <= first or start >= last for first, last in taken):
                    taken.append((start, end))
                    is_within = bool(paragraph.text[:start].strip())
                    said = _said(known[value], value, paragraph.text[start:end], is_within=is_within)
                    yield Mark(place, start, end, said)


def _is_place_of_writing(text: str, start: int, end: int) -> bool:
    return not text[:start].strip() and _DATED.match(text, end) is not None


def _pattern(value: str, field: str) -> re.Pattern[str]:
    """The folded value with any blanks in it: many write Stimata, meaning Stimată. A phone with any signs
    between its digits and any way to begin."""
    digits = [each for each in value if each.isdigit()]
    if field == "phone" and _PHONE.fullmatch(value) and len(digits) > SAME_NUMBER:
        end = r"[\s().\-/]*".join(digits[-SAME_NUMBER:])
        return re.compile(rf"(?<![\w+])\+?\(?\d[\d\s().\-/]{{0,7}}{end}(?!\w)")
    words = fold(value.rstrip(",!") if field == _SALUTATION else value).split()
    end = r"(?!\w)(?:\s?[,!])?" if field == _SALUTATION else r"(?!\w)"
    return re.compile(r"(?<!\w)" + r"\s+".join(map(re.escape, words)) + end)


def _said(word: Word, value: str, found: str, *, is_within: bool) -> str:
    """The placeholder; what stands in capitals stays so, and "doamna" within a sentence stays small."""
    if found.isupper() and not value.isupper():
        return word.text.replace(" }}", " | upper }}")
    is_small = is_within and found[0].islower() and value[0].isupper()
    if is_small and (word.path[-1] == _SALUTATION or word.text.count("}}") > 1):
        return word.text.replace(" }}", " | small_first }}", 1)
    return word.text


def contacts_left(paragraphs: Sequence[Paragraph], marks: Iterable[Mark]) -> list[str]:
    """Phones and e-mail addresses that no mark covers, in the order of the text, the first few of them."""
    return _first_few(each.strip() for each in _uncovered(paragraphs, marks, _REACHED))


def greetings_left(paragraphs: Sequence[Paragraph], marks: Iterable[Mark]) -> list[str]:
    """Words said by sex that no mark covers, each once: everybody would be greeted by them."""
    return _first_few(each for each in _uncovered(paragraphs, marks, _WORD) if fold(each) in _BY_SEX)


def forms_left(paragraphs: Sequence[Paragraph], marks: Iterable[Mark]) -> list[str]:
    """Words behind a placeholder that are said of a woman only: of men, too, they would be read."""
    found = []
    for place, of_it in _by_paragraph(marks).items():
        text = paragraphs[place].text
        for each, following in pairwise([*of_it, None]):
            assert each is not None
            rest = text[each.end : following.start if following is not None else None]
            folded, places = fold_with_places(rest)
            if said := _FORM.match(folded):
                start, end = said.span(1 if said[1] else 2)
                found.append(rest[places[start] : places[end - 1] + 1])
    return _first_few(found)


def _uncovered(
    paragraphs: Sequence[Paragraph], marks: Iterable[Mark], pattern: re.Pattern[str]
) -> Iterator[str]:
    """What the pattern finds outside of all marks."""
    taken = _by_paragraph(marks)
    for place, paragraph in enumerate(paragraphs):
        for found in pattern.finditer(paragraph.text):
            if all(each.end <= found.start() or found.end() <= each.start for each in taken.get(place, ())):
                yield found[0]


def _first_few(found: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(found))[:MOST_LEFT]


def _by_paragraph(marks: Iterable[Mark]) -> dict[int, list[Mark]]:
    found: dict[int, list[Mark]] = {}
    for each in sorted(marks):
        found.setdefault(each.paragraph, []).append(each)
    return found


def texts_with(paragraphs: Sequence[Paragraph], marks: Iterable[Mark]) -> list[str]:
    """Each paragraph as it will read."""
    by_paragraph, made = _by_paragraph(marks), []
    for place, paragraph in enumerate(paragraphs):
        text, last = "", 0
        for each in by_paragraph.get(place, ()):
            text, last = text + paragraph.text[last : each.start] + each.text, each.end
        made.append(text + paragraph.text[last:])
    return made


def take(
    library: Library, path: Path, paragraphs: Sequence[Paragraph], marks: Iterable[Mark], **values: Any
) -> Taken:
    """Keep the document with its placeholders as a template of the library."""
    with tempfile.TemporaryDirectory(prefix="cartoteca-") as home:
        target = Path(home) / f"{path.stem}.docx"
        write(path, paragraphs, marks, target)
        return library.documents.templates.add(target, **values)


def write(path: Path, paragraphs: Sequence[Paragraph], marks: Iterable[Mark], target: Path) -> None:
    """Write the document with its placeholders to a new file."""
    with tempfile.TemporaryDirectory(prefix="cartoteca-") as home, told_of(path.name, target.name):
        placed = []
        for each in marks:
            paragraph = paragraphs[each.paragraph]
            placed.append([paragraph.part, paragraph.number, each.start, each.end, each.text])
        source = modern(path, Path(home)).absolute()
        first_frame({"task": "mark", "template": str(source), "marks": placed, "target": str(target)})
