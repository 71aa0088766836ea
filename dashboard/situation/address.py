"""Writes a choice as parameters of an address, and reads it back: links, routes, saved views."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from datetime import date
from typing import Any

from ..annotate import Themes
from ..errors import QueryError
from ..workspace.codes import DATED, HARMS, KINDS, OUTCOMES, REVIEWS, ROLES
from .columns import TENSES
from .days import day_number, iso_day
from .filters import EVERYTHING, Box, Filters, Ring

NONE = "none"
"""Stands in an address for "without": a theme, a source, a date."""
_NAMES = {
    "q": "text",
    "theme": "themes",
    "not-theme": "not_themes",
    "from": "first_day",
    "to": "last_day",
    "dated": "dated",
    "tense": "tenses",
    "harm": "casualties",
    "harmed": "least_casualties",
    "source": "sources",
    "report": "documents",
    "language": "languages",
    "since": "since_revision",
    "country": "countries",
    "admin1": "admin1",
    "place": "place",
    "box": "box",
    "ring": "ring",
    "in": "footprint",
    "kind": "kinds",
    "role": "roles",
    "sure": "confidence",
    "outcome": "outcomes",
    "review": "reviews",
}
FILTER_KEYS = tuple(_NAMES)
"""Parameters that hold a choice; others say what is opened, and where the map looks."""
_CODED: dict[str, tuple[Any, ...]] = {
    "kinds": KINDS,
    "roles": ROLES,
    "outcomes": OUTCOMES,
    "reviews": REVIEWS,
    "dated": DATED,
    "tenses": TENSES,
    "casualties": (*HARMS, ""),
}
_OF_THEMES = frozenset(("themes", "not_themes"))
_LEAST_CORNERS, _SIDES = 3, 4
_MOST_LON, _MOST_LAT = 180.0, 90.0
_PER_CENT = 100

Parameters = Mapping[str, Sequence[str]]


def filters_of(parameters: Parameters, themes: Themes | None = None) -> Filters:
    """Return the choice that an address says; parameters that are no filter don't count.

    Parameters
    ----------
    parameters
        Of the address.
    themes
        That may be chosen; those of this project when None.

    Raises
    ------
    QueryError
        A value can't be one; it is named with what was expected.
    """
    parts: dict[str, Any] = {}
    for key, part in _NAMES.items():
        values = [value for value in parameters.get(key, ()) if value]
        if values:
            if part in _OF_THEMES:
                parts[part] = _themes(key, part, values, themes or Themes.shipped())
            else:
                parts[part] = _READERS.get(part, _several)(key, part, values)
    return Filters(**parts)


def parameters_of(filters: Filters) -> dict[str, list[str]]:
    """Return the parameters that say a choice, in one order; `filters_of` reads them back."""
    keys = {part: key for key, part in _NAMES.items()}
    parameters: dict[str, list[str]] = {}
    for field in fields(filters):
        value = getattr(filters, field.name)
        if value == getattr(EVERYTHING, field.name):
            continue
        parameters[keys[field.name]] = _written(field.name, value)
    return {key: parameters[key] for key in _NAMES if key in parameters}


def _several(key: str, part: str, values: list[str]) -> tuple[str, ...]:
    wanted = tuple(dict.fromkeys("" if value == NONE else value for value in values))
    allowed = _CODED.get(part)
    for value in wanted:
        if allowed is not None and value not in {str(item) for item in allowed}:
            raise _unknown(key, value or NONE, (str(item) or NONE for item in allowed))
    return wanted


def _themes(key: str, part: str, values: list[str], themes: Themes) -> tuple[str, ...]:
    allowed = {theme.id for theme in themes.all} | {""}
    given = _several(key, part, values)
    # An address that was kept may have ids of an earlier version.
    wanted = tuple(dict.fromkeys(new for value in given for new in themes.renewed(value)))
    for value in wanted:
        if value not in allowed:
            raise _unknown(key, value, (theme or NONE for theme in sorted(allowed)))
    return wanted


def _unknown(key: str, value: str, allowed: Iterable[str]) -> QueryError:
    return QueryError(f"{key}={value} in the address; expected one of {', '.join(allowed)}")


def _last(_key: str, _part: str, values: list[str]) -> str:
    return values[-1]


def _day(key: str, _part: str, values: list[str]) -> int:
    try:
        return day_number(date.fromisoformat(values[-1]))
    except ValueError:
        raise QueryError(f"{key}={values[-1]} in the address; expected YYYY-MM-DD") from None


def _number(key: str, part: str, values: list[str]) -> int:
    most = _PER_CENT if part == "confidence" else None
    text = values[-1]
    if not (text.isascii() and text.isdigit()) or (most is not None and int(text) > most):
        expected = f"0 to {most}" if most is not None else "a number"
        raise QueryError(f"{key}={text} in the address; expected {expected}")
    return int(text)


def _box(key: str, _part: str, values: list[str]) -> Box:
    sides = _degrees(key, values[-1], values[-1].split(","), "west,south,east,north")
    if len(sides) != _SIDES or sides[1] > sides[3]:
        raise QueryError(f"{key}={values[-1]} in the address; expected west,south,east,north")
    _check(key, values[-1], ((sides[0], sides[1]), (sides[2], sides[3])))
    return sides[0], sides[1], sides[2], sides[3]


def _ring(key: str, _part: str, values: list[str]) -> Ring:
    expected = "lon,lat of three corners and more"
    numbers = _degrees(key, values[-1], values[-1].split(","), expected)
    corners = tuple(zip(numbers[::2], numbers[1::2], strict=False))
    if len(numbers) % 2 or len(corners) < _LEAST_CORNERS:
        raise QueryError(f"{key}={values[-1]} in the address; expected {expected}")
    _check(key, values[-1], corners)
    return corners


def _degrees(key: str, text: str, parts: list[str], expected: str) -> list[float]:
    try:
        return [float(part) for part in parts]
    except ValueError:
        raise QueryError(f"{key}={text} in the address; expected {expected}") from None


def _check(key: str, text: str, corners: Iterable[tuple[float, float]]) -> None:
    # Written so that a NaN does not pass.
    if not all(abs(lon) <= _MOST_LON and abs(lat) <= _MOST_LAT for lon, lat in corners):
        raise QueryError(f"{key}={text} in the address is beyond 180 or 90 degrees")


def _written(part: str, value: Any) -> list[str]:
    if part in {"first_day", "last_day"}:
        return [str(iso_day(value))]
    if part == "box":
        return [",".join(str(side) for side in value)]
    if part == "ring":
        return [",".join(str(side) for corner in value for side in corner)]
    if isinstance(value, tuple):
        return [str(item) or NONE for item in value]
    return [str(value)]


_READERS: dict[str, Any] = {
    "first_day": _day,
    "last_day": _day,
    "since_revision": _number,
    "confidence": _number,
    "least_casualties": _number,
    "text": _last,
    "place": _last,
    "footprint": _last,
    "box": _box,
    "ring": _ring,
}
