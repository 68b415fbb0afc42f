"""Importing a CSV of the simple form from the command line, in a process of its own so that its memory is its own."""

import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pandas as pd

ROOT = Path(__file__).parents[2]

TITLE = "`import` of a CSV: read, check, preview and commit (beside it: pandas.read_csv of the same file, as text)"

_NOTE = (
    "Reported by the regional administration after an attack on a settlement; "
    "several houses are said to be hit, figures may change "
)


def lines() -> Iterator[tuple[str, ...]]:
    """10,000 rows, a million, and a million of which 100,000 are bad: the whole command, start of Python included."""
    yield "", "import, wall time", "its processor time", "largest memory", "read_csv alone"
    with tempfile.TemporaryDirectory() as folder:
        for rows, bad in ((10_000, 0), (1_000_000, 0), (1_000_000, 100_000)):
            file = Path(folder) / "update.csv"
            _write(file, rows, bad)
            times = 5 if rows == 10_000 else 1
            runs = [_imported(file, Path(folder) / f"{rows}-{bad}-{run}.sqlite3") for run in range(times)]
            began = time.perf_counter()
            pd.read_csv(file, dtype="str", keep_default_na=False)
            alone = time.perf_counter() - began
            size = f"{file.stat().st_size / 1e6:.0f} MB"
            name = f"{rows:,} rows, {size}" + (f", {bad:,} bad" if bad else "")
            walls, processors, megabytes = zip(*runs, strict=True)
            yield name, _spread(walls), _spread(processors), f"{max(megabytes):,.0f} MB", f"{alone:.1f} s"


def _spread(seconds: Sequence[float]) -> str:
    """The median, and in brackets the least."""
    return f"{statistics.median(seconds):.1f} s" + (f" ({min(seconds):.1f})" if len(seconds) > 1 else "")


def _write(file: Path, rows: int, bad: int) -> None:
    chance = np.random.default_rng(1)
    killed = chance.choice(["", "0", "1", "2", "3-5", "at least 4"], rows)
    killed[:bad] = "-4"
    pd.DataFrame(
        {
            "date": (np.datetime64("2014-01-01") + chance.integers(0, 3600, rows)).astype(str),
            "region": chance.choice(["Luhansk Oblast", "UA-14", "Kharkiv region", "Belgorod Oblast", "UA-65"], rows),
            "place": np.char.add("Village ", chance.integers(0, 30_000, rows).astype(str)),
            "incident_type": chance.choice(["shelling", "drone strike", "missile_strike", "air_strike"], rows),
            "killed": killed,
            "injured": chance.choice(["", "1", "7", "several", "10"], rows),
            "source": np.char.add("Agency ", chance.integers(0, 300, rows).astype(str)),
            "notes": np.char.add(_NOTE, chance.integers(0, 1000, rows).astype(str)),
        }
    ).to_csv(file, index=False)


def _imported(file: Path, database: Path) -> tuple[float, float, float]:
    """Seconds of a whole command on the wall and of a processor, and the most memory it took, in megabytes."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [sys.executable, "-m", "pipelines", "import", str(file), "--who", "bench", "--leave-out-errors"]
    began = time.perf_counter()
    subprocess.run(
        command,
        cwd=ROOT,
        env=os.environ | {"CASUALTY_DESK_DATABASE": f"sqlite:///{database}"},
        check=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    seconds = time.perf_counter() - began
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    processor = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    # The largest of all children so far: the sizes are run in rising order, so each is its own.
    return seconds, processor, max(before.ru_maxrss, after.ru_maxrss) / 1000
