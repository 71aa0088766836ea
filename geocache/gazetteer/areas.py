"""Polygons of countries, subdivisions and regions.

Countries are Natural Earth's, and so are many subdivisions; those of the United States are the
Census Bureau's. A subdivision without a free polygon is built from its settlements: the union of
their Voronoi cells, clipped to the country; one without settlements is shown as the unit around
it. A curated region says itself what it covers.
"""

from collections.abc import Sequence
from functools import cached_property
from typing import Any, Protocol

from shapely import make_valid
from shapely.geometry import Polygon, box, mapping
from shapely.ops import unary_union

from ..errors import KnowledgeFileError, UnknownPlaceError
from ..geodesy import circle
from ..model import Place
from ..rings import figure_of
from .islands import island_area
from .outlines import COUNTRY_NOTE, has_country_area
from .records import Area
from .settled_areas import AROUND_KM, SettledAreas
from .shipped_outlines import Outlines, country_outline, subdivision_outline
from .subdivision_outlines import outline_note

_UNITS = frozenset(("ADM1", "ADM2"))
_AROUND_NOTE = "no settlement of {name} is known; this is {outer}, in which it lies: {note}"
_NOTHING_NOTE = "no settlement or outline of {name} is known; {radius:g} km around its point"


class AreaSources(Outlines, Protocol):
    """What polygons are made from."""

    def place(self, place_id: str) -> Place:
        """Return the place with this id."""
        ...

    def shape(self, place_id: str) -> dict[str, Any]:
        """Curated shape facts of a place."""
        ...

    def settlements(self, country_code: str) -> Sequence[Place]:
        """Every populated place of a country."""
        ...

    def divisions(self) -> Sequence[Place]:
        """Every country and first-order subdivision."""
        ...


class AreaMaker:
    """Makes the polygon of a place.

    Parameters
    ----------
    sources
        The gazetteer that knows the places.
    shapes_first
        Whether shape facts go before outlines of subdivisions: what a person adds does, what is
        shipped is drawn by hand and does not.
    """

    def __init__(self, sources: AreaSources, *, shapes_first: bool = False) -> None:
        self._sources = sources
        self._shapes_first = shapes_first
        self._settled = SettledAreas(sources.settlements)

    def has_area(self, place_id: str) -> bool:
        """Whether there is an area of a place; told without making it. False for unknown ids."""
        try:
            place = self._sources.place(place_id)
        except UnknownPlaceError:
            return False
        if place.feature_code in _UNITS or "area" in self._sources.shape(place.id):
            return True
        if place.feature_code == "ISL":
            return island_area(place) is not None
        return place.feature_code.startswith("PCL") and has_country_area(place.country_code)

    def area(self, place_id: str) -> Area | None:
        """Polygon of a place; None for a place without extent, or with none that is known."""
        place = self._sources.place(place_id)
        curated = self._sources.shape(place.id)
        if not (self._shapes_first and "area" in curated):
            outlined = self._outlined(place)
            if outlined:
                return outlined
        if "area" in curated:
            geometry = self._curated(place, curated["area"])
            return Area(mapping(geometry), exact=False, note=curated.get("exactness", ""))
        if place.feature_code.startswith("PCL"):
            return self._shown(country_outline(place.country_code), COUNTRY_NOTE)
        if place.feature_code in _UNITS:
            return self._settled.area(place) or self._around(place)
        return None

    def _outlined(self, place: Place) -> Area | None:
        """Area of a subdivision or an island of which there is an outline."""
        codes = [place.country_code, place.admin1_code]
        if place.feature_code == "ISL":
            return island_area(place)
        if place.feature_code == "ADM2" and place.admin2_code:
            codes.append(place.admin2_code)
        elif place.feature_code != "ADM1":
            return None
        return self._shown(subdivision_outline(*codes), outline_note(place.country_code))

    def _shown(self, outline: str, note: str) -> Area | None:
        """Area that an outline shows; None when there is no such outline."""
        if not self._sources.has_outline(outline):
            return None
        return Area.outlined(self._sources, outline, exact=True, note=note)

    def _around(self, place: Place) -> Area:
        """Area of the unit around a subdivision without known settlements, and marked as such."""
        outer = self._units.get((place.country_code, place.admin1_code))
        if outer is None or outer.id == place.id:
            outer = self._units.get((place.country_code, ""))
        area = self.area(outer.id) if outer else None
        if outer is None or area is None:
            geometry = circle(place.lon, place.lat, AROUND_KM)
            note = _NOTHING_NOTE.format(name=place.name, radius=AROUND_KM)
            return Area(geometry, exact=False, note=note)
        note = _AROUND_NOTE.format(name=place.name, outer=outer.name, note=area.note)
        if area.outline:
            return Area.outlined(self._sources, area.outline, exact=False, note=note)
        return Area(area.geometry, exact=False, note=note)

    @cached_property
    def _units(self) -> dict[tuple[str, str], Place]:
        """Countries, under an empty second code, and first-order subdivisions."""
        units: dict[tuple[str, str], Place] = {}
        for unit in self._sources.divisions():
            if unit.feature_code.startswith("PCL"):
                units.setdefault((unit.country_code, ""), unit)
            elif unit.admin1_code:  # a user's may have none: nothing is known to lie in it
                units.setdefault((unit.country_code, unit.admin1_code), unit)
        return units

    def _curated(self, place: Place, area: dict[str, Any]) -> Any:
        parts: list[Any] = []
        if "box" in area:
            parts.append(box(*area["box"]))
        if "polygon" in area:
            parts.append(make_valid(Polygon(area["polygon"])))
        if "geometry" in area:
            parts.append(figure_of(area["geometry"]))
        if "circle_km" in area:
            parts.append(figure_of(circle(place.lon, place.lat, float(area["circle_km"]))))
        for code in area.get("countries", ()):
            outline = self._sources.outline(country_outline(code))
            parts += [figure_of(outline)] if outline else []
        for place_id in area.get("subdivisions", ()):
            member = self.area(place_id)
            parts += [figure_of(member.geometry)] if member else []
        if not parts:
            raise KnowledgeFileError(
                f"{place.id}: area {area!r} gives no polygon; expected one of box, polygon, "
                "geometry, circle_km, countries, subdivisions"
            )
        whole = unary_union(parts)
        return whole.intersection(box(*area["clip"])) if "clip" in area else whole
