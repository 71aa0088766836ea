"""Records that are made in one go are those that are made by their classes."""

import pickle
from dataclasses import FrozenInstanceError, replace

import pytest

from geocache.records import (
    MatchQuality,
    NameKind,
    NameMatch,
    Place,
    make_place,
    name_match,
)

_FACTS = ("test:1", "Raqqa", 39.0, 35.9, "P", "PPLA", "SY", "04", "", 220_000, "", "GeoNames")
_PLACE = Place(*_FACTS)


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
    ],
    ids=lambda record: type(record).__name__,
)
def test_what_was_made_is_frozen(record: object) -> None:
    field = next(iter(type(record).__slots__))  # type: ignore[attr-defined]
    with pytest.raises(FrozenInstanceError):
        setattr(record, field, None)
    with pytest.raises((AttributeError, TypeError)):
        record.unknown = 1  # type: ignore[attr-defined]
