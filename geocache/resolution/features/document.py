"""Features of the other mentions of the document: how coherent each candidate is with them."""

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from ...arrays import ClassSpace
from ..candidate_set import CandidateColumns
from ..coherence import FAR_KM, Coherence, UnitShares
from ..place_types import PROMINENCES
from .base import Explain, Explanation, Feature, FeatureContext, Layout, graded

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
_SHARES = np.array([0.02, 0.05, 0.1, 0.2, 0.3, 0.45, 0.6, 0.75], np.float64)
_NAMED, _NAMED_NEAR = np.array([0.3, 0.7], np.float64), np.array([0.2, 0.5, 0.8], np.float64)
_SENSES = np.array([0.02, 0.1, 0.3, 0.6, 0.9], np.float64)
_KM = np.array([1, 5, 10, 20, 40, 80, 160, 300, 600, 1200, 2500, 5000], np.float64)
_FEW = np.array([0.5, 1.5, 3.5, 7.5], np.float64)
_LIKELY = 0.3
_STEPS = len(_SHARES) + 1
_DISTANCE = ClassSpace(has_silence=True, distance=len(_KM) + 1)
_UNITS_NAMED = ClassSpace(named=len(_NAMED) + 1, named_near=len(_NAMED_NEAR) + 1)
_SHARE = ClassSpace(share=_STEPS, prominence=PROMINENCES)
_DISTANCE_OF_KIND = ClassSpace(distance=_DISTANCE.count, prominence=PROMINENCES)
_NAMED_OF_KIND = ClassSpace(named=_UNITS_NAMED.count, prominence=PROMINENCES)
_SENSE = ClassSpace(has_silence=True, sense=len(_SENSES) + 1)
_UNKNOWN_DISTANCE = ClassSpace(has_silence=True, distance=_DISTANCE.count)
_UNKNOWN_SHARE = ClassSpace(has_silence=True, share=_STEPS, other_names=len(_FEW) + 1)


def _share_grades(context: FeatureContext) -> Ints:
    """How large each share is; shape (`UnitShares`, rows)."""
    return graded(context.coherence.shares, _SHARES)


def _share_classes(context: FeatureContext) -> UnitShares[Ints]:
    """Class of each share; silence where there are no others: what stands alone fits in."""
    batch = context.batch
    grades = context.once(_share_grades, uses_coherence=True)
    classes = _SHARE.encode(share=grades, prominence=batch.columns.prominence)
    return UnitShares(*(classes * context.coherence.has_others))


def _shares(context: FeatureContext) -> UnitShares[Ints]:
    return context.once(_share_classes, uses_coherence=True)


def country(context: FeatureContext) -> Ints:
    """Grade the share of other places of the country in the document."""
    return _shares(context).country


def country_near(context: FeatureContext) -> Ints:
    """Grade the share of other places of the country near by in the text."""
    return _shares(context).country_near


def first_order(context: FeatureContext) -> Ints:
    """Grade the share of other places of the subdivision in the document."""
    return _shares(context).first_order


def first_order_near(context: FeatureContext) -> Ints:
    """Grade the share of other places of the subdivision near by in the text."""
    return _shares(context).first_order_near


def second_order(context: FeatureContext) -> Ints:
    """Grade the share of other places of the second-order subdivision in the document."""
    return _shares(context).second_order


UnitColumn = Callable[[CandidateColumns[Ints]], Ints]
"""Returns the column of a kind of admin unit."""


def _explain_share(unit: UnitColumn) -> Explain:
    def explain(context: FeatureContext, row: int) -> Explanation:
        batch, likeliest, units = context.batch, context.coherence.likeliest, unit
        numbers = units(batch.columns)
        number = int(numbers[row])
        is_here = (numbers[likeliest] == number) & (batch.names != batch.names[batch.owner[row]])
        count = len(set(batch.names[is_here].tolist())) if number else 0
        where = batch.numbers.name(number) if number else "no known unit"
        places = "place" if count == 1 else "places"
        return "{} other {} of the document in {}", count, places, where

    return explain


def nearest(context: FeatureContext) -> Ints:
    """Grade the distance to the nearest other place."""
    classes = _DISTANCE_OF_KIND.encode(
        distance=context.once(_nearest_distance, uses_coherence=True),
        prominence=context.batch.columns.prominence,
    )
    return classes * context.coherence.has_others


def _nearest_distance(context: FeatureContext) -> Ints:
    return _distance_class(context.coherence.km_to_nearest)


def _explain_nearest(context: FeatureContext, row: int) -> Explanation:
    batch, coherence = context.batch, context.coherence
    km = float(coherence.km_to_nearest[row])
    if km >= FAR_KM:
        return ("no other place is sure enough to measure from",)
    neighbour = batch.match(int(coherence.likeliest[int(coherence.nearest[row])])).place
    return "{:,.0f} km from {}", km, neighbour.name


def third(context: FeatureContext) -> Ints:
    """Grade the distance to the third nearest of the other places."""
    return context.batch.only_candidates(_distance_class(context.coherence.km_to_third))


def _explain_third(context: FeatureContext, row: int) -> Explanation:
    km = float(context.coherence.km_to_third[row])
    if km >= FAR_KM:
        return ("fewer than three other places are sure",)
    return "{:,.0f} km from the third nearest of the others", km


def _distance_class(km: Floats) -> Ints:
    return _DISTANCE.encode(distance=graded(km, _KM)) * (km < FAR_KM)


def country_named(context: FeatureContext) -> Ints:
    """Tell whether the country itself is named."""
    coherence = context.coherence
    named = _units_named(coherence.named.country, coherence.named.country_near)
    prominence = context.batch.columns.prominence
    return _NAMED_OF_KIND.encode(named=named, prominence=prominence) * coherence.has_others


def first_order_named(context: FeatureContext) -> Ints:
    """Tell whether the subdivision itself is named."""
    coherence = context.coherence
    named = _units_named(coherence.named.first_order, coherence.named.first_order_near)
    return named * coherence.has_others


def _units_named(named: Floats, named_near: Floats) -> Ints:
    grades = {"named": graded(named, _NAMED), "named_near": graded(named_near, _NAMED_NEAR)}
    return _UNITS_NAMED.encode(**grades)


def _explain_named(unit: UnitColumn, probability: Callable[[Coherence], Floats]) -> Explain:
    def explain(context: FeatureContext, row: int) -> Explanation:
        is_named = float(probability(context.coherence)[row]) > _LIKELY
        number = int(unit(context.batch.columns)[row])
        name = context.batch.numbers.name(number) if number else "the unit it is in"
        return ("{} itself is named" if is_named else "{} itself is not named"), name

    return explain


def same_sense(context: FeatureContext) -> Ints:
    """Tell whether the same name means the same place elsewhere in the document."""
    sense = context.coherence.same_sense
    classes = _SENSE.encode(sense=graded(sense, _SENSES)) * (sense >= 0)
    return context.batch.only_candidates(classes)


def _explain_sense(context: FeatureContext, row: int) -> Explanation:
    is_likely = context.coherence.same_sense[row] > _LIKELY
    meant = "it" if is_likely else "another place"
    return "the document uses the name for {} elsewhere", meant


def unknown_distance(context: FeatureContext) -> Ints:
    """Tell whether any place that could be meant is near to the others."""
    batch = context.batch
    km = np.where(batch.is_none, FAR_KM, context.coherence.km_to_nearest)
    best: Floats = np.minimum.reduceat(km, batch.starts)
    return batch.only_none(_UNKNOWN_DISTANCE.encode(distance=_distance_class(best)))


def unknown_share(context: FeatureContext) -> Ints:
    """Tell whether any place that could be meant is where the others are."""
    batch = context.batch
    grades = UnitShares(*context.once(_share_grades, uses_coherence=True)).country
    best: Ints = np.maximum.reduceat(batch.only_candidates(grades), batch.starts)
    other_names = graded(context.coherence.other_names[batch.none], _FEW)
    return batch.only_none(_UNKNOWN_SHARE.encode(share=best, other_names=other_names))


def _explain_unknown(_context: FeatureContext, _row: int) -> Explanation:
    return ("no place that could be meant is where the others are",)


_IN_COUNTRY = _explain_share(lambda columns: columns.country)
_IN_FIRST_ORDER = _explain_share(lambda columns: columns.first_order)
_IN_SECOND_ORDER = _explain_share(lambda columns: columns.second_order)
_SHARE_LAYOUT = Layout(_STEPS, PROMINENCES)

DOCUMENT = (
    Feature(
        "country",
        "Other places of the country in the document",
        country,
        _SHARE.count,
        _IN_COUNTRY,
        _SHARE_LAYOUT,
    ),
    Feature(
        "country_near",
        "Other places of the country near by in the text",
        country_near,
        _SHARE.count,
        _IN_COUNTRY,
        _SHARE_LAYOUT,
    ),
    Feature(
        "first",
        "Other places of the subdivision in the document",
        first_order,
        _SHARE.count,
        _IN_FIRST_ORDER,
        _SHARE_LAYOUT,
    ),
    Feature(
        "first_near",
        "Other places of the subdivision near by in the text",
        first_order_near,
        _SHARE.count,
        _IN_FIRST_ORDER,
        _SHARE_LAYOUT,
    ),
    Feature(
        "second",
        "Other places of the second-order subdivision in the document",
        second_order,
        _SHARE.count,
        _IN_SECOND_ORDER,
        _SHARE_LAYOUT,
    ),
    Feature(
        "nearest",
        "Near to another place",
        nearest,
        _DISTANCE_OF_KIND.count,
        _explain_nearest,
        Layout(_DISTANCE.count, PROMINENCES, 1),
    ),
    Feature(
        "third",
        "Near to several other places",
        third,
        _DISTANCE.count,
        _explain_third,
        Layout(_DISTANCE.count, first=1),
    ),
    Feature(
        "country_named",
        "The country itself is named",
        country_named,
        _NAMED_OF_KIND.count,
        _explain_named(lambda columns: columns.country, lambda c: c.named.country),
        Layout(_UNITS_NAMED.count, PROMINENCES, _UNITS_NAMED.count),
    ),
    Feature(
        "first_order_named",
        "The subdivision itself is named",
        first_order_named,
        _UNITS_NAMED.count,
        _explain_named(lambda columns: columns.first_order, lambda c: c.named.first_order),
    ),
    Feature(
        "same_sense",
        "The same name elsewhere in the document",
        same_sense,
        _SENSE.count,
        _explain_sense,
        Layout(_SENSE.count, first=1),
    ),
)
"""What the other mentions say of a candidate."""
NOTHING_COHERENT = (
    Feature(
        "unknown_distance",
        "Whether any place that could be meant is near to the others",
        unknown_distance,
        _UNKNOWN_DISTANCE.count,
        _explain_unknown,
    ),
    Feature(
        "unknown_country",
        "Whether any place that could be meant is where the others are",
        unknown_share,
        _UNKNOWN_SHARE.count,
        _explain_unknown,
    ),
)
"""What the other mentions say of that no candidate is meant."""
