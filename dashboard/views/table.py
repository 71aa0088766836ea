"""Every mark as a row: for the keyboard, and for what can't be drawn."""

import pandas as pd
import streamlit as st

from ..annotate import Themes
from .map_panel import move_map_to
from .state import select_first_passage

_KEY, _ORDER = "table", "table_marks"


def show_table(marks: pd.DataFrame) -> None:
    """Show the marks that pass the filters; choosing a row selects its mark."""
    with st.expander(f"All {len(marks)} marks as a table"):
        st.session_state[_ORDER] = list(marks["mark_id"])
        st.dataframe(
            _rows(marks),
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
            "drawn": [geometry is not None for geometry in marks["geometry"]],
            "note": marks["note"],
        }
    )


def _picked() -> None:
    rows = st.session_state[_KEY]["selection"]["rows"]
    if rows:
        mark = st.session_state[_ORDER][rows[0]]
        select_first_passage(mark)
        move_map_to(mark)
