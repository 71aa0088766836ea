"""Polygons of countries, subdivisions and regions.

Countries are Natural Earth's. A subdivision without a free polygon is built from its settlements:
the union of their Voronoi cells, clipped to the country. A curated region says itself what it
covers.
"""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any, Protocol

from shapely import make_valid
from shapely.geometry import Polygon, box, mapping, shape
from shapely.ops import unary_union

from ..errors import KnowledgeFileError
from ..geodesy import circle
from ..model import Place
from ..rings import polygonal
from .cells import Cells, settlement_cells
from .outlines import country_area, country_polygon
from .records import Area

_SETTLEMENT_NOTE = (
    "approximate: built from the {count} settlements of {name} that the gazetteer knows"
)


class AreaSources(Protocol):
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


class AreaMaker:
    """Makes the polygon of a place.

    Parameters
    ----------
    sources
        The gazetteer that knows the places.
    """

    def __init__(self, sources: AreaSources) -> None:
        self._sources = sources
        self._cells = lru_cache(64)(self._country_cells)

    def area(self, place_id: str) -> Area | None:
        """Polygon of a place; None for a place without extent, or with none that is known."""
        place = self._sources.place(place_id)
        curated = self._sources.shape(place.id)
        if "area" in curated:
            geometry = self._curated(place, curated["area"])
            return Area(mapping(geometry), exact=False, note=curated.get("exactness", ""))
        if place.feature_code.startswith("PCL"):
            return country_area(place.country_code)
        if place.feature_code in {"ADM1", "ADM2"}:
            return self._subdivision(place)
        return None

    def _subdivision(self, place: Place) -> Area | None:
        codes = (place.admin1_code, place.admin2_code)
        own_codes, cells = self._cells(place.country_code)
        level = 2 if place.feature_code == "ADM2" else 1
        rows = [row for row, own in enumerate(own_codes) if own[:level] == codes[:level]]
        if cells is None or not rows:
            return None
        geometry = polygonal(unary_union(cells[rows]))
        if geometry.is_empty:
            return None
        note = _SETTLEMENT_NOTE.format(count=len(rows), name=place.name)
        return Area(dict(mapping(geometry)), exact=False, note=note)

    def _country_cells(self, country_code: str) -> tuple[list[tuple[str, str]], Cells | None]:
        """Subdivision codes of the settlements of a country, and their cells."""
        places = {(p.lon, p.lat): p for p in self._sources.settlements(country_code)}
        codes = [(place.admin1_code, place.admin2_code) for place in places.values()]
        return codes, settlement_cells(country_code, list(places))

    def _curated(self, place: Place, area: dict[str, Any]) -> Any:
        parts: list[Any] = []
        if "box" in area:
            parts.append(box(*area["box"]))
        if "polygon" in area:
            parts.append(make_valid(Polygon(area["polygon"])))
        if "geometry" in area:
            parts.append(shape(area["geometry"]))
        if "circle_km" in area:
            parts.append(shape(circle(place.lon, place.lat, float(area["circle_km"]))))
        parts += [country_polygon(code) for code in area.get("countries", ())]
        for place_id in area.get("subdivisions", ()):
            member = self.area(place_id)
            parts.append(shape(member.geometry) if member else None)
        known = [part for part in parts if part is not None]
        if not known:
            raise KnowledgeFileError(
                f"{place.id}: area {area!r} gives no polygon; expected one of box, polygon, "
                "geometry, circle_km, countries, subdivisions"
            )
        return unary_union(known)
