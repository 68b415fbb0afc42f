"""The command line: what each command prints and does, its exit code, and never a traceback."""

import hashlib
import json
import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from pipelines import codebook, commit, ledger, load, publish, render
from pipelines.__main__ import main

ROOT = Path(__file__).parents[1]


@pytest.fixture
def run(capsys):
    """Runs a command line; gives exit code, stdout and stderr."""

    def run(*arguments):
        code = main([str(each) for each in arguments])
        said = capsys.readouterr()
        return code, said.out, said.err

    return run


@pytest.fixture
def answer(run):
    """Runs a command line with --json that must succeed; gives the object."""

    def answer(*arguments):
        code, out, err = run(*arguments, "--json")
        assert code == 0, err
        return json.loads(out)

    return answer


@pytest.fixture
def write(tmp_path, record):
    """Writes records of a table as a CSV: `write("incidents", {"incident_id": "X-1"}, ...)`."""

    def write(table, *changes):
        file = tmp_path / f"{table}.csv"
        rows = [record(table, **each) for each in changes]
        file.write_bytes(publish.records_csv(rows, codebook.table(table).columns))
        return file

    return write


def killed(answer):
    return answer("tally")["killed"]["best"]


def test_rows_of_the_tally_say_for_how_many_incidents_there_is_no_figure(run):
    _, out, _ = run("tally")
    head, belgorod, bryansk = (
        re.split("  +", next(line for line in out.splitlines() if line.startswith(name)))
        for name in ("Region", "Belgorod", "Bryansk")
    )
    of_killed = head.index("Killed") + 1
    assert (head[of_killed], belgorod[of_killed], bryansk[of_killed]) == ("No figure", "2 of 3", "1 of 1")
    assert head[head.index("Missing") + 1] != "No figure"
    (month,) = [line for line in out.splitlines() if line.startswith("May 2023")]
    assert re.split("  +", month)[2:6] == ["6", "6 of 8", "25", "5 of 8"]


@pytest.mark.parametrize(
    ("arguments", "measure", "expected"),
    [
        ([], "killed", (6, 2, 6)),
        ([], "injured", (25, 3, 5)),
        ([], "missing", (None, 0, 8)),
        ([], "structures", (16, 2, 6)),
        (["--region", "UA-09"], "killed", (5, 1, 0)),
        (["--region", "UA-09"], "injured", (19, 1, 0)),
        (["--region", "RU-BEL", "--type", "shelling"], "injured", (4, 1, 0)),
        (["--region", "RU-BEL", "--type", "shelling"], "structures", (15, 1, 0)),
        (["--region", "RU-BEL", "--region", "UA-09"], "killed", (6, 2, 2)),
        (["--type", "drone_strike", "--type", "shelling"], "injured", (23, 2, 3)),
        (["--from", "2023-05-31", "--to", "2023-05-31"], "injured", (4, 1, 1)),
        (["--from", "2023-05-30", "--to", "2023-05-31"], "injured", (23, 2, 4)),
        (["--to", "2023-05-28"], "killed", (None, 0, 1)),
        (["--control", "occupied"], "killed", (5, 1, 1)),
        (["--structure", "house"], "injured", (4, 1, 0)),
        (["--structure", "Industry, refineries, fuel depots"], "structures", (1, 1, 0)),
        (["--status", "reported"], "killed", (6, 2, 6)),
        (["--status", "confirmed"], "killed", (None, 0, 8)),
        (["--rule", "highest"], "killed", (6, 2, 6)),
        (["--as-of", "0"], "killed", (None, 0, 0)),
    ],
    ids=str,
)
def test_the_tally_of_a_selection(answer, arguments, measure, expected):
    found = answer("tally", *arguments)[measure]
    assert (found["best"], found["incidents_with_figure"], found["incidents_without_figure"]) == expected


@pytest.mark.parametrize(
    ("name", "code"), [("Luhansk", "UA-09"), ("belgorod oblast", "RU-BEL"), ("Ukraine", "UA"), ("ru-bel", "RU-BEL")]
)
def test_a_region_or_country_may_be_named(answer, name, code):
    assert answer("tally", "--region", name) == answer("tally", "--region", code)


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["tally", "--region", "Luhanks"], 'Region: "Luhanks" is not known. Did you mean UA-09'),
        (["tally", "--type", "sheling"], 'Incident type: "sheling" is not known. Did you mean shelling?'),
        (["tally", "--type", "zzz"], 'Incident type: "zzz" is not known. Expected one of: shelling'),
        (["tally", "--status", "disputed"], "Expected one of: reported, corroborated, confirmed."),
        (["tally", "--rule", "latst"], "Did you mean latest?"),
        (["tally", "--control", "occupid"], "Did you mean occupied?"),
        (["tally", "--from", "2023-06-01", "--to", "2023-05-25"], "from: 2023-06-01 is after to: 2023-05-25."),
        (["tally", "--from", "31.05.2023"], '"31.05.2023" is not a date. Expected a day such as 2023-05-31.'),
        (["tally", "--as-of", "9"], "There is no version 9"),
        (["undo", "9"], "There is no batch 9"),
        (["check", "no-such-file.csv"], "no-such-file.csv cannot be read: No such file or directory."),
        (["tally", "--as-of", "new"], "invalid int value"),
        (["template", "events"], "invalid choice"),
        (["taly"], "invalid choice"),
        ([], "required"),
    ],
    ids=str,
)
def test_wrong_use_is_exit_2_and_a_sentence(run, arguments, sentence):
    code, out, err = run(*arguments)
    assert (code, out) == (2, "")
    assert sentence in err


@pytest.mark.parametrize("command", ["tally", "history", "init", "codebook", "template"])
def test_every_command_answers_in_words_too(run, command):
    code, out, _ = run(command)
    assert code == 0
    assert out.strip()


def test_help_is_exit_0(run):
    code, out, _ = run("--help")
    assert code == 0
    assert "tally" in out


def test_a_label_or_known_misspelling_means_its_code(answer):
    assert answer("tally", "--type", "Drone strike") == answer("tally", "--type", "uav")


def test_the_first_use_of_a_ledger_puts_the_shipped_data_into_it(answer):
    assert [batch["kind"] for batch in answer("history")["batches"]] == ["import"]


def test_init_empty_makes_a_ledger_that_stays_empty(answer):
    assert answer("init", "--empty") == {"version": 0, "was_there": False}
    assert answer("tally")["incidents"] == 0
    assert answer("history") == {"batches": []}


def test_init_twice_does_nothing_the_second_time(answer):
    assert [answer("init")["was_there"], answer("init")["was_there"]] == [False, True]


@pytest.mark.parametrize("table", [table.name for table in codebook.TABLES])
def test_a_template_can_be_printed(answer, table):
    assert answer("template", table)["csv"].encode("utf-8-sig") == publish.template(codebook.table(table))


def test_the_codebook_page_can_be_printed(run):
    assert run("codebook")[1] == publish.codebook_page()


def test_checking_a_sound_file_is_exit_0_and_writes_nothing(answer, write):
    assert answer("check", write("incidents", {"incident_id": "X-1"}))["kept"] == 1
    assert len(answer("history")["batches"]) == 1


def test_checking_a_file_with_an_error_is_exit_1_and_names_the_line(run, write):
    code, out, _ = run("check", write("incidents", {"incident_id": "X-1"}, {"incident_id": "X-2", "region": "UA-99"}))
    assert code == 1
    assert "incidents.csv, line 3" in out


def test_an_import_moves_the_totals(run, answer, write):
    files = write("incidents", {"incident_id": "X-1"}), write("casualties", {"claim_id": "X", "incident_id": "X-1"})
    found = answer("import", *files, write("sources", {}), "--note", "morning", "--who", "an officer")
    assert (found["written"], found["batch"], found["changes"]["incidents"]["added"]) == (True, 2, 1)
    assert killed(answer) == 11
    newest = answer("history")["batches"][0]
    assert (newest["who"], newest["note"]) == ("an officer", "morning")


def test_a_file_name_and_a_note_of_any_bytes_are_kept_as_far_as_they_are_text(answer, write, tmp_path):
    file = write("incidents", {"incident_id": "X-1"}).rename(tmp_path / os.fsdecode(b"May \xff.csv"))
    answer("import", file, "--note", os.fsdecode(b"note \xff"), "--who", os.fsdecode(b"\xff"))
    newest = answer("history")["batches"][0]
    assert (newest["file_name"], newest["note"], newest["who"]) == ("May ?.csv", "note ?", "?")


def test_importing_the_same_file_again_changes_nothing(answer, write):
    file = write("incidents", {"incident_id": "X-1"})
    assert [answer("import", file)["written"], answer("import", file)["written"]] == [True, False]


def test_a_dry_run_writes_nothing(answer, write):
    assert answer("import", write("incidents", {"incident_id": "X-1"}), "--dry-run")["written"] is False
    assert len(answer("history")["batches"]) == 1


SIMPLE = "date,region,place,incident_type,killed,injured,source\n2023-06-01,UA-63,Kharkiv,shelling,5,3,Agency\n"


def test_a_dry_run_shows_the_totals_before_and_after_and_the_old_and_new_value_of_each_cell(run, answer, write):
    change = {"claim_id": "CD-0007-C1", "incident_id": "CD-0007", "killed": 8, "killed_high": 9}
    file = write("casualties", change)
    before = answer("tally")
    found = answer("import", file, "--dry-run")
    assert found["totals"]["counting_rule"] == "established"
    code, out, _ = run("import", file)
    lines = [" ".join(line.split()) for line in out.splitlines()]
    assert code == 0
    assert "Killed 6 no figure for 6 of 8 incidents 9 (6–10) no figure for 6 of 8 incidents" in lines
    assert "Incidents counted 8 8" in lines
    assert "Missing - no figure in any of 8 incidents 2 no figure for 7 of 8 incidents" in lines
    assert any(line.startswith("CD-0007-C1 (") and line.endswith(", Killed: 5 -> 8") for line in lines)
    cells = {(cell["table"], cell["key"], cell["column"]): cell for cell in found["changed_cells"]}
    killed = cells["casualties", "CD-0007-C1", "killed"]
    assert (killed["label"], killed["old"], killed["new"]) == ("Killed", "5", "8")
    after = answer("tally")
    for name, told in (("before", before), ("after", after)):
        assert all(
            found["totals"][name][each] == told[each] for each in ("incidents", "killed", "injured", "structures")
        )


def test_a_cell_that_becomes_blank_is_seen_first_also_where_the_file_lacks_its_column(run, answer, tmp_path):
    file = tmp_path / "june.csv"
    file.write_text(SIMPLE, encoding="utf-8")
    answer("import", file)
    file.write_text(SIMPLE.replace(",injured", "").replace(",5,3,", ",6,"), encoding="utf-8")
    code, out, _ = run("import", file, "--dry-run")
    cells = out.partition("Changed cells: ")[2].splitlines()
    assert code == 0
    assert cells[0] == "2"
    assert cells[1].endswith(", Injured: 3 -> blank")
    assert cells[2].endswith(", Killed: 5 -> 6")
    assert cells[3].startswith("1 cell becomes blank")
    first, second = answer("import", file, "--dry-run")["changed_cells"]
    assert (first["column"], first["old"], first["new"]) == ("injured", "3", None)
    assert (second["column"], second["new"]) == ("killed", "6")


def test_ten_changed_cells_are_written_out_and_json_has_all(run, answer, tmp_path):
    file = tmp_path / "june.csv"
    head, row = SIMPLE.splitlines()
    rows = [row.replace("06-01", f"06-{day:02}") for day in range(1, 13)]
    file.write_text("\n".join([head, *rows]), encoding="utf-8")
    answer("import", file)
    file.write_text("\n".join([head, *rows]).replace(",5,3,", ",7,3,"), encoding="utf-8")
    _, out, _ = run("import", file, "--dry-run")
    assert out.count(" -> ") == 10
    assert "... and 2 more; --json has all" in out
    assert len(answer("import", file, "--dry-run")["changed_cells"]) == 12


def test_where_nothing_changes_no_totals_are_told(run, answer, tmp_path):
    file = tmp_path / "june.csv"
    file.write_text(SIMPLE, encoding="utf-8")
    answer("import", file)
    assert "Totals" not in run("import", file)[1]
    assert answer("import", file)["changed_cells"] == []


def test_an_import_with_errors_writes_nothing(run, answer, write):
    code, _, err = run("import", write("incidents", {"incident_id": "X-1"}, {"incident_id": "X-2", "region": "UA-99"}))
    assert code == 1
    assert "Nothing was written" in err
    assert len(answer("history")["batches"]) == 1


@pytest.mark.parametrize("content", [b"", b"\x00\x01\x02\xff" * 99])
@pytest.mark.parametrize("options", [[], ["--leave-out-errors"], ["--dry-run"]], ids=str)
def test_a_file_that_cannot_be_read_is_exit_1_and_nobody_says_that_nothing_changes(run, tmp_path, content, options):
    file = tmp_path / "may.csv"
    file.write_bytes(content)
    code, out, err = run("import", file, *options)
    assert code == 1
    assert "may.csv: is " in out
    assert "Added" not in out
    assert err.strip() == "Nothing could be read. Nothing was written."


def test_a_header_without_rows_says_so_and_is_no_error(run, tmp_path):
    file = tmp_path / "may.csv"
    file.write_text("date,region,place,killed,source\n")
    code, out, err = run("import", file)
    assert code == 0
    assert "may.csv: has a header and no rows" in out
    assert err.strip() == "There is nothing to commit: a header and no rows."


def test_errors_can_be_left_out_and_are_on_record(answer, write):
    file = write("incidents", {"incident_id": "X-1"}, {"incident_id": "X-2", "region": "UA-99"})
    found = answer("import", file, "--leave-out-errors")
    assert (found["kept"], found["left_out"], found["written"]) == (1, 1, True)
    engine = ledger.connect()
    assert [row["line"] for row in ledger.left_out(engine, found["batch"])] == [3]
    engine.dispose()


def test_undo_restores_every_total(answer, write):
    before = answer("tally") | {"version": None}
    answer(
        "import",
        write("casualties", {"claim_id": "CD-0007-C1", "incident_id": "CD-0007", "killed": 8, "killed_high": 9}),
    )
    assert killed(answer) == 9
    assert answer("undo", 2) == {"version": 3, "undone": 2}
    assert answer("tally") | {"version": None} == before


def test_the_data_can_be_seen_as_they_stood(answer, write):
    answer(
        "import",
        write("casualties", {"claim_id": "CD-0007-C1", "incident_id": "CD-0007", "killed": 8, "killed_high": 9}),
    )
    assert (killed(answer), answer("tally", "--as-of", 1)["killed"]["best"]) == (9, 6)


def test_undoing_twice_is_refused_with_a_sentence(run, answer, write):
    answer("import", write("incidents", {"incident_id": "X-1"}))
    answer("undo", 2)
    code, _, err = run("undo", 2, "--who", "someone else")
    assert code == 2
    assert "was taken back already" in err


@pytest.mark.parametrize("content", [b"", b"\x00\x01\x02", b"hello", b"{}"], ids=["empty", "bytes", "word", "json"])
@pytest.mark.parametrize("command", ["check", "import"])
def test_a_file_that_is_no_table_is_exit_1(run, tmp_path, command, content):
    file = tmp_path / "file.csv"
    file.write_bytes(content)
    assert run(command, file)[0] == 1


def test_a_ledger_that_cannot_be_reached_is_exit_1_and_a_sentence(run, monkeypatch, tmp_path):
    (tmp_path / "broken.sqlite3").write_bytes(b"no database at all, but long enough to be one" * 100)
    monkeypatch.setenv(ledger.VARIABLE, f"sqlite:///{tmp_path / 'broken.sqlite3'}")
    code, out, err = run("tally")
    assert (code, out) == (1, "")
    assert "Traceback" not in err


def test_the_command_runs_as_a_program():
    found = subprocess.run(
        [sys.executable, "-m", "pipelines", "tally", "--json"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (found.returncode, json.loads(found.stdout)["killed"]["best"], found.stderr) == (0, 6, "")


def test_a_table_with_columns_of_its_own_is_read_as_it_was_when_last_committed(run, tmp_path):
    header = "Wann;Wo;Tote;Quelle\n"
    first, second = tmp_path / "may.csv", tmp_path / "june.csv"
    first.write_text(f"{header}2023-05-09;UA-63;3;Example Agency\n", encoding="utf-8")
    second.write_text(f"{header}2023-06-09;UA-63;4;Example Agency\n", encoding="utf-8")
    assert run("import", first)[0] == 1

    engine = ledger.connect()
    mapping = {"Wann": "date", "Wo": "region", "Tote": "killed", "Quelle": "source"}
    uploads = [load.Upload(first.name, first.read_bytes())]
    current = ledger.fold(engine)
    intake = load.files(uploads, current, choices=load.Choices(mapping=mapping))
    commit.batch(engine, commit.preview(current, intake), uploads, who="Recorder")
    engine.dispose()

    code, _, err = run("import", second)
    assert code == 0
    assert "mapping of columns kept" in err


def test_a_bundle_is_written_and_told(answer, tmp_path):
    said = answer("export", "--region", "UA-09", "--out", tmp_path / "x.zip")
    content = (tmp_path / "x.zip").read_bytes()
    assert (said["bytes"], said["sha256"]) == (len(content), hashlib.sha256(content).hexdigest())
    assert (said["version"], said["totals"]["killed"]["best"], said["in_words"]) == (
        1,
        5,
        "Selected: Luhansk Oblast.",
    )
    with zipfile.ZipFile(tmp_path / "x.zip") as archive:
        assert [each["path"] for each in said["files"]] == archive.namelist()[:-1]
    assert not list(tmp_path.glob("*.part"))


def test_what_a_bundle_leaves_out_is_said_beside_it(run, tmp_path):
    code, out, err = run("export", "--region", "UA-09", "--out", tmp_path / "x.zip")
    assert (code, out.count("\n")) == (0, 1)
    assert "Left out: Structures damaged or destroyed by type and extent. There is nothing to draw" in err


def test_a_bundle_that_cannot_be_written_leaves_nothing_behind(run, tmp_path):
    code, _, err = run("export", "--out", tmp_path / "nowhere" / "x.zip")
    assert code == 2
    assert "cannot be written" in err
    assert "Traceback" not in err


OWN_COLUMNS = "Wann;Wo;Tote;Farbe;Amt=Nr\n2023-05-09;UA-63;3;rot;Example Agency\n"


def test_columns_of_its_own_are_asked_about_in_a_few_lines_that_say_how_to_go_on(run, tmp_path):
    file = tmp_path / "may.csv"
    file.write_text(OWN_COLUMNS, encoding="utf-8")
    code, out, _ = run("check", file)
    asked = out.partition("To be decided:")[2].partition("File")[0].splitlines()
    assert code == 1
    assert len(asked) < 14
    assert any(line.split() == ["Wo", "UA-63", "region"] for line in asked)
    assert any("Farbe" in line and "not kept" in line for line in asked)
    assert any("Missing: " in line and "source" in line for line in asked)
    assert any("--map Wo=region" in line and "--value source=..." in line for line in asked)
    assert any("Update screen" in line for line in asked)


def test_columns_may_be_mapped_on_the_command_line_and_the_mapping_is_kept(run, answer, tmp_path):
    file, next_one = tmp_path / "may.csv", tmp_path / "june.csv"
    file.write_text(OWN_COLUMNS, encoding="utf-8")
    next_one.write_text(OWN_COLUMNS.replace("-05-", "-06-"), encoding="utf-8")
    options = ["--map", "Wann=date", "--map", "Wo=region", "--map", "Tote=killed", "--map", "Amt=Nr=source"]
    assert answer("import", file, *options)["kept"] == 1
    assert killed(answer) == 9
    assert answer("import", next_one)["written"]


def test_one_value_may_stand_for_every_row(answer, tmp_path):
    file = tmp_path / "may.csv"
    file.write_text(OWN_COLUMNS, encoding="utf-8")
    options = ["--map", "Wann=date", "--map", "Wo=region", "--map", "Tote=killed", "--value", "source=A = B"]
    assert answer("import", file, *options)["kept"] == 1
    engine = ledger.connect()
    assert "A = B" in ledger.fold(engine).sources["publisher"].tolist()
    engine.dispose()


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (["--map", "Wann"], '"Wann" is not understood'),
        (["--map", "Wann=dat"], 'Header: "dat" is not known. Did you mean date?'),
        (["--map", "Wan=date"], 'Column: "Wan" is not known. Did you mean Wann? No file has it.'),
        (["--value", "sourc=X"], "Did you mean source?"),
    ],
)
def test_a_slip_in_a_mapping_is_wrong_use(run, tmp_path, options, sentence):
    file = tmp_path / "may.csv"
    file.write_text(OWN_COLUMNS, encoding="utf-8")
    code, _, err = run("import", file, *options)
    assert code == 2
    assert sentence in err


def test_days_that_read_two_ways_are_asked_about_with_the_option_that_decides(run, tmp_path):
    file = tmp_path / "may.csv"
    file.write_text("date,region,killed,source\n5/6/2023,UA-63,3,Agency\n", encoding="utf-8")
    assert "--day-first" in run("check", file)[1]
    assert run("check", file, "--day-first")[0] == 0


def test_a_mapping_is_no_slip_where_the_order_of_day_and_month_is_to_be_decided(run, tmp_path):
    file = tmp_path / "may.csv"
    file.write_text(OWN_COLUMNS.replace("2023-05-09", "5/6/2023"), encoding="utf-8")
    options = ["--map", "Wann=date", "--map", "Wo=region", "--map", "Tote=killed", "--map", "Amt=Nr=source"]
    code, out, _ = run("check", file, *options)
    assert (code, "--day-first" in out) == (1, True)
    assert run("check", file, *options, "--day-first")[0] == 0


def test_an_undo_says_what_it_did_and_may_be_tried_first(run, answer, write):
    answer("import", write("incidents", {"incident_id": "X-1"}))
    code, out, _ = run("undo", 2, "--dry-run")
    assert code == 0
    assert "takes away 1 incident" in out
    assert len(answer("history")["batches"]) == 2
    assert "takes away 1 incident" in run("undo", 2)[1]
    assert len(answer("history")["batches"]) == 3


@pytest.mark.parametrize(("form", "start"), [("pdf", b"%PDF"), ("docx", b"PK"), ("XLSX", b"PK")])
def test_a_report_is_written_and_told_about(answer, tmp_path, form, start):
    file = tmp_path / f"may.{form}"
    found = answer("report", "--out", file, "--region", "UA-09", "--title", "Karpaty", "--note", "Checked by hand.")
    data = file.read_bytes()
    assert data.startswith(start)
    assert (found["file"], found["bytes"], found["version"]) == (str(file), len(data), 1)
    assert found["sha256"] == hashlib.sha256(data).hexdigest()
    assert found["standards"] == (["ua-1", "a-2a"] if form == "pdf" else [])
    assert [each.name for each in tmp_path.iterdir() if each.suffix == ".part"] == []
    render.close()


@pytest.mark.parametrize(
    ("out", "sentence"),
    [
        ("report.odt", '"report.odt" is no report: the name must end in one of .pdf, .docx, .xlsx.'),
        ("report", '"report" is no report'),
        ("no/such/folder/report.xlsx", "cannot be written: No such file or directory."),
    ],
)
def test_a_report_that_cannot_be_written_is_wrong_use(run, tmp_path, out, sentence):
    code, said, err = run("report", "--out", tmp_path / out, "--region", "RU-MOW")
    assert (code, said) == (2, "")
    assert sentence in err
    assert "Traceback" not in err


def test_a_title_or_note_without_end_is_wrong_use(run, tmp_path):
    code, said, err = run("report", "--out", tmp_path / "a.docx", "--title", "x" * 9_600, "--note", "y" * 2_001)
    assert (code, said) == (2, "")
    assert "The title has 9,600 characters. It may have 150 at the most." in err
    assert "The note has 2,001 characters. It may have 2,000 at the most." in err
    assert not list(tmp_path.iterdir())


def test_the_report_of_nothing_says_so(run, tmp_path):
    code, out, _ = run("report", "--out", tmp_path / "empty.xlsx", "--region", "UA-51")
    assert code == 0
    assert "report R" in out
