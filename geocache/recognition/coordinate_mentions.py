"""Mentions that are coordinates."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import replace

from ..coordinates import (
    Form,
    Position,
    ShortCode,
    find_coordinates,
    read_coordinates,
    short_codes,
)
from ..coordinates.parallels import find_parallels, read_parallel
from ..records import Aspect, Evidence, MentionKind, RecognizedMention, Role, StatedEvidence

_PROBABILITY = {
    Form.COMPASS: 0.99,
    Form.LABELLED: 0.99,
    Form.TABLE: 0.97,
    Form.MARKUP: 0.99,
    Form.LINK: 0.99,
    Form.GRID: 0.98,
    Form.UTM: 0.97,
    Form.PLUS_CODE: 0.97,
    Form.PLAIN: 0.9,
}
"""Judged by hand: what each form could be besides coordinates."""
_SHORT_CODE = Evidence("coordinates", 1.0, "a short plus code beside a place", Aspect.NAME)
_PARALLEL = Evidence("coordinates", 1.0, "a circle of latitude", Aspect.NAME)
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
        is_parallel = read_parallel(text[start:end]) is not None
        return _parallel_mention(text, start, end) if is_parallel else None
    reasons = (MARKED, _reason(position))
    return _mention(text, replace(position, start=start, end=end), 1.0, reasons)


def with_coordinates(
    text: str, mentions: Sequence[RecognizedMention]
) -> tuple[RecognizedMention, ...]:
    """Add the coordinates of a text to its names, in text order; names inside them are dropped."""
    points = coordinate_mentions(text)
    points += _short_code_mentions(text, mentions, points)
    points += [_parallel_mention(text, found.start, found.end) for found in find_parallels(text)]
    if not points:
        return tuple(mentions)
    points.sort(key=lambda point: point.start)
    starts = [point.start for point in points]

    def is_free(mention: RecognizedMention) -> bool:
        # The last coordinates that begin before the name ends are the only ones it can touch.
        number = bisect_right(starts, mention.end - 1) - 1
        return number < 0 or points[number].end <= mention.start

    names = [mention for mention in mentions if is_free(mention)]
    return tuple(sorted([*names, *points], key=lambda mention: mention.start))


def _parallel_mention(text: str, start: int, end: int) -> RecognizedMention:
    """Mention of a circle of latitude; where along it is known when the other names are."""
    return RecognizedMention(
        start,
        end,
        text[start:end],
        MentionKind.COORDINATE,
        Role.LITERAL,
        _PROBABILITY[Form.PLUS_CODE],
        explainer=StatedEvidence((_PARALLEL,)),
    )


def _short_code_mentions(
    text: str, names: Sequence[RecognizedMention], points: Sequence[RecognizedMention]
) -> list[RecognizedMention]:
    """Mentions of short plus codes that stand beside a name; others may be anything."""
    starts = [name.start for name in names]
    taken = sorted((point.start, point.end) for point in points)
    return [
        RecognizedMention(
            code.start,
            code.end,
            code.code,
            MentionKind.COORDINATE,
            Role.LITERAL,
            _PROBABILITY[Form.PLUS_CODE],
            explainer=StatedEvidence((_SHORT_CODE,)),
        )
        for code in short_codes(text)
        if _has_place(text, code, names, starts) and not _is_taken(code, taken)
    ]


def _has_place(
    text: str, code: ShortCode, names: Sequence[RecognizedMention], starts: Sequence[int]
) -> bool:
    """Whether a name stands right behind a code, or right in front of it."""
    following = bisect_left(starts, code.end)
    neighbours = names[max(0, bisect_left(starts, code.start) - 1) : following + 1]
    return any(code.is_beside(text, name.start, name.end) for name in neighbours)


def _is_taken(code: ShortCode, taken: Sequence[tuple[int, int]]) -> bool:
    number = bisect_left(taken, (code.end, 0)) - 1
    return number >= 0 and taken[number][1] > code.start


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
