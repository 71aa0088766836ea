"""Names of countries and first-order subdivisions, by the codes that the read model keeps."""

from collections.abc import Iterable, Mapping
from typing import Protocol

from geocache.model import Place


class Divisions(Protocol):
    """Knows countries and subdivisions, as a gazetteer does."""

    def divisions(self) -> Iterable[Place]:
        """Every country and first-order subdivision."""


class AreaNames:
    """Answers what a code stands for; the code itself where that is not known.

    Parameters
    ----------
    names
        By code: ``SY`` of countries, ``SY.12`` of subdivisions.
    """

    def __init__(self, names: Mapping[str, str]) -> None:
        self._names = names

    @classmethod
    def of(cls, gazetteer: Divisions) -> "AreaNames":
        """Return the names that a gazetteer has."""
        names: dict[str, str] = {}
        for place in gazetteer.divisions():
            if not place.country_code:
                continue
            if place.feature_code == "ADM1":
                if place.admin1_code:
                    names.setdefault(f"{place.country_code}.{place.admin1_code}", place.name)
            else:
                names.setdefault(place.country_code, place.name)
        return cls(names)

    def __len__(self) -> int:
        return len(self._names)

    def name(self, code: str) -> str:
        """Return the name of a country or subdivision; "" of no code."""
        return self._names.get(code, code)
