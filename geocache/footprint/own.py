"""The footprint of a place itself: its line, its area or its point."""

from ..gazetteer.records import Gazetteer
from ..model import FootprintKind, Geometry, Place
from .alignments import alignment
from .expression import Shape, area_of


def shape_of_place(place: Place, gazetteer: Gazetteer) -> Shape:
    """Return the line of a road, river or border, the polygon of an area, the point of others."""
    line = alignment(place, gazetteer)
    if line:
        return line
    area = area_of(place, gazetteer)
    if area is None:
        return point_of(place, place.note or f"the point of {place.name}, as in {place.source}")
    note = f"{place.name}; {area.note}" if area.note else place.name
    return Shape.of_area(FootprintKind.AREA, area, note, exact=area.exact, name=place.name)


def point_of(place: Place, note: str) -> Shape:
    """Shape of a place that is drawn as its point."""
    geometry = {"type": "Point", "coordinates": [place.lon, place.lat]}
    return Shape(FootprintKind.POINT, geometry, note, exact=not place.note, name=place.name)


def drawn_shape(place: Place, geometry: Geometry) -> Shape:
    """Shape of a place as a reviewer drew it: a point, a line or an area."""
    kind = FootprintKind.POINT
    if "LineString" in geometry["type"]:
        kind = FootprintKind.ROUTE
    elif "Polygon" in geometry["type"]:
        kind = FootprintKind.AREA
    note = f"{place.name}, drawn by a reviewer"
    return Shape(kind, geometry, note, exact=True, name=place.name)
