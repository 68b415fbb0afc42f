"""The simple form: one flat table, a row for what one source says of one incident.

It has no numbers of its own, so they are made from what a row is about: the same row, or the same row with changed
figures, meets the same incident again. An incident is told apart by date, region, place, type and source, and by
its turn among rows that agree in all of these. Where a file does give incident numbers they are kept, and rows that
share one are claims about one incident. A place is told apart by its number in the gazetteer where it is known there,
so that another spelling of it meets the same incident.

Any other table becomes this form through a mapping; UCDP and ACLED are converted to it.
"""

import hashlib
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from pipelines import codebook, issue, places, schema
from pipelines.clean import Context
from pipelines.codebook import Column, Measure, Table
from pipelines.dataset import rows_of
from pipelines.formats.layout import Converted, Layout
from pipelines.issue import Issue
from pipelines.match import names_of, plain
from pipelines.wording import checking, reading


def _extent_measure(extent: str, words_for: tuple[str, ...]) -> Measure:
    """The columns that count structures of one extent. `words_for` are names of the best of them in other languages."""
    low, best, high = (
        Column(
            f"structures_{extent}{end}",
            label,
            "count",
            meaning,
            "4",
            minimum=0,
            known_as=(
                f"{extent}_structures{end}",
                f"buildings_{extent}{end}",
                f"{extent}_buildings{end}",
                *(() if end else words_for),
            ),
        )
        for end, label, meaning in zip(
            ("_low", "", "_high"), reading.STRUCTURES[extent], reading.STRUCTURES_MEANING[extent], strict=True
        )
    )
    return Measure(f"structures_{extent}", best.label, low, best, high)


DAMAGED = _extent_measure(
    "damaged",
    (
        "пошкоджено",
        "пошкоджені",
        "пошкоджено будівель",
        "пошкоджено будинків",
        "пошкоджені будівлі",
        "повреждено",
        "повреждено зданий",
        "повреждено домов",
        "поврежденные здания",
    ),
)
DESTROYED = _extent_measure(
    "destroyed",
    (
        "зруйновано",
        "зруйновані",
        "зруйновано будівель",
        "зруйновано будинків",
        "зруйновані будівлі",
        "знищено",
        "разрушено",
        "разрушено зданий",
        "разрушено домов",
        "разрушенные здания",
        "уничтожено",
    ),
)

HEADERS: dict[str, Column] = {
    "incident_id": codebook.INCIDENT_ID,
    "date": codebook.DATE_START,
    "date_end": codebook.DATE_END,
    "date_precision": codebook.DATE_PRECISION,
    "country": codebook.COUNTRY,
    "region": codebook.REGION,
    "place": codebook.PLACE,
    "latitude": codebook.LATITUDE,
    "longitude": codebook.LONGITUDE,
    "place_precision": codebook.PLACE_PRECISION,
    "control": codebook.CONTROL,
    "incident_type": codebook.INCIDENT_TYPE,
    "weapon": codebook.WEAPON,
    "scope": codebook.SCOPE,
    **{str(column): column for measure in codebook.PEOPLE_MEASURES for column in measure.columns},
    "people": codebook.PEOPLE,
    "structure_type": codebook.STRUCTURE_TYPE,
    "extent": codebook.EXTENT,
    "structures_low": codebook.STRUCTURES.low,
    "structures": codebook.STRUCTURES.best,
    "structures_high": codebook.STRUCTURES.high,
    **{str(column): column for measure in (DAMAGED, DESTROYED) for column in measure.columns},
    "source": codebook.PUBLISHER,
    "source_title": codebook.TITLE,
    "source_date": codebook.PUBLISHED_ON,
    "url": codebook.URL,
    "archive_url": codebook.ARCHIVE_URL,
    "language": codebook.LANGUAGE,
    "attributed_to": codebook.ATTRIBUTED_TO,
    "reported_on": codebook.REPORTED_ON,
    "status": codebook.STATUS,
    "statement": codebook.STATEMENT,
    "duplicate_of": codebook.DUPLICATE_OF,
    "notes": codebook.SUMMARY,
}
"""Header name of the simple form to the column it means."""

TEMPLATE: tuple[str, ...] = (
    "date",
    "region",
    "place",
    "incident_type",
    "killed",
    "injured",
    "missing",
    "structure_type",
    "structures_damaged",
    "structures_destroyed",
    "source",
    "attributed_to",
    "source_date",
    "url",
    "notes",
)
"""The headers of the template, those that nearly every row needs; any other of `HEADERS` may be added."""

EXAMPLE: dict[str, str] = {header: HEADERS[header].example for header in TEMPLATE} | {
    "structure_type": "",
    "structures_damaged": "",
    "structures_destroyed": "",
}
"""One valid row of the template."""

TABLE = Table(
    "simple",
    reading.SIMPLE_FORM,
    reading.SIMPLE_FORM_MEANING,
    tuple(HEADERS.values()),
    codebook.INCIDENT_ID,
    {},
)
"""The form as a table that `clean` can read. Its columns go by their names in the codebook."""

REQUIRED: tuple[str, ...] = ("date", "source")
"""Headers a table must have or be given a value for: no number stands without its source."""

DEFAULTS: dict[str, str] = {
    str(codebook.CONTROL): "unknown",
    str(codebook.INCIDENT_TYPE): "unknown",
    str(codebook.SCOPE): "incident",
    str(codebook.STATUS): "reported",
    str(codebook.PEOPLE): "everyone",
    str(codebook.STRUCTURE_TYPE): "unknown",
    str(codebook.EXTENT): "unspecified",
}
"""What a blank cell means where the tables need a code: that the source does not say."""

NAMES: dict[str, str] = {
    **{
        name: header
        for header, column in HEADERS.items()
        for name in names_of(column)
        if column != codebook.INCIDENT_ID
    },
    **{plain(header): header for header in HEADERS},
}
"""Plain column name to header of the form, by name, label and synonym.

Synonyms of the incident number are not among them: an `id` column is as often a row number, and those must not pass
for permanent numbers without a person saying so.
"""

_PLACES = ("region", "place", "country", "latitude")
_DESCRIBING = (
    codebook.DATE_START,
    codebook.COUNTRY,
    codebook.REGION,
    codebook.PLACE,
    codebook.INCIDENT_TYPE,
    codebook.SCOPE,
    codebook.DUPLICATE_OF,
)
_TELLING = (codebook.DATE_START, codebook.REGION, codebook.PLACE, codebook.INCIDENT_TYPE, codebook.PUBLISHER)
_WHERE = (codebook.COUNTRY, codebook.REGION, codebook.LATITUDE, codebook.LONGITUDE)
_FIGURES = ("killed", "injured", "missing", "structures", "structures_damaged", "structures_destroyed", "incident_type")


@dataclass(frozen=True, slots=True)
class Alike:
    """Rows of one day, place, type and source, and the stored incidents of the same: only their order tells them apart.

    `numbers` are those that the rows on `lines` got by their order in the file; `stored` is in the order of old files.
    """

    lines: tuple[int, ...]
    numbers: tuple[str, ...]
    stored: tuple[str, ...]


@dataclass(frozen=True)
class Split:
    """The four typed frames that simple rows become, each with the "line" index of the row, issues, and rows alike.

    `made` holds the lines whose incident has no number of its own in the file.
    """

    frames: dict[str, pd.DataFrame]
    issues: list[Issue]
    alike: tuple[Alike, ...] = ()
    made: pd.Index = field(default_factory=lambda: pd.Index([], dtype="int64"))


def mapping_of(header: Sequence[str]) -> dict[str, str]:
    """Column name to header of the form, for columns that are known; of two that mean one, the first by name wins."""
    exact = {plain(each): each for each in HEADERS}
    taken: dict[str, str] = {}
    for known in (exact, NAMES):
        for name in header:
            target = known.get(plain(name))
            if target is not None and target not in taken and name not in taken.values():
                taken[target] = name
    return {name: target for target, name in taken.items()}


def recognises(header: Sequence[str]) -> bool:
    """Whether the columns under their own names hold a date, a place, a source and something to count."""
    exact = {plain(name) for name in header} & {plain(each) for each in HEADERS}
    return {"date", "source"} <= exact and bool(exact & set(_PLACES)) and bool(exact & set(_FIGURES))


def convert(frame: pd.DataFrame, file: str) -> Converted:
    """The form's columns under their names in the codebook."""
    return mapped(frame, mapping_of([str(name) for name in frame.columns]))


def mapped(frame: pd.DataFrame, mapping: Mapping[str, str], constants: Mapping[str, str] | None = None) -> Converted:
    """A table whose columns mean headers of the form as `mapping` says; `constants` gives headers one value for all.

    Columns that the frame lacks and targets that are no header of the form are passed over; of two columns for one
    header the first counts.
    """
    chosen: dict[str, str] = {}
    for name, target in mapping.items():
        if name in frame.columns and target in HEADERS and target not in chosen.values():
            chosen[name] = target
    text = pd.DataFrame({str(HEADERS[target]): frame[name] for name, target in chosen.items()}, index=frame.index)
    for target, value in (constants or {}).items():
        if target in HEADERS and str(HEADERS[target]) not in text.columns:
            text[str(HEADERS[target])] = pd.Series(value, index=frame.index, dtype="str")
    headers = {str(HEADERS[target]): name for name, target in chosen.items()}
    not_kept = tuple(str(name) for name in frame.columns if name not in chosen)
    return Converted(TABLE, text, headers, headers, not_kept)


def split(
    typed: pd.DataFrame,
    context: Context,
    told: Collection[tuple[int | None, str]] = (),
    stored: pd.Series | None = None,
    publishers: pd.Series | None = None,
    text: pd.DataFrame | None = None,
    kept: Collection[str] = (),
) -> Split:
    """Simple rows to sources, incidents, casualties and damage, with their numbers.

    `told` holds the line and column label of cells that are issues already, so that none is told twice; `stored` the
    numbers of the incidents that are stored, `publishers` those of the stored sources. `text` is the table as typed
    and `kept` the headers in it of the columns that `typed` has: rows are the same where all of it is.
    """
    rows = _with_defaults(typed)
    rows = rows.assign(**{codebook.PUBLISHER: _as_stored(rows[codebook.PUBLISHER], publishers)})
    first_lines = _again(rows, _beside(rows, text, kept, told))
    repeated = _repeated(first_lines, context)
    rows = rows[~rows.index.isin(first_lines.index)]
    issues = repeated + [each for each in _needed(rows, context) if not _is_told(each, told, context)]
    publisher = rows[codebook.PUBLISHER].fillna("")
    title = rows[codebook.TITLE].fillna("").where(rows[codebook.TITLE].notna(), publisher)
    source_keys = [publisher, title, _day_text(rows[codebook.PUBLISHED_ON]), rows[codebook.URL].fillna("")]
    source_id = _numbers("S-", source_keys).where(title != "")
    incident_id, given, first_alike, keys = _incident_numbers(rows, publisher)
    issues += _apart_by_order(rows, first_alike, given, context)
    alike = _alike(incident_id, given, first_alike, keys, stored)
    rows = rows.assign(
        **{codebook.SOURCE_ID: source_id, codebook.TITLE: _blank_to_missing(title), codebook.INCIDENT_ID: incident_id}
    )
    first = ~incident_id.duplicated().to_numpy()
    notes = rows[codebook.SUMMARY].where(~first & rows[codebook.STATEMENT].isna().to_numpy())
    rows = rows.assign(**{codebook.STATEMENT: rows[codebook.STATEMENT].fillna(notes)})
    sources = rows.loc[(~source_id.duplicated() & source_id.notna()).to_numpy()]
    if given.any() and not first.all():
        issues.extend(_conflicts(rows, first, context))
    casualties, damage = _claims(rows, publisher)
    frames = {
        codebook.SOURCES_TABLE.name: _as_table(sources, codebook.SOURCES_TABLE),
        codebook.INCIDENTS_TABLE.name: _as_table(rows.loc[first], codebook.INCIDENTS_TABLE),
        codebook.CASUALTIES_TABLE.name: _as_table(casualties, codebook.CASUALTIES_TABLE),
        codebook.DAMAGE_TABLE.name: _as_table(damage, codebook.DAMAGE_TABLE),
    }
    return Split(frames, issues, alike, rows.index[~given])


def _as_stored(spelt: pd.Series, stored: pd.Series | None) -> pd.Series:
    """Publishers as a stored source spells them, else as the file does first; case and spaces make no other one.

    A spelling that is stored stays, also beside another of the same: its numbers are made from it.
    """
    known = [] if stored is None else stored.dropna().unique().tolist()
    first: dict[str, str] = {}
    for name in [*known, *spelt.dropna().unique().tolist()]:
        first.setdefault(_folded(name), name)
    exact = set(known)
    return _once_per_value(
        spelt.fillna(""), lambda name: name if name in exact else first.get(_folded(name), name)
    ).mask(spelt.isna())


def _folded(name: str) -> str:
    return " ".join(name.split()).casefold()


def _beside(
    rows: pd.DataFrame, text: pd.DataFrame | None, kept: Collection[str], told: Collection[tuple[int | None, str]]
) -> Callable[[pd.Index], pd.DataFrame]:
    """What was typed on some lines and is not among the typed cells, case and spaces aside.

    That is what stands in columns that are not kept, such as a name for each person, and the whole of a line with a
    cell that is an issue: a faulty cell is blank, and is not the same as one that was left empty.
    """
    faulty = {line for line, _ in told}

    def beside(lines: pd.Index) -> pd.DataFrame:
        if text is None:
            return pd.DataFrame(index=lines)
        typed = text.loc[lines].fillna("").map(_folded)
        is_kept = typed.columns.isin(list(kept))
        typed.loc[~typed.index.isin(faulty), is_kept] = ""
        return typed.set_axis(range(typed.shape[1]), axis=1)

    return beside


def _again(rows: pd.DataFrame, beside: Callable[[pd.Index], pd.DataFrame]) -> pd.Series:
    """Of each row without a number of its own that says what an earlier one says: the line of that one.

    Not those without a day: where nothing can be read, all rows look alike.
    """
    may = rows[[str(column) for column in _TELLING]].duplicated(keep=False) & rows[codebook.INCIDENT_ID].isna()
    may &= rows[codebook.DATE_START].notna()
    # Only the few that may be: a million rows as objects would take more than a gigabyte.
    few = rows[may.to_numpy()].astype(object)
    if few.empty:
        return pd.Series([], index=few.index, dtype="int64")
    said = pd.concat([few, beside(few.index)], axis=1).fillna("").agg(tuple, axis=1)
    firsts = said.index.to_series().groupby(said.to_numpy(), sort=False).transform("first")
    return firsts[firsts != firsts.index]


def _repeated(first_lines: pd.Series, context: Context) -> list[Issue]:
    """An issue for each row that says cell by cell what an earlier one says: it is one row entered twice."""
    details = [{"first": first} for first in first_lines.tolist()]
    return issue.many(issue.REPEATED_ROW, context.file, first_lines.index.tolist(), None, None, details)


def _with_defaults(typed: pd.DataFrame) -> pd.DataFrame:
    blank_type = typed[codebook.STRUCTURE_TYPE].isna()
    filled = {name: typed[name].fillna(value) for name, value in DEFAULTS.items()}
    return typed.assign(**filled, has_structure_type=~blank_type)


def _needed(rows: pd.DataFrame, context: Context) -> list[Issue]:
    """Rows without a day, a source or a place; a later row of an incident need not say day and place again."""
    is_later = (rows[codebook.INCIDENT_ID].duplicated() & rows[codebook.INCIDENT_ID].notna()).to_numpy()
    no_day = (rows[codebook.DATE_START].isna() & rows[codebook.DATE_END].isna()).to_numpy() & ~is_later
    no_source = rows[codebook.PUBLISHER].isna().to_numpy() & rows[codebook.TITLE].isna().to_numpy()
    issues = []
    for column, wrong, expected in (
        (codebook.DATE_START, no_day, checking.EXPECTED_DAY),
        (codebook.PUBLISHER, no_source, checking.EXPECTED_SOURCE),
    ):
        lines = rows.index[wrong].tolist()
        details = [{"expected": expected}] * len(lines)
        issues.extend(issue.many(issue.REQUIRED, context.file, lines, context.label(column), None, details))
    nowhere = rows[codebook.PLACE_PRECISION].isna().to_numpy() & ~is_later
    issues.extend(issue.many(issue.NO_PLACE, context.file, rows.index[nowhere].tolist()))
    return issues


def _is_told(each: Issue, told: Collection[tuple[int | None, str]], context: Context) -> bool:
    if each.rule is not issue.NO_PLACE:
        return (each.line, each.column) in told
    return any((each.line, context.label(column)) in told for column in _WHERE)


def _day_text(days: pd.Series) -> pd.Series:
    positions, different = pd.factorize(days)
    texts = np.array([*[day.date().isoformat() for day in pd.DatetimeIndex(different)], ""], dtype=object)
    return pd.Series(texts[positions], index=days.index, dtype="str")


def _apart_by_order(rows: pd.DataFrame, first: np.ndarray, given: np.ndarray, context: Context) -> list[Issue]:
    """An issue for each row that only its order tells from an earlier one; `first` holds the position of that."""
    later = np.flatnonzero((first != np.arange(len(rows))) & ~given)
    lines = rows.index.to_numpy()
    details = [{"first": int(lines[first[at]])} for at in later.tolist()]
    return issue.many(issue.APART_BY_ORDER, context.file, lines[later].tolist(), None, None, details)


def _incident_numbers(
    rows: pd.DataFrame, publisher: pd.Series
) -> tuple[pd.Series, np.ndarray, np.ndarray, list[pd.Series]]:
    """Of each row: its incident's number, whether the file gave it, the first row that agrees with it, and the keys.

    Rows agree where all keys do; those with numbers of their own agree with none but the same number.
    """
    own = rows[codebook.INCIDENT_ID]
    given = own.notna().to_numpy()
    if given.all():
        return own, given, np.arange(len(rows)), []
    region, country = (rows[column].astype("str").fillna("") for column in (codebook.REGION, codebook.COUNTRY))
    place = places.identities_of(rows[codebook.PLACE].fillna(""), region, country)
    day = _day_text(rows[codebook.DATE_START].fillna(rows[codebook.DATE_END]))
    region = region.where(region != "", country)
    keys = [day, region, place, rows[codebook.INCIDENT_TYPE].astype("str"), _once_per_value(publisher, places.plain)]
    group = [*keys, own.fillna("")]
    positions = _combined(group)
    first = pd.Series(np.arange(len(rows))).groupby(positions).transform("first").to_numpy()
    turn = _turn(positions)
    taken = set(own[given])
    while True:
        made = _numbers("IN-", [*keys, pd.Series(turn, index=rows.index).astype("str")])
        clashes = np.flatnonzero(made.isin(taken).to_numpy() & ~given) if taken else []
        if not len(clashes):
            break
        # A number that the file gives to another row: this one and those alike after it move on by one.
        turn = turn + ((first == first[clashes[0]]) & (turn >= turn[clashes[0]]))
    return own.where(given, made), given, first, keys


MOST_MISSING = 2
"""How many numbers in a row may be missing among those stored of rows alike: an update may have been taken back."""


def _alike(
    numbers: pd.Series, given: np.ndarray, first: np.ndarray, keys: Sequence[pd.Series], stored: pd.Series | None
) -> tuple[Alike, ...]:
    """The rows without numbers of their own that more than one row or stored incident agrees with."""
    if stored is None or not keys or not (known := stored[stored.str.startswith("IN-")]).size:
        return ()
    of_file = set(numbers[given])
    found: dict[int, list[str]] = {}
    leaders = np.flatnonzero((first == np.arange(len(first))) & ~given).tolist()
    texts = dict(zip(leaders, _joined([key.iloc[leaders] for key in keys]), strict=True))
    missing = dict.fromkeys(leaders, 0)
    turn = 0
    while missing:
        turn += 1
        made = [_number("IN-", f"{texts[leader]}{_BETWEEN}{turn}") for leader in missing]
        hits = rows_of(pd.Series(made, dtype="str"), known) >= 0
        for leader, number, hit in zip(list(missing), made, hits.tolist(), strict=True):
            missing[leader] = 0 if hit else missing[leader] + 1
            if hit and number not in of_file:
                found.setdefault(leader, []).append(number)
            if missing[leader] > MOST_MISSING:
                del missing[leader]
    if not found:
        return ()
    alike = pd.Series(np.arange(len(first))).groupby(first).indices
    lines, own_numbers = numbers.index.tolist(), numbers.tolist()
    groups = []
    for leader, theirs in found.items():
        at = alike[leader].tolist()
        own = [own_numbers[each] for each in at]
        if own != theirs or len(own) > 1:
            groups.append(Alike(tuple(lines[each] for each in at), tuple(own), tuple(theirs)))
    return tuple(groups)


def _once_per_value(cells: pd.Series, change: Callable[[str], str]) -> pd.Series:
    positions, different = pd.factorize(cells)
    changed = np.array([change(text) for text in different], dtype=object)
    return pd.Series(changed[positions], index=cells.index, dtype="str")


def _combined(keys: Sequence[pd.Series]) -> np.ndarray:
    """One whole number for each row, equal where all keys are equal."""
    combined = np.zeros(len(keys[0]), dtype=np.int64)
    for key in keys:
        codes, values = pd.factorize(key)
        combined, _ = pd.factorize(combined * (len(values) + 1) + codes + 1)
    return combined


def _turn(positions: np.ndarray) -> np.ndarray:
    """1 for the first row with one of these numbers (of `_combined`), 2 for the second, and so on."""
    return pd.Series(positions).groupby(positions).cumcount().to_numpy() + 1


def _numbers(prefix: str, keys: Sequence[pd.Series]) -> pd.Series:
    """A permanent number made from the keys: the prefix and 16 hexadecimal digits (64 bits)."""
    positions = _combined(keys)
    first = np.unique(positions, return_index=True)[1]
    texts = _joined([key.iloc[first] for key in keys])
    made = np.array([_number(prefix, text) for text in texts], dtype=object)
    return pd.Series(made[positions], index=keys[0].index, dtype="str")


def _joined(keys: Sequence[pd.Series]) -> list[str]:
    """The keys of each row as one text."""
    return list(map(_BETWEEN.join, zip(*(key.tolist() for key in keys), strict=True)))


_BETWEEN = "\x1f"


def _number(prefix: str, text: str) -> str:
    return prefix + hashlib.blake2b(text.encode("utf-8", errors="surrogatepass"), digest_size=8).hexdigest()


def _blank_to_missing(cells: pd.Series) -> pd.Series:
    return cells.mask(cells == "")


def _conflicts(rows: pd.DataFrame, first: np.ndarray, context: Context) -> list[Issue]:
    """Later rows of an incident that describe it otherwise than its first row. What they leave blank agrees."""
    later = rows.loc[~first]
    firsts = rows.loc[first].assign(first_line=rows.index[first]).set_index(codebook.INCIDENT_ID)
    same = firsts.loc[later[codebook.INCIDENT_ID]]
    different: list[list[str]] = [[] for _ in range(len(later))]
    for column in _DESCRIBING:
        mine, theirs = later[column].astype(object).to_numpy(), same[column].astype(object).to_numpy()
        silent = pd.isna(mine) | (mine == DEFAULTS.get(str(column), ""))
        for at in np.flatnonzero(~silent & (mine != theirs)):
            different[at].append(context.label(column))
    wrong = [at for at, names in enumerate(different) if names]
    details = [{"first": int(same["first_line"].iloc[at]), "columns": ", ".join(different[at])} for at in wrong]
    lines = later.index[wrong].tolist()
    values = later[codebook.INCIDENT_ID].iloc[wrong]
    label = context.label(codebook.INCIDENT_ID)
    return issue.many(issue.DESCRIBED_TWICE, context.file, lines, label, values, details)


def _claims(rows: pd.DataFrame, publisher: pd.Series) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The claims about people and about structures. A row that gives no figure at all is a claim without one."""
    blocks = []
    for measure, extent in ((codebook.STRUCTURES, None), (DAMAGED, "damaged"), (DESTROYED, "destroyed")):
        has = rows[list(measure.columns)].notna().any(axis=1)
        if extent is None:
            given = rows[[str(c) for m in (DAMAGED, DESTROYED) for c in m.columns]].notna().any(axis=1)
            has |= rows["has_structure_type"] & ~given
        block = rows.loc[has.to_numpy()]
        named = zip(codebook.STRUCTURES.columns, measure.columns, strict=True)
        block = block.assign(**{str(ours): block[theirs] for ours, theirs in named})
        if extent is not None:
            order = codebook.EXTENT.code_list.values()
            values = pd.Categorical([extent] * len(block), categories=list(order))
            block = block.assign(**{str(codebook.EXTENT): values})
        blocks.append(block)
    damage = pd.concat(blocks) if any(len(block) for block in blocks) else rows.iloc[:0]
    figures = [str(column) for measure in codebook.PEOPLE_MEASURES for column in measure.columns]
    says = rows[figures].notna().any(axis=1).to_numpy()
    has_damage = rows.index.isin(damage.index)
    casualties = rows.loc[says | ~has_damage]
    casualties = casualties.assign(**{codebook.CLAIM_ID: _claim_numbers(casualties, [codebook.PEOPLE], "P")})
    told = [codebook.STRUCTURE_TYPE, codebook.EXTENT]
    damage = damage.assign(**{codebook.CLAIM_ID: _claim_numbers(damage, told, "D")})
    return casualties, damage


def _claim_numbers(rows: pd.DataFrame, told: Sequence[str], letter: str) -> pd.Series:
    """Incident, kind of claim, who says it and about what; a turn where one says it of the same thing again."""
    if rows.empty:
        return pd.Series(dtype="str", index=rows.index)
    incident = rows[codebook.INCIDENT_ID].reset_index(drop=True)
    about = [
        rows[column].astype("str").fillna("").reset_index(drop=True)
        for column in (codebook.PUBLISHER, codebook.ATTRIBUTED_TO, *told)
    ]
    mark = _numbers("", about).str.slice(0, 6)
    turn = _turn(_combined([incident, mark]))
    number = incident + f"-{letter}" + mark
    again = turn > 1
    if again.any():
        number = number.where(~again, number + "-" + pd.Series(turn).astype("str"))
    return pd.Series(number.to_numpy(), index=rows.index, dtype="str")


def _as_table(rows: pd.DataFrame, table: Table) -> pd.DataFrame:
    """The table's columns of the rows, in its dtypes."""
    dtypes = schema.dtypes(table)
    columns = {
        name: rows[name] if rows[name].dtype == dtype else rows[name].astype(dtype) for name, dtype in dtypes.items()
    }
    return pd.DataFrame(columns, index=rows.index)


LAYOUT = Layout("simple", reading.SIMPLE, recognises, convert)
