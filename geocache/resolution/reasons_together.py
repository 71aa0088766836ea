"""Evidence from the other mentions of the document."""

from dataclasses import replace

import numpy as np
import numpy.typing as npt

from .bearers import Column
from .evidence import Layout, Reason, Said, View, Words, graded
from .place_kinds import PROMINENCES
from .support import FAR_KM
from .surroundings import connections

Ints = npt.NDArray[np.int64]
_SHARES = np.array([0.02, 0.05, 0.1, 0.2, 0.3, 0.45, 0.6, 0.75], np.float64)
_SAID, _SAID_NEAR = np.array([0.3, 0.7], np.float64), np.array([0.2, 0.5, 0.8], np.float64)
_SENSES = np.array([0.02, 0.1, 0.3, 0.6, 0.9], np.float64)
_KM = np.array([1, 5, 10, 20, 40, 80, 160, 300, 600, 1200, 2500, 5000], np.float64)
_FEW = np.array([0.5, 1.5, 3.5, 7.5], np.float64)
_STEPS, _DISTANCES = len(_SHARES) + 1, len(_KM) + 2
_LIKELY = 0.3


def _by_prominence(view: View, sort: Ints) -> Ints:
    return _heard(view, sort * PROMINENCES + view.look[Column.PROMINENCE])


def _heard(view: View, sort: Ints) -> Ints:
    """Silence where there are no others: what stands alone is not out of place."""
    return view.look.only_candidates(np.where(view.others.others > 0, sort, 0))


def country(view: View) -> Ints:
    """Other places of the country in the document."""
    return _by_prominence(view, graded(view.others.country, _SHARES))


def country_near(view: View) -> Ints:
    """Other places of the country near by in the text."""
    return _by_prominence(view, graded(view.others.country_near, _SHARES))


def first(view: View) -> Ints:
    """Other places of the subdivision in the document."""
    return _by_prominence(view, graded(view.others.first, _SHARES))


def first_near(view: View) -> Ints:
    """Other places of the subdivision near by in the text."""
    return _by_prominence(view, graded(view.others.first_near, _SHARES))


def second(view: View) -> Ints:
    """Other places of the second-order subdivision in the document."""
    return _by_prominence(view, graded(view.others.second, _SHARES))


def _shared(unit: Column, words: str) -> Words:
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
    return _by_prominence(view, _distance_class(view.others.nearest_km))


def _nearest(view: View, row: int) -> Said:
    look = view.look
    if view.others.nearest_km[row] >= FAR_KM:
        return ("no other place is sure enough to measure from",)
    mention = int(view.others.nearest[row])
    name = look.match(int(view.others.likeliest[mention])).place.name
    return "{:,.0f} km from {}", float(view.others.nearest_km[row]), name


def third(view: View) -> Ints:
    """Near to several other places."""
    return view.look.only_candidates(_distance_class(view.others.third_km))


def _third(view: View, row: int) -> Said:
    if view.others.third_km[row] >= FAR_KM:
        return ("fewer than three other places are sure",)
    return "{:,.0f} km from the third nearest of the others", float(view.others.third_km[row])


def _distance_class(km: npt.NDArray[np.float64]) -> Ints:
    return np.where(km >= FAR_KM, 0, 1 + graded(km, _KM))


def country_said(view: View) -> Ints:
    """The country itself is named."""
    others = view.others
    sort = 4 * graded(others.country_said, _SAID) + graded(others.country_said_near, _SAID_NEAR)
    return _by_prominence(view, sort)


def first_said(view: View) -> Ints:
    """The subdivision itself is named."""
    others = view.others
    sort = 4 * graded(others.first_said, _SAID) + graded(others.first_said_near, _SAID_NEAR)
    return _heard(view, sort)


def _named(unit: Column, field: str) -> Words:
    def said(view: View, row: int) -> Said:
        likely = float(getattr(view.others, field)[row])
        number = int(view.look[unit][row])
        name = view.look.numbers.name(number) if number else "the unit it is in"
        return ("{} itself is named" if likely > _LIKELY else "{} itself is not named"), name

    return said


def sense(view: View) -> Ints:
    """The same name elsewhere in the document."""
    found = view.others.sense
    return view.look.only_candidates(np.where(found < 0, 0, 1 + graded(found, _SENSES)))


def _sense(view: View, row: int) -> Said:
    likely = view.others.sense[row] > _LIKELY
    return (
        "the document uses the name for it elsewhere"
        if likely
        else "the document uses the name for another place elsewhere",
    )


def enumeration(view: View) -> Ints:
    """In a list with another place."""
    look, others = view.look, view.others
    found = np.zeros(len(look.owner), np.int64)
    names = connections()
    for mention, connection in enumerate(look.surroundings.connection[:-1].tolist()):
        if names[connection] not in {"inside", "list", "pair"}:
            continue
        for one, other in ((mention, mention + 1), (mention + 1, mention)):
            if look.none[other] > look.starts[other]:
                rows = np.arange(int(look.starts[one]), int(look.none[one]))
                sort = _alike(view, rows, int(others.likeliest[other]))
                found[rows] = np.maximum(found[rows], sort + 6 * (names[connection] == "list"))
    return found


def _alike(view: View, rows: Ints, other: int) -> Ints:
    """1 to 6: the more, the more a place is like another in kind and whereabouts."""
    look = view.look
    same = [
        (look[column][rows] == look[column][other]) & (look[column][other] > 0)
        for column in (Column.PROMINENCE, Column.COUNTRY, Column.FIRST)
    ]
    alike, country, first = (found.astype(np.int64) for found in same)
    sort: Ints = 1 + alike + 2 * (country + first)
    return sort


def _enumeration(view: View, row: int) -> Said:
    sort = (int(view.classes(enumeration, together=True)[row]) - 1) % 6
    kind = "of like prominence" if sort % 2 else "of other prominence"
    where = ("elsewhere", "in the same country", "in the same subdivision")[sort // 2]
    return "named in one breath with a place {} {}", kind, where


def unknown_distance(view: View) -> Ints:
    """Whether any place that could be meant is near to the others."""
    look = view.look
    km = np.where(look.is_none, FAR_KM, view.others.nearest_km)
    best = np.minimum.reduceat(km, look.starts)
    return look.only_none(1 + _distance_class(best))


def unknown_country(view: View) -> Ints:
    """Whether any place that could be meant is where the others are."""
    look = view.look
    best = np.maximum.reduceat(
        look.only_candidates(graded(view.others.country, _SHARES)), look.starts
    )
    few = graded(view.others.others[look.none], _FEW)
    return look.only_none(1 + best * (len(_FEW) + 1) + few)


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
        _named(Column.COUNTRY, "country_said"),
        Layout(12, PROMINENCES, 12),
    ),
    Reason(first_said, 12, _named(Column.FIRST, "first_said")),
    Reason(sense, 2 + len(_SENSES), _sense, Layout(2 + len(_SENSES), first=1)),
    Reason(enumeration, 13, _enumeration),
    Reason(unknown_distance, 1 + _DISTANCES, _unknown),
    Reason(unknown_country, 1 + _STEPS * (len(_FEW) + 1), _unknown),
)
TOGETHER = tuple(replace(reason, together=True) for reason in _REASONS)
"""What the other mentions say."""
