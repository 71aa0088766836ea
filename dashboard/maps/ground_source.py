"""What ``ground-10m.json`` holds: lakes, rivers, lines between subdivisions, and cuts."""

import json
from functools import cache
from typing import Any

import numpy as np

from geocache.data_files import data_path
from geocache.gazetteer.outlines.topojson import Line


@cache
def _content() -> dict[str, Any]:
    content: dict[str, Any] = json.loads(
        data_path("basemap", "ground-10m.json").read_text(encoding="utf-8")
    )
    return content


def _line(coded: list[int]) -> Line:
    steps = np.array(coded, dtype=float).reshape(-1, 2)
    positions: Line = steps.cumsum(axis=0) / _content()["steps"]
    return positions


@cache
def lakes() -> tuple[tuple[Line, ...], ...]:
    """Rings of each lake, its shore first and then its islands; the largest lake first."""
    return tuple(tuple(map(_line, rings)) for rings in _content()["lakes"])


@cache
def rivers() -> tuple[Line, ...]:
    """Return the courses of large rivers (1:50 million), the longest first."""
    return tuple(map(_line, _content()["rivers"]))


@cache
def subdivision_lines() -> tuple[Line, ...]:
    """Lines between first-order subdivisions."""
    return tuple(map(_line, _content()["admin1"]))


@cache
def cut_lines() -> dict[str, tuple[Line, ...]]:
    """Lines along which disputed ground is cut off a country, by the id of the ground."""
    return {key: tuple(map(_line, lines)) for key, lines in _content()["cuts"].items()}
