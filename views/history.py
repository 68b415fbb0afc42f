"""The history: every batch with who, when, note, file, hash and counts; taking one back, with a preview."""

import streamlit as st

from pipelines import commit, ledger, tell, theme, wording
from pipelines.dataset import Dataset
from pipelines.ledger import Batch
from pipelines.selection import Selection
from views import desk, outcome, parts
from views.desk import Desk
from views.outcome import Outcomes

MOST_ROWS = 200
"""The most rows left out that are listed."""


def show(now: Desk) -> None:
    """Draw the history; where updates are open, with the means to take a batch back."""
    parts.heading(wording.HISTORY, wording.HISTORY_INTRO)
    batches = ledger.batches(desk.engine())
    st.html(parts.table([_line(each) for each in batches], wording.HISTORY_HEADINGS, cards=True))
    _left_out(
        [
            each
            for each in batches
            if any(table.get("left_out") or table.get("files_left_out") for table in each.counts.values())
        ]
    )
    if desk.updates_are_open():
        _undo([each for each in batches if each.is_live], now)


def _left_out(batches: list[Batch]) -> None:
    """The rows that were left out of a batch, as they are on record."""
    if not batches:
        return
    with st.expander(wording.HISTORY_LEFT_OUT, key="history_left_out"):
        labels = {each.id: wording.UNDO_LABEL.format(id=each.id, what=each.file_name, who=each.who) for each in batches}
        batch = st.selectbox(
            wording.HISTORY_LEFT_OUT,
            list(labels),
            index=None,
            format_func=labels.__getitem__,
            key="left_out_of",
            label_visibility="collapsed",
        )
        if batch is not None:
            rows = ledger.left_out(desk.engine(), batch)
            st.html(parts.table(rows[:MOST_ROWS], wording.LEFT_OUT_HEADINGS, cards=True))
            if len(rows) > MOST_ROWS:
                parts.note(wording.UPDATE_FIRST_OF.format(shown=MOST_ROWS, count=theme.number(len(rows))))


def _line(batch: Batch) -> dict[str, object]:
    """A batch as one row of the table."""
    numbers = {name: sum(table.get(name, 0) for table in batch.counts.values()) for name in _COUNTED}
    files = sum(table.get("files_left_out", 0) for table in batch.counts.values())
    whole = theme.counted(files, wording.HISTORY_FILES_LEFT_OUT) if files else ""
    counts = wording.HISTORY_COUNTS_LEFT_OUT if numbers["left_out"] else wording.HISTORY_COUNTS
    return {
        "id": batch.id,
        "at": f"{batch.at:%Y-%m-%d %H:%M}",
        "who": batch.who,
        "note": batch.note,
        "file_name": batch.file_name,
        "format": batch.format,
        "counts": counts.format(**{name: theme.number(number) for name, number in numbers.items()}) + whole
        if batch.counts
        else "",
        "content_hash": batch.content_hash[:12],
        "state": _state(batch),
    }


_COUNTED = ("added", "changed", "left_out")


def _state(batch: Batch) -> str:
    said = [
        wording.HISTORY_UNDO_OF.format(batch=batch.undoes) if batch.undoes else "",
        wording.HISTORY_UNDONE.format(batch=batch.undone_by) if batch.undone_by else "",
    ]
    return "; ".join(part for part in said if part)


def _undo(live: list[Batch], now: Desk) -> None:
    """Choose a batch, see what taking it back does to the totals, take it back.

    Not in an expander: that grows while it opens, and what moves under a list of choices closes it.
    """
    if not live:
        return
    labels = {
        each.id: wording.UNDO_LABEL.format(id=each.id, what=each.file_name or _state(each), who=each.who)
        for each in live
    }
    outcomes = outcome.held()
    batch = st.selectbox(
        wording.UNDO_WHICH,
        list(labels),
        index=None,
        format_func=labels.__getitem__,
        key=f"undo_which {outcomes.last.undos}",
    )
    if batch is None:
        return
    try:
        after = ledger.without(desk.engine(), batch)
    except ledger.LedgerError as problem:
        st.error(str(problem))
        return
    parts.bullets(tell.undone(desk.engine(), batch, desk.data(now.newest), after))
    rule = now.selection.rule
    st.html(
        parts.totals_table(
            desk.totals(now.newest, Selection(rule=rule)),
            desk.tally_of(after, rule),
            wording.UNDO_PREVIEW.format(batch=batch),
            wording.UPDATE_NOW,
            wording.UNDO_THEN,
        )
    )
    who = st.text_input(wording.UPDATE_WHO, key="undo_who", persist_state="session")
    st.button(
        wording.UNDO.format(batch=batch),
        key="undo_button",
        disabled=not who.strip(),
        on_click=_do_undo,
        args=(outcomes, desk.engine(), batch, desk.data(now.newest), who.strip()),
    )
    if not who.strip():
        parts.note(wording.UPDATE_NEEDS_NAME)


def _do_undo(outcomes: Outcomes, engine: ledger.Engine, batch: int, base: Dataset, who: str) -> None:
    """Take a batch back, then say so. No Streamlit call stands between the click and what is told of it."""
    try:
        receipt = commit.undo(engine, batch, base, who=who)
    except ledger.LedgerError as problem:
        outcomes.tell("error", str(problem))
        return
    outcomes.tell("success", wording.UPDATE_UNDONE.format(batch=batch, version=receipt.version), undos=1)
