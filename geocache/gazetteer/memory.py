"""A gazetteer held in memory: users' places, and tiny worlds for tests and experiments."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from shapely.geometry import MultiPolygon

from ..caching import SHARED, Caches
from ..data_files import is_writable
from ..errors import BadPlaceError, UnknownPlaceError
from ..records import Geometry, NameKind, NameMatch, Place
from .curated_geometry import CuratedGeometry
from .index.names import code_key, is_name
from .index.nearest import NearestIndex
from .names.normalise import normal_form
from .names.romanisation import loose_key, loosely
from .outlines.areas import AreaMaker
from .outlines.shipped import ShippedOutlines
from .protocols import Area, Bounds
from .search import SearchHit, ranked

_OUTLINES = ShippedOutlines()
_MOST_LON, _MOST_LAT = 180.0, 90.0
_MOST_PEOPLE = 10**12
"""More is a slip."""


def check_place(place: Place) -> None:
    """Raise `BadPlaceError` for a place that can be on no map, or whose facts can't be kept."""
    said = f"the place {place.name!r} ({place.id!r})"
    if not (-_MOST_LON <= place.lon <= _MOST_LON and -_MOST_LAT <= place.lat <= _MOST_LAT):
        raise BadPlaceError(
            f"{said} has lon {place.lon!r} and lat {place.lat!r}: expected -180..180 and -90..90"
        )
    if not 0 <= place.population <= _MOST_PEOPLE:
        raise BadPlaceError(
            f"{said} has a population of {place.population!r}: expected 0 to {_MOST_PEOPLE:,}"
        )
    if not is_writable(place.id):
        raise BadPlaceError(f"{said} has an id with half a character: expected Unicode text")


class MemoryGazetteer:
    """Implements `geocache.gazetteer.protocols.Gazetteer` over dictionaries."""

    def __init__(self) -> None:
        self.caches = Caches(beneath=SHARED)
        self._places: dict[str, Place] = {}
        self._nearest: dict[str | None, tuple[list[Place], NearestIndex]] = {}
        """By feature class; made again when a place was added."""
        self._aliases: dict[str, str] = {}
        self._names: dict[str, dict[str, NameKind]] = {}
        self._loose: dict[str, list[str]] = {}
        self._geometries: dict[str, CuratedGeometry] = {}
        self._areas = AreaMaker(self, self.caches, curated_first=True)

    def add_place(
        self,
        name: str,
        lon: float = 0.0,
        lat: float = 0.0,
        *,
        feature: str = "P.PPL",
        names: dict[str, NameKind] | None = None,
        extent: Mapping[str, Any] | None = None,
        **facts: Any,
    ) -> Place:
        """Add a place and return it.

        Parameters
        ----------
        feature
            GeoNames class and code.
        names
            Further names, and what each is to the place.
        extent
            As an entry of a file of places gives it: ``area``, ``line`` or ``through``.
        facts
            Further fields of `Place`.
        """
        feature_class, _, feature_code = feature.partition(".")
        place = Place(
            id=facts.pop("id", None) or self._free_id(),
            name=name,
            lon=lon,
            lat=lat,
            feature_class=feature_class,
            feature_code=feature_code,
            **facts,
        )
        geometry = CuratedGeometry.of(extent or {})
        self.add(place, {name: NameKind.PREFERRED, **(names or {})}, geometry)
        return place

    def _free_id(self) -> str:
        number = len(self._places) + 1
        while self.holds(f"test:{number}"):
            number += 1
        return f"test:{number}"

    def add(
        self,
        place: Place,
        names: Mapping[str, NameKind],
        geometry: CuratedGeometry | None = None,
        aliases: Iterable[str] = (),
    ) -> None:
        """Add a place, or more names for one; its facts are those that were given last.

        Raises
        ------
        BadPlaceError
            It can be on no map, or has fewer people than none.
        """
        check_place(place)
        self._places[place.id] = place
        self._nearest.clear()
        self._aliases.update(dict.fromkeys(aliases, place.id))
        if geometry:
            self._geometries[place.id] = geometry
        for name, kind in names.items():
            key = code_key(name) if kind is NameKind.CODE else normal_form(name)
            if not key:
                continue
            if key not in self._names and is_name(key):
                self._loose.setdefault(loose_key(key), []).append(key)
            self._names.setdefault(key, {})[place.id] = kind

    def __len__(self) -> int:
        return len(self._places)

    def ids(self) -> list[str]:
        """Ids of all places."""
        return list(self._places)

    def holds(self, place_id: str) -> bool:
        """Whether there is a place with this id."""
        return place_id in self._places or place_id in self._aliases

    def has_name(self, name: str) -> bool:
        """Whether any place bears the name."""
        return normal_form(name) in self._names

    def matches(self, name: str) -> tuple[NameMatch, ...]:
        """Every place that bears the name; most populous first."""
        return self._named(normal_form(name))

    def coded(self, code: str) -> tuple[NameMatch, ...]:
        """Every place with this IATA, ICAO, ISO or postal code; most populous first."""
        return self._named(code_key(code))

    def _named(self, key: str) -> tuple[NameMatch, ...]:
        kinds = self._names.get(key, {})
        matches = [NameMatch(self._places[place_id], kind) for place_id, kind in kinds.items()]
        return tuple(sorted(matches, key=lambda match: (-match.place.population, match.place.id)))

    def loose_matches(self, name: str) -> tuple[NameMatch, ...]:
        """Places whose name may be another romanisation of this one; the closest spelling first."""
        key = normal_form(name)
        loose = loose_key(key)
        return loosely(key, self._loose.get(loose, []) if loose else [], self._named)

    def search(self, typed: str, limit: int = 10) -> tuple[SearchHit, ...]:
        """Places that a person may mean by what was typed; likeliest first."""
        names = [key for key in self._names if is_name(key)]
        return ranked(normal_form(typed), names, self._named, limit)

    def place(self, place_id: str) -> Place:
        """Return the place with this id."""
        try:
            return self._places[self._aliases.get(place_id, place_id)]
        except KeyError:
            raise UnknownPlaceError(f"no place has the id {place_id!r}") from None

    def curated_geometry(self, place_id: str) -> CuratedGeometry | None:
        """Extent of a place as people drew it; None when they did not, and for unknown ids."""
        return self._geometries.get(self._aliases.get(place_id, place_id))

    def settlements(self, country_code: str) -> Sequence[Place]:
        """Every populated place of a country."""
        return [
            place
            for place in self._places.values()
            if place.country_code == country_code and place.is_settlement
        ]

    def ways(self) -> Sequence[Place]:
        """Every road, railway and pipeline whose towns are known."""
        return [self.place(way) for way, drawn in self._geometries.items() if drawn.through]

    def divisions(self) -> Sequence[Place]:
        """Every country and first-order subdivision."""
        return [
            place for place in self._places.values() if place.is_first_order or place.is_country
        ]

    def nearest(
        self, lon: float, lat: float, count: int = 1, feature_class: str | None = None
    ) -> tuple[Place, ...]:
        """Return the ``count`` places nearest to a point, in great-circle order."""
        if feature_class not in self._nearest:
            places = [
                place
                for place in self._places.values()
                if feature_class in (None, place.feature_class)
            ]
            index = NearestIndex([place.lon for place in places], [place.lat for place in places])
            self._nearest[feature_class] = places, index
        places, index = self._nearest[feature_class]
        return tuple(places[row] for row in index.nearest(lon, lat, count))

    def has_outline(self, outline_id: str) -> bool:
        """Whether there is an outline with this id."""
        return _OUTLINES.has_outline(outline_id)

    def outline(self, outline_id: str, zoom: int | None = None) -> Geometry | None:
        """MultiPolygon of an outline, exact at any zoom; None when there is none with this id."""
        return _OUTLINES.outline(outline_id, zoom)

    def outline_figure(self, outline_id: str) -> MultiPolygon | None:
        """Exact outline as a shapely figure; None when there is none with this id."""
        return _OUTLINES.outline_figure(outline_id)

    def outline_bounds(self, outline_id: str) -> Bounds:
        """West, south, east and north of an outline; raises `UnknownPlaceError`."""
        return _OUTLINES.outline_bounds(outline_id)

    def has_area(self, place_id: str) -> bool:
        """Whether there is a polygon of a place, without drawing it. False for unknown ids."""
        return self._areas.has_area(place_id)

    def area(self, place_id: str) -> Area | None:
        """Polygon of a place; None for a place without extent."""
        return self._areas.area(place_id)
