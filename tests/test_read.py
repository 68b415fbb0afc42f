import io
import random
import zipfile
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines import formats, issue, read

FIXTURES = Path(__file__).parent / "fixtures"
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
        (CYRILLIC, "utf-16-le", "utf-16-le"),
        (CYRILLIC, "utf-16-be", "utf-16-be"),
        (CYRILLIC * 4000, "utf-16-le", "utf-16-le"),
        (CYRILLIC, "utf-32", "utf-32"),
        ("date;place;source\n2023-05-31;إدلب;وكالة الأنباء\n", "utf-16-le", "utf-16-le"),
        ("date;place;source\n2023-05-31;Nové Město – “x”;Agência €5\n", "utf-16-be", "utf-16-be"),
    ],
)
def test_an_encoding_without_a_mark_is_found_and_named(text, encoding, named):
    sheet = table(text.encode(encoding, errors="replace"))
    assert sheet.encoding.startswith(named)
    assert ("encoding" in rules(sheet.issues)) == (encoding != "utf-8")
    if encoding != "koi8-u":
        assert sheet.frame.iloc[0].tolist() == text.splitlines()[1].split(";")


def test_bytes_of_text_with_a_few_empty_ones_between_are_not_taken_for_utf_16():
    assert table(PLAIN.replace("Karpaty", "Kar\0pa\0ty\0").encode()).encoding == "utf-8"


def test_every_kind_of_utf_16_can_be_chosen():
    assert {"utf-16", "utf-16-le", "utf-16-be"} <= set(read.ENCODINGS)
    assert len(set(read.ENCODINGS.values())) >= len(read.ENCODINGS) - 1


def test_a_chosen_encoding_overrides_the_found_one():
    sheet = table(CYRILLIC.encode("cp1251"), encoding="cp1252")
    assert sheet.encoding == "cp1252"
    assert sheet.frame.iloc[0, 4] != "Агенція"


def test_utf_16_may_be_chosen_for_a_text_without_its_mark():
    sheet = table(CYRILLIC.encode("utf-16-le"), encoding="utf-16")
    assert sheet.frame.iloc[0, 4] == "Агенція"


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
        (
            "totals between rows",
            f"{HEADER}\n{ROWS[0]}\nTotal,,,5,\n{ROWS[1]}\nВсього:,,,5,\n",
            [2, 4],
            ["totals_row"] * 2,
        ),
        ("separators inside quotation marks", f'{HEADER}\n2023-05-31,UA-09,"Karpaty; near, by",5,"A, B"\n', [2], []),
        ("another separator in one row", f"{PLAIN}{ROWS[0].replace(',', ';')}\n", [2, 3], ["ragged"]),
        ("mixed line ends", f"{HEADER}\r\n{ROWS[0]}\n{ROWS[1]}\r\n", [2, 3], []),
        ("no line end at the end", PLAIN.rstrip("\n"), [2, 3], []),
        ("two thousand columns", "\n".join(line + ",x" * 2000 for line in PLAIN.splitlines()), [2, 3], []),
        ("a long cell", f"{HEADER}\n{ROWS[0].replace('Karpaty', 'x' * 90_000)}\n{ROWS[1]}\n", [2, 3], []),
        ("empty columns before the table", "\n".join("," + line for line in PLAIN.splitlines()), [2, 3], []),
        ("control characters", PLAIN.replace("Moscow", "Mos\x0bcow\x1a"), [2, 3], []),
        ("numbers in names of columns", "q1,q2,q3\nx,x,x\ny,y,z\n", [2, 3], []),
        ("marks in every column", "date 1,date 2,source 1\nx,x,x\nx,x,x\n", [2, 3], []),
        ("sums without a word", f"{PLAIN}{ROWS[0]}\n,,,10,\n", [2, 3, 4], ["totals_row"]),
        ("sums of a thousand", f'{PLAIN}{ROWS[0].replace(",5,", ",1995,")}\n,,,"2,000",\n', [2, 3, 4], ["totals_row"]),
        ("sums and a note", f"{PLAIN}{ROWS[0]}\n,,,10,\nSource: x,,,,\n", [2, 3, 4], ["footnote_row", "totals_row"]),
        ("no sums", f"{PLAIN}{ROWS[0]}\n,,,11,\n", [2, 3, 4, 5], []),
        ("one row and its like", f"{HEADER}\n{ROWS[0]}\n,,,5,\n", [2, 3], []),
        ("sums with words beside them", f"{PLAIN}{ROWS[0]}\n,,Karpaty,10,\n", [2, 3, 4, 5], []),
        ("zeros are no sums", f"{PLAIN}{ROWS[0]}\n,,,0,\n".replace(",5,", ",0,"), [2, 3, 4, 5], []),
        ("nothing but numbers", "q,r\n1,2\n3,4\n4,6\n", [2, 3, 4], []),
        ("a footnote under the table", f"{PLAIN}* not confirmed yet,,,,\n", [2, 3], ["footnote_row"]),
        (
            "a header in two rows",
            f"date,region,place,Casualties,source\n,,,killed,\n{ROWS[0]}\n",
            [3],
            ["two_header_rows"],
        ),
        ("a row of one word", f"{HEADER}\n,,,killed,\n{ROWS[0]}\n", [2, 3], []),
        ("a total of a day", f"{HEADER}\n{ROWS[0]}\nTotal 31 May,,,5,\n{ROWS[1]}\n", [2, 4], ["totals_row"]),
        ("a record that begins like one", f"{HEADER}\nTotal war,UA-09,Karpaty,5,A\n{ROWS[1]}\n", [2, 3], []),
        ("the header again", f"{PLAIN}{HEADER}\n{ROWS[0]}\n", [2, 3, 5], ["header_again"]),
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
        (b"II*\0 a TIFF", "not_a_table", "a picture"),
        (b"RIFF\0\0\0\0WEBPVP8 ", "not_a_table", "a picture"),
        (b"\xd0\xcf\x11\xe0old", "not_a_table", "an old Office document"),
        (b"\xd0\xcf\x11\xe0" + "WordDocument".encode("utf-16-le"), "not_a_table", "an old Word document (.doc)"),
        (b"\xd0\xcf\x11\xe0" + "EncryptedPackage\0".encode("utf-16-le"), "protected", "protected by a password"),
        (b"<html><body></body></html>", "not_a_table", "a web page"),
        (b"\xef\xbb\xbf\r\n<TABLE border=1><tr><td>date</td></tr></TABLE>", "not_a_table", "Open it in a spreadsheet"),
        ("<!DOCTYPE html><table><tr><td>date</td>".encode("utf-16"), "not_a_table", "a web page"),
        (b'<?xml version="1.0"?><Workbook/>', "not_a_table", "an XML document"),
        (b'{"a": 1}', "not_a_table", "a JSON file"),
        (b'{"a": 1}\n{"a": 2}\n', "not_a_table", "a JSON file"),
        (b"[" * 100_000, "not_a_table", "a JSON file"),
        (b"\x1f\x8b\x08\0csv", "not_a_table", "a gzip archive"),
        (b"{\\rtf1 date", "not_a_table", "a word processor document"),
        (b"PK\x03\x04 not really", "not_opened", "a zip archive"),
        (random.Random(1).randbytes(300), "not_a_table", "binary data"),
        (random.Random(2).randbytes(100_000), "not_a_table", "binary data"),
    ],
)
def test_what_is_no_table_is_refused_in_words(content, rule, words):
    files, issues = read.unpacked("file", content)
    for name, each in files:
        issues = [*issues, *read.sheets(name, each, is_known=formats.is_known)[1]]
    assert rules(issues) == [rule]
    assert words in issues[0].sentence()


def zipped(**members):
    """A zip of members given as path with "__" for "/" and content."""
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, content in members.items():
            archive.writestr(path.replace("__", "/"), content)
    return output.getvalue()


@pytest.mark.parametrize(
    ("members", "rule", "words"),
    [
        ({"word__document.xml": "x"}, "not_a_table", "a Word document"),
        ({"ppt__presentation.xml": "x"}, "not_a_table", "a presentation"),
        ({"xl__workbook.bin": "x"}, "not_a_table", "Save it as XLSX"),
        ({"Index__Document.iwa": "x"}, "not_a_table", "Export it as XLSX or CSV"),
        ({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "x"}, "not_a_table", "OpenDocument"),
        ({"README.md": "x"}, "not_a_table", "a zip archive without a CSV"),
        ({f"{number}.csv": "x" for number in range(101)}, "too_large", "101 tables"),
        ({"bomb.csv": b"0" * (101 * 1024**2)}, "too_large", "0.1 GB of data in"),
    ],
    ids=lambda value: value if isinstance(value, str) else next(iter(value)),
)
def test_a_zip_that_cannot_be_an_update_is_refused_in_words(members, rule, words):
    files, (found,) = read.unpacked("file.zip", zipped(**members))
    assert files == []
    assert found.rule.name == rule
    assert words in found.sentence()


def test_a_zip_with_a_password_is_refused_in_words():
    content = bytearray(zipped(**{"a.csv": PLAIN}))
    content[6] |= 1
    content[content.index(b"PK\x01\x02") + 8] |= 1
    files, (found,) = read.unpacked("file.zip", bytes(content))
    assert files == []
    assert "is a zip archive protected by a password" in found.sentence()


BUNDLE = {
    **{f"tables__{name}.csv": name for name in ("sources", "incidents", "casualties", "damage")},
    "charts__people_over_time.csv": "x",
    "charts__incidents.csv": "x",
    "charts__map.png": "x",
    "README.txt": "x",
    "datapackage.json": "{}",
    "manifest.json": "{}",
}


@pytest.mark.parametrize("folder", ["tables", "data", "export/2023/tables", ""])
def test_of_a_bundle_the_four_tables_are_read_and_the_rest_is_passed_over(folder):
    members = {name.replace("tables__", f"{folder}__" if folder else ""): text for name, text in BUNDLE.items()}
    files, (note,) = read.unpacked("bundle.zip", zipped(**members))
    assert sorted(text for _, text in files) == [b"casualties", b"damage", b"incidents", b"sources"]
    assert note.rule is issue.PASSED_OVER
    assert "README.txt, datapackage.json, manifest.json, charts/people_over_time.csv" in note.sentence()


def test_files_of_a_full_folder_are_told_together():
    note = read.passed_over("f.zip", ["charts/1.png", "README.txt", *(f"charts/{at}.png" for at in range(2, 42))])
    assert "were not read: README.txt, charts/ (41 files)." in note.sentence()


@pytest.mark.parametrize(
    ("path", "is_read"),
    [
        ("incidents.csv", True),
        ("./incidents.csv", True),
        ("a/b/c/incidents.CSV", True),
        ("a\\b\\may.xlsx", True),
        ("old.xls", True),
        ("__MACOSX/._incidents.csv", False),
        (".DS_Store", False),
        ("Thumbs.db", False),
        ("~$may.xlsx", False),
        (".hidden/incidents.csv", False),
        ("datapackage.json", False),
    ],
)
def test_what_in_a_zip_is_read_and_what_is_passed_over(path, is_read):
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w") as archive:
        archive.writestr("first.csv", PLAIN)
        archive.writestr(path, PLAIN)
    files, notes = read.unpacked("f.zip", output.getvalue())
    assert len(files) == 1 + is_read
    assert rules(notes) == ([] if is_read else ["passed_over"])


def test_one_path_twice_in_a_zip_gives_two_names():
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w") as archive:
        archive.writestr("a.csv", "1")
        with pytest.warns(UserWarning, match="Duplicate name"):
            archive.writestr("a.csv", "2")
    assert read.unpacked("f.zip", output.getvalue())[0] == [("f.zip/a.csv", b"1"), ("f.zip/a.csv (2)", b"2")]


def test_running_totals_nested_in_json_are_refused_with_the_reason():
    days = b'[{"day": "2023-10-07", "homes": {"destroyed": 80}}, {"day": "2023-10-08", "homes": {"destroyed": 90}}]'
    _, (found,) = read.sheets("series.json", days, is_known=formats.is_known)
    assert found.rule is issue.NESTED_SERIES
    assert "Running totals must never be added up" in found.sentence()


def workbook(*, date_1904=False, **sheets):
    output = io.BytesIO()
    options = {"in_memory": True, "remove_timezone": True, "date_1904": date_1904}
    with xlsxwriter.Workbook(output, options) as book:
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


def test_a_workbook_of_before_2007_is_read():
    sheet = table((FIXTURES / "before_2007.xls").read_bytes(), "before_2007.xls")
    assert sheet.frame.iloc[0].tolist() == ["2023-05-31", "UA-09", "Карпати", "5", "Agency"]


def test_a_formula_that_went_wrong_does_not_pass_for_an_empty_cell():
    output = io.BytesIO()
    with xlsxwriter.Workbook(output, {"in_memory": True}) as book:
        book.add_worksheet("Notes").write(0, 0, "x")
        sheet = book.add_worksheet("May & June")
        sheet.write_row(0, 0, HEADER.split(","))
        sheet.write_row(1, 0, ROWS[0].split(","))
        sheet.write_formula(1, 3, "=1/0", None, "#DIV/0!")
        sheet.write_row(2, 0, ROWS[1].split(","))
        sheet.write_formula(2, 3, "=2+3", None, 5)
    sheets, _ = read.sheets("f.xlsx", output.getvalue(), is_known=formats.is_known)
    assert sheets[-1].frame["killed"].tolist() == ["#DIV/0!", "5"]


def test_rows_of_a_workbook_keep_their_numbers_where_the_first_ones_are_empty():
    assert table(workbook(May=[[], [], HEADER.split(","), ROWS[0].split(",")])).frame.index.tolist() == [4]


@pytest.mark.parametrize(("value", "is_refused"), [("x", True), (None, False)])
def test_a_cell_in_the_last_row_and_column_does_not_fill_the_memory(value, is_refused):
    output = io.BytesIO()
    with xlsxwriter.Workbook(output, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for at, row in enumerate([HEADER, *ROWS]):
            sheet.write_row(at, 0, row.split(","))
        cell = (1_048_575, 16_383, value, book.add_format({"bold": True}))
        sheet.write_string(*cell) if value else sheet.write_blank(*cell)
    sheets, issues = read.sheets("far.xlsx", output.getvalue(), is_known=formats.is_known)
    assert rules(issues) == (["far_cell"] if is_refused else [])
    assert [len(each.frame) for each in sheets] == ([] if is_refused else [2])


def test_cells_repeated_over_a_whole_ods_sheet_do_not_fill_the_memory():
    cell = '<table:table-cell table:number-columns-repeated="16384"><text:p>x</text:p></table:table-cell>'
    row = f'<table:table-row table:number-rows-repeated="1048576">{cell}</table:table-row>'
    content = zipped(**{"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": row})
    assert rules(read.sheets("f.ods", content, is_known=formats.is_known)[1]) == ["far_cell"]


@pytest.mark.parametrize("date_1904", [False, True])
def test_a_day_is_a_day_from_whichever_year_a_workbook_counts(date_1904):
    import datetime

    rows = [HEADER.split(","), [datetime.date(2023, 5, 31), "UA-09", "Karpaty", 5, "A"]]
    sheet = table(workbook(May=rows, date_1904=date_1904), "book.xlsx")
    assert sheet.frame.iloc[0, 0] == "2023-05-31"
    assert sheet.from_1904 == date_1904


def test_names_in_two_header_rows_are_read_as_one():
    text = "date,region,place,Casualties,,,source\n,,,killed,injured,children,\n2023-05-31,UA-09,Karpaty,5,6,1,A\n"
    names = table(text.encode()).frame.columns.tolist()
    assert names == ["date", "region", "place", "killed", "injured", "Casualties children", "source"]


def test_cells_merged_over_several_rows_are_told():
    output = io.BytesIO()
    with xlsxwriter.Workbook(output, {"in_memory": True}) as book:
        sheet = book.add_worksheet("S")
        sheet.merge_range(0, 0, 1, 4, "Shelling in May")
        sheet.write_row(2, 0, HEADER.split(","))
        sheet.merge_range(3, 0, 4, 0, "2023-05-31")
        for row in (3, 4):
            sheet.write_row(row, 1, ["UA-09", "Karpaty", row, "A"])
        sheet.merge_range(5, 1, 5, 2, "UA-09")
        sheet.write(5, 0, "2023-06-01")
    (sheet,), _ = read.sheets("f.xlsx", output.getvalue(), is_known=formats.is_known)
    assert rules(sheet.issues) == ["preamble", "merged_cells"]
    assert "1 in all, first A4:A5" in sheet.issues[-1].sentence()


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
    assert rules(issues) == ["passed_over"]
    assert "manifest.json, __MACOSX/._incidents.csv" in issues[0].sentence()


@given(
    st.lists(
        st.lists(st.text(st.characters(codec="utf-8", exclude_categories=["Cc"]), max_size=8), min_size=3, max_size=3),
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


ENCODED = st.tuples(
    st.text(alphabet="date,region\n;\t|\"'5-é, обстріл№\0\x0b#+", max_size=120),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1251", "koi8-u", "cp866"]),
).map(lambda pair: pair[0].encode(pair[1], errors="replace"))
BEGUN = st.tuples(
    st.sampled_from(
        [b"", b"%PDF", b"\xd0\xcf\x11\xe0", b"PK\x03\x04", b"<table>", b"[{", b"\xff\xfe", b"\xff\xfe\0\0", b"sep=;\n"]
    ),
    st.binary(max_size=300),
).map(b"".join)


@settings(max_examples=300)
@given(st.one_of(ENCODED, BEGUN), st.sampled_from([None, *read.ENCODINGS]), st.sampled_from([None, *read.DELIMITERS]))
def test_no_bytes_make_the_reader_raise_and_no_line_is_told_twice(content, encoding, delimiter):
    files, issues = read.unpacked("f", content)
    for name, each in files:
        sheets, found = read.sheets(name, each, is_known=formats.is_known, encoding=encoding, delimiter=delimiter)
        issues = [*issues, *found, *(said for sheet in sheets for said in sheet.issues)]
        for sheet in sheets:
            lines = [*sheet.frame.index, *sheet.left_out["line"]]
            assert len(lines) == len(set(lines))
            assert sheet.left_out["why"].ne("").all()
    assert all(each.sentence() for each in issues)


def test_a_damaged_old_workbook_never_raises():
    content = (FIXTURES / "before_2007.xls").read_bytes()
    for at in range(0, len(content), 97):
        read.sheets("f.xls", content[:at] + b"\xff\x00\xfe" + content[at + 3 :], is_known=formats.is_known)
        read.sheets("f.xls", content[:at], is_known=formats.is_known)
