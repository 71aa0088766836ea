"""Small named reasons for or against a candidate.

Each returns a strength (usually 0..1) and what was compared, in words, or None when it has nothing
to say. The first line of the docstring is what people read. `WEIGHTS` is the whole table.
"""

import math
from collections.abc import Callable

from ..gazetteer.names import normal_form
from ..geodesy import sphere_km
from ..lexicon import words
from ..model import Evidence, MatchQuality, NameKind, Place
from .context import CandidateContext

Finding = tuple[float, str]
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


def prominence(context: CandidateContext) -> Finding | None:
    """Population."""
    population = context.place.population
    if not population:
        return None
    return math.log(population + 1) / math.log(_LARGEST), f"population {population:,}"


def feature_class(context: CandidateContext) -> Finding | None:
    """What kind of place it is."""
    code = context.place.feature_code
    if context.place.id.startswith("sitmap:"):
        return 0.9, "a place curated because reports name it"
    return _CLASS_STANDING.get(code, 0.1), _CLASS_WORDS.get(code, f"feature {code}")


def spelling(context: CandidateContext) -> Finding | None:
    """How well the name fits."""
    kind, name = context.match.kind, context.place.name
    if context.match.quality is MatchQuality.PART:
        return -1.0, f"only a part of the words names {name}"
    if context.match.quality is MatchQuality.ROMANISED:
        return -0.5, f"perhaps another romanisation of a name of {name}"
    if context.match.quality is MatchQuality.RESPELT:
        return 0.2, f"{name}, written otherwise"
    if kind is NameKind.PREFERRED:
        return 1.0, f"the preferred name of {name}"
    if kind is NameKind.ALTERNATE:
        return 0.4, f"another name of {name}"
    return 1.0, f"{kind.value} of {name}"


def country_coherence(context: CandidateContext) -> Finding | None:
    """Other places of the same country in the document."""
    country = context.place.country_code
    count = context.document.countries[country] - 1 if country else 0
    if count < 1:
        return None
    total = max(context.document.countries.values())
    return min(count / total, 1.0), f"{count} other mentions can lie in {country}"


def nearness(context: CandidateContext) -> Finding | None:
    """Near to places that are certain."""
    known = context.document.nearest
    if context.place.id not in known:
        known[context.place.id] = _nearest_landmark(context)
    distance, name = known[context.place.id]
    if not name:
        return None
    return 1 / (1 + (distance / _NEAR_KM) ** 2), f"{distance:,.0f} km from {name}"


def _nearest_landmark(context: CandidateContext) -> tuple[float, str]:
    """Return distance in km and name; an empty name when there is no other landmark."""
    here = (context.place.lon, context.place.lat)
    others = (
        (sphere_km(here, (place.lon, place.lat)), place.name)
        for place in context.document.landmarks
        if place.id != context.place.id
    )
    return min(others, default=(0.0, ""))


def is_vast(place: Place) -> bool:
    """Whether a place is a country or larger, so that distance to its point says nothing."""
    return place.feature_code.startswith(("PCL", "CONT"))


def same_sense(context: CandidateContext) -> Finding | None:
    """The same name elsewhere in the document."""
    chosen = context.document.chosen.get(normal_form(context.mention.text))
    if chosen is None or chosen.id != context.place.id:
        return None
    return 1.0, "the document uses the name for it elsewhere"


def designator(context: CandidateContext) -> Finding | None:
    """What the word behind the name says it is."""
    following = (context.after.split() or [""])[0]
    is_unit = context.place.feature_code.startswith("ADM")
    if following in words("words", "unit_words"):
        return (1.0 if is_unit else -0.5), f"'{following}' follows"
    if following in words("words", "settlement_words"):
        return (-0.5 if is_unit else 0.5), f"'{following}' follows"
    return None


def container(context: CandidateContext) -> Finding | None:
    """A containing place named right behind it."""
    end = context.mention.end
    if context.document.text[end : end + 2] != ", ":
        return None
    outer = context.document.settled.get(end + 2)
    if outer is None or not _contains(outer, context.place):
        return None
    return 1.0, f"named as in {outer.name}"


def _contains(outer: Place, inner: Place) -> bool:
    if outer.country_code != inner.country_code or outer.id == inner.id:
        return False
    if outer.feature_code.startswith("PCL"):
        return True
    return outer.feature_code == "ADM1" and outer.admin1_code == inner.admin1_code


WEIGHTS: tuple[tuple[Callable[[CandidateContext], Finding | None], float], ...] = (
    (prominence, 4.0),
    (feature_class, 3.0),
    (spelling, 1.5),
    (country_coherence, 2.0),
    (nearness, 1.5),
    (same_sense, 2.0),
    (designator, 3.0),
    (container, 5.0),
)


def weigh(context: CandidateContext) -> tuple[Evidence, ...]:
    """Everything that is to be said about a candidate."""
    found = ((function, weight, function(context)) for function, weight in WEIGHTS)
    return tuple(
        Evidence(function.__name__, round(weight * finding[0], 4), finding[1])
        for function, weight, finding in found
        if finding is not None
    )
