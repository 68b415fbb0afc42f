"""Totals, files read and batches as plain values for JSON: what `--json` prints and the API answers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from pipelines import issue
from pipelines.ledger import Batch
from pipelines.tally import Figure, Row, Tally

if TYPE_CHECKING:  # what reads and checks files takes a while to come; totals do not need it
    from pipelines.commit import Preview
    from pipelines.load import Intake


def tally_record(tally: Tally) -> dict[str, object]:
    """The tally as plain values for JSON (design, section 7): what the command line and the API print."""
    return {
        "version": tally.version,
        "incidents": tally.incidents,
        "set_apart": {
            "records": tally.set_apart.records,
            **{name: figure.best for name, figure in tally.set_apart.figures.items()},
        },
        **{name: figure_record(figure) for name, figure in tally.totals.items()},
        "by_extent": tally.by_extent,
        "by_region": [_row_record("region", row) for row in tally.by_region],
        "by_month": [_row_record("month", row) for row in tally.by_month],
        "by_type": [_row_record("incident_type", row) for row in tally.by_type],
        "by_structure": [
            {"structure_type": row.key, **row.by_extent, **_ends(row.figure)} for row in tally.by_structure
        ],
        "left_out": {
            "outside_dates": tally.outside_dates,
            "duplicates": tally.duplicates,
            "not_exact_day": tally.incidents - tally.placed["day"],
        },
    }


def figure_record(figure: Figure) -> dict[str, object]:
    """A figure as plain values; null where nothing is known."""
    return {
        **_ends(figure),
        "incidents_with_figure": figure.known,
        "incidents_without_figure": figure.unknown,
    }


def _ends(figure: Figure) -> dict[str, object]:
    return {"low": figure.low, "best": figure.best, "high": figure.high, "or_more": figure.open}


def _row_record(key_name: str, row: Row) -> dict[str, object]:
    key = row.key.strftime("%Y-%m") if hasattr(row.key, "strftime") else row.key
    return {
        key_name: key,
        "incidents": row.incidents,
        **{name: figure_record(figure) for name, figure in row.figures.items()},
    }


def intake_record(intake: Intake) -> dict[str, object]:
    """What came of files as plain values for JSON: rows, issues, questions."""
    issues = issue.report(intake.issues)
    return {
        "read": intake.read,
        "kept": intake.kept,
        "left_out": intake.read - intake.kept,
        "left_out_whole": list(intake.whole),
        "files": [
            {"file": each.file, "table": each.table, "read": each.read, "kept": each.kept, "left_out": each.left_out}
            for each in intake.counts
        ],
        "issues": issues.astype(object).where(issues.notna(), None).to_dict("records"),
        "questions": [
            {
                "file": each.file,
                "about": each.about,
                "question": each.sentence,
                "columns": {match.column: match.target for match in each.matches},
                "missing": list(each.lacking),
            }
            for each in intake.questions
        ],
    }


def preview_record(preview: Preview, before: Tally, after: Tally) -> dict[str, object]:
    """What a commit would do to the totals, and every changed cell, as plain values for JSON; a blank is null."""
    cells = preview.comparison.changed_cells().astype(object)
    return {
        "totals": {
            "counting_rule": before.selection.rule,
            **{
                name: {"incidents": each.incidents}
                | {measure: figure_record(figure) for measure, figure in each.totals.items()}
                for name, each in (("before", before), ("after", after))
            },
        },
        "changed_cells": cells.where(cells.notna(), None).to_dict("records"),
    }


def history_records(batches: Sequence[Batch]) -> list[dict[str, object]]:
    """The batches as plain values for JSON."""
    names = (
        "id",
        "kind",
        "undoes",
        "undone_by",
        "base",
        "who",
        "note",
        "file_name",
        "content_hash",
        "format",
        "counts",
    )
    return [
        {name: getattr(batch, name) for name in names} | {"at": batch.at.isoformat(timespec="seconds")}
        for batch in batches
    ]
