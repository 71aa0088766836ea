"""What stands around every page: style sheets, the bar, and the dialogs it opens."""

from typing import Any

import streamlit as st

from ..maps import ASSET_FOLDERS
from .parts import STATIC, show_bar

_STYLES = (
    *(STATIC / name for name in ("room.css", "bar.css", "pane.css")),
    *(ASSET_FOLDERS["sitmap"] / name for name in ("map_view.css", "timeline.css")),
)


def show_frame(page: Any) -> None:
    """Show the bar above a page of `st.navigation`."""
    # In one element, which takes no room: each of Streamlit's has a gap below it.
    styles = "\n".join(path.read_text(encoding="utf-8") for path in _STYLES)
    st.html(f"<style>{styles}</style>")
    show_bar(page.url_path or "situation", None, _told)


def _told(said: dict[str, Any]) -> None:
    del said
