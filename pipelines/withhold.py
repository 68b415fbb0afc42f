"""Which columns of an upload hold names of people: those are never stored, and whoever uploads them is told so.

Judged by the header, in English, Ukrainian and Russian; where a header only says that it is about victims, by whether
its cells look like names.
"""

import re
from collections.abc import Iterable

from pipelines.match import plain

_SURE = re.compile(
    r"surname|patronymic|(?:first|last|given|family|middle|maiden|full)_?names?$|прізвищ|фамили|отчеств|по_?батьков|"
    r"персональн|(?:^|_)(?:п_?[іи]_?б|ф_?[иі]_?о)(?:_|$)"
)
"""What only a column of personal names is called, in a plain header."""

_NAME = re.compile(r"(?:^|_)(?:names?|ім_?я|імена|імен|имя|имени|имена|имен)(?:_|$)")
_LIST = re.compile(r"(?:^|_)(?:lists?|список|списки|перелік|перечень)(?:_|$)")
_PERSON = re.compile(
    r"victim|deceased|casualt|killed|dead|injured|wounded|missing|person|people|child|жертв|загибл|погибш|постраждал|"
    r"пострадавш|поранен|ранен|зникл|пропавш|людей|людин|человек|дет[иея]|діт[ией]|осіб|особ[аиу]"
)
_ALONE = frozenset("name names victim_name victims_names person_name".split()) | {
    "ім_я",
    "імя",
    "имя",
    "імена",
    "имена",
}
_WORD = r"[^\W\d_]+(?:['’ʼ-][^\W\d_]+)*\.?"
_LIKE_A_NAME = re.compile(rf"{_WORD}(?:[ ,]+{_WORD}){{1,3}}")
_LOOKED_AT = 50


def is_personal(header: str, cells: Iterable[str]) -> bool:
    """Whether a column seems to hold names of people. `cells` are its texts, in any number."""
    name = plain(header)
    if name in _ALONE or _SURE.search(name):
        return True
    if not _PERSON.search(name):
        return False
    return bool(_NAME.search(name) or _LIST.search(name)) or _look_like_names(cells)


def _look_like_names(cells: Iterable[str]) -> bool:
    """Whether most of the first cells that are not blank are two to four words that each begin with a capital."""
    filled = [
        text for text, _ in zip((each.strip() for each in cells if each.strip()), range(_LOOKED_AT), strict=False)
    ]
    like = [text for text in filled if _LIKE_A_NAME.fullmatch(text) and text.title() == text]
    return len(like) > len(filled) / 2
