"""Colours hold their contrast and stay apart for every kind of colour vision; formats read as a person writes."""

import tomllib
from datetime import date
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest

from pipelines import codes, theme, wording
from pipelines.tally import MEASURE_NAMES, Figure

ROOT = Path(__file__).resolve().parent.parent

# Machado, Oliveira, Fernandes 2009, severity 1, on linear RGB.
VISIONS = {
    "normal": np.eye(3),
    "protan": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    ),
    "deutan": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
    ),
    "tritan": np.array(
        [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]]
    ),
}
TO_XYZ = np.array(
    [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]]
)


def linear(colour):
    channels = np.array([int(colour[k : k + 2], 16) / 255 for k in (1, 3, 5)])
    return np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)


def contrast(one, other):
    light, dark = sorted((float(TO_XYZ[1] @ linear(colour)) for colour in (one, other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def lab(rgb):
    xyz = TO_XYZ @ np.clip(rgb, 0, 1) / np.array([0.95047, 1, 1.08883])
    x, y, z = np.where(xyz > 0.008856, np.cbrt(xyz), 7.787 * xyz + 16 / 116)
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


def least_distance(one, other):
    return min(float(np.linalg.norm(lab(m @ linear(one)) - lab(m @ linear(other)))) for m in VISIONS.values())


def test_contrast_is_the_one_of_wcag():
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("mode", theme.MODES)
def test_every_mark_holds_three_to_one_on_page_and_card(mode):
    colours = theme.palette(mode)
    marks = [*colours.measure.values(), *colours.extent.values(), colours.unknown, colours.primary]
    weak = [
        (mark, ground) for mark in marks for ground in (colours.background, colours.card) if contrast(mark, ground) < 3
    ]
    assert weak == []


@pytest.mark.parametrize("mode", theme.MODES)
def test_every_text_holds_four_and_a_half_to_one(mode):
    colours = theme.palette(mode)
    texts = [colours.ink, colours.muted, *colours.words.values(), *colours.extent_words.values()]
    grounds = (colours.background, colours.card)
    weak = [(text, ground) for text in texts for ground in grounds if contrast(text, ground) < 4.5]
    weak += [
        (name, "inside")
        for name in ("destroyed", "damaged")
        if contrast(colours.on_extent[name], colours.extent[name]) < 4.5
    ]
    inside = (colours.land, colours.land_near, colours.selected)
    weak += [
        (text, ground) for text in (colours.ink, colours.muted) for ground in inside if contrast(text, ground) < 4.5
    ]
    assert weak == []


@pytest.mark.parametrize("mode", theme.MODES)
def test_map_marks_hold_on_the_land(mode):
    colours = theme.palette(mode)
    marks = [*colours.measure.values(), colours.unknown]
    assert [mark for mark in marks if contrast(mark, colours.land_near) < 3] == []


@pytest.mark.parametrize("mode", theme.MODES)
@pytest.mark.parametrize("role", ["measure", "extent"])
def test_colours_that_meet_stay_apart_for_every_reader(mode, role):
    colours = theme.palette(mode)
    together = list(getattr(colours, role).values())
    if role == "measure":
        together.append(colours.unknown)
    assert [pair for pair in combinations(together, 2) if least_distance(*pair) < 20] == []


def test_every_measure_and_extent_has_its_colours():
    for mode in theme.MODES:
        colours = theme.palette(mode)
        for role in ("measure", "words", "band"):
            assert tuple(getattr(colours, role))[: len(MEASURE_NAMES)] == MEASURE_NAMES
        for role in ("extent", "extent_words", "extent_band", "on_extent"):
            assert tuple(getattr(colours, role)) == codes.EXTENT.values()


def test_streamlit_is_given_the_same_colours():
    settings = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))["theme"]
    for mode in theme.MODES:
        colours = theme.palette(mode)
        assert settings[mode]["primaryColor"] == colours.primary
        assert settings[mode]["backgroundColor"] == colours.background
        assert settings[mode]["secondaryBackgroundColor"] == colours.card
        assert settings[mode]["textColor"] == colours.ink


@pytest.mark.parametrize(
    ("figure", "in_full", "ends"),
    [
        (Figure(None, None, None, False, 0, 2), "no figure", "no figure"),
        (Figure(0, 0, 0, False, 1, 0), "0", "0"),
        (Figure(5, 5, 5, False, 1, 0), "5", "5"),
        (Figure(5, 5, 7, False, 1, 0), "5 (5–7)", "5–7"),
        (Figure(1010, 1204, 1495, False, 9, 0), "1,204 (1,010–1,495)", "1,010–1,495"),
        (Figure(3, 3, 3, True, 1, 0), "3 or more", "3 or more"),
        (Figure(3, 4, 5, True, 2, 0), "4 (3–5 or more)", "3–5 or more"),
    ],
)
def test_figures_read_as_a_person_writes_them(figure, in_full, ends):
    assert theme.figure_text(figure) == in_full
    assert theme.range_text(figure) == ends


@pytest.mark.parametrize(
    ("figure", "text"),
    [
        (Figure(6, 6, 6, False, 2, 6), "no figure for 6 of 8 incidents"),
        (Figure(None, None, None, False, 0, 8), "no figure in any of 8 incidents"),
        (Figure(None, None, None, False, 0, 1), "no figure in the 1 incident"),
        (Figure(1, 1, 1, False, 1, 0), ""),
    ],
)
def test_incidents_without_a_figure_are_said(figure, text):
    assert theme.incidents_text(figure) == text


@pytest.mark.parametrize(
    ("first", "last", "text"),
    [
        (date(2023, 5, 31), date(2023, 5, 31), "31 May 2023"),
        (date(2023, 5, 22), date(2023, 5, 31), "22–31 May 2023"),
        (date(2023, 5, 30), date(2023, 6, 2), "30 May – 2 June 2023"),
        (date(2022, 12, 30), date(2023, 1, 2), "30 December 2022 – 2 January 2023"),
        (None, date(2023, 5, 31), "31 May 2023"),
        (None, None, "date not known"),
    ],
)
def test_spans_do_not_repeat_themselves(first, last, text):
    assert theme.span_text(first, last) == text


def test_dates_and_numbers():
    assert theme.month_text(date(2023, 5, 1)) == "May 2023"
    assert theme.number(1234567) == "1,234,567"
    assert theme.number(None) == "no figure"
    assert theme.counted(1, wording.COUNT_INCIDENTS) == "1 incident"
    assert theme.counted(2000, wording.COUNT_INCIDENTS) == "2,000 incidents"
