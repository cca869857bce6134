"""In which of the program's languages a text is, as far as its letters and its commonest words tell."""

from __future__ import annotations

import re

from app.core.folding import fold

_CYRILLIC, _LATIN = re.compile("[А-Яа-яЁё]"), re.compile("[A-Za-z]")
_ROMANIAN = re.compile("[ăâîșțşţĂÂÎȘȚŞŢ]")
_WORD = re.compile(r"[^\W\d_]+")
_TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
"""Names of fields say nothing of the text around them."""
ENOUGH = 2
"""Signs of a language that are needed: a single one may be of a name."""

_COMMON = {
    "ro": """si va sa la de cu pe nu ca mai ne este sunt pentru din prin sau dar fi fost aceasta acest acestui
        avem aveti vom veti dvs noi voi noastra nostru noastre nostri dumneavoastra dupa fara pana cand
        daca despre catre intre sunteti suntem doriti dorim rog rugam invit invitam trimit trimitem
        anexez anexat atasat multumesc multumim astept asteptam propunem oferim ziua buna seara
        domnul doamnei domnului respect stima cele cei unei unui toate""",
    "en": """the and of to you your we our us is are for with this that these from have has will would be been
        it its not by at as if please thank thanks any can may about which regards sincerely kind best""",
    "ru": """и в во не на с со вы вас вам ваш ваша ваше ваши мы нас нам наш наша наше наши что это для по из
        за к от до как или если при также будет уважением спасибо пожалуйста предлагаем приглашаем""",
}
_TELLING = {
    "ro": "stimate stimata stimati draga dragi domnule doamna dumneavoastra multumim multumesc",
    "en": "dear hello sincerely",
    "ru": "уважаемый уважаемая уважаемые здравствуйте",
}
"""Words with which letters begin and end: a single one is enough."""
_WEAK = frozenset(("de", "la"))
"""Said in half of Europe: they count beside other words only."""


def language_of_text(text: str) -> str:
    """``ru``, ``ro``, ``en``, or empty where the text does not tell.

    Romanian is mostly typed without its own letters, so its words are known without them too.
    """
    text = _TAG.sub(" ", text)
    if len(_CYRILLIC.findall(text)) > len(_LATIN.findall(text)):
        return "ru"
    words = {fold(each) for each in _WORD.findall(text)}
    signs = {code: _signs(words, code) for code in _COMMON}
    signs["ro"] += min(len(_ROMANIAN.findall(text)), ENOUGH)
    best, next_best = sorted(signs, key=lambda code: -signs[code])[:2]
    return best if signs[best] >= ENOUGH and signs[best] > signs[next_best] else ""


def _signs(words: set[str], code: str) -> int:
    """How many common words of the language there are; each is counted once."""
    found = words & _KNOWN[code]
    return len(found) + len(words & _SURE[code]) if found - _WEAK else 0


def _set(words: str) -> frozenset[str]:
    return frozenset(fold(each) for each in words.split())


_SURE = {code: _set(words) for code, words in _TELLING.items()}
_KNOWN = {code: _set(words) | _SURE[code] for code, words in _COMMON.items()}
