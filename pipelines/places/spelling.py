"""Names as they are compared: without regard to case, accents, apostrophes and hyphens, in any grammatical case."""

import re
import unicodedata


class _Levelled(dict[int, str]):
    """What each character becomes, found out when it is first met: an accent becomes nothing."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        self[code] = "" if unicodedata.combining(character) else character
        return self[code]


_LEVELLED = _Levelled(str.maketrans({**dict.fromkeys("'’ʼʹ`´ʻ\"", ""), **dict.fromkeys("-–—_.,/", " ")}))


def plain(name: str) -> str:
    """A name as it is compared: lower case, without accents, apostrophes, dots and hyphens, single spaces."""
    return " ".join(levelled(name).split())


def levelled(text: str) -> str:
    """A text in lower case, without accents, with blanks for dots and hyphens."""
    text = text.casefold()
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text)
    return text.translate(_LEVELLED)


def _words(text: str) -> frozenset[str]:
    """The words of a text as they stand in plain names, where "район" has no й."""
    return frozenset(levelled(text).split())


GENERIC = _words(
    "province oblast governorate gubernia region state department district prefecture county municipality wilayah "
    "wilaya territory division krai kray republic autonomous city voivodeship canton of the obl reg "
    "область області областю обл край краю республіка республіки республіці регіон "
    "области областью крае края республика республики республике регион"
)

GENERIC_NAMES = {word: word for word in GENERIC if len(word) > 4}

BEFORE = _words("in у в на во із з зі из со с від от до по")
"""Words that stand before a place in a sentence."""

IN = _words("in у в во на по")
"""Those after which a place is the one where something happened, and stands in another case."""

KINDS = _words(
    "м місто міста місті с село села селі смт сел селище селища с ще хутір х "
    "г гор город города городе поселок поселка поселке пос п пгт д дер деревня деревни деревне хутор ст ца станица "
    "станицы станице city town village settlement of the"
)
"""Words and shortenings that say what kind of settlement a name is of."""

DISTRICTS = _words("district raion rayon hromada район району районе районі громада рн р")
"""Words for an area below the region."""

_KINDS_BEHIND = _words("city town village settlement місто село город")

_CASE_ENDINGS = re.compile(
    r"(?<=[сцз]к)(?:а|оі|іи|у|ою|ая|ои|ую|ии|ого|ому|ом|им|іи)$|(?<=[сцз]ьк)(?:а|оі|іи|у|ою|ии|ого|ому|ім|им)$|"
    r"(?<=[щч]ин)(?:а|и|і|у|ою|е|ы|ои)$|(?<=стан)(?:а|у|ом|е|і)$|(?<=кр[иы]м)(?:а|у|ом|е|і)$"
)
"""The endings, in plain spelling, of an adjective made from a region's name (Луганська, Луганской) and of names such as
Харківщина, Донеччина, Дагестан, Крим."""

_ALIKE = str.maketrans({"і": "и", "ы": "и", "э": "е", "є": "е", "ґ": "г", "ь": "", "ъ": ""})

_SHORT_ENDINGS = {"ая": "а", "яя": "я", "ое": "е", "ее": "е", "ии": "и", "ие": "и"}

_ADJECTIVE = re.compile(rf"(?<=..)(?:{'|'.join(_SHORT_ENDINGS)})$")


def without_first(name: str, words: frozenset[str]) -> str:
    """A plain name without such words at its beginning; it keeps its last word."""
    rest = name.split()
    while len(rest) > 1 and rest[0] in words:
        rest.pop(0)
    return " ".join(rest)


def without_kind(name: str) -> str:
    """A plain name of a settlement without "in" and the words that say what kind it is."""
    words = without_first(name, IN | KINDS).split()
    while len(words) > 1 and words[-1] in _KINDS_BEHIND:
        words.pop()
    return " ".join(words)


def without_generic(name: str) -> str:
    """A plain name without words such as "province"; the name itself where it has no others."""
    words = [word for word in name.split() if word not in GENERIC]
    return " ".join(words) or name


def stem(name: str) -> str:
    """A plain name with each word without its ending of case."""
    return " ".join(_CASE_ENDINGS.sub("", word) for word in name.split())


def sound(name: str) -> str:
    """A plain Cyrillic name as Ukrainian and Russian spell it alike: Нова and Новая, Шебекіно and Шебекино."""
    return " ".join(
        _ADJECTIVE.sub(lambda found: _SHORT_ENDINGS[found[0]], word) for word in name.translate(_ALIKE).split()
    )
