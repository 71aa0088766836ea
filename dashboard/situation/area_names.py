"""Names of countries and first-order subdivisions, by the codes that the read model keeps."""

from collections.abc import Iterable, Mapping
from typing import Protocol

from geocache.records import Place

from .place_words import country_name


class Divisions(Protocol):
    """Knows countries and subdivisions, as a gazetteer does."""

    def divisions(self) -> Iterable[Place]:
        """Every country and first-order subdivision."""


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
