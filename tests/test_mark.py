"""The marked file: the user's own cells, and what is wrong with each line at its end."""

import csv
import io
import zipfile
from datetime import date

import pytest

from pipelines import dataset, issue, load, mark, read
from pipelines.load import Upload
from tests.test_read import workbook

TODAY = date(2024, 1, 1)
HEADER = "date,region,place,killed,source"
ROW = "2023-05-31,UA-09,Karpaty,5,Agency"
BAD = ["2023-05-31", "UA-09", "Karpaty", "-4", "Agency"]


def intake(*files):
    uploads = [Upload(name, text if isinstance(text, bytes) else text.encode()) for name, text in files]
    return load.files(uploads, dataset.empty(), today=TODAY)


def marked(name, content):
    upload = Upload(name, content)
    return mark.file(upload, intake((name, content)).issues)


@pytest.mark.parametrize("encoding", ["utf-8", "cp1251", "utf-16"])
def test_the_marked_file_has_its_own_cells_untouched_and_the_issues_at_the_end(encoding):
    text = f'Report\n{HEADER}\n2023-05-31,UA-09,"Кар\r\nпати",-4,Agency\n{ROW}\n2023-05-30,UA-09\n'.replace(",", ";")
    upload = Upload("f.csv", text.encode(encoding))
    found = load.files([upload], dataset.empty(), today=TODAY)
    marked = mark.file(upload, found.issues)
    assert marked.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(marked.decode("utf-8-sig"), newline=""), delimiter=";"))
    assert rows[1] == [*HEADER.split(","), "issues"]
    assert rows[2][:5] == ["2023-05-31", "UA-09", "Кар\r\nпати", "-4", "Agency"]
    assert rows[2][5].startswith('killed: "-4" is below 0.') or "is below 0." in rows[2][5]
    assert rows[3] == [*ROW.split(","), ""]
    assert rows[4][:2] == ["2023-05-30", "UA-09"]
    assert "the row has 2 cells and the header has 5" in rows[4][2]


def test_a_marked_file_that_is_mended_comes_in_without_a_word_about_its_issues():
    upload = Upload("f.csv", f"{HEADER}\n{ROW.replace('5,A', '-4,A')}\n".encode())
    marked = mark.file(upload, load.files([upload], dataset.empty(), today=TODAY).issues)
    found = intake(("f.csv", marked.replace(b"-4,Agency", b"4,Agency")))
    assert found.kept == 1
    assert not any(each.rule is issue.NOT_KEPT for each in found.issues)


def test_a_marked_file_is_read_as_the_file_was():
    text = f"Report\r\n\r\n{HEADER}\r\n{ROW}\r\n{','.join(BAD)}\r\n2023-05-30,UA-09\r\n{ROW.replace('31', '29')}\r\n"
    before, after = intake(("f.csv", text)), intake(("f.csv", marked("f.csv", text.encode())))
    told = [[(each.rule.name, each.line) for each in found.issues] for found in (before, after)]
    assert told[0] == told[1]
    assert (after.read, after.kept) == (before.read, before.kept) == (4, 2)


def test_a_marked_workbook_is_a_workbook_with_all_its_sheets():
    content = workbook(Notes=[["What", "Why"], ["a", "b"]], May=[["Report"], HEADER.split(","), BAD, ROW.split(",")])
    made = marked("book.xlsx", content)
    assert mark.name(Upload("book.xlsx", content)) == "book-issues.xlsx"
    assert read.sheet_names(made) == ["Notes", "May"]
    rows = [cells for _, cells in read.workbook_rows(made, "May")]
    assert rows[1] == [*HEADER.split(","), "issues"]
    assert rows[2][:5] == BAD
    assert "is below 0" in rows[2][5]
    assert rows[3][:5] == ROW.split(",")
    assert [cells for _, cells in read.workbook_rows(made, "Notes")][1][:2] == ["a", "b"]


def test_a_marked_workbook_that_is_mended_comes_in():
    made = marked("book.xlsx", workbook(May=[HEADER.split(","), BAD]))
    rows = [cells for _, cells in read.workbook_rows(made, "May")]
    found = intake(("book.xlsx", workbook(May=[[cell.replace("-4", "4") for cell in row] for row in rows])))
    assert found.kept == 1
    assert not any(each.rule is issue.NOT_KEPT for each in found.issues)


def test_a_marked_zip_is_a_zip_of_marked_files():
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w") as archive:
        archive.writestr("a.csv", f"{HEADER}\n{','.join(BAD)}\n")
        archive.writestr("b.xlsx", workbook(May=[HEADER.split(","), BAD]))
    made = marked("both.zip", output.getvalue())
    assert mark.name(Upload("both.zip", output.getvalue())) == "both-issues.zip"
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        assert archive.namelist() == ["a.csv", "b.xlsx"]
        assert b"is below 0" in archive.read("a.csv")
        assert "is below 0" in list(read.workbook_rows(archive.read("b.xlsx"), "May"))[1][1][5]


def test_one_file_of_several_is_marked_with_its_own_issues():
    files = [("a.csv", f"{HEADER}\n{','.join(BAD)}\n".encode()), ("b.csv", f"{HEADER}\n{ROW}\n".encode())]
    issues = intake(*files).issues
    assert b"is below 0" in mark.file(Upload(*files[0]), issues)
    assert b"is below 0" not in mark.file(Upload(*files[1]), issues)


def test_what_is_said_of_a_column_called_like_a_formula_is_no_formula():
    text = f"{HEADER},=1+1\n{','.join(BAD)},x\n"
    upload = Upload("f.csv", text.encode())
    issues = [issue.Issue(issue.NOT_WHOLE, "f.csv", 2, "=1+1", "x")]
    rows = list(csv.reader(io.StringIO(mark.file(upload, issues).decode("utf-8-sig"))))
    assert rows[1][-1].startswith("'=1+1: ")
