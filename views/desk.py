"""The data behind the screens, held once for all visitors and replaced whole when the version moves.

Nothing here is copied per visitor: datasets, settled frames and tallies never change once made, so they are shared as
resources. The keys are small values (version, rule, selection), never frames: Streamlit hashes only a sample of a
large frame, and would take two that differ for the same.

What is large or slow to make is kept by Streamlit, where it is made once however many ask; what is asked for at every
click is kept by `kept`, which finds it in a hundredth of the time. The datasets and figures now on show are in both.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache, partial, wraps

import streamlit as st

from pipelines import cite, extract, ledger, settle, tally
from pipelines.cite import Citations, Cited
from pipelines.dataset import Dataset
from pipelines.extract import Extract
from pipelines.selection import Selection
from pipelines.settle import Settled
from pipelines.tally import Row, Tally
from views import outcome
from views.outcome import Outcome


@dataclass(frozen=True)
class Desk:
    """What a screen is given: the ledger's newest version, the selection, and the data, figures and totals of it."""

    newest: int
    selection: Selection
    data: Dataset
    settled: Settled
    tally: Tally

    @property
    def version(self) -> int:
        """The version on show: the newest, unless the reader chose an older one."""
        return self.data.version

    def extract(self) -> Extract:
        """What is on show, for whatever is made of it to be taken away."""
        return Extract(self.data, self.settled, self.tally, partial(cited, self.version, self.selection))


def kept(most: int = 512) -> Callable[[Callable], Callable]:
    """Keeps the latest results of a function of small values (version, selection, names), apart for each ledger."""

    def keeping(make: Callable) -> Callable:
        found = lru_cache(maxsize=most)(lambda _, *key: make(*key))
        return wraps(make)(lambda *key: found(ledger.url(), *key))

    return keeping


@st.cache_resource(show_spinner=False)
def _ledger(address: str):
    engine = ledger.connect(address)
    ledger.seed(engine)
    return engine


@kept(1)
def engine():
    """The ledger of this server, opened (and seeded with the shipped data) on first use."""
    return _ledger(ledger.url())


def newest() -> int:
    """The newest version: asked of the ledger each time, so that another's commit is seen."""
    return ledger.head(engine())


@kept(2)
@st.cache_resource(max_entries=4, show_spinner=False)
def data(version: int) -> Dataset:
    """The dataset as it stood at a version."""
    return ledger.fold(engine(), as_of=version)


@kept(4)
@st.cache_resource(max_entries=8, show_spinner=False)
def settled(version: int, rule: str, statuses: tuple[str, ...]) -> Settled:
    """The settled figures of a version under one counting rule."""
    return settle.dataset(data(version), rule, statuses)


@kept()
def totals(version: int, selection: Selection) -> Tally:
    """The tally of a selection in a version."""
    return tally.of(settled(version, selection.rule, selection.statuses), selection)


@kept()
def over_time(version: int, selection: Selection, grain: str) -> tuple[Row, ...]:
    """The breakdown of a selection by day, week or month."""
    return tally.over_time(settled(version, selection.rule, selection.statuses), selection, grain)


@st.cache_resource(max_entries=4, show_spinner=False)
def _citations(version: int) -> Citations:
    return cite.citations(data(version))


@kept()
def cited(version: int, selection: Selection) -> Cited:
    """Who published the claims about the records selected, and the day of the newest of them."""
    records = extract.records(settled(version, selection.rule, selection.statuses), selection)
    return cite.cited(_citations(version), records)


def tally_of(whole: Dataset, rule: str) -> Tally:
    """The totals of everything in a dataset that is not in the ledger (yet): what a preview compares with."""
    return tally.of(settle.dataset(whole, rule), Selection(rule=rule))


def updates_are_open() -> bool:
    """Whether this server takes updates: only on this machine's own address, where whoever asks is at the keyboard."""
    return st.get_option("server.address") in ("127.0.0.1", "localhost", "::1")


def open_for(selection: Selection, head: int) -> Desk:
    """The desk for a selection, `head` being the newest version. An `as_of` beyond it means the newest."""
    version = head if selection.as_of is None else min(selection.as_of, head)
    return Desk(
        newest=head,
        selection=selection,
        data=data(version),
        settled=settled(version, selection.rule, selection.statuses),
        tally=totals(version, selection),
    )


def follow(shown: int) -> None:
    """Redraw this visitor's page when another commit makes a newer version: asked for every few seconds.

    Also when what came of the visitor's own commit was not told yet, since the next click stopped the run that would;
    and when the reader's machine turns to dark or light: Streamlit changes its own colours then, not those of charts.
    """
    st.session_state[_SHOWN] = _now(shown)
    st.session_state[_DRAWN] = True
    _watch()


_SHOWN, _DRAWN = "version, mode and outcome shown", "just drawn"


def _now(version: int) -> tuple[int, str | None, Outcome]:
    """What a page has to be drawn again for when it changes."""
    return version, st.context.theme.type, outcome.held().last


@st.fragment(run_every="3s")
def _watch() -> None:
    if st.session_state.pop(_DRAWN, False):
        return
    if st.session_state.get(_SHOWN) != _now(newest()):
        st.rerun()
