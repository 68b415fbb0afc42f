import io
import zipfile

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from pipelines import formats, issue, read

HEADER = "date,region,place,killed,source"
ROWS = ["2023-05-31,UA-09,Karpaty,5,Agency", "2023-05-30,RU-MOW,Moscow,,Agency"]
PLAIN = "\n".join([HEADER, *ROWS]) + "\n"


def table(content, name="file.csv", **choices):
    sheets, issues = read.sheets(name, content, is_known=formats.is_known, **choices)
    assert issues == []
    (sheet,) = sheets
    return sheet


def rules(issues):
    return [each.rule.name for each in issues]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_every_separator_encoding_and_line_end_reads_alike(delimiter, encoding, newline):
    content = PLAIN.replace(",", delimiter).replace("\n", newline).encode(encoding)
    sheet = table(content)
    assert sheet.delimiter == delimiter
    assert sheet.frame.columns.tolist() == HEADER.split(",")
    assert sheet.frame.iloc[0].tolist() == ROWS[0].split(",")
    assert sheet.frame.index.tolist() == [2, 3]


CYRILLIC = "дата;область;місце;загинуло;джерело\n2023-05-31;Луганська область;Карпати;5;Агенція\n"
WESTERN = "date;region;place;killed;source\n2023-05-31;UA-09;Karpaty;5;Agência de Notícias São João é já\n"


@pytest.mark.parametrize(
    ("text", "encoding", "named"),
    [
        (CYRILLIC, "cp1251", "cp1251"),
        (CYRILLIC, "utf-8", "utf-8"),
        (WESTERN, "cp1252", "cp1252"),
        (CYRILLIC.replace("Карпати", "Шебекино, Белгородская область, обстрел жилых домов"), "koi8-u", "koi8"),
    ],
)
def test_an_encoding_without_a_mark_is_found_and_named(text, encoding, named):
    sheet = table(text.encode(encoding, errors="replace"))
    assert sheet.encoding.startswith(named)
    assert ("encoding" in rules(sheet.issues)) == (encoding != "utf-8")
    if encoding != "koi8-u":
        assert sheet.frame.iloc[0, 4] == text.splitlines()[1].split(";")[4]


def test_a_chosen_encoding_overrides_the_found_one():
    sheet = table(CYRILLIC.encode("cp1251"), encoding="cp1252")
    assert sheet.encoding == "cp1252"
    assert sheet.frame.iloc[0, 4] != "Агенція"


def test_an_encoding_that_does_not_exist_is_an_issue():
    _, issues = read.sheets("file.csv", b"a,b\n", is_known=formats.is_known, encoding="cp-nothing")
    assert rules(issues) == ["unknown_encoding"]


@pytest.mark.parametrize(
    ("name", "text", "lines", "found"),
    [
        ("line breaks in cells", f'{HEADER}\n2023-05-31,UA-09,"Kar\npa\nty",5,A\n{ROWS[1]}\n', [2, 5], []),
        ("preamble", f"Report of 31 May\n\nprepared by us,,\n{PLAIN}", [5, 6], ["preamble"]),
        ("separator line of Excel", f"sep=;\n{PLAIN.replace(',', ';')}", [3, 4], ["preamble"]),
        ("totals row", f"{PLAIN}Total,,,5,\n", [2, 3], ["totals_row"]),
        ("totals row in Ukrainian", f"{PLAIN}Всього,,,5,\n", [2, 3], ["totals_row"]),
        ("ragged totals row", f"{PLAIN}Total,5\n", [2, 3], ["totals_row"]),
        ("note at the end", f"{PLAIN}Source: our own count,,,,\n", [2, 3], ["footnote_row"]),
        (
            "HXL tags",
            f"{HEADER}\n#date,#adm1+code,,#affected+killed,#meta+source\n" + "\n".join(ROWS),
            [3, 4],
            ["hxl_row"],
        ),
        ("blank lines", f"{HEADER}\n\n{ROWS[0]}\n,,,,\n\n{ROWS[1]}\n", [3, 6], []),
        ("too few cells", f"{HEADER}\n2023-05-31,UA-09\n{ROWS[1]}\n", [3], ["ragged"]),
        ("too many cells", f"{HEADER}\n{ROWS[0]},1,2\n{ROWS[1]}\n", [3], ["ragged"]),
        ("empty cells too many", f"{HEADER}\n{ROWS[0]},,\n{ROWS[1]}\n", [2, 3], []),
        ("separators after the header", f"{HEADER},,\n{ROWS[0]},,\n{ROWS[1]}\n", [2, 3], []),
        (
            "quotation mark never closed",
            f'{HEADER}\n2023-05-31,UA-09,"Karpaty,5,A\n{ROWS[1]}\n',
            [3],
            ["unclosed_quote"],
        ),
        ("quotation mark never closed, last", f'{PLAIN}2023-05-31,UA-09,"Karpaty', [2, 3], ["unclosed_quote"]),
        ("NUL bytes", PLAIN.replace("Moscow", "Mos\0cow"), [2, 3], ["nul_bytes"]),
        ("huge cell", f"{HEADER}\n{ROWS[0].replace('Karpaty', 'x' * 200_000)}\n{ROWS[1]}\n", [3], ["huge_cell"]),
        ("one name twice", f"{HEADER},killed\n{ROWS[0]},6\n{ROWS[1]},\n", [2, 3], ["duplicate_header"]),
        ("one column twice", f"{HEADER},killed\n{ROWS[0]},5\n{ROWS[1]},\n", [2, 3], []),
        ("only a header", f"{HEADER}\n", [], ["no_rows"]),
    ],
)
def test_a_quirk_costs_no_other_row_and_no_line_number(name, text, lines, found):
    sheet = table(text.encode())
    assert sheet.frame.index.tolist() == lines
    assert rules(sheet.issues) == found


def test_rows_set_apart_are_on_record_with_line_text_and_reason():
    sheet = table(f"{HEADER}\n2023-05-31,UA-09\n{ROWS[1]}\nTotal,,,5,\n".encode())
    assert sheet.left_out["line"].tolist() == [2, 4]
    assert sheet.left_out["text"].str.strip().tolist() == ["2023-05-31,UA-09", "Total,,,5,"]
    assert "the row has 2 cells and the header has 5" in sheet.left_out["why"].iloc[0]


def test_na_stays_text():
    assert table(b"date,country,killed\n2023-05-31,NA,1\n").frame["country"].tolist() == ["NA"]


def test_many_unclosed_quotation_marks_do_not_make_reading_slow():
    content = HEADER.encode() + b"\n" + b'2023-05-31,UA-09,"Karpaty,5,A\n' * 30_001
    assert len(table(content).left_out) + len(table(content).frame) > 0


@pytest.mark.parametrize(
    ("content", "rule", "words"),
    [
        (b"", "empty_file", "is empty"),
        (b"\xef\xbb\xbf \r\n\r\n", "empty_file", "is empty"),
        (b"%PDF-1.7 ...", "not_a_table", "a PDF document"),
        (b"\x89PNG\r\n\x1a\n", "not_a_table", "a picture"),
        (b"\xd0\xcf\x11\xe0old", "not_a_table", "an old Office document"),
        (b"<html><body></body></html>", "not_a_table", "a web page"),
        (b'{"a": 1}', "not_a_table", "a JSON file"),
        (b"[" * 100_000, "not_a_table", "a JSON file"),
        (b"PK\x03\x04 not really", "not_opened", "a zip archive"),
    ],
)
def test_what_is_no_table_is_refused_in_words(content, rule, words):
    files, issues = read.unpacked("file", content)
    for name, each in files:
        issues = [*issues, *read.sheets(name, each, is_known=formats.is_known)[1]]
    assert rules(issues) == [rule]
    assert words in issues[0].sentence()


def test_running_totals_nested_in_json_are_refused_with_the_reason():
    days = b'[{"day": "2023-10-07", "homes": {"destroyed": 80}}, {"day": "2023-10-08", "homes": {"destroyed": 90}}]'
    _, (found,) = read.sheets("series.json", days, is_known=formats.is_known)
    assert found.rule is issue.NESTED_SERIES
    assert "Running totals must never be added up" in found.sentence()


def workbook(**sheets):
    output = io.BytesIO()
    with xlsxwriter.Workbook(output, {"in_memory": True, "remove_timezone": True}) as book:
        date_format = book.add_format({"num_format": "d mmm yyyy"})
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for at, row in enumerate(rows):
                for column, cell in enumerate(row):
                    if hasattr(cell, "year"):
                        sheet.write_datetime(at, column, cell, date_format)
                    else:
                        sheet.write(at, column, cell)
    return output.getvalue()


def test_a_workbook_reads_as_a_person_sees_it():
    import datetime

    content = workbook(
        May=[["Report"], [], HEADER.split(","), [datetime.date(2023, 5, 31), "UA-09", "Karpaty", 5, "A"]]
    )
    sheet = table(content, "book.xlsx")
    assert sheet.frame.index.tolist() == [4]
    assert sheet.frame.iloc[0].tolist() == ["2023-05-31", "UA-09", "Karpaty", "5", "A"]


def test_every_filled_sheet_of_a_workbook_is_offered():
    content = workbook(
        May=[HEADER.split(","), ROWS[0].split(",")], June=[HEADER.split(","), ROWS[1].split(",")], Empty=[]
    )
    sheets, _ = read.sheets("book.xlsx", content, is_known=formats.is_known)
    assert [each.sheet for each in sheets] == ["May", "June"]
    assert sheets[0].file == "book.xlsx, sheet May"


def test_a_zip_gives_its_tables_and_nothing_else():
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w") as archive:
        archive.writestr("a/incidents.csv", PLAIN)
        archive.writestr("__MACOSX/._incidents.csv", "x")
        archive.writestr("manifest.json", "{}")
    files, issues = read.unpacked("update.zip", output.getvalue())
    assert files == [("update.zip/a/incidents.csv", PLAIN.encode())]
    assert issues == []


@given(
    st.lists(
        st.lists(
            st.text(st.characters(codec="utf-8", exclude_characters="\r\n\0"), max_size=8), min_size=3, max_size=3
        ),
        max_size=8,
    )
)
def test_cells_come_back_as_they_were_written(rows):
    import csv

    output = io.StringIO(newline="")
    writer = csv.writer(output, quoting=csv.QUOTE_ALL)
    writer.writerow(["date", "region", "source"])
    writer.writerows(rows)
    sheet = table(output.getvalue().encode("utf-8-sig"), delimiter=",")
    kept = sheet.frame.to_numpy().tolist()
    filled = [row for row in rows if any(cell.strip() for cell in row)]
    assert [row for row in filled if row in kept] == kept
    assert len(kept) + len(sheet.left_out) == len(filled) - rules(sheet.issues).count("hxl_row")
