"""The known value that a misspelt one most probably means. A wrong suggestion is worse than none."""

from collections.abc import Mapping

_SHORTEST = 4
_MOST_TIED = 8


def nearest(text: str, known: Mapping[str, str]) -> str:
    """The value of the known spelling that is really near to `text`; "" where none is, or two values are alike near.

    `known` maps spellings to values; both sides are compared as they stand, so they are levelled before. Near is:
    one slip in a word of four letters or more (and no letter for another one below six), two from seven letters,
    three from eleven, four from fifteen; or the beginning of spellings that all mean one value.
    """
    from rapidfuzz import process  # here, since most files and commands have nothing to suggest
    from rapidfuzz.distance import OSA

    if len(text) < _SHORTEST:
        return ""
    begun = {value for spelling, value in known.items() if spelling.startswith(text)}
    if len(begun) == 1:
        return begun.pop()
    found = process.extract(text, known.keys(), scorer=OSA.distance, score_cutoff=_slips(len(text)), limit=_MOST_TIED)
    nearest_ones = {spelling for spelling, distance, _ in found if distance == found[0][1]}
    values = {known[spelling] for spelling in nearest_ones}
    if len(values) != 1 or any(_is_another_word(text, spelling) for spelling in nearest_ones):
        return ""
    return values.pop()


def _slips(length: int) -> int:
    """How many letters may be wrong in a text of that length."""
    return 1 if length < 7 else 2 if length < 11 else 3 if length < 15 else 4


def _is_another_word(text: str, spelling: str) -> bool:
    """Whether it is no slip: a rail is no raid, and who slips twice does not begin with another letter too."""
    from rapidfuzz.distance import Levenshtein

    slips = Levenshtein.distance(text, spelling)
    return (len(text) < 6 and len(text) == len(spelling) and slips == 1) or (slips > 1 and text[0] != spelling[0])
