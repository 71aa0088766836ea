"""Reads passages that people labelled with themes: JSON lines with ``text`` and ``core``."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ...errors import DashboardError


@dataclass(frozen=True, slots=True)
class LabelledPassage:
    """A passage and the themes that people gave it."""

    id: str
    text: str
    core: frozenset[str]
    """Ids of the themes that it has."""
    touched: frozenset[str]
    """Ids of those that may be argued about: they count neither way."""
    title: str = ""
    """Of its document; "" when not known."""


def read_labelled(path: Path) -> list[LabelledPassage]:
    """Return the passages of a file in their order.

    Raises
    ------
    DashboardError
        The file can't be read, or a line is none; it is named with what was expected.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise DashboardError(f"{path}: can't be read: {error}") from error
    passages = [
        _passage(line, f"{path}:{number}") for number, line in enumerate(lines, 1) if line.strip()
    ]
    if not passages:
        raise DashboardError(f"{path}: expected JSON lines with text and core, found none")
    return passages


def _passage(line: str, where: str) -> LabelledPassage:
    try:
        entry = json.loads(line)
    except ValueError as error:
        raise DashboardError(f"{where}: can't be read as JSON: {error}") from error
    if not isinstance(entry, dict) or not isinstance(entry.get("text"), str):
        raise DashboardError(f'{where}: expected an object with "text" and "core"')
    return LabelledPassage(
        str(entry.get("id", where)),
        entry["text"],
        frozenset(_ids(entry, "core", where)),
        frozenset(_ids(entry, "touched", where)),
        entry["title"] if isinstance(entry.get("title"), str) else "",
    )


def _ids(entry: Mapping[str, Any], key: str, where: str) -> Iterator[str]:
    values = entry.get(key, [] if key == "touched" else None)
    if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
        raise DashboardError(
            f'{where}: "{key}": expected a list of ids of themes, found {values!r}'
        )
    yield from values
