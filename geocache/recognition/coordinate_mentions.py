"""Mentions that are coordinates."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace

from ..coordinates import Form, Position, find_coordinates, read_coordinates
from ..records import Aspect, Evidence, MentionKind, RecognizedMention, Role, StatedEvidence

_PROBABILITY = {Form.COMPASS: 0.99, Form.LABELLED: 0.99, Form.GRID: 0.98, Form.PLAIN: 0.9}
"""Judged by hand: what each form could be besides coordinates."""
MARKED = Evidence("given", 1.0, "the caller marked it", Aspect.NAME)
"""Reason of a mention that was not looked for."""


def coordinate_mentions(text: str) -> list[RecognizedMention]:
    """Mentions of the points whose coordinates a text writes out, in text order."""
    return [
        _mention(text, position, _PROBABILITY[position.form], (_reason(position),))
        for position in find_coordinates(text)
    ]


def coordinate_mention(text: str, start: int, end: int) -> RecognizedMention | None:
    """Mention for a span that is coordinates and nothing else; None when it is not."""
    position = read_coordinates(text[start:end])
    if position is None:
        return None
    reasons = (MARKED, _reason(position))
    return _mention(text, replace(position, start=start, end=end), 1.0, reasons)


def with_coordinates(
    text: str, mentions: Sequence[RecognizedMention]
) -> tuple[RecognizedMention, ...]:
    """Add the coordinates of a text to its names, in text order; names inside them are dropped."""
    points = coordinate_mentions(text)
    if not points:
        return tuple(mentions)
    starts = [point.start for point in points]

    def is_free(mention: RecognizedMention) -> bool:
        # The last coordinates that begin before the name ends are the only ones it can touch.
        number = bisect_right(starts, mention.end - 1) - 1
        return number < 0 or points[number].end <= mention.start

    names = [mention for mention in mentions if is_free(mention)]
    return tuple(sorted([*names, *points], key=lambda mention: mention.start))


def _mention(
    text: str, position: Position, probability: float, reasons: tuple[Evidence, ...]
) -> RecognizedMention:
    return RecognizedMention(
        position.start,
        position.end,
        text[position.start : position.end],
        MentionKind.COORDINATE,
        Role.LITERAL,
        probability,
        position=position,
        explainer=StatedEvidence(reasons),
    )


def _reason(position: Position) -> Evidence:
    """Say in words what was read."""
    north = f"{abs(position.lat):.5f} {'S' if position.lat < 0 else 'N'}"
    east = f"{abs(position.lon):.5f} {'W' if position.lon < 0 else 'E'}"
    what = f"{position.form}, {position.written}: {north} {east}"
    return Evidence("coordinates", 1.0, what, Aspect.NAME)
