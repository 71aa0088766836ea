"""What reviewers have decided: it comes before any evidence."""

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple, Protocol, runtime_checkable

from ..model import Geometry, Mention, Outcome, ParsedText, Place, Role


class Scope(StrEnum):
    """How far a decision reaches; the narrower comes first."""

    MENTION = "this mention"
    DOCUMENT = "this name in this document"
    SOURCE = "this name in reports of this source"
    EVERYWHERE = "this name everywhere"


@dataclass(frozen=True, slots=True)
class Correction:
    """A reviewer's decision."""

    scope: Scope
    outcome: Outcome
    """RESOLVED, NIL or NOT_A_PLACE."""
    place_id: str = ""
    """The place of the gazetteer that is meant; empty unless RESOLVED."""
    by: str = ""
    """Who decided; empty when not known."""
    place: Place | None = None
    """A place of the reviewer's own; with ``place_id`` what was known of that place when it was
    decided, for a gazetteer that does not have it."""

    def __post_init__(self) -> None:
        """Raise ValueError for what can't be decided."""
        has_place = bool(self.place_id) or self.place is not None
        if self.outcome is Outcome.AMBIGUOUS or has_place != (self.outcome is Outcome.RESOLVED):
            raise ValueError(
                f"{self!r}: expected RESOLVED with a place_id or a place, "
                "or NIL or NOT_A_PLACE without"
            )


class Corrections(Protocol):
    """Where decisions are kept."""

    def decision(self, document: ParsedText, mention: Mention, scope: Scope) -> Correction | None:
        """Return what was decided with this scope; None when nothing was."""
        ...


class Spans(NamedTuple):
    """Words that reviewers say are names, or are none, as (start, end)."""

    added: tuple[tuple[int, int], ...] = ()
    """None overlapping another."""
    dropped: frozenset[tuple[int, int]] = frozenset()
    """Of mentions that were found."""


@runtime_checkable
class Revisions(Corrections, Protocol):
    """Decisions that are also about which words are names, what they do, and how places look."""

    def spans(self, document: ParsedText) -> Spans:
        """Return which words are names and which are not, given what was found."""
        ...

    def role(self, document: ParsedText, mention: Mention) -> Role | None:
        """Return which role was decided; None when none was."""
        ...

    def drawn(self, place_id: str) -> Geometry | None:
        """Return what a reviewer drew for a place; None of all others.

        A geometry never changes: what is drawn anew is another place.
        """
        ...


def correction(
    corrections: Corrections | None, document: ParsedText, mention: Mention
) -> Correction | None:
    """Return the decision that holds for a mention, the narrowest first."""
    if corrections is None:
        return None
    found = (corrections.decision(document, mention, scope) for scope in Scope)
    return next((decided for decided in found if decided is not None), None)
