"""Drawing marks on a folium map that asks no other machine for anything."""

from typing import Any

import folium
import pandas as pd
from branca.element import MacroElement
from folium.template import Template

from geocache import Role

from ..annotate import Themes
from ..situation import records
from .assets import ASSETS, GROUND
from .escaping import as_text
from .geometry import MarkShape, extent, for_screen
from .kept_ground import ground_key
from .view import FittedView

_POPUP_PIXELS = 380
_DRAWABLE = {"Point", "LineString", "MultiLineString", "Polygon", "MultiPolygon"}


class OfflineMap(folium.Map):
    """A folium map whose scripts and styles come from the dashboard's own server."""

    default_js = [("leaflet", f"{ASSETS}/leaflet/leaflet.js")]  # noqa: RUF012  as in folium
    default_css = [("leaflet_css", f"{ASSETS}/leaflet/leaflet.css")]  # noqa: RUF012


class Ground(MacroElement):
    """Land, water, borders and names, below the marks.

    The browser changes the colours: Python hears of another theme only in the next run.
    """

    _template = Template(
        """
        {% macro script(this, kwargs) %}
        {
            const map = {{ this._parent.get_name() }}, options = {{ this.options|tojson }};
            map.attributionControl.setPrefix("Leaflet");
            map.on("scheme", (event) => { options.scheme = event.scheme; });
            import(sitmapUrl(options.module)).then(({ ground }) => {
                ground(map, { url: sitmapUrl(options.url), scheme: options.scheme });
            });
        }
        {% endmacro %}
        """
    )

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = "Ground"
        self.options = {
            "module": f"{ASSETS}/sitmap/ground.js",
            "url": f"{GROUND}/{ground_key()}",
            "scheme": "light",
        }


Edges = tuple[str, str]
"""Colour of the ring around a point, and around a selected one."""
_LIGHT_EDGES: Edges = ("#ffffff", "#111111")
_DARK_EDGES: Edges = ("#111111", "#ffffff")


def base_map(view: FittedView, *, with_scale: bool = True) -> folium.Map:
    """Empty map; the same arguments give the same page.

    Parameters
    ----------
    view
        Where it looks at first.
    with_scale
        Whether it has a scale; the page brings its own.
    """
    drawn = OfflineMap(
        location=list(view.center),
        zoom_start=round(view.zoom),
        tiles=None,
        prefer_canvas=True,
        control_scale=with_scale,
        world_copy_jump=True,
    )
    drawn.options["maxZoom"] = 14
    drawn.options["minZoom"] = 2
    drawn.add_child(Ground())
    return drawn


def mark_layer(
    marks: pd.DataFrame,
    *,
    selected: str | None = None,
    scheme: str = "light",
    themes: Themes | None = None,
) -> folium.FeatureGroup:
    """All marks as one GeoJSON layer; a click on one returns its ``mark_id`` as property ``id``.

    Parameters
    ----------
    marks
        Frame of `MarkGeometries.marks`; those without geometry are left to lists beside the map.
        With a column ``popup`` a click opens what it holds, which is markup: whoever makes it
        escapes the words of reports.
    selected
        Mark to draw emphasised.
    scheme
        ``light`` or ``dark``.
    themes
        That marks are coloured by; those of this project when None.
    """
    named = themes or Themes.shipped()
    # The ring around a point is what stands out from the map only when it is selected.
    edges = _DARK_EDGES if scheme == "dark" else _LIGHT_EDGES
    layer = folium.FeatureGroup(name="marks")
    drawn = [
        {
            **mark,
            "shape": MarkShape(mark["mark_id"], mark["geometry"]),
            "theme": named.get(mark["theme"]),
        }
        for mark in records(marks)
        if mark["geometry"] and mark["geometry"]["type"] in _DRAWABLE
    ]
    # Large shapes first, so that what lies inside them stays on top and can be clicked.
    # Of points, which hide one another, the selected one is drawn last.
    drawn.sort(
        key=lambda mark: (
            -extent(mark["shape"]),
            mark["mark_id"] == selected,
            mark["passages"],
            mark["mark_id"],
        )
    )
    features = [_feature(mark, edges, is_selected=mark["mark_id"] == selected) for mark in drawn]
    if features:
        folium.GeoJson(
            {"type": "FeatureCollection", "features": features},
            marker=folium.CircleMarker(radius=8, fill=True),
            style_function=lambda feature: feature["properties"]["style"],
            tooltip=folium.GeoJsonTooltip(["tooltip"], labels=False, sticky=True),
            # A property, which is JSON: folium's Popup would be a template of JavaScript.
            popup=folium.GeoJsonPopup(["popup"], labels=False, max_width=_POPUP_PIXELS)
            if "popup" in marks
            else None,
        ).add_to(layer)
    return layer


def _feature(mark: dict[str, Any], edges: Edges, *, is_selected: bool) -> dict[str, Any]:
    return {
        "type": "Feature",
        "properties": {
            "id": mark["mark_id"],
            "tooltip": as_text(_tooltip(mark)),
            "style": _style(mark, edges, is_selected=is_selected),
            **({"popup": mark["popup"]} if "popup" in mark else {}),
        },
        "geometry": for_screen(mark["shape"]),
    }


def _tooltip(mark: dict[str, Any]) -> str:
    theme = mark["theme"].label
    exactness = "" if mark["exact"] else ", approximate"
    count = f"{mark['passages']} passage{'s' if mark['passages'] != 1 else ''}"
    return f"{mark['label']} · {mark['kind']}{exactness} · {theme} · {count}"


def _style(mark: dict[str, Any], edges: Edges, *, is_selected: bool) -> dict[str, Any]:
    """Filled for where, hollow for who; dashed for approximate; thicker when selected."""
    colour = mark["theme"].colour
    shape = mark["geometry"]["type"]
    emphasis = 3 if is_selected else 0
    if mark["role"] == Role.ASSOCIATIVE.value:
        return {"color": colour, "weight": 3 + emphasis, "fill": True, "fillOpacity": 0}
    if shape == "Point":
        edge = edges[is_selected]
        fill = {"fill": True, "fillColor": colour, "fillOpacity": 0.95}
        return {"color": edge, "weight": 2 + emphasis, **fill}
    is_line = "LineString" in shape
    weight = (4 if is_line else 2) + emphasis
    style = {"color": colour, "weight": weight, "fill": not is_line}
    if not is_line:
        style |= {"fillColor": colour, "fillOpacity": 0.35 if is_selected else 0.18}
    if not mark["exact"]:
        style["dashArray"] = f"{4 * weight} {3 * weight}"
    return style
