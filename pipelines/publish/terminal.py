"""The words of the command line: totals, files read and batches in plain text and short tables."""

import shlex
from collections.abc import Mapping, Sequence

from pipelines import codebook, codes, issue, places, theme, wording
from pipelines.formats import simple
from pipelines.ledger import Batch
from pipelines.load import Intake, Question
from pipelines.match import Match
from pipelines.tally import Figure, Tally

MOST_SHOWN = 10
"""The most issues of one rule that are written out for reading; JSON and CSV have all."""


def tally_text(tally: Tally) -> str:
    """The tally in plain words and short tables."""
    head = f"{theme.counted(tally.incidents, wording.COUNT_INCIDENTS)}, {theme.span_text(tally.first, tally.last)}"
    lines = [f"{head}; version {tally.version}; counting rule: {tally.selection.rule}.", ""]
    lines += _columns(
        ("", "lowest", "best", "highest", ""),
        [(measure.label, *_figure_cells(tally.totals[measure.name])) for measure in codebook.MEASURES],
    )
    if extents := theme.extents_text(tally.by_extent):
        lines += ["", f"Structures: {extents}."]
    for label, rows, name in (
        (codebook.REGION.label, tally.by_region, _area_name),
        (codebook.INCIDENT_TYPE.label, tally.by_type, codes.INCIDENT_TYPE.labels().get),
        ("Month", tally.by_month, theme.month_text),
    ):
        measures = [measure.label for measure in codebook.MEASURES]
        cells = [
            (
                "not stated" if row.key is None else name(row.key),
                theme.number(row.incidents),
                *map(theme.figure_text, row.figures.values()),
            )
            for row in rows
        ]
        lines += ["", *_columns((label, "Incidents", *measures), cells)] if cells else []
    apart = theme.counted(tally.set_apart.records, wording.COUNT_RECORDS)
    lines += ["", f"Set apart and never added in: {apart} about a period, or running totals."]
    if tally.outside_dates:
        lines.append(f"Not counted: {tally.outside_dates:,} not dated exactly enough to say whether they belong.")
    if tally.duplicates:
        lines.append(f"Not counted: {tally.duplicates:,} that repeat another incident.")
    return "\n".join(lines)


def _area_name(code: str) -> str:
    return f"{places.region_name(code) if '-' in code else places.country_name(code)} ({code})"


def _figure_cells(figure: Figure) -> tuple[str, ...]:
    if figure.best is None:
        return "-", theme.number(None), "-", theme.incidents_text(figure).removeprefix(theme.number(None)).strip()
    high = f"{figure.high:,}{' or more' if figure.open else ''}"
    return theme.number(figure.low), theme.number(figure.best), high, theme.incidents_text(figure)


def intake_text(intake: Intake) -> str:
    """What came of files in plain words: issues by rule, what has to be decided, rows kept and left out."""
    lines: list[str] = []
    for rule, found in issue.grouped(intake.issues).items():
        lines += [f"{rule.title} ({rule.severity}): {len(found):,}"]
        lines += [f"  {each.sentence()}" for each in found[:MOST_SHOWN]]
        lines += [f"  ... and {len(found) - MOST_SHOWN:,} more"] if len(found) > MOST_SHOWN else []
        lines.append("")
    for question in intake.questions:
        lines += [f"To be decided: {question.sentence}", *_ways_on(question), ""]
    cells = [
        (each.file, each.table, theme.number(each.read), theme.number(each.kept), theme.number(each.left_out))
        for each in intake.counts
    ]
    return "\n".join([*lines, *_columns(("File", "Table", "Read", "Kept", "Left out"), cells)])


def _ways_on(question: Question) -> list[str]:
    """What was found, and what to add to the command so that a file can go on."""
    if question.about == "day_first":
        return [
            f"  {answer.label}: {'--day-first' if answer.value else '--month-first'}" for answer in question.answers
        ]
    if question.about == "sheet":
        return [f"  {answer.label}: --sheet {shlex.quote(str(answer.value))}" for answer in question.answers]
    matched = [each for each in question.matches if each.target]
    others = [each.column for each in question.matches if not each.target]
    cells = [(each.column, _samples(each), each.target) for each in matched]
    lines = [f"  {line}" for line in _columns(("Column", "First values", "Seems to be"), cells)] if cells else []
    if others:
        more = f" and {len(others) - MOST_SHOWN:,} more" if len(others) > MOST_SHOWN else ""
        lines.append(f"  Not matched, so not kept: {', '.join(others[:MOST_SHOWN])}{more}.")
    if question.lacking:
        lines.append(f"  Missing: {', '.join(question.lacking)}, as a column or as one value for every row.")
    options = [f"--map {shlex.quote(f'{each.column}={each.target}')}" for each in matched]
    options += [f"--value {header}=..." for header in question.lacking]
    return [
        *lines,
        "  Correct this and add it to the command, or map the columns on the Update screen:",
        f"    {' '.join(options) or '--map COLUMN=HEADER'}",
        f"  HEADER is mostly one of: {', '.join(simple.TEMPLATE)}. A wrong one lists them all.",
        "  What is mapped when the file is committed is kept, and used for every file with the same header.",
    ]


def _samples(match: Match) -> str:
    return ", ".join(issue.shortened(sample, 20) for sample in match.samples[:2])


def changes_text(changes: Mapping[str, Mapping[str, int]]) -> str:
    """By table how many records are added, changed, unchanged and left out."""
    names = ("added", "changed", "unchanged", "left_out")
    cells = [(table, *(theme.number(counts.get(name, 0)) for name in names)) for table, counts in changes.items()]
    return "\n".join(_columns(("Table", "Added", "Changed", "Unchanged", "Left out"), cells))


def history_text(batches: Sequence[Batch]) -> str:
    """The batches as a table, in the order given."""
    cells = [
        (
            str(batch.id),
            batch.at.strftime("%Y-%m-%d %H:%M UTC"),
            batch.who,
            f"takes back {batch.undoes}" if batch.undoes else batch.file_name,
            batch.note,
            "" if batch.is_live else f"taken back by {batch.undone_by}",
        )
        for batch in batches
    ]
    return "\n".join(_columns(("Batch", "When", "Who", "What", "Note", ""), cells)) if cells else "No batches."


def _columns(header: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    """Lines of a table in columns; numbers stand to the right."""
    widths = [max(len(row[at]) for row in (header, *rows)) for at in range(len(header))]
    rightward = [
        bool(rows) and all(row[at][:1].isdigit() or row[at] in ("", "-") for row in rows) for at in range(len(header))
    ]
    return [
        "  ".join(
            cell.rjust(width) if right else cell.ljust(width)
            for cell, width, right in zip(row, widths, rightward, strict=True)
        ).rstrip()
        for row in (header, *rows)
    ]
