"""The records of the application."""

from dataclasses import dataclass
from enum import StrEnum

from geocache.model import Footprint, ParsedText


class Precision(StrEnum):
    """How closely a date is known."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class When:
    """A date as far as it is known."""

    value: str
    """ISO date, or its first part: ``2020-03-05``, ``2020-03``, ``2020``; empty when unknown."""
    precision: Precision
    note: str = ""
    """How it was inferred, or why it is unknown; empty when it is stated in full."""

    @property
    def inferred(self) -> bool:
        """Whether somebody or something concluded it."""
        return bool(self.note) and self.precision is not Precision.UNKNOWN


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


@dataclass(frozen=True, slots=True)
class Problem:
    """An input that could not be used, and why."""

    origin: str
    reason: str


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
    """A theme that a passage supports."""

    passage: int
    theme: str
    """Id in ``themes.yaml``."""
    score: float
    """Sum of the weights of the distinct cues."""
    cues: tuple[Cue, ...]


@dataclass(frozen=True, slots=True)
class DateMention:
    """An expression of time in a passage."""

    passage: int
    start: int
    end: int
    text: str
    when: When


@dataclass(frozen=True, slots=True)
class Observation:
    """That a passage speaks of a place under a theme at a time."""

    passage: int
    footprint: int
    """Index into the annotated document's footprints."""
    theme: str
    """Empty when the passage supports no theme."""
    when: When
    carried: str = ""
    """How the place came into the passage when it is not named there; empty when it is."""


@dataclass(frozen=True, slots=True)
class AnnotatedDocument:
    """A document with everything that was read from it."""

    document: Document
    parsed: ParsedText
    footprints: tuple[Footprint, ...]
    passages: tuple[Passage, ...]
    themes: tuple[ThemeHit, ...]
    dates: tuple[DateMention, ...]
    observations: tuple[Observation, ...]
