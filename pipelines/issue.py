"""An issue: one breach of a rule, as a sentence for a person with a spreadsheet open.

Exceptions are for programmers; issues are for people. A bad cell never raises and never disappears: it becomes an
`Issue` that says the file, the line in *their* file, the column as they see it, the value as typed, what is wrong,
what is expected and what to do.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import repeat

import pandas as pd

_BEFORE = 20
"""Characters shown before the place where two long values differ."""


class Severity(StrEnum):
    """How much an issue matters: an error leaves the row out, a warning keeps and marks it, a note only tells."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Rule:
    """What must hold, and the words for a breach of it.

    `problem`, `expected` and `remedy` are sentences without their full stop; they may name fields of the issue's
    `details` in braces. `drops` leaves the row out although nothing is wrong with it (a totals row).
    """

    name: str
    severity: Severity
    title: str
    problem: str
    expected: str = ""
    remedy: str = ""
    drops: bool = False

    @property
    def leaves_out(self) -> bool:
        """Whether a row with such an issue is left out: every error does, and what `drops`."""
        return self.drops or self.severity is Severity.ERROR


@dataclass(frozen=True, slots=True)
class Issue:
    """One breach of one rule.

    `line` is the line in the user's file (1 = its first line), None for the file as a whole. `column` is the label
    the user sees. `value` is the cell as typed. `suggestion` is the nearest allowed value, where there is one.
    """

    rule: Rule
    file: str
    line: int | None = None
    column: str = ""
    value: str = ""
    details: dict[str, object] = field(default_factory=dict)
    suggestion: str = ""

    @property
    def severity(self) -> Severity:
        """The severity of the rule."""
        return self.rule.severity

    def where(self) -> str:
        """File, line and column, as far as they apply."""
        parts = [self.file]
        if self.line is not None:
            parts.append(f"line {self.line}")
        if self.column:
            parts.append(self.column)
        return ", ".join(parts)

    def sentence(self) -> str:
        """The whole issue in words."""
        return f"{self.where()}: {self.words()}"

    def words(self) -> str:
        """The issue in words, without saying where it stands."""
        problem = self.rule.problem.format(**self.details)
        value = f'"{shortened(self.value)}" ' if self.value else ""
        rest = [part.format(**self.details) for part in (self.rule.expected, self.rule.remedy) if part]
        rest = [part for part in rest if part]
        if self.suggestion:
            rest.append(f'Did you mean "{self.suggestion}"?')
        sentences = [f"{value}{problem}", *rest]
        return " ".join(part if part.endswith(("?", ".")) else f"{part}." for part in sentences)


_NO_DETAILS: dict[str, object] = {}


def many(
    rule: Rule,
    file: str,
    lines: Sequence[int],
    column: str = "",
    values: Iterable[str] | None = None,
    details: Iterable[dict[str, object]] | None = None,
    suggestions: Iterable[str] | None = None,
) -> list[Issue]:
    """An issue for each line; `values`, `details` and `suggestions` go along line by line where they are given."""
    return [
        Issue(rule, file, line, column, value, detail, suggestion)
        for line, value, detail, suggestion in zip(
            lines,
            repeat("") if values is None else values,
            repeat(_NO_DETAILS) if details is None else details,
            repeat("") if suggestions is None else suggestions,
            strict=False,
        )
    ]


def report(issues: Iterable[Issue]) -> pd.DataFrame:
    """The issues as a table of text: file, line (Int64), column, value, severity, rule, issue, suggestion.

    `issue` is the whole sentence. In the order given; written to CSV it is the report a person downloads.
    """
    rows = [
        (
            each.file,
            each.line,
            each.column,
            each.value,
            each.rule.severity.value,
            each.rule.title,
            each.sentence(),
            each.suggestion,
        )
        for each in issues
    ]
    columns = ["file", "line", "column", "value", "severity", "rule", "issue", "suggestion"]
    frame = pd.DataFrame(rows, columns=columns)
    return frame.astype({name: "Int64" if name == "line" else "str" for name in columns})


def in_file_order(issues: Iterable[Issue]) -> list[Issue]:
    """The issues by file and line; those about a whole file come first in it."""
    return sorted(issues, key=lambda each: (each.file, each.line or 0))


def shortened(value: str, limit: int = 80) -> str:
    """A value on one line, cut to `limit` characters."""
    one_line = " ".join(value[: 4 * limit].split())
    return one_line if len(one_line) <= limit else f"{one_line[: limit - 1]}…"


def shortened_pair(old: str, new: str, limit: int = 80) -> tuple[str, str]:
    """Two values on one line each, cut to `limit` characters, from a little before the place where they differ."""
    old, new = (" ".join(value.split()) for value in (old, new))
    pairs = zip(old, new, strict=False)
    same = next((at for at, (left, right) in enumerate(pairs) if left != right), min(len(old), len(new)))
    start = same - _BEFORE if max(len(old), len(new)) > limit and same > limit // 2 else 0
    cut = [f"…{value[start:]}" if start else value for value in (old, new)]
    return shortened(cut[0], limit), shortened(cut[1], limit)


def grouped(issues: Iterable[Issue]) -> dict[Rule, list[Issue]]:
    """Issues by rule: errors first, then by how many there are."""
    groups: dict[str, list[Issue]] = {}
    for each in issues:
        groups.setdefault(each.rule.name, []).append(each)
    order = list(Severity)
    ranked = sorted(groups.values(), key=lambda group: (order.index(group[0].severity), -len(group)))
    return {group[0].rule: group for group in ranked}


def has_errors(issues: Iterable[Issue]) -> bool:
    """Whether any issue is an error."""
    return any(each.severity is Severity.ERROR for each in issues)


def _error(name: str, title: str, problem: str, expected: str = "", remedy: str = "") -> Rule:
    return Rule(name, Severity.ERROR, title, problem, expected, remedy)


def _warning(name: str, title: str, problem: str, expected: str = "", remedy: str = "") -> Rule:
    return Rule(name, Severity.WARNING, title, problem, expected, remedy)


def _note(name: str, title: str, problem: str, expected: str = "", remedy: str = "", *, drops: bool = False) -> Rule:
    return Rule(name, Severity.NOTE, title, problem, expected, remedy, drops)


EMPTY_FILE = _error(
    "empty_file",
    "Nothing in the file",
    "is empty",
    "Expected a header row and a row for each record",
    "Save the file again and upload it once more",
)
NO_ROWS = _warning(
    "no_rows",
    "A header without rows",
    "has a header and no rows",
    "",
    "If it should have rows, look whether the right sheet or file was saved",
)
NOT_A_TABLE = _error(
    "not_a_table",
    "Not a table",
    "is {what}, not a table",
    "Expected a CSV file or an XLSX workbook with a row for each incident or claim",
    "{remedy}",
)
PROTECTED = _error(
    "protected",
    "Protected by a password",
    "is {what} protected by a password, so it cannot be read",
    "",
    "Save it without the password and upload that",
)
PASSED_OVER = _note(
    "passed_over",
    "Files in the zip that were passed over",
    "also holds files that were not read: {names}",
    "If one of them is an update, upload it by itself",
)
NESTED_SERIES = _error(
    "nested_series",
    "Figures nested in a JSON file",
    "is a JSON file in which figures are nested inside each of {days} dates, and they look like running totals: "
    "each one contains the one before. Running totals must never be added up, so it is not read as incidents",
    "Expected a CSV file or an XLSX workbook with a row for each incident",
    "Where a running total is wanted, enter it as one record whose scope is cumulative",
)
NOT_OPENED = _error(
    "not_opened",
    "The file does not open",
    "looks like {what} but does not open as one",
    "It may be cut short, damaged or protected by a password",
    "Open it yourself, save it again and upload that",
)
TOO_LARGE = _error(
    "too_large",
    "Too large",
    "holds {what}",
    "Expected no more than {limit}",
    "Split it and upload the parts one after the other",
)
FAR_CELL = _error(
    "far_cell",
    "A cell far away from the table",
    "has cells as far down as row {row} and as far to the right as column {column}, too many between to be read",
    "Expected a table that begins at the top left and ends where its rows end",
    "Delete what stands far below or beside the table, or save the sheet as CSV",
)
UNKNOWN_SHEET = _error(
    "unknown_sheet",
    "No such sheet",
    "has no sheet {sheet}",
    "It has: {sheets}",
    "Choose one of these",
)
UNKNOWN_ENCODING = _error(
    "unknown_encoding",
    "No such encoding",
    'cannot be read as "{encoding}": there is no encoding of that name',
    "Expected a name such as utf-8, cp1251 or cp1252",
)
ENCODING = _note(
    "encoding",
    "Encoding of the file",
    "was read as {encoding}",
    "If letters look wrong, choose another encoding",
)
LOST_CHARACTERS = _warning(
    "lost_characters",
    "Characters that cannot be read",
    "holds {count} characters that cannot be read as {encoding}; they stand as \ufffd, first in line {line}",
    "If letters look wrong, choose another encoding or save the file as UTF-8",
)
NUL_BYTES = _warning(
    "nul_bytes",
    "Empty bytes",
    "held {count} empty (NUL) bytes, which no text has; they were taken out",
    "The file may be damaged",
    "Compare a few rows with the original",
)
PREAMBLE = _note(
    "preamble", "Lines above the header", "has its header in line {header}; the lines above it were skipped"
)
TWO_HEADER_ROWS = _note(
    "two_header_rows", "A header in two rows", "is the second row of the header; the two were read as one"
)
MERGED_CELLS = _warning(
    "merged_cells",
    "Merged cells",
    "has cells merged over several rows, {count} in all, first {first}. What they say counts for the first of their "
    "rows only: a figure must not be counted for each",
    "Expected a value in each row",
    "Take the cells apart and fill in each row what holds for it",
)
HXL_ROW = _note("hxl_row", "HXL tags", "is a row of HXL tags, not a record; it was skipped")
TOTALS_ROW = _note(
    "totals_row",
    "Totals",
    "is a total of the rows above it, not a record",
    "Totals are worked out from the records",
    "It was left out",
    drops=True,
)
HEADER_AGAIN = _note(
    "header_again", "The header again", "is the header once more, not a record", "", "It was left out", drops=True
)
FOOTNOTE_ROW = _note(
    "footnote_row", "Notes at the end", "is a note under the table, not a record", "", "It was left out", drops=True
)
RAGGED = _error(
    "ragged",
    "Too few or too many cells",
    "the row has {cells} and the header has {columns}",
    "Cells were not moved to fit",
    "Look for a missing or extra separator; put quotation marks around cells that hold one",
)
UNCLOSED_QUOTE = _error(
    "unclosed_quote",
    "A quotation mark that is never closed",
    "a quotation mark opens a cell here and is never closed",
    "Reading went on at the next line",
    "Close it, or write it twice where it belongs to the text",
)
HUGE_CELL = _error(
    "huge_cell",
    "A cell too long to be one",
    "a cell has {length} characters",
    "Expected no more than {limit}",
    "Look for a quotation mark that is missing or never closed",
)
DUPLICATE_HEADER = _error(
    "duplicate_header",
    "Two columns with one name",
    "two columns have this name and their cells differ, so it cannot be known which one counts",
    "Expected one column of each name",
    "Rename or delete one of them",
)
MISSING_COLUMN = _error(
    "missing_column",
    "A column is missing",
    'has no column "{column}". Found: {found}',
    "Column names are those of the template",
    "Download the template to compare",
)
NOT_KEPT = _note(
    "not_kept",
    "Columns that are not kept",
    "the column has no place in the tables and is not kept",
)
NAMES_NOT_KEPT = _note(
    "names_not_kept",
    "Personal names are not kept",
    "the column seems to hold names of people. Personal names are not stored, so it is not kept",
)

REQUIRED = _error("required", "An empty cell that is needed", "is empty", "{expected}")
UNKNOWN_CODE = _error("unknown_code", "Not in the list", "is not in the list", "Expected one of: {allowed}")
BELOW_MINIMUM = _error(
    "below_minimum",
    "Below the lowest possible",
    "is below {minimum}",
    "{expected}",
    "Correct it, or leave it empty if it is not known",
)
ABOVE_MAXIMUM = _error(
    "above_maximum",
    "Above the highest possible",
    "is above {maximum}",
    "{expected}",
    "Correct it, or leave it empty if it is not known",
)
DUPLICATE_KEY = _error(
    "duplicate_key",
    "A number used twice",
    "stands on several lines ({lines}) with different cells",
    "Expected a number of its own for each record",
    "Correct the number, or delete the rows that are out of date",
)
REPEATED_ROW = _error(
    "repeated_row",
    "The same row again",
    "is the same row as line {first}",
    "It is kept once",
    "Delete one of the two",
)
KEY_TOO_LONG = _error(
    "key_too_long", "A number too long to be one", "has {length} characters", "Expected no more than {limit}"
)
NOT_A_NUMBER = _error(
    "not_a_number",
    "Not a number",
    "is not a number",
    "Expected a whole number such as 5, a range such as 5-7, or an empty cell where nothing is known",
    "Correct it, and put words into the statement",
)
NOT_WHOLE = _error(
    "not_whole", "Not a whole number", "is not a whole number", "People and structures are counted whole"
)
THOUSANDS_UNCLEAR = _error(
    "thousands_unclear",
    "A number that can be read two ways",
    "can be read as {small} or as {large}, and nothing else in the file decides",
    "Expected a whole number without separators",
    "Write {small} or {large}",
)
SEVERAL_READINGS = _error(
    "several_readings",
    "Two numbers in one cell",
    "can be read in several ways: {ways}",
    "Expected a whole number such as 5, a range such as 5-7, or an empty cell where nothing is known",
    "Look at the source, and put each figure into its own column",
)
BECAME_DATE = _error(
    "became_date",
    "A number that became a date",
    "is a date where a number belongs. Spreadsheets turn a range such as 5-7 into a date",
    "Expected a whole number or a range",
    "Format the column as text and type it again",
)
NONE_UNCLEAR = _error(
    "none_unclear",
    "A word that can mean zero or unknown",
    "can mean that there were none or that it is not known",
    "Expected 0 where the source says there were none, an empty cell where it says nothing",
    "Write the one that holds",
)
TOLD_TWICE = _error(
    "told_twice",
    "Two different figures for one thing",
    "gives a range or bound that differs from {other}",
    "Expected one of the two places to say it",
    "Check both against the source",
)
VAGUE_WORD = _note(
    "vague_word",
    "A word instead of a number",
    "is not a number; the figure stays empty and the word is kept in the statement",
)
ABOUT = _note("about", "A rounded figure", "is kept as {number}; that it is a rounded figure stands in the statement")
BOUND = _note("bound", "A bound", "is kept as {meaning}")
REMARK = _warning(
    "remark",
    "A number with a remark",
    "is kept as {number}; the words beside it are kept in the statement",
    "Expected the number alone",
    "If the words are about a group of people, enter them as a claim of their own",
)
BROKEN_FORMULA = _error(
    "broken_formula",
    "A formula that went wrong",
    "is what a spreadsheet shows where a formula went wrong, not a value",
    "Expected a value, or an empty cell where nothing is known",
    "Mend the formula, or type what it should give",
)
FORMULA_FOUND_NOTHING = _warning(
    "formula_found_nothing",
    "A formula that found nothing",
    "is what a spreadsheet shows where a formula found nothing; the cell counts as empty",
    "",
    "If it should have found something, mend the formula or type the value",
)
FORMULA_NOT_WORKED_OUT = _error(
    "formula_not_worked_out",
    "A formula that was not worked out",
    "is a formula without its result: the program that saved the file did not work it out",
    "",
    "Open the file in a spreadsheet program, save it, and upload that",
)
FOOTNOTE_MARK = _warning(
    "footnote_mark",
    "A figure with the mark of a footnote",
    "is kept as {number}; the mark is kept in the statement, and the footnote itself is not in the cell",
    "Expected the number alone",
    "Read the footnote: where it changes the figure, correct it",
)
NOT_A_DATE = _error(
    "not_a_date",
    "Not a date",
    "is not a date that can be read",
    "Expected a day such as 2023-05-31",
    "Correct it",
)
NOT_A_DAY = _error(
    "not_a_day", "Not a single day", "is more than a day", "Expected one day such as 2023-05-31", "Correct it"
)
DATE_UNCLEAR = _error(
    "date_unclear",
    "Day and month cannot be told apart",
    "can be read as {day_first} or {month_first}, and the file holds dates of both kinds",
    "Expected one way of writing dates in a file",
    "Write the year in front, as in 2023-05-31",
)
ORDERS_MIXED = _warning(
    "orders_mixed",
    "Dates of both kinds in one column",
    "holds dates with the day in front ({day_first}) and dates with the month in front ({month_first}). Those that can "
    "be read in one way only are kept",
    "Expected one way of writing dates in a file",
    "Such a file has often been through two programs that read it differently: check its dates against the source",
)
NO_YEAR = _error(
    "no_year", "A date without a year", "names no year", "Expected a day such as 2023-05-31", "Add the year"
)
YEAR_UNCLEAR = _error(
    "year_unclear",
    "A year of two digits that may stand in front or behind",
    "has a year of two digits, and nothing in the file says whether it stands in front or behind",
    "Expected a day such as 2023-05-31",
    "Write the year with four digits",
)
SHORT_YEAR = _note(
    "short_year",
    "Years of two digits",
    "has years of two digits. They were read as standing {place}: {example} as {meaning}",
    "If that is wrong, write the year with four digits",
)
OUT_OF_REACH = _error(
    "out_of_reach", "A date too far away", "lies outside the years {first} to {last}", "", "Check the year"
)
NOT_DEGREES = _error(
    "not_degrees",
    "Not degrees",
    "is not a number of degrees",
    "Expected decimal degrees such as 48.50729",
    "Correct it, or leave both coordinates empty",
)
HALF_A_POINT = _error(
    "half_a_point",
    "Half a pair of coordinates",
    "stands without the other half of the pair",
    "Expected latitude and longitude, or neither",
    "Add the other, or leave both empty",
)
UNKNOWN_COUNTRY = _error(
    "unknown_country",
    "Not a known country",
    "is not a country that is known by that name or code",
    "Expected a code such as UA, or a name",
)
UNKNOWN_REGION = _error(
    "unknown_region",
    "Not a known region",
    "is not a region{of_country} that is known by that name or code, or it could mean several",
    "Expected a code such as UA-09, or a name",
)
COUNTRY_AS_REGION = _error(
    "country_as_region",
    "A country where a region belongs",
    "is a country ({country}), not a region",
    "Expected a code such as UA-09, or a name",
    "Put it into the column country, and leave the region blank if it is not known",
)
TAKEN_AS_COUNTRY = _note(
    "taken_as_country",
    "A country in the column of regions",
    "is a country ({country}), not a region; it counts as the country, and the region stays blank",
)
REGION_NOT_FOUND = _warning(
    "region_not_found",
    "Region left empty",
    "is not a region{of_country} in the list of ISO 3166-2; the region stays empty",
)
REGION_ELSEWHERE = _error(
    "region_elsewhere",
    "Region and country do not fit",
    "is not in {country}",
    "Expected a region of that country",
    "Correct one of the two",
)

ORDER = _error(
    "order",
    "Lowest, best and highest out of order",
    "{low_label} {low} is above {high_label} {high}",
    "Lowest, best and highest must rise",
    "Check them against the source",
)
DATE_ORDER = _error(
    "date_order",
    "The last day before the first",
    "is before the first day {start}",
    "Expected the same day or a later one",
    "Check both",
)
SPAN = _error(
    "span",
    "Dates and their precision do not fit",
    "does not fit the dates: from {start} to {end} is {days} days",
    "Expected no more than {most} for that precision",
    "Correct the dates or the precision",
)
FUTURE = _error(
    "future", "In the future", "is in the future (today is {today})", "Expected today or a day before", "Check the year"
)
ELSEWHERE = _error(
    "elsewhere",
    "Coordinates in another country",
    "puts the point {latitude}, {longitude} into {found}, and the country is {country}",
    "Expected a point in {country} or close to it",
    "Check the coordinates{swapped}",
)
FAR_AWAY = _warning(
    "far_away",
    "Coordinates far from the country",
    "puts the point {latitude}, {longitude} far from {country} as it is drawn here",
    "",
    "Check the coordinates{swapped}",
)
NO_POINT = _error(
    "no_point",
    "Coordinates 0, 0",
    "makes the point 0, 0 in the sea off Africa, which stands for unknown coordinates",
    "Expected the coordinates, or empty cells",
    "Leave both empty",
)
ELSEWHERE_FOREIGN = _warning(
    "elsewhere_foreign",
    "Coordinates in another country than the publisher names",
    "puts the point {latitude}, {longitude} into {found} as borders are drawn now, and the publisher says {country}",
)
UNKNOWN_REFERENCE = _error(
    "unknown_reference",
    "Points to a record that is not there",
    "is neither in the uploaded files nor among the {table} already stored",
    "Expected the number of one of the {table}",
    "Upload the {table} with it, or correct the number",
)
LEFT_OUT_WITH = _error(
    "left_out_with",
    "Left out with the record it belongs to",
    "was left out itself ({where})",
    "",
    "Correct that record first",
)
SELF_DUPLICATE = _error(
    "self_duplicate",
    "A duplicate of itself",
    "would be a duplicate of itself{through}",
    "Expected the number of the record that is kept",
    "Correct it, or leave it empty",
)
DESCRIBED_TWICE = _error(
    "described_twice",
    "One incident, described in two ways",
    "has the same incident number as line {first}, and its {columns} differ",
    "Expected rows of one incident to agree on everything but figures and sources",
    "Correct one of them, or give it a number of its own",
)
NO_PLACE = _error(
    "no_place",
    "No place at all",
    "the row names no country, no region and no coordinates",
    "Expected at least a country or a region",
    "Add one of them",
)
APART_BY_ORDER = _warning(
    "apart_by_order",
    "Told apart only by their order",
    "has the same day, place, type and source as line {first}; the two are told apart by their order alone",
    "Expected a column incident_id where a file has several incidents of one day, place, type and source",
    "Give them numbers of their own: else a later file with fewer of them is left out where it changes one",
)
WHICH_RECORD = _error(
    "which_record",
    "Cannot be told which stored incident it changes",
    "is {rows} of this day, place, type and source, and {stored} such incidents are stored ({numbers}): which of them "
    "it changes, or whether it is another, cannot be told",
    "Expected a row for each of them, in the order of before, or numbers",
    "Put the number of the incident it changes into a column incident_id, or a new number if it is another incident",
)
LIKELY_DUPLICATE = _warning(
    "likely_duplicate",
    "May be the same incident twice",
    "may be the same incident as {others}: within a day, the same place, the same type, and no figure against it",
    "",
    "If they are one incident, enter the number of the one to keep under Duplicate of",
)
FALLING_TOTAL = _warning(
    "falling_total",
    "A running total that falls",
    "makes a running total fall: {measure} from {before} ({before_day}) to {after} ({after_day}), {speaker}",
    "A running total does not fall",
    "If it was revised, say so in the statement",
)
IMPLAUSIBLE = _warning(
    "implausible",
    "Very many people for one incident",
    "{people} killed and injured in one incident is very many for: {type}",
    "Few incidents of that type have more than {most}",
    "Check the figure, and that the record is one incident and not a total of several; if so, leave it as it is",
)
EARLY = _warning(
    "early",
    "Reported before it happened",
    "was reported on {reported}, before the incident on {began}",
    "Expected a report on or after the first day of the incident",
    "Check both dates, and that the claim is about this incident",
)
GROUP_ABOVE = _warning(
    "group_above",
    "More in a group than in all",
    "{measure}: {group} {part} is more than everyone {whole}, from the same source",
    "A group is a part of everyone",
    "Check both against the source",
)
UNKNOWN_BESIDE = _warning(
    "unknown_beside",
    "Structures that may be counted twice",
    "counts structures of unstated type, and {speaker} counts them by type in the same incident",
    "",
    "If they are the same structures, withdraw one of the claims or give its type",
)
LEFT_STANDING = _warning(
    "left_standing",
    "An earlier claim of the same source stays",
    "leaves earlier claims of the same source about this incident as they are, and they go on counting: {claims}",
    "",
    "If the row corrects one of them, import that claim by its number with the status withdrawn",
)
PLACED = _note(
    "placed",
    "Coordinates from the gazetteer",
    "had no coordinates; those of the centre of {name} in the gazetteer were added",
)
PLACE_NOT_FOUND = _note(
    "place_not_found",
    "Place not in the gazetteer",
    "has no coordinates and was not found, or not only once, in the gazetteer of {where}; the place counts as known to "
    "the {precision}",
)
SPELT_OTHERWISE = _note(
    "spelt_otherwise",
    "Another spelling of a stored place",
    "is another spelling of the place that is stored as {stored}, so it changes nothing",
    "",
    "To change the spelling, upload the table of incidents with the number of the incident",
)

NO_EVENT_SUM = _warning(
    "no_event_sum",
    "Deaths do not add up",
    "best is {best}, and its parts (deaths_a, deaths_b, deaths_civilians, deaths_unknown) add up to {parts}",
    "UCDP's best figure is the sum of its parts",
    "Check the file against UCDP's own",
)
NO_INJURED = _note(
    "no_injured", "No injured", "has no column for injured people: for every row injured is unknown, not 0"
)
NO_TYPE = _note(
    "no_type", "No incident type", "does not say what kind of incident it was; the type of each row is Type not stated"
)
ZERO_UNCLEAR = _note(
    "zero_unclear",
    "Zero may mean unknown",
    "writes 0 both for nobody killed and for not known. In {count} rows it became an empty cell, first in line {line}",
)
STANDS_FOR_WORD = _note(
    "stands_for_word",
    "Numbers that may stand for words",
    "writes 3 or 10 for several or many, 12 for dozens and 100 for hundreds. {count} rows have such a figure, first in "
    "line {line}; it is kept and the statement says so",
)
TERMS = _note(
    "terms",
    "Terms of the publisher",
    "comes from ACLED, whose terms do not allow its rows to be passed on",
    "",
    "Check them before you publish an export",
)
NOT_ARMED = _note(
    "not_armed",
    "Not an armed incident",
    "is not an armed incident with people harmed or structures damaged",
    "",
    "It was left out",
    drops=True,
)
TYPE_UNCLEAR = _note(
    "type_unclear",
    "Type not told apart by the publisher",
    "covers more than one incident type; the row is kept as {type}, read from its notes",
)

RULES: tuple[Rule, ...] = tuple(value for value in globals().values() if isinstance(value, Rule))
"""Every rule, in the order of this file."""
