"""What was clicked: its name, what is drawn, why, and its passages."""

from typing import Any

import pandas as pd
import streamlit as st

from ..situation import Reading, records
from .map_panel import move_map_to
from .passages import show_passages
from .state import DOCUMENT, MARK, PASSAGE, select, selected, split_passage_key

_HIDDEN = "The filters hide this mark. It is drawn as long as it is selected."
_HINT = "Click a mark on the map, a highlighted word in the text, or a row of the table."


def show_selection(reading: Reading, marks: pd.DataFrame, *, hidden: bool = False) -> None:
    """Show the selected mark, and whether the filters hide it; or how to select one."""
    mark, chosen = selected(MARK), records(marks)
    if not mark or not chosen:
        st.info(_HINT, icon=":material/touch_app:")
        return
    with st.container(border=True, key="selection"):
        if hidden:
            st.text(_HIDDEN)
        _facts(chosen[0])
        reasons = reading.reasons(mark)
        st.text("\n".join(f"“{reason['words']}” is {reason['means']}" for reason in reasons))
        with st.expander("Why this place"):
            st.dataframe(pd.DataFrame(reasons), hide_index=True)
        show_passages(
            reading.passages_of(mark),
            key="panel",
            scrolling=False,
            on_picked=pick_words,
            on_opened=open_passage,
        )


def _facts(row: dict[str, Any]) -> None:
    """Name, kind and note as plain text: they hold words of documents."""
    st.text(row["label"])
    exactness = "exact" if row["exact"] else "approximate"
    doubt = ", ambiguous" if row["ambiguous"] else ""
    drawn = "" if row["west"] == row["west"] else ", not drawn"
    st.badge(
        f"{row['kind']}, {exactness}{doubt}{drawn}, {row['role']}, "
        f"confidence {row['confidence']:.2f}"
    )
    st.text(row["note"])


def pick_words(words: dict[str, Any]) -> None:
    """Select a highlight's mark, and move the map to it."""
    document_id, _ = split_passage_key(words["key"])
    select(**{MARK: words["mark"], PASSAGE: words["key"], DOCUMENT: document_id})
    move_map_to(words["mark"])


def open_passage(passage: dict[str, Any]) -> None:
    """Open the reader at a passage."""
    document_id, _ = split_passage_key(passage["key"])
    select(**{PASSAGE: passage["key"], DOCUMENT: document_id})
