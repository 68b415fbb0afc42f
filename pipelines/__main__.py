"""The command line, for people, schedulers and tests: `python -m pipelines COMMAND`.

Exit codes: 0 done, 1 the data has errors or the ledger cannot be used (nothing was written), 2 wrong use. The result
goes to stdout, everything said beside it to stderr. `--json` prints the result as one JSON object.
"""

import gc

if __name__ == "__main__":
    # A command makes many objects and ends: looking for rings among them is a tenth of a small import, and finds none.
    gc.disable()

import argparse
import difflib
import getpass
import hashlib
import json
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from pipelines import codebook, codes, ledger, publish, wording
from pipelines.codes import CodeList
from pipelines.selection import COUNTED_STATUSES, RULES, Selection, normalised
from pipelines.wording import exports
from pipelines.wording import terminal as words

if TYPE_CHECKING:  # what reads and checks files takes a while to come; most commands do not need it
    from pipelines.load import Intake

DONE, ERRORS, WRONG_USE = 0, 1, 2


class WrongUse(Exception):
    """What was typed makes no sense. Its text is a sentence for people."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code. No mistake of a person ends in a traceback."""
    try:
        given = _parser().parse_args(arguments)
    except SystemExit as stop:  # how argparse ends after --help or a mistake
        return int(stop.code or DONE)
    try:
        with ExitStack() as given.at_the_end:
            return given.run(given)
    except (WrongUse, ledger.Refused) as error:
        _say(error)
        return WRONG_USE
    except ledger.LedgerError as error:
        _say(error)
        return ERRORS
    except BrokenPipeError:  # the reader of the output has seen enough
        sys.stderr.close()
        return DONE


def check(given: argparse.Namespace) -> int:
    """Read, clean and check files; print the issues; write nothing."""
    from pipelines import issue

    intake = _preview(given, _uploads(given)).intake
    _print(given, lambda: publish.intake_record(intake), lambda: publish.intake_text(intake))
    return ERRORS if intake.questions or issue.has_errors(intake.issues) else DONE


def import_(given: argparse.Namespace) -> int:
    """Check files, then commit what is in them as one batch."""
    from pipelines import commit, extract

    uploads = _uploads(given)
    engine = _ledger(given)
    preview = _preview(given, uploads, engine)
    changes = commit.counts(preview)
    totals = [extract.of(each, Selection()).tally for each in (preview.current, preview.after)]
    said, receipt = commit.obstacle(preview, given.leave_out_errors), None
    refused = said != "" and not commit.is_nothing(said)
    if not said and given.dry_run:
        said = words.DRY_RUN
    elif not said:
        who = given.who or getpass.getuser()
        receipt = commit.batch(engine, preview, uploads, who=who, note=given.note, leave_out=given.leave_out_errors)
        said = (words.WAS_COMMITTED if receipt.was_there else words.COMMITTED).format(batch=receipt.version)
    outcome = {
        "changes": changes,
        "batch": receipt.version if receipt else None,
        "written": bool(receipt and not receipt.was_there),
    }
    texts = [lambda: publish.intake_text(preview.intake)]
    if not preview.intake.questions and not commit.is_hopeless(preview):
        texts.append(lambda: publish.changes_text(changes))
        if not preview.comparison.is_nothing():
            texts.append(lambda: publish.preview_text(preview, *totals))
    _print(
        given,
        lambda: publish.intake_record(preview.intake) | outcome | publish.preview_record(preview, *totals),
        lambda: "\n\n".join(text() for text in texts),
    )
    _say(said)
    if refused and not commit.obstacle(preview, leave_out=True):
        _say(words.AGREE_BY)
    return ERRORS if refused else DONE


def init(given: argparse.Namespace) -> int:
    """Make the ledger."""
    engine = ledger.connect()
    given.at_the_end.callback(engine.dispose)
    receipt = ledger.seed(engine, given.empty)
    record = {"version": receipt.version, "was_there": receipt.was_there}
    said = words.LEDGER_WAS_THERE if receipt.was_there else words.LEDGER_MADE
    _print(given, lambda: record, lambda: said.format(version=receipt.version))
    return DONE


def history(given: argparse.Namespace) -> int:
    """List the batches, newest first."""
    batches = ledger.batches(_ledger(given))
    _print(given, lambda: {"batches": publish.history_records(batches)}, lambda: publish.history_text(batches))
    return DONE


def undo(given: argparse.Namespace) -> int:
    """Take a batch back, as a new batch."""
    from pipelines import commit, tell

    engine = _ledger(given)
    current = ledger.fold(engine)
    said = tell.undone(engine, given.batch, current, ledger.without(engine, given.batch))
    if given.dry_run:
        record = {"version": current.version, "undone": None, "does": said}
        _print(given, lambda: record, lambda: "\n".join(said))
        _say(words.DRY_RUN)
        return DONE
    receipt = commit.undo(engine, given.batch, current, who=given.who or getpass.getuser(), note=given.note)
    record = {"version": receipt.version, "undone": given.batch}
    done = words.UNDONE.format(batch=given.batch, by=receipt.version)
    _print(given, lambda: record, lambda: "\n".join([*said, done]))
    return DONE


def tally(given: argparse.Namespace) -> int:
    """Print the totals of a selection."""
    from pipelines import extract

    selection = _selection(given)
    found = extract.of(ledger.fold(_ledger(given), as_of=selection.as_of), selection).tally
    _print(given, lambda: publish.tally_record(found), lambda: publish.tally_text(found))
    return DONE


def export(given: argparse.Namespace) -> int:
    """Write the bundle of a selection: its charts and tables, with what is needed to cite and check them, as a zip."""
    from pipelines import bundle, extract

    selection = _selection(given)
    whole = extract.of(ledger.fold(_ledger(given), as_of=selection.as_of), selection)
    half = given.out.with_name(f"{given.out.name}.part")
    try:
        with half.open("wb") as file:
            manifest = bundle.write(whole, file)
        half.replace(given.out)
    except OSError as error:
        raise WrongUse(words.UNWRITABLE.format(file=given.out, reason=error.strerror)) from None
    finally:
        half.unlink(missing_ok=True)
    for each in manifest["charts_left_out"]:
        _say(exports.BUNDLE_NOT_DRAWN.format(**each))
    with given.out.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    record = {"file": str(given.out), "bytes": given.out.stat().st_size, "sha256": digest} | manifest
    said = words.BUNDLE.format(file=given.out, count=len(manifest["files"]), version=manifest["version"], digest=digest)
    _print(given, lambda: record, lambda: said)
    return DONE


def report(given: argparse.Namespace) -> int:
    """Write the situation report of a selection, as PDF, DOCX or XLSX."""
    from pipelines import caption, extract, render
    from pipelines import report as reports

    form = given.out.suffix.lower().removeprefix(".")
    if form not in reports.FORMATS:
        endings = ", ".join(f".{each}" for each in reports.FORMATS)
        raise WrongUse(words.NO_REPORT.format(file=given.out.name, endings=endings))
    if too_long := caption.too_long(given.title, given.note, caption.LONGEST_REPORT_NOTE):
        raise WrongUse(" ".join(too_long))
    selection = _selection(given)
    whole = extract.of(ledger.fold(_ledger(given), as_of=selection.as_of), selection)
    try:
        made = reports.made(whole, form, title=given.title, note=given.note)
    except render.Failed as error:
        _say(error)
        return ERRORS
    half = given.out.with_name(f"{given.out.name}.part")
    try:
        half.write_bytes(made.data)
        half.replace(given.out)
    except OSError as error:
        raise WrongUse(words.UNWRITABLE.format(file=given.out, reason=error.strerror)) from None
    finally:
        half.unlink(missing_ok=True)
    record = {
        "file": str(given.out),
        "bytes": len(made.data),
        "sha256": made.sha256,
        "report": made.number,
        "version": made.version,
        "standards": list(made.standards),
    }
    held = ", ".join(words.STANDARD.format(name=each.upper()) for each in made.standards) or words.NO_STANDARD
    said = words.REPORT.format(file=given.out, number=made.number, version=made.version, digest=made.sha256)
    _print(given, lambda: record, lambda: f"{said} {held}." if form == "pdf" else said)
    return DONE


def template(given: argparse.Namespace) -> int:
    """Print the CSV template of a table, or of the simple form."""
    csv = publish.simple_template() if given.table == "simple" else publish.template(codebook.table(given.table))
    text = csv.decode("utf-8-sig")
    _print(given, lambda: {"table": given.table, "csv": text}, lambda: text.replace("\r\n", "\n").rstrip("\n"))
    return DONE


def page(given: argparse.Namespace) -> int:
    """Print the codebook page."""
    _print(given, lambda: {"markdown": publish.codebook_page()}, lambda: publish.codebook_page().rstrip("\n"))
    return DONE


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m pipelines", description=wording.TAGLINE, allow_abbrev=False)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    def command(name: str, run: Callable[[argparse.Namespace], int]) -> argparse.ArgumentParser:
        made = commands.add_parser(name, help=run.__doc__, description=run.__doc__, allow_abbrev=False)
        made.set_defaults(run=run)
        made.add_argument("--json", action="store_true", help="print one JSON object")
        return made

    for name, run in (("check", check), ("import", import_)):
        made = command(name, run)
        made.add_argument("files", nargs="+", type=Path, metavar="FILE", help="CSV, XLSX or ZIP")
        made.add_argument("--encoding", help="read the files in this encoding, such as cp1251")
        made.add_argument("--sheet", help="the sheet of a workbook")
        order = made.add_mutually_exclusive_group()
        order.add_argument("--day-first", action="store_true", default=None, help="1/2/2023 is 1 February")
        order.add_argument("--month-first", action="store_false", dest="day_first", help="1/2/2023 is 2 January")
        place = made.add_mutually_exclusive_group()
        place.add_argument("--year-last", action="store_true", default=None, help="22.05.23 is 22 May 2023")
        place.add_argument("--year-first", action="store_false", dest="year_last", help="22.05.23 is 23 May 2022")
        made.add_argument(
            "--map", action="append", default=[], metavar="COLUMN=HEADER", help="what a column means; repeatable"
        )
        made.add_argument(
            "--value", action="append", default=[], metavar="HEADER=TEXT", help="one value for every row; repeatable"
        )
    made.add_argument("--note", type=_text, default="", help="why, for the history")
    made.add_argument("--who", type=_text, default="", help="who, for the history; your login name unless given")
    made.add_argument("--dry-run", action="store_true", help="write nothing")
    made.add_argument(
        "--leave-out-errors", action="store_true", help="commit the good rows, leave out those with errors"
    )
    command("init", init).add_argument("--empty", action="store_true", help="without the shipped data")
    command("history", history)
    made = command("undo", undo)
    made.add_argument("batch", type=int, metavar="BATCH", help="its number")
    made.add_argument("--dry-run", action="store_true", help="say what it would do, write nothing")
    made.add_argument("--note", type=_text, default="", help="why, for the history")
    made.add_argument("--who", type=_text, default="", help="who, for the history; your login name unless given")
    _add_selection(command("tally", tally))
    made = command("export", export)
    made.add_argument("--out", type=Path, required=True, metavar="FILE.zip", help="where to write it")
    _add_selection(made)
    made = command("report", report)
    made.add_argument("--out", required=True, type=Path, metavar="FILE", help="a .pdf, .docx or .xlsx")
    made.add_argument("--title", default="", help="instead of the plain title")
    made.add_argument("--note", type=_text, default="", help="a note of your own under the title")
    _add_selection(made)
    tables = ("simple", *(each.name for each in codebook.TABLES))
    command("template", template).add_argument("table", nargs="?", default="simple", choices=tables, metavar="TABLE")
    command("codebook", page)
    return parser


def _add_selection(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--region", action="append", default=[], metavar="CODE", help="a region or country; repeatable")
    parser.add_argument("--type", action="append", default=[], metavar="CODE", help="an incident type; repeatable")
    parser.add_argument(
        "--structure", action="append", default=[], metavar="CODE", help="incidents with damage to it; repeatable"
    )
    parser.add_argument("--control", action="append", default=[], metavar="CODE", help="who held the place; repeatable")
    parser.add_argument("--status", action="append", default=[], metavar="CODE", help="claims that count; repeatable")
    parser.add_argument("--from", dest="start", metavar="DATE", help="first day, such as 2023-05-31")
    parser.add_argument("--to", dest="end", metavar="DATE", help="last day")
    parser.add_argument("--rule", default=RULES[0], metavar="NAME", help=f"counting rule: {', '.join(RULES)}")
    parser.add_argument("--as-of", type=int, metavar="VERSION", help="the data as they stood then")


def _selection(given: argparse.Namespace) -> Selection:
    start, end = _day(given.start), _day(given.end)
    if start and end and start > end:
        raise WrongUse(wording.DATES_REVERSED.format(first=start, last=end))
    return normalised(
        Selection(
            regions=tuple(_area(text) for text in given.region),
            start=start,
            end=end,
            types=tuple(_code(text, codes.INCIDENT_TYPE) for text in given.type),
            structures=tuple(_code(text, codes.STRUCTURE_TYPE) for text in given.structure),
            control=tuple(_code(text, codes.CONTROL) for text in given.control),
            statuses=tuple(_code(text, codes.STATUS, COUNTED_STATUSES) for text in given.status),
            rule=_one_of(given.rule, wording.RULE_LABEL, RULES),
            as_of=given.as_of,
        )
    )


def _area(text: str) -> str:
    """The region or country that a code or name means."""
    from pipelines import places

    found = places.area_codes(text)
    if len(found) == 1:
        return found[0]
    if found:
        raise WrongUse(words.AMBIGUOUS_AREA.format(text=text, codes=words.OR.join(found)))
    near = places.nearest_region(text) or places.nearest_country(text)
    name = places.region_name(near) if "-" in near else places.country_name(near)
    likely = words.AREA_BY_CODE.format(code=near, name=name) if near else ""
    _unknown(text, codebook.REGION.label, likely, words.EXPECTED_AREA)


def _code(text: str, code_list: CodeList, allowed: Sequence[str] = ()) -> str:
    """The code that a code, label or known misspelling means."""
    labels = {label.casefold(): code for code, label in code_list.labels().items()}
    known = labels.get(text.casefold()) or code_list.fixes.get(text.casefold())
    return _one_of(known or text, code_list.label, allowed or code_list.values())


def _one_of(text: str, label: str, allowed: Sequence[str]) -> str:
    if text in allowed:
        return text
    near = difflib.get_close_matches(text, allowed, 1, 0.5)
    return _unknown(text, label, "".join(near), words.EXPECTED_ONE_OF.format(allowed=", ".join(allowed)))


def _unknown(text: str, label: str, near: str, expected: str) -> NoReturn:
    said = words.UNKNOWN_BUT_NEAR if near else words.UNKNOWN
    raise WrongUse(said.format(label=label, text=text, near=near, expected=expected))


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise WrongUse(words.NOT_A_DATE.format(text=text)) from None


def _ledger(given: argparse.Namespace) -> ledger.Engine:
    """The ledger, seeded on first use; closed when the command ends."""
    engine = ledger.connect()
    given.at_the_end.callback(engine.dispose)
    ledger.seed(engine)
    return engine


def _text(argument: str) -> str:
    """An argument or file name as text: bytes that are none become question marks, since nothing can print them."""
    return argument.encode(errors="replace").decode()


def _uploads(given: argparse.Namespace) -> list:
    from pipelines.load import Upload

    try:
        return [Upload(_text(path.name), path.read_bytes()) for path in given.files]
    except OSError as error:
        raise WrongUse(words.UNREADABLE.format(file=error.filename, reason=error.strerror)) from None


def _preview(given: argparse.Namespace, uploads: list, engine: ledger.Engine | None = None):
    from pipelines import commit, load

    choices = _choices(given)
    engine = engine or _ledger(given)
    current = ledger.fold(engine)
    progress = _show_progress if sys.stderr.isatty() else None
    intake = load.files(uploads, current, choices=choices, progress=progress)
    kept = commit.kept_readings(engine, intake, choices)
    if kept:
        _say(words.MAPPING_KEPT.format(files=", ".join(kept)))
        by_file = {upload.name: choices for upload in uploads} | kept
        intake = load.files(uploads, current, choices=by_file, progress=progress)
    _used(choices.mapping or {}, intake)
    return commit.preview(current, intake)


def _choices(given: argparse.Namespace):
    """What the options say about how the files are to be read."""
    from pipelines import load
    from pipelines.formats import simple

    headers = list(simple.HEADERS)
    # A name of a column and a value may hold an equals sign, a header does not.
    mapping = {column: _one_of(header, words.HEADER, headers) for column, header in _pairs(given.map, str.rpartition)}
    constants = {_one_of(header, words.HEADER, headers): text for header, text in _pairs(given.value, str.partition)}
    return load.Choices(
        encoding=given.encoding,
        sheet=given.sheet,
        day_first=given.day_first,
        year_last=given.year_last,
        mapping=mapping or None,
        constants=constants,
    )


def _pairs(options: Sequence[str], parted: Callable[[str, str], tuple[str, str, str]]) -> list[tuple[str, str]]:
    """The two sides of each option."""
    found = []
    for option in options:
        first, sign, second = parted(option, "=")
        if not sign:
            raise WrongUse(words.NOT_A_PAIR.format(option=option))
        found.append((first.strip(), second.strip()))
    return found


def _used(mapping: Mapping[str, str], intake: "Intake") -> None:
    """Refuse a mapping of a column that no file has: a slip of the keys must not leave its figures out.

    Where something else of a file is to be decided first, such as its order of day and month, it is told with that.
    """
    if any(question.about != "mapping" for question in intake.questions):
        return
    there = {name for reading in intake.readings.values() for name in reading["mapping"]}
    there |= {match.column for question in intake.questions for match in question.matches}
    for column in mapping:
        if column not in there:
            near = "".join(difflib.get_close_matches(column, there, 1, 0.5))
            _unknown(column, words.COLUMN, near, words.NO_FILE_HAS_IT)


def _show_progress(sentence: str, share: float) -> None:
    print(f"\r{sentence[:60]:60} {share:4.0%}", end="" if share < 1 else "\n", file=sys.stderr, flush=True)


def _print(given: argparse.Namespace, record: Callable[[], dict[str, object]], text: Callable[[], str]) -> None:
    """Print a result; only the form that is asked for is made, since the record of a large file is large."""
    print(json.dumps(record(), ensure_ascii=False, default=str) if given.json else text())


def _say(message: object) -> None:
    print(message, file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
