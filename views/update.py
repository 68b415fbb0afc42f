"""The update: drop files, see what is wrong and what would change, commit, look at the history, take a batch back.

The work is done below Streamlit, which may stop a script at any of its calls: reading and comparing change nothing,
and a commit is one call that either happened or did not. What came of it is read from the ledger, not remembered here.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from hashlib import sha256

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from pipelines import (
    caption,
    codebook,
    commit,
    describe,
    issue,
    ledger,
    load,
    mark,
    publish,
    read,
    tell,
    theme,
    wording,
)
from pipelines.commit import Preview
from pipelines.dataset import Dataset
from pipelines.load import Choices, Intake, Question, Upload
from pipelines.match import Match
from pipelines.selection import Selection
from views import desk, history, outcome, parts
from views.desk import Desk
from views.outcome import Outcome, Outcomes

SHOWN = 10
"""Issues shown of each rule; all are in the downloads."""

MOST_ROWS = 50
"""Changed cells, added records and rows left out that are listed."""

MOST_COLUMNS = 30
"""Columns without a proposed meaning that are all shown."""

MOST_MEGABYTES = 300
"""The largest upload: a CSV of a million incidents is about 200."""

_INTAKE, _CHOICES, _SEEN = "update intake", "update choices", "update first seen"


def show(now: Desk) -> None:
    """Draw the update screen."""
    st.html(f"<div class='cd-title'><h1>{wording.UPDATE}</h1><p>{wording.UPDATE_INTRO}</p></div>")
    if not desk.updates_are_open():
        st.info(f"**{wording.UPDATE_CLOSED_TITLE}** {wording.UPDATE_CLOSED}")
        history.show(now)
        return
    if now.version < now.newest:
        st.info(wording.UPDATE_OLD_VERSION)
    outcomes = outcome.held()
    last = outcomes.last
    result = st.container()
    drop, templates = st.columns([3, 2], gap="large")
    with drop:
        uploads = _uploads(last.commits)
        summary = st.container()
    with templates:
        _templates()
    with result:
        _last_result(outcomes, last, uploads)
    if uploads:
        _review(uploads, desk.data(now.newest), now, summary, was_told=bool(last.text))
    else:
        st.session_state.pop(_INTAKE, None)
        st.session_state.pop(_SEEN, None)
    history.show(now)


def _uploads(commits: int) -> list[Upload]:
    """The files dropped; after each commit the field is a new one, and empty."""
    given = st.file_uploader(
        wording.UPDATE_UPLOAD,
        type=["csv", "tsv", "tab", "txt", "xlsx", "xlsm", "xls", "ods", "zip", "json"],
        accept_multiple_files=True,
        key=f"files {commits}",
        max_upload_size=MOST_MEGABYTES,
    )
    names: list[str] = []
    for each in given:
        times = [name.rsplit(" (", 1)[0] for name in names].count(each.name)
        names.append(f"{each.name} ({times + 1})" if times else each.name)
    return [Upload(name, each.getvalue()) for name, each in zip(names, given, strict=True)]


def _templates() -> None:
    parts.heading(wording.UPDATE_TEMPLATES, wording.UPDATE_TEMPLATES_HELP)
    with st.container(horizontal=True, gap="small"):
        files = {wording.UPDATE_SIMPLE_TEMPLATE: ("simple.csv", publish.simple_template())}
        files |= {table.label: (table.file_name, publish.template(table)) for table in codebook.TABLES}
        for label, (name, content) in files.items():
            st.download_button(
                label,
                content,
                file_name=name,
                mime="text/csv",
                key=f"template {name}",
                on_click="ignore",
                icon=":material/download:",
            )


def _review(uploads: Sequence[Upload], current: Dataset, now: Desk, summary: DeltaGenerator, *, was_told: bool) -> None:
    """Everything between the drop and the commit; in `summary`, under the files, how much is wrong and what to do.

    `was_told`: what came of the last click stands above, and may say already what others did meanwhile.
    """
    choices = _choices_of(uploads)
    intake, preview = _taken_in(uploads, choices, current)
    with summary:
        _summary(preview)
    _how_read(intake, uploads, choices)
    if intake.questions:
        parts.heading(wording.UPDATE_QUESTIONS)
        for question in intake.questions:
            _ask(question, choices)
    _issues(intake, uploads, choices)
    if intake.questions:
        return
    if commit.is_hopeless(preview):
        parts.note(commit.obstacle(preview, leave_out=False))
        return
    seen = _first_seen(uploads, current.version)
    if seen < current.version and not was_told:
        st.warning(tell.moved(desk.engine(), desk.data(seen), intake.frames))
    _preview(preview, now)
    _commit(preview, uploads)


def _first_seen(uploads: Sequence[Upload], version: int) -> int:
    """The version that these files were compared with at first: the preview follows what others commit meanwhile."""
    contents = [sha256(each.content).hexdigest() for each in uploads]
    held = st.session_state.get(_SEEN)
    if held is None or held[0] != contents:
        held = st.session_state[_SEEN] = (contents, version)
    return held[1]


def _summary(preview: Preview) -> None:
    """How many errors and warnings there are, and what can be done: on a phone both stand screens apart."""
    errors, warnings = (
        sum(each.rule.severity == severity for each in preview.intake.issues) for severity in ("error", "warning")
    )
    if not errors and not warnings:
        return
    said = [caption.counted(errors, wording.UPDATE_ERRORS), caption.counted(warnings, wording.UPDATE_WARNINGS)]
    what = wording.UPDATE_MEND_OR_LEAVE if errors else wording.UPDATE_LOOK_FIRST
    if preview.intake.questions or commit.is_hopeless(preview):
        what = wording.UPDATE_MEND
    parts.note(wording.UPDATE_SUMMARY.format(found=wording.AND.join(said), what=what))


def _choices_of(uploads: Sequence[Upload]) -> dict[str, Choices]:
    """What was decided about these files so far; nothing of it carries over to other contents of the same name."""
    contents = {each.name: sha256(each.content).hexdigest() for each in uploads}
    held, choices = st.session_state.get(_CHOICES, ({}, {}))
    if held != contents:
        same = {name for name in contents if held.get(name) == contents[name]}
        choices = {file: chosen for file, chosen in choices.items() if any(file.startswith(name) for name in same)}
        st.session_state[_CHOICES] = (contents, choices)
    return choices


def _taken_in(uploads: Sequence[Upload], choices: Mapping[str, Choices], current: Dataset) -> tuple[Intake, Preview]:
    """The intake and its preview; worked out once for the same files, choices and version."""
    key = (*(sha256(each.content).hexdigest() for each in uploads), repr(choices), current.version)
    held = st.session_state.get(_INTAKE)
    if held and held[0] == key:
        return held[1], held[2]
    bar = st.progress(0.0, wording.UPDATE_READING)
    intake = load.files(uploads, current, choices=choices, progress=lambda what, share: bar.progress(share, what))
    preview = commit.preview(current, intake)
    bar.empty()
    st.session_state[_INTAKE] = (key, intake, preview)
    return intake, preview


def _how_read(intake: Intake, uploads: Sequence[Upload], choices: dict[str, Choices]) -> None:
    """What was recognised in each file, and a way to choose another encoding."""
    lines = []
    for each in intake.counts:
        encoding = intake.encodings.get(each.file)
        text = wording.UPDATE_READ_AS.format(
            file=each.file,
            format=intake.formats.get(each.file, wording.UPDATE_NOT_RECOGNISED),
            encoding=wording.UPDATE_READ_WITH.format(encoding=encoding) if encoding else "",
            read=caption.counted(each.read, wording.UPDATE_COUNT_ROWS),
        )
        kept = wording.UPDATE_KEPT.format(kept=theme.number(each.kept), left_out=theme.number(each.left_out))
        if any(question.file == each.file for question in intake.questions):
            kept = wording.UPDATE_WAITING
        lines.append(f"{text}. {kept}")
    told = {each.file for each in intake.counts}
    lines += [wording.UPDATE_WHOLE.format(file=file) for file in intake.whole if file not in told]
    parts.bullets(lines)
    with st.expander(wording.UPDATE_HOW_READ, key="how_read"):
        for upload in uploads:
            chosen = choices.get(upload.name, Choices())
            picked = st.selectbox(
                f"{upload.name}: {wording.UPDATE_ENCODING}",
                [None, *read.ENCODINGS],
                index=[None, *read.ENCODINGS].index(chosen.encoding),
                format_func=lambda name: wording.UPDATE_DETECT if name is None else f"{read.ENCODINGS[name]} ({name})",
                key=f"encoding {upload.name}",
            )
            if picked != chosen.encoding:
                choices[upload.name] = replace(chosen, encoding=picked)
                st.rerun()
        if choices:
            st.button(wording.UPDATE_AGAIN, key="again", on_click=choices.clear)


def _ask(question: Question, choices: dict[str, Choices]) -> None:
    """One question, with its answers; answering reads the file again."""
    chosen = choices.get(question.file, Choices())
    if question.about == "mapping":
        _ask_mapping(question, choices, chosen)
        return
    labels = {answer.label: answer.value for answer in question.answers}
    picked = st.radio(question.sentence, list(labels), index=None, key=f"{question.about} {question.file}")
    if picked is not None:
        choices[question.file] = replace(chosen, **{question.about: labels[picked]})
        st.rerun()


def _ask_mapping(question: Question, choices: dict[str, Choices], chosen: Choices) -> None:
    """The columns of a file with a layout of its own: proposed, shown with samples, corrected by the reader."""
    kept = commit.kept_reading(desk.engine(), question, chosen) if chosen.mapping is None else None
    offered = kept or chosen
    proposed = offered.mapping or {match.column: match.target for match in question.matches}
    parts.heading(question.sentence, wording.UPDATE_MAP_KEPT if kept else wording.UPDATE_MAP_HELP)
    shown = _shown_columns(question, proposed)
    targets = {answer.value: answer.label for answer in question.answers}
    with st.form(f"mapping {question.file}"):
        mapping = {match.column: _target_of(question.file, match, proposed, targets) for match in shown}
        constants = {
            header: st.text_input(
                wording.UPDATE_MAP_CONSTANT.format(label=targets.get(header, header)),
                value=offered.constants.get(header, ""),
                key=f"constant {question.file} {header}",
            )
            for header in dict.fromkeys([*question.lacking, *offered.constants])
        }
        if st.form_submit_button(wording.UPDATE_APPLY, type="primary"):
            choices[question.file] = replace(
                chosen,
                mapping={column: target for column, target in mapping.items() if target},
                constants={header: value for header, value in constants.items() if value},
            )
            st.rerun()


def _shown_columns(question: Question, proposed: Mapping[str, str]) -> list[Match]:
    """The columns to choose a meaning for: all of a few; of many those that seem to have one, and any other on demand.

    A table of two thousand columns would take a minute to draw, and nobody would find the five that matter.
    """
    others = [match.column for match in question.matches if not proposed.get(match.column)]
    if len(others) <= MOST_COLUMNS:
        return list(question.matches)
    more = st.multiselect(
        wording.UPDATE_MAP_MORE.format(count=theme.number(len(others))),
        others,
        key=f"more {question.file}",
        placeholder=wording.UPDATE_MAP_SEARCH,
        filter_mode="contains",
        select_all=False,
    )
    return [match for match in question.matches if proposed.get(match.column) or match.column in more]


def _target_of(file: str, match: Match, proposed: Mapping[str, str], targets: Mapping[str, str]) -> str:
    """One column with a few of its cells, and the choice of what it means; "" for nothing."""
    options = ["", *targets]
    target = proposed.get(match.column, "")
    name, samples, choice = st.columns([2, 3, 2], vertical_alignment="center")
    name.text(match.column)
    samples.text(wording.UPDATE_MAP_PERSONAL if match.reason == "personal" else " · ".join(match.samples))
    return choice.selectbox(
        wording.UPDATE_MAP_TARGET,
        options,
        index=options.index(target) if target in options else 0,
        format_func=lambda value: targets.get(value, wording.UPDATE_MAP_NONE),
        key=f"map {file} {match.column}",
        label_visibility="collapsed",
    )


def _issues(intake: Intake, uploads: Sequence[Upload], choices: Mapping[str, Choices]) -> None:
    """Issues by rule with counts, the first ten of each, and the downloads."""
    if intake.questions and not intake.issues:
        return
    parts.heading(wording.UPDATE_ISSUES)
    if not intake.issues:
        parts.note(wording.UPDATE_NO_ISSUES)
        return
    for rule, group in issue.grouped(intake.issues).items():
        label = wording.UPDATE_ISSUE_GROUP.format(
            severity=wording.UPDATE_SEVERITIES[rule.severity], title=rule.title, count=theme.number(len(group))
        )
        with st.expander(label, expanded=rule.severity == "error", key=f"rule {rule.name}"):
            sentences = [each.sentence() for each in group[:SHOWN]]
            if len(group) > SHOWN:
                sentences.append(wording.UPDATE_AND_MORE.format(count=theme.number(len(group) - SHOWN)))
            parts.bullets(sentences)
    with st.container(horizontal=True, gap="small"):
        st.download_button(
            wording.UPDATE_ISSUES_CSV,
            lambda: publish.frame_csv(issue.report(intake.issues)),
            file_name="issues.csv",
            mime="text/csv",
            key="issues_csv",
            on_click="ignore",
        )
        for upload in uploads:
            st.download_button(
                wording.UPDATE_MARKED.format(file=upload.name),
                lambda upload=upload: mark.file(upload, intake.issues, choices),
                file_name=mark.name(upload),
                key=f"marked {upload.name}",
                on_click="ignore",
            )


def _preview(preview: Preview, now: Desk) -> None:
    """Added, changed, unchanged, left out; old and new values; what happens to the totals."""
    parts.heading(wording.UPDATE_PREVIEW)
    labels = {
        "table": wording.UPDATE_TABLE,
        "added": wording.UPDATE_ADDED,
        "changed": wording.UPDATE_CHANGED,
        "unchanged": wording.UPDATE_UNCHANGED,
        "left_out": wording.UPDATE_LEFT_OUT,
    }
    rows = [
        {"table": codebook.table(name).label, "left_out": 0, **numbers}
        for name, numbers in commit.counts(preview).items()
        if name in preview.current.frames
    ]
    counts, totals = st.columns(2, gap="large")
    with counts:
        st.html(parts.table(rows, labels))
    if preview.comparison.is_nothing():
        if preview.intake.kept:
            parts.note(wording.UPDATE_NOTHING)
        return
    with totals:
        rule = now.selection.rule
        st.html(
            parts.totals_table(
                desk.totals(preview.current.version, Selection(rule=rule)),
                desk.tally_of(preview.after, rule),
                wording.UPDATE_TOTALS.format(rule=rule),
                wording.UPDATE_NOW,
                wording.UPDATE_THEN,
            )
        )
    _cells(preview)


def _cells(preview: Preview) -> None:
    """The changed cells side by side, the added records, and the rows left out: the first of each."""
    tables = preview.comparison.tables
    cells = preview.comparison.changed_cells()
    if len(cells):
        with st.expander(wording.UPDATE_CHANGES.format(count=theme.number(len(cells))), expanded=True, key="changes"):
            _changes(preview, cells)
    for name, each in tables.items():
        if len(each.added):
            label = wording.UPDATE_ADDITIONS.format(
                table=codebook.table(name).label, count=theme.number(len(each.added))
            )
            with st.expander(label, key=f"added {name}"):
                filled = each.added.head(MOST_ROWS).notna().any()
                columns = [column for column in codebook.table(name).columns if filled[column]]
                _first(each.added, {str(column): column.label for column in columns})
    left_out = preview.intake.left_out
    if len(left_out):
        with st.expander(wording.UPDATE_ROWS_LEFT_OUT.format(count=theme.number(len(left_out))), key="left_out"):
            _first(left_out, wording.LEFT_OUT_HEADINGS)


def _changes(preview: Preview, cells: pd.DataFrame) -> None:
    """The first changed cells, each with the record it stands in, in words; how many become blank."""
    rows = [
        {
            "about": describe.about(preview.after, cell.table, cell.key),
            "key": cell.key,
            "label": cell.label,
            "old": wording.BLANK if pd.isna(cell.old) else cell.old,
            "new": wording.BLANK if pd.isna(cell.new) else cell.new,
        }
        for cell in cells.head(MOST_ROWS).itertuples()
    ]
    if lost := int(cells["new"].isna().sum()):
        parts.note(caption.counted(lost, wording.UPDATE_BECOME_BLANK))
    st.html(parts.table(rows, wording.UPDATE_CHANGE_HEADINGS, cards=True))
    if len(cells) > len(rows):
        parts.note(wording.UPDATE_FIRST_OF.format(shown=len(rows), count=theme.number(len(cells))))


def _first(frame: pd.DataFrame, labels: Mapping[str, str]) -> None:
    """The first rows of a frame as a table, and how many there are."""
    first = frame.head(MOST_ROWS)
    text = first[list(labels)].astype("str").fillna("").replace({"NaT": "", "<NA>": "", "nan": ""})
    st.html(parts.table(text.to_dict("records"), labels, cards=True))
    if len(frame) > MOST_ROWS:
        parts.note(wording.UPDATE_FIRST_OF.format(shown=MOST_ROWS, count=theme.number(len(frame))))


def _commit(preview: Preview, uploads: Sequence[Upload]) -> None:
    """Who and why, the agreement to leave rows out where there are any, and the button."""
    intake = preview.intake
    who, note = st.columns(2)
    name = who.text_input(wording.UPDATE_WHO, key="who", persist_state="session")
    why = note.text_input(wording.UPDATE_NOTE, key="note", placeholder=wording.UPDATE_NOTE_PROMPT)
    agreed = False
    if issue.has_errors(intake.issues):
        agreed = st.checkbox(
            wording.UPDATE_AGREE.format(kept=theme.number(intake.kept), what=commit.left_out(preview)), key="agreed"
        )
    obstacle = commit.obstacle(preview, agreed) or ("" if name.strip() else wording.UPDATE_NEEDS_NAME)
    st.button(
        wording.UPDATE_COMMIT,
        key="commit",
        type="primary",
        disabled=bool(obstacle),
        on_click=_do_commit,
        args=(outcome.held(), desk.engine(), preview, tuple(uploads), name.strip(), why.strip(), agreed),
    )
    if obstacle:
        parts.note(obstacle)


def _do_commit(
    outcomes: Outcomes,
    engine: ledger.Engine,
    preview: Preview,
    uploads: Sequence[Upload],
    who: str,
    note: str,
    leave_out: bool,
) -> None:
    """Commit, then say so. No Streamlit call stands between the click and what is told of it."""
    try:
        receipt = commit.batch(engine, preview, uploads, who=who, note=note, leave_out=leave_out)
    except (commit.NotReady, ledger.LedgerError) as problem:
        outcomes.tell("error", str(problem))
        return
    said = wording.UPDATE_WAS_THERE if receipt.was_there else wording.UPDATE_COMMITTED
    outcomes.tell("success", said.format(version=receipt.version), commits=1)


def _last_result(outcomes: Outcomes, last: Outcome, uploads: Sequence[Upload]) -> None:
    """What came of the last commit or undo of this visitor, until other files are dropped.

    Once would be too few: Streamlit may stop the run that shows it, and nobody would know whether it was written.
    """
    if not last.text:
        return
    files = tuple((each.name, sha256(each.content).hexdigest()) for each in uploads)
    if outcomes.first_shown_beside(last, files) != files:
        outcomes.forget(last)
    elif last.kind == "error":
        st.error(last.text)
    else:
        st.success(last.text)
