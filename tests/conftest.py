"""What every test gets: its own ledger, empty Streamlit caches; and helpers to ask for."""

import os
import sys
from collections.abc import Callable, Iterator
from typing import NoReturn

import pytest
from hypothesis import settings

from pipelines import codebook, ledger

pytest_plugins = ["tests.postgres"]

OPTIONAL = ("browser", "postgresql")
"""What a machine may lack. `CASUALTY_DESK_REQUIRE=browser,postgresql` says that this one must not."""

settings.register_profile("casualty-desk", deadline=None, derandomize="CI" in os.environ, print_blob=True)
settings.load_profile("casualty-desk")


def required() -> set[str]:
    """What may not be missing on this machine."""
    return {name.strip() for name in os.environ.get("CASUALTY_DESK_REQUIRE", "").split(",")} - {""}


def require_or_skip(name: str, reason: str) -> NoReturn:
    """Skip the test for want of `name`, one of OPTIONAL; fail it where CASUALTY_DESK_REQUIRE names that."""
    if name not in OPTIONAL:
        raise ValueError(f"{name!r} is not one of {OPTIONAL}")
    if name in required():
        pytest.fail(f"{name} is required here (CASUALTY_DESK_REQUIRE), but {reason}", pytrace=False)
    pytest.skip(reason)


def pytest_configure() -> None:
    if unknown := required() - set(OPTIONAL):
        raise pytest.UsageError(f"CASUALTY_DESK_REQUIRE names {sorted(unknown)}; it may name {OPTIONAL}")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Browser tests carry their mark and run last: the quick ones speak first."""
    for item in items:
        if "browser" in item.path.parent.parts:
            item.add_marker("browser")
    items.sort(key=lambda item: item.get_closest_marker("browser") is not None)


@pytest.fixture(autouse=True)
def _own_ledger(tmp_path) -> Iterator[None]:
    """Not by the test's own `monkeypatch`: one that takes its patches back would then write to the user's ledger."""
    with pytest.MonkeyPatch.context() as patches:
        patches.setenv("CASUALTY_DESK_DATABASE", f"sqlite:///{tmp_path / 'ledger.sqlite3'}")
        yield


@pytest.fixture(autouse=True)
def _empty_caches():
    """Streamlit's caches live as long as the process, so one test would see what another computed."""
    yield
    if streamlit := sys.modules.get("streamlit"):
        streamlit.cache_data.clear()
        streamlit.cache_resource.clear()


@pytest.fixture
def seeded():
    """The test's own ledger, with the shipped data."""
    engine = ledger.connect()
    ledger.seed(engine)
    yield engine
    engine.dispose()


@pytest.fixture
def record() -> Callable[..., dict[str, str]]:
    """A valid record of a table as text cells, with changes: `record("incidents", region="UA-09", place=None)`."""

    def make(table: codebook.Table | str, **changes: object) -> dict[str, str]:
        if isinstance(table, str):
            table = codebook.table(table)
        example = codebook.example_record(table)
        if strangers := changes.keys() - example.keys():
            raise KeyError(f"{table.name} has no column {sorted(strangers)}")
        return example | {name: "" if value is None else str(value) for name, value in changes.items()}

    return make
