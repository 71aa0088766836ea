"""Every mark as a row: for the keyboard, and for what can't be drawn."""

import pandas as pd
import streamlit as st

from ..annotate import Themes
from .map_panel import move_map_to
from .state import described, select_first_passage

_KEY, _ORDER = "table", "table_marks"
_MOST_LISTED = 2000
"""Rows; a browser is sent all of them with each change."""


def show_table(marks: pd.DataFrame) -> None:
    """Show the marks that pass the filters; choosing a row selects its mark."""
    most = marks.sort_values("passages", ascending=False, kind="stable")[:_MOST_LISTED]
    listed = described(most)
    with st.expander(f"All {len(marks)} marks as a table"):
        if len(listed) < len(marks):
            st.caption(f"These are the {len(listed)} with most passages. A theme shows others.")
        st.session_state[_ORDER] = list(listed["mark_id"])
        st.dataframe(
            _rows(listed),
            hide_index=True,
            key=_KEY,
            on_select=_picked,
            selection_mode="single-row",
        )


def _rows(marks: pd.DataFrame) -> pd.DataFrame:
    themes = Themes.shipped()
    return pd.DataFrame(
        {
            "mark": marks["label"],
            "called": marks["called"],
            "kind": marks["kind"],
            "role": marks["role"],
            "theme": [themes.get(theme).label for theme in marks["theme"]],
            "passages": marks["passages"],
            "confidence": marks["confidence"].astype(float).round(2),
            "drawn": marks["west"].notna(),
            "note": marks["note"],
        }
    )


def _picked() -> None:
    rows = st.session_state[_KEY]["selection"]["rows"]
    if rows:
        mark = st.session_state[_ORDER][rows[0]]
        select_first_passage(mark)
        move_map_to(mark)
