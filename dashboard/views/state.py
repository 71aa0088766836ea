"""What the reader of the page has chosen, and the workspace it is chosen from."""

import os
from pathlib import Path

import streamlit as st

from ..situation import Filters, Situation
from ..workspace import Workspace
from .server import WORKSPACE_VARIABLE

MARK, PASSAGE, DOCUMENT = "mark", "passage", "document"
"""Keys of the selection, in the session and in the address."""
FILTERS = "filters"
"""Key in the session of what the side bar chose in this run."""


@st.cache_resource(show_spinner="Reading the workspace")
def _situation(path: str, _stamp: float) -> Situation:
    return Situation.of(Workspace(Path(path)))


def situation() -> Situation:
    """Return what the workspace holds now; read again when its file changes."""
    path = os.environ[WORKSPACE_VARIABLE]
    return _situation(path, Path(path).stat().st_mtime)


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
    """Select a mark together with the first passage that speaks of it."""
    everything = situation()
    filters = st.session_state.get(FILTERS, Filters())
    passages = everything.passages_of(mark, everything.visible(filters))
    if passages.empty:
        passages = everything.passages_of(mark, everything.observations)
    if passages.empty:
        return
    first = passages.iloc[0]
    document_id = str(first["document_id"])
    key = passage_key(document_id, int(first["passage"]))
    select(**{MARK: mark, PASSAGE: key, DOCUMENT: document_id})


def passage_key(document_id: str, number: int) -> str:
    """Name of a passage in the selection: ``<document>:<number>``."""
    return f"{document_id}:{number}"


def split_passage_key(key: str) -> tuple[str, int]:
    """Document id and passage number of a passage's name."""
    document_id, _, number = key.rpartition(":")
    return document_id, int(number)
