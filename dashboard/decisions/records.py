"""What the desk tells of decisions: what they would move, what they did, what was decided."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PlaceFacts:
    """A place as a decision knows it."""

    id: str
    name: str
    country: str
    """ISO 3166-1 alpha-2; empty when not known."""
    kind: str
    """What it is, in plain words, as in "town" or "drawn area"."""
    lon: float
    lat: float


@dataclass(frozen=True, slots=True)
class Move:
    """One mention that a decision would reach."""

    document: str
    title: str
    passage: int
    """Number of the passage, from 0."""
    start: int
    end: int
    words: str
    context: str
    """The words around it, in one line."""
    before: PlaceFacts | None
    """None where it means no place, or one that no source knows."""
    after: PlaceFacts | None
    changes: bool
    """Whether it would mean something else than now."""


@dataclass(frozen=True, slots=True)
class Preview:
    """What a decision would reach."""

    mentions: int
    """That would mean something else."""
    reports: int
    """That have such a mention."""
    moves: tuple[Move, ...]
    """Every mention that it reaches, in text order, report by report."""


@dataclass(frozen=True, slots=True)
class Done:
    """What a decision did."""

    batch: str
    """Names the decisions that were taken together."""
    revision: int
    """Of the workspace, from which on readers see it."""
    mentions: int
    """That mean something else now."""
    reports: int
    """That were read again."""
    notes: tuple[str, ...]
    """What a person should know of it, a sentence each."""


@dataclass(frozen=True, slots=True)
class Entry:
    """Decisions that were taken together, in the history."""

    batch: str
    at: str
    """UTC, ISO 8601."""
    who: str
    """Empty when not known."""
    act: str
    """As in `Act`; ``undo`` of what takes decisions back."""
    reach: str
    words: str
    """That the decision is about; of several decisions the first."""
    document: str
    title: str
    """Of the report; empty when it is not in the workspace."""
    mentions: int
    """Decided about; of a wide decision those that it moved."""
    before: PlaceFacts | None
    after: PlaceFacts | None
    why: str
    undone: bool
    notes: tuple[str, ...] = ()
    """Decisions of the batch that did not move to a newer version of their report."""
    theme: str = ""
    """Id that a passage was decided to have or not; empty of what is about no theme."""
    holds: bool = True
    """Whether it has the theme."""
    date: str = ""
    """As in `Verdict`; empty of what is about no date, and of words that are none."""


@dataclass(frozen=True, slots=True)
class Standing:
    """A decision that holds for words of a report."""

    uid: str
    batch: str
    at: str
    who: str
    act: str
    reach: str
    start: int
    end: int
    """Of the words that were decided about, in this report; 0 of what does not hold in it."""
    words: str
    after: PlaceFacts | None
    role: str
    theme: str
    holds: bool
    date: str
    why: str
    machine: PlaceFacts | None
    """What the machine alone took the words for."""
    machine_outcome: str
    """As `Outcome` has it; empty where the machine did not see a place."""
    machine_confidence: float | None
    """The machine's own score; None where it did not see a place."""
    note: str = ""
    """Why it does not hold in this version of the report; empty when it does."""
