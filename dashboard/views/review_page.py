"""The page of what a person should look at: doubtful words, those first that would move most."""

from typing import Any

import pandas as pd
import streamlit as st

from ..errors import DashboardError
from ..situation import Filters, Situation
from ..situation.review_table import doubtful_count, review_table
from .links import chosen_filters, room_parameters, say_error, show_room_link
from .shared import situation, state_name
from .tables import chosen_row, key_of, say_choice, say_count

_TABLE = "review-table"
_MOST = 200
_HINT = "Choose a row to see why its words were taken for that place, and what else they may mean."
_LATER = "Decisions can't be made here yet: note them, and look at the places in their reports."
_COLUMNS: dict[str, Any] = {
    "words": st.column_config.TextColumn("Words", width="medium", pinned=True),
    "place": st.column_config.TextColumn("Taken for", width="medium"),
    "certainty": st.column_config.NumberColumn("Certainty", format="%d %%", width="small"),
    "doubt": st.column_config.TextColumn("Doubt", width="medium"),
    "passages": st.column_config.NumberColumn(
        "Passages", width="small", help="That name the place: what a decision would move."
    ),
    "report": st.column_config.TextColumn("Report", width="large"),
}


def title() -> str:
    """Return what the navigation calls the page: with the number of doubtful passages."""
    try:
        count = doubtful_count(situation())
    except DashboardError:  # which the page itself says
        return "Review"
    return f"Review ({count:,})" if count else "Review"


def show() -> None:
    """Show what is worth a decision, under the filters."""
    st.header("Review", anchor=False)
    filters = chosen_filters()
    if filters is None:
        return
    try:
        with st.container(key="review"):
            _show_doubts(situation(), filters)
    except DashboardError as error:
        say_error("What is in doubt can't be shown.", str(error))


def _show_doubts(held: Situation, filters: Filters) -> None:
    doubts = review_table(held, filters, _MOST)
    say_choice(held, filters)
    if doubts.empty:
        st.info("Nothing that passes the filters is in doubt.", icon=":material/check:")
        return
    say_count(len(doubts), doubts.attrs["total"], "doubts", "those first that would move most")
    rows = pd.DataFrame({name: doubts[name] for name in _COLUMNS})
    at = chosen_row(rows, key_of(_TABLE, filters, state_name(held)), _COLUMNS, "What is in doubt")
    if at is None:
        st.caption(_HINT)
    else:
        chosen = doubts.iloc[at]
        with st.container(horizontal=True, vertical_alignment="center", key="review-chosen"):
            st.text(f"“{chosen['words']}”")
            show_room_link(
                "Why this place",
                room_parameters(
                    {
                        "mark": str(chosen["id"]),
                        "doc": str(chosen["document"]),
                        "passage": str(chosen["passage"]),
                        "tab": "why",
                    }
                ),
                icon=":material/help:",
                key="review-open",
            )
    st.caption(_LATER)
