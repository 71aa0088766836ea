"""The page of all reports that pass the filters, and of inputs that are not read."""

from datetime import datetime
from typing import Any

import pandas as pd
import streamlit as st

from ..errors import DashboardError
from ..situation import Filters, Situation
from ..situation.days import day_in_words
from ..situation.reports_table import reports_table
from ..workspace.jobs import Jobs
from .links import room_parameters, say_error, show_room_link
from .shared import situation
from .tables import MOST_ROWS, Listing, show_listing, show_listing_page, show_problems
from .taking_in import taking_in

_LOOKED_EVERY_S = 1.0
_UNKNOWN = "not known"
_COLUMNS: dict[str, Any] = {
    "title": st.column_config.TextColumn("Title", width="large"),
    "when": st.column_config.TextColumn("Date"),
    "date": st.column_config.TextColumn("ISO date", width="small"),
    "source": st.column_config.TextColumn("Source"),
    "language": st.column_config.TextColumn("Language", width="small"),
    "passages": st.column_config.NumberColumn(
        "Passages", width="small", help="That pass the filters."
    ),
    "places": st.column_config.NumberColumn("Places", width="small"),
    "countries": st.column_config.NumberColumn("Countries", width="small"),
    "read": st.column_config.TextColumn("Read"),
    "document": None,  # not shown, but in the file
}
_LISTING = Listing(
    "reports",
    "Reports that pass the filters",
    "the newest first",
    "Choose a row to open its report.",
    "No report passes the filters. Take some of them back, or clear all.",
    _COLUMNS,
)


def show() -> None:
    """Show the reports of the choice, newest first; below, what is still to be read and why not."""
    show_listing_page("Reports", _show_reports)
    try:
        held = situation()
        _show_progress(held)
        _show_problems(held)
    except DashboardError as error:
        say_error("What is still to be read can't be shown.", str(error))


def _show_reports(held: Situation, filters: Filters) -> None:
    reports = reports_table(held, filters, MOST_ROWS)
    show_listing(held, filters, reports, report_rows(reports), _LISTING, _show_chosen)


def _show_chosen(report: "pd.Series[Any]") -> None:
    st.text(str(report["title"]))
    show_room_link(
        "Open report",
        room_parameters({"doc": str(report["document"])}),
        icon=":material/article:",
        key="reports-open",
    )


def report_rows(reports: pd.DataFrame) -> pd.DataFrame:
    """Return rows of `reports_table` in words."""
    return pd.DataFrame(
        {
            "title": reports["title"],
            "when": [day_in_words(date) for date in reports["date"]],
            "date": reports["date"],
            "source": [source or _UNKNOWN for source in reports["source"]],
            "language": [language or _UNKNOWN for language in reports["language"]],
            "passages": reports["passages"],
            "places": reports["places"],
            "countries": reports["countries"],
            "read": [_local(added) for added in reports["added"]],
            "document": reports["document"],
        }
    )


def _local(moment: str) -> str:
    """Return a moment as clocks here show it, to the minute."""
    return datetime.fromisoformat(moment).astimezone().strftime("%Y-%m-%d %H:%M")


def _show_progress(held: Situation) -> None:
    if Jobs(held.workspace).open_count():
        # Looked at again only while something is to be read.
        st.fragment(run_every=_LOOKED_EVERY_S)(_progress)()


def _progress() -> None:
    jobs = Jobs(situation().workspace)
    left, run = jobs.open_count(), jobs.latest_run()
    if not left:
        st.rerun()  # those that came are listed, and it is not looked again
    with st.container(key="reports-progress"):
        reading = run is not None and run.state == "reading"
        share = run.done / run.total if reading and run and run.total else 0.0
        rate = f", {run.rate:.0f} a second" if reading and run and run.rate else ""
        st.progress(min(share, 1.0), f"{left:,} reports are still to be read{rate}")
        if not reading and not taking_in().is_running:
            st.caption("Nobody reads them now.")
            if st.button("Go on reading", icon=":material/play_arrow:", key="reports-go-on"):
                taking_in().start(situation().workspace.path)
        elif taking_in().is_running:
            st.button(
                "Stop reading",
                icon=":material/stop:",
                key="reports-stop",
                on_click=taking_in().interrupt,
            )


def _show_problems(held: Situation) -> None:
    """List the inputs that could not be read, with the reasons; nothing when there are none."""
    problems = held.workspace.problems()
    if not problems:
        return
    with st.container(key="reports-problems"):
        count = len(problems)
        st.subheader(f"{count:,} input{'s' * (count != 1)} could not be read", anchor=False)
        show_problems(problems, "Inputs that could not be read")
        if count > MOST_ROWS:
            st.caption(f"The first {MOST_ROWS:,} are listed.")
        st.caption("Put them right and add them again; others are not affected.")
        st.button(
            "Clear this list",
            on_click=lambda: _forget([one.origin for one in problems]),
            key="reports-clear-problems",
        )


def _forget(origins: list[str]) -> None:
    try:
        Jobs(situation().workspace).forget(origins)
    except DashboardError as error:
        say_error("The list can't be cleared.", str(error))
