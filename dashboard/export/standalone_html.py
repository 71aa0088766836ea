"""A page with folium's map that opens from disk: all it needs is inside it."""

from collections.abc import Iterator
from typing import Any

import pandas as pd

from ..annotate import Themes
from ..maps.drawing import mark_layer
from ..maps.escaping import as_text
from ..maps.geometry import SIDES
from ..maps.standalone_map import standalone_map
from ..maps.view import overview
from ..situation.answers import when_in_words
from ..situation.casualty_words import in_words
from .content import Content, ShownPlace

_MOST_IN_POPUP = 10
"""Passages of a place; all of them stand in the list below the map."""
_COLUMNS = (
    *("mark_id", "label", "kind", "role", "exact", "theme", "passages", "geometry"),
    *SIDES,
    "popup",
)
_STYLE = """
html, body { height: auto; margin: 0; font: 16px/1.5 system-ui, sans-serif; color: #1d2733;
  background: #fff; }
.folium-map { position: relative !important; height: 70vh !important; width: 100% !important;
  background: #dbe7f0; }
main, header { max-width: 60rem; margin: 0 auto; padding: 0.75rem 1rem; }
h1 { font-size: 1.25rem; margin: 0; } h2 { font-size: 1.1rem; }
article { border-top: 1px solid #c8ced6; padding: 0.5rem 0; content-visibility: auto;
  contain-intrinsic-size: auto 6rem; overflow-wrap: anywhere; }
.said { color: #4a5563; font-size: 0.9rem; margin: 0; }
.text { margin: 0.25rem 0; white-space: pre-line; }
.popup { max-height: 18rem; max-width: 22rem; overflow: auto; overflow-wrap: anywhere; }
"""


def write(content: Content) -> Iterator[bytes]:
    """Write the map, and below it every passage once with its places."""
    page = _map_page(content)
    head, body_end, rest = page.rpartition("</body>")
    start, body, drawn = head.partition("<body>")
    yield (start + body + _heading(content) + drawn).encode()
    yield b"<main><h2>Passages</h2>\n"
    for row, passage in content.passages(content.rows):
        places = content.places_of.get(row, [])
        yield _article(passage, places, content.themes).encode()
    yield b"<h2>Sources and licences</h2><ul>\n"
    for line in content.sources():
        yield f"<li>{as_text(line)}</li>\n".encode()
    yield b"</ul></main>\n"
    # The scripts that draw the map stand behind the body, as folium has them.
    yield (body_end + rest).encode()


def _heading(content: Content) -> str:
    return (
        f"<header><h1>{as_text(content.choice)}</h1>"
        f'<p class="said">{as_text(content.size)} · {as_text(content.made)}</p></header>\n'
    )


def _article(passage: dict[str, Any], places: list[ShownPlace], themes: Themes) -> str:
    named = ", ".join(
        place.label + ("" if place.lat is not None else " (not on the map)") for place in places
    )
    where = f'<p class="said" dir="auto">{as_text(named or "no place")}</p>'
    return f"<article>{_said(passage, themes)}{where}</article>\n"


def _said(passage: dict[str, Any], themes: Themes) -> str:
    about = ", ".join(themes.get(theme).label for theme in passage["themes"])
    parts = [when_in_words(passage), passage["title"], passage["source"]]
    parts += [f"passage {passage['passage'] + 1}", about]
    parts += [in_words(one) for one in passage["casualties"]]
    line = " · ".join(part for part in parts if part)
    return (
        f'<p class="said" dir="auto">{as_text(line)}</p>'
        f'<p class="text" dir="auto">{as_text(passage["text"])}</p>'
    )


def _map_page(content: Content) -> str:
    rows = [
        {
            "mark_id": str(place.facts.mark_id),
            "label": place.label,
            "kind": place.kind,
            "role": place.role,
            "exact": place.exact,
            "theme": place.theme,
            "passages": len(passages),
            "geometry": content.geometry(place),
            **{side: getattr(place.facts, side) for side in SIDES},
            "popup": _popup(place, passages, content.themes),
        }
        for place, passages in content.placed()
    ]
    marks = pd.DataFrame(rows, columns=_COLUMNS)
    return standalone_map(mark_layer(marks, themes=content.themes), overview(marks), _STYLE)


def _popup(place: ShownPlace, passages: list[dict[str, Any]], themes: Themes) -> str:
    counted = f"{len(passages)} passage{'s' if len(passages) != 1 else ''}"
    said = "".join(_said(passage, themes) for passage in passages[:_MOST_IN_POPUP])
    more = len(passages) - _MOST_IN_POPUP
    rest = f"<p>{more} more are in the list below the map.</p>" if more > 0 else ""
    title = as_text(f"{place.label} · {place.kind} · {counted}")
    return f'<div class="popup"><strong dir="auto">{title}</strong>{said}{rest}</div>'
