"""The records that flow through the engine, each produced by one stage for the next."""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Any, ClassVar, Protocol, final

from .open_records import maker, open_twin
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
    """A stretch of text."""

    start: int
    """First code point."""
    end: int
    """One past the last code point."""


NO_SOURCE_KNOWS = "no source knows '"
"""How the note of a place begins that stands in for what the text names."""


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
        return name_match(self.place, self.kind, quality)


make_place, name_match = maker(Place), maker(NameMatch)
"""The records from all of their fields, in their order, in a fourth of the time."""


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
        distinct = {m.footprint.mentions: m.footprint for m in self.mentions if m.footprint}
        return tuple(sorted(distinct.values(), key=lambda f: (f.start, f.end)))
