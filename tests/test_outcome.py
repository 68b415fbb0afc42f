"""What came of a click is told however soon the next click comes."""

import streamlit
from streamlit.runtime.scriptrunner import StopException

from pipelines import commit, ledger, load
from pipelines.load import Upload
from views import history, update
from views.outcome import Outcomes

ONE_ROW = b"date,region,place,incident_type,killed,source\n2023-06-01,UA-63,Kharkiv,shelling,5,Agency\n"


class Stopping(dict):
    """A session state with a request to stop: whatever touches it is stopped there, as Streamlit does."""

    def __getitem__(self, key):
        raise StopException

    __setitem__ = __delitem__ = __contains__ = setdefault = get = pop = update = __getitem__


def test_a_commit_and_an_undo_are_told_although_the_next_click_came_at_once(seeded, monkeypatch):
    outcomes, uploads = Outcomes(), [Upload("f.csv", ONE_ROW)]
    before = ledger.fold(seeded)
    preview = commit.preview(before, load.files(uploads, before))
    monkeypatch.setattr(streamlit, "session_state", Stopping())

    update._do_commit(outcomes, seeded, preview, uploads, "Anna", "", leave_out=False)
    assert (outcomes.last.kind, outcomes.last.commits, outcomes.last.undos) == ("success", 1, 0)
    assert "version 2" in outcomes.last.text

    history._do_undo(outcomes, seeded, 2, ledger.fold(seeded), "Anna")
    assert (outcomes.last.kind, outcomes.last.commits, outcomes.last.undos) == ("success", 1, 1)
    assert "version 3" in outcomes.last.text

    history._do_undo(outcomes, seeded, 2, before, "Anna")
    assert (outcomes.last.kind, outcomes.last.undos) == ("error", 1)


def test_an_outcome_stays_until_other_files_are_dropped():
    outcomes = Outcomes()
    outcomes.tell("success", "Committed", commits=1)
    told = outcomes.last
    assert outcomes.first_shown_beside(told, ()) == ()
    assert outcomes.first_shown_beside(told, ("other",)) == ()
    outcomes.forget(told)
    assert (outcomes.last.text, outcomes.last.commits) == ("", 1)


def test_forgetting_an_outcome_does_not_forget_one_that_came_meanwhile():
    outcomes = Outcomes()
    outcomes.tell("error", "first")
    first = outcomes.last
    outcomes.tell("success", "second")
    outcomes.forget(first)
    assert outcomes.last.text == "second"
