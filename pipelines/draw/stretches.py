"""Long stretches of time without an incident: shaded, with words, since bare they would look like a row of zeros."""

from collections.abc import Sequence
from datetime import date, timedelta

from pipelines import theme, wording
from pipelines.draw import ground, periods
from pipelines.tally import Figure
from pipelines.wording import charts


def stretches(days: Sequence[date], grain: str, count: int) -> list[tuple[date, date]]:
    """The long stretches of an axis of `count` periods between those that begin at `days`: first day and day after.

    Long is a fifth of the axis, and three periods at least.
    """
    starts = [periods.next_period(day, grain) for day in days]
    between_them = zip(starts, days[1:], strict=False)
    return [
        (start, after) for start, after in between_them if periods.between(start, after, grain) >= max(3, count / 5)
    ]


def empty_words(undated: int, grain: str) -> str:
    """What a stretch may say: one of so many incidents whose date is not known so exactly may lie in it."""
    return charts.EMPTY_DATED.format(grain=wording.GRAINS[grain].lower()) if undated else charts.EMPTY


def said(dated: Sequence[tuple[date, Figure]], grain: str, words: str) -> list[str]:
    """The long stretches between dated figures in sentences; `words` are those of `empty_words`."""
    count = periods.between(dated[0][0], periods.next_period(dated[-1][0], grain), grain)
    return [
        charts.EMPTY_IN.format(empty=words, span=theme.span_text(first, after - timedelta(days=1)))
        for first, after in stretches([day for day, _ in dated], grain, count)
    ]


def stretch_lines(
    drawn: Sequence[tuple[date, Figure]], grain: str, count: int, top: int, unit: float, words: str, running: bool
) -> list[dict[str, object]]:
    """The long stretches without an incident, a row for each form of the words: on as few lines as there is room for.

    The words stand in the middle; of a running total, in the larger room above or below it.
    """
    lines: list[dict[str, object]] = []
    for first, after in stretches([day for day, _ in drawn], grain, count):
        before = next(figure for day, figure in reversed(drawn) if day < first)
        low, high = (before.low or 0, before.high or 0) if running else (0, 0)
        middle = (high + top) / 2 if top - high >= low else low / 2
        start, end = periods.milliseconds(first), periods.milliseconds(after)
        wide = 1e6
        for text in _on_lines(words):
            rows = text.count("\n") + 1
            px = max(map(_px, text.split("\n"))) + 8
            needed = px * count / periods.between(first, after, grain) if text else 0.0
            lines.append(
                {
                    "kind": "empty",
                    "start": start,
                    "end": end,
                    "middle": (start + end) / 2,
                    "label": text,
                    "label_from": needed,
                    "label_to": wide,
                    "label_at": middle + 7 * rows * unit,
                }
            )
            wide = needed
    return lines


def _on_lines(words: str) -> list[str]:
    """Words on one line, on two, on one each, and none: each narrower than the one before."""
    ways = [words, ground.wrapped(words), words.replace(" ", "\n")]
    return [*dict.fromkeys(ways), ""]


def _px(text: str) -> float:
    return ground.text_width(text, ground.SMALL_SIZE)
