"""The page of what a person should look at: doubtful words, those first that would move most."""

from typing import Any

import pandas as pd
import streamlit as st

from ..errors import DashboardError
from ..situation import Filters, Situation
from ..situation.review_table import doubtful_count, review_table
from .links import room_parameters, show_room_link
from .shared import situation
from .tables import MOST_ROWS, Listing, show_listing, show_listing_page

_LATER = "Decisions can't be made here yet: note them, and look at the places in their reports."
_COLUMNS: dict[str, Any] = {
    "words": st.column_config.TextColumn("Words", width="medium"),
    "place": st.column_config.TextColumn("Taken for", width="medium"),
    "certainty": st.column_config.NumberColumn("Certainty", format="%d %%", width="small"),
    "doubt": st.column_config.TextColumn("Doubt", width="medium"),
    "passages": st.column_config.NumberColumn(
        "Passages", width="small", help="That name the place: what a decision would move."
    ),
    "report": st.column_config.TextColumn("Report", width="large"),
}
_LISTING = Listing(
    "doubts",
    "What is in doubt",
    "those first that would move most",
    "Choose a row to see why its words were taken for that place, and what else they may mean.",
    "Nothing that passes the filters is in doubt.",
    _COLUMNS,
)


def title() -> str:
    """Return what the navigation calls the page: with the number of doubtful passages."""
    try:
        count = doubtful_count(situation())
    except DashboardError:  # which the page itself says
        return "Review"
    return f"Review ({count:,})" if count else "Review"


def show() -> None:
    """Show what is worth a decision, under the filters."""
    show_listing_page("Review", _show_doubts)
    st.caption(_LATER)


def _show_doubts(held: Situation, filters: Filters) -> None:
    doubts = review_table(held, filters, MOST_ROWS)
    rows = pd.DataFrame({name: doubts[name] for name in _COLUMNS})
    show_listing(held, filters, doubts, rows, _LISTING, _show_chosen)


def _show_chosen(doubt: "pd.Series[Any]") -> None:
    st.text(f"“{doubt['words']}”")
    where = {"mark": "id", "doc": "document", "passage": "passage"}
    opened = {key: str(doubt[column]) for key, column in where.items()}
    show_room_link(
        "Why this place",
        room_parameters({**opened, "tab": "why"}),
        icon=":material/help:",
        key="review-open",
    )
