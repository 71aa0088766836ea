"""What a person can decide about words of a report, and how far it reaches."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from geocache import Place, PlaceOrigin
from geocache.gazetteer.names.normalise import normal_form

from ..model import Document

LEAVE = "leave"
"""What is kept of words that a wide decision does not reach; besides what is in `Act`."""


class Act(StrEnum):
    """What is decided."""

    CONFIRM = "confirm"
    """The machine is right."""
    PLACE = "place"
    """Another place of the gazetteer is meant."""
    DRAW = "draw"
    """A place is meant that the reviewer draws."""
    UNKNOWN = "unknown"
    """A place is meant that no source knows."""
    REJECT = "reject"
    """The words name no place."""
    ROLE = "role"
    """The words say where something is, or who is meant."""
    SPAN = "span"
    """Other words are the name."""
    ADD = "add"
    """The words name a place, which the machine did not see."""
    THEME = "theme"
    """A passage has a theme, or has it not."""
    DATE = "date"
    """Words, a passage or a report mean another day."""


class Reach(StrEnum):
    """How far a decision holds."""

    MENTION = "mention"
    """These words here."""
    DOCUMENT = "document"
    """This name in this report; of a date, the report's own."""
    SOURCE = "source"
    """This name in all reports of the report's source, those to come too."""
    EVERYWHERE = "everywhere"
    """This name in all reports, those to come too."""


@dataclass(frozen=True, slots=True)
class Target:
    """Words of a report that something is decided about."""

    document: str
    """Hash of the report."""
    start: int
    end: int
    """Half-open, in code points: of a mention; for ADD the words that were selected; for THEME a
    passage; for DATE words of a date, a whole passage, or any words for the report's own date."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a person decides; fields that an act does not need stay empty."""

    act: Act
    place_id: str = ""
    """PLACE, ADD: id in the gazetteer."""
    name: str = ""
    """DRAW, ADD: what the reviewer calls the place; the words themselves when empty."""
    geometry: dict[str, Any] | None = None
    """DRAW, ADD: GeoJSON Point, LineString or Polygon, (lon, lat) in WGS84 degrees."""
    role: str = ""
    """ROLE, ADD: ``literal`` or ``associative``; ADD means ``literal`` when empty."""
    start: int | None = None
    end: int | None = None
    """SPAN: the words that are the name."""
    theme: str = ""
    """THEME: id of a theme."""
    holds: bool = True
    """THEME: whether the passage has it."""
    date: str = ""
    """DATE: ISO day, month or year; empty when the words mean none."""


@dataclass(frozen=True, slots=True)
class Ruling:
    """A decision that holds."""

    uid: str
    document: str
    """Hash of the report that it was taken about."""
    start: int
    end: int
    act: str
    """Of `Act`, or LEAVE."""
    reach: Reach
    by: str = ""
    after: dict[str, Any] = field(default_factory=dict)
    """What was decided: ``words`` and ``source`` of the report always; ``place`` (facts, or None),
    ``geometry``, ``role``, ``start`` and ``end``, ``theme`` and ``holds``, ``date`` as the act
    needs them; ``seen``, whether the machine takes the words for a name by itself; ``of`` of
    LEAVE."""
    engine: int | None = None
    """Which engine of the workspace had read the report."""

    @property
    def name(self) -> str:
        """Normal form of the words."""
        return normal_form(self.after["words"])

    @property
    def place(self) -> Place | None:
        """Place that is meant; None for one that no source knows, and for no place."""
        facts = self.after.get("place")
        return Place(**facts, origin=PlaceOrigin.of_id(facts["id"])) if facts else None

    @property
    def decides_place(self) -> bool:
        """Whether it says which place is meant, or that none is."""
        if self.act == Act.ADD:
            return bool(self.after.get("place"))
        return self.act in {Act.CONFIRM, Act.PLACE, Act.DRAW, Act.UNKNOWN, Act.REJECT}

    def is_about(self, document: Document) -> bool:
        """Whether it may say something of a report."""
        if self.reach is Reach.EVERYWHERE:
            return True
        if self.reach is Reach.SOURCE:
            return bool(self.after["source"] == document.source)
        return self.document == document.id
