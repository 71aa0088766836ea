"""The page: filters, map beside reader, and what was selected below the map."""

import os
import time

import pandas as pd
import streamlit as st

from ..situation import Reading, Situation
from ..workspace.jobs import Jobs
from .filters import show_filters
from .map_panel import show_map
from .reader import show_reader
from .selection import show_selection
from .shared import DEMONSTRATION_VARIABLE, situation
from .state import EVERYTHING, MARK, Choice, described, marks_of, reading, selected
from .table import show_table

_LOOKED_EVERY_S, _DRAWN_EVERY_S = 1.0, 10.0
"""While reports come in: how often the page looks how far they are, and shows those that came."""
_DEMONSTRATION = (
    "This is a demonstration: one article, and background notes that were written for it. "
    "Show your own reports with `sitmap FILE or FOLDER`; they are kept apart from these."
)
_DRAWN = "drawn"
"""Key in the session of the revision that is shown, and since when."""


def show() -> None:
    """Show the whole page."""
    everything = situation()
    if DEMONSTRATION_VARIABLE in os.environ:
        st.info(_DEMONSTRATION, icon=":material/school:")
    choice = show_filters(everything)
    _progress()
    marks = marks_of(choice)
    texts = reading(choice)
    _counts(everything, choice, marks, texts)
    left, right = st.columns([3, 2], gap="medium")
    own, hidden = _selection(marks)
    with left:
        show_map(choice)
        if hidden.empty:
            show_selection(texts, own)
        else:
            show_selection(reading(EVERYTHING), hidden, hidden=True)
        show_table(marks)
    with right:
        show_reader(everything, texts)


@st.fragment(run_every=_LOOKED_EVERY_S)
def _progress() -> None:
    """Say how far the reports are read, and show those that came."""
    everything = situation()
    jobs = Jobs(everything.workspace)
    left = jobs.open_count()
    revision = everything.model.snapshot.revision
    before, drawn_at = st.session_state.setdefault(_DRAWN, (revision, time.monotonic()))
    if left:
        run = jobs.latest_run()
        rate = f", {run.rate:.0f} a second" if run and run.state == "reading" else ""
        st.progress(
            run.done / run.total if run and run.total else 0.0,
            f"{left} reports are still to be read{rate}",
        )
    if revision != before and (not left or time.monotonic() - drawn_at > _DRAWN_EVERY_S):
        st.session_state[_DRAWN] = revision, time.monotonic()
        st.rerun()


def _selection(marks: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the selected mark where it is shown, and where the filters hide it: one is empty."""
    mark = selected(MARK)
    row = situation().thing_row(mark) if mark else None
    own = marks[marks["thing"] == row]
    if row is None or len(own):
        return described(own), marks[:0]
    every_mark = marks_of(EVERYTHING)
    return marks[:0], described(every_mark[every_mark["thing"] == row])


def _counts(everything: Situation, choice: Choice, marks: pd.DataFrame, texts: Reading) -> None:
    undrawn = int(marks["west"].isna().sum())
    note = f" ({undrawn} without a known place: see the table)" if undrawn else ""
    passages, unplaced = texts.passage_counts()
    unmarked = f" ({unplaced} without a mark)" if unplaced else ""
    documents = everything.view(choice.passages).counts()["documents"]
    st.caption(
        f"{len(marks)} marks{note} · "
        f"{passages} passages{unmarked} · {documents} document{'s' * (documents != 1)}"
    )
