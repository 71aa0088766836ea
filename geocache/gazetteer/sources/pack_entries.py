"""What an entry of a user's pack may say, and in which form."""

from typing import Any

from ..outlines import numeric_codes

LISTS = ("also", "countries", "forms", "adjectives", "people", "postal")
_TEXTS = ("id", "name", "place", "feature", "source", "exactness", "stands_for", "admin1")
WRITTEN = frozenset((*LISTS, *_TEXTS, "population"))
"""What a column or a property may hold; others, which such files are full of, mean other things."""
KNOWN = WRITTEN | {"point", "area", "line", "through"}
_OF_FACTS = frozenset(("forms", "adjectives", "people", "postal"))


def checked(entry: Any) -> dict[str, Any]:
    """Return an entry as the sources take it.

    Raises
    ------
    KeyError, TypeError, ValueError
        It is no mapping, has keys that mean nothing, or values of another kind than expected.
    """
    if not isinstance(entry, dict):
        raise TypeError("not a mapping of keys to values")
    _check_keys(entry)
    for key in _TEXTS:
        if key in entry and (isinstance(entry[key], bool) or not isinstance(entry[key], str | int)):
            raise TypeError(f"{key} is {entry[key]!r}; expected text, in quotation marks")
    for key in LISTS:
        names = entry.get(key) or []
        if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
            raise TypeError(f"{key} is {entry[key]!r}; expected a list of texts")
    if int(entry.get("population") or 0) < 0:
        raise ValueError(f"population is {entry['population']!r}; expected 0 or more")
    return _with_codes(entry)


def _check_keys(entry: dict[Any, Any]) -> None:
    unknown = sorted(str(key) for key in set(entry) - KNOWN)
    if unknown:
        raise KeyError(f"{', '.join(unknown)} not among {', '.join(sorted(KNOWN))}")
    if "place" not in entry and _OF_FACTS & set(entry):
        raise KeyError("a place's own other names stand under 'also'")


def _with_codes(entry: dict[str, Any]) -> dict[str, Any]:
    """Entry with its countries in capitals; raises ValueError where one is no code."""
    countries = [code.upper() for code in entry.get("countries") or ()]
    for code in countries:
        if code not in numeric_codes():
            raise ValueError(f"countries: {code!r} is no two-letter code, as SY")
    return {**entry, "countries": countries} if countries else entry
