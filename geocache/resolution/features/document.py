"""Evidence from the other mentions of the document."""

from dataclasses import replace

import numpy as np
import numpy.typing as npt

from ..candidate_set import Column
from ..coherence import FAR_KM
from ..place_types import PROMINENCES
from .base import Explainer, Explanation, Feature, FeatureContext, Layout, graded
from .lists import ENUMERATION
from .nearby import VICINITY_HEARD

Ints = npt.NDArray[np.int64]
_SHARES = np.array([0.02, 0.05, 0.1, 0.2, 0.3, 0.45, 0.6, 0.75], np.float64)
_SAID, _SAID_NEAR = np.array([0.3, 0.7], np.float64), np.array([0.2, 0.5, 0.8], np.float64)
_SENSES = np.array([0.02, 0.1, 0.3, 0.6, 0.9], np.float64)
_KM = np.array([1, 5, 10, 20, 40, 80, 160, 300, 600, 1200, 2500, 5000], np.float64)
_FEW = np.array([0.5, 1.5, 3.5, 7.5], np.float64)
_STEPS, _DISTANCES = len(_SHARES) + 1, len(_KM) + 2
_LIKELY = 0.3
_ONE, _SAYINGS, _FEWS, _PROMINENCES = 1, 4, len(_FEW) + 1, PROMINENCES
_FAR, _NEVER = FAR_KM, 0.0


def _grades(context: FeatureContext) -> Ints:
    """Shape (5, rows): how large each share is."""
    return graded(context.others.shares, _SHARES)


def _shares(context: FeatureContext) -> Ints:
    """Shape (5, rows): class of each share."""
    return _by_prominence(context, context.classes(_grades, together=True))


def _sayings(context: FeatureContext) -> Ints:
    """Shape (2, rows): how likely the country is named, and the subdivision; and near by."""
    said = context.others.said
    return _SAYINGS * graded(said[::2], _SAID) + graded(said[1::2], _SAID_NEAR)


def _distances(context: FeatureContext) -> Ints:
    """Shape (2, rows): class of the distance to the nearest place, and to the third nearest."""
    return _distance_class(context.others.km)


def _by_prominence(context: FeatureContext, sort: Ints) -> Ints:
    return _heard(context, sort * _PROMINENCES + context.look[Column.PROMINENCE])


def _heard(context: FeatureContext, sort: Ints) -> Ints:
    """Silence where there are no others: what stands alone is not out of place."""
    return sort * context.others.hears


def _share(context: FeatureContext, row: int) -> Ints:
    found: Ints = context.classes(_shares, together=True)[row]
    return found


def country(context: FeatureContext) -> Ints:
    """Other places of the country in the document."""
    return _share(context, 0)


def country_near(context: FeatureContext) -> Ints:
    """Other places of the country near by in the text."""
    return _share(context, 1)


def first(context: FeatureContext) -> Ints:
    """Other places of the subdivision in the document."""
    return _share(context, 2)


def first_near(context: FeatureContext) -> Ints:
    """Other places of the subdivision near by in the text."""
    return _share(context, 3)


def second(context: FeatureContext) -> Ints:
    """Other places of the second-order subdivision in the document."""
    return _share(context, 4)


def _shared(unit: int, words: str) -> Explainer:
    def said(context: FeatureContext, row: int) -> Explanation:
        look, likeliest = context.look, context.others.likeliest
        code = int(look[unit][row])
        here = (look[unit][likeliest] == code) & (look.names != look.names[look.owner[row]])
        count = len(set(look.names[here].tolist())) if code else 0
        where = look.numbers.name(code) if code else "no known unit"
        return words, count, "place" if count == 1 else "places", where

    return said


def nearest(context: FeatureContext) -> Ints:
    """Near to another place."""
    return _by_prominence(context, context.classes(_distances, together=True)[0])


def _nearest(context: FeatureContext, row: int) -> Explanation:
    look = context.look
    if context.others.km[0, row] >= FAR_KM:
        return ("no other place is sure enough to measure from",)
    mention = int(context.others.nearest[row])
    name = look.match(int(context.others.likeliest[mention])).place.name
    return "{:,.0f} km from {}", float(context.others.km[0, row]), name


def third(context: FeatureContext) -> Ints:
    """Near to several other places."""
    return context.look.only_candidates(context.classes(_distances, together=True)[1])


def _third(context: FeatureContext, row: int) -> Explanation:
    if context.others.km[1, row] >= FAR_KM:
        return ("fewer than three other places are sure",)
    return "{:,.0f} km from the third nearest of the others", float(context.others.km[1, row])


def _distance_class(km: npt.NDArray[np.float64]) -> Ints:
    return (_ONE + graded(km, _KM)) * (km < _FAR)


def country_said(context: FeatureContext) -> Ints:
    """The country itself is named."""
    return _by_prominence(context, context.classes(_sayings, together=True)[0])


def first_said(context: FeatureContext) -> Ints:
    """The subdivision itself is named."""
    return _heard(context, context.classes(_sayings, together=True)[1])


def _named(unit: int, saying: int) -> Explainer:
    def said(context: FeatureContext, row: int) -> Explanation:
        likely = float(context.others.said[saying, row])
        number = int(context.look[unit][row])
        name = context.look.numbers.name(number) if number else "the unit it is in"
        return ("{} itself is named" if likely > _LIKELY else "{} itself is not named"), name

    return said


def sense(context: FeatureContext) -> Ints:
    """The same name elsewhere in the document."""
    found = context.others.sense
    return context.look.only_candidates((_ONE + graded(found, _SENSES)) * (found >= _NEVER))


def _sense(context: FeatureContext, row: int) -> Explanation:
    likely = context.others.sense[row] > _LIKELY
    return (
        "the document uses the name for it elsewhere"
        if likely
        else "the document uses the name for another place elsewhere",
    )


def unknown_distance(context: FeatureContext) -> Ints:
    """Whether any place that could be meant is near to the others."""
    look = context.look
    km = np.where(look.is_none, _FAR, context.others.km[0])
    best: npt.NDArray[np.float64] = np.minimum.reduceat(km, look.starts)
    return look.only_none(_ONE + _distance_class(best))


def unknown_country(context: FeatureContext) -> Ints:
    """Whether any place that could be meant is where the others are."""
    look = context.look
    grades = look.only_candidates(context.classes(_grades, together=True)[0])
    best: Ints = np.maximum.reduceat(grades, look.starts)
    few = graded(context.others.others[look.none], _FEW)
    return look.only_none(_ONE + best * _FEWS + few)


def _unknown(_context: FeatureContext, _row: int) -> Explanation:
    return ("no place that could be meant is where the others are",)


_IN_COUNTRY = _shared(Column.COUNTRY, "{} other {} of the document in {}")
_IN_FIRST = _shared(Column.FIRST, "{} other {} of the document in {}")
_IN_SECOND = _shared(Column.SECOND, "{} other {} of the document in {}")

_SHARE = Layout(_STEPS, PROMINENCES)

_FEATURES = (
    Feature(
        "country",
        "Other places of the country in the document",
        country,
        _STEPS * PROMINENCES,
        _IN_COUNTRY,
        _SHARE,
    ),
    Feature(
        "country_near",
        "Other places of the country near by in the text",
        country_near,
        _STEPS * PROMINENCES,
        _IN_COUNTRY,
        _SHARE,
    ),
    Feature(
        "first",
        "Other places of the subdivision in the document",
        first,
        _STEPS * PROMINENCES,
        _IN_FIRST,
        _SHARE,
    ),
    Feature(
        "first_near",
        "Other places of the subdivision near by in the text",
        first_near,
        _STEPS * PROMINENCES,
        _IN_FIRST,
        _SHARE,
    ),
    Feature(
        "second",
        "Other places of the second-order subdivision in the document",
        second,
        _STEPS * PROMINENCES,
        _IN_SECOND,
        _SHARE,
    ),
    Feature(
        "nearest",
        "Near to another place",
        nearest,
        _DISTANCES * PROMINENCES,
        _nearest,
        Layout(_DISTANCES, PROMINENCES, 1),
    ),
    Feature(
        "third",
        "Near to several other places",
        third,
        _DISTANCES,
        _third,
        Layout(_DISTANCES, first=1),
    ),
    Feature(
        "country_said",
        "The country itself is named",
        country_said,
        12 * PROMINENCES,
        _named(Column.COUNTRY, 0),
        Layout(12, PROMINENCES, 12),
    ),
    Feature(
        "first_said", "The subdivision itself is named", first_said, 12, _named(Column.FIRST, 2)
    ),
    Feature(
        "sense",
        "The same name elsewhere in the document",
        sense,
        2 + len(_SENSES),
        _sense,
        Layout(2 + len(_SENSES), first=1),
    ),
    ENUMERATION,
    VICINITY_HEARD,
    Feature(
        "unknown_distance",
        "Whether any place that could be meant is near to the others",
        unknown_distance,
        1 + _DISTANCES,
        _unknown,
    ),
    Feature(
        "unknown_country",
        "Whether any place that could be meant is where the others are",
        unknown_country,
        1 + _STEPS * (len(_FEW) + 1),
        _unknown,
    ),
)
TOGETHER = tuple(replace(feature, together=True) for feature in _FEATURES)
"""What the other mentions say."""
