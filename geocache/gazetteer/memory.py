"""A gazetteer held in memory: tiny worlds for tests and experiments."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from ..errors import UnknownPlaceError
from ..model import NameKind, NameMatch, Place
from .areas import AreaMaker
from .names import normal_form
from .nearest import NearestIndex
from .records import Area
from .romanisation import loose_key, loosely


class MemoryGazetteer:
    """Implements `geocache.gazetteer.records.Gazetteer` over dictionaries."""

    def __init__(self) -> None:
        self._places: dict[str, Place] = {}
        self._names: dict[str, dict[str, NameKind]] = {}
        self._shapes: dict[str, dict[str, Any]] = {}

    def add_place(
        self,
        name: str,
        lon: float = 0.0,
        lat: float = 0.0,
        *,
        feature: str = "P.PPL",
        names: dict[str, NameKind] | None = None,
        shape: dict[str, Any] | None = None,
        **facts: Any,
    ) -> Place:
        """Add a place and return it; ``facts`` are further fields of `Place`."""
        feature_class, _, feature_code = feature.partition(".")
        place = Place(
            id=facts.pop("id", f"test:{len(self._places) + 1}"),
            name=name,
            lon=lon,
            lat=lat,
            feature_class=feature_class,
            feature_code=feature_code,
            **facts,
        )
        self._places[place.id] = place
        self._shapes[place.id] = shape or {}
        for spelling, kind in {name: NameKind.PREFERRED, **(names or {})}.items():
            self._names.setdefault(normal_form(spelling), {})[place.id] = kind
        return place

    def has_name(self, name: str) -> bool:
        """Whether any place bears the name."""
        return normal_form(name) in self._names

    def matches(self, name: str) -> tuple[NameMatch, ...]:
        """Every place that bears the name; most populous first."""
        kinds = self._names.get(normal_form(name), {})
        found = [NameMatch(self._places[place_id], kind) for place_id, kind in kinds.items()]
        return tuple(sorted(found, key=lambda match: (-match.place.population, match.place.id)))

    def loose_matches(self, name: str) -> tuple[NameMatch, ...]:
        """Bearers of names that may be another romanisation of this one; the likest name first."""
        key = normal_form(name)
        same = [known for known in self._names if loose_key(known) == loose_key(key) != ""]
        return loosely(key, same, self.matches)

    def place(self, place_id: str) -> Place:
        """Return the place with this id."""
        try:
            return self._places[place_id]
        except KeyError:
            raise UnknownPlaceError(f"no place has the id {place_id!r}") from None

    def shape(self, place_id: str) -> dict[str, Any]:
        """Curated shape facts of a place; empty when there are none."""
        return self._shapes[self.place(place_id).id]

    def settlements(self, country_code: str) -> Sequence[Place]:
        """Every populated place of a country."""
        return [
            place
            for place in self._places.values()
            if place.country_code == country_code and place.feature_class == "P"
        ]

    def divisions(self) -> Sequence[Place]:
        """Every country and first-order subdivision."""
        return [
            place
            for place in self._places.values()
            if place.feature_code == "ADM1" or place.feature_code.startswith("PCL")
        ]

    def nearest(
        self, lon: float, lat: float, count: int = 1, feature_class: str | None = None
    ) -> tuple[Place, ...]:
        """Return the ``count`` places nearest to a point, in great-circle order."""
        places = [
            place for place in self._places.values() if feature_class in (None, place.feature_class)
        ]
        index = NearestIndex([place.lon for place in places], [place.lat for place in places])
        return tuple(places[row] for row in index.nearest(lon, lat, count))

    @cached_property
    def _areas(self) -> AreaMaker:
        return AreaMaker(self)

    def area(self, place_id: str) -> Area | None:
        """Polygon of a place; None for a place without extent."""
        return self._areas.area(place_id)
