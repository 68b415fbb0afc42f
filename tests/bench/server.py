"""What a change of a filter takes the server, on the article's data: one visitor, over the web socket."""

import statistics
import time
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import combinations, cycle, islice
from pathlib import Path

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import connect

from tests.browser.harness import Server, serve

TITLE = "processor time of the server for one change of a filter (issue 2: under 15 ms), and until its last message"

NAIVE = Path(__file__).with_name("_naive.py")

CHANGES = 100

WARM_UP = 40

FEW = ["Shelling", "Drone strike", "Ground raid", "Type not stated"]
"""Labels of incident types that the article has."""

MORE = [*FEW, "Explosion, cause unknown", "Missile strike", "Air strike", "Mixed"]


def lines() -> Iterator[tuple[str, ...]]:
    """Our overview for selections seen before and for new ones, what an open page costs, and the naive page."""
    yield "", "CPU, median (least)", "wall, median (least)"
    seen = list(islice(cycle([[], *([name] for name in FEW)]), CHANGES))
    new = [list(some) for size in range(2, 6) for some in combinations(MORE, size)][:CHANGES]
    with serve() as server:
        yield "overview, a selection seen before", *_measured(server, seen)
        yield "overview, a selection never seen", *_measured(server, new)
        yield "one open page, each second without a click", _idle(server), ""
    with serve(NAIVE) as server:
        codes = ["shelling", "drone_strike", "ground_raid", "unknown"]
        changes = list(islice(cycle([[], *([code] for code in codes)]), CHANGES))
        yield "the same page, plainly written", *_measured(server, changes, codes)


def _measured(server: Server, changes: list[list[str]], warming: Sequence[str] = FEW) -> tuple[str, str]:
    """Processor and wall time per change, after a warm-up."""
    with Visitor(server) as visitor:
        for label in islice(cycle(warming), WARM_UP):
            visitor.choose([label])
        spent, waited = [], []
        for labels in changes:
            before, clock = processor_time(server), time.perf_counter()
            visitor.choose(labels)
            waited.append(time.perf_counter() - clock)
            spent.append(processor_time(server) - before)
    return _said(spent), _said(waited)


def _said(seconds: list[float]) -> str:
    return f"{1_000 * statistics.median(seconds):.1f} ms ({1_000 * min(seconds):.1f})"


def _idle(server: Server, seconds: int = 12) -> str:
    with Visitor(server) as visitor:
        before = processor_time(server)
        visitor.stay(seconds)
        return f"{1_000 * (processor_time(server) - before) / seconds:.1f} ms"


def processor_time(server: Server) -> float:
    """Seconds of processor time that the server has used so far, in all its threads.

    Linux has a clock for each process, to the nanosecond; its number is made of the process's (clock_getcpuclockid).
    """
    return time.clock_gettime((~int(_process(server)) << 3) | 2)


@cache
def _process(server: Server) -> str:
    """The number of the process that was started for the server's port."""
    ending = f"--server.port\0{server.url.rsplit(':')[-1]}\0".encode()
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if (folder / "cmdline").read_bytes().endswith(ending):
                return folder.name
        except OSError:
            continue
    raise RuntimeError(f"no process serves {server.url}")


class Visitor:
    """One session, as a browser holds it: says which incident types are chosen, and reads to the end of each run."""

    def __init__(self, server: Server) -> None:
        self._socket = connect(
            server.url.replace("http", "ws") + "/_stcore/stream",
            origin=server.url,
            subprotocols=["streamlit"],
            max_size=None,
        )
        self._query, self._widget = "", ""
        self._asks, self._every = "", 0.0

    def __enter__(self) -> "Visitor":
        """The first run, which tells the widget's number."""
        self._run(BackMsg())
        return self

    def __exit__(self, *_: object) -> None:
        self._socket.close()

    def choose(self, labels: list[str]) -> None:
        """Change the filter of incident types, as a click on its pills does."""
        message = BackMsg()
        state = message.rerun_script.widget_states.widgets.add(id=self._widget)
        state.string_array_value.data.extend(labels)
        self._run(message)

    def stay(self, seconds: float) -> None:
        """Do nothing; the page asks in its intervals whether there is a newer version, as a browser has it do."""
        for _ in range(int(seconds / self._every)):
            time.sleep(self._every)  # the page waits as long
            message = BackMsg()
            message.rerun_script.fragment_id = self._asks
            self._run(message)

    def _run(self, message: BackMsg) -> None:
        message.rerun_script.query_string = self._query
        self._socket.send(message.SerializeToString())
        while True:
            answer = ForwardMsg.FromString(self._socket.recv(timeout=30))
            kind = answer.WhichOneof("type")
            if kind == "page_info_changed":
                self._query = answer.page_info_changed.query_string
            elif kind == "delta":
                self._note(answer)
            elif kind == "auto_rerun":
                self._asks, self._every = answer.auto_rerun.fragment_id, answer.auto_rerun.interval
            elif kind == "script_finished" and answer.script_finished in (
                ForwardMsg.FINISHED_SUCCESSFULLY,
                ForwardMsg.FINISHED_WITH_COMPILE_ERROR,
                ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY,
            ):
                return

    def _note(self, answer: ForwardMsg) -> None:
        element = answer.delta.new_element
        if element.WhichOneof("type") == "button_group" and element.button_group.id.endswith("-type"):
            self._widget = element.button_group.id
