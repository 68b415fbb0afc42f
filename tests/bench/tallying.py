"""The whole tally of a selection: what a change of a filter takes."""

from collections.abc import Iterator
from datetime import date

from pipelines import dataset, settle, tally
from pipelines.dataset import Dataset
from pipelines.selection import Selection
from tests.bench import _data, timed

TITLE = "settled figures to every total and breakdown (plain pandas: region, month, type, place; no structure types)"

SPAN = {"start": date(2012, 1, 1), "end": date(2013, 12, 31)}
SELECTIONS = {
    "three regions, two years": Selection(regions=("RU-BEL", "UA-09", "UA-14"), **SPAN),
    "two years": Selection(**SPAN),
    "one country": Selection(regions=("UA",)),
    "everything": Selection(),
}


def lines() -> Iterator[tuple[str, ...]]:
    """The article, then the made-up datasets under four selections."""
    yield "", "tally.of", "plain pandas"
    article = settle.dataset(Dataset(1, **dataset.shipped()), "established")
    yield "the article, everything", timed(lambda: tally.of(article, Selection()), 50), ""
    for size in _data.SIZES:
        settled, frame = _data.settled(size), _data.settle_plainly(_data.dataset(size))
        for name, selection in SELECTIONS.items():
            yield (
                f"{size:,} incidents, {name}",
                timed(lambda settled=settled, selection=selection: tally.of(settled, selection)),
                timed(lambda frame=frame, selection=selection: _data.tally_plainly(frame, selection), 3),
            )
        for grain in tally.GRAINS:
            yield (
                f"{size:,} incidents, everything, by {grain}",
                timed(lambda settled=settled, grain=grain: tally.over_time(settled, Selection(), grain)),
                "",
            )
