"""An extract: one selection of one version of the data, with all that an export of it needs.

Exports, reports, the command line and the API are made from an `Extract`, so that they say the same as the screens.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

import numpy as np

from pipelines import cite, settle, tally
from pipelines.cite import Cited
from pipelines.dataset import Dataset
from pipelines.selection import Selection
from pipelines.settle import Settled
from pipelines.tally import Row, Tally


@dataclass(frozen=True)
class Extract:
    """The data of a version, the figures settled by the selection's rule, and the selection's totals.

    `cited` gives who published the claims about the records selected, and the day of the newest of them; it is worked
    out when it is asked for.
    """

    data: Dataset
    settled: Settled
    tally: Tally
    cited: Callable[[], Cited]

    @property
    def version(self) -> int:
        """The version of the data."""
        return self.data.version

    @property
    def committed(self) -> date | None:
        """The day on which the version was committed, None where the data are of no ledger."""
        return self.data.committed

    @property
    def selection(self) -> Selection:
        """What was chosen."""
        return self.tally.selection

    @property
    def latest_report(self) -> date | None:
        """The day of the newest report of any claim about the records selected, None where no claim has one."""
        return self.cited().latest

    def publishers(self) -> list[str]:
        """Who published the claims about the records selected, most claims first."""
        return self.cited().publishers

    def rows(self) -> np.ndarray:
        """Positions in `settled.incidents` of the incidents selected, in date order."""
        return tally.selected(self.settled, self.selection)

    def records(self) -> np.ndarray:
        """Positions in `data.incidents` of the incidents selected and of the records set apart from them."""
        return records(self.settled, self.selection)

    def over_time(self, grain: str = "") -> tuple[Row, ...]:
        """The breakdown by day, week or month; by default the grain that fits."""
        return tally.over_time(self.settled, self.selection, grain or self.tally.grain)


def of(data: Dataset, selection: Selection) -> Extract:
    """The extract of a selection (normalised) of a dataset."""
    settled = settle.dataset(data, selection.rule, selection.statuses)

    @cache
    def cited() -> Cited:
        return cite.cited(cite.citations(data), records(settled, selection))

    return Extract(data, settled, tally.of(settled, selection), cited)


def records(settled: Settled, selection: Selection) -> np.ndarray:
    """Positions in the dataset's incidents of those selected and of the records set apart from them."""
    apart = settled.apart["record"].to_numpy()[tally.set_apart(settled, selection)]
    return np.concatenate([settled.incidents["record"].to_numpy()[tally.selected(settled, selection)], apart])


def beside(extract: Extract, selection: Selection) -> Tally:
    """The totals of another selection of the same figures: its regions, dates and types are free, its rule is not."""
    same = replace(selection, rule=extract.selection.rule, statuses=extract.selection.statuses)
    return tally.of(extract.settled, same)
