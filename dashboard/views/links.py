"""Ways from other pages to the Situation page, which keep the choice of the address."""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

import streamlit as st

from ..errors import QueryError
from ..situation import Filters
from ..situation.address import FILTER_KEYS, filters_of
from .shared import situation

_ROOM = "room_page"
"""Key in the session of the Situation page, as the navigation has it."""
Opened = Mapping[str, str | Sequence[str]]


def set_room(page: Any) -> None:
    """Keep the `st.Page` that links lead to; the script calls it before it runs a page."""
    st.session_state[_ROOM] = page


def chosen_parameters() -> dict[str, list[str]]:
    """Return the filters of the address, as they stand there."""
    found = {key: st.query_params.get_all(key) for key in FILTER_KEYS}
    return {key: values for key, values in found.items() if values}


def chosen_filters() -> Filters | None:
    """Return the choice of the address; None, and a word on the page, when it is none."""
    try:
        return filters_of(chosen_parameters(), situation().themes)
    except QueryError as error:
        say_error("The address can't be understood.", str(error))
        return None


def room_parameters(opened: Opened) -> dict[str, list[str]]:
    """Return the parameters of the Situation page: the filters, and what is opened there."""
    given = {key: [one] if isinstance(one, str) else list(one) for key, one in opened.items()}
    return chosen_parameters() | given


def room_address(**parameters: list[str]) -> str:
    """Return the relative address of the Situation page with these parameters and no others."""
    query = urlencode(parameters, doseq=True)
    return f"./?{query}" if query else "./"


def show_room_link(label: str, parameters: dict[str, list[str]], *, icon: str, key: str) -> None:
    """Show a link to the Situation page with these parameters and no others.

    The label is Markdown of ours, not words of reports.
    """
    with st.container(key=key, width="content"):
        page = st.session_state.get(_ROOM)
        if page is None:
            st.link_button(label, room_address(**parameters), icon=icon)
        else:
            st.page_link(page, label=label, icon=icon, query_params=parameters)


def say_error(what: str, why: str) -> None:
    """Say what went wrong in words of ours, and why in words that may be anybody's."""
    st.error(what, icon=":material/error:")
    st.text(why)
