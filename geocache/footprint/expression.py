"""What a pattern found in a text, and what is drawn for it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from ..gazetteer.outlines.outlined import WithOutline, drawn_when_read
from ..gazetteer.protocols import Area, Gazetteer
from ..geodesy import distance_km
from ..records import FootprintKind, Geometry, Place, PlaceOrigin


@dataclass(frozen=True, slots=True)
class Shape(WithOutline):
    """What is to be drawn."""

    kind: FootprintKind
    geometry: Geometry | None
    """That of an outline is made when it is read."""
    note: str
    exact: bool = False
    uncertainty_km: float | None = None
    name: str = ""
    """What another expression calls it that is made of it."""
    side: Place | None = None
    """The country or unit on whose side of a line the words are."""
    line: Geometry | None = None
    """Where distances are measured from; the geometry itself when None."""
    land: Geometry | None = None
    """Of a coast: what is not sea."""
    outline: str = ""
    """Id of the outline that the geometry is; empty when it is none."""

    @classmethod
    def of_area(
        cls, kind: FootprintKind, area: Area, note: str, *, exact: bool = False, name: str = ""
    ) -> "Shape":
        """Shape of a whole area; an outline is not drawn yet."""
        if not area.outline:
            return cls(kind, area.geometry, note, exact, name=name)
        shape = cls(kind, None, note, exact, name=name, outline=area.outline)
        return drawn_when_read(shape, area.draw)

    @property
    def is_line(self) -> bool:
        """Whether distances are measured from a line."""
        if self.outline:
            return False
        geometry = self.line or self.geometry
        return bool(geometry and "LineString" in geometry["type"])


_SITE_KM = 100.0
"""From a town to the site that is called after it, at most."""
_SUMMITS = frozenset({"MT", "PK", "VLC", "HLL"})
"""Zones around them are around a point, whatever their outline."""

Drawing = Callable[[], Shape]
"""Makes the shape when somebody asks for it: polygons take long."""
Builder = Callable[["Expression"], Drawing | None]
"""Returns None when the words turn out to mean something else."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """What an expression is made of: a mention, or another expression."""

    words: str
    place: Place | None
    """None where a mention is NIL, and for expressions."""
    inner: "Asked | None" = None
    """The other expression."""
    is_line: bool = False
    """Whether the other expression is a line."""

    @property
    def is_known(self) -> bool:
        """Whether there is anything to draw from."""
        return self.place is not None or self.inner is not None


@dataclass(frozen=True, slots=True)
class Asked:
    """Everything that the shape of an expression depends on."""

    build: Builder
    groups: tuple[tuple[str, str | None], ...]
    anchors: tuple[Anchor, ...]
    near: tuple[str, ...] = ()
    """Codes of countries that the text names around it, the nearest first."""


@dataclass(frozen=True, slots=True)
class Expression:
    """The words of an expression, with what they are made of at hand."""

    groups: dict[str, str]
    """Named groups of the pattern that took part, in the text's own spelling."""
    anchors: tuple[Anchor, ...]
    gazetteer: Gazetteer
    near: tuple[str, ...]
    """As in `Asked`."""
    shape_of: Callable[[Asked], Shape]
    shape_of_place: Callable[[Place], Shape]

    @property
    def unknown(self) -> str:
        """Names that no source knows, for a note; empty when all are known."""
        return ", ".join(a.words for a in self.anchors if a.place is None and a.inner is None)

    def figure(self, number: int) -> Shape:
        """Shape of an anchor: of the other expression, or of the place itself."""
        anchor = self.anchors[number]
        if anchor.inner:
            return self.shape_of(anchor.inner)
        place = anchor.place
        if place is None:
            return Shape(FootprintKind.POINT, None, f"no source knows {anchor.words}")
        return self.shape_of_place(place)

    def extends(self, number: int) -> bool:
        """Whether an anchor is a line or an area, and no mere point."""
        place = self.settlement(number)
        if place is None:
            return self.anchors[number].inner is not None
        if place.feature_code in _SUMMITS:
            return False
        return self.has_line(number) or (
            place.feature_class != "P" and self.gazetteer.has_area(place.id)
        )

    def has_line(self, number: int) -> bool:
        """Whether an anchor is a line."""
        anchor = self.anchors[number]
        if anchor.place is None or anchor.place.origin is PlaceOrigin.TEXT:
            return anchor.is_line
        curated = self.gazetteer.curated_geometry(anchor.place.id)
        return anchor.is_line or (curated is not None and curated.is_line)

    def limit(self, number: int) -> Shape:
        """Shape of the area that an anchor puts an expression in.

        The noun behind it ("Belgorod region") is in the group ``unit_in`` in front of the line that
        something is measured from, and in ``unit_at`` behind.
        """
        is_last = number == len(self.anchors) - 1
        noun = self.groups.get("unit_at" if is_last else "unit_in", "")
        place = self.unit(number, noun or self.groups.get("unit_in", "").lower())
        return self.shape_of_place(place) if place else self.figure(number)

    def settlement(self, number: int) -> Place | None:
        """Place of a mention, but the town when a unit around it has the same name.

        Distances and roads are from town to town, whatever the unit; from the site that is called
        after the place where the text says so, as in "the Bushehr nuclear plant".
        """
        place, words = self.anchors[number].place, self.anchors[number].words
        site = self.groups.get("site")
        if site and place and number == 0:
            return self._site(place, f"{words} {site}") or place
        if place is None or place.feature_class != "A" or not is_unit(place):
            return place
        towns = [m.place for m in self.gazetteer.matches(words) if _is_town_in(m.place, place)]
        return max(towns, key=lambda town: town.population, default=place)

    def _site(self, place: Place, name: str) -> Place | None:
        """Site of that name which is nearest to a place."""
        found = [m.place for m in self.gazetteer.matches(name)]
        here = place.lon, place.lat
        apart = [(distance_km(here, (p.lon, p.lat)), p) for p in found if p.feature_class in "STH"]
        near = [pair for pair in apart if pair[0] <= _SITE_KM]
        return min(near, key=lambda pair: pair[0])[1] if near else None

    def unit(self, number: int, noun: str = "") -> Place | None:
        """Place of a mention, but the unit of the same name when it is a town."""
        place, words = self.anchors[number].place, self.anchors[number].words
        if place is None or place.feature_class != "P":
            return place
        names = (words, f"{words} {noun}") if noun else (words,)
        found = [m.place for name in names for m in self.gazetteer.matches(name)]
        units = [p for p in found if is_unit(p) and _is_town_in(place, p)]
        return min(units, key=lambda unit: unit.feature_code, default=place)


def area_of(place: Place, gazetteer: Gazetteer) -> Area | None:
    """Return the polygon of a place; None without extent, and for one that the gazetteer lacks.

    People decide for places of a file that is gone meanwhile, or draw them: these have no more than
    their own facts.
    """
    return gazetteer.area(place.id) if gazetteer.has_area(place.id) else None


def is_country(place: Place) -> bool:
    """Whether it is a country or territory."""
    return place.is_country


def is_island(place: Place) -> bool:
    """Whether it is an island or a group of islands."""
    return place.is_island


def is_unit(place: Place) -> bool:
    """Whether it is a first- or second-order subdivision."""
    return place.is_admin_unit


def _is_town_in(town: Place, unit: Place) -> bool:
    return (
        town.feature_class == "P"
        and town.country_code == unit.country_code
        and town.admin1_code == unit.admin1_code
    )


def undrawn(kind: FootprintKind, reason: str) -> Drawing:
    """Shape that is understood but can't be drawn."""
    return lambda: Shape(kind, None, f"not drawn: {reason}")


def no_source(kind: FootprintKind, expression: Expression) -> Drawing:
    """Shape whose anchor no source knows."""
    return undrawn(kind, f"no source knows {expression.unknown}")


def geometry_of(figure: Any) -> Geometry:
    """GeoJSON of a shapely figure, a single part not as a collection."""
    parts = getattr(figure, "geoms", [figure])
    single = parts[0] if len(parts) == 1 else figure
    return dict(single.__geo_interface__)
