"""The shipped outlines of countries and subdivisions by their ids.

=================================  =================================================================
``country/SY``                     a country or territory by its ISO 3166-1 alpha-2 code
``country/Somaliland``             ground in the outlines of countries that has no code, by its name
``subdivision/SY.09``              a first-order subdivision by its country and its GeoNames code
``subdivision/US.TX.201``          a second-order subdivision: of the United States, a county
=================================  =================================================================
"""

from typing import Protocol

from shapely.geometry import MultiPolygon

from ...antimeridian import geometry_of
from ...errors import UnknownPlaceError
from ...records import Geometry
from ..protocols import Bounds
from .countries import country_polygon, has_country_area, numeric_codes, world
from .subdivisions import subdivision_polygon, subdivision_topologies
from .topojson import Topology

_COUNTRY, _SUBDIVISION = "country/", "subdivision/"
_MOST_CODES = 3
"""In the id of a subdivision."""


class Outlines(Protocol):
    """Outlines by their ids."""

    def has_outline(self, outline_id: str) -> bool:
        """Whether there is an outline with this id, without drawing it."""
        ...

    def outline(self, outline_id: str, zoom: int | None = None) -> Geometry | None:
        """MultiPolygon of an outline; None when there is none with this id."""
        ...

    def outline_figure(self, outline_id: str) -> MultiPolygon | None:
        """Exact outline as a shapely figure; None when there is none with this id."""
        ...

    def outline_bounds(self, outline_id: str) -> Bounds:
        """Return what an outline reaches; raises `UnknownPlaceError`."""
        ...


def country_outline(country_code: str) -> str:
    """Id that the outline of a country has, or would have."""
    return _COUNTRY + country_code


def subdivision_outline(country_code: str, admin1_code: str, admin2_code: str = "") -> str:
    """Id that the outline of a subdivision has, or would have; by its codes in GeoNames."""
    codes = (country_code, admin1_code, admin2_code)
    return _SUBDIVISION + ".".join(codes if admin2_code else codes[:2])


def no_outline(outline_id: str) -> UnknownPlaceError:
    """Error for an id that no outline has."""
    return UnknownPlaceError(
        f"no outline has the id {outline_id!r}; expected one as country/SY or subdivision/SY.09"
    )


def shipped_polygon(outline_id: str) -> MultiPolygon | None:
    """Exact polygon of an outline, made from the arcs of its file; None when there is none."""
    kind, slash, key = outline_id.partition("/")
    if kind + slash == _COUNTRY:
        return country_polygon(key)
    codes = key.split(".")
    if kind + slash != _SUBDIVISION or not 1 < len(codes) <= _MOST_CODES:
        return None
    return subdivision_polygon(*codes)


def outline_keys() -> list[tuple[Topology, dict[str, str]]]:
    """Return every file of outlines with the id of each key in it that has one."""
    codes = {key: code for code, key in numeric_codes().items()}
    countries = {key: country_outline(codes.get(key, key)) for key in world()}
    files = [(world(), countries)]
    for topology, codes_of in subdivision_topologies():
        files.append((topology, {key: subdivision_outline(*c) for key, c in codes_of.items()}))
    return files


class ShippedOutlines:
    """Outlines made from their files when they are asked for; in all their detail at any zoom."""

    def has_outline(self, outline_id: str) -> bool:
        """Whether there is an outline with this id."""
        if outline_id.startswith(_COUNTRY):
            return has_country_area(outline_id.removeprefix(_COUNTRY))
        return shipped_polygon(outline_id) is not None

    def outline(self, outline_id: str, zoom: int | None = None) -> Geometry | None:  # noqa: ARG002
        """MultiPolygon of an outline; None when there is none with this id."""
        polygon = shipped_polygon(outline_id)
        return None if polygon is None else geometry_of(polygon)

    def outline_figure(self, outline_id: str) -> MultiPolygon | None:
        """Exact outline as a shapely figure; None when there is none with this id."""
        return shipped_polygon(outline_id)

    def outline_bounds(self, outline_id: str) -> Bounds:
        """Return what an outline reaches; raises `UnknownPlaceError`."""
        polygon = shipped_polygon(outline_id)
        if polygon is None:
            raise no_outline(outline_id)
        west, south, east, north = polygon.bounds
        return west, south, east, north
