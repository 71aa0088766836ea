"""Evidence from the other mentions of the document."""

from dataclasses import replace

import numpy as np
import numpy.typing as npt

from ..fixed import fixed
from .bearers import Column
from .evidence import Layout, Reason, Said, View, Words, graded
from .place_kinds import PROMINENCES
from .reasons_listed import ENUMERATION
from .reasons_vicinity import VICINITY_HEARD
from .support import FAR_KM

Ints = npt.NDArray[np.int64]
_SHARES = np.array([0.02, 0.05, 0.1, 0.2, 0.3, 0.45, 0.6, 0.75], np.float64)
_SAID, _SAID_NEAR = np.array([0.3, 0.7], np.float64), np.array([0.2, 0.5, 0.8], np.float64)
_SENSES = np.array([0.02, 0.1, 0.3, 0.6, 0.9], np.float64)
_KM = np.array([1, 5, 10, 20, 40, 80, 160, 300, 600, 1200, 2500, 5000], np.float64)
_FEW = np.array([0.5, 1.5, 3.5, 7.5], np.float64)
_STEPS, _DISTANCES = len(_SHARES) + 1, len(_KM) + 2
_LIKELY = 0.3
_ONE, _SAYINGS, _FEWS, _PROMINENCES = map(fixed, (1, 4, len(_FEW) + 1, PROMINENCES))
_FAR, _NEVER = fixed(FAR_KM), fixed(0.0)


def _grades(view: View) -> Ints:
    """Shape (5, rows): how large each share is."""
    return graded(view.others.shares, _SHARES)


def _shares(view: View) -> Ints:
    """Shape (5, rows): class of each share."""
    return _by_prominence(view, view.classes(_grades, together=True))


def _sayings(view: View) -> Ints:
    """Shape (2, rows): how likely the country is named, and the subdivision; and near by."""
    said = view.others.said
    return _SAYINGS * graded(said[::2], _SAID) + graded(said[1::2], _SAID_NEAR)


def _distances(view: View) -> Ints:
    """Shape (2, rows): class of the distance to the nearest place, and to the third nearest."""
    return _distance_class(view.others.km)


def _by_prominence(view: View, sort: Ints) -> Ints:
    return _heard(view, sort * _PROMINENCES + view.look[Column.PROMINENCE])


def _heard(view: View, sort: Ints) -> Ints:
    """Silence where there are no others: what stands alone is not out of place."""
    return sort * view.others.hears


def _share(view: View, row: int) -> Ints:
    found: Ints = view.classes(_shares, together=True)[row]
    return found


def country(view: View) -> Ints:
    """Other places of the country in the document."""
    return _share(view, 0)


def country_near(view: View) -> Ints:
    """Other places of the country near by in the text."""
    return _share(view, 1)


def first(view: View) -> Ints:
    """Other places of the subdivision in the document."""
    return _share(view, 2)


def first_near(view: View) -> Ints:
    """Other places of the subdivision near by in the text."""
    return _share(view, 3)


def second(view: View) -> Ints:
    """Other places of the second-order subdivision in the document."""
    return _share(view, 4)


def _shared(unit: int, words: str) -> Words:
    def said(view: View, row: int) -> Said:
        look, likeliest = view.look, view.others.likeliest
        code = int(look[unit][row])
        here = (look[unit][likeliest] == code) & (look.names != look.names[look.owner[row]])
        count = len(set(look.names[here].tolist())) if code else 0
        where = look.numbers.name(code) if code else "no known unit"
        return words, count, "place" if count == 1 else "places", where

    return said


def nearest(view: View) -> Ints:
    """Near to another place."""
    return _by_prominence(view, view.classes(_distances, together=True)[0])


def _nearest(view: View, row: int) -> Said:
    look = view.look
    if view.others.km[0, row] >= FAR_KM:
        return ("no other place is sure enough to measure from",)
    mention = int(view.others.nearest[row])
    name = look.match(int(view.others.likeliest[mention])).place.name
    return "{:,.0f} km from {}", float(view.others.km[0, row]), name


def third(view: View) -> Ints:
    """Near to several other places."""
    return view.look.only_candidates(view.classes(_distances, together=True)[1])


def _third(view: View, row: int) -> Said:
    if view.others.km[1, row] >= FAR_KM:
        return ("fewer than three other places are sure",)
    return "{:,.0f} km from the third nearest of the others", float(view.others.km[1, row])


def _distance_class(km: npt.NDArray[np.float64]) -> Ints:
    return (_ONE + graded(km, _KM)) * (km < _FAR)


def country_said(view: View) -> Ints:
    """The country itself is named."""
    return _by_prominence(view, view.classes(_sayings, together=True)[0])


def first_said(view: View) -> Ints:
    """The subdivision itself is named."""
    return _heard(view, view.classes(_sayings, together=True)[1])


def _named(unit: int, saying: int) -> Words:
    def said(view: View, row: int) -> Said:
        likely = float(view.others.said[saying, row])
        number = int(view.look[unit][row])
        name = view.look.numbers.name(number) if number else "the unit it is in"
        return ("{} itself is named" if likely > _LIKELY else "{} itself is not named"), name

    return said


def sense(view: View) -> Ints:
    """The same name elsewhere in the document."""
    found = view.others.sense
    return view.look.only_candidates((_ONE + graded(found, _SENSES)) * (found >= _NEVER))


def _sense(view: View, row: int) -> Said:
    likely = view.others.sense[row] > _LIKELY
    return (
        "the document uses the name for it elsewhere"
        if likely
        else "the document uses the name for another place elsewhere",
    )


def unknown_distance(view: View) -> Ints:
    """Whether any place that could be meant is near to the others."""
    look = view.look
    km = np.where(look.is_none, _FAR, view.others.km[0])
    best: npt.NDArray[np.float64] = np.minimum.reduceat(km, look.starts)
    return look.only_none(_ONE + _distance_class(best))


def unknown_country(view: View) -> Ints:
    """Whether any place that could be meant is where the others are."""
    look = view.look
    grades = look.only_candidates(view.classes(_grades, together=True)[0])
    best: Ints = np.maximum.reduceat(grades, look.starts)
    few = graded(view.others.others[look.none], _FEW)
    return look.only_none(_ONE + best * _FEWS + few)


def _unknown(_view: View, _row: int) -> Said:
    return ("no place that could be meant is where the others are",)


_IN_COUNTRY = _shared(Column.COUNTRY, "{} other {} of the document in {}")
_IN_FIRST = _shared(Column.FIRST, "{} other {} of the document in {}")
_IN_SECOND = _shared(Column.SECOND, "{} other {} of the document in {}")

_SHARE = Layout(_STEPS, PROMINENCES)

_REASONS = (
    Reason(country, _STEPS * PROMINENCES, _IN_COUNTRY, _SHARE),
    Reason(country_near, _STEPS * PROMINENCES, _IN_COUNTRY, _SHARE),
    Reason(first, _STEPS * PROMINENCES, _IN_FIRST, _SHARE),
    Reason(first_near, _STEPS * PROMINENCES, _IN_FIRST, _SHARE),
    Reason(second, _STEPS * PROMINENCES, _IN_SECOND, _SHARE),
    Reason(nearest, _DISTANCES * PROMINENCES, _nearest, Layout(_DISTANCES, PROMINENCES, 1)),
    Reason(third, _DISTANCES, _third, Layout(_DISTANCES, first=1)),
    Reason(
        country_said,
        12 * PROMINENCES,
        _named(Column.COUNTRY, 0),
        Layout(12, PROMINENCES, 12),
    ),
    Reason(first_said, 12, _named(Column.FIRST, 2)),
    Reason(sense, 2 + len(_SENSES), _sense, Layout(2 + len(_SENSES), first=1)),
    ENUMERATION,
    VICINITY_HEARD,
    Reason(unknown_distance, 1 + _DISTANCES, _unknown),
    Reason(unknown_country, 1 + _STEPS * (len(_FEW) + 1), _unknown),
)
TOGETHER = tuple(replace(reason, together=True) for reason in _REASONS)
"""What the other mentions say."""
