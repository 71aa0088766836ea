"""Records are plain, whole and frozen, and explain themselves when they are asked."""

import pickle
from dataclasses import FrozenInstanceError, replace

import pytest

from geocache.footprint.expression import undrawn as draw_nothing
from geocache.quick_records import found_mention
from geocache.records import (
    Aspect,
    Evidence,
    Explainer,
    Footprint,
    FootprintKind,
    MentionKind,
    Outcome,
    ParsedText,
    RecognizedMention,
    Resolution,
    Role,
    StatedEvidence,
    UndrawnReason,
)

REASONS = (Evidence("before", 1.5, "'in' stands before it", Aspect.NAME),)
RESOLUTION = Resolution(Outcome.NIL, None, 0.9)


class Counting(Explainer):
    """Counts how often it is asked."""

    def __init__(self) -> None:
        self.asked = 0

    def evidence(self) -> tuple[Evidence, ...]:
        self.asked += 1
        return REASONS


def recognized(start: int = 0, explainer: Explainer | None = None) -> RecognizedMention:
    mention = RecognizedMention(
        start, start + 5, "Raqqa", MentionKind.NAME, Role.ASSOCIATIVE, 0.9, 0.8
    )
    return replace(mention, explainer=explainer) if explainer else mention


def undrawn(start: int, end: int, *mentions: int) -> Footprint:
    draw = draw_nothing(FootprintKind.POINT, UndrawnReason.UNKNOWN_PLACE, "no source knows it")
    return Footprint(start, end, mentions, draw)


def test_mention_keeps_what_recognition_found():
    explainer = Counting()
    mention = found_mention(recognized(7, explainer), RESOLUTION, undrawn(7, 12, 0))
    assert (mention.start, mention.end, mention.text) == (7, 12, "Raqqa")
    assert (mention.role, mention.probability, mention.role_probability) == (
        Role.ASSOCIATIVE,
        0.9,
        0.8,
    )
    assert mention.explainer is explainer
    assert mention.resolution is RESOLUTION


def test_mention_is_frozen():
    with pytest.raises(FrozenInstanceError):
        recognized().start = 3  # type: ignore[misc]


def test_reasons_are_put_into_words_only_when_they_are_read():
    explainer = Counting()
    mention = found_mention(recognized(0, explainer), RESOLUTION, undrawn(0, 5, 0))
    assert mention == replace(mention, explainer=StatedEvidence())
    assert "explainer" not in repr(mention)
    assert explainer.asked == 0
    assert mention.reasons == REASONS
    assert explainer.asked == 1


def test_reasons_are_sent_to_other_processes_as_words():
    sent = pickle.loads(pickle.dumps(recognized(0, Counting())))  # noqa: S301  its own bytes
    assert sent == recognized()
    assert sent.explainer == StatedEvidence(REASONS)


def test_footprints_of_a_text_come_once_and_in_text_order():
    shared, other = undrawn(0, 30, 1, 0), undrawn(12, 17, 2)
    footprints = (shared, shared, other)
    mentions = tuple(
        found_mention(recognized(start), RESOLUTION, footprint)
        for start, footprint in zip((0, 6, 12), footprints, strict=True)
    )
    assert ParsedText("", "", "", None, mentions).footprints == (shared, other)
