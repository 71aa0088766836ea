"""The records that flow through the engine, each produced by one stage for the next."""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Any, NotRequired, Protocol, TypedDict, final

from .coordinates import Position
from .scripts import UnreadScript, unread_scripts


class Geometry(TypedDict):
    """A GeoJSON geometry object; positions are (lon, lat) in WGS84 degrees."""

    type: str
    """As in RFC 7946."""
    coordinates: Any
    """Positions, as deep as the type says; a GeometryCollection has none."""
    geometries: NotRequired[list["Geometry"]]
    """Of a GeometryCollection only."""


class MentionKind(StrEnum):
    """How the text points at a place."""

    NAME = "name"
    COORDINATE = "coordinate"


class Role(StrEnum):
    """Whether a mention says where something is, or who is meant."""

    LITERAL = "literal"
    ASSOCIATIVE = "associative"


class NameKind(StrEnum):
    """What a gazetteer name is to its place."""

    PREFERRED = "preferred"
    ALTERNATE = "alternate"
    ABBREVIATION = "abbreviation"
    DEMONYM = "demonym"
    CODE = "code"
    """Of IATA, ICAO, ISO or a post office; looked up apart from names."""


class PlaceOrigin(StrEnum):
    """Whose entry a place is: which list of places gives it its id.

    Single facts may come from elsewhere; `Place.source` says from where.
    """

    GEONAMES = "geonames"
    """GeoNames, by way of whatever package or file."""
    AIRPORTS = "icao"
    """The list of airports that have an ICAO code, and no entry in GeoNames."""
    CURATED = "sitmap"
    """The reviewed files of this project."""
    USER = "user"
    """A user's own places, and those that a reviewer draws."""
    TEXT = "point"
    """The text itself, which gives coordinates."""

    @classmethod
    def of_id(cls, place_id: str) -> "PlaceOrigin":
        """Origin of a place that was kept without it, by the list that its id begins with."""
        prefix = place_id.partition(":")[0]
        return cls(prefix) if prefix in _ORIGINS_IN_IDS else cls.USER

    @property
    def is_shipped(self) -> bool:
        """Whether the place is of the gazetteer, and neither a user's nor the text's."""
        return self in _SHIPPED


_SHIPPED = frozenset({PlaceOrigin.GEONAMES, PlaceOrigin.AIRPORTS, PlaceOrigin.CURATED})
_ORIGINS_IN_IDS = frozenset({*_SHIPPED, PlaceOrigin.TEXT})


class Outcome(StrEnum):
    """What resolution concluded; never absent."""

    RESOLVED = "RESOLVED"
    AMBIGUOUS = "AMBIGUOUS"
    NIL = "NIL"
    NOT_A_PLACE = "NOT_A_PLACE"


class FootprintKind(StrEnum):
    """The shapes that words describe."""

    POINT = "point"
    AREA = "area"
    ZONE = "zone"
    ROUTE = "route"
    BORDER = "border"
    PART = "part"
    OFFSET = "offset"
    BETWEEN = "between"
    BUFFER = "buffer"


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A span of text."""

    start: int
    """First code point."""
    end: int
    """One past the last code point."""


class Aspect(StrEnum):
    """What a piece of evidence speaks about."""

    NAME = "name"
    """Whether the words name a place."""
    ROLE = "role"
    """Whether that place is where something is, or who is meant."""
    PLACE = "place"
    """Which place they name."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """One scored, worded reason for or against a conclusion."""

    name: str
    """Id of the feature that gave it."""
    score: float
    """Weighted contribution; higher speaks for the conclusion."""
    detail: str
    """What was compared, in words."""
    aspect: Aspect
    """What it speaks about."""


class Explainer:
    """Gives the evidence of a record when somebody reads it; most evidence is never read.

    Copied, and sent to other processes, it is what it says, without what it says that by.
    """

    __slots__ = ()

    def evidence(self) -> tuple[Evidence, ...]:
        """Return what spoke for and against the record."""
        raise NotImplementedError

    def __reduce__(self) -> tuple[Any, ...]:
        return StatedEvidence, (self.evidence(),)


@dataclass(frozen=True, slots=True)
class StatedEvidence(Explainer):
    """Evidence that is in words already."""

    stated: tuple[Evidence, ...] = ()

    def evidence(self) -> tuple[Evidence, ...]:
        """Return it as it was stated."""
        return self.stated


def is_country_feature(feature_code: str) -> bool:
    """Whether a GeoNames code is one of countries and dependent territories, as PCLI or PCLD."""
    return feature_code.startswith("PCL")


_ADMIN_UNITS = frozenset({"ADM1", "ADM2"})
_ISLANDS = frozenset({"ISL", "ISLS"})


@final
@dataclass(frozen=True, slots=True)
class Place:
    """One gazetteer entry."""

    id: str
    """Source and key, as in ``geonames:169389``, ``sitmap:al-tanf`` or ``point:38.617,33.517``."""
    name: str
    """Preferred name; the text's own words for a point given by its coordinates."""
    lon: float
    """Degrees east, WGS84."""
    lat: float
    """Degrees north, WGS84."""
    feature_class: str
    """GeoNames class: A H L P R S T U or V; empty for a point given by its coordinates."""
    feature_code: str
    """GeoNames code, as PPLC or ADM1; empty for a point given by its coordinates."""
    country_code: str = ""
    """ISO 3166-1 alpha-2; empty on the high seas and for regions of several countries."""
    admin1_code: str = ""
    """GeoNames first-order code within the country; empty when not known."""
    admin2_code: str = ""
    """GeoNames second-order code within the first; empty when not known."""
    population: int = 0
    """Inhabitants; 0 when not known."""
    note: str = ""
    """How exact the coordinates are, where they are not the source's own."""
    source: str = ""
    """Where the facts come from."""
    origin: PlaceOrigin = PlaceOrigin.USER
    """Whose entry it is."""

    @property
    def is_country(self) -> bool:
        """Whether it is a country or a dependent territory."""
        return is_country_feature(self.feature_code)

    @property
    def is_continent(self) -> bool:
        """Whether it is a continent."""
        return self.feature_code == "CONT"

    @property
    def is_first_order(self) -> bool:
        """Whether it is a first-order subdivision of a country: a state, province, governorate."""
        return self.feature_code == "ADM1"

    @property
    def is_second_order(self) -> bool:
        """Whether it is a second-order subdivision of a country: a county or district."""
        return self.feature_code == "ADM2"

    @property
    def is_admin_unit(self) -> bool:
        """Whether it is a first- or second-order subdivision of a country."""
        return self.feature_code in _ADMIN_UNITS

    @property
    def is_settlement(self) -> bool:
        """Whether people live there together: a city, town, village or a quarter of one."""
        return self.feature_class == "P"

    @property
    def is_island(self) -> bool:
        """Whether it is an island or a group of islands."""
        return self.feature_code in _ISLANDS


class MatchQuality(StrEnum):
    """How a gazetteer name fits the words that were looked up."""

    EXACT = "exact"
    """The same normal form."""
    RESPELT = "respelt"
    """The same but for abbreviated words, or words such as County."""
    ROMANISED = "romanised"
    """Perhaps the same name in another romanisation."""
    PART = "part"
    """The name is inside the words: "Arizona" in "Arizona State University"."""


@final
@dataclass(frozen=True, slots=True)
class NameMatch:
    """A place that bears a name that was looked up."""

    place: Place
    kind: NameKind
    """What the name is to the place."""
    quality: MatchQuality = MatchQuality.EXACT
    """How the name fits the words."""

    def fitting(self, quality: MatchQuality) -> "NameMatch":
        """Return the match with another quality."""
        return NameMatch(self.place, self.kind, quality)


@final
@dataclass(frozen=True, slots=True)
class Candidate:
    """A place that could be meant, with everything said for and against it."""

    place: Place
    kind: NameKind
    """What the words are to the place."""
    score: float
    """Sum of the scores of the evidence; comparable within one mention only."""
    explainer: Explainer = field(default=StatedEvidence(), repr=False, compare=False)
    """Gives the evidence."""

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        """What speaks for and against it."""
        return self.explainer.evidence()


class ResolutionExplainer(Explainer):
    """Gives the candidates of a resolution, and its evidence, when somebody reads them."""

    __slots__ = ()

    def candidates(self) -> tuple[Candidate, ...]:
        """Return the places that could be meant, best first."""
        raise NotImplementedError

    def __reduce__(self) -> tuple[Any, ...]:
        return StatedResolution, (self.evidence(), self.candidates())


@dataclass(frozen=True, slots=True)
class StatedResolution(ResolutionExplainer):
    """Evidence that is in words already, and the candidates it compares."""

    stated: tuple[Evidence, ...] = ()
    ranked: tuple[Candidate, ...] = ()

    def evidence(self) -> tuple[Evidence, ...]:
        """Return it as it was stated."""
        return self.stated

    def candidates(self) -> tuple[Candidate, ...]:
        """Return them as they were ranked."""
        return self.ranked


@final
@dataclass(frozen=True, slots=True)
class Resolution:
    """The one conclusion about a mention."""

    outcome: Outcome
    place: Place | None
    """The chosen place; for AMBIGUOUS the better of the close ones; None for NIL."""
    confidence: float
    """Probability that ``place`` is right, 0..1 (for NIL: that no candidate is)."""
    stands_in_for: str = ""
    """Words that no source knows, where ``place`` is only named beside them, or has their name
    and is something else: Odesa, of Odesa port; "" otherwise."""
    explainer: ResolutionExplainer = field(default=StatedResolution(), repr=False, compare=False)
    """Gives the candidates and the evidence."""

    @property
    def candidates(self) -> tuple[Candidate, ...]:
        """Ranked, best first."""
        return self.explainer.candidates()

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        """What spoke for the conclusion."""
        return self.explainer.evidence()


class UndrawnReason(StrEnum):
    """Why words that describe a shape are not drawn."""

    UNKNOWN_PLACE = "unknown place"
    """No source knows a place that the shape depends on."""
    NO_OUTLINE = "no outline"
    """No source tells how far a place reaches."""
    NO_SEA = "no sea"
    """A place lies on no sea, or not on the one that is named."""
    NOT_INSIDE = "not inside"
    """What is described lies nowhere in the place that it is put in."""
    NO_BORDER = "no border"
    """Places do not touch."""


class DrawnShape(Protocol):
    """What the words of an expression are drawn as."""

    @property
    def kind(self) -> FootprintKind:
        """Which of the shapes that words describe it is."""
        ...

    @property
    def geometry(self) -> Geometry | None:
        """GeoJSON; None when it can't be drawn."""
        ...

    @property
    def exact(self) -> bool:
        """Whether the words and the sources fix the shape."""
        ...

    @property
    def note(self) -> str:
        """In plain words, what was drawn and what is approximate about it."""
        ...

    @property
    def uncertainty_km(self) -> float | None:
        """How far off it may be; None when no figure can be given."""
        ...

    @property
    def outline(self) -> str:
        """Id of the outline that it is as a whole; empty when it is none."""
        ...

    @property
    def undrawn_because(self) -> UndrawnReason | None:
        """Why there is no geometry; None when there is one."""
        ...


@dataclass(frozen=True, eq=False, repr=False)
class Footprint:
    """The geometry that an expression describes.

    It holds where the words are and how they are drawn; they are drawn when anything else is first
    read. The geometry of an outline is made, or remembered by the gazetteer, whenever it is read.
    Drawing all while a corpus is parsed takes three times as long as parsing it, and most readers
    ask for some.
    """

    start: int
    """First code point of the whole expression."""
    end: int
    """One past its last code point."""
    mentions: tuple[int, ...]
    """Indices, in the document, of the mentions the expression is made of."""
    draw: Callable[[], DrawnShape]
    """Draws the words; called once, when a property is first read."""

    @cached_property
    def shape(self) -> DrawnShape:
        """What is drawn."""
        return self.draw()

    @property
    def kind(self) -> FootprintKind:
        """Which of the shapes that words describe it is."""
        return self.shape.kind

    @property
    def geometry(self) -> Geometry | None:
        """GeoJSON, (lon, lat) in degrees; None when it can't be drawn."""
        return self.shape.geometry

    @property
    def undrawn_because(self) -> UndrawnReason | None:
        """Why there is no geometry; None when there is one."""
        return self.shape.undrawn_because

    @property
    def exact(self) -> bool:
        """Whether the words and the sources fix the shape."""
        return self.shape.exact

    @property
    def note(self) -> str:
        """In plain words, what was drawn and what is approximate about it."""
        return self.shape.note

    @property
    def uncertainty_km(self) -> float | None:
        """How far off the drawn shape may be; None when no figure can be given."""
        return self.shape.uncertainty_km

    @property
    def outline(self) -> str:
        """Id, in the gazetteer, of the outline that it is as a whole; empty when it is none."""
        return self.shape.outline

    def __eq__(self, other: object) -> bool:
        """Whether the same is drawn for the same words; both are drawn if they are not yet."""
        if not isinstance(other, Footprint):
            return NotImplemented
        if self is other:
            return True
        return self._facts() == other._facts() and self.geometry == other.geometry

    def _facts(self) -> tuple[object, ...]:
        """All that is read of it but for the geometry."""
        where = self.start, self.end, self.mentions
        shape = self.shape
        drawn = shape.kind, shape.exact, shape.note, shape.uncertainty_km, shape.outline
        return *where, *drawn, shape.undrawn_because

    def __hash__(self) -> int:
        """Of where it stands: a geometry has none."""
        return hash((self.start, self.end, self.mentions))

    def __repr__(self) -> str:
        """Without the positions of the geometry."""
        where = f"start={self.start}, end={self.end}, mentions={self.mentions}"
        return f"Footprint({where}, kind={self.kind.value!r}, note={self.note!r})"

    def __reduce__(self) -> tuple[Any, ...]:
        """Copied and sent as what is drawn, without the gazetteer it is drawn from.

        An outline is drawn where it arrives, if anybody reads it there.
        """
        return _footprint_of, (self.start, self.end, self.mentions, self.shape)


def _footprint_of(start: int, end: int, mentions: tuple[int, ...], shape: DrawnShape) -> Footprint:
    return Footprint(start, end, mentions, lambda: shape)


@dataclass(frozen=True, slots=True)
class RecognizedMention:
    """One occurrence of a toponym, before it is decided which place is meant."""

    start: int
    """First code point in the document's text."""
    end: int
    """One past its last code point."""
    text: str
    """The words: ``document_text[start:end]``."""
    kind: MentionKind
    role: Role
    probability: float
    """That these words name a place, 0..1."""
    role_probability: float = 1.0
    """That ``role`` is right, 0.5..1."""
    position: Position | None = None
    """What coordinates say; None for names."""
    is_marked: bool = False
    """Whether a person or the caller marked these words, and so left out those beside them."""
    explainer: Explainer = field(default=StatedEvidence(), repr=False, compare=False)
    """Gives the reasons."""

    @property
    def reasons(self) -> tuple[Evidence, ...]:
        """Why recognition and role came out as they did."""
        return self.explainer.evidence()


@dataclass(frozen=True, slots=True)
class RecognizedText:
    """A text and the mentions that were found in it or marked by the caller."""

    text: str
    title: str
    source: str
    """The outlet's domain; empty when not known."""
    published: str | None
    """ISO date of publication; None when not known."""
    mentions: tuple[RecognizedMention, ...]
    """In text order, none overlapping another."""


@final
@dataclass(frozen=True, slots=True)
class Mention(RecognizedMention):
    """One occurrence of a toponym, with the place that is meant and the shape on the map."""

    resolution: Resolution = field(kw_only=True)
    footprint: Footprint = field(kw_only=True)
    """Shared by all mentions of one expression."""


@dataclass(frozen=True, slots=True)
class ParsedText:
    """What the engine made of one text."""

    text: str
    title: str
    source: str
    """The outlet's domain; empty when not known."""
    published: str | None
    """ISO date of publication; None when not known."""
    mentions: tuple[Mention, ...]
    """In text order; exactly one resolution each."""

    @property
    def footprints(self) -> tuple[Footprint, ...]:
        """The distinct footprints, in text order; one for each expression."""
        distinct = {m.footprint.mentions: m.footprint for m in self.mentions if m.footprint}
        return tuple(sorted(distinct.values(), key=lambda f: (f.start, f.end)))

    @property
    def unread_scripts(self) -> tuple[UnreadScript, ...]:
        """Scripts of the text in which no names are looked for, the commonest first."""
        return unread_scripts(self.text)
