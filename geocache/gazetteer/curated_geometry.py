"""What a reviewed or a user's file says of the extent of a place, checked when it is read."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import shapely
from shapely.errors import ShapelyError
from shapely.geometry import LineString, MultiLineString, Polygon, box, shape
from shapely.geometry.base import BaseGeometry

from ..antimeridian import figure_of

KEYS = ("area", "line", "through", "exactness", "stands_for")
"""Keys of an entry that say what is drawn."""
AREA_KEYS = ("box", "polygon", "geometry", "circle_km", "countries", "subdivisions", "clip")
"""Keys of an area; all but ``clip`` are parts of it."""


@dataclass(frozen=True, slots=True)
class CuratedArea:
    """What a place covers: all of its parts together, as far as they lie in ``clip``."""

    drawn: tuple[BaseGeometry, ...] = ()
    """Boxes and polygons, valid, in (lon, lat) degrees."""
    circle_km: float | None = None
    """Radius of a circle around the place's own point."""
    countries: tuple[str, ...] = ()
    """ISO 3166-1 alpha-2 codes of countries that it takes in whole."""
    subdivisions: tuple[str, ...] = ()
    """Ids of other places that it takes in whole."""
    clip: Polygon | None = None
    """Box that it does not leave; None where it has no such bound."""

    @property
    def is_union(self) -> bool:
        """Whether it is made of areas of other places."""
        return bool(self.countries or self.subdivisions)

    @classmethod
    def of(cls, facts: Mapping[str, Any]) -> "CuratedArea":
        """Read the ``area`` of an entry; raises ValueError where it draws nothing."""
        if not isinstance(facts, Mapping):
            raise TypeError(f"area is {facts!r}; expected a mapping with {', '.join(AREA_KEYS)}")
        unknown = sorted(str(key) for key in facts.keys() - set(AREA_KEYS))
        if unknown or not facts.keys() - {"clip"}:
            raise ValueError(
                f"area {facts!r} gives no polygon; expected one of {', '.join(AREA_KEYS[:-1])}"
                + (f", found {', '.join(unknown)}" if unknown else "")
            )
        figures: dict[str, Callable[[Any], BaseGeometry]] = {
            "box": _box,
            "polygon": lambda ring: shapely.make_valid(Polygon(ring)),
            "geometry": figure_of,
        }
        return cls(
            tuple(draw(facts[key]) for key, draw in figures.items() if key in facts),
            _radius_km(facts["circle_km"]) if "circle_km" in facts else None,
            _texts(facts, "countries"),
            _texts(facts, "subdivisions"),
            _box(facts["clip"]) if "clip" in facts else None,
        )


@dataclass(frozen=True, slots=True)
class Stop:
    """A town that a road, railway or pipeline serves."""

    place_id: str
    name: str
    """As the file has it."""


@dataclass(frozen=True, slots=True)
class CuratedGeometry:
    """The extent of a place by a file that people wrote."""

    area: CuratedArea | None = None
    line: LineString | MultiLineString | None = None
    """In (lon, lat) degrees; of a road, a river, a front or a border."""
    through: tuple[Stop, ...] = ()
    """Towns on the way, in order, where no line is known."""
    exactness: str = ""
    """In words, how exact the file takes it to be."""
    stands_for: str = ""
    """In words, what is meant by it where it is drawn as something else."""

    @classmethod
    def of(cls, entry: Mapping[str, Any]) -> "CuratedGeometry | None":
        """Read what an entry draws; None where it draws nothing.

        Parameters
        ----------
        entry
            May have ``area``, ``line``, ``through``, ``exactness`` and ``stands_for``.

        Raises
        ------
        TypeError, ValueError
            It can't be drawn; the message says what is wrong.
        """
        if not entry.keys() & {"area", "line", "through"}:
            return None
        try:
            return cls(
                CuratedArea.of(entry["area"]) if "area" in entry else None,
                _line(entry["line"]) if "line" in entry else None,
                tuple(Stop(str(s["place"]), str(s["name"])) for s in entry.get("through", ())),
                str(entry.get("exactness", "")),
                str(entry.get("stands_for", "")),
            )
        except (KeyError, ShapelyError) as error:
            raise ValueError(f"it can't be drawn: {error!r}") from error

    @property
    def is_line(self) -> bool:
        """Whether it is a line, or goes from town to town as one."""
        return self.line is not None or bool(self.through)

    def encoded(self) -> str:
        """Return what `decoded` reads: JSON, in which figures are WKB in hexadecimal digits."""
        facts: dict[str, Any] = {
            "line": _hex(self.line),
            "through": [(stop.place_id, stop.name) for stop in self.through],
            "exactness": self.exactness,
            "stands_for": self.stands_for,
        }
        if self.area:
            facts["area"] = {
                "drawn": [_hex(figure) for figure in self.area.drawn],
                "circle_km": self.area.circle_km,
                "countries": self.area.countries,
                "subdivisions": self.area.subdivisions,
                "clip": _hex(self.area.clip),
            }
        return json.dumps({key: value for key, value in facts.items() if value})

    @classmethod
    def decoded(cls, text: str) -> "CuratedGeometry":
        """Read what `encoded` returned."""
        facts, area = json.loads(text), None
        if "area" in facts:
            parts = facts["area"]
            area = CuratedArea(
                tuple(map(_figure, parts["drawn"])),
                parts["circle_km"],
                tuple(parts["countries"]),
                tuple(parts["subdivisions"]),
                _figure(parts["clip"]),
            )
        return cls(
            area,
            _figure(facts.get("line")),
            tuple(Stop(*stop) for stop in facts.get("through", ())),
            facts.get("exactness", ""),
            facts.get("stands_for", ""),
        )


def is_union(area: Mapping[str, Any]) -> bool:
    """Whether an area that was encoded is made of areas of other places."""
    return bool(area["countries"] or area["subdivisions"])


def _line(given: Any) -> LineString | MultiLineString:
    """Line through a list of positions, or of a GeoJSON geometry."""
    drawn = shape(dict(given)) if isinstance(given, Mapping) else LineString(given)
    if not isinstance(drawn, LineString | MultiLineString):
        raise ValueError(f"line is a {drawn.geom_type}; expected positions or a LineString")  # noqa: TRY004  the value is wrong
    return drawn


def _box(bounds: Sequence[Any]) -> Polygon:
    """Rectangle of west, south, east and north, in degrees."""
    west, south, east, north = map(float, bounds)
    return box(west, south, east, north)


def _radius_km(given: Any) -> float:
    radius = float(given)
    if not radius > 0:
        raise ValueError(f"circle_km is {given!r}; expected more than 0")
    return radius


def _texts(facts: Mapping[str, Any], key: str) -> tuple[str, ...]:
    given: Sequence[Any] = facts.get(key) or ()
    if isinstance(given, str):
        raise TypeError(f"{key} is {given!r}; expected a list")
    return tuple(map(str, given))


def _hex(figure: BaseGeometry | None) -> str | None:
    return None if figure is None else str(shapely.to_wkb(figure, hex=True))


def _figure(digits: str | None) -> Any:
    return None if digits is None else shapely.from_wkb(digits)
