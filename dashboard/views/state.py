"""What the reader of the page has chosen, and the workspace it is chosen from."""

from functools import lru_cache
from typing import Any

import pandas as pd
import streamlit as st

from geocache import Role

from ..annotate.explanations import Explained, explanations
from ..executors import reader
from ..maps import SIDES, mark_frame
from ..situation import Filters, Reading
from ..workspace import Workspace
from .shared import situation

MARK, PASSAGE, DOCUMENT = "mark", "passage", "document"
"""Keys of the selection, in the session and in the address."""
FILTERS = "filters"
"""Key in the session of what the side bar chose in this run: a `Choice`."""
_KEPT_EXPLANATIONS = 64


class Choice:
    """Filters of the side bar: what passages and what marks they show.

    Parameters
    ----------
    themes
        Theme ids; "" stands for passages without a theme.
    associative
        Whether places that only say who is meant are drawn too.
    """

    def __init__(self, themes: tuple[str, ...] = (), *, associative: bool = False) -> None:
        self.passages = Filters(themes=themes)
        roles = () if associative else (Role.LITERAL.value,)
        self.marks = Filters(themes=themes, roles=roles)


EVERYTHING = Choice(associative=True)
"""Hides nothing."""


def marks_of(choice: Choice) -> pd.DataFrame:
    """One row for each mark that a choice shows: `View.marks`, and the sides of its box.

    Numbers only: there may be hundreds of thousands. `described` says what some of them are.
    """
    view = situation().view(choice.marks)
    shown, table = view.marks(), view.snapshot["marks"]
    rows = shown["mark"].to_numpy()
    return shown.assign(**{side: table[side][rows] for side in SIDES})


def described(marks: pd.DataFrame) -> pd.DataFrame:
    """What some rows of `marks_of` are and are called, as `mark_frame` has it."""
    return mark_frame(situation(), marks)


def facts_of(mark: str) -> dict[str, Any] | None:
    """Return what the map must know of a mark; None when no report names it.

    Returns
    -------
    dict
        ``row``; ``lon`` and ``lat``, None of what can't be drawn.
    """
    held = situation()
    row = held.thing_row(mark)
    if row is None:
        return None
    facts = held.mark_facts([row]).iloc[0]
    if pd.isna(facts["west"]):
        return {"row": row, "lon": None, "lat": None}
    return {"row": row, "lon": float(facts["lon"]), "lat": float(facts["lat"])}


def reading(choice: Choice) -> Reading:
    """Return the texts under a choice."""
    return Reading(situation(), choice.passages, choice.marks, explain)


def explain(document: str) -> list[Explained]:
    """Evidence and candidates of the mentions of a document, by its hash."""
    return _explained(situation().workspace, document)


@lru_cache(maxsize=_KEPT_EXPLANATIONS)
def _explained(workspace: Workspace, document_hash: str) -> list[Explained]:
    document = workspace.document(document_hash)
    if document is None:
        return []
    _engine, annotator = reader(tuple(workspace.packs()))
    return explanations(annotator, document)


def selected(key: str) -> str | None:
    """Part of the selection; taken from the address when a page is opened by a link."""
    if key not in st.session_state:
        st.session_state[key] = st.query_params.get(key)
    value = st.session_state[key]
    return str(value) if value is not None else None


def select(**parts: str | None) -> None:
    """Change parts of the selection, in the session and in the address."""
    for key, value in parts.items():
        st.session_state[key] = value
        if value is None:
            st.query_params.pop(key, None)
        else:
            st.query_params[key] = value


def select_first_passage(mark: str) -> None:
    """Select a mark together with the newest passage that speaks of it."""
    for choice in (st.session_state.get(FILTERS, Choice()), EVERYTHING):
        passages = reading(choice).passages_of(mark)
        if passages:
            key = str(passages[0]["key"])
            select(**{MARK: mark, PASSAGE: key, DOCUMENT: split_passage_key(key)[0]})
            return


def split_passage_key(key: str) -> tuple[str, int]:
    """Document hash and passage number of a passage's name, ``<document>:<number>``."""
    document_id, _, number = key.rpartition(":")
    return document_id, int(number)
