"""GeoJSON as RFC 7946 has it: one feature a place or shape, its passages among its properties."""

import json
from collections.abc import Iterator
from typing import Any

from shapely.geometry import MultiPolygon, Polygon
from shapely.geometry.polygon import orient

from geocache.antimeridian import figure_of, geometry_of
from geocache.records import Geometry

from ..maps.geometry import rounded
from .content import Content, ShownPlace

_DIGITS = 6
"""Of degrees: 10 cm."""


def write(content: Content) -> Iterator[bytes]:
    """Write one collection; what is not drawn, or is no place, has a null geometry."""
    about = {
        "choice": content.choice,
        "holds": content.size,
        "made": content.made,
        "sources": content.sources(),
    }
    yield f'{{"type":"FeatureCollection","about":{_json(about)},"features":['.encode()
    separator = b"\n"
    for feature in _features(content):
        yield separator + _json(feature).encode()
        separator = b",\n"
    yield b"\n]}\n"


def _features(content: Content) -> Iterator[dict[str, Any]]:
    for place, passages in content.placed():
        yield {
            "type": "Feature",
            "geometry": _wound(content.geometry(place)),
            "properties": _properties(place, passages),
        }
    for passage in content.unplaced():
        yield {
            "type": "Feature",
            "geometry": None,
            "properties": {
                "id": None,
                "label": "(no place)",
                "kind": None,
                "role": None,
                "exact": None,
                "note": "The passage shows no place.",
                "confidence": None,
                "themes": passage["themes"],
                "passages": [_passage(passage)],
            },
        }


def _properties(place: ShownPlace, passages: list[dict[str, Any]]) -> dict[str, Any]:
    themes = dict.fromkeys(theme for passage in passages for theme in passage["themes"])
    return {
        "id": place.id,
        "label": place.label,
        "kind": place.kind,
        "role": place.role,
        "exact": place.exact,
        "note": place.note,
        "confidence": place.confidence,
        "themes": list(themes),
        "passages": [_passage(passage) for passage in passages],
    }


def _passage(passage: dict[str, Any]) -> dict[str, Any]:
    named = ("document", "title", "source", "passage", "text", "from", "to", "dated", "themes")
    casualties = [
        {name: one[name] for name in ("kind", "number", "at_least", "text")}
        for one in passage["casualties"]
    ]
    return {name: passage[name] for name in named} | {"casualties": casualties}


def _wound(geometry: Geometry | None) -> Geometry | None:
    """Geometry with outer rings anticlockwise, as the RFC wants it."""
    if geometry is None:
        return None
    if geometry["type"] in {"Polygon", "MultiPolygon"}:
        drawn = figure_of(geometry)
        if isinstance(drawn, Polygon):
            geometry = geometry_of(orient(drawn))
        elif isinstance(drawn, MultiPolygon):
            geometry = geometry_of(MultiPolygon([orient(part) for part in drawn.geoms]))
    if geometry["type"] == "GeometryCollection":
        return geometry
    return rounded(geometry, _DIGITS)


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
