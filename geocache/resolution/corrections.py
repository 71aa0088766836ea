"""What reviewers have decided: it comes before any evidence."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from ..model import Mention, Outcome, ParsedText


class Scope(StrEnum):
    """How far a decision reaches; the narrower comes first."""

    MENTION = "this mention"
    DOCUMENT = "this name in this document"
    EVERYWHERE = "this name everywhere"


@dataclass(frozen=True, slots=True)
class Correction:
    """A reviewer's decision."""

    scope: Scope
    outcome: Outcome
    """RESOLVED, NIL or NOT_A_PLACE."""
    place_id: str = ""
    """The place that is meant; empty unless RESOLVED."""
    by: str = ""
    """Who decided; empty when not known."""

    def __post_init__(self) -> None:
        """Raise ValueError for what can't be decided."""
        if self.outcome is Outcome.AMBIGUOUS or bool(self.place_id) != (
            self.outcome is Outcome.RESOLVED
        ):
            raise ValueError(
                f"{self!r}: expected RESOLVED with a place_id, or NIL or NOT_A_PLACE without"
            )


class Corrections(Protocol):
    """Where decisions are kept."""

    def decision(self, document: ParsedText, mention: Mention, scope: Scope) -> Correction | None:
        """Return what was decided with this scope; None when nothing was."""
        ...


def correction(
    corrections: Corrections | None, document: ParsedText, mention: Mention
) -> Correction | None:
    """Return the decision that holds for a mention, the narrowest first."""
    if corrections is None:
        return None
    found = (corrections.decision(document, mention, scope) for scope in Scope)
    return next((decided for decided in found if decided is not None), None)
