"""Records that are made in one go are those that are made by their classes."""

from dataclasses import FrozenInstanceError, replace

import pytest

from geocache.records import (
    Candidate,
    Mention,
    MentionKind,
    NameKind,
    Outcome,
    Place,
    Resolution,
    Role,
)
from geocache.worded import Evidence

_FACTS = ("test:1", "Raqqa", 39.0, 35.9, "P", "PPLA", "SY", "04", "", 220_000, "", "GeoNames")
_PLACE = Place(*_FACTS)
_WHY = (Evidence("near", 1.0, "near"),)


@pytest.mark.parametrize(
    "record",
    [
        Candidate.weighed(_PLACE, NameKind.PREFERRED, 1.0, lambda: _WHY),
        Mention.judged(0, 5, "Raqqa", Role.LITERAL, 0.9, 0.8, lambda: _WHY),
        Mention.judged(0, 5, "Raqqa", Role.LITERAL, 0.9, 0.8, lambda: _WHY).completed(),
    ],
    ids=lambda record: type(record).__name__,
)
def test_what_was_made_is_frozen(record: object) -> None:
    field = next(iter(type(record).__slots__))  # type: ignore[attr-defined]
    with pytest.raises(FrozenInstanceError):
        setattr(record, field, None)
    with pytest.raises((AttributeError, TypeError)):
        record.unknown = 1  # type: ignore[attr-defined]


def test_a_mention_keeps_what_it_had_when_it_is_completed() -> None:
    judged = Mention.judged(0, 5, "Raqqa", Role.ASSOCIATIVE, 0.9, 0.8, lambda: _WHY)
    resolution = Resolution(Outcome.RESOLVED, _PLACE, 0.9)
    completed = judged.completed(resolution=resolution)
    assert completed == replace(judged, resolution=resolution)
    assert completed.reasons == _WHY
    assert judged.resolution is None
    given = Mention(0, 5, "Raqqa", MentionKind.NAME, Role.LITERAL, 1.0, _WHY)
    assert given.completed(resolution=resolution) == replace(given, resolution=resolution)
