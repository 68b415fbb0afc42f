"""The words of the command line: totals, files read and batches in plain text and short tables."""

from __future__ import annotations

import shlex
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import pandas as pd

from pipelines import codebook, codes, describe, issue, places, theme, wording
from pipelines.ledger import Batch
from pipelines.tally import Figure, Row, Tally
from pipelines.wording import charts
from pipelines.wording import terminal as words

if TYPE_CHECKING:  # what reads and checks files takes a while to come; totals do not need it
    from pipelines.commit import Preview
    from pipelines.load import Intake, Question
    from pipelines.match import Match

MOST_SHOWN = 10
"""The most issues of one rule, and changed cells, that are written out for reading; JSON and CSV have all."""


def tally_text(tally: Tally) -> str:
    """The tally in plain words and short tables."""
    incidents = theme.counted(tally.incidents, wording.COUNT_INCIDENTS)
    head = words.TALLY_HEAD.format(
        counted=words.TALLY_WHEN.format(incidents=incidents, when=theme.span_text(tally.first, tally.last))
        if tally.incidents
        else incidents,
        version=tally.version,
        rule=tally.selection.rule,
    )
    lines = [head, ""] if tally.incidents else [head, f"{wording.EMPTY_TITLE} {wording.EMPTY_TEXT}", ""]
    lines += _columns(
        ("", words.LOWEST, words.BEST, words.HIGHEST, ""),
        [(measure.label, *_figure_cells(tally.totals[measure.name])) for measure in codebook.MEASURES],
    )
    if extents := theme.extents_text(tally.by_extent):
        lines += ["", words.EXTENTS.format(extents=extents)]
    for label, rows, name in (
        (codebook.REGION.label, tally.by_region, _area_name),
        (codebook.INCIDENT_TYPE.label, tally.by_type, codes.INCIDENT_TYPE.labels().get),
        (words.MONTH, tally.by_month, theme.month_text),
    ):
        partly = _partly_unknown(rows)
        cells = [
            (
                words.NOT_STATED if row.key is None else name(row.key),
                theme.number(row.incidents),
                *(
                    cell
                    for measure in codebook.MEASURES
                    for cell in _row_cells(row.figures[measure.name], measure.name in partly)
                ),
            )
            for row in rows
        ]
        measures = [
            heading
            for measure in codebook.MEASURES
            for heading in (measure.label, charts.WITHOUT)[: 1 + (measure.name in partly)]
        ]
        lines += ["", *_columns((label, words.INCIDENTS, *measures), cells)] if cells else []
    apart = theme.counted(tally.set_apart.records, wording.COUNT_RECORDS)
    lines += ["", words.SET_APART.format(records=apart)]
    if tally.outside_dates:
        lines.append(words.OUTSIDE_DATES.format(count=theme.number(tally.outside_dates)))
    if tally.duplicates:
        lines.append(words.DUPLICATES.format(count=theme.number(tally.duplicates)))
    return "\n".join(lines)


def _partly_unknown(rows: Sequence[Row]) -> set[str]:
    """The measures of which a row has a figure for some of its incidents only."""
    return {name for row in rows for name, figure in row.figures.items() if figure.known and figure.unknown}


def _row_cells(figure: Figure, partly: bool) -> tuple[str, ...]:
    """A figure and, where `partly`, for how many incidents there is none."""
    return (theme.figure_text(figure), theme.without_text(figure))[: 1 + partly]


def _area_name(code: str) -> str:
    name = places.region_name(code) if "-" in code else places.country_name(code)
    return words.AREA.format(name=name, code=code)


def _figure_cells(figure: Figure) -> tuple[str, ...]:
    if figure.best is None:
        return "-", theme.number(None), "-", theme.incidents_text(figure).removeprefix(theme.number(None)).strip()
    high = theme.number(figure.high)
    high = wording.OR_MORE.format(high=high) if figure.open else high
    return theme.number(figure.low), theme.number(figure.best), high, theme.incidents_text(figure)


def intake_text(intake: Intake) -> str:
    """What came of files in plain words: issues by rule, what has to be decided, rows kept and left out."""
    lines: list[str] = []
    for rule, found in issue.grouped(intake.issues).items():
        lines += [words.ISSUES.format(title=rule.title, severity=rule.severity, count=theme.number(len(found)))]
        lines += [f"  {each.sentence()}" for each in found[:MOST_SHOWN]]
        if len(found) > MOST_SHOWN:
            lines.append(f"  {words.MORE_ISSUES.format(count=theme.number(len(found) - MOST_SHOWN))}")
        lines.append("")
    for question in intake.questions:
        lines += [words.QUESTION.format(question=question.sentence), *_ways_on(question), ""]
    cells = [
        (each.file, each.table, theme.number(each.read), theme.number(each.kept), theme.number(each.left_out))
        for each in intake.counts
    ]
    return "\n".join([*lines, *_columns(words.INTAKE_HEADINGS, cells)])


def _ways_on(question: Question) -> list[str]:
    """What was found, and what to add to the command so that a file can go on."""
    from pipelines.formats import simple

    if question.about == "day_first":
        return [
            f"  {answer.label}: {'--day-first' if answer.value else '--month-first'}" for answer in question.answers
        ]
    if question.about == "year_last":
        return [f"  {answer.label}: {'--year-last' if answer.value else '--year-first'}" for answer in question.answers]
    if question.about == "sheet":
        return [f"  {answer.label}: --sheet {shlex.quote(str(answer.value))}" for answer in question.answers]
    matched = [each for each in question.matches if each.target]
    others = [each.column for each in question.matches if not each.target]
    cells = [(each.column, _samples(each), each.target) for each in matched]
    lines = [f"  {line}" for line in _columns(words.MATCH_HEADINGS, cells)] if cells else []
    if others:
        names = ", ".join(others[:MOST_SHOWN])
        if len(others) > MOST_SHOWN:
            names = wording.AND_MANY_MORE.format(names=names, count=theme.number(len(others) - MOST_SHOWN))
        lines.append(f"  {words.NOT_MATCHED.format(columns=names)}")
    if question.lacking:
        lines.append(f"  {words.LACKING.format(headers=', '.join(question.lacking))}")
    options = [f"--map {shlex.quote(f'{each.column}={each.target}')}" for each in matched]
    options += [f"--value {header}=..." for header in question.lacking]
    return [
        *lines,
        f"  {words.MAP_IT}",
        f"    {' '.join(options) or words.MAP_EXAMPLE}",
        f"  {words.MAP_TO.format(headers=', '.join(simple.TEMPLATE))}",
        f"  {words.MAP_KEPT}",
    ]


def _samples(match: Match) -> str:
    return ", ".join(issue.shortened(sample, 20) for sample in match.samples[:2])


def changes_text(changes: Mapping[str, Mapping[str, int]]) -> str:
    """By table how many records are added, changed, unchanged and left out."""
    names = ("added", "changed", "unchanged", "left_out")
    cells = [(table, *(theme.number(counts.get(name, 0)) for name in names)) for table, counts in changes.items()]
    return "\n".join(_columns(words.CHANGES_HEADINGS, cells))


def preview_text(preview: Preview, before: Tally, after: Tally) -> str:
    """What a commit would do to the totals, and the first changed cells with old and new value."""
    heading = words.TOTALS.format(rule=before.selection.rule)
    rows = [(wording.UPDATE_INCIDENTS, theme.number(before.incidents), "", theme.number(after.incidents), "")]
    for measure in codebook.MEASURES:
        figures = [each.totals[measure.name] for each in (before, after)]
        rows.append((measure.label, *(cell for figure in figures for cell in _total_cells(figure))))
    lines = _columns((heading, wording.UPDATE_NOW, "", wording.UPDATE_THEN, ""), rows)
    cells = preview.comparison.changed_cells()
    if cells.empty:
        return "\n".join(lines)
    lines += ["", words.CHANGED_CELLS.format(count=theme.number(len(cells)))]
    lines += [f"  {_cell_text(preview, cell)}" for cell in cells.head(MOST_SHOWN).itertuples()]
    if len(cells) > MOST_SHOWN:
        lines.append(f"  {words.MORE_CELLS.format(count=theme.number(len(cells) - MOST_SHOWN))}")
    if lost := int(cells["new"].isna().sum()):
        lines.append(theme.counted(lost, wording.UPDATE_BECOME_BLANK))
    return "\n".join(lines)


def _total_cells(figure: Figure) -> tuple[str, str]:
    """A total, and how many incidents have no figure."""
    if figure.best is None:
        return "-", theme.incidents_text(figure)
    return theme.figure_text(figure), theme.incidents_text(figure)


def _cell_text(preview: Preview, cell) -> str:
    about = describe.about(preview.after, cell.table, cell.key)
    old, new = issue.shortened_pair(*(wording.BLANK if pd.isna(text) else text for text in (cell.old, cell.new)))
    said = words.CHANGED_CELL if about else words.CHANGED_SOURCE_CELL
    return said.format(key=cell.key, about=about, label=cell.label, old=old, new=new)


def history_text(batches: Sequence[Batch]) -> str:
    """The batches as a table, in the order given."""
    cells = [
        (
            str(batch.id),
            batch.at.strftime(words.AT),
            batch.who,
            words.TAKES_BACK.format(batch=batch.undoes) if batch.undoes else batch.file_name,
            batch.note,
            "" if batch.is_live else words.TAKEN_BACK.format(batch=batch.undone_by),
        )
        for batch in batches
    ]
    return "\n".join(_columns(words.HISTORY_HEADINGS, cells)) if cells else words.NO_BATCHES


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
