"""What the pages with tables share: a choice in words, rows to choose from, a file of them."""

import csv
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
import streamlit as st

from ..errors import DashboardError
from ..export.passages_csv import guarded
from ..export.wording import in_words
from ..model import Problem
from ..situation import Filters, Situation
from .given_texts import name_of
from .links import chosen_filters, say_error
from .shared import situation, state_name

_ROW_PIXELS, _EDGES, _ROWS_IN_VIEW = 35, 3, 16
_NO_REPORTS = "No report is in the workspace yet. Add some with + Add."
MOST_ROWS = 2000
"""Rows that are listed; a browser is sent all of them with each change."""
_PROBLEM_COLUMNS: dict[str, Any] = {
    "input": st.column_config.TextColumn("Input"),
    "reason": st.column_config.TextColumn("Why", width="large"),
}


def say_choice(held: Situation, filters: Filters) -> None:
    """Say what is chosen; it holds words that anybody may have written into the address."""
    phrases = in_words(filters, held)
    if phrases:
        st.text(f"Chosen: {'; '.join(phrases)}")


def say_count(shown: int, total: int, things: str, order: str) -> None:
    """Say how many rows there are, and how to see those that are left out."""
    if shown < total:
        st.caption(
            f"{total:,} {things}. The first {shown:,} are listed, {order}; {total - shown:,} are "
            "left out. Choose a country, a theme, a period or words above to see those."
        )
    else:
        st.caption(f"{total:,} {things if total != 1 else things.removesuffix('s')}, {order}.")


def chosen_row(frame: pd.DataFrame, key: str, columns: dict[str, Any], name: str) -> int | None:
    """Show a table, and return the position of the row that is chosen in it.

    Parameters
    ----------
    frame
        Its rows; cells are shown as text, whatever they hold.
    key
        Of the widget. Another one when the rows are others: a choice is a position.
    columns
        How columns are shown.
    name
        What a screen reader calls it.
    """
    state: Any = st.dataframe(
        frame,
        hide_index=True,
        height=_ROW_PIXELS * (min(len(frame), _ROWS_IN_VIEW) + 1) + _EDGES,
        column_config=columns,
        key=key,
        on_select="rerun",
        selection_mode="single-row",
        alt=name,
    )
    rows = state["selection"]["rows"]
    return int(rows[0]) if rows and rows[0] < len(frame) else None


@dataclass(frozen=True, slots=True)
class Listing:
    """How what passes the filters is listed."""

    things: str
    """What the rows are, as "places"; keys of widgets and names of files begin with it."""
    title: str
    """What a screen reader calls the table."""
    order: str
    """In which the rows are, in words."""
    hint: str
    """What choosing a row is good for."""
    nothing: str
    """What is said when nothing passes."""
    columns: dict[str, Any]
    """Of the rows that are shown."""


def show_listing(
    held: Situation,
    filters: Filters,
    found: pd.DataFrame,
    rows: pd.DataFrame,
    listing: Listing,
    show_chosen: Callable[["pd.Series[Any]"], None],
) -> None:
    """Show a table of what passes, and above it what can be done with the row that is chosen.

    Parameters
    ----------
    held, filters
        What is looked at.
    found
        What passes; ``attrs["total"]`` counts also what is not listed.
    rows
        The same in words, as it is shown.
    listing
        How it is listed.
    show_chosen
        Called with the row of ``found`` that is chosen.
    """
    say_choice(held, filters)
    if found.empty:
        empty = not held.view().counts()["all_documents"]
        words = _NO_REPORTS if empty else listing.nothing
        st.info(words, icon=":material/search_off:")
        return
    say_count(len(found), found.attrs["total"], listing.things, listing.order)
    # What to do with a row is seen without scrolling.
    above = st.container(
        key=f"{listing.things}-actions", horizontal=True, vertical_alignment="center"
    )
    key = key_of(f"{listing.things}-table", filters, state_name(held))
    at = chosen_row(rows, key, listing.columns, listing.title)
    with above:
        if at is None:
            st.caption(listing.hint)
        else:
            show_chosen(found.iloc[at])
        show_download(rows, f"sitmap-{listing.things}", f"{listing.things}-download")


def show_listing_page(title: str, show: Callable[[Situation, Filters], None]) -> None:
    """Show a page that lists what passes the filters of the address."""
    st.header(title, anchor=False)
    filters = chosen_filters()
    if filters is None:
        return
    try:
        with st.container(key=title.lower()):
            show(situation(), filters)
    except DashboardError as error:
        say_error(f"{title}: they can't be shown.", str(error))


def show_download(frame: pd.DataFrame, name: str, key: str) -> None:
    """Offer the rows that are listed as a file that is safe to open in a spreadsheet."""
    st.download_button(
        "Download this table (CSV)",
        lambda: as_csv(frame),
        file_name=f"{name}.csv",
        mime="text/csv",
        on_click="ignore",
        icon=":material/download:",
        key=key,
    )


def as_csv(frame: pd.DataFrame) -> bytes:
    """Return rows as CSV of which no cell is taken for a formula."""
    buffer = io.StringIO()
    rows = csv.writer(buffer)
    rows.writerow(frame.columns)
    for row in frame.astype(object).itertuples(index=False):
        rows.writerow([guarded(None if pd.isna(cell) else cell) for cell in row])
    return buffer.getvalue().encode("utf-8-sig")  # the mark by which Excel knows UTF-8


def show_problems(problems: Sequence[Problem], name: str) -> None:
    """Show inputs that could not be read, with the reasons."""
    rows = [(name_of(one.origin), one.reason) for one in problems[:MOST_ROWS]]
    st.dataframe(
        pd.DataFrame(rows, columns=["input", "reason"]),
        hide_index=True,
        column_config=_PROBLEM_COLUMNS,
        alt=name,
    )


def key_of(*parts: object) -> str:
    """Return a key that is another one for another choice or state of the workspace."""
    return "-".join([str(parts[0]), f"{abs(hash(parts[1:])):x}"])
