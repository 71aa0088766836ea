"""The components of the page: the bar above all pages, the room of the first, the review."""

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import streamlit as st

from ..maps import GROUND, FittedView, base_map, claimants, ground_key, map_parts, overview
from .access import is_open
from .keeping_state import as_plain_state, keeping_state
from .keys import REVIEW_KEYS
from .shared import is_demonstration, mark_boxes, situation, themes_told, workspace_tag

STATIC = Path(__file__).with_name("static")
_MAP_NAME = "map"


@cache
def _component(name: str) -> Callable[..., Any]:
    return st.components.v2.component(
        f"sitmap_{name}",
        html='<div class="sitmap-host"></div>',
        js=(STATIC / "component.js").read_text(encoding="utf-8"),
        isolate_styles=False,  # the parts of a page see each other, and tests see them
    )


def _shared(part: str, page: str) -> dict[str, Any]:
    """What each part of the page is told."""
    held = situation()
    return {
        "part": part,
        "page": page,
        "workspace": workspace_tag(held),
        "revision": held.model.snapshot.revision,
        "demonstration": is_demonstration(),
        "open": is_open(),
        **themes_told(held.themes),
        "claimants": list(claimants().items()),
    }


def show_bar(page: str, since: int | None, on_told: Callable[[dict[str, Any]], None]) -> None:
    """Show the bar: search, filters, counts, and what is taken in and out.

    Parameters
    ----------
    page
        Name of the page below it.
    since
        Revision of the last visit; None at the first.
    on_told
        Called with what the bar asks of Python: ``name``, and what belongs to it.
    """

    def told() -> None:
        said = st.session_state["bar"]["told"]
        if said:
            on_told(dict(said))

    keeping = as_plain_state(keeping_state(situation().workspace))
    data = {**_shared("bar", page), "since": since, "keeping": keeping}
    _component("bar")(key="bar", data=data, on_told_change=told)


def show_room() -> None:
    """Show map, pane and timeline; the browser fills them by address."""
    held = situation()
    home = _home(str(held.workspace.path), held.model.snapshot.revision)
    _component("room")(
        key="room",
        data={
            **_shared("room", "situation"),
            "parts": _parts(home),
            "home": [home.lat, home.lon, home.zoom],
        },
    )


def show_review() -> None:
    """Show what is to be decided, one group after another; the browser fills it by address."""
    own = {"keys": REVIEW_KEYS, "ground": f"{GROUND}/{ground_key()}"}
    _component("review")(key="review", data=_shared("review", "review") | own)


@st.cache_resource(show_spinner=False, max_entries=2)
def _home(path: str, revision: int) -> FittedView:
    """Return where most passages are; kept for a state of a workspace."""
    del path, revision
    return overview(mark_boxes())


@st.cache_resource(show_spinner=False, max_entries=4)
def _parts(home: FittedView) -> dict[str, Any]:
    return map_parts(base_map(home, with_scale=False), _MAP_NAME)
