"""Uploaded files to rows that can be committed: read, recognise, convert, clean, check, and part good from bad.

Nothing is written here and nothing raises because of what a file holds. What a person must decide comes back as
questions; until it is decided the rows of that file are left out. Rows read = rows kept + rows left out, always.
"""

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import chain

import numpy as np
import pandas as pd

from pipelines import check, clean, codebook, defuse, formats, issue, match, meet, read, schema, withhold, wording
from pipelines.check import Part, Rows
from pipelines.codebook import DUPLICATE_OF, INCIDENT_ID, SOURCE_ID
from pipelines.dataset import Dataset
from pipelines.formats import Converted, Layout, simple
from pipelines.issue import Issue
from pipelines.match import Match
from pipelines.read import Sheet
from pipelines.wording import charts
from pipelines.wording import reading as words

Progress = Callable[[str, float], None]
"""Is told what is being done and how much of the whole is done, 0 to 1."""


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it came."""

    name: str
    content: bytes


@dataclass(frozen=True)
class Choices:
    """What a person has decided about a file; None means: find out, and ask where that fails.

    `encoding` is one of `read.ENCODINGS` (any other Python knows will do), `delimiter` one of `read.DELIMITERS`.
    `mapping` maps the file's columns to headers of the simple form (`simple.HEADERS`); `constants` gives such headers
    one value for the whole file.
    """

    encoding: str | None = None
    delimiter: str | None = None
    sheet: str | None = None
    day_first: bool | None = None
    year_last: bool | None = None
    mapping: Mapping[str, str] | None = None
    constants: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Answer:
    """A possible answer to a question: the value for `Choices`, and its words."""

    value: object
    label: str


@dataclass(frozen=True)
class Question:
    """Something a person must decide before a file can go on.

    `about` is the field of `Choices` that answers it: "day_first", "year_last", "sheet" or "mapping". A question about
    the mapping has `matches`, a proposal for each column, and `fingerprint`, under which the mapping is kept for files
    with the same header; `lacking` lists headers that must be mapped or given as constants.
    """

    file: str
    about: str
    sentence: str
    answers: tuple[Answer, ...] = ()
    matches: tuple[Match, ...] = ()
    fingerprint: str = ""
    lacking: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Count:
    """Rows of one table in one file: `read` = `kept` + `left_out`. `table` is "" where the layout is not known."""

    file: str
    table: str
    read: int
    kept: int
    left_out: int


@dataclass(frozen=True)
class Intake:
    """What came of the uploads.

    `frames` holds the good rows by table name, typed, with a default index; all four tables are there. `left_out` has
    the columns file, line, text (the row as it stood, without columns that are not kept) and why. `whole` holds the
    files that are left out as a whole, each with the reason; of their rows no text is kept. `formats`, `encodings` and
    `not_kept` are by file: the layout's label, the encoding's name, the columns that are not stored.
    `readings` holds the mapping (and constants) that each table without a known layout was read by, under the
    fingerprint of its header. `is_complete` says whether nothing is asked.
    """

    frames: dict[str, pd.DataFrame]
    issues: list[Issue]
    counts: tuple[Count, ...]
    left_out: pd.DataFrame
    whole: Mapping[str, str]
    questions: tuple[Question, ...]
    formats: dict[str, str]
    encodings: dict[str, str]
    not_kept: dict[str, tuple[str, ...]]
    readings: dict[str, Mapping[str, object]]
    content_hash: str

    @property
    def is_complete(self) -> bool:
        """Whether nothing remains to be decided."""
        return not self.questions

    @property
    def read(self) -> int:
        """Rows read in all files."""
        return sum(each.read for each in self.counts)

    @property
    def kept(self) -> int:
        """Rows kept of all files."""
        return sum(each.kept for each in self.counts)


@dataclass(frozen=True)
class _Source:
    """One table of one file on its way: what was read, which layout it has, what of it cannot go on and why."""

    sheet: Sheet
    layout: Layout | None
    converted: Converted | None
    day_first: Mapping[str, bool | None] = field(default_factory=dict)
    year_last: Mapping[str, bool | None] = field(default_factory=dict)
    why_not: str = ""
    reading: Mapping[str, object] | None = None

    @property
    def table(self) -> str:
        """The name of the table it is kept as; incidents for flat tables."""
        if self.converted is None:
            return ""
        return "incidents" if self.converted.table is simple.TABLE else self.converted.table.name


def files(
    uploads: Sequence[Upload],
    current: Dataset,
    *,
    choices: Choices | Mapping[str, Choices] | None = None,
    progress: Progress | None = None,
    today: date | None = None,
) -> Intake:
    """The good rows of the uploads, and everything there is to say about the others.

    `choices` is one for all files, or by file name as in issues and questions. `today` decides what is in the future;
    None takes the clock. Never raises because of the bytes.
    """
    tell = progress or (lambda _sentence, _share: None)
    today = today or date.today()  # noqa: DTZ011 - the day on the user's wall is meant
    sources, issues, questions = _sources(uploads, choices, today, tell)
    parts: list[Part | None] = []
    for at, source in enumerate(sources):
        tell(words.READING_CELLS.format(file=source.sheet.file), 0.35 + 0.3 * at / max(1, len(sources)))
        part, found = _part(source, current)
        parts.append(part)
        issues += found
    going = [part for part in parts if part is not None]
    tell(words.CHECKING, 0.65)
    rows = check.stacked(going)
    issues += check.tables(rows, current, today, issues)
    tell(words.PARTING, 0.9)
    kept, cascade = _kept(rows, issues)
    issues += cascade
    frames = {name: _chosen(rows[name], mask) for name, mask in kept.items()}
    counts, left_out = _accounts(sources, issues)
    tell(words.DONE, 1.0)
    return Intake(
        frames,
        issue.in_file_order(issues),
        counts,
        left_out,
        _whole(issues),
        tuple(questions),
        {source.sheet.file: source.layout.label for source in sources if source.layout is not None},
        {
            source.sheet.file: read.ENCODINGS.get(source.sheet.encoding, source.sheet.encoding)
            for source in sources
            if source.sheet.encoding
        },
        {source.sheet.file: source.converted.not_kept for source in sources if source.converted is not None},
        {match.fingerprint(list(each.sheet.frame.columns)): each.reading for each in sources if each.reading},
        _content_hash(uploads, choices, sum(each.kept for each in counts)),
    )


# Reading and recognising


def _sources(
    uploads: Sequence[Upload], choices: Choices | Mapping[str, Choices] | None, today: date, tell: Progress
) -> tuple[list[_Source], list[Issue], list[Question]]:
    """Every table of every file, with its layout or the question that stands in its way."""
    sources: list[_Source] = []
    issues: list[Issue] = []
    questions: list[Question] = []
    names: set[str] = set()
    for at, upload in enumerate(uploads):
        tell(words.READING_FILE.format(file=upload.name), 0.3 * at / max(1, len(uploads)))
        own_name = _unlike(upload.name, names)
        members, found = read.unpacked(own_name, upload.content)
        issues += found
        for name, content in members:
            chosen = choices_for(name, upload.name, choices)
            sheets, found = read.sheets(
                name, content, is_known=formats.is_known, encoding=chosen.encoding, delimiter=chosen.delimiter
            )
            if name != own_name and _is_text_beside_tables(name, sheets, found):
                issues.append(read.passed_over(own_name, [name.removeprefix(f"{own_name}/")]))
                continue
            issues += found
            recognised = [(sheet, formats.recognise(list(sheet.frame.columns))) for sheet in sheets]
            taken, question, found = _chosen_sheets(name, recognised, chosen)
            issues += found
            for sheet, layout in taken:
                issues += sheet.issues
                why = question.sentence if question is not None else ""
                source, asked = _recognised(sheet, layout, chosen, why, today)
                sources.append(source)
                questions += asked
            if question is not None:
                questions.append(question)
    return sources, issues, questions


def _is_text_beside_tables(name: str, sheets: Sequence[Sheet], found: Sequence[Issue]) -> bool:
    """Whether a .txt in a zip is no table: a note to the reader, not an update."""
    said = [*found, *(each for sheet in sheets for each in sheet.issues)]
    return name.lower().endswith(".txt") and any(each.line is None and each.rule.leaves_out for each in said)


def _unlike(name: str, taken: set[str]) -> str:
    number, unlike = 2, name
    while unlike in taken:
        unlike = f"{name} ({number})"
        number += 1
    taken.add(unlike)
    return unlike


def choices_for(name: str, upload_name: str, choices: Choices | Mapping[str, Choices] | None) -> Choices:
    """What was decided about a file, or about the upload that it came in."""
    if choices is None:
        return Choices()
    if isinstance(choices, Choices):
        return choices
    return choices.get(name) or choices.get(upload_name) or Choices()


def _chosen_sheets(
    name: str, recognised: list[tuple[Sheet, Layout | None]], chosen: Choices
) -> tuple[list[tuple[Sheet, Layout | None]], Question | None, list[Issue]]:
    """The sheets of a workbook to go on with; a question where that is not plain."""
    if len(recognised) <= 1 or not recognised[0][0].sheet:
        return recognised, None, []
    if chosen.sheet is not None:
        wanted = [each for each in recognised if each[0].sheet == chosen.sheet]
        if wanted:
            return wanted, None, []
        details = {"sheet": f'"{chosen.sheet}"', "sheets": ", ".join(each[0].sheet for each in recognised)}
        return [], None, [Issue(issue.UNKNOWN_SHEET, name, details=details)]
    known = [each for each in recognised if each[1] is not None]
    layouts = [layout.name for _, layout in known if layout is not None]
    # A workbook of ours has a table of incidents twice: those counted, and those set apart.
    are_ours = all(layout.is_ours for _, layout in known if layout is not None)
    plain = are_ours or (len(set(layouts)) == len(layouts) and (len(known) == 1 or "simple" not in layouts))
    if known and plain:
        return known, None, []
    answers = tuple(
        Answer(sheet.sheet, words.SHEET_AND_ROWS.format(sheet=sheet.sheet, count=len(sheet.frame)))
        for sheet, _ in recognised
    )
    sentence = words.WHICH_SHEET.format(file=name, count=len(recognised))
    return recognised, Question(name, "sheet", sentence, answers), []


def _recognised(
    sheet: Sheet, layout: Layout | None, chosen: Choices, why_not: str, today: date
) -> tuple[_Source, list[Question]]:
    """The sheet converted to our words, or the question about its columns."""
    if why_not:
        return _Source(sheet, layout, None, why_not=why_not), []
    if sheet.frame.empty and not len(sheet.left_out) and layout is None:
        return _Source(sheet, None, None), []
    broken = next((each for each in sheet.issues if each.line is None and each.rule.leaves_out), None)
    if broken is not None:
        return _Source(sheet, layout, None, why_not=broken.sentence()), []
    reading = None
    if chosen.mapping is not None and set(chosen.mapping) & set(sheet.frame.columns):
        mine = {name: target for name, target in chosen.mapping.items() if name in sheet.frame.columns}
        reading = {"mapping": mine, "constants": dict(chosen.constants)}
        layout = replace(simple.LAYOUT, label=words.MAPPED)
        converted = simple.mapped(sheet.frame, chosen.mapping, chosen.constants)
    elif layout is None:
        return _ask_mapping(sheet, ())
    elif layout is simple.LAYOUT:
        converted = simple.mapped(sheet.frame, simple.mapping_of(list(sheet.frame.columns)), chosen.constants)
    else:
        # A sheet of a workbook has a name, and texts in it as they are.
        undo = layout.is_ours and not sheet.sheet
        converted = layout.convert(defuse.undone(sheet.frame) if undo else sheet.frame, sheet.file)
    if layout is None or layout.name == "simple":
        lacking = tuple(
            header for header in simple.REQUIRED if str(simple.HEADERS[header]) not in converted.text.columns
        )
        if lacking:
            return _ask_mapping(sheet, lacking)
    behind, asked = _year_places(sheet, converted, chosen, today)
    order: dict[str, bool | None] = {}
    if not asked:
        order, asked = _day_orders(sheet, converted, chosen, behind)
    if asked:
        return _Source(sheet, layout, converted, why_not=asked[0].sentence), asked
    return _Source(sheet, layout, converted, order, behind, reading=reading), []


def _ask_mapping(sheet: Sheet, lacking: tuple[str, ...]) -> tuple[_Source, list[Question]]:
    frame = sheet.frame
    personal = {name for name in frame.columns if withhold.is_personal(str(name), frame[name])}
    matches = tuple(match.columns(frame, simple.HEADERS, personal))
    sentence = words.WHICH_COLUMNS.format(file=sheet.file)
    if lacking:
        sentence = words.LACKING.format(file=sheet.file, headers=wording.AND.join(lacking))
    else:
        proposed = {each.target for each in matches}
        lacking = tuple(header for header in simple.REQUIRED if header not in proposed)
    answers = tuple(Answer(header, column.label) for header, column in simple.HEADERS.items())
    question = Question(
        sheet.file, "mapping", sentence, answers, matches, match.fingerprint(list(sheet.frame.columns)), lacking
    )
    return _Source(sheet, None, None, why_not=sentence), [question]


def _dates_in(converted: Converted) -> dict[str, pd.Series]:
    """The different texts of each date column."""
    dates = [column for column in converted.table.columns if column.kind == "date" and column in converted.text.columns]
    return {str(column): converted.text[column].unique() for column in dates}


def _year_places(
    sheet: Sheet, converted: Converted, chosen: Choices, today: date
) -> tuple[dict[str, bool | None], list[Question]]:
    """Date column to whether years of two digits stand behind; a question where no date of the column tells."""
    behind: dict[str, bool | None] = {}
    for column, cells in _dates_in(converted).items():
        place = clean.year_place(cells, today)
        behind[column] = clean.stands_behind(place) if place != "undecided" else chosen.year_last
        if behind[column] is None:
            return behind, [_ask_year_place(sheet, converted, column, cells)]
    return behind, []


def _ask_year_place(sheet: Sheet, converted: Converted, column: str, cells: Iterable[str]) -> Question:
    cell = clean.short_year(cells)
    details = {"file": sheet.file, "column": converted.headers.get(column, column), "cell": issue.shortened(cell)}
    answers = []
    for is_last, label in ((True, words.YEAR_LAST), (False, words.YEAR_FIRST)):
        span = clean.span_of(cell, manner=clean.Manner(day_first=True, year_last=is_last))
        answers.append(Answer(is_last, label.format(date=_day(span[0]) if isinstance(span, tuple) else cell)))
    return Question(sheet.file, "year_last", words.YEAR_LAST_OR_FIRST.format(**details), tuple(answers))


def _day_orders(
    sheet: Sheet, converted: Converted, chosen: Choices, behind: Mapping[str, bool | None]
) -> tuple[dict[str, bool | None], list[Question]]:
    """Date column to whether the day comes first; a question where no date of the file tells.

    A column that says so itself is believed; the others follow the rest of the file where that is of one mind.
    """
    found = {
        column: clean.day_order(cells) if behind[column] else "none" for column, cells in _dates_in(converted).items()
    }
    said = {order for order in found.values() if order in ("day", "month")}
    order: dict[str, bool | None] = {}
    for column, own in found.items():
        if own == "both":
            order[column] = None
        elif own in ("day", "month"):
            order[column] = own == "day"
        elif chosen.day_first is not None:
            order[column] = chosen.day_first
        elif len(said) == 1 and "both" not in found.values():
            order[column] = said == {"day"}
        elif own == "undecided" and (cell := _open_cell(converted.text[column].unique())):
            return order, [_ask_day_order(sheet, converted, column, cell)]
    return order, []


def _open_cell(cells: Iterable[str]) -> str:
    """The first cell that is one day with the day in front and another with the month; "" for none."""
    for text in cells:
        if clean.day_order([text]) == "undecided" and isinstance(clean.span_of(text, True), tuple):
            return text
    return ""


def _ask_day_order(sheet: Sheet, converted: Converted, column: str, open_cell: str) -> Question:
    header = converted.headers.get(column, column)
    readings = [clean.span_of(open_cell, day_first) for day_first in (True, False)]
    day_first, month_first = (_day(each[0]) if isinstance(each, tuple) else open_cell for each in readings)
    sentence = words.DAY_OR_MONTH.format(
        file=sheet.file,
        column=header,
        cell=issue.shortened(open_cell),
        day_first=day_first,
        month_first=month_first,
    )
    answers = (
        Answer(True, words.DAY_FIRST.format(date=day_first)),
        Answer(False, words.MONTH_FIRST.format(date=month_first)),
    )
    return Question(sheet.file, "day_first", sentence, answers)


def _day(day: date) -> str:
    return charts.DAY.format(day=day.day, month=charts.MONTHS[day.month - 1], year=day.year)


# Cleaning


def _part(source: _Source, current: Dataset) -> tuple[Part | None, list[Issue]]:
    """The typed frames of a source, None where it cannot go on; and what was found in its cells."""
    converted, layout = source.converted, source.layout
    if converted is None or layout is None or source.why_not:
        return None, []
    issues = [*converted.issues, *_not_kept(source.sheet.file, converted, source.sheet.frame)]
    if any(each.line is None and each.rule.leaves_out for each in converted.issues):
        return None, issues
    counts = [column for column in converted.table.columns if column.kind == "count" and column in converted.text]
    evidence = chain.from_iterable(converted.text[column].unique() for column in counts)
    context = clean.Context(
        file=source.sheet.file,
        labels=converted.labels,
        day_first=source.day_first,
        year_last=source.year_last,
        thousands=clean.thousands_of(evidence, source.sheet.delimiter),
        is_foreign=layout.is_foreign,
        from_1904=source.sheet.from_1904,
    )
    cleaned = clean.table(converted.text, converted.table, context)
    issues += cleaned.issues
    is_flat = converted.table is simple.TABLE
    frames = {converted.table.name: cleaned.frame}
    if is_flat:
        told = {(each.line, each.column) for each in cleaned.issues}
        split = simple.split(
            cleaned.frame,
            context,
            told,
            current.incidents[INCIDENT_ID],
            current.sources[codebook.PUBLISHER],
            source.sheet.frame,
            converted.headers.values(),
        )
        frames, unclear = meet.rows(split.frames, split.alike, current, source.sheet.file)
        frames, spelt = meet.spelling(frames, split.made, current, context.file, context.label(codebook.PLACE))
        issues += [*split.issues, *unclear, *spelt]
    part = Part(
        source.sheet.file,
        frames,
        source.sheet.frame,
        converted.headers,
        converted.labels,
        is_flat,
        layout.is_foreign,
    )
    return part, issues


def _not_kept(file: str, converted: Converted, frame: pd.DataFrame) -> list[Issue]:
    issues = []
    for name in converted.not_kept:
        if match.plain(name) != "issues":
            is_name = withhold.is_personal(name, frame[name])
            issues.append(Issue(issue.NAMES_NOT_KEPT if is_name else issue.NOT_KEPT, file, None, name))
    return issues


# Parting good from bad


def _kept(rows: Mapping[str, Rows], issues: Sequence[Issue]) -> tuple[dict[str, np.ndarray], list[Issue]]:
    """Which rows of each table are kept, and an issue for each row that goes with a record that is left out."""
    parts = next(iter(rows.values())).parts
    out = check.lines_left_out(issues)
    cascade: list[Issue] = []
    while True:
        gone = {name: each.on_lines(out) for name, each in rows.items()}
        found = _gone_with(rows, gone)
        if not found:
            break
        for file, lines in check.lines_left_out(found).items():
            out.setdefault(file, set()).update(lines)
        cascade += found
    kept = {name: ~mask for name, mask in gone.items()}
    flat = np.array([part.is_flat for part in parts], dtype=bool)
    for name, each in rows.items():
        if len(each.frame) and flat.any():
            kept[name] &= ~check.repeats(each, kept[name])
    kept["sources"] = _needed_sources(rows, kept, flat)
    return kept, cascade


def _gone_with(rows: Mapping[str, Rows], gone: Mapping[str, np.ndarray]) -> list[Issue]:
    """Rows still kept that belong to an incident or a source that is left out."""
    issues: list[Issue] = []
    for target, key in (("incidents", INCIDENT_ID), ("sources", SOURCE_ID)):
        lost = _lost(rows[target], gone[target], str(key))
        if not lost:
            continue
        keys = pd.Series(list(lost), dtype="str")
        holders = [("casualties", key), ("damage", key)]
        if target == "incidents":
            holders.append(("incidents", DUPLICATE_OF))
        for name, column in holders:
            each = rows[name]
            cells = each.frame[column]
            at = np.flatnonzero(check.is_among(cells, keys) & ~gone[name])
            if len(at):
                details = [{"where": rows[target].where(lost[number])} for number in cells.iloc[at]]
                issues += each.issues(issue.LEFT_OUT_WITH, at, column, details)
    return issues


def _lost(rows: Rows, gone: np.ndarray, key: str) -> dict[str, int]:
    """Keys whose every row is left out, to the first such row. A source of a flat table goes only with its claims."""
    if not gone.any():
        return {}
    considered = gone
    if rows.table is codebook.SOURCES_TABLE:
        considered = gone & ~np.array([part.is_flat for part in rows.parts], dtype=bool)[rows.part]
    kept = set(rows.frame.loc[~considered, key].dropna())
    lost: dict[str, int] = {}
    for at, value in zip(np.flatnonzero(considered).tolist(), rows.frame.loc[considered, key], strict=True):
        if isinstance(value, str) and value not in kept:
            lost.setdefault(value, at)
    return lost


def _needed_sources(rows: Mapping[str, Rows], kept: Mapping[str, np.ndarray], flat: np.ndarray) -> np.ndarray:
    """The sources to keep: of flat tables those that a kept claim names, whichever line they were first met on."""
    each = rows["sources"]
    if not len(each.frame) or not flat.any():
        return kept["sources"]
    from_flat = flat[each.part]
    named = pd.concat([rows[name].frame.loc[kept[name], SOURCE_ID] for name in ("casualties", "damage")])
    keep = np.where(from_flat, check.is_among(each.frame[SOURCE_ID], named.drop_duplicates()), kept["sources"])
    return keep & ~(each.frame[SOURCE_ID].duplicated().to_numpy() & from_flat)


def _chosen(rows: Rows, mask: np.ndarray) -> pd.DataFrame:
    if mask.all():
        return rows.frame
    chosen = rows.frame[mask].reset_index(drop=True)
    return schema.typed(chosen, rows.table)


def _accounts(sources: Sequence[_Source], issues: Sequence[Issue]) -> tuple[tuple[Count, ...], pd.DataFrame]:
    """Rows read, kept and left out of each source, and the rows left out as they stood."""
    reasons: dict[str, dict[int, str]] = {}
    whole = _whole(issues)
    for each in issues:
        if each.rule.leaves_out and each.line is not None:
            mine = reasons.setdefault(each.file, {})
            said = f"{each.column}: {each.words()}" if each.column else each.words()
            mine[each.line] = f"{mine[each.line]} {said}" if each.line in mine else said
    counts, pieces = [], []
    for source in sources:
        sheet = source.sheet
        size = len(sheet.frame) + len(sheet.left_out)
        why_whole = source.why_not or whole.get(sheet.file, "")
        is_in = source.converted is not None and not why_whole
        lines = sheet.frame.index
        if not is_in:
            out = lines
            why = [why_whole or words.NO_LAYOUT] * len(out)
        else:
            told = reasons.get(sheet.file, {})
            out = lines[lines.isin(list(told))] if told else lines[:0]
            why = [told[line] for line in out.tolist()]
        # What is left out goes on record for good, so columns that are not kept (names of victims) are not in it, and
        # nothing of a file of which nobody knows what its columns are.
        not_kept = list(source.converted.not_kept) if source.converted is not None else []
        if is_in:
            texts = read.original_text(sheet.frame.drop(columns=not_kept), out, sheet.delimiter)
        else:
            texts = pd.DataFrame({"line": out, "text": pd.Series("", index=range(len(out)), dtype="str")})
        without = {"text": ""} if not_kept or not is_in else {}
        pieces.append(texts.assign(file=sheet.file, why=why))
        pieces.append(sheet.left_out.assign(file=sheet.file, **without))
        left = len(out) + len(sheet.left_out)
        counts.append(Count(sheet.file, source.table, size, size - left, left))
    columns = ["file", "line", "text", "why"]
    filled = [piece[columns] for piece in pieces if len(piece)]
    if not filled:
        empty = {"file": "str", "line": "int64", "text": "str", "why": "str"}
        return tuple(counts), pd.DataFrame({name: pd.Series(dtype=dtype) for name, dtype in empty.items()})
    left_out = pd.concat(filled, ignore_index=True)
    return tuple(counts), left_out.sort_values(["file", "line"], kind="stable", ignore_index=True)


def _whole(issues: Iterable[Issue]) -> dict[str, str]:
    """The files that an issue leaves out as a whole, with the first such issue."""
    whole: dict[str, str] = {}
    for each in issues:
        if each.rule.leaves_out and each.line is None:
            whole.setdefault(each.file, each.sentence())
    return whole


def _content_hash(uploads: Sequence[Upload], choices: Choices | Mapping[str, Choices] | None, kept: int) -> str:
    """The same for the same contents read in the same way, whatever the files are called.

    Of the same file more rows may be kept on a later day, when what was in the future no longer is.
    """
    digests = sorted(hashlib.sha256(upload.content).hexdigest() for upload in uploads)
    if isinstance(choices, Mapping):
        said = sorted(repr(each) for each in choices.values())
    else:
        said = [repr(choices or Choices())]
    return hashlib.sha256("\n".join([*digests, *said, str(kept)]).encode()).hexdigest()
