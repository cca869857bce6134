"""Is a row of a list a record that is there already? Careful: people share names, phones and mailboxes.

The same record is: one with the same id of another program; one with the same e-mail or phone and a similar
name; the same full name in the same organization; the same fiscal code or web address; the same firm by name
without legal form; or one that already holds everything the row says. An equal name alone is no proof.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from app.blueprint.context import Context, Values
from app.blueprint.field import Field
from app.blueprint.kept import ExternalIds
from app.blueprint.rows import Groups, Jobs, Rows
from app.blueprint.section import Section
from app.core.folding import fold
from app.services.exchange.firms import firm_key, may_be_same
from app.services.exchange.phone_country import local_keys
from app.services.exchange.putting import Name
from app.services.exchange.rows_read import ReadRow

if TYPE_CHECKING:
    from app.services.library import Library, Record

MOST_NAMESAKES = 50
"""Records of the same title that are looked at."""

_NAME_PARTS = ("surname", "given_name", "patronymic")


def is_similar(name: str, other: str) -> bool:
    """May both be one person: every word of the shorter name stands in the longer, initials count as words.

    Joan Smith is not John J Smith: an initial of the longer name is no other name than the one beside it.
    A name that is missing, or is only an e-mail or a number, speaks against nothing.
    """
    words, others = _name_words(name), _name_words(other)
    if not words or not others:
        return True
    if len(words) > len(others):
        words, others = others, words
    left, is_by_initial = list(others), False
    for word in words:
        found = word if word in left else next((each for each in left if _fits(word, each)), None)
        if found is None:
            return False
        left.remove(found)
        is_by_initial |= len(found) < len(word)
    is_named_otherwise = is_by_initial and any(len(word) > 1 for word in left)
    return not is_named_otherwise and any(len(word) > 1 for word in words)


def _name_words(name: str) -> list[str]:
    if "@" in name:
        return []
    words = fold(name).replace(".", " ").replace(",", " ").replace("-", " ").split()
    return [word for word in words if any(char.isalpha() for char in word)]


Uids = str | tuple[str, ...] | dict[str, None]
"""Of records with one sign: as a rule one, which takes the least memory as it is."""

BY_ID_ALONE = "by_id_alone"
"""Marks rows that only their id tells from others: meetings that are called alike are not the same."""


def _each(known: Uids | None) -> tuple[str, ...] | dict[str, None]:
    """The single uids."""
    if known is None:
        return ()
    return (known,) if isinstance(known, str) else known


def _fits(word: str, other: str) -> bool:
    return word == other or (min(len(word), len(other)) == 1 and word[0] == other[0])


def with_names(context: Context) -> Context:
    """The context in which a name that was not looked up yet is its own title."""
    return replace(context, title_of=lambda uid: str(uid) if isinstance(uid, Name) else context.title_of(uid))


def title_of(row: ReadRow, section: Section, context: Context) -> str:
    """The title that the record of a row would have; the context knows names."""
    if "title" not in row.memo:
        row.memo["title"] = section.title_of(row.values, context).strip()
    return str(row.memo["title"])


class Matcher:
    """Knows the records of a section and the rows of the list read so far."""

    def __init__(
        self,
        library: Library,
        section: Section,
        context: Context,
        find_firm: Callable[[str, Values], str | None],
    ) -> None:
        self._library, self._section, self._find_firm = library, section, find_firm
        self._context = with_names(context)
        fields = section.exact_signs
        self._points = [each for each in fields if each.kind.is_reach]
        self._codes = [each for each in fields if not each.kind.is_reach]
        self._ids = next((each for each in section.stored if isinstance(each.kind, ExternalIds)), None)
        self._jobs = next((each for each in section.fields if isinstance(each.kind, Jobs)), None)
        self._is_firm = section.has_firms
        self._by_key: defaultdict[str, dict[str, Uids]] = defaultdict(dict)
        self._by_title: dict[str, str | list[str]] = {}
        self._title: dict[str, str] = {}
        self._firms: dict[str, frozenset[str]] = {}
        self._known_firms: dict[frozenset[str], frozenset[str]] = {}
        self._code: dict[str, str] = {}
        self._seen: dict[int, str] = {}
        self._new: set[str] = set()
        self._records: dict[str, Record] = {}
        self._load()

    def _load(self) -> None:
        lists, key = self._library.lists, self._section.key
        for title, uids in lists.titles(key).items():
            for uid in uids:
                self._learn_title(uid, title)
        for each in (*self._points, *self._codes):
            for value, uids in lists.keys(key, each.key).items():
                place = value if each.kind.is_rows else self._plain(each, value)
                self._add(each, place, *uids)
                if each in self._codes:
                    self._code.update(dict.fromkeys(uids, place))
        if self._ids is not None:
            for value, uids in lists.keys(key, self._ids.key).items():
                self._add(self._ids, value, *uids)
        if self._jobs is not None and "organization" in self._section.by_key:
            self._load_firms()

    def _load_firms(self) -> None:
        for name, uids in self._library.lists.keys(self._section.key, "organization").items():
            for uid in uids:
                self._learn_firms(uid, self._firms.get(uid, frozenset()) | {firm_key(name)[0]})

    def _learn_firms(self, uid: str, firms: frozenset[str]) -> None:
        """Remember where somebody works; of those who work there too it is one set."""
        self._firms[uid] = self._known_firms.setdefault(firms, firms)

    def _learn_title(self, uid: str, title: str) -> None:
        key = self._title_key(title)
        self._title[uid] = key if key == title else title  # of equal texts one is enough
        known = self._by_title.get(key)
        if isinstance(known, list):
            known.append(uid)
        else:
            self._by_title[key] = uid if known is None else [known, uid]

    def _title_key(self, title: str) -> str:
        return firm_key(title)[0] if self._is_firm else fold(title)

    def title_of(self, row: ReadRow) -> str:
        """The title that the record of a row would have."""
        return title_of(row, self._section, self._context)

    def prepare(self, rows: Iterable[ReadRow], is_update: bool) -> None:
        """Read at once the records with which these rows will be compared."""
        wanted: list[str] = []
        for row in rows:
            strong = self._by_id(row) or self._by_points(row) or self._by_codes(row)
            if is_update or not strong:
                wanted += [*strong, *self._namesakes(self.title_of(row))]
        self._records = self._library.get_many(list(dict.fromkeys(wanted)))

    def record(self, uid: str) -> Record | None:
        """A record that was prepared."""
        return self._records.get(uid)

    def find(self, row: ReadRow) -> str | None:
        """Uid of the record that the row is; of a new record of the same list too."""
        seen = self._seen.get(_digest(row))
        if seen is not None:
            return seen
        strong = self._by_id(row) or self._by_points(row) or self._by_codes(row)
        if strong:
            return strong[0]
        if row.memo.get(BY_ID_ALONE):
            return None
        title = self.title_of(row)
        same = [uid for uid in self._namesakes(title) if self._is_namesake_same(row, title, uid)]
        if self._is_firm:
            form = firm_key(title)[1]
            same.sort(key=lambda uid: firm_key(self._title[uid])[1] != form)
        return same[0] if same else None

    def learn(self, row: ReadRow, uid: str) -> None:
        """Remember a row that becomes a new record."""
        self._seen[_digest(row)] = uid
        self._new.add(uid)
        self._learn_title(uid, fold(self.title_of(row)))
        if self._ids is not None and self._ids.key in row.values:
            for key in self._ids_of(row):
                self._add(self._ids, key, uid)
        for each in self._points:
            for key in self._keys_of(each, row):
                self._add(each, key, uid)
        for each in self._codes:
            if row.values.get(each.key):
                place = self._code[uid] = self._plain(each, row.values[each.key])
                self._add(each, place, uid)
        if firms := self._firms_of(row):
            self._learn_firms(uid, firms)

    def _add(self, field: Field, key: str, *uids: str) -> None:
        index = self._by_key[field.key]
        known = _each(index.get(key))
        if not known and len(uids) == 1:
            index[key] = uids[0]
        elif isinstance(known, dict):
            known.update(dict.fromkeys(uids))
        elif len(known) + len(uids) <= MOST_NAMESAKES:
            index[key] = (*known, *uids)
        else:
            index[key] = dict.fromkeys((*known, *uids))

    def _sharing(self, row: ReadRow, field: Field, key: str) -> Iterable[str]:
        """Records with that phone or e-mail; of a switchboard with very many only the row's namesakes."""
        known = _each(self._by_key[field.key].get(key))
        if len(known) <= MOST_NAMESAKES:
            return known
        return [uid for uid in self._namesakes(self.title_of(row)) if uid in known]

    def _keys_of(self, field: Field, row: ReadRow) -> Sequence[str]:
        found: Sequence[str] | None = row.memo.get(field.key)
        if found is None:
            value = row.values.get(field.key)
            found = (*field.kind.signs(value, self._context), *local_keys(field.kind, value, self._context))
            row.memo[field.key] = found
        return found

    def _ids_of(self, row: ReadRow) -> list[str]:
        return [each["key"] for each in row.values.get(self._ids.key) or ()] if self._ids is not None else []

    def _by_id(self, row: ReadRow) -> list[str]:
        """What carries the same id is the same, however it is called by now; our own export carries uids."""
        if self._ids is None or self._ids.key not in row.values:
            return []
        known = self._by_key[self._ids.key]
        found = [uid for key in self._ids_of(row) for uid in _each(known.get(key))]
        return found or [key for key in self._ids_of(row) if key in self._title]

    def _by_points(self, row: ReadRow) -> list[str]:
        shared = [
            uid
            for field in self._points
            for key in self._keys_of(field, row)
            for uid in self._sharing(row, field, key)
        ]
        if not shared:
            return []
        name = self._name_of(row)
        return [
            uid
            for uid in shared
            if is_similar(name, self._title.get(uid, "")) and self._may_be_firm(row, uid)
        ]

    def _name_of(self, row: ReadRow) -> str:
        names = [row.values[key] for key in _NAME_PARTS if row.values.get(key)]
        return str(" ".join(names) or row.values.get("show_as") or row.values.get("name") or "")

    def _by_codes(self, row: ReadRow) -> list[str]:
        """Records with the same code. Of people the name has to fit as well: two countries give out the same
        digits, and a list may hold one code for a whole family."""
        found: list[str] = []
        for each in self._codes:
            value = row.values.get(each.key)
            found += _each(self._by_key[each.key].get(self._plain(each, value))) if value else ()
        if not found:
            return []
        name = self._name_of(row)
        return [uid for uid in found if self._is_firm or is_similar(name, self._title.get(uid, ""))]

    def _firms_of(self, row: ReadRow) -> frozenset[str]:
        names = (self._context.title_of(each.get("organization", "")) for each in self._jobs_of(row))
        return frozenset(firm_key(name)[0] for name in names if name)

    def _jobs_of(self, row: ReadRow) -> list[Values]:
        """The jobs of a row, each in the organization with which it will be linked, however it is spelled."""
        if self._jobs is None or self._jobs.key not in row.values:
            return []
        if "jobs" not in row.memo:
            row.memo["jobs"] = [
                {**job, "organization": self._find_firm(name, row.firm if i == 0 else {}) or name}
                if isinstance(name := job.get("organization"), Name)
                else job
                for i, job in enumerate(row.values[self._jobs.key])
            ]
        return list(row.memo["jobs"])

    def _namesakes(self, title: str) -> Sequence[str]:
        known = self._by_title.get(self._title_key(title), ()) if title else ()
        return (known,) if isinstance(known, str) else known[:MOST_NAMESAKES]

    def _is_namesake_same(self, row: ReadRow, title: str, uid: str) -> bool:
        if self._is_firm:
            return self._has_no_other_code(row, uid) and self._is_firm_same(title, uid)
        is_whole = len(_name_words(self._name_of(row))) > 1  # two Popescus may work in one firm
        if is_whole and self._firms_of(row) & self._firms.get(uid, frozenset()):
            return True
        record = self._records.get(uid)
        if record is None:
            return False
        jobs = {self._jobs.key: self._jobs_of(row)} if self._jobs is not None else {}
        return self._holds(record.values, {**row.values, **{key: each for key, each in jobs.items() if each}})

    def _has_no_other_code(self, row: ReadRow, uid: str) -> bool:
        code = row.values.get(self._codes[0].key)
        own = self._plain(self._codes[0], code) if code else ""
        return not own or self._code.get(uid, own) == own

    def _may_be_firm(self, row: ReadRow, uid: str) -> bool:
        """Firms of one house share a phone; another code or another legal form speaks against them."""
        if not self._is_firm:
            return True
        return self._has_no_other_code(row, uid) and self._is_firm_same(self.title_of(row), uid)

    def _is_firm_same(self, title: str, uid: str) -> bool:
        """Delta may be the Delta SRL that is there already, but not one of the same list."""
        form, other = firm_key(title)[1], firm_key(self._title[uid])[1]
        return form == other if uid in self._new else may_be_same(form, other)

    def _holds(self, old: Values, new: Values) -> bool:
        """Does a record say all that the row says? A row with only a name needs a record with only a name."""
        shown = {key: self._shown(key, value) for key, value in new.items() if key in self._section.by_key}
        if all(self._shown(key, old.get(key)) >= texts for key, texts in shown.items()):
            if set(new) - set(_NAME_PARTS) - {"show_as"}:
                return True
            return not any(
                field.key in old for field in self._section.stored if field.key not in (*new, *_NAME_PARTS)
            )
        return False

    def _plain(self, field: Field, value: Any) -> str:
        return next(iter(field.kind.signs(value, self._context)), "")

    def _shown(self, key: str, value: Any) -> frozenset[str]:
        kind = self._section.by_key[key].kind
        if isinstance(kind, Groups) or value is None:
            return frozenset()
        if isinstance(kind, Rows):
            return frozenset(fold(kind.show_row(row, self._context)) for row in value)
        return frozenset([fold(kind.show(value, self._context))])


def _digest(row: ReadRow) -> int:
    """Equal for rows that say the same."""
    found: int | None = row.memo.get("digest")
    if found is None:
        said = (frozenset(map(_hashable, each.items())) for each in (row.values, row.firm))
        found = row.memo["digest"] = hash(tuple(said))
    return found


def _hashable(item: tuple[str, Any]) -> tuple[Any, ...]:
    """The field with its value as texts: the hashes of -1 and -2 are one."""
    key, value = item
    if type(value) is not list:
        return (key, str(value))
    return (key, *[(*each, *map(str, each.values())) if type(each) is dict else str(each) for each in value])
