"""From a checked intake to a batch in the ledger: what it would do, and doing it.

The command line and the update screen both go through here, so that both refuse the same and put the same on record.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from pipelines import compare, issue, ledger, match, tell, wording
from pipelines.compare import Comparison
from pipelines.dataset import Dataset
from pipelines.ledger import Engine, Receipt
from pipelines.load import Choices, Intake, Question, Upload


class NotReady(Exception):
    """An intake that cannot be committed as it is. Its text is a sentence for people."""


@dataclass(frozen=True)
class Preview:
    """What committing an intake would do to a dataset.

    `current` is the dataset it was compared with; its version is the base of the commit.
    """

    current: Dataset
    intake: Intake
    comparison: Comparison

    @cached_property
    def after(self) -> Dataset:
        """The dataset that would follow."""
        return compare.merged(self.current, self.intake.frames)


def preview(current: Dataset, intake: Intake) -> Preview:
    """What committing an intake would add to a dataset and change in it."""
    return Preview(current, intake, compare.frames(current, intake.frames))


def is_hopeless(preview: Preview) -> bool:
    """Whether errors leave nothing of the files: no row could be read, or none can be kept."""
    return not preview.intake.kept and issue.has_errors(preview.intake.issues)


def obstacle(preview: Preview, leave_out: bool) -> str:
    """Why the intake cannot be committed, as a sentence; "" where it can.

    `leave_out` says that a person has agreed to leave out the rows with errors.
    """
    if preview.intake.questions:
        return wording.COMMIT_UNDECIDED
    if is_hopeless(preview):
        return wording.COMMIT_NO_GOOD_ROW if preview.intake.read else wording.COMMIT_NOTHING_READ
    if issue.has_errors(preview.intake.issues) and not leave_out:
        return wording.COMMIT_ERRORS.format(what=left_out(preview))
    if preview.comparison.is_nothing():
        return _nothing(preview.intake)
    return ""


def _nothing(intake: Intake) -> str:
    """Why there is nothing to commit, where nothing is wrong."""
    if intake.kept:
        return wording.COMMIT_NOTHING
    return wording.COMMIT_NO_RECORDS if intake.read else wording.COMMIT_NO_ROWS


def is_nothing(obstacle: str) -> bool:
    """Whether an `obstacle` only says that there is nothing to commit, which is no error."""
    return obstacle in (wording.COMMIT_NOTHING, wording.COMMIT_NO_RECORDS, wording.COMMIT_NO_ROWS)


def left_out(preview: Preview) -> str:
    """What would be left out, in words: so many rows, and all of the files of which nothing can be read."""
    intake = preview.intake
    rows = sum(each.left_out for each in intake.counts if each.file not in intake.whole)
    said = [wording.UPDATE_COUNT_ROWS[rows != 1].format(count=f"{rows:,}")] if rows else []
    return wording.AND.join([*said, *(wording.ALL_OF.format(file=file) for file in intake.whole)])


def batch(
    engine: Engine, preview: Preview, uploads: Sequence[Upload], *, who: str, note: str = "", leave_out: bool = False
) -> Receipt:
    """Commit an intake as one batch; what was left out goes on record with it.

    Raises NotReady where `obstacle` has something to say, and what `ledger.commit` raises.
    """
    why_not = obstacle(preview, leave_out)
    if why_not:
        raise NotReady(why_not)
    intake = preview.intake
    try:
        return ledger.commit(
            engine,
            intake.frames,
            base=preview.current.version,
            who=who,
            note=note,
            file_name=", ".join(upload.name for upload in uploads),
            content_hash=intake.content_hash,
            format=", ".join(dict.fromkeys(intake.formats.values())),
            counts=counts(preview),
            left_out=_on_record(intake),
            readings=intake.readings,
        )
    except ledger.Moved as moved:
        raise ledger.Moved(moved.base, moved.head, tell.moved(engine, preview.current, intake.frames)) from moved


def _on_record(intake: Intake) -> list[dict[str, object]]:
    """What is left out, first the files of which nothing can be read: file, line, text, why."""
    whole = [{"file": file, "line": None, "text": wording.WHOLE_FILE, "why": why} for file, why in intake.whole.items()]
    return whole + intake.left_out.to_dict("records")


def undo(engine: Engine, number: int, current: Dataset, *, who: str, note: str = "") -> Receipt:
    """Take a batch back, `current` being the dataset that its undo was previewed against.

    Raises what `ledger.undo` raises; where someone else committed meanwhile, the sentence says what that changed.
    """
    try:
        return ledger.undo(engine, number, base=current.version, who=who, note=note)
    except ledger.Moved as moved:
        raise ledger.Moved(moved.base, moved.head, tell.moved(engine, current, {})) from moved


def kept_readings(engine: Engine, intake: Intake, choices: Choices) -> dict[str, Choices]:
    """For each file whose columns nobody has mapped yet: `choices` with the mapping last committed for its header."""
    kept = {question.file: kept_reading(engine, question, choices) for question in intake.questions}
    return {file: reading for file, reading in kept.items() if reading}


def kept_reading(engine: Engine, question: Question, choices: Choices) -> Choices | None:
    """`choices` with the mapping last committed for a header like the one asked about; None where there is none.

    Headers are alike whatever their case and spacing; the mapping names the columns as this file does.
    """
    reading = ledger.reading(engine, question.fingerprint) if question.about == "mapping" else None
    if not reading:
        return None
    targets = {match.plain(column): target for column, target in reading["mapping"].items()}
    columns = [each.column for each in question.matches]
    mapping = {column: targets[match.plain(column)] for column in columns if match.plain(column) in targets}
    return replace(choices, mapping=mapping, constants=reading["constants"])


def counts(preview: Preview) -> dict[str, dict[str, int]]:
    """By table the records added, changed and unchanged, and the rows of its files that are left out.

    Files that are left out as a whole are counted under "unknown" as `files_left_out`; there is none where none is.
    """
    numbers = preview.comparison.counts()
    for each in preview.intake.counts:
        table = numbers.setdefault(each.table or "unknown", {"added": 0, "changed": 0, "unchanged": 0})
        table["left_out"] = table.get("left_out", 0) + each.left_out
    if preview.intake.whole:
        table = numbers.setdefault("unknown", {"added": 0, "changed": 0, "unchanged": 0, "left_out": 0})
        table["files_left_out"] = len(preview.intake.whole)
    return numbers
