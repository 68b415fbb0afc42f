"""Measurements, one file per section: `python -m tests.bench [SECTION ...]`, or `make bench ARGS="tally"`.

A section is a module here with a `TITLE` and a function `lines`, which yields the cells of its table, header first.
Times are medians with the quickest run in brackets.
"""

import gc
import statistics
import time
from collections.abc import Callable


def timed(run: Callable[[], object], times: int = 7) -> str:
    """Median and least processor time of some runs: `12.3 ms (11.8)`. The first run is not counted.

    Processor time of the whole process, since wall time on a busy machine says more about its other users.
    """
    run()
    gc.collect()
    taken = []
    for _ in range(times):
        start = time.process_time()
        run()
        taken.append(time.process_time() - start)
    median, least = statistics.median(taken), min(taken)
    if median >= 1:
        return f"{median:.2f} s ({least:.2f})"
    return f"{1_000 * median:.1f} ms ({1_000 * least:.1f})"
