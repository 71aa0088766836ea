"""The component that shows passages: text nodes, highlights that can be clicked."""

from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import streamlit as st

_STATIC = Path(__file__).with_name("static")


@cache
def _component(*, scrolling: bool) -> Callable[..., Any]:
    kind = "scrolling" if scrolling else ""
    return st.components.v2.component(
        f"sitmap_passages_{kind or 'flowing'}",
        html=f'<div id="passages" class="{kind}"></div>',
        css=(_STATIC / "passages.css").read_text(encoding="utf-8"),
        js=(_STATIC / "passages.js").read_text(encoding="utf-8"),
    )


def show_passages(
    passages: Sequence[dict[str, Any]],
    *,
    key: str,
    scrolling: bool,
    on_picked: Callable[[dict[str, Any]], None],
    on_opened: Callable[[dict[str, Any]], None],
) -> None:
    """Show passages of `Reading`.

    Parameters
    ----------
    key
        Of the component in the session.
    scrolling
        Whether it scrolls by itself, to the current highlight or opened passage.
    on_picked, on_opened
        Called with what was clicked: a highlight's ``mark`` and ``key``, a passage's ``key``.
    """

    def picked() -> None:
        on_picked(st.session_state[key]["picked"])

    def opened() -> None:
        on_opened(st.session_state[key]["opened"])

    _component(scrolling=scrolling)(
        key=key,
        data={"passages": list(passages), "scroll": scrolling},
        on_picked_change=picked,
        on_opened_change=opened,
    )
