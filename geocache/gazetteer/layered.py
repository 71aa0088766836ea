"""Users' places laid over a gazetteer: they take part in everything, and nothing is compiled."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import cached_property

from shapely.errors import ShapelyError
from shapely.geometry import MultiPolygon

from ..caching import Caches
from ..errors import BadPlaceError, KnowledgeFileError, UnknownPlaceError
from ..geodesy import sphere_km
from ..records import Geometry, NameMatch, Place
from .curated_geometry import CuratedGeometry
from .memory import MemoryGazetteer
from .outlines.areas import AreaMaker, RememberedAreas
from .protocols import Area, Bounds, Gazetteer, NameRecord, PlaceRecord, PointRecord, Record, Source
from .search import SearchHit, likeliest

_Matches = tuple[NameMatch, ...]


class LayeredGazetteer:
    """A gazetteer with more places, or other facts on places it has.

    Parameters
    ----------
    base
        What the places are laid over.
    packs
        Where they come from; where two deliver a place of one id, the later one wins.

    Raises
    ------
    KnowledgeFileError
        A pack can't be read, or gives names to a place that nobody delivers.
    """

    def __init__(self, base: Gazetteer, packs: Iterable[Source]) -> None:
        self._base = base
        self.caches = Caches(beneath=base.caches)
        self._top = MemoryGazetteer()
        self._areas = RememberedAreas(AreaMaker(self, self.caches, curated_first=True), self.caches)
        records = [(pack.name, record) for pack in packs for record in pack.records()]
        # Places first: facts may come before the place of another pack.
        for name, record in sorted(records, key=lambda r: not isinstance(r[1], PlaceRecord)):
            self._take(name, record)
        self._changed = frozenset(self._of_base(self._top.ids()))
        self._check_areas(records)

    def _take(self, pack: str, record: Record) -> None:
        try:
            if isinstance(record, PlaceRecord):
                self._add(record)
            else:
                self._apply(record)
        except (BadPlaceError, UnknownPlaceError) as error:
            raise KnowledgeFileError(f"{pack}: {error}") from error

    def _add(self, record: PlaceRecord) -> None:
        place = record.place
        with suppress(UnknownPlaceError):
            place = _corrected(self.place(place.id), record)
        self._top.add(place, record.names, record.geometry, record.aliases)

    def _apply(self, fact: NameRecord | PointRecord) -> None:
        try:
            place = self.place(fact.place_id)
        except UnknownPlaceError:
            if fact.required:
                raise
            return
        if isinstance(fact, PointRecord):
            self._top.add(replace(place, lon=fact.lon, lat=fact.lat, note=fact.note), {})
        else:
            self._top.add(place, fact.names, aliases=fact.aliases)

    def _of_base(self, ids: Iterable[str]) -> Iterator[str]:
        """Ids of places of the base of which packs say something else."""
        for place_id in ids:
            with suppress(UnknownPlaceError):
                if self._base.place(place_id) != self._top.place(place_id):
                    yield place_id

    def _check_areas(self, records: Iterable[tuple[str, object]]) -> None:
        """Draw every area once, so that one that can't be drawn is noticed at once."""
        for name, record in records:
            if isinstance(record, PlaceRecord) and record.geometry and record.geometry.area:
                try:
                    self.area(record.place.id)
                except (KeyError, TypeError, ValueError, RecursionError, ShapelyError) as error:
                    raise KnowledgeFileError(
                        f"{name}: {record.place.name}: the area can't be drawn ({error!r})"
                    ) from error

    def has_name(self, name: str) -> bool:
        """Whether any place bears the name."""
        return self._top.has_name(name) or self._base.has_name(name)

    def matches(self, name: str) -> _Matches:
        """Every place that bears the name; most populous first."""
        return self._both(self._top.matches(name), self._base.matches(name), _by_population)

    def coded(self, code: str) -> _Matches:
        """Every place with this IATA, ICAO, ISO or postal code; most populous first."""
        return self._both(self._top.coded(code), self._base.coded(code), _by_population)

    def loose_matches(self, name: str) -> _Matches:
        """Places whose name may be another romanisation of this one; users' places first."""
        return self._both(self._top.loose_matches(name), self._base.loose_matches(name), None)

    def _both(
        self, top: _Matches, base: _Matches, order: Callable[[NameMatch], tuple[int, str]] | None
    ) -> _Matches:
        """Matches of both, each place once and as the packs have it."""
        if not top and not any(self._top.holds(match.place.id) for match in base):
            return base
        merged: dict[str, NameMatch] = {match.place.id: match for match in top}
        for match in base:
            place = self._current(match.place)
            merged.setdefault(
                place.id, match if place is match.place else replace(match, place=place)
            )
        return tuple(sorted(merged.values(), key=order) if order else merged.values())

    def _current(self, place: Place) -> Place:
        """Return a place of the base as the packs have it."""
        return self._top.place(place.id) if place.id in self._changed else place

    def search(self, typed: str, limit: int = 10) -> tuple[SearchHit, ...]:
        """Places that a person may mean by what was typed; likeliest first."""
        hits: dict[str, SearchHit] = {}
        for hit in (*self._top.search(typed, limit), *self._base.search(typed, limit)):
            current = replace(hit, place=self._current(hit.place))
            if hit.place.id not in hits or hits[hit.place.id].rank < current.rank:
                hits[hit.place.id] = current
        return likeliest(hits.values(), limit)

    def place(self, place_id: str) -> Place:
        """Return the place with this id; raises `UnknownPlaceError`."""
        if self._top.holds(place_id):
            return self._top.place(place_id)
        place = self._base.place(place_id)
        return self._top.place(place.id) if self._top.holds(place.id) else place

    def curated_geometry(self, place_id: str) -> CuratedGeometry | None:
        """Extent of a place as people drew it; None when they did not, and for unknown ids."""
        with suppress(UnknownPlaceError):
            place_id = self.place(place_id).id
        return self._top.curated_geometry(place_id) or self._base.curated_geometry(place_id)

    def has_area(self, place_id: str) -> bool:
        """Whether there is a polygon of a place, without drawing it. False for unknown ids."""
        try:
            place_id = self.place(place_id).id
        except UnknownPlaceError:
            return False
        return self._drawing(place_id).has_area(place_id)

    def area(self, place_id: str) -> Area | None:
        """Polygon of a place; None for a place without extent."""
        place_id = self.place(place_id).id
        return self._drawing(place_id).area(place_id)

    def _drawing(self, place_id: str) -> RememberedAreas | Gazetteer:
        """What knows the polygon of a place: its own packs, or the base."""
        if not self._top.holds(place_id):
            return self._base
        drawn_by_pack = self._top.curated_geometry(place_id) is not None
        return self._areas if drawn_by_pack or not self._in_base(place_id) else self._base

    def _in_base(self, place_id: str) -> bool:
        try:
            return bool(self._base.place(place_id))
        except UnknownPlaceError:
            return False

    def has_outline(self, outline_id: str) -> bool:
        """Whether there is an outline with this id; packs have none."""
        return self._base.has_outline(outline_id)

    def outline(self, outline_id: str, zoom: int | None = None) -> Geometry | None:
        """MultiPolygon of an outline; None when there is none with this id."""
        return self._base.outline(outline_id, zoom)

    def outline_figure(self, outline_id: str) -> MultiPolygon | None:
        """Exact outline as a shapely figure; None when there is none with this id."""
        return self._base.outline_figure(outline_id)

    def outline_bounds(self, outline_id: str) -> Bounds:
        """West, south, east and north of an outline; raises `UnknownPlaceError`."""
        return self._base.outline_bounds(outline_id)

    def settlements(self, country_code: str) -> Sequence[Place]:
        """Every populated place of a country."""
        return list(self._merged(lambda layer: layer.settlements(country_code)))

    def ways(self) -> Sequence[Place]:
        """Every road, railway and pipeline whose towns are known."""
        return list(self._merged(lambda layer: layer.ways()))

    def divisions(self) -> Sequence[Place]:
        """Every country and first-order subdivision."""
        return self._divisions

    @cached_property
    def _divisions(self) -> list[Place]:
        return list(self._merged(lambda layer: layer.divisions()))

    def _merged(self, places_of: Callable[[Gazetteer], Iterable[Place]]) -> Iterator[Place]:
        top = {place.id: place for place in places_of(self._top)}
        yield from top.values()
        yield from (place for place in places_of(self._base) if not self._top.holds(place.id))

    def nearest(
        self, lon: float, lat: float, count: int = 1, feature_class: str | None = None
    ) -> tuple[Place, ...]:
        """Return the ``count`` places nearest to a point, in great-circle order."""
        of_packs = self._top.nearest(lon, lat, count, feature_class)
        # Of the base come so many more that those which packs have replaced are not missed.
        base = self._base.nearest(lon, lat, count + len(self._changed), feature_class)
        unchanged = [place for place in base if place.id not in self._changed]
        places = {place.id: place for place in (*of_packs, *unchanged)}
        order = sorted(places.values(), key=lambda p: (sphere_km((lon, lat), (p.lon, p.lat)), p.id))
        return tuple(order[:count])


def _corrected(known: Place, record: PlaceRecord) -> Place:
    """Return a known place with what a pack says of it, under the id that it has.

    What the pack does not give stays. Codes of units stay where the place stays in its country.
    """
    kept = {name: getattr(known, name) for name in record.not_given}
    place = replace(record.place, id=known.id, origin=known.origin, **kept)
    if place.country_code != known.country_code:
        return replace(place, admin1_code=record.place.admin1_code)
    if place.admin1_code != known.admin1_code:
        return place
    return replace(place, admin2_code=known.admin2_code)


def _by_population(match: NameMatch) -> tuple[int, str]:
    return -match.place.population, match.place.id
