"""The records that flow through the engine, each produced by one stage for the next."""

from collections.abc import Callable
from dataclasses import dataclass, field, fields
from enum import StrEnum
from typing import TYPE_CHECKING, Any, ClassVar, Protocol

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


@dataclass(frozen=True, slots=True)
class NameMatch:
    """A place that bears a name that was looked up."""

    place: Place
    kind: NameKind
    """What the name is to the place."""
    quality: MatchQuality = MatchQuality.EXACT
    """How the name fits the words."""


class _WithEvidence(MadeLater):
    """Record whose evidence is put into words when it is first read."""

    __slots__ = ("why",)
    _LATER: ClassVar[dict[str, str]] = {"evidence": "_evidence"}
    why: Callable[[], tuple[Evidence, ...]]
    """Only records that were weighed have it."""

    def _evidence(self) -> tuple[Evidence, ...]:
        return self.why()


@dataclass(frozen=True, slots=True)
class Candidate(_WithEvidence):
    """A place that could be meant, with everything said for and against it."""

    place: Place
    kind: NameKind
    """What the words are to the place."""
    score: float
    """Sum of the evidence scores; comparable within one mention only."""
    evidence: tuple[Evidence, ...]

    @classmethod
    def weighed(
        cls, place: Place, kind: NameKind, score: float, why: Callable[[], tuple[Evidence, ...]]
    ) -> "Candidate":
        """Candidate whose evidence is what ``why`` returns, called when it is first read."""
        candidate = object.__new__(cls)
        assign = object.__setattr__
        assign(candidate, "place", place)
        assign(candidate, "kind", kind)
        assign(candidate, "score", score)
        assign(candidate, "why", why)
        return candidate


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

    @classmethod
    def concluded(
        cls, outcome: Outcome, place: Place | None, confidence: float, ranking: Ranked
    ) -> "Resolution":
        """Resolution whose candidates and evidence come from a ranking when they are read."""
        resolution = object.__new__(cls)
        assign = object.__setattr__
        assign(resolution, "outcome", outcome)
        assign(resolution, "place", place)
        assign(resolution, "confidence", confidence)
        assign(resolution, "ranking", ranking)
        return resolution


@dataclass(frozen=True)
class Footprint:
    """The geometry that an expression describes.

    Places, their parts and zones are drawn when a field other than the position is first read: for
    a large country that takes up to a second, once in a process.
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

    @classmethod
    def drawn_later(
        cls, start: int, end: int, mentions: tuple[int, ...], draw: Callable[[], "Footprint"]
    ) -> "Footprint":
        """Footprint at a position, whose other fields are those of what ``draw`` returns."""
        footprint = object.__new__(cls)
        footprint.__dict__.update(start=start, end=end, mentions=mentions, _draw=draw)
        return footprint

    if not TYPE_CHECKING:  # it would hide misspelt attributes from type checkers

        def __getattr__(self, name: str) -> Any:
            if name not in self.__dataclass_fields__ or "_draw" not in self.__dict__:
                raise AttributeError(f"a footprint has no {name!r}")
            drawn = self._draw()
            self.__dict__.update({f.name: getattr(drawn, f.name) for f in fields(self)})
            return self.__dict__[name]

    def __hash__(self) -> int:
        """Of where it stands: a geometry has none."""
        return hash((self.start, self.end, self.mentions))

    def __reduce__(self) -> tuple[Any, ...]:
        """Copied and sent to other processes as drawn, without the gazetteer it is drawn from."""
        return Footprint, tuple(getattr(self, f.name) for f in fields(self))


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

    @classmethod
    def judged(
        cls,
        start: int,
        end: int,
        text: str,
        role: Role,
        probability: float,
        role_probability: float,
        why: Callable[[], tuple[Evidence, ...]],
    ) -> "Mention":
        """Name whose reasons are what ``why`` returns, which is called when they are first read."""
        mention = object.__new__(cls)
        assign = object.__setattr__
        assign(mention, "start", start)
        assign(mention, "end", end)
        assign(mention, "text", text)
        assign(mention, "kind", MentionKind.NAME)
        assign(mention, "role", role)
        assign(mention, "probability", probability)
        assign(mention, "resolution", None)
        assign(mention, "footprint", None)
        assign(mention, "role_probability", role_probability)
        assign(mention, "why", why)
        return mention

    def completed(
        self, *, resolution: Resolution | None = None, footprint: Footprint | None = None
    ) -> "Mention":
        """Return the mention with what another stage found."""
        mention = object.__new__(type(self))
        assign, read = object.__setattr__, object.__getattribute__
        for carried, carry in _CARRIED:
            carry(mention, carried(self))
        if resolution is not None:
            assign(mention, "resolution", resolution)
        if footprint is not None:
            assign(mention, "footprint", footprint)
        try:
            assign(mention, "why", read(self, "why"))
        except AttributeError:
            assign(mention, "reasons", read(self, "reasons"))
        return mention


_CARRIED = tuple(
    (slot.__get__, slot.__set__)
    for slot in (getattr(Mention, f.name) for f in fields(Mention) if f.name != "reasons")
)
"""How the fields of a mention are read, and written into another one."""


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
