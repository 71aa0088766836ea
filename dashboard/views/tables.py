"""What the pages with tables share: a choice in words, rows to choose from, a file of them."""

import csv
import io
from collections.abc import Sequence
from typing import Any

import pandas as pd
import streamlit as st

from ..export.passages_csv import guarded
from ..export.wording import in_words
from ..model import Problem
from ..situation import Filters, Situation
from .given_texts import name_of

_ROW_PIXELS, _EDGES, _ROWS_IN_VIEW = 35, 3, 16
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
