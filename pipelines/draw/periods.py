"""The axis of time: periods and how far apart they lie, and the labels under them for each width of a plot.

Times are milliseconds in UTC, so that nothing depends on where the reader's clock is.
"""

from datetime import UTC, date, datetime, timedelta

from pipelines import theme
from pipelines.wording import charts

DENSITIES = ((3, 0, 210), (5, 210, 380), (8, 380, 620), (12, 620, 100_000))
"""The most labels of the time axis, for plots from so many pixels wide to so many."""

STEPS = {
    "day": (1, 2, 7, 14),
    "week": (1, 2, 4, 8, 13, 26, 52, 104, 156, 260),
    "month": (1, 2, 3, 6, 12, 24, 60, 120, 240),
}
"""How many periods may lie between two labels."""


def next_period(day: date, grain: str, count: int = 1) -> date:
    """The first day of the period `count` later."""
    if grain == "month":
        months = day.year * 12 + day.month - 1 + count
        return date(months // 12, months % 12 + 1, 1)
    return day + timedelta(days=count * (7 if grain == "week" else 1))


def period_text(day: date, grain: str) -> str:
    """A period in words: `31 May 2023`, `29 May – 4 June 2023`, `May 2023`."""
    if grain == "month":
        return theme.month_text(day)
    return theme.span_text(day, next_period(day, grain) - timedelta(days=1))


def milliseconds(day: date) -> float:
    """The beginning of a day in UTC, as Vega counts time."""
    return datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp() * 1000


def between(first: date, after: date, grain: str) -> int:
    """How many periods lie from the one that begins at `first` to the one that begins at `after`."""
    if grain == "month":
        return (after.year - first.year) * 12 + after.month - first.month
    return (after - first).days // (7 if grain == "week" else 1)


def ticks(first: date, after: date, grain: str, count: int) -> list[dict[str, object]]:
    """The labels of the time axis, for each density; the year is said where it begins or changes."""
    rows: list[dict[str, object]] = []
    for most, from_width, to_width in DENSITIES:
        step = next((each for each in STEPS[grain] if count / each <= most), STEPS[grain][-1])
        if count / step > most:
            step = -(-count // most)
        year = 0
        for day in _tick_days(first, after, grain, step):
            text = _tick_text(day, grain, step)
            if day.year != year and not text.isdigit():
                text += f"\n{day.year}"
            year = day.year
            start = milliseconds(day)
            rows.append(
                {
                    "kind": "tick",
                    "start": start,
                    "middle": (start + milliseconds(next_period(day, grain))) / 2,
                    "label": text,
                    "label_from": float(from_width),
                    "label_to": float(to_width),
                }
            )
    return rows


def _tick_days(first: date, after: date, grain: str, step: int) -> list[date]:
    """The periods that get a label: months fall on round ones (January, quarters), the rest count from the first."""
    if grain == "month" and step > 1:
        months = first.year * 12 + first.month - 1
        start = next_period(first, grain, -months % step)
    else:
        start = first
    days = []
    while start < after:
        days.append(start)
        start = next_period(start, grain, step)
    return days


def _tick_text(day: date, grain: str, step: int) -> str:
    month = charts.MONTHS_SHORT[day.month - 1]
    if grain == "month":
        return str(day.year) if step >= 12 else month
    return charts.DAY_WITHOUT_YEAR.format(day=day.day, month=month)
