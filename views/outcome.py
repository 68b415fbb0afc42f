"""What came of a visitor's commits and undos, kept where nothing can come between the deed and its record.

Each write to Streamlit's session state is a place where the next click stops the script: a commit told there can have
happened and be told to nobody. So the session state holds one object for as long as the visit lasts, it is fetched
before the click, and what came of the click is told by setting an attribute of it.
"""

from dataclasses import dataclass, field, replace

import streamlit as st

_HELD = "outcomes"


@dataclass(frozen=True)
class Outcome:
    """The last outcome ("success" or "error", and its sentence), and how many commits and undos there were so far."""

    kind: str = ""
    text: str = ""
    commits: int = 0
    undos: int = 0


@dataclass
class Outcomes:
    """The outcomes of one visit. Read `last` once in a run: a click of the run before may replace it meanwhile."""

    last: Outcome = field(default_factory=Outcome)
    _beside: tuple[Outcome, tuple] | None = None

    def tell(self, kind: str, text: str, commits: int = 0, undos: int = 0) -> None:
        """Put another outcome in the place of the last."""
        self.last = Outcome(kind, text, self.last.commits + commits, self.last.undos + undos)

    def forget(self, told: Outcome) -> None:
        """Stop showing an outcome, unless another has come since."""
        if self.last is told:
            self.last = replace(told, text="")

    def first_shown_beside(self, told: Outcome, files: tuple) -> tuple:
        """The files that stood in the field when this outcome was first shown: `files`, if this is that time."""
        if self._beside is None or self._beside[0] is not told:
            self._beside = told, files
        return self._beside[1]


def held() -> Outcomes:
    """The outcomes of this visit."""
    return st.session_state.setdefault(_HELD, Outcomes())
