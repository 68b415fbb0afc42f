"""Names as Ukrainian and Russian put them after "in" and "on": у Харкові, в Одессе, у Новій Каховці.

Worked out forwards, from the name in the gazetteer to the forms it can take: who strips an ending from a word instead
ends at names that are not meant. All is in the spelling of `spelling.sound`, in which both languages look alike.
"""

from collections.abc import Iterable
from itertools import product

from pipelines.places.spelling import sound

_MOST_WORDS = 3

_ENDINGS = {
    "ка": ("ке", "ци", "кои", "ки"),
    "га": ("ге", "зи", "гои"),
    "ха": ("хе", "си"),
    "а": ("е", "и", "ои", "еи"),
    "я": ("е", "и", "еи"),
    "о": ("е", "и", "у", "ому", "ом"),
    "е": ("и", "у", "ю", "ому", "ом", "ем", "им"),
    "и": ("ах", "ях", "ому", "ом", "ем", "их"),
    "ив": ("ови", "еви", "иве", "иви", "иву"),
    "иг": ("ози", "огу"),
    "ил": ("оли", "иле", "или", "илю"),
    "ец": ("це", "ци", "цу", "еце", "еци"),
    "ок": ("ке", "ку", "ци", "оке", "оку", "оци"),
    "ел": ("ле", "ли", "еле", "ели"),
    "": ("е", "и", "у", "ю"),
}
"""Ending of a name to the endings it may have after a preposition; the longest that fits counts, "" a consonant."""


def forms(name: str) -> Iterable[str]:
    """The forms of a sounded name, of any of its words, and not the name itself."""
    words = name.split()
    if len(words) <= _MOST_WORDS:
        for chosen in product(*({word, *_forms_of(word)} for word in words)):
            if (form := sound(" ".join(chosen))) != name:
                yield form


def _forms_of(word: str) -> list[str]:
    if len(word) < 3:
        return []
    ending = next((each for each in (word[-2:], word[-1:]) if each in _ENDINGS), "")
    return [word[: len(word) - len(ending)] + other for other in _ENDINGS[ending]]
