"""The map: what it shows, what a click on it selects, and moving it."""

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import streamlit as st

import dashboard.maps

from ..annotate import Themes
from ..maps import FittedView, base_map, map_parts, overview, view_of
from ..situation.address import parameters_of
from .shared import situation
from .state import EVERYTHING, MARK, Choice, facts_of, marks_of, select_first_passage, selected

_HEIGHT = 520
_KEY, _MOVE, _OPENED = "map", "map_move", "map_opened"
_STATIC = Path(dashboard.maps.__file__).with_name("static")


@cache
def _component() -> Callable[..., Any]:
    return st.components.v2.component(
        "sitmap_map",
        html='<div class="sitmap-host"></div>',
        css=(_STATIC / "map_component.css").read_text(encoding="utf-8"),
        js=(_STATIC / "map_component.js").read_text(encoding="utf-8"),
        isolate_styles=False,  # Leaflet's style sheet and folium's script look at the document
    )


@st.cache_resource(show_spinner=False, max_entries=4)
def _parts(home: FittedView) -> dict[str, Any]:
    return map_parts(base_map(home), _KEY)


def show_map(choice: Choice) -> None:
    """Show the marks of a choice, and the selected one even when its filters hide it."""
    if _OPENED not in st.session_state:
        st.session_state[_OPENED] = overview(marks_of(Choice()))
        linked = selected(MARK)
        if linked:
            move_map_to(linked)
    chosen = selected(MARK)
    _component()(
        key=_KEY,
        data={
            "key": _KEY,
            "height": _HEIGHT,
            "map": _parts(st.session_state[_OPENED]),
            "move": st.session_state.get(_MOVE),
            "marks": {
                "query": urlencode(parameters_of(choice.marks), doseq=True),
                "revision": situation().model.snapshot.revision,
                "families": [
                    {"id": theme.id, "label": theme.label, "colour": theme.colour}
                    for theme in Themes.shipped().all
                ],
                "selected": chosen and {"id": chosen, **(facts_of(chosen) or {})},
            },
        },
        on_picked_change=_picked,
    )
    st.button(
        "Show all marks on the map",
        icon=":material/zoom_out_map:",
        on_click=lambda: _move(view_of(marks_of(choice))),
        type="tertiary",
    )


def _picked() -> None:
    picked = st.session_state[_KEY]["picked"]
    if picked:
        select_first_passage(picked["id"])


def move_map_to(mark: str) -> None:
    """Move the map so that a mark fills it; marks that can't be drawn leave it where it is."""
    marks = marks_of(EVERYTHING)
    own = marks[marks["thing"] == situation().thing_row(mark)]
    if own["west"].notna().any():
        _move(view_of(own))


def _move(view: FittedView) -> None:
    before = st.session_state.get(_MOVE) or {"n": 0}
    center = list(view.center)
    st.session_state[_MOVE] = {"n": before["n"] + 1, "center": center, "zoom": view.zoom}
