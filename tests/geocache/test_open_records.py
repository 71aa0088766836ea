"""Records that are made in one go are those that are made by their classes."""

import pickle
from dataclasses import FrozenInstanceError, replace

import pytest

from geocache.records import (
    Aspect,
    Evidence,
    MatchQuality,
    Mention,
    MentionKind,
    NameKind,
    NameMatch,
    Outcome,
    Place,
    Resolution,
    Role,
    make_place,
    name_match,
)

_FACTS = ("test:1", "Raqqa", 39.0, 35.9, "P", "PPLA", "SY", "04", "", 220_000, "", "GeoNames")
_PLACE = Place(*_FACTS)
_WHY = (Evidence("near", 1.0, "near", Aspect.NAME),)


def test_a_place_made_at_once_is_a_place_like_any_other() -> None:
    made = make_place(*_FACTS)
    assert type(made) is Place
    assert made == _PLACE
    assert hash(made) == hash(_PLACE)
    assert repr(made) == repr(_PLACE)
    assert pickle.loads(pickle.dumps(made)) == _PLACE  # noqa: S301  our own
    assert replace(made, name="Ar-Raqqah") == replace(_PLACE, name="Ar-Raqqah")


def test_a_match_made_at_once_is_a_match_and_may_fit_otherwise() -> None:
    match = NameMatch(_PLACE, NameKind.ALTERNATE)
    assert name_match(_PLACE, NameKind.ALTERNATE, MatchQuality.EXACT) == match
    respelt = match.fitting(MatchQuality.RESPELT)
    assert respelt == replace(match, quality=MatchQuality.RESPELT)
    assert match.quality is MatchQuality.EXACT


@pytest.mark.parametrize(
    "record",
    [
        make_place(*_FACTS),
        name_match(_PLACE, NameKind.PREFERRED, MatchQuality.EXACT),
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
