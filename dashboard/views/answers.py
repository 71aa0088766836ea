"""What routes have in common: how they are asked, and how they answer."""

import gzip
import json
from collections.abc import Mapping, Sequence
from typing import Any

from ..errors import QueryError

Parameters = Mapping[str, Sequence[str]]
"""Of an address: each may stand there more than once."""
_LEVEL = 1
"""Of gzip: the browser is on this machine, so time counts more than bytes."""


def as_json(content: Any) -> bytes:
    """Return plain values as gzipped JSON."""
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    return gzip.compress(text.encode(), _LEVEL, mtime=0)


def last(parameters: Parameters, key: str) -> str:
    """Return the last value of a parameter; "" where there is none."""
    return (parameters.get(key) or [""])[-1]


def number(parameters: Parameters, key: str, otherwise: int, most: int) -> int:
    """Return a parameter that counts something.

    Raises
    ------
    QueryError
        It is no number, or above ``most``.
    """
    text = last(parameters, key)
    if not text:
        return otherwise
    if not (text.isascii() and text.isdigit()) or int(text) > most:
        raise QueryError(f"{key}={text} in the address; expected a number up to {most}")
    return int(text)
