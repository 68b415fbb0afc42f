"""From a checked intake to a batch: what is refused, what is written once, and that an undo restores every total."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipelines import commit, issue, ledger, load, publish, settle, tally
from pipelines.load import Upload
from pipelines.selection import Selection

HEADER = "date,region,place,incident_type,killed,injured,structures_damaged,source"
ROW = "2023-06-01,UA-63,Kharkiv,shelling,5,3,2,Agency"
BAD = ROW.replace(",5,", ",-5,")


def previewed(seeded, *rows):
    uploads = [Upload("f.csv", "\n".join([HEADER, *rows, ""]).encode())]
    current = ledger.fold(seeded)
    return commit.preview(current, load.files(uploads, current)), uploads


def committed(seeded, *rows, **more):
    preview, uploads = previewed(seeded, *rows)
    return commit.batch(seeded, preview, uploads, who="Anna", **more)


def totals(data):
    """Every number of the tally, without the version."""
    return publish.tally_record(tally.of(settle.dataset(data, "established"), Selection())) | {"version": 0}


def test_a_file_committed_twice_is_one_batch(seeded):
    preview, uploads = previewed(seeded, ROW)
    receipts = [commit.batch(seeded, preview, uploads, who="Anna") for _ in range(2)]
    assert [receipt.version for receipt in receipts] == [2, 2]
    again, uploads = previewed(seeded, ROW)
    with pytest.raises(commit.NotReady, match="nothing to commit"):
        commit.batch(seeded, again, uploads, who="Anna")
    assert ledger.head(seeded) == 2


def test_a_file_of_which_more_can_be_kept_than_yesterday_is_no_repetition(seeded):
    uploads = [Upload("f.csv", "\n".join([HEADER, ROW, ROW.replace("06-01", "06-02")]).encode())]
    versions = []
    for today in (date(2023, 6, 1), date(2023, 6, 2)):  # the second row is in the future until then
        current = ledger.fold(seeded)
        preview = commit.preview(current, load.files(uploads, current, today=today))
        versions.append(commit.batch(seeded, preview, uploads, who="Anna", leave_out=True).version)
    assert versions == [2, 3]
    assert len(ledger.fold(seeded).incidents) == len(current.incidents) + 1


def test_rows_with_errors_are_left_out_only_on_agreement_and_are_on_record(seeded):
    preview, uploads = previewed(seeded, ROW, BAD)
    with pytest.raises(commit.NotReady, match="agree to leave it out"):
        commit.batch(seeded, preview, uploads, who="Anna")
    assert ledger.head(seeded) == 1
    receipt = committed(seeded, ROW, BAD, leave_out=True)
    (left_out,) = ledger.left_out(seeded, receipt.version)
    assert (left_out["line"], left_out["text"]) == (3, BAD)
    assert "is below 0" in left_out["why"]


def test_the_preview_ends_where_the_commit_does(seeded):
    preview, _ = previewed(seeded, ROW)
    committed(seeded, ROW)
    assert totals(preview.after) == totals(ledger.fold(seeded))


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "Nothing could be read"),
        (b"\x00\x01\x02\xff" * 99, "Nothing could be read"),
        (f"{HEADER}\n{BAD}\n".encode(), "No row can be kept"),
    ],
)
def test_files_of_which_nothing_is_kept_are_never_what_the_desk_has_already(seeded, content, sentence):
    current = ledger.fold(seeded)
    preview = commit.preview(current, load.files([Upload("f.csv", content)], current))
    assert commit.is_hopeless(preview)
    for leave_out in (True, False):
        assert sentence in commit.obstacle(preview, leave_out)


@pytest.mark.parametrize("spelt", ["agency", "AGENCY", " Agency ", "Agency"])
def test_a_source_in_another_spelling_is_the_stored_source_and_its_claim_the_same_claim(seeded, spelt):
    committed(seeded, ROW)
    again, _ = previewed(seeded, ROW.replace("Agency", spelt))
    assert again.comparison.is_nothing()
    changed, _ = previewed(seeded, ROW.replace("Agency", spelt).replace(",5,", ",8,"))
    assert changed.comparison.counts()["casualties"] == {"added": 0, "changed": 1, "unchanged": 0}
    assert changed.comparison.counts()["sources"] == {"added": 0, "changed": 0, "unchanged": 1}


def test_two_spellings_of_a_source_in_one_file_are_one_source(seeded):
    preview, _ = previewed(seeded, ROW, ROW.replace("Agency", "agency").replace("06-01", "06-02"))
    assert preview.comparison.tables["sources"].added["publisher"].tolist() == ["Agency"]


@pytest.mark.parametrize(
    ("rows", "said"),
    [([], "a header and no rows"), (["Total,,,,5,3,2,"], "totals and notes"), ([ROW], "already has it")],
)
def test_where_nothing_is_wrong_and_nothing_to_commit_it_is_said_why(seeded, rows, said):
    committed(seeded, ROW)
    preview, _ = previewed(seeded, *rows)
    assert not commit.is_hopeless(preview)
    obstacle = commit.obstacle(preview, leave_out=False)
    assert said in obstacle
    assert commit.is_nothing(obstacle)


def test_a_good_file_beside_one_that_cannot_be_read_is_committed_and_the_other_is_on_record(seeded):
    named = HEADER.replace("structures_damaged", "victim name")
    unlike = f"{named.replace('injured', 'killed')}\n{ROW.replace(',2,', ',Given Family,')}\n"
    uploads = [
        Upload("good.csv", f"{HEADER}\n{ROW}\n{BAD}\n".encode()),
        Upload("scan.pdf", b"%PDF-1.7 and more"),
        Upload("twice.csv", unlike.encode()),
    ]
    current = ledger.fold(seeded)
    preview = commit.preview(current, load.files(uploads, current))
    assert commit.left_out(preview) == "1 row and all of scan.pdf and all of twice.csv"
    assert commit.left_out(preview) in commit.obstacle(preview, leave_out=False)
    assert not commit.is_nothing(commit.obstacle(preview, leave_out=False))
    batch = commit.batch(seeded, preview, uploads, who="Anna", leave_out=True).version
    kept = ledger.left_out(seeded, batch)
    assert [(row["file"], row["line"]) for row in kept] == [
        ("scan.pdf", None),
        ("twice.csv", None),
        ("good.csv", 3),
        ("twice.csv", 2),
    ]
    assert "PDF" in kept[0]["why"]
    assert "Family" not in str(kept)
    assert ledger.batches(seeded)[0].counts["unknown"]["files_left_out"] == 2


def test_a_warning_does_not_keep_a_row_out(seeded):
    preview, _ = previewed(seeded, ROW, ROW.replace("Agency", "Another"))
    assert issue.LIKELY_DUPLICATE in {each.rule for each in preview.intake.issues}
    assert commit.obstacle(preview, leave_out=False) == ""


def test_a_kept_mapping_names_the_columns_as_the_next_file_does(seeded):
    own = "Wann,Wo,Tote,Amt\n2023-06-01,UA-63,5,Agency\n"
    uploads = [Upload("f.csv", own.encode())]
    current = ledger.fold(seeded)
    choices = load.Choices(mapping={"Wann": "date", "Wo": "region", "Tote": "killed"}, constants={"source": "Ministry"})
    commit.batch(seeded, commit.preview(current, load.files(uploads, current, choices=choices)), uploads, who="Anna")
    following = load.files([Upload("g.csv", own.replace("Wann,Wo", "WANN,wo").encode())], current)
    (kept,) = commit.kept_readings(seeded, following, load.Choices(day_first=True)).values()
    assert kept.mapping == {"WANN": "date", "wo": "region", "Tote": "killed"}
    assert (kept.constants, kept.day_first) == ({"source": "Ministry"}, True)


_figures = st.sampled_from(["", "0", "1", "5-7", "at least 3", "several"])
_rows = st.builds(
    lambda day, place, kind, *figures: f"2023-06-0{day},UA-63,{place},{kind},{','.join(figures)},Agency",
    st.integers(1, 3),
    st.sampled_from(["Kharkiv", "Izium", ""]),
    st.sampled_from(["shelling", "air_strike"]),
    _figures,
    _figures,
    _figures,
)


@settings(max_examples=6, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(files=st.lists(st.lists(_rows, min_size=1, max_size=4), min_size=1, max_size=2))
def test_an_undo_after_a_commit_restores_every_total(tmp_path_factory, files):
    seeded = ledger.connect(f"sqlite:///{tmp_path_factory.mktemp('ledger') / 'ledger.sqlite3'}")
    ledger.seed(seeded)
    for rows in files:
        before = ledger.fold(seeded)
        preview, uploads = previewed(seeded, *rows)
        if commit.obstacle(preview, leave_out=True):
            continue
        version = commit.batch(seeded, preview, uploads, who="Anna", leave_out=True).version
        undone = commit.undo(seeded, version, ledger.fold(seeded), who="Anna").version
        assert totals(ledger.fold(seeded)) == totals(before)
        commit.undo(seeded, undone, ledger.fold(seeded), who="Anna")
        assert totals(ledger.fold(seeded)) == totals(preview.after)
    seeded.dispose()
