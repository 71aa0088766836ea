"""The page of what another reading would change: by place, and one by one."""

from typing import Any

import pandas as pd
import streamlit as st

from ..errors import DashboardError
from ..rereading import (
    Chosen,
    Judged,
    PlaceChanges,
    Proposals,
    Proposed,
    by_place,
    effect_in_words,
    group_of,
    kinds_in_words,
)
from ..workspace import Workspace
from ..workspace.jobs import Jobs
from .keeping_state import keeping_state
from .links import room_parameters, say_error, show_room_link
from .shared import area_names, situation
from .tables import MOST_ROWS, chosen_row, key_of
from .taking_in import taking_in

_LOOKED_EVERY_S = 1.0
_SAID = "changes-said"
_GROUP_NAMES = {
    "themes": "Themes of passages",
    "dates": "Dates of passages",
    "passages": "Passages",
    "unplaced": "Words that mean no known place",
}
_PLACE_COLUMNS: dict[str, Any] = {
    "place": st.column_config.TextColumn("Place", width="medium", pinned=True),
    "country": st.column_config.TextColumn("Country", width="small"),
    "what": st.column_config.TextColumn("What would change", width="medium"),
    "changes": st.column_config.NumberColumn("Changes", width="small"),
    "reports": st.column_config.NumberColumn("Reports", width="small"),
}
_CHANGE_COLUMNS: dict[str, Any] = {
    "report": st.column_config.TextColumn("Report", width="medium"),
    "words": st.column_config.TextColumn("Words", width="small"),
    "effect": st.column_config.TextColumn("What would become of them", width="large"),
    "sentence": st.column_config.TextColumn("In the text", width="large"),
}


def in_navigation() -> tuple[str, bool]:
    """Return what the navigation calls the page, and whether there is anything to look at."""
    try:
        state = keeping_state(situation().workspace, anew=True)
    except DashboardError:  # which every page says
        return "Changes", False
    title = f"Changes ({state.changes:,})" if state.changes else "Changes"
    return title, bool(state.changes or state.stale or state.refused)


def show() -> None:
    """Show what another reading would change, and take it over or leave it."""
    st.header("Changes", anchor=False)
    with st.container(key="changes"):
        try:
            _show(situation().workspace)
        except DashboardError as error:
            say_error("The changes can't be shown.", str(error))


def _show(workspace: Workspace) -> None:
    st.caption(
        "Reports are read again when the program, its gazetteer or your places changed. What was "
        "read before stands until you accept a change. Your decisions hold in every reading."
    )
    for what, why in st.session_state.pop(_SAID, ()):
        if why:
            say_error(what, why)
        else:
            st.success(what, icon=":material/check_circle:")
    _show_stale(workspace)
    proposals = Proposals(workspace)
    waiting = proposals.changes(Chosen())
    if not waiting:
        st.info("No change waits for your word.", icon=":material/check:")
    else:
        _show_places(workspace, proposals, waiting)
    _show_refused(proposals)


# ---- what is stale


def _show_stale(workspace: Workspace) -> None:
    run = Jobs(workspace).latest_run()
    if taking_in().is_running or (run is not None and run.state == "reading"):
        st.fragment(run_every=_LOOKED_EVERY_S)(_progress)()
        return
    state = keeping_state(workspace, anew=True)
    if not state.stale:
        return
    with st.container(key="changes-stale", horizontal=True, vertical_alignment="center"):
        were = "report was" if state.stale == 1 else "reports were"
        how = "read by an earlier version, or with other places or themes"
        st.text(f"{state.stale:,} {were} {how}.")
        st.button(
            "Read again",
            icon=":material/refresh:",
            on_click=lambda: taking_in().start_again(workspace.path),
            key="changes-read-again",
        )
    if run is not None and run.state == "stopped":
        st.caption("Reading stopped before its end. Nothing is lost: it goes on where it was.")


def _progress() -> None:
    """Say how far the reading is; at its end the page is made anew."""
    run = Jobs(situation().workspace).latest_run()
    reading = run is not None and run.state == "reading"
    if not reading and not taking_in().is_running:
        st.rerun()
    share, words = 0.0, "Getting ready"
    if run is not None and reading and run.total:
        share = run.done / run.total
        words = f"{run.step.capitalize()}: {run.done:,} of {run.total:,}"
    with st.container(key="changes-progress"):
        st.progress(min(share, 1.0), words)
        st.caption("You can go on working: what was read before stands meanwhile.")
        for line in taking_in().said:
            st.text(line)


# ---- what waits


def _show_places(workspace: Workspace, proposals: Proposals, waiting: list[Proposed]) -> None:
    places = by_place(waiting)
    changes, reports = len(waiting), len({one.document for one in waiting})
    same = proposals.same_count()
    st.text(
        f"{changes:,} change{'s' * (changes != 1)} in {reports:,} report{'s' * (reports != 1)}; "
        f"{same:,} mentions of these reports stay as they are."
    )
    with st.container(key="changes-all", horizontal=True):
        _judge_buttons(proposals, Chosen(), "all", "changes-all")
    rows = pd.DataFrame([_place_row(place) for place in places[:MOST_ROWS]])
    at = chosen_row(
        rows,
        key_of("changes-places", str(workspace.path), changes, tuple(p.group for p in places)),
        _PLACE_COLUMNS,
        "Places that would change",
    )
    if at is None:
        st.caption("Choose a place to see its changes, each with its sentence.")
        return
    _show_changes(proposals, places[at], waiting)


def _place_row(place: PlaceChanges) -> dict[str, Any]:
    return {
        "place": place.name or _GROUP_NAMES.get(place.group, place.group),
        "country": area_names().name(place.country) if place.country else "",
        "what": kinds_in_words(place.kinds),
        "changes": place.changes,
        "reports": place.reports,
    }


def _show_changes(proposals: Proposals, place: PlaceChanges, waiting: list[Proposed]) -> None:
    name = place.name or _GROUP_NAMES.get(place.group, place.group)
    with st.container(key="changes-place", horizontal=True, vertical_alignment="center"):
        st.text(name)
        _judge_buttons(proposals, Chosen(group=place.group), "of this place", "changes-place")
    some = [one for one in waiting if group_of(one.change) == place.group][:MOST_ROWS]
    rows = pd.DataFrame([_change_row(one) for one in some])
    key = key_of("changes-list", place.group, tuple((p.document, p.change.key) for p in some))
    at = chosen_row(rows, key, _CHANGE_COLUMNS, f"Changes of {name}")
    if at is None or at >= len(some):
        st.caption("Choose a change to open its report, or to accept it alone.")
        return
    _show_one(proposals, some[at], waiting)


def _change_row(one: Proposed) -> dict[str, Any]:
    before, after = one.change.context
    return {
        "report": one.title,
        "words": one.change.words,
        "effect": effect_in_words(one.change),
        "sentence": f"{before}{one.change.words}{after}".strip(),
    }


def _show_one(proposals: Proposals, one: Proposed, waiting: list[Proposed]) -> None:
    change = one.change
    together = sum(
        (other.document, other.change.unit) == (one.document, change.unit) for other in waiting
    )
    with st.container(key="changes-one", horizontal=True, vertical_alignment="center"):
        st.text(f"“{change.words}” {effect_in_words(change)}")
        opened = {"doc": one.document, "passage": str(change.passage)}
        show_room_link(
            "Open report",
            room_parameters(opened),
            icon=":material/article:",
            key="changes-open",
        )
        stands = (change.before or {}).get("id") or ""
        if stands:
            show_room_link(
                "Show on the map",
                room_parameters({"mark": stands}),
                icon=":material/location_on:",
                key="changes-map",
            )
        chosen = Chosen(document=one.document, keys=frozenset({change.key}))
        _judge_buttons(proposals, chosen, "this one", "changes-one")
        report = Chosen(document=one.document)
        _judge_buttons(proposals, report, "of this report", "changes-report")
    if together > 1:
        st.caption(f"It is drawn together with {together - 1} more, which change with it.")


def _show_refused(proposals: Proposals) -> None:
    refused = proposals.changes(Chosen(), refused=True)
    if not refused:
        return
    with st.expander(f"{len(refused):,} refused", key="changes-refused"):
        st.caption("They stay as they were read before. Choose one to accept it after all.")
        some = refused[:MOST_ROWS]
        rows = pd.DataFrame([_change_row(one) for one in some])
        key = key_of("changes-refused", tuple((one.document, one.change.key) for one in some))
        at = chosen_row(rows, key, _CHANGE_COLUMNS, "Changes that were refused")
        if at is not None:
            one = some[at]
            chosen = Chosen(
                group=group_of(one.change),
                document=one.document,
                keys=frozenset({one.change.key}),
            )
            st.button(
                "Accept after all",
                on_click=lambda: _judge(lambda: proposals.accept(chosen), "accepted"),
                key="changes-accept-refused",
            )


# ---- judging


def _judge_buttons(proposals: Proposals, chosen: Chosen, what: str, key: str) -> None:
    st.button(
        f"Accept {what}",
        type="primary" if what == "all" else "secondary",
        icon=":material/done:",
        on_click=lambda: _judge(lambda: proposals.accept(chosen), "accepted"),
        key=f"{key}-accept",
    )
    st.button(
        f"Refuse {what}",
        icon=":material/close:",
        on_click=lambda: _judge(lambda: proposals.refuse(chosen), "refused"),
        key=f"{key}-refuse",
    )


def _judge(act: Any, done: str) -> None:
    """Do what a button says, and keep what is to be said of it when the page is made anew."""
    try:
        judged: Judged = act()
    except DashboardError as error:
        st.session_state[_SAID] = [(f"They could not be {done}.", str(error))]
        return
    count = judged.changes
    said = f"{count:,} change{'s' * (count != 1)} in {judged.reports:,} report"
    said += f"{'s' * (judged.reports != 1)} {done}."
    st.session_state[_SAID] = [(said, "")]
