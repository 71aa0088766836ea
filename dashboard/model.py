"""The records of the application."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from geocache import Footprint, ParsedText, Role

_WHOLE = "0000-01-01"
_YEAR_DIGITS = 4


class Precision(StrEnum):
    """How closely a date is known; of a range, how closely its ends are."""

    DAY = "day"
    WEEK = "week"
    PART = "part"
    """An early, middle or late part of a month or of something longer."""
    MONTH = "month"
    QUARTER = "quarter"
    SEASON = "season"
    HALF = "half"
    YEAR = "year"
    DECADE = "decade"
    CENTURY = "century"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class When:
    """A date as far as it is known."""

    value: str
    """ISO date, or its first part: ``2020-03-05``, ``2020-03``, ``2020``; of any other interval its
    first and last day, ``2020-03-05/2020-03-15``; empty when unknown."""
    precision: Precision
    note: str = ""
    """How it was inferred, or why it is unknown; empty when it is stated in full."""

    @classmethod
    def between(cls, first: date, last: date, precision: Precision, note: str = "") -> "When":
        """Return an interval in the shortest form that says it."""
        value = first.isoformat()
        if precision is Precision.MONTH and (first, last) == _days(value[:7]):
            value = value[:7]
        elif precision is Precision.YEAR and (first, last) == _days(value[:4]):
            value = value[:4]
        elif first != last:
            value = f"{value}/{last.isoformat()}"
        return cls(value, precision, note)

    @property
    def inferred(self) -> bool:
        """Whether somebody or something concluded it."""
        return bool(self.note) and self.precision is not Precision.UNKNOWN

    @property
    def interval(self) -> tuple[date, date] | None:
        """First and last day of the date; None when it is unknown."""
        if self.precision is Precision.UNKNOWN:
            return None
        return _days(self.value)


def _days(value: str) -> tuple[date, date]:
    """First and last day of an ISO date, its first part, or two of them with a slash."""
    begin, slash, end = value.partition("/")
    first = date.fromisoformat(begin + _WHOLE[len(begin) :])
    if slash:
        return first, _days(end)[1]
    if len(begin) == len(_WHOLE):
        return first, first
    if len(begin) > _YEAR_DIGITS:
        return first, first.replace(day=monthrange(first.year, first.month)[1])
    return first, first.replace(month=12, day=31)


UNDATED = When("", Precision.UNKNOWN, "the document gives no date")


@dataclass(frozen=True, slots=True)
class Document:
    """A report."""

    id: str
    """Hash of title and text, so the same report is the same document."""
    title: str
    text: str
    """What offsets count in; line ends are ``\\n``."""
    origin: str
    """The file it came from."""
    language: str
    """ISO 639-1; empty when not known."""
    date: When
    note: str = ""
    """What a reader should know of how it was read, such as a guessed encoding."""
    source: str = ""
    """The outlet; empty when not known."""
    url: str = ""
    """Where it was published; empty when not known."""
    author: str = ""
    """Who wrote it; empty when not known."""


@dataclass(frozen=True, slots=True)
class OwnKnowledge:
    """What a user gave to read reports with: places and themes, as the files were."""

    packs: tuple[tuple[str, bytes], ...] = ()
    """Names and contents of files of places, in the order in which they are laid over the
    gazetteer."""
    themes: str = ""
    """Content of a file of themes; empty where those of this project hold."""


@dataclass(frozen=True, slots=True)
class Problem:
    """An input that could not be used, and why."""

    origin: str
    reason: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that a check looked at."""

    ok: bool
    title: str
    hint: str = ""
    """What to do, or what could be done; empty when there is nothing."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph."""

    number: int
    """From 0, in text order."""
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Cue:
    """Words that support something, with their place in the document."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class ThemeHit:
    """A theme that a passage supports or touches."""

    passage: int
    theme: str
    """Id in ``data/themes/taxonomy.yaml``, or in a workspace's own file."""
    score: float
    """Probability that the theme is core, 0 to 1."""
    cues: tuple[Cue, ...]
    core: bool = True
    """Whether the passage supports it; else it is only touched."""


class Harm(StrEnum):
    """What happened to people."""

    DEAD = "dead"
    INJURED = "injured"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Casualty:
    """Words that count people who were harmed."""

    passage: int
    kind: Harm
    number: int | None
    """None where words give none, or only a vague one, as "dozens"."""
    at_least: bool
    """Whether there may be more."""
    start: int
    end: int
    """Half-open, in code points of the document."""
    text: str


@dataclass(frozen=True, slots=True)
class DateMention:
    """An expression of time in a passage."""

    passage: int
    start: int
    end: int
    text: str
    when: When
    relation: str = ""
    """How the words relate to it: since, until, by, before or after; empty where they are on it."""
    history: bool = False
    """Whether it is background, and no news of the report."""
    other: str = ""
    """The value of the other date that the words could mean; empty where they can mean but one."""


class Dated(StrEnum):
    """What dates an observation or a passage."""

    WORDS = "words"
    """Words of the passage."""
    REPORT = "report"
    """The report's own date, for want of words."""
    UNDATED = ""
    """Nothing."""


@dataclass(frozen=True, slots=True)
class PlacedFootprint:
    """A footprint and where in its document it stands."""

    footprint: Footprint
    passage: int
    """Number of the passage that it begins in."""
    role: Role
    """Literal when any of its mentions is, or when its kind is always on the ground."""
    mark: str = ""
    """Hash of the mark that an earlier reading drew of the very same; empty to draw it."""


@dataclass(frozen=True, slots=True)
class Observation:
    """That a passage speaks of a place at a time; its themes are those of the passage."""

    passage: int
    footprint: int
    """Index into the annotated document's footprints."""
    when: When
    dated: Dated
    carried: str = ""
    """How the place came into the passage when it is not named there; empty when it is."""
    history: bool = False
    """Whether its date is background, and no news of the report."""
    taken_over: bool = False
    """Whether its date is that of the sentence before, which it goes on from."""


@dataclass(frozen=True, slots=True)
class AnnotatedDocument:
    """A document with everything that was read from it."""

    document: Document
    parsed: ParsedText
    placed: tuple[PlacedFootprint, ...]
    """In text order."""
    passages: tuple[Passage, ...]
    themes: tuple[ThemeHit, ...]
    dates: tuple[DateMention, ...]
    observations: tuple[Observation, ...]
    own_date: When | None = None
    """The date that the document gives itself, where people decided for another."""
    reviews: tuple[str, ...] = ()
    """What was decided of each mention: open, confirmed, corrected or rejected; empty for all
    open."""

    casualties: tuple[Casualty, ...] = ()
    """Dead, injured and missing people that it counts, in text order."""

    @property
    def footprints(self) -> tuple[Footprint, ...]:
        """The footprints alone, in text order."""
        return tuple(placed.footprint for placed in self.placed)
