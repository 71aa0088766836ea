"""The page: filters, map beside reader, and what was selected below the map."""

import pandas as pd
import streamlit as st

from ..situation import EVERYTHING, Reading, Situation
from .filters import show_filters
from .map_panel import show_map
from .reader import show_reader
from .selection import show_selection
from .state import MARK, selected, situation
from .table import show_table


def show() -> None:
    """Show the whole page."""
    everything = situation()
    filters = show_filters(everything)
    visible = everything.visible(filters)
    marks = everything.marks(visible)
    reading = Reading(everything, filters)
    _counts(marks, visible, reading)
    left, right = st.columns([3, 2], gap="medium")
    hidden = _hidden_selection(everything, marks)
    with left:
        show_map(everything, marks, hidden)
        if hidden.empty:
            show_selection(reading, marks)
        else:
            show_selection(Reading(everything, EVERYTHING), hidden, hidden=True)
        show_table(everything, marks)
    with right:
        show_reader(everything, reading)


def _hidden_selection(everything: Situation, marks: pd.DataFrame) -> pd.DataFrame:
    """Return the selected mark when the filters hide it; no rows when it is shown."""
    mark = selected(MARK)
    if mark is None or (marks["mark_id"] == mark).any():
        return marks[:0]
    every_mark = everything.marks(everything.observations)
    return every_mark[every_mark["mark_id"] == mark]


def _counts(marks: pd.DataFrame, visible: pd.DataFrame, reading: Reading) -> None:
    undrawn = sum(geometry is None for geometry in marks["geometry"])
    note = f" ({undrawn} without a known place: see the table)" if undrawn else ""
    passages, unplaced = reading.passage_counts()
    unmarked = f" ({unplaced} without a mark)" if unplaced else ""
    documents = sum(count > 0 for count in reading.document_counts().values())
    st.caption(
        f"{len(marks)} marks{note} · {len(visible)} observations · "
        f"{passages} passages{unmarked} · {documents} document{'s' * (documents != 1)}"
    )
