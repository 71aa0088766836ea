"""The map: what it shows, what a click on it selects, and moving it."""

import time

import pandas as pd
import streamlit as st
from streamlit_folium import st_folium

from ..maps import FittedView, base_map, mark_layer, overview, rounded_bounds, view_of
from ..situation import records
from .state import EVERYTHING, FILTERS, MARK, Choice, marks_of, select_first_passage, selected

_HEIGHT = 520
_KEY, _VIEW, _MOVES = "map", "map_view", "map_moves"
_CLICKED_AT, _OPENED = "map_clicked_at", "map_opened"
_ECHO_S = 0.6
"""The map may report one click twice; nobody clicks twice in this time and means two clicks."""
_HAIR = 1e-9
"""Degrees, and zoom levels, which the map rounds off; it only moves when it is told something new,
and this makes it new."""


def show_map(marks: pd.DataFrame, hidden: pd.DataFrame) -> None:
    """Show the marks, and a selected one that filters hide; the frame stays when they change."""
    linked = None if _VIEW in st.session_state or _OPENED in st.session_state else selected(MARK)
    st.session_state[_OPENED] = True
    if linked:
        move_map_to(linked)
    view: FittedView | None = st.session_state.get(_VIEW)
    scheme = "dark" if st.context.theme.type == "dark" else "light"
    st_folium(
        base_map(_home(), scheme=scheme),
        key=_KEY,
        height=_HEIGHT,
        use_container_width=True,
        feature_group_to_add=mark_layer(
            marks if hidden.empty else pd.concat([marks, hidden]),
            selected=selected(MARK),
            scheme=scheme,
        ),
        center=view.center if view else None,
        zoom=view.zoom if view else None,
        returned_objects=["last_active_drawing", "last_object_clicked_count"],
        on_change=_clicked,
    )
    st.button(
        "Show all marks on the map",
        icon=":material/zoom_out_map:",
        on_click=lambda: _move(view_of(marks)),
        type="tertiary",
    )


def _home() -> FittedView:
    return overview(marks_of(Choice()))


def _clicked() -> None:
    drawing = (st.session_state.get(_KEY) or {}).get("last_active_drawing") or {}
    mark = (drawing.get("properties") or {}).get("id")
    now = time.monotonic()
    is_echo = now - st.session_state.get(_CLICKED_AT, -_ECHO_S) < _ECHO_S
    if mark and not is_echo:
        st.session_state[_CLICKED_AT] = now
        select_first_passage(_next_of_its_shape(mark))


def _next_of_its_shape(mark: str) -> str:
    """Return the mark that a click means: of several of one shape, each click the next."""
    marks = records(marks_of(st.session_state[FILTERS]))
    extents = {row["mark_id"]: rounded_bounds(row) for row in marks if row["geometry"]}
    alike = [key for key, extent in extents.items() if extent == extents.get(mark)]
    current = selected(MARK)
    if current not in alike:
        return mark
    return str(alike[(alike.index(current) + 1) % len(alike)])


def move_map_to(mark: str) -> None:
    """Move the map so that a mark fills it; marks that can't be drawn leave it where it is."""
    marks = marks_of(EVERYTHING)
    if any(geometry for geometry in marks[marks["mark_id"] == mark]["geometry"]):
        _move(view_of(marks, mark))


def _move(view: FittedView) -> None:
    moves = st.session_state[_MOVES] = st.session_state.get(_MOVES, 0) + 1
    off = moves * _HAIR
    st.session_state[_VIEW] = FittedView(view.lon, view.lat + off, view.zoom + off)
