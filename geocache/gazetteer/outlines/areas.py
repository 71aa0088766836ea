"""Polygons of countries, subdivisions and regions.

Countries are Natural Earth's, and so are many subdivisions; those of the United States are the
Census Bureau's. A subdivision without a free polygon is built from its settlements: the union of
their Voronoi cells, clipped to the country; one without settlements is shown as the unit around
it. A curated region says itself what it covers.
"""

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Protocol

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry import MultiPolygon, Point
from shapely.geometry.base import BaseGeometry

from ...antimeridian import figure_of, geometry_of, without_collection
from ...caching import PLACE_BYTES, Caches, figure_bytes
from ...errors import KnowledgeFileError, UnknownPlaceError
from ...geodesy import area_km2, circle
from ...records import Place
from ..curated_geometry import CuratedArea, CuratedGeometry
from ..protocols import Area, AreaMethod
from .countries import COUNTRY_SOURCE, has_country_area, neighbours
from .drawing import DrawnFigure, OutlineDrawing
from .settled import AROUND_KM, Settled, SettledAreas
from .shipped import Outlines, country_outline, subdivision_outline
from .subdivisions import outline_source
from .voronoi import union_of

_OFF_SHORE = 0.05
"""Degrees by which the point of a small island may miss its outline."""
_SMALL_KM2 = 300.0
"""A point off a larger one is more likely that of an islet which the outlines leave out."""
_MAINLAND = 10.0
"""Where the largest part is so many times the next, it is no island: Australia, not Honshu."""


def island_area(place: Place, outlines: Outlines) -> Area | None:
    """Return the area of an island; None when the outlines of countries leave it out.

    A point on the mainland, as of an island in a river, is on no outline of its own; nor is one
    beside a large island.
    """
    country = outlines.outline_figure(country_outline(place.country_code))
    if country is None:
        return None
    point = Point(place.lon, place.lat)
    parts = shapely.get_parts(country)
    sizes = shapely.area(parts)
    nearest = int(shapely.distance(parts, point).argmin())
    if nearest == sizes.argmax() and _is_mainland(place.country_code, np.sort(sizes)[::-1]):
        return None
    part = parts[nearest]
    is_off = not part.covers(point)
    if is_off and (part.distance(point) > _OFF_SHORE or area_km2(geometry_of(part)) > _SMALL_KM2):
        return None
    return Area.outlined(DrawnFigure(part), COUNTRY_SOURCE)


def _is_mainland(country_code: str, sizes: npt.NDArray[np.float64]) -> bool:
    """Whether the largest part of a country is more than one of its islands."""
    return bool(neighbours(country_code)) or (
        len(sizes) > 1 and bool(sizes[0] > _MAINLAND * sizes[1])
    )


_AROUND_NOTE = "no settlement of {name} is known; this is {outer}, in which it lies: {note}"
_NOTHING_NOTE = "no settlement or outline of {name} is known; {radius:g} km around its point"


class AreaSources(Outlines, Protocol):
    """What polygons are made from."""

    def place(self, place_id: str) -> Place:
        """Return the place with this id."""
        ...

    def curated_geometry(self, place_id: str) -> CuratedGeometry | None:
        """Extent of a place as people drew it."""
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
    caches
        Where the ground around settlements is kept.
    curated_first
        Whether what people drew goes before outlines of subdivisions: what a user adds does, what
        is shipped is drawn by hand and does not.
    settled
        Gives what is built from the settlements of a subdivision; it is built anew when None.
    union
        Gives the area of a region that is made of other areas; None where it is to be made.
    """

    def __init__(
        self,
        sources: AreaSources,
        caches: Caches,
        *,
        curated_first: bool = False,
        settled: Callable[[Place], Settled | None] | None = None,
        union: Callable[[str], MultiPolygon | None] = lambda _place_id: None,
    ) -> None:
        self._sources = sources
        self._curated_first = curated_first
        self._settled = settled or SettledAreas(sources, caches).settled
        self._made_union = union

    def has_area(self, place_id: str) -> bool:
        """Whether there is an area of a place, without making it. False for unknown ids."""
        try:
            place = self._sources.place(place_id)
        except UnknownPlaceError:
            return False
        curated = self._sources.curated_geometry(place.id)
        if place.is_admin_unit or (curated and curated.area):
            return True
        if place.feature_code == "ISL":
            return island_area(place, self._sources) is not None
        return place.is_country and has_country_area(place.country_code)

    def area(self, place_id: str) -> Area | None:
        """Polygon of a place; None for a place without extent, or with none that is known."""
        place = self._sources.place(place_id)
        curated = self._sources.curated_geometry(place.id)
        if not (self._curated_first and curated and curated.area):
            outlined = self._outlined(place)
            if outlined:
                return outlined
        if curated and curated.area:
            figure, note = self._curated(place, curated.area), curated.exactness
            return Area(DrawnFigure(figure), exact=False, note=note, method=AreaMethod.CURATED)
        if place.is_country:
            return self._shown(country_outline(place.country_code), COUNTRY_SOURCE)
        if place.is_admin_unit:
            settled = self._settled(place)
            return settled.area(place.name) if settled else self._around(place)
        return None

    def is_settled(self, unit: Place) -> bool:
        """Whether the area of a subdivision is built from settlements, if it has any."""
        curated = self._sources.curated_geometry(unit.id)
        return not self._outlined(unit) and not (curated and curated.area)

    def _outlined(self, place: Place) -> Area | None:
        """Area of a subdivision or an island of which there is an outline."""
        codes = [place.country_code, place.admin1_code]
        if place.feature_code == "ISL":
            return island_area(place, self._sources)
        if place.is_second_order and place.admin2_code:
            codes.append(place.admin2_code)
        elif not place.is_first_order:
            return None
        return self._shown(subdivision_outline(*codes), outline_source(place.country_code))

    def _shown(self, outline: str, source: str) -> Area | None:
        """Area that an outline shows; None when there is no such outline."""
        if not self._sources.has_outline(outline):
            return None
        return Area.outlined(OutlineDrawing(self._sources, outline), source)

    def _around(self, place: Place) -> Area:
        """Area of the unit around a subdivision without known settlements, and marked as such."""
        outer = self._units.get((place.country_code, place.admin1_code))
        if outer is None or outer.id == place.id:
            outer = self._units.get((place.country_code, ""))
        area = self.area(outer.id) if outer else None
        if outer is None or area is None:
            figure = figure_of(circle(place.lon, place.lat, AROUND_KM))
            note = _NOTHING_NOTE.format(name=place.name, radius=AROUND_KM)
            return Area(DrawnFigure(figure), exact=False, note=note, method=AreaMethod.POINT)
        note = _AROUND_NOTE.format(name=place.name, outer=outer.name, note=area.note)
        return Area(area.drawing, exact=False, note=note, method=AreaMethod.SURROUNDING)

    @cached_property
    def _units(self) -> dict[tuple[str, str], Place]:
        """Countries, under an empty second code, and first-order subdivisions."""
        units: dict[tuple[str, str], Place] = {}
        for unit in self._sources.divisions():
            if unit.is_country:
                units.setdefault((unit.country_code, ""), unit)
            elif unit.admin1_code:  # a user's may have none: nothing is known to lie in it
                units.setdefault((unit.country_code, unit.admin1_code), unit)
        return units

    def _curated(self, place: Place, area: CuratedArea) -> BaseGeometry:
        """Union of what an area is made of, as far as the gazetteer has outlines of it."""
        union = self._made_union(place.id) if area.is_union else None
        if union is not None:
            return without_collection(union)
        parts = list(area.drawn)
        if area.circle_km is not None:
            parts.append(figure_of(circle(place.lon, place.lat, area.circle_km)))
        for code in area.countries:
            outline = self._sources.outline_figure(country_outline(code))
            parts += [outline] if outline else []
        for place_id in area.subdivisions:
            member = self.area(place_id)
            parts += [member.figure] if member else []
        if not parts:
            raise KnowledgeFileError(
                f"{place.id}: there is no outline of {', '.join(area.countries)}"
                f"{', '.join(area.subdivisions)}, which its area is made of"
            )
        whole: BaseGeometry = union_of(np.array(parts, dtype=object))
        return whole if area.clip is None else whole.intersection(area.clip)


class RememberedAreas:
    """Areas of places; the least recently used ones are forgotten.

    Most places that a text mentions are towns. They must not drive out the areas of countries,
    which are dear, so whether a place has an area at all is remembered apart.

    Parameters
    ----------
    areas
        Makes the areas.
    caches
        Where they are kept.
    """

    def __init__(self, areas: AreaMaker, caches: Caches) -> None:
        self.has_area = caches.remember("places with areas", areas.has_area)
        self._area = areas.area
        self._made = caches.remember("areas", areas.area, _bytes)

    def area(self, place_id: str) -> Area | None:
        """Polygon of a place; None for a place without extent, or with none that is known."""
        return (self._made if self.has_area(place_id) else self._area)(place_id)


def _bytes(area: Area | None) -> int:
    """Bytes of an area; outlines are kept apart."""
    return PLACE_BYTES + (figure_bytes(area.figure) if area and not area.outline else 0)
