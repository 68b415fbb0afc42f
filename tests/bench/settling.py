"""Settling all claims of a dataset: once per version and counting rule."""

from collections.abc import Iterator

from pipelines import dataset, settle
from pipelines.dataset import Dataset
from tests.bench import _data, timed

TITLE = "claims to one figure per incident and measure (plain pandas: without supersession, groups, open tops)"


def lines() -> Iterator[tuple[str, ...]]:
    """The article, then the made-up datasets."""
    yield "", "settle.dataset", "plain pandas", "memory held"
    article = Dataset(1, **dataset.shipped())
    yield "the article, 9 records", timed(lambda: settle.dataset(article, "established")), "", ""
    for size in _data.SIZES:
        data = _data.dataset(size)
        times = 7 if size < 100_000 else 3
        yield (
            f"{size:,} incidents, {len(data.casualties):,} claims",
            timed(lambda data=data: settle.dataset(data, "established"), times),
            timed(lambda data=data: _data.settle_plainly(data), times),
            f"{_megabytes(_data.settled(size)):.0f} MB",
        )


def _megabytes(settled: settle.Settled) -> float:
    frames = (settled.incidents, settled.structures, settled.structure_types, settled.spots, settled.apart)
    sparse = [*settled.figures.values(), *settled.type_figures.values(), *settled.apart_figures.values()]
    amounts = [amount for each in sparse for amount in (each.best, each.below, each.above, each.open)]
    return (
        sum(frame.memory_usage(deep=True).sum() for frame in frames)
        + settled.where.nbytes
        + sum(amount.at.nbytes + amount.number.nbytes for amount in amounts)
    ) / 1e6
