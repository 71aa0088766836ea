"""What is scored: the mentions that a parser, or a model in training, says are there."""

from collections.abc import Iterable
from dataclasses import dataclass

from ..records import Mention, Outcome


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


def predictions(mentions: Iterable[Mention]) -> tuple[Prediction, ...]:
    """Return what a parser's mentions predict, resolved or not, in their order."""
    return tuple(map(_prediction, mentions))


def _prediction(mention: Mention) -> Prediction:
    resolution = mention.resolution
    place = resolution.place if resolution else None
    if place is None or (resolution and resolution.outcome is Outcome.NOT_A_PLACE):
        return Prediction(mention.start, mention.end, mention.role)
    point, confidence = (place.lon, place.lat), resolution.confidence if resolution else None
    return Prediction(mention.start, mention.end, mention.role, place.id, point, confidence)
