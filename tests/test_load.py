import csv
import io
import time
import zipfile
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines import codebook, compare, dataset, issue, load, mark, schema
from pipelines.formats import simple
from pipelines.load import Choices, Upload
from tests.test_read import workbook

TODAY = date(2024, 1, 1)
BROKEN = Path(__file__).parent / "broken"
REAL = next((path for each in Path(__file__).parents if (path := each / "shared" / "real").exists()), Path("no real"))
HEADER = "date,region,place,killed,source"
ROW = "2023-05-31,UA-09,Karpaty,5,Agency"


def intake(*files, current=None, **choices):
    """What comes of files given as text or bytes: a name and a content for each."""
    uploads = [Upload(name, text if isinstance(text, bytes) else text.encode()) for name, text in files]
    return load.files(uploads, current or dataset.empty(), today=TODAY, choices=Choices(**choices) if choices else None)


def native(record, **changes):
    """The four tables as CSV, each with its example record and changes to it."""
    files = []
    for table in codebook.TABLES:
        output = io.StringIO()
        writer = csv.DictWriter(output, [str(column) for column in table.columns])
        writer.writeheader()
        writer.writerows(record(table, **each) for each in changes.get(table.name, [{}]))
        files.append((table.file_name, output.getvalue()))
    return files


def errors(found):
    return [(each.rule.name, each.file, each.line) for each in found.issues if each.rule.leaves_out]


def holds_its_accounts(found):
    for each in found.counts:
        assert each.read == each.kept + each.left_out
    assert found.read - found.kept == len(found.left_out)
    assert set(found.frames) == {table.name for table in codebook.TABLES}
    for table in codebook.TABLES:
        frame = found.frames[table.name]
        assert frame.dtypes.astype(str).to_dict() == schema.dtypes(table)
        assert isinstance(frame.index, pd.RangeIndex)
        assert schema.breaches(frame, table).empty
    return True


@pytest.mark.parametrize("path", sorted(BROKEN.glob("*.csv")), ids=lambda path: path.stem)
def test_each_broken_file_breaks_the_rule_it_is_named_for(path):
    found = intake((path.name, path.read_bytes()))
    assert path.stem in {each.rule.name for each in found.issues}
    assert {each.rule.name for each in found.issues if each.severity == "error"} <= {path.stem, "date_order"}
    assert holds_its_accounts(found)


def test_nearly_every_rule_has_a_broken_file():
    have = {path.stem for path in BROKEN.glob("*.csv")}
    others = {
        "nested_series", "not_opened", "too_large", "unknown_sheet", "unknown_encoding", "encoding", "lost_characters",
        "huge_cell", "region_not_found", "elsewhere_foreign", "no_event_sum", "no_injured", "no_type", "zero_unclear",
        "stands_for_word", "terms", "not_armed", "type_unclear", "apart_by_order",
        "which_record",
        "protected", "passed_over", "far_cell", "year_unclear",
        "spelt_otherwise", "left_standing",
        "formula_not_worked_out", "merged_cells", "two_header_rows",
    }  # fmt: skip
    assert {rule.name for rule in issue.RULES} == have | others


def test_the_four_tables_come_in_together(record):
    found = intake(*native(record))
    assert found.issues == []
    assert [each.kept for each in found.counts] == [1, 1, 1, 1]
    assert found.is_complete
    assert holds_its_accounts(found)


def test_a_zip_and_a_workbook_of_the_four_tables_read_as_the_files_do(record):
    files = native(record)
    plain = intake(*files)
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w") as archive:
        for name, text in files:
            archive.writestr(name, text)
    sheets = {name.removesuffix(".csv"): list(csv.reader(io.StringIO(text))) for name, text in files}
    for found in (intake(("update.zip", output.getvalue())), intake(("update.xlsx", workbook(**sheets)))):
        assert found.issues == []
        for name, frame in plain.frames.items():
            pd.testing.assert_frame_equal(found.frames[name], frame)


def zipped(**members):
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w") as archive:
        for path, text in members.items():
            archive.writestr(path, text)
    return output.getvalue()


@pytest.mark.parametrize("name", ["readme.txt", "README.TXT", "notes/what this is.txt", "empty.txt"])
def test_a_text_in_a_zip_is_passed_over_and_said_and_blocks_nothing(name):
    text = "" if name == "empty.txt" else "Dear all,\nthis is the update, as agreed,\nof today\n"
    found = intake(("u.zip", zipped(**{"may.csv": f"{HEADER}\n{ROW}\n", name: text, "__MACOSX/._may.csv": "x"})))
    assert (found.kept, found.read, found.is_complete) == (1, 1, True)
    assert errors(found) == []
    assert name in " ".join(each.sentence() for each in found.issues if each.rule is issue.PASSED_OVER)


def test_a_bundle_of_what_is_stored_changes_nothing():
    shipped = dataset.shipped()
    members = {f"tables/{name}.csv": frame.to_csv(index=False) for name, frame in shipped.items()}
    members |= {"charts/people_over_time.csv": "period,killed\n2023-05-31,5\n", "charts/map.png": "x"}
    members |= {"README.txt": "Casualty Desk\n", "datapackage.json": "{}", "manifest.json": "{}"}
    found = intake(("bundle.zip", zipped(**members)), current=dataset.Dataset(1, **shipped))
    assert {each.rule.name for each in found.issues if each.severity == "error"} == set()
    assert compare.frames(dataset.Dataset(1, **shipped), found.frames).is_nothing()


def test_what_is_stored_and_written_out_comes_back_the_same():
    shipped = dataset.shipped()
    files = [(f"{name}.csv", frame.to_csv(index=False)) for name, frame in shipped.items()]
    found = intake(*files)
    for name, frame in shipped.items():
        pd.testing.assert_frame_equal(found.frames[name], frame, check_categorical=False)


def test_claims_go_with_the_incident_that_is_left_out_and_say_so(record):
    found = intake(*native(record, incidents=[{"date_end": "2023-05-30"}]))
    assert errors(found) == [
        ("left_out_with", "casualties.csv", 2),
        ("left_out_with", "damage.csv", 2),
        ("date_order", "incidents.csv", 2),
    ]
    assert "line 2 of incidents.csv" in found.left_out["why"].iloc[0]
    assert holds_its_accounts(found)


@pytest.mark.parametrize("cell", ["", " ", "-", "—", "n/a", "\x01"])
@pytest.mark.parametrize(
    ("table", "column"), [("sources", "title"), ("sources", "source_id"), ("incidents", "incident_type")]
)
def test_a_cell_that_says_nothing_where_something_must_stand_is_an_error(record, table, column, cell):
    """A dash is read as blank, and a blank key or title may not be stored whatever stood there."""
    found = intake(*native(record, **{table: [{column: cell}]}))
    assert ("required", f"{table}.csv", 2) in errors(found)
    assert found.frames[table].empty


def test_claims_may_point_at_what_is_stored(record):
    stored = intake(*native(record))
    current = dataset.Dataset(1, **stored.frames)
    claims = [each for each in native(record) if each[0] == "casualties.csv"]
    assert errors(intake(*claims, current=current)) == []
    assert {rule for rule, _, _ in errors(intake(*claims))} == {"unknown_reference"}


def test_day_and_month_are_asked_for_where_the_file_does_not_decide():
    text = f"{HEADER}\n05/06/2023,UA-09,Karpaty,5,Agency\n"
    asked = intake(("f.csv", text))
    (question,) = asked.questions
    assert question.about == "day_first"
    assert "5 June 2023 or 6 May 2023" in question.sentence
    assert [answer.value for answer in question.answers] == [True, False]
    assert (asked.kept, asked.read) == (0, 1)
    assert holds_its_accounts(asked)
    for day_first, day in ((True, date(2023, 6, 5)), (False, date(2023, 5, 6))):
        told = intake(("f.csv", text), day_first=day_first)
        assert told.is_complete
        assert told.frames["incidents"]["date_start"].iloc[0].date() == day


def test_where_a_year_of_two_digits_stands_is_asked_for_where_the_file_does_not_decide():
    text = f"{HEADER}\n22.05.23,UA-09,Karpaty,5,Agency\n"
    asked = intake(("f.csv", text))
    (question,) = asked.questions
    assert question.about == "year_last"
    assert [answer.label for answer in question.answers] == [
        "The last number: 22 May 2023",
        "The first number: 23 May 2022",
    ]
    assert (asked.kept, asked.read) == (0, 1)
    assert holds_its_accounts(asked)
    for year_last, day in ((True, date(2023, 5, 22)), (False, date(2022, 5, 23))):
        told = intake(("f.csv", text), year_last=year_last)
        assert told.is_complete
        assert told.frames["incidents"]["date_start"].iloc[0].date() == day


def test_a_year_that_would_be_in_the_future_does_not_stand_there():
    found = intake(("f.csv", f"{HEADER}\n31.05.23,UA-09,Karpaty,5,Agency\n"))
    assert found.is_complete
    assert found.frames["incidents"]["date_start"].iloc[0].date() == date(2023, 5, 31)


def test_a_date_that_cannot_be_read_either_way_is_no_question():
    found = intake(("f.csv", f"{HEADER}\n07.06.2023 (night),UA-09,Karpaty,5,Agency\n"))
    assert found.is_complete
    assert errors(found) == [("not_a_date", "f.csv", 2)]


def test_one_date_that_tells_decides_for_its_file_and_column():
    rows = ["05/06/2023,UA-09,Karpaty,5,Agency", "31/05/2023,UA-09,Polohy,5,Agency"]
    found = intake(("f.csv", "\n".join([HEADER, *rows])))
    assert found.is_complete
    assert found.frames["incidents"]["date_start"].iloc[0].date() == date(2023, 6, 5)


FOREIGN = "Wann;Oblast;Ort;Tote;Farbe\n31.05.2023;Luhansk;Karpaty;5;rot\n30.05.2023;Luhansk;Karpaty;dozens;rot\n"
MAPPING = {"Wann": "date", "Oblast": "region", "Ort": "place", "Tote": "killed"}


def test_any_other_table_is_asked_about_with_proposals_and_samples():
    found = intake(("f.csv", FOREIGN))
    (question,) = found.questions
    assert question.about == "mapping"
    assert {each.column: each.target for each in question.matches}["Oblast"] == "region"
    assert next(each for each in question.matches if each.column == "Tote").samples == ("5", "dozens")
    assert "source" in question.lacking
    assert (found.read, found.kept) == (2, 0)
    assert holds_its_accounts(found)


def test_a_mapping_and_a_constant_make_it_readable():
    asked = intake(("f.csv", FOREIGN), mapping=MAPPING)
    assert asked.questions[0].lacking == ("source",)
    found = intake(("f.csv", FOREIGN), mapping=MAPPING, constants={"source": "Ministry"})
    assert found.is_complete
    assert found.kept == 2
    assert found.not_kept == {"f.csv": ("Farbe",)}
    assert found.frames["sources"]["publisher"].tolist() == ["Ministry"]


def test_a_workbook_with_several_tables_is_asked_about():
    rows = [HEADER.split(","), ROW.split(",")]
    content = workbook(May=rows, June=rows)
    asked = intake(("book.xlsx", content))
    assert [answer.value for answer in asked.questions[0].answers] == ["May", "June"]
    assert (asked.read, asked.kept) == (2, 0)
    assert holds_its_accounts(asked)
    told = intake(("book.xlsx", content), sheet="June")
    assert (told.kept, told.is_complete) == (1, True)
    assert errors(intake(("book.xlsx", content), sheet="July")) == [("unknown_sheet", "book.xlsx", None)]


def test_a_workbook_with_one_known_table_beside_notes_is_not_asked_about():
    content = workbook(Data=[HEADER.split(","), ROW.split(",")], Notes=[["What", "Why"], ["a", "b"]])
    assert intake(("book.xlsx", content)).kept == 1


def test_a_plain_number_in_a_workbook_that_counts_from_1904_is_another_day():
    rows = [HEADER.split(","), [43615, "UA-09", "Karpaty", 5, "Agency"]]
    found = intake(("mac.xlsx", workbook(May=rows, date_1904=True)))
    assert found.frames["incidents"]["date_start"].iloc[0].date() == date(2023, 5, 31)


def test_choices_may_differ_by_file():
    uploads = [Upload(name, f"{HEADER}\n05/06/2023,UA-09,Karpaty,5,{name}\n".encode()) for name in ("a.csv", "b.csv")]
    choices = {"a.csv": Choices(day_first=True), "b.csv": Choices(day_first=False)}
    found = load.files(uploads, dataset.empty(), choices=choices, today=TODAY)
    assert [day.month for day in found.frames["incidents"]["date_start"]] == [6, 5]


def test_two_files_of_one_name_are_told_apart():
    found = intake(("f.csv", f"{HEADER}\n{ROW}\n"), ("f.csv", f"{HEADER}\n{ROW.replace('5,A', '-4,A')}\n"))
    assert [(each.file, each.kept) for each in found.counts] == [("f.csv", 1), ("f.csv (2)", 0)]


def test_a_bad_row_does_not_take_the_sound_one_of_another_file_with_it():
    bad, good = f"{HEADER}\n{ROW.replace('5,A', '-4,A')}\n", f"{HEADER}\n{ROW}\n"
    for files in ((("a.csv", bad), ("b.csv", good)), (("a.csv", good), ("b.csv", bad))):
        found = intake(*files)
        assert [len(frame) for frame in found.frames.values()] == [1, 1, 1, 0]
        assert found.frames["casualties"]["killed"].tolist() == [5]
        assert holds_its_accounts(found)


def test_the_same_file_twice_is_stored_once():
    found = intake(("a.csv", f"{HEADER}\n{ROW}\n"), ("b.csv", f"{HEADER}\n{ROW}\n"))
    assert len(found.frames["incidents"]) == 1
    assert errors(found) == []
    assert holds_its_accounts(found)


def test_the_hash_follows_the_content_and_the_choices_and_not_the_name():
    one, same = intake(("a.csv", f"{HEADER}\n{ROW}\n")), intake(("b.csv", f"{HEADER}\n{ROW}\n"))
    assert one.content_hash == same.content_hash
    assert one.content_hash != intake(("a.csv", f"{HEADER}\n{ROW}\n"), day_first=True).content_hash
    assert one.content_hash != intake(("a.csv", f"{HEADER}\n{ROW} \n")).content_hash


def test_progress_goes_from_nothing_to_everything():
    shares = []
    load.files(
        [Upload("f.csv", f"{HEADER}\n{ROW}\n".encode())],
        dataset.empty(),
        progress=lambda _, share: shares.append(share),
    )
    assert shares == sorted(shares)
    assert shares[-1] == 1.0


def test_names_of_people_are_not_kept_and_the_file_says_so():
    found = intake(("f.csv", f"{HEADER},victim name\n{ROW},Somebody\n"))
    assert [each.rule.name for each in found.issues if each.column == "victim name"] == ["names_not_kept"]
    assert not any(frame.astype("str").eq("Somebody").any(axis=None) for frame in found.frames.values())


def test_a_column_of_names_is_proposed_for_nothing():
    found = intake(("f.csv", "Дата,Место,Имена погибших,Погибшие\n31.05.2023,Харьков,Имя Фамилия,1\n"))
    (question,) = found.questions
    proposed = {each.column: (each.target, each.reason) for each in question.matches}
    assert proposed["Имена погибших"] == ("", "personal")
    assert proposed["Погибшие"][0] == "killed"


TOLD = "date,region,place,incident_type,killed,injured,source"
SAID = "2023-05-31,UA-09,Karpaty,shelling,5,1234,Agency"
PLAIN = f"{TOLD}\n{SAID}\n"


def told_otherwise(**cells):
    changed = dict(zip(TOLD.split(","), SAID.split(","), strict=True)) | cells
    return f"{TOLD}\n" + ",".join(f'"{cell}"' for cell in changed.values()) + "\n"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("semicolons.csv", PLAIN.replace(",", ";")),
        ("tabs.tsv", PLAIN.replace(",", "\t")),
        ("pipes.txt", PLAIN.replace(",", "|")),
        ("mark.csv", PLAIN.encode("utf-8-sig")),
        ("utf-16.csv", PLAIN.encode("utf-16")),
        ("utf-16 without a mark.csv", PLAIN.encode("utf-16-le")),
        ("crlf.csv", PLAIN.replace("\n", "\r\n")),
        ("excel.csv", f"sep=,\n{PLAIN}"),
        ("preamble.csv", f"Daily report\n31 May 2023,,\n\n{PLAIN}"),
        ("totals.csv", f"{PLAIN}Total,,,,5,1234,\n"),
        ("note.csv", f"{PLAIN}Source: our own count,,,,,,\n"),
        ("hxl.csv", f"{TOLD}\n#date,#adm1+code,#loc,,#affected+killed,#affected+injured,#meta+source\n{SAID}\n"),
        ("blank lines.csv", f"\n{TOLD}\n\n,,,,,,\n{SAID}\n\n"),
        ("empty columns.csv", f"{TOLD},,\n{SAID},,\n"),
        ("book.xlsx", workbook(May=[TOLD.split(","), SAID.split(",")])),
        ("days.xlsx", workbook(May=[TOLD.split(","), [date(2023, 5, 31), *SAID.split(",")[1:4], 5, 1234.0, "Agency"]])),
        ("zip.zip", zipped(**{"folder/may.csv": PLAIN, "__MACOSX/folder/._may.csv": "x", "readme.txt": "x"})),
        ("date day in words.csv", told_otherwise(date="31 May 2023")),
        ("date day first.csv", told_otherwise(date="31.05.2023")),
        ("date month first.csv", told_otherwise(date="5/31/2023")),
        ("date digits.csv", told_otherwise(date="20230531")),
        ("date serial.csv", told_otherwise(date="45077")),
        ("date short year.csv", told_otherwise(date="31.05.23")),
        ("date in Ukrainian.csv", told_otherwise(date="31 травня 2023 р.")),
        ("thousands comma.csv", told_otherwise(injured="1,234")),
        ("thousands blank.csv", told_otherwise(injured="1 234")),
        ("thousands fixed blank.csv", told_otherwise(injured="1\u00a0234")),
        ("thousands apostrophe.csv", told_otherwise(injured="1'234")),
        ("region in Ukrainian.csv", told_otherwise(region="Луганська область")),
        ("region in a Russian sentence.csv", told_otherwise(region="в Луганской области")),
        ("region in short.csv", told_otherwise(region="Luhansk")),
        ("place.csv", told_otherwise(place="с. Карпати") + "\n"),
        ("type.csv", told_otherwise(incident_type="обстріл")),
    ],
    ids=lambda value: value if isinstance(value, str) and "\n" not in value else "",
)
def test_one_record_is_the_same_however_the_file_is_made(name, content):
    plain, found = intake(("plain.csv", PLAIN)), intake((name, content))
    assert errors(found) == [each for each in errors(found) if each[0] in ("totals_row", "footnote_row")]
    assert holds_its_accounts(found)
    for table in ("incidents", "casualties", "sources"):
        same = [column for column in plain.frames[table].columns if column != "place"]
        pd.testing.assert_frame_equal(found.frames[table][same], plain.frames[table][same])


BYTES = st.one_of(
    st.binary(max_size=400),
    st.text(max_size=200).map(lambda text: text.encode("utf-8", errors="replace")),
    st.text(alphabet='date,region"\n;5-\0é ', max_size=200).map(str.encode),
    st.sampled_from([b"PK\x03\x04", b"[{", b"\xff\xfe", b"sep=,\n", f"{HEADER}\n".encode()]).flatmap(
        lambda start: st.binary(max_size=200).map(lambda rest: start + rest)
    ),
    st.lists(st.lists(st.text(max_size=12), min_size=5, max_size=5), max_size=6).map(
        lambda rows: "\n".join([HEADER, *(",".join(row) for row in rows)]).encode("utf-8", errors="replace")
    ),
)


@settings(max_examples=100)
@given(BYTES, st.sampled_from(["f.csv", "f.xlsx", "f.zip", "f"]))
def test_no_bytes_whatever_make_loading_raise_or_take_long(content, name):
    start = time.monotonic()
    upload = Upload(name, content)
    found = load.files([upload], dataset.empty(), today=TODAY)
    assert holds_its_accounts(found)
    assert isinstance(mark.file(upload, found.issues), bytes)
    assert mark.name(upload)
    assert all(each.sentence() for each in found.issues)
    assert time.monotonic() - start < 10


@settings(max_examples=40)
@given(st.binary(min_size=1, max_size=60), st.integers(0, 10_000))
def test_a_damaged_workbook_or_zip_never_raises(noise, position):
    content = bytearray(workbook(May=[HEADER.split(","), ROW.split(",")]))
    at = position % len(content)
    content[at : at + len(noise)] = noise
    found = load.files([Upload("book.xlsx", bytes(content))], dataset.empty(), today=TODAY)
    assert holds_its_accounts(found)


CELLS = st.sampled_from(
    [
        "",
        "5",
        "0",
        "-4",
        "5-7",
        "dozens",
        "abc",
        "2023-05-31",
        "05/06/2023",
        "31/05/2023",
        "UA-09",
        "RU-BEL",
        "Karpaty",
        "x",
    ]
)


@settings(max_examples=30)
@given(st.lists(st.lists(CELLS, min_size=len(simple.TEMPLATE), max_size=len(simple.TEMPLATE)), max_size=12))
def test_rows_read_are_rows_kept_and_rows_left_out(rows):
    text = "\n".join([",".join(simple.TEMPLATE), *(",".join(row) for row in rows)])
    found = intake(("f.csv", text))
    assert holds_its_accounts(found)
    assert found.read == sum(any(row) for row in rows)


@pytest.mark.skipif(not REAL.exists(), reason="shared/real is not beside the project")
@pytest.mark.parametrize(
    ("name", "read", "least_kept"),
    [
        ("ucdp_hdx_ukraine_45col.csv", 993, 970),
        ("ucdp_hdx_ukraine_52col.csv", 1167, 1140),
        ("ucdp_ged_global_sample_1000.csv", 1000, 985),
        ("palestine_infrastructure_damaged.json", 0, 0),
    ],
)
def test_the_real_files_import_or_are_refused_with_a_reason(name, read, least_kept):
    found = intake((name, (REAL / name).read_bytes()))
    assert found.read == read
    assert found.kept >= least_kept
    assert {each.rule.name for each in found.issues if each.severity == "error"} <= {"order", "nested_series"}
    assert holds_its_accounts(found)


def test_a_name_in_a_row_that_is_left_out_is_not_on_record():
    text = "date,region,incident_type,killed,source,victim_name\n2023-06-02,UA-63,sheling,2,Agency,Given Family\n"
    found = intake(("names.csv", text))
    assert found.left_out["text"].tolist() == ["2023-06-02,UA-63,sheling,2,Agency"]
    for header in ("ПІБ загиблого", "Фамилия", "Ім'я", "victims names"):
        told = intake(("names.csv", text.replace("victim_name", header)))
        assert [each.rule for each in told.issues if each.column == header] == [issue.NAMES_NOT_KEPT]
    ragged = intake(("names.csv", f"{text}2023-06-02,UA-63,shelling,2,Agency,Given Family,more\n"))
    assert "Given" not in " ".join(ragged.left_out["text"])


@pytest.mark.parametrize("place", ["Izium", "Ізюм", "IZIUM", "Изюм"])
def test_another_spelling_of_a_settlement_meets_the_same_incident(place):
    header = "date,region,place,incident_type,killed,source\n"
    first = intake(("a.csv", f"{header}2023-06-04,UA-63,Izium,shelling,8,Agency\n"))
    again = intake(("b.csv", f"{header}2023-06-04,Харківська область,{place},Shelling,8,Agency\n"))
    assert again.frames["incidents"]["incident_id"].tolist() == first.frames["incidents"]["incident_id"].tolist()


@pytest.mark.parametrize(
    ("first", "then"),
    [
        ("Karpaty", "karpaty"),
        ("Karpaty", "Карпати"),
        ("Karpaty", "с. Карпаты"),
        ("Карпати", "Karpaty"),
        ("у Карпатах", "Карпаты"),
        ("Karpaty", "Карпати, Перевальський район"),
        ("село Нікуди", "Нікуди"),
    ],
)
@pytest.mark.parametrize("times", [1, 2])
def test_the_same_rows_in_another_spelling_of_the_place_are_nothing_to_commit(first, then, times):
    rows = [f'2023-06-04,UA-09,"{{}}",shelling,{killed},Agency' for killed in range(times)]
    text = "\n".join(["date,region,place,incident_type,killed,source", *rows, ""])
    stored = compare.merged(dataset.empty(), intake(("a.csv", text.replace("{}", first))).frames)
    again = intake(("b.csv", text.replace("{}", then)), current=stored)
    assert compare.frames(stored, again.frames).is_nothing()
    assert again.kept == again.read == times
    told = [each.sentence() for each in again.issues if each.rule is issue.SPELT_OTHERWISE]
    assert len(told) == times
    assert f'"{then}"' in told[0]
    assert f"stored as {first}" in told[0]


def test_another_place_and_a_number_of_its_own_change_the_place():
    header, row = (
        "incident_id,date,region,place,incident_type,killed,source",
        "X-1,2023-06-04,UA-09,{},shelling,8,Agency",
    )
    stored = compare.merged(dataset.empty(), intake(("a.csv", f"{header}\n{row.format('karpaty')}\n")).frames)
    again = intake(("b.csv", f"{header}\n{row.format('Karpaty')}\n"), current=stored)
    changed = compare.frames(stored, again.frames).tables["incidents"].changed
    assert changed[["old", "new"]].values.tolist() == [["karpaty", "Karpaty"]]


def test_another_source_on_a_settlement_spelled_otherwise_may_be_the_same_incident():
    rows = "2023-06-04,UA-63,Izium,shelling,8,One\n2023-06-04,UA-63,Ізюм,shelling,8,Two\n"
    found = intake(("a.csv", f"date,region,place,incident_type,killed,source\n{rows}"))
    assert "likely_duplicate" in [each.rule.name for each in found.issues if each.line == 3]


FLAT = "incident_id,date,region,place,incident_type,killed,source\n"


@pytest.mark.parametrize(
    ("rows", "lines"),
    [
        (",2023-06-04,UA-63,Izium,shelling,2,One\n,2023-06-05,UA-63,Izium,shelling,2,One\n", []),
        (",2023-06-04,UA-63,Izium,shelling,2,One\n,2023-06-05,UA-63,Izium,shelling,2,Two\n", [3]),
        (",2023-06-04,UA-63,Izium,shelling,2,One\n,2023-06-05,UA-63,Izium,shelling,9,Two\n", []),
        ("A,2023-06-04,UA-63,Izium,shelling,2,One\nB,2023-06-05,UA-63,Izium,shelling,2,Two\n", []),
    ],
    ids=["one source on two days", "two sources", "figures far apart", "numbers of her own"],
)
def test_what_a_file_tells_apart_is_no_likely_duplicate(rows, lines):
    header = FLAT if rows[0] != "," else FLAT.removeprefix("incident_id,")
    text = header + (rows if rows[0] != "," else rows.replace("\n,", "\n")[1:])
    assert [each.line for each in intake(("a.csv", text)).issues if each.rule is issue.LIKELY_DUPLICATE] == lines


def test_a_corrected_date_is_told_before_it_doubles_an_incident():
    text = f"{HEADER}\n2023-05-31,UA-63,Izium,5,Agency\n"
    current = dataset.Dataset(1, **intake(("a.csv", text)).frames)
    found = intake(("a.csv", text.replace("05-31", "05-30")), current=current)
    assert [each.line for each in found.issues if each.rule is issue.LIKELY_DUPLICATE] == [2]


def test_sums_under_the_table_are_left_out_as_a_total_and_counted():
    rows = f"{HEADER}\n{ROW}\n{ROW.replace('Karpaty,5', 'Izium,7').replace('09', '63')}\n,,,12,\n"
    found = intake(("f.csv", rows))
    assert errors(found) == [("totals_row", "f.csv", 4)]
    assert (found.read, found.kept) == (3, 2)
    assert not issue.has_errors(found.issues)
    assert holds_its_accounts(found)


def test_two_rows_alike_without_a_source_are_told_to_lack_it():
    found = intake(("f.csv", f"{HEADER}\n2023-05-31,UA-09,,5,\n2023-05-31,UA-09,,6,\n"))
    assert errors(found) == [("required", "f.csv", 2), ("required", "f.csv", 3)]


@pytest.mark.parametrize("name", ["broken_formulas.xls", "broken_formulas.ods"])
def test_what_a_formula_became_is_told_with_its_cell_in_every_kind_of_workbook(name):
    found = intake((name, (Path(__file__).parent / "fixtures" / name).read_bytes()))
    told = {(each.line, each.column): each.rule.name for each in found.issues if "formula" in each.rule.name}
    assert told == {
        (3, "killed"): "broken_formula",
        (3, "injured"): "formula_found_nothing",
        (4, "place"): "broken_formula",
        (4, "killed"): "broken_formula",
        (4, "injured"): "broken_formula",
        (5, "date"): "formula_found_nothing",
    }
    assert (found.read, found.kept) == (4, 1)
    assert holds_its_accounts(found)


@pytest.mark.parametrize(
    ("value", "rules"), [("<v></v>", ["formula_not_worked_out"]), ("", ["formula_not_worked_out"]), ("<v>5</v>", [])]
)
def test_a_formula_that_was_never_worked_out_is_told(value, rules):
    content = workbook(S=[HEADER.split(","), [*ROW.split(",")[:3], "=2+3", "Agency"]])
    output = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as book, zipfile.ZipFile(output, "w") as other:
        for each in book.infolist():
            other.writestr(each, book.read(each).replace(b"</f><v>0</v>", f"</f>{value}".encode()))
    found = intake(("f.xlsx", output.getvalue()))
    assert [each.rule.name for each in found.issues if "formula" in each.rule.name] == rules
    assert found.kept == (not rules)


def test_rows_that_cannot_be_read_are_not_told_to_be_the_same_row():
    found = intake(("f.csv", f"{HEADER}\nfirst,,,,\n{ROW}\nsecond,,,,\n"))
    assert {rule for rule, _, _ in errors(found)} == {"not_a_date", "required", "no_place"}


def test_a_row_entered_twice_is_kept_once():
    found = intake(("a.csv", f"{HEADER}\n{ROW}\n{ROW}\n"))
    assert (found.read, found.kept, len(found.frames["incidents"])) == (2, 1, 1)
    assert errors(found) == [("repeated_row", "a.csv", 3)]
    assert holds_its_accounts(found)


def test_a_row_for_each_person_is_no_row_entered_twice():
    rows = "".join(f"2023-06-01,UA-63,Kharkiv,1,Agency,{age}\n" for age in (40, 35, 7, 7))
    found = intake(("a.csv", f"{HEADER},age\n{rows}"))
    assert errors(found) == [("repeated_row", "a.csv", 5)]
    assert [each.line for each in found.issues if each.rule is issue.APART_BY_ORDER] == [3, 4]
    assert found.frames["casualties"]["killed"].tolist() == [1, 1, 1]
    assert holds_its_accounts(found)


def test_a_faulty_cell_is_not_the_same_as_an_empty_one():
    header = HEADER.replace("killed", "killed,injured")
    rows = "2023-06-01,UA-63,Kharkiv,3,,Agency\n2023-06-01,UA-63,Kharkiv,3,1.5,Agency\n"
    found = intake(("a.csv", f"{header}\n{rows}"))
    assert [(rule, line) for rule, _, line in errors(found)] == [("not_whole", 3)]
    assert found.kept == 1


def test_a_number_used_twice_is_told_where_one_of_the_rows_has_another_fault(record):
    incidents = [
        record("incidents", incident_id="X-3", place="Izium", control="goverment"),
        record("incidents", incident_id="X-3", place="Lozova"),
    ]
    content = "\n".join(
        ",".join(f'"{cell}"' for cell in row) for row in [incidents[0], *(r.values() for r in incidents)]
    )
    found = intake(("incidents.csv", content + "\n"))
    assert ("duplicate_key", "incidents.csv", 3) in errors(found)
    assert ("duplicate_key", "incidents.csv", 2) in errors(found)
    assert found.kept == 0


def test_rows_that_only_their_order_tells_apart_are_told():
    rows = "2023-06-01,UA-63,Kharkiv,1,Agency\n2023-06-01,UA-63,Kharkiv,5,Agency\n"
    found = intake(("a.csv", f"{HEADER}\n{rows}"))
    assert [each.line for each in found.issues if each.rule is issue.APART_BY_ORDER] == [3]
