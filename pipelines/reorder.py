"""Text that runs in both directions -> in which order its characters stand on a line.

The Unicode Bidirectional Algorithm (UAX 9) without explicit embeddings, which `frame.clean` takes out. Needed since a
figure places its words itself: each font's piece of a line is a text of its own.
"""

import unicodedata
from collections.abc import Sequence
from itertools import groupby

LEFT, RIGHT = 0, 1
"""The direction of a line: its level. An odd level runs from right to left."""

_STRONG = ("L", "R", "AL")
_NUMBERS = ("EN", "AN")


def runs_both_ways(text: str) -> bool:
    """Whether a text has a letter or digit that runs from right to left."""
    return not text.isascii() and any(unicodedata.bidirectional(char) in ("R", "AL", "AN") for char in text)


def direction(text: str) -> int:
    """The direction of a text: that of its first letter."""
    first = next((kind for char in text if (kind := unicodedata.bidirectional(char)) in _STRONG), "L")
    return LEFT if first == "L" else RIGHT


def levels(text: str, base: int = LEFT) -> list[int]:
    """The level of each character on a line whose own level is `base`."""
    kinds = _neutrals_resolved(_numbers_resolved([unicodedata.bidirectional(char) for char in text], base), base)
    found = []
    for kind in kinds:
        up = {"L": base % 2, "R": 1 - base % 2}.get(kind, 1 if base % 2 else 2)
        found.append(base + up)
    for at in range(len(text) - 1, -1, -1):  # spaces at the end of a line stand at its end (L1)
        if unicodedata.bidirectional(text[at]) not in ("WS", "BN"):
            break
        found[at] = base
    return found


def order(of: Sequence[int]) -> list[int]:
    """The positions of pieces with these levels, from left to right (L2)."""
    placed = list(range(len(of)))
    for level in range(max(of, default=0), 0, -1):
        turned: list[int] = []
        for high, group in groupby(placed, key=lambda at, level=level: of[at] >= level):
            run = list(group)
            turned += run[::-1] if high else run
        placed = turned
    return placed


def mirrored(text: str) -> str:
    """Signs without a direction as they stand in a run from right to left: turned, brackets the other way round."""
    return "".join(_MIRRORED.get(char, char) for char in reversed(text))


_MIRRORED = {a: b for pair in ("()", "[]", "{}", "<>", "«»", "‹›", "≤≥") for a, b in (pair, pair[::-1])}


def _numbers_resolved(kinds: list[str], base: int) -> list[str]:
    """The weak kinds resolved (W1 to W7): marks, digits and the signs about them."""
    edge = "R" if base % 2 else "L"
    before = edge
    for at, kind in enumerate(kinds):
        if kind == "NSM":
            kinds[at] = before
        before = kinds[at]
    strong = edge
    for at, kind in enumerate(kinds):
        if kind in _STRONG:
            strong = kind
        elif kind == "EN" and strong == "AL":
            kinds[at] = "AN"
    kinds = ["R" if kind == "AL" else kind for kind in kinds]
    for at in range(1, len(kinds) - 1):
        around = {kinds[at - 1], kinds[at + 1]}
        if (kinds[at] == "ES" and around == {"EN"}) or (kinds[at] == "CS" and around in ({"EN"}, {"AN"})):
            kinds[at] = kinds[at - 1]
    at = 0
    for kind, group in groupby(list(kinds)):
        end = at + len(list(group))
        if kind == "ET" and ((at and kinds[at - 1] == "EN") or (end < len(kinds) and kinds[end] == "EN")):
            kinds[at:end] = ["EN"] * (end - at)
        at = end
    strong = edge
    for at, kind in enumerate(kinds):
        if kind in ("L", "R"):
            strong = kind
        elif kind == "EN" and strong == "L":
            kinds[at] = "L"
        elif kind not in _NUMBERS:
            kinds[at] = "ON"
    return kinds


def _neutrals_resolved(kinds: list[str], base: int) -> list[str]:
    """What has no direction takes that of both its sides, else the line's (N1, N2); numbers run from right to left."""
    edge = "R" if base % 2 else "L"
    at = 0
    for kind, group in groupby(list(kinds)):
        end = at + len(list(group))
        if kind == "ON":
            sides = {"R" if side in _NUMBERS else side for side in _sides(kinds, at, end, edge)}
            kinds[at:end] = [sides.pop() if len(sides) == 1 else edge] * (end - at)
        at = end
    return kinds


def _sides(kinds: Sequence[str], at: int, end: int, edge: str) -> tuple[str, str]:
    return kinds[at - 1] if at else edge, kinds[end] if end < len(kinds) else edge
