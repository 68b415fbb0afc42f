"""What a spreadsheet would run is made harmless, and comes back as the very same text."""

import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines import defuse

HOSTILE = st.text(st.one_of(st.sampled_from("'=+-@\t\r\n＝＋－＠ "), st.characters(exclude_categories=("Cs",))))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("=1+1", "'=1+1"),
        ("-5 degrees", "'-5 degrees"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\tcmd", "'\tcmd"),
        ("＝1", "'＝1"),
        ("'=1+1", "''=1+1"),
        ("'quoted' = not a formula", "'quoted' = not a formula"),
        ("'", "'"),
        ("", ""),
        ("5", "5"),
    ],
)
def test_what_starts_a_formula_gets_an_apostrophe_in_front(text, expected):
    assert defuse.text(text) == expected


@given(st.lists(HOSTILE))
def test_any_text_comes_back_as_it_was(texts):
    defused = [defuse.text(text) for text in texts]
    assert not any(text.startswith(("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")) for text in defused)
    assert defuse.texts(pa.array(texts, type=pa.string())).to_pylist() == defused
    frame = pd.DataFrame({"a": pd.Series(defused, dtype="str", index=range(5, 5 + len(texts)))})
    assert defuse.undone(frame)["a"].to_dict() == dict(enumerate(texts, start=5))
