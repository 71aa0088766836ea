"""What is scored: the mentions that a parser, or a model in training, says are there."""

from collections.abc import Iterable
from dataclasses import dataclass

from ..records import Mention, Outcome, RecognizedMention


@dataclass(frozen=True, slots=True)
class Prediction:
    """One mention as predicted; only the span is needed to score recognition."""

    start: int
    """First code point in the document's text."""
    end: int
    """One past the last code point."""
    role: str = ""
    """``literal`` or ``associative``; empty when none is predicted."""
    place_id: str = ""
    """As in ``geonames:169389``; empty when no place is chosen."""
    point: tuple[float, float] | None = None
    """(lon, lat) of the place, WGS84 degrees; None when no place is chosen."""
    confidence: float | None = None
    """Probability that the place is right; None when no place is chosen."""

    @property
    def span(self) -> tuple[int, int]:
        """(start, end), half-open."""
        return self.start, self.end


def predictions(mentions: Iterable[RecognizedMention]) -> tuple[Prediction, ...]:
    """Return what a parser's mentions predict, resolved or not, in their order."""
    return tuple(map(_prediction, mentions))


def _prediction(mention: RecognizedMention) -> Prediction:
    span, role = (mention.start, mention.end), mention.role
    resolution = mention.resolution if isinstance(mention, Mention) else None
    if resolution and resolution.place and resolution.outcome is not Outcome.NOT_A_PLACE:
        place = resolution.place
        return Prediction(*span, role, place.id, (place.lon, place.lat), resolution.confidence)
    return Prediction(*span, role)
