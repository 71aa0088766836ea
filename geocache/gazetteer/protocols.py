"""What sources deliver and what a gazetteer offers."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol, runtime_checkable

from shapely.geometry import MultiPolygon
from shapely.geometry.base import BaseGeometry

from ..caching import Caches
from ..records import Geometry, NameKind, NameMatch, Place
from .curated_geometry import CuratedGeometry
from .search import SearchHit

Bounds = tuple[float, float, float, float]
"""West, south, east and north in degrees; -180 and 180 for what the antimeridian cuts."""
Progress = Callable[[str, float, int], None]
"""Called with the name of the step, how much of everything is done, and how much there is."""


class Drawing(Protocol):
    """Something that can be drawn on the map."""

    @property
    def outline(self) -> str:
        """Id of the outline that it is as a whole, as ``country/SY``; empty when it is none."""
        ...

    @property
    def figure(self) -> BaseGeometry:
        """Shapely figure, (lon, lat) in degrees."""
        ...

    @property
    def geometry(self) -> Geometry:
        """The same as GeoJSON."""
        ...


@dataclass(frozen=True, slots=True)
class PlaceRecord:
    """A place as a source knows it."""

    place: Place
    names: dict[str, NameKind]
    """Every name the source gives it; the preferred one included."""
    geometry: CuratedGeometry | None = None
    """Its extent as the source draws it; None for most."""
    aliases: tuple[str, ...] = ()
    """Other ids by which facts and people may call it, as ``country:SY``."""
    not_given: frozenset[str] = frozenset()
    """Fields of `Place` that the source says nothing of; a place that is known keeps its own."""


@dataclass(frozen=True, slots=True)
class NameRecord:
    """More names for a place that another source delivers."""

    place_id: str
    names: dict[str, NameKind]
    required: bool = True
    """Whether it is an error that no source delivers the place."""
    aliases: tuple[str, ...] = ()
    """Other ids by which facts and people may call it."""


@dataclass(frozen=True, slots=True)
class PointRecord:
    """A better point for a place whose own source has none."""

    place_id: str
    lon: float
    lat: float
    note: str
    """Who says so."""
    required: bool = True
    """Whether it is an error that no source delivers the place."""


Record = PlaceRecord | NameRecord | PointRecord


class Source(Protocol):
    """Something that places come from."""

    name: str
    """Shown to people, as in attributions."""
    version: str
    """Changes whenever the content does."""
    licence: str
    """Under which the content may be used."""

    def records(self) -> Iterator[Record]:
        """Yield every place once; facts on places of other sources at any time."""
        ...


@runtime_checkable
class StreamedSource(Protocol):
    """A source so large that people want to see how far it has been read."""

    reached: Callable[[float], None] | None
    """Called from time to time with the share that has been read, 0..1."""


class Gazetteer(Protocol):
    """What the other stages ask of a gazetteer."""

    caches: Caches
    """What it remembers for all parsers."""

    def has_name(self, name: str) -> bool:
        """Whether any place bears the name (in its normal form)."""
        ...

    def matches(self, name: str) -> tuple[NameMatch, ...]:
        """Every place that bears the name; most populous first."""
        ...

    def loose_matches(self, name: str) -> tuple[NameMatch, ...]:
        """Places whose name may be another romanisation of this one; the closest spelling first."""
        ...

    def coded(self, code: str) -> tuple[NameMatch, ...]:
        """Every place with this IATA, ICAO, ISO or postal code; most populous first."""
        ...

    def search(self, typed: str, limit: int = 10) -> tuple[SearchHit, ...]:
        """Places that a person may mean by what was typed, typing errors and all; likeliest first.

        Not for the words of a text: almost anything is like something.
        """
        ...

    def place(self, place_id: str) -> Place:
        """Return the place with this id; raises `UnknownPlaceError`."""
        ...

    def curated_geometry(self, place_id: str) -> CuratedGeometry | None:
        """Extent of a place as people drew it; None when they did not, and for unknown ids."""
        ...

    def has_area(self, place_id: str) -> bool:
        """Whether there is a polygon of a place, without drawing it. False for unknown ids."""
        ...

    def area(self, place_id: str) -> "Area | None":
        """Polygon of a country, subdivision or region; None for places without extent."""
        ...

    def has_outline(self, outline_id: str) -> bool:
        """Whether there is an outline with this id, as ``country/SY``, without drawing it."""
        ...

    def outline(self, outline_id: str, zoom: int | None = None) -> Geometry | None:
        """MultiPolygon of an outline; None when there is none with this id.

        On a map up to ``zoom`` no point lies more than a pixel off; it is exact when None.
        """
        ...

    def outline_figure(self, outline_id: str) -> MultiPolygon | None:
        """Exact outline as a shapely figure; None when there is none with this id."""
        ...

    def outline_bounds(self, outline_id: str) -> Bounds:
        """West, south, east and north of an outline; raises `UnknownPlaceError`."""
        ...

    def settlements(self, country_code: str) -> Sequence[Place]:
        """Populated places of a country; the most populous when there are very many."""
        ...

    def divisions(self) -> Sequence[Place]:
        """Every country and first-order subdivision."""
        ...

    def ways(self) -> Sequence[Place]:
        """Every road, railway and pipeline whose towns are known, `CuratedGeometry.through`."""
        ...

    def nearest(
        self, lon: float, lat: float, count: int = 1, feature_class: str | None = None
    ) -> tuple[Place, ...]:
        """Return the places nearest to a point (degrees), in great-circle order.

        Fewer than ``count`` come back when there are no more. Raises ValueError for a point that
        is not on the globe and a ``count`` below 1.
        """
        ...


class AreaMethod(StrEnum):
    """How the polygon of a place was made."""

    OUTLINE = "outline"
    """By a surveyor or map maker."""
    CURATED = "curated"
    """By hand for this project or by a user: boxes, circles, whole countries, drawings."""
    SETTLEMENTS = "built from settlements"
    """The cells of its settlements, or circles around them."""
    SURROUNDING = "of the unit around it"
    POINT = "around its point"
    """A circle: neither an outline nor a settlement is known."""


@dataclass(frozen=True, slots=True)
class Area:
    """A polygon and what is known of its accuracy."""

    drawing: Drawing
    exact: bool
    """False where it is derived or drawn by hand."""
    note: str
    """Where it comes from, and how exact it is."""
    method: AreaMethod
    source: str = ""
    """Who drew the outline, and when; empty when it is none."""

    @classmethod
    def outlined(cls, drawing: Drawing, source: str) -> "Area":
        """Area that a published outline shows."""
        note = f"outline by {source}"
        return cls(drawing, exact=True, note=note, method=AreaMethod.OUTLINE, source=source)

    @property
    def outline(self) -> str:
        """Id of the outline that the polygon is, as ``country/SY``; empty when it is none."""
        return self.drawing.outline

    @property
    def figure(self) -> BaseGeometry:
        """Polygon or MultiPolygon, (lon, lat) in degrees; an outline is drawn each time."""
        return self.drawing.figure

    @property
    def geometry(self) -> Geometry:
        """The same as GeoJSON."""
        return self.drawing.geometry
