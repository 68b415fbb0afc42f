"""The rules: the schema of each table, then what must hold across columns, tables and the data already stored.

Runs on typed frames from `clean`. An error leaves its row out and a warning keeps it; every rule reports all of its
breaches in one pass. Which rows are left out with others is worked out in `load`.
"""

from collections.abc import Iterable, Mapping
from datetime import date

from pipelines.check import claims, duplicates, incidents, records, standing
from pipelines.check.rows import Part, Rows, is_among, lines_left_out, repeats, stacked
from pipelines.dataset import Dataset
from pipelines.issue import Issue

__all__ = ["Part", "Rows", "is_among", "lines_left_out", "repeats", "stacked", "tables"]


def tables(rows: Mapping[str, Rows], current: Dataset, today: date, known: Iterable[Issue] = ()) -> list[Issue]:
    """Every breach in the rows of the four tables, held against each other and against the data already stored.

    `rows` is what `stacked` makes; `known` are the issues found before: what a row that they leave out says is
    known as typed alone. The order is by rule; sort with `issue.in_file_order` to show.
    """
    out = lines_left_out(known)
    found: list[Issue] = []
    for each in rows.values():
        found += records.of_schema(each)
        found += records.keys(each, out)
        found += records.references(each, rows, current)
        found += records.measures(each)
        found += records.future(each, today)
    found += incidents.days(rows["incidents"])
    found += incidents.points(rows["incidents"])
    found += incidents.circles(rows["incidents"], current)
    found += duplicates.likely(rows, current)
    found += claims.implausible(rows["incidents"], rows["casualties"])
    for name in ("casualties", "damage"):
        found += claims.early(rows[name], rows["incidents"], current)
    found += claims.groups(rows["casualties"])
    found += claims.falling(rows["incidents"], rows["casualties"], rows["sources"], current)
    found += claims.unknown_beside(rows["damage"], rows["sources"], current)
    found += standing.left(rows, current)
    return found
