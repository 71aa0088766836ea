"""The records that flow through the engine, each produced by one stage for the next."""

from collections.abc import Callable
from dataclasses import dataclass, field, fields
from enum import StrEnum
from typing import TYPE_CHECKING, Any, ClassVar, Protocol, final

from .open_records import open_twin
from .worded import Evidence, MadeLater, WithGrounds

Geometry = dict[str, Any]
"""A GeoJSON geometry object; positions are (lon, lat) in WGS84 degrees."""


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


NO_SOURCE_KNOWS = "no source knows '"
"""How the note of a place begins that stands in for what the text names."""


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

    @property
    def stands_in(self) -> bool:
        """Whether it is only named beside words that no source knows."""
        return self.note.startswith(NO_SOURCE_KNOWS)


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


class _WithEvidence(MadeLater):
    """Record whose evidence is put into words when it is first read."""

    __slots__ = ("why",)
    _LATER: ClassVar[dict[str, str]] = {"evidence": "_evidence"}
    why: Callable[[], tuple[Evidence, ...]]
    """Only records that were weighed have it."""

    def _evidence(self) -> tuple[Evidence, ...]:
        return self.why()


@final
@dataclass(frozen=True, slots=True)
class Candidate(_WithEvidence):
    """A place that could be meant, with everything said for and against it."""

    place: Place
    kind: NameKind
    """What the words are to the place."""
    score: float
    """Sum of the evidence scores; comparable within one mention only."""
    evidence: tuple[Evidence, ...]

    @staticmethod
    def weighed(
        place: Place, kind: NameKind, score: float, why: Callable[[], tuple[Evidence, ...]]
    ) -> "Candidate":
        """Candidate whose evidence is what ``why`` returns, called when it is first read."""
        candidate = _OpenCandidate()
        candidate.place, candidate.kind, candidate.score = place, kind, score
        candidate.why = why
        candidate.__class__ = Candidate
        made: Candidate = candidate
        return made


_OpenCandidate = open_twin(Candidate)


class Ranked(Protocol):
    """Where a resolution's candidates and evidence come from when they are read."""

    def candidates(self) -> tuple[Candidate, ...]:
        """Candidates, best first."""
        ...

    def evidence(self, outcome: Outcome) -> tuple[Evidence, ...]:
        """What spoke for the conclusion."""
        ...


class _WithRanking(MadeLater):
    """Record whose candidates are listed, and weighed in words, when they are first read."""

    __slots__ = ("ranking",)
    _LATER: ClassVar[dict[str, str]] = {"candidates": "_candidates", "evidence": "_evidence"}
    ranking: Ranked
    outcome: Outcome
    """Only records that were concluded have it."""

    def _candidates(self) -> tuple[Candidate, ...]:
        return self.ranking.candidates()

    def _evidence(self) -> tuple[Evidence, ...]:
        return self.ranking.evidence(self.outcome)


@final
@dataclass(frozen=True, slots=True)
class Resolution(_WithRanking):
    """The one conclusion about a mention."""

    outcome: Outcome
    place: Place | None
    """The chosen place; for AMBIGUOUS the better of the close ones; None for NIL."""
    confidence: float
    """Probability that ``place`` is right, 0..1 (for NIL: that no candidate is)."""
    candidates: tuple[Candidate, ...] = field(default_factory=tuple)
    """Ranked, best first."""
    evidence: tuple[Evidence, ...] = field(default_factory=tuple)
    """What spoke for the conclusion."""

    @staticmethod
    def concluded(
        outcome: Outcome, place: Place | None, confidence: float, ranking: Ranked
    ) -> "Resolution":
        """Resolution whose candidates and evidence come from a ranking when they are read."""
        resolution = _OpenResolution()
        resolution.outcome, resolution.place = outcome, place
        resolution.confidence, resolution.ranking = confidence, ranking
        resolution.__class__ = Resolution
        made: Resolution = resolution
        return made


_OpenResolution = open_twin(Resolution)


@dataclass(frozen=True)
class Footprint:
    """The geometry that an expression describes.

    Places, their parts and zones are drawn when a field other than the position is first read.
    Whole countries and subdivisions of which there is an outline are drawn when ``geometry`` is.
    """

    kind: FootprintKind
    geometry: Geometry | None
    """None when the anchor is NIL."""
    exact: bool
    """Whether the words and the sources fix the shape."""
    note: str
    """In plain words, what was drawn and what is approximate about it."""
    start: int
    """First code point of the whole expression."""
    end: int
    """One past its last code point."""
    mentions: tuple[int, ...] = ()
    """Indices, in the document, of the mentions the expression is made of."""
    uncertainty_km: float | None = field(default_factory=lambda: None)
    """How far off the drawn shape may be; None when no figure can be given."""
    outline: str = field(default_factory=str)
    """Id, in the gazetteer, of the outline that the whole geometry is; empty when it is none."""

    @classmethod
    def drawn_later(
        cls, start: int, end: int, mentions: tuple[int, ...], draw: Callable[[], "Footprint"]
    ) -> "Footprint":
        """Footprint at a position, whose other fields are those of what ``draw`` returns."""
        footprint = object.__new__(cls)
        footprint.__dict__.update(start=start, end=end, mentions=mentions, _draw=draw)
        return footprint

    def drawn_by(self, draw: Callable[[], Geometry]) -> "Footprint":
        """Return the footprint with the geometry that ``draw`` returns, called when it is read."""
        footprint = object.__new__(type(self))
        known = {f.name: getattr(self, f.name) for f in fields(self) if f.name != "geometry"}
        footprint.__dict__.update(known, _draw_geometry=draw)
        return footprint

    if not TYPE_CHECKING:  # it would hide misspelt attributes from type checkers

        def __getattr__(self, name: str) -> Any:
            known = self.__dict__
            if name not in self.__dataclass_fields__ or not known.keys() & _DRAWING:
                raise AttributeError(f"a footprint has no {name!r}")
            if "kind" not in known:
                known.update(self._draw().__dict__)
            if name not in known:
                known[name] = self._draw_geometry()
            return known[name]

    def __hash__(self) -> int:
        """Of where it stands: a geometry has none."""
        return hash((self.start, self.end, self.mentions))

    def __reduce__(self) -> tuple[Any, ...]:
        """Copied and sent to other processes without the gazetteer it is drawn from.

        An outline that nobody has read is drawn there, if anybody reads it; the rest is drawn now.
        """
        if not self.outline or "geometry" in self.__dict__:
            return Footprint, tuple(getattr(self, f.name) for f in fields(self))
        known = {f.name: getattr(self, f.name) for f in fields(self) if f.name != "geometry"}
        return _drawn_by, (known, self.__dict__["_draw_geometry"])


def _drawn_by(known: dict[str, Any], draw: Callable[[], Geometry]) -> Footprint:
    return Footprint(geometry=None, **known).drawn_by(draw)


_DRAWING = frozenset({"_draw", "_draw_geometry"})
"""How a footprint is drawn that is not drawn yet."""


@final
@dataclass(frozen=True, slots=True)
class Mention(WithGrounds):
    """One occurrence of a toponym, growing as the stages complete it."""

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
    reasons: tuple[Evidence, ...] = ()
    """Why recognition and role came out as they did."""
    resolution: Resolution | None = None
    """Set by resolution; never None in a parsed text."""
    footprint: Footprint | None = None
    """Set by the footprint stage; shared by all mentions of one expression."""
    role_probability: float = 1.0
    """That ``role`` is right, 0.5..1."""

    @staticmethod
    def judged(
        start: int,
        end: int,
        text: str,
        role: Role,
        probability: float,
        role_probability: float,
        why: Callable[[], tuple[Evidence, ...]],
    ) -> "Mention":
        """Name whose reasons are what ``why`` returns, which is called when they are first read."""
        mention = _OpenMention()
        mention.start, mention.end, mention.text = start, end, text
        mention.kind, mention.role = MentionKind.NAME, role
        mention.probability, mention.role_probability = probability, role_probability
        mention.resolution = mention.footprint = None
        mention.why = why
        mention.__class__ = Mention
        made: Mention = mention
        return made

    def completed(
        self, *, resolution: Resolution | None = None, footprint: Footprint | None = None
    ) -> "Mention":
        """Return the mention with what another stage found."""
        mention, read = _OpenMention(), object.__getattribute__
        mention.start, mention.end, mention.text = self.start, self.end, self.text
        mention.kind, mention.role = self.kind, self.role
        mention.probability, mention.role_probability = self.probability, self.role_probability
        mention.resolution = self.resolution if resolution is None else resolution
        mention.footprint = self.footprint if footprint is None else footprint
        try:
            mention.why = read(self, "why")
        except AttributeError:
            mention.reasons = read(self, "reasons")
        mention.__class__ = Mention
        made: Mention = mention
        return made


_OpenMention = open_twin(Mention)


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
        seen = {id(m.footprint): m.footprint for m in self.mentions if m.footprint}
        return tuple(sorted(seen.values(), key=lambda f: (f.start, f.end)))
