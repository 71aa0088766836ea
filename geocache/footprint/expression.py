"""Spatial expressions as records: their words, what they are made of, and what is drawn."""

from collections.abc import Callable
from dataclasses import dataclass

from shapely.geometry import LineString, MultiLineString
from shapely.geometry.base import BaseGeometry

from ..antimeridian import without_collection
from ..coordinates.parallels import PARALLEL
from ..gazetteer.names import join_names
from ..gazetteer.outlines.drawing import DrawnFigure
from ..gazetteer.protocols import Area, Drawing, Gazetteer
from ..geodesy import sphere_km
from ..records import FootprintKind, Geometry, NameKind, Place, PlaceOrigin, UndrawnReason

_SITE_KM = 100.0
"""From a town to the site that is called after it, at most."""
_SUMMITS = frozenset({"MT", "PK", "VLC", "HLL"})
"""Codes of what has its zones around a point, whatever its outline."""
_CAPITAL = "PPLC"


@dataclass(frozen=True, slots=True)
class Shape:
    """What is drawn for an expression, and what other expressions need that are made of it."""

    kind: FootprintKind
    drawing: Drawing | None
    """None when it can't be drawn."""
    note: str
    """In plain words, what was drawn and what is approximate about it."""
    exact: bool = False
    """Whether the words and the sources fix the shape."""
    uncertainty_km: float | None = None
    """How far off the drawn shape may be; None when no figure can be given."""
    undrawn_because: UndrawnReason | None = None
    """None when it is drawn."""
    name: str = ""
    """What another expression calls it that is made of it."""
    side: Place | None = None
    """The country or admin unit on whose side of a line the words are."""
    line: BaseGeometry | None = None
    """Where distances are measured from; the figure itself when None."""
    land: BaseGeometry | None = None
    """Of a coast: what is not sea."""

    @classmethod
    def of(
        cls,
        kind: FootprintKind,
        figure: BaseGeometry,
        note: str,
        *,
        exact: bool = False,
        uncertainty_km: float | None = None,
        name: str = "",
    ) -> "Shape":
        """Shape of a figure, (lon, lat) in degrees; a single part is drawn as no collection."""
        drawing = DrawnFigure(without_collection(figure))
        return cls(kind, drawing, note, exact, uncertainty_km, name=name)

    @classmethod
    def of_area(
        cls, kind: FootprintKind, area: Area, note: str, *, exact: bool = False, name: str = ""
    ) -> "Shape":
        """Shape of a whole area; an outline is not drawn yet."""
        return cls(kind, area.drawing, note, exact, name=name)

    @classmethod
    def undrawn(cls, kind: FootprintKind, because: UndrawnReason, detail: str) -> "Shape":
        """Shape that is understood but can't be drawn; ``detail`` says why, in words."""
        return cls(kind, None, f"not drawn: {detail}", undrawn_because=because)

    @property
    def figure(self) -> BaseGeometry | None:
        """Shapely figure, (lon, lat) in degrees; None when it can't be drawn."""
        return self.drawing.figure if self.drawing else None

    @property
    def geometry(self) -> Geometry | None:
        """The same as GeoJSON."""
        return self.drawing.geometry if self.drawing else None

    @property
    def outline(self) -> str:
        """Id of the outline that it is as a whole, as ``country/SY``; empty when it is none."""
        return self.drawing.outline if self.drawing else ""

    @property
    def baseline(self) -> BaseGeometry | None:
        """Where distances are measured from; None when it can't be drawn."""
        return self.line or self.figure

    @property
    def is_line(self) -> bool:
        """Whether distances are measured from a line."""
        if self.outline:
            return False
        return isinstance(self.baseline, LineString | MultiLineString)


Draw = Callable[[], Shape]
"""Draws an expression when somebody asks for it: polygons take long."""
Builder = Callable[["Expression"], Draw | None]
"""Returns None when the words turn out to mean something else."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """What an expression is made of: a mention, or another expression."""

    words: str
    """Of the mention; empty for an expression."""
    place: Place | None
    """None where a mention is NIL, and for expressions."""
    inner: "ShapeRequest | None" = None
    """The other expression."""
    is_line: bool = False
    """Whether the other expression is a line."""
    uncertainty_km: float | None = None
    """How far off a point of a list may be that the text gives by coordinates."""

    @property
    def is_known(self) -> bool:
        """Whether there is anything to draw from."""
        return self.place is not None or self.inner is not None


@dataclass(frozen=True, slots=True)
class ShapeRequest:
    """Everything that the shape of an expression depends on: equal requests are drawn once."""

    build: Builder
    groups: tuple[tuple[str, str | None], ...]
    """Named groups of the pattern, in the text's own spelling; None for those that took no part."""
    anchors: tuple[Anchor, ...]
    nearby_countries: tuple[str, ...] = ()
    """ISO 3166-1 codes of countries that the text names around it, the nearest first."""


@dataclass(frozen=True, slots=True)
class Expression:
    """The words of an expression, with what they are made of at hand."""

    groups: dict[str, str]
    """Named groups of the pattern that took part, in the text's own spelling."""
    anchors: tuple[Anchor, ...]
    """In text order."""
    gazetteer: Gazetteer
    nearby_countries: tuple[str, ...]
    """As in `ShapeRequest`."""
    shape_of: Callable[[ShapeRequest], Shape]
    """Draws another expression."""
    shape_of_place: Callable[[Place], Shape]
    """Draws a place by itself."""
    towns_between: Callable[[Place, Place], list[Place]]
    """Returns the towns on the way from one to another, both ends included."""
    main_coast: Callable[[str], BaseGeometry]
    """Returns the coast near the large parts of a country, by its ISO 3166-1 alpha-2 code."""

    @property
    def is_known(self) -> bool:
        """Whether some source knows every anchor."""
        return all(anchor.is_known for anchor in self.anchors)

    @property
    def unknown_names(self) -> str:
        """Names that no source knows, for a note; empty when all are known."""
        return ", ".join(anchor.words for anchor in self.anchors if not anchor.is_known)

    def anchor_shape(self, number: int) -> Shape:
        """Return the shape of an anchor: of the other expression, or of the place itself."""
        anchor = self.anchors[number]
        if anchor.inner:
            return self.shape_of(anchor.inner)
        if anchor.place is None:
            detail = f"no source knows {anchor.words}"
            return Shape.undrawn(FootprintKind.POINT, UndrawnReason.UNKNOWN_PLACE, detail)
        return self.shape_of_place(anchor.place)

    def has_extent(self, number: int) -> bool:
        """Tell whether an anchor is a line or an area, and no mere point."""
        place = self.town(number)
        if place is None:
            return self.anchors[number].inner is not None
        if place.feature_code in _SUMMITS:
            return False
        return self.has_line(number) or (
            not place.is_settlement and self.gazetteer.has_area(place.id)
        )

    def has_line(self, number: int) -> bool:
        """Tell whether an anchor is a line."""
        anchor = self.anchors[number]
        if anchor.place is None or is_explicit_point(anchor.place):
            return anchor.is_line
        curated = self.gazetteer.curated_geometry(anchor.place.id)
        return anchor.is_line or (curated is not None and curated.is_line)

    def limiting_area(self, number: int) -> Shape:
        """Return the shape of the area that an anchor puts an expression in.

        The noun behind it ("Belgorod region") is in the group ``unit_in`` in front of the line that
        something is measured from, and in ``unit_at`` behind.
        """
        is_last = number == len(self.anchors) - 1
        noun = self.groups.get("unit_at" if is_last else "unit_in", "")
        place = self.admin_unit(number, noun or self.groups.get("unit_in", "").lower())
        return self.shape_of_place(place) if place else self.anchor_shape(number)

    def town(self, number: int) -> Place | None:
        """Return the place of a mention, but the town when an admin unit around it has its name.

        Distances and roads are from town to town, whatever the unit; from the site that is called
        after the place where the text says so, as in "the Bushehr nuclear plant".
        """
        place, words = self.anchors[number].place, self.anchors[number].words
        if place is None:
            return self._town_in_the_middle(number)
        if number == 0 and self._names_a_capital:
            return self._capital(place) or place
        site = self.groups.get("site")
        if site and number == 0:
            return self._site(place, f"{words} {site}") or place
        if not is_admin_unit(place):
            return place
        towns = [town for town in self._named(words) if _is_town_in(town, place)]
        return max(towns, key=lambda town: town.population, default=place)

    def _town_in_the_middle(self, number: int) -> Place | None:
        """Return the town of "the centre of Kharkiv", which is measured from as Kharkiv is."""
        inner = self.anchors[number].inner
        if inner is None or not dict(inner.groups).get("middle"):
            return None
        town = inner.anchors[-1].place
        return town if town and town.is_settlement else None

    def admin_unit(self, number: int, noun: str = "") -> Place | None:
        """Return the place of a mention, but the admin unit of the same name when it is a town.

        Parameters
        ----------
        number
            Of the anchor.
        noun
            Behind the name, as "province"; empty when there is none.
        """
        place, words = self.anchors[number].place, self.anchors[number].words
        if place is None or not place.is_settlement:
            return place
        names = (words, f"{words} {noun}") if noun else (words,)
        candidates = [candidate for name in names for candidate in self._named(name)]
        units = [unit for unit in candidates if is_admin_unit(unit) and _is_town_in(place, unit)]
        return min(units, key=lambda unit: unit.feature_code, default=place)

    def names_no_place(self, number: int) -> bool:
        """Tell whether an anchor only describes what no name is given for: "the Iraqi town"."""
        place, words = self.anchors[number].place, self.anchors[number].words
        if place is None:
            return False
        if self._names_a_capital:
            return self._capital(place) is None and not place.is_settlement
        if not is_country(place) and "noun" not in self.groups:
            return False
        matches = self.gazetteer.matches(words)
        return any(m.kind is NameKind.DEMONYM and m.place.id == place.id for m in matches)

    @property
    def _names_a_capital(self) -> bool:
        return "capital" in self.groups or "capital_of" in self.groups

    def _capital(self, country: Place) -> Place | None:
        """Return the capital of a country; None for other places, whose seats nobody lists."""
        if not is_country(country):
            return None
        towns = self.gazetteer.settlements(country.country_code)
        return next((town for town in towns if town.feature_code == _CAPITAL), None)

    def _site(self, place: Place, name: str) -> Place | None:
        """Return the site of that name which is nearest to a place."""
        here = place.lon, place.lat
        sites = [site for site in self._named(name) if site.feature_class in "STH"]
        apart = [(sphere_km(here, (site.lon, site.lat)), site) for site in sites]
        near = [pair for pair in apart if pair[0] <= _SITE_KM]
        return min(near, key=lambda pair: pair[0])[1] if near else None

    def _named(self, name: str) -> list[Place]:
        return [match.place for match in self.gazetteer.matches(name)]


def area_of(place: Place, gazetteer: Gazetteer) -> Area | None:
    """Return the polygon of a place; None without extent, and for one that the gazetteer lacks.

    People decide for places of a file that is gone meanwhile, or draw them: these have no more than
    their own facts.
    """
    return gazetteer.area(place.id) if gazetteer.has_area(place.id) else None


def is_country(place: Place) -> bool:
    """Tell whether a place is a country or territory."""
    return place.is_country


def is_island(place: Place) -> bool:
    """Tell whether a place is an island or a group of islands."""
    return place.is_island


def is_admin_unit(place: Place) -> bool:
    """Tell whether a place is a first- or second-order subdivision."""
    return place.is_admin_unit


def is_explicit_point(place: Place) -> bool:
    """Tell whether a place is a point that the text gives by its coordinates."""
    return place.origin is PlaceOrigin.TEXT and place.feature_code != PARALLEL


def _is_town_in(town: Place, unit: Place) -> bool:
    return (
        town.is_settlement
        and town.country_code == unit.country_code
        and town.admin1_code == unit.admin1_code
    )


def undrawn(kind: FootprintKind, because: UndrawnReason, detail: str) -> Draw:
    """Draw nothing for words that are understood; arguments as of `Shape.undrawn`."""
    return lambda: Shape.undrawn(kind, because, detail)


def unknown_place(kind: FootprintKind, expression: Expression) -> Draw:
    """Draw nothing: no source knows a place that the expression is made of."""
    detail = f"no source knows {expression.unknown_names}"
    return undrawn(kind, UndrawnReason.UNKNOWN_PLACE, detail)


def no_outline(kind: FootprintKind, *places: Place) -> Shape:
    """Shape that can't be drawn: no source outlines the places."""
    names = join_names([place.name for place in places])
    return Shape.undrawn(kind, UndrawnReason.NO_OUTLINE, f"no source outlines {names}")
