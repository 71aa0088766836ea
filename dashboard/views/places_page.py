"""The page of all places that pass the filters, as a table."""

from typing import Any

import pandas as pd
import streamlit as st

from ..situation import Filters, Situation
from ..situation.place_words import AreaNames
from ..situation.places_table import places_table
from .links import room_parameters, show_room_link
from .shared import area_names
from .tables import MOST_ROWS, Listing, show_listing, show_listing_page

_COLUMNS: dict[str, Any] = {
    "place": st.column_config.TextColumn("Place", width="medium"),
    "kind": st.column_config.TextColumn("Kind"),
    "country": st.column_config.TextColumn("Country"),
    "region": st.column_config.TextColumn("Region"),
    "passages": st.column_config.NumberColumn("Passages", width="small"),
    "reports": st.column_config.NumberColumn("Reports", width="small"),
    "from": st.column_config.TextColumn("First date"),
    "to": st.column_config.TextColumn("Last date"),
    "certainty": st.column_config.NumberColumn(
        "Certainty", format="%d %%", width="small", help="That its words mean this place."
    ),
    "doubts": st.column_config.TextColumn("Doubts", width="medium"),
    "sources": st.column_config.NumberColumn(
        "Sources", width="small", help="Outlets that name it."
    ),
    "id": None,  # not shown, but in the file
}
_LISTING = Listing(
    "places",
    "Places that pass the filters",
    "those with most passages first",
    "Choose a row to show its place on the map.",
    "No place passes the filters. Take some of them back, or clear all.",
    _COLUMNS,
)


def show() -> None:
    """Show the places of the choice, most passages first."""
    show_listing_page("Places", _show_places)
    with st.container(key="places-own", width="content"):
        # Not `st.page_link`: the page's own script takes those for ways to the first page.
        st.html('<a href="./your-places" target="_self">Your places</a>: add and change your own')


def _show_places(held: Situation, filters: Filters) -> None:
    places = places_table(held, filters, MOST_ROWS)
    show_listing(held, filters, places, place_rows(places, area_names()), _LISTING, _show_chosen)


def _show_chosen(place: "pd.Series[Any]") -> None:
    known = bool(place["positioned"])
    st.text(str(place["place"]))
    show_room_link(
        "Show on the map" if known else "Show its passages",
        room_parameters({"mark": str(place["id"])}),
        icon=":material/location_on:" if known else ":material/article:",
        key="places-open",
    )


def place_rows(places: pd.DataFrame, names: AreaNames) -> pd.DataFrame:
    """Return rows of `places_table` in words: names of areas, and what is in doubt."""
    return pd.DataFrame(
        {
            "place": places["place"],
            "kind": places["kind"],
            "country": [names.name(code) for code in places["country"]],
            "region": [names.name(code) for code in places["admin1"]],
            "passages": places["passages"],
            "reports": places["reports"],
            "from": places["from"],
            "to": places["to"],
            # Words that mean no known place are certain of nothing.
            "certainty": places["certainty"].astype("Int64").where(places["positioned"]),
            "doubts": [
                _doubts(ambiguous=ambiguous, actor_only=actor_only, positioned=positioned)
                for ambiguous, actor_only, positioned in zip(
                    places["ambiguous"], places["actor_only"], places["positioned"], strict=True
                )
            ],
            "sources": places["sources"],
            "id": places["id"],
        }
    )


def _doubts(*, ambiguous: bool, actor_only: bool, positioned: bool) -> str:
    words = (
        ("may mean another place", ambiguous),
        ("named as an actor only", actor_only),
        ("it is not known where it is", not positioned),
    )
    return "; ".join(said for said, holds in words if holds)
