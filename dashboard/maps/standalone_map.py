"""A folium map as a page that opens from disk: all it needs is inside it."""

import re
from functools import cache
from pathlib import Path
from typing import Any

import folium
from branca.element import Element
from xstatic.pkg import leaflet

from geocache.gazetteer.outlines import world

from .view import FittedView

_LINKED = re.compile(r"url\([^)]*\)")
_POLICY = "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:"
_TOLERANCE, _DIGITS = 0.02, 2
"""Degrees, of country outlines: what a map of the world or of a country shows."""


class _BareMap(folium.Map):
    """A folium map that loads nothing: what it needs is written into the page."""

    default_js = []  # noqa: RUF012  as in folium
    default_css = []  # noqa: RUF012


def standalone_map(layer: folium.FeatureGroup, view: FittedView, style: str) -> str:
    """Return a whole page with a map of one layer.

    Parameters
    ----------
    layer
        Of `mark_layer`.
    view
        Where it looks at first.
    style
        Rules of CSS, for what is written around the map.
    """
    drawn = _BareMap(
        location=list(view.center), zoom_start=round(view.zoom), tiles=None, prefer_canvas=True
    )
    drawn.options["maxZoom"] = 12
    root: Any = drawn.get_root()
    root.header.add_child(Element(_assets(style)), name="assets", index=0)
    ground = {"color": "#9aa3ad", "weight": 1, "fillColor": "#f4f1ea", "fillOpacity": 1}
    folium.GeoJson(
        _outlines(), style_function=lambda _: ground | {"interactive": False}, name="countries"
    ).add_to(drawn)
    layer.add_to(drawn)
    return str(root.render())


@cache
def _outlines() -> dict[str, Any]:
    outlines = world().outlines(_TOLERANCE, _DIGITS)
    return {
        "type": "FeatureCollection",
        "features": [
            {"type": "Feature", "properties": {}, "geometry": outline} for outline in outlines
        ],
    }


@cache
def _assets(own_style: str) -> str:
    """Leaflet's script and style; its images, which nothing here shows, are left out."""
    folder = Path(leaflet.BASE_DIR)
    script = (folder / "leaflet.js").read_text("utf-8").replace("</script", "<\\/script")
    script = re.sub(r"//# sourceMappingURL=\S*", "", script)
    style = _LINKED.sub("none", (folder / "leaflet.css").read_text("utf-8"))
    return (
        f'<meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
        f"<title>sitmap</title><style>{style}{own_style}</style><script>{script}</script>"
    )
