"""What it takes to make figures and bundles of the article's data, and what another visitor notices of it."""

import os
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from itertools import cycle, islice
from statistics import median
from urllib.request import urlopen

from pipelines import bundle, dataset, extract, figure, ledger, render
from pipelines.dataset import Dataset
from pipelines.selection import Selection
from tests.bench import _data
from tests.bench.server import FEW, WARM_UP, Visitor
from tests.browser.harness import Server, serve

TITLE = "figures and bundles, wall time (issue 4, two free cores: bundle 1.5 s, figure 300 ms, filter change 100 ms)"

TIMES = 7

CHANGES = 60

MANY = 1_000_000
"""Incidents of a desk whose bundle takes long enough for others to notice."""


def lines() -> Iterator[tuple[str, ...]]:
    """A bundle, each figure, then a visitor who filters while bundles are made for another."""
    yield "", "median (least)", "of it, children", "load of the machine"
    whole = extract.of(Dataset(1, **dataset.shipped()), Selection())
    render.close()
    began = time.perf_counter()
    size = len(bundle.of(whole))
    yield f"bundle, {size / 1e6:.1f} MB, cold", _said([time.perf_counter() - began]), "", _load()
    yield "bundle, warm", *_measured(lambda: bundle.of(whole)), _load()
    for chart, measure in bundle.CHARTS:
        make = partial(figure.from_extract, whole, chart, measure)
        yield f"{chart} {measure}, SVG, PNG, PDF", *_measured(lambda make=make: render.figure(make())), _load()
    yield "the last one, PNG alone", *_measured(lambda: render.figure(make(), ("png",))), _load()
    with serve() as server, Visitor(server) as visitor:
        yield "filter change, nobody else there", *_waits(_changes(visitor)), _load()
        with _bundles(server) as made:
            waited = _changes(visitor)
        yield f"filter change, {len(made)} bundles made meanwhile", *_waits(waited), _load()
        if made:
            yield "each of those bundles", _said(made), "", _load()
    yield from _beside_a_large_one()


def _beside_a_large_one() -> Iterator[tuple[str, ...]]:
    """A visitor who filters while the first bundle of a million incidents is made for another."""
    with tempfile.TemporaryDirectory() as folder:
        address = f"sqlite:///{folder}/ledger.sqlite3"
        engine = ledger.connect(address)
        ledger.seed(engine, empty=True)
        ledger.commit(engine, _data.dataset(MANY).frames, base=0, who="bench", content_hash="bench")
        engine.dispose()
        with serve(database=address, timeout=300) as server, Visitor(server) as visitor:
            yield f"{MANY:,} incidents: filter change", *_waits(_changes(visitor)), _load()
            waited: list[float] = []
            with _bundles(server, most=1) as made:
                while not made:
                    waited += _changes(visitor, times=len(FEW), warm_up=0)
            yield "the same, while a bundle of all is made", *_waits(waited), _load()
            yield "that bundle", _said(made), "", _load()


def _measured(run: Callable[[], object]) -> tuple[str, str]:
    """Wall time, and the processor time that the children took of it, once warm."""
    run()
    taken, before = [], _processor_time()
    for _ in range(TIMES):
        start = time.perf_counter()
        run()
        taken.append(time.perf_counter() - start)
    return _said(taken), f"{1_000 * (_processor_time() - before) / TIMES:.0f} ms of processor"


def _processor_time() -> float:
    """Seconds of processor time that the children have used so far (see `server.processor_time`)."""
    running = [child._process.pid for child in render._CHILDREN if child._process is not None]
    return sum(time.clock_gettime((~pid << 3) | 2) for pid in running)


def _changes(visitor: Visitor, times: int = CHANGES, warm_up: int = WARM_UP) -> list[float]:
    """Wall time from each change of the filter to the last message of its answer."""
    waited = []
    for label in islice(cycle(FEW), warm_up + times):
        start = time.perf_counter()
        visitor.choose([label])
        waited.append(time.perf_counter() - start)
        time.sleep(0.05)  # a person looks at what came, and the bundles get on
    return waited[warm_up:]


@contextmanager
def _bundles(server: Server, most: int = 1_000) -> Iterator[list[float]]:
    """Another visitor who takes bundle after bundle; gives how long each took."""
    taken: list[float] = []
    enough = threading.Event()

    def take() -> None:
        while not enough.is_set() and len(taken) < most:
            start = time.perf_counter()
            with urlopen(f"{server.url}/api/export.zip") as answer:
                answer.read()
            taken.append(time.perf_counter() - start)

    thread = threading.Thread(target=take)
    thread.start()
    try:
        yield taken
    finally:
        enough.set()
        thread.join()


def _waits(seconds: list[float]) -> tuple[str, str]:
    return _said(seconds), f"slowest {1_000 * max(seconds):.0f} ms"


def _said(seconds: list[float]) -> str:
    return f"{1_000 * median(seconds):.0f} ms ({1_000 * min(seconds):.0f})"


def _load() -> str:
    return f"{os.getloadavg()[0]:.1f}"
