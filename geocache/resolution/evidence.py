"""Small named reasons for or against a candidate.

Each returns a strength (usually 0..1), and what was compared: words with the values to fill in,
for only some of them are ever read. None means that there is nothing to say. The first line of the
docstring is what people read. `WEIGHTS` is the whole table.
"""

import math
from collections.abc import Callable
from typing import NamedTuple

from ..lexicon import words
from ..model import MatchQuality, NameKind, NameMatch, Place
from .context import MentionContext, Option

Comparison = tuple[float, str, *tuple[object, ...]]
"""Strength, a format string, and the values for it."""
OfMatch = Callable[[NameMatch], Comparison | None]
InText = Callable[[MentionContext, Option], Comparison | None]
When = Callable[[MentionContext], object]
"""Whether a function can have something to say about any candidate of a mention."""
_LARGEST = 1.5e9
_NEAR_KM = 150.0
_CLASS_STANDING = {
    "PCLI": 1.0,
    "CONT": 1.0,
    "PCL": 0.9,
    "PPLC": 0.9,
    "ADM1": 0.5,
    "PPL": 0.45,
    "ADM2": 0.15,
}
_CLASS_WORDS = {
    "PCLI": "a country",
    "PCL": "a territory",
    "CONT": "a continent",
    "PPLC": "a capital",
    "ADM1": "a first-order subdivision",
    "ADM2": "a second-order subdivision",
    "PPL": "a populated place",
}


def prominence(match: NameMatch) -> Comparison | None:
    """Population."""
    population = match.place.population
    if not population:
        return None
    return math.log(population + 1) / math.log(_LARGEST), "population {:,}", population


def feature_class(match: NameMatch) -> Comparison | None:
    """What kind of place it is."""
    code = match.place.feature_code
    if match.place.id.startswith("sitmap:"):
        return 0.9, "a place curated because reports name it"
    standing = _CLASS_STANDING.get(code, 0.1)
    return standing, "{}", _CLASS_WORDS.get(code, f"feature {code}")


def spelling(match: NameMatch) -> Comparison | None:
    """How well the name fits."""
    kind, name = match.kind, match.place.name
    if match.quality is MatchQuality.PART:
        return -1.0, "only a part of the words names {}", name
    if match.quality is MatchQuality.ROMANISED:
        return -0.5, "perhaps another romanisation of a name of {}", name
    if match.quality is MatchQuality.RESPELT:
        return 0.2, "{}, written otherwise", name
    if kind is NameKind.PREFERRED:
        return 1.0, "the preferred name of {}", name
    if kind is NameKind.ALTERNATE:
        return 0.4, "another name of {}", name
    return 1.0, "{} of {}", kind.value, name


def country_coherence(context: MentionContext, option: Option) -> Comparison | None:
    """Other places of the same country in the document."""
    document, country = context.document, option.place.country_code
    count = document.countries[country] - 1 if country else 0
    if count < 1:
        return None
    strength = min(count / document.most_of_a_country, 1.0)
    return strength, "{} other mentions can lie in {}", count, country


def nearness(context: MentionContext, option: Option) -> Comparison | None:
    """Near to places that are certain."""
    nearest = context.document.landmarks.nearest(option.place.id, option.position)
    if nearest is None:
        return None
    return 1 / (1 + (nearest[0] / _NEAR_KM) ** 2), "{:,.0f} km from {}", *nearest


def same_sense(context: MentionContext, option: Option) -> Comparison | None:
    """The same name elsewhere in the document."""
    if context.chosen is None or context.chosen.id != option.place.id:
        return None
    return 1.0, "the document uses the name for it elsewhere"


def designator(context: MentionContext, option: Option) -> Comparison | None:
    """What the word behind the name says it is."""
    following = context.following
    is_unit = option.place.feature_code.startswith("ADM")
    if following in words("words", "unit_words"):
        return (1.0 if is_unit else -0.5), "'{}' follows", following
    if following in words("words", "settlement_words"):
        return (-0.5 if is_unit else 0.5), "'{}' follows", following
    return None


def is_designated(context: MentionContext) -> bool:
    """Whether the word behind the name says what it is."""
    following = context.following
    return following in words("words", "unit_words") or following in words(
        "words", "settlement_words"
    )


def container(context: MentionContext, option: Option) -> Comparison | None:
    """A containing place named right behind it."""
    if context.outer is None or not _contains(context.outer, option.place):
        return None
    return 1.0, "named as in {}", context.outer.name


def _contains(outer: Place, inner: Place) -> bool:
    if outer.country_code != inner.country_code or outer.id == inner.id:
        return False
    if outer.feature_code.startswith("PCL"):
        return True
    return outer.feature_code == "ADM1" and outer.admin1_code == inner.admin1_code


def is_vast(place: Place) -> bool:
    """Whether a place is a country or larger, so that distance to its point says nothing."""
    return place.feature_code.startswith(("PCL", "CONT"))


class Weights(NamedTuple):
    """Evidence functions with the weights of their strengths."""

    of_match: tuple[tuple[OfMatch, float], ...]
    """What holds in every text, and is worked out once for a name."""
    in_text: tuple[tuple[InText, float, When], ...]
    """What depends on the document, and when it is worth asking."""


WEIGHTS = Weights(
    of_match=(
        (prominence, 4.0),
        (feature_class, 3.0),
        (spelling, 1.5),
    ),
    in_text=(
        (country_coherence, 2.0, lambda context: context.document.most_of_a_country > 1),
        (nearness, 1.5, lambda context: context.document.landmarks),
        (same_sense, 2.0, lambda context: context.chosen),
        (designator, 3.0, is_designated),
        (container, 5.0, lambda context: context.outer),
    ),
)
