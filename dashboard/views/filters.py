"""The side bar: themes (with their colours, the legend), who is shown, what could not be read."""

from collections.abc import Sequence

import streamlit as st

from ..annotate import Theme, Themes
from ..attribution import attributions
from ..model import Problem
from ..situation import Situation
from .state import FILTERS, Choice

_NONE = "none"
"""Stands in the address for passages without a theme."""


@st.cache_resource
def _attributions() -> list[str]:
    return list(attributions())


def show_filters(everything: Situation) -> Choice:
    """Show the side bar, and return what was chosen in it."""
    with st.sidebar:
        st.header("sitmap", anchor=False)
        associative = st.toggle(
            "Show who, not only where",
            key="who",
            bind="query-params",
            help="Places that only name an actor (“Moscow notes”, “Turkish”) are drawn hollow.",
        )
        counts = everything.view().facets()["themes"]
        chosen = _themes({str(theme): int(count) for theme, count in counts.items()})
        _legend()
        _problems(everything.workspace.problems())
    choice = Choice(chosen, associative=associative)
    st.session_state[FILTERS] = choice
    return choice


def _themes(counts: dict[str, int]) -> tuple[str, ...]:
    """Theme ids that were chosen; themes without a passage are not offered."""
    themes = Themes.shipped()
    present = [theme for theme in (*themes.all, themes.none) if counts.get(theme.id, 0)]
    labels = {theme.id or _NONE: _label(theme, counts[theme.id]) for theme in present}
    chosen = st.pills(
        "Themes and the number of their passages",
        list(labels),
        selection_mode="multi",
        format_func=labels.__getitem__,
        default=_in_address(list(labels)),
        key="themes",
        help="Choose none to see all.",
    )
    if chosen:
        st.query_params["themes"] = ",".join(chosen)
    else:
        st.query_params.pop("themes", None)
    return tuple("" if key == _NONE else key for key in chosen)


def _in_address(present: list[str]) -> list[str]:
    """Themes that the address asked for when the page was opened."""
    if "themes" in st.session_state:
        return []
    wanted = st.query_params.get("themes", "").split(",")
    return [key for key in wanted if key in present]


def _label(theme: Theme, count: int) -> str:
    return f':color[■]{{foreground="{theme.colour}"}} {theme.label} · {count}'


def _legend() -> None:
    st.caption(
        "● place   ▭ area or zone   ━ road or border  \n"
        "Dashed: approximate. Hollow ring: who, not where. "
        "The colour is that of the theme with the most evidence."
    )
    st.caption("Country outlines: Natural Earth, de facto lines. Places: GeoNames, CC BY 4.0.")
    with st.expander("Sources and licences"):
        for line in _attributions():
            st.caption(line)


def _problems(problems: Sequence[Problem]) -> None:
    if problems:
        noun = "input" if len(problems) == 1 else "inputs"
        st.warning(f"{len(problems)} {noun} could not be read:", icon=":material/error:")
        for problem in problems:
            st.text(problem.reason)
