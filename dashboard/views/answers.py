"""What routes have in common: how they are asked, and how they answer."""

import gzip
import json
from typing import Any

from ..errors import QueryError
from ..situation import Filters, Situation
from ..situation.address import Parameters, filters_of

DEEPEST_ZOOM = 24
_LEVEL = 1
"""Of gzip: the browser is on this machine, so time counts more than bytes."""


def as_json(content: Any) -> bytes:
    """Return plain values as gzipped JSON."""
    return gzipped(as_text(content))


def as_text(content: Any) -> str:
    """Return plain values as JSON without a space in it."""
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"))


def gzipped(text: str, level: int = _LEVEL) -> bytes:
    """Return a text as it is sent."""
    return gzip.compress(text.encode(), level, mtime=0)


def chosen_of(held: Situation, parameters: Parameters) -> Filters:
    """Return the choice that an address says of a workspace; raises `QueryError`."""
    return filters_of(parameters, held.themes)


def last(parameters: Parameters, key: str) -> str:
    """Return the last value of a parameter; "" where there is none."""
    return (parameters.get(key) or [""])[-1]


def number(parameters: Parameters, key: str, otherwise: int, most: int, least: int = 0) -> int:
    """Return a parameter that is a whole number; ``otherwise`` where there is none.

    Raises
    ------
    QueryError
        It is no number, or not among ``least`` to ``most``.
    """
    text = last(parameters, key)
    if not text:
        return otherwise
    if not (text.isascii() and text.isdigit() and least <= int(text) <= most):
        raise QueryError(f"{key}={text} in the address; expected {least} to {most}")
    return int(text)


def number_if_any(parameters: Parameters, key: str, most: int) -> int | None:
    """Return a parameter that is a whole number; None where there is none."""
    return number(parameters, key, 0, most) if last(parameters, key) else None
