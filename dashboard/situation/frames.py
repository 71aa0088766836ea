"""Rows of frames as plain mappings."""

from typing import Any

import pandas as pd

Record = dict[str, Any]


def records(frame: pd.DataFrame) -> list[Record]:
    """Rows in order, each a mapping from column to value."""
    return [{str(key): value for key, value in row.items()} for row in frame.to_dict("records")]


def grouped(frame: pd.DataFrame, *columns: str) -> dict[tuple[Any, ...], list[Record]]:
    """Rows in order, by the values of some columns."""
    groups: dict[tuple[Any, ...], list[Record]] = {}
    for row in records(frame):
        groups.setdefault(tuple(row[column] for column in columns), []).append(row)
    return groups
