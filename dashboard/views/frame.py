"""What stands around every page: style sheets, the bar, and what it asks of Python."""

from functools import cache
from typing import Any

import streamlit as st

from ..maps import ASSET_FOLDERS
from ..workspace.visits import note_visit
from . import saved_views
from .add_dialog import open_add_dialog
from .parts import STATIC, show_bar
from .shared import situation
from .taking_in import taking_in

_STYLES = (
    *(STATIC / name for name in ("room.css", "bar.css", "pane.css", "desk.css", "review.css")),
    *(ASSET_FOLDERS["sitmap"] / name for name in ("map_view.css", "timeline.css", "map_tools.css")),
)
_VISITED, _SAID, _ADDING = "visited", "said", "adding"


def show_frame(page: Any) -> None:
    """Show the bar above a page of `st.navigation`, and the dialog that it asked for."""
    # In one element, which takes no room: each of Streamlit's has a gap below it.
    st.html(f"<style>{_styles()}</style>")
    if _VISITED not in st.session_state:
        st.session_state[_VISITED] = note_visit(situation().workspace)
    show_bar(page.url_path or "situation", st.session_state[_VISITED], _told)
    if st.session_state.pop(_ADDING, False):
        open_add_dialog()
    reason = st.session_state.pop(_SAID, "")
    if reason:
        st.toast("The saved views could not be changed.", icon=":material/error:")
        st.text(reason)


@cache
def _styles() -> str:
    return "\n".join(path.read_text(encoding="utf-8") for path in _STYLES)


def _told(said: dict[str, Any]) -> None:
    """Do what the bar asks for; that something was decided only runs the script once more."""
    if said["name"] == "add":
        st.session_state[_ADDING] = True
    elif said["name"] == "read_again":
        taking_in().start_again(situation().workspace.path)
    elif said["name"] == "save_view":
        st.session_state[_SAID] = saved_views.save(
            str(said["view"]), str(said["query"]), replace=True
        )
    elif said["name"] == "delete_view":
        st.session_state[_SAID] = saved_views.delete(str(said["view"]))
