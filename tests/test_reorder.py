"""Text in both directions stands as the Unicode algorithm puts it: capitals are Hebrew here, as in its own examples."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines import reorder
from pipelines.reorder import LEFT, RIGHT

HEBREW = {chr(ord("A") + k): chr(0x05D0 + k) for k in range(26)}


def seen(text, base):
    """A text as it stands on a line, capitals for Hebrew letters."""
    drawn = "".join(HEBREW.get(char, char) for char in text)
    levels = reorder.levels(drawn, base)
    return "".join(
        reorder.mirrored(text[at]) if levels[at] % 2 and not text[at].isalnum() else text[at]
        for at in reorder.order(levels)
    )


@pytest.mark.parametrize(
    ("text", "base", "expected"),
    [
        ("car is THE CAR in arabic", LEFT, "car is RAC EHT in arabic"),
        ("CAR IS the car IN ENGLISH", RIGHT, "HSILGNE NI the car SI RAC"),
        ("he said CAR MEANS car", LEFT, "he said SNAEM RAC car"),
        ("IT COSTS 5-7", RIGHT, "5-7 STSOC TI"),
        ("KILLED (5) BY REGION", RIGHT, "NOIGER YB (5) DELLIK"),
        ("KILLED (5) BY REGION", LEFT, "NOIGER YB (5) DELLIK"),
        ("MAY 2023, 1,204 KILLED", RIGHT, "DELLIK 1,204 ,2023 YAM"),
        ("killed 5", LEFT, "killed 5"),
        ("5 KILLED", LEFT, "5 DELLIK"),
        ("KILLED.", LEFT, "DELLIK."),
        ("KILLED.", RIGHT, ".DELLIK"),
        ("", LEFT, ""),
    ],
)
def test_a_line_stands_as_the_standard_says(text, base, expected):
    assert seen(text, base) == expected


def test_digits_after_arabic_letters_stay_in_their_order():
    text = "في 12"
    levels = reorder.levels(text, LEFT)
    assert [text[at] for at in reorder.order(levels)] == ["1", "2", " ", "ي", "ف"]


@pytest.mark.parametrize(
    ("text", "expected"), [("5 القتلى", RIGHT), ("Killed القتلى", LEFT), ("(2023)", LEFT), ("קייב 5", RIGHT)]
)
def test_a_text_runs_as_its_first_letter_does(text, expected):
    assert reorder.direction(text) == expected
    assert reorder.runs_both_ways(text) == (text != "(2023)")


@given(text=st.text(alphabet="ab AB(5,.)-%אבجد", max_size=30), base=st.sampled_from([LEFT, RIGHT]))
def test_every_character_stands_once(text, base):
    levels = reorder.levels(text, base)
    assert sorted(reorder.order(levels)) == list(range(len(text)))
    assert all(base <= level <= base + 2 for level in levels)


@given(text=st.text(alphabet="abc 5,.()Київ", max_size=30))
def test_a_text_in_one_direction_stays_as_it_is(text):
    assert reorder.order(reorder.levels(text, LEFT)) == list(range(len(text)))
