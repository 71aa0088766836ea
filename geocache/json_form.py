"""A parsed text as JSON: each geometry once, mentions and footprints refer to it by its id."""

import json
from dataclasses import asdict
from enum import StrEnum
from math import ceil, log2
from typing import Any

import numpy as np
import shapely
from shapely.geometry import MultiPolygon
from shapely.geometry.base import BaseGeometry

from .antimeridian import eastward, figure_of, geometry_of, polygonal
from .gazetteer.outlines import Outlines, ShippedOutlines
from .gazetteer.outlines.detail import ZOOMS, pixel, projected, unprojected
from .records import Candidate, Evidence, Footprint, Geometry, Mention, ParsedText

_MAP_PIXELS = 512
"""Width and height of the map that a simple geometry is drawn for: it fills it."""
_DEEPEST = 16
"""Zoom beyond which no geometry is drawn: a pixel is two metres there."""
_POINT_DIGITS, _PROBABILITY_DIGITS = 6, 4


class GeometryDetail(StrEnum):
    """How much of each geometry is written."""

    NONE = "none"
    """Nothing: mentions say which place is meant, footprints what kind of shape the words have."""
    SIMPLE = "simple"
    """What a map of 512 pixels shows that the geometry fills."""
    FULL = "full"
    """All its positions."""


def to_dict(
    parsed: ParsedText,
    outlines: Outlines | None = None,
    *,
    geometry: GeometryDetail | str = GeometryDetail.SIMPLE,
    explain: bool = False,
) -> dict[str, Any]:
    """Return a parsed text as what JSON can hold; fields are named as in the Python API.

    Parameters
    ----------
    parsed
        The text.
    outlines
        The gazetteer, which has outlines in classes of detail; drawn from the files that are
        shipped when None, which takes longer.
    geometry
        How much of each geometry is written.
    explain
        Whether candidates and evidence are.

    Returns
    -------
    dict
        ``title``, ``source``, ``published``, ``text``, ``unread_scripts`` of texts in scripts that
        are not read, ``mentions`` and ``geometries``. These are
        GeoJSON by id: that of its outline, as ``country/SY``, or a number of the document. The
        ``geometry`` of a footprint is such an id; None where nothing is drawn, or written.
    """
    geometries = _Geometries(outlines or ShippedOutlines(), GeometryDetail(geometry))
    footprints = {id(one): _footprint(one, geometries) for one in parsed.footprints}
    mentions = []
    for mention in parsed.mentions:
        footprint = footprints.get(id(mention.footprint))
        drawn = footprint or _footprint(mention.footprint, geometries)
        mentions.append(_mention(mention, drawn, explain=explain))
    return {
        "title": parsed.title,
        "source": parsed.source,
        "published": parsed.published,
        "text": parsed.text,
        **unread_part(parsed),
        "mentions": mentions,
        "geometries": geometries.by_id,
    }


def unread_part(parsed: ParsedText) -> dict[str, dict[str, float]]:
    """Return the share of each script that is not read, where a text has any."""
    scripts = {script.name: script.share for script in parsed.unread_scripts}
    return {"unread_scripts": scripts} if scripts else {}


def _mention(mention: Mention, footprint: dict[str, Any], *, explain: bool) -> dict[str, Any]:
    resolution = mention.resolution
    resolved: dict[str, Any] = {
        "outcome": resolution.outcome,
        "place": resolution.place and asdict(resolution.place),
        "confidence": round(resolution.confidence, _PROBABILITY_DIGITS),
        "stands_in_for": resolution.stands_in_for,
    }
    found: dict[str, Any] = {
        "start": mention.start,
        "end": mention.end,
        "text": mention.text,
        "kind": mention.kind,
        "role": mention.role,
        "probability": round(mention.probability, _PROBABILITY_DIGITS),
        "role_probability": round(mention.role_probability, _PROBABILITY_DIGITS),
        "resolution": resolved,
        "footprint": footprint,
    }
    if explain:
        found["reasons"] = _evidence(mention.reasons)
        resolved["candidates"] = [_candidate(candidate) for candidate in resolution.candidates]
        resolved["evidence"] = _evidence(resolution.evidence)
    return found


def _candidate(candidate: Candidate) -> dict[str, Any]:
    return {
        "place": asdict(candidate.place),
        "kind": candidate.kind,
        "score": candidate.score,
        "evidence": _evidence(candidate.evidence),
    }


def _evidence(reasons: tuple[Evidence, ...]) -> list[dict[str, Any]]:
    return [asdict(reason) for reason in reasons]


def _footprint(footprint: Footprint, geometries: "_Geometries") -> dict[str, Any]:
    return {
        "kind": footprint.kind,
        "geometry": geometries.id_of(footprint),
        "exact": footprint.exact,
        "note": footprint.note,
        "start": footprint.start,
        "end": footprint.end,
        "mentions": list(footprint.mentions),
        "uncertainty_km": footprint.uncertainty_km,
        "outline": footprint.outline,
        "undrawn_because": footprint.undrawn_because,
    }


class _Geometries:
    """The geometries of a document, each once.

    Parameters
    ----------
    outlines
        Draw outlines in classes of detail.
    detail
        How much of each is kept.
    """

    def __init__(self, outlines: Outlines, detail: GeometryDetail) -> None:
        self._outlines = outlines
        self._detail = detail
        self._ids: dict[str, str] = {}
        """By what is written."""
        self._known: dict[int, tuple[Geometry, str]] = {}
        """By the object, which is kept so that no other one takes its number."""
        self.by_id: dict[str, Geometry] = {}

    def id_of(self, footprint: Footprint) -> str | None:
        """Id of the geometry of a footprint, which is taken in; None when there is none."""
        if self._detail is GeometryDetail.NONE:
            return None
        outline = footprint.outline
        if outline in self.by_id:
            return outline
        drawn = self._outline(outline) if outline else None
        if drawn:
            self.by_id[outline] = drawn
            return outline
        geometry = footprint.geometry
        if geometry is None:
            return None
        if id(geometry) not in self._known:
            self._known[id(geometry)] = geometry, self._taken(geometry)
        return self._known[id(geometry)][1]

    def _taken(self, geometry: Geometry) -> str:
        written = geometry if self._detail is GeometryDetail.FULL else simplified(geometry)
        identity = self._ids.setdefault(json.dumps(written), str(len(self._ids) + 1))
        self.by_id.setdefault(identity, written)
        return identity

    def _outline(self, outline_id: str) -> Geometry | None:
        """Draw an outline; None when it is one of another gazetteer."""
        if self._detail is GeometryDetail.FULL:
            return self._outlines.outline(outline_id)
        figure = self._outlines.outline_figure(outline_id)
        if figure is None:
            return None
        # Beyond the classes an outline has all its detail, which small ones need.
        drawn = self._outlines.outline(outline_id, min(zoom_for(figure), ZOOMS[-1] + 1))
        return drawn and simplified(drawn)


def simplified(geometry: Geometry) -> Geometry:
    """Return what a map of 512 pixels shows of a geometry that fills it.

    Lines lie up to a pixel off; islands smaller than one are left out, but for the largest part.
    """
    figure = figure_of(geometry)
    zoom = zoom_for(figure)
    if figure.geom_type == "Point":
        return _rounded(figure, zoom)
    on_map = shapely.transform(figure, projected).simplify(pixel(zoom))
    if figure.geom_type == "MultiPolygon":
        on_map = _without_specks(on_map, pixel(zoom))
    return _rounded(shapely.transform(on_map, unprojected), zoom)


def _without_specks(figure: BaseGeometry, least: float) -> BaseGeometry:
    """Return polygons without those smaller than a square, but for the largest."""
    parts = shapely.get_parts(figure)
    sizes = shapely.area(parts)
    return MultiPolygon([*parts[sizes >= min(least**2, sizes.max())]])


def zoom_for(figure: BaseGeometry) -> int:
    """Zoom of the map that a figure fills, on the web's tiles of 256 pixels."""
    positions = projected(shapely.get_coordinates(figure))
    # What the antimeridian cuts is as wide as it is on a globe.
    wide = np.ptp(positions[:, 0])
    if len(shapely.get_parts(figure)) > 1:
        wide = min(wide, np.ptp(eastward(positions[:, 0])))
    extent = max(float(wide), float(np.ptp(positions[:, 1])))
    if extent <= pixel(_DEEPEST) * _MAP_PIXELS:
        return _DEEPEST
    return max(0, ceil(log2(_MAP_PIXELS * pixel(0) / extent)))


def _rounded(figure: BaseGeometry, zoom: int) -> Geometry:
    """GeoJSON of a figure with the decimals that tell a tenth of a pixel; polygons stay valid."""
    digits = ceil(-np.log10(pixel(zoom))) + 1
    if "Point" in figure.geom_type:
        digits = _POINT_DIGITS
    elif "Polygon" in figure.geom_type:
        # Islands that were apart may overlap with fewer corners, which can't be rounded.
        valid = figure if shapely.is_valid(figure) else shapely.make_valid(figure)
        reduced = polygonal(shapely.set_precision(valid, 10.0**-digits))
        figure = figure if reduced.is_empty else _like(figure, reduced)
    drawn = geometry_of(figure)
    return {"type": drawn["type"], "coordinates": _in_digits(drawn["coordinates"], digits)}


def _like(figure: BaseGeometry, reduced: Any) -> BaseGeometry:
    """Return a polygon as one where it was one before."""
    is_one = figure.geom_type == "Polygon" and len(reduced.geoms) == 1
    part: BaseGeometry = reduced.geoms[0]
    return part if is_one else reduced


def _in_digits(coordinates: Any, digits: int) -> Any:
    if isinstance(coordinates, int | float):
        return round(coordinates, digits)
    return [_in_digits(part, digits) for part in coordinates]
