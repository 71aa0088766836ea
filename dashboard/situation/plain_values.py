"""Makes plain values, as JSON has them: rows as mappings, coordinates as they are written."""

import math
from typing import Any

import pandas as pd

Record = dict[str, Any]
"""A row: from the name of a column to its value."""
_DEGREE_DIGITS = 5


def records(frame: pd.DataFrame) -> list[Record]:
    """Return the rows of a frame in their order."""
    return [{str(key): value for key, value in row.items()} for row in frame.to_dict("records")]


def degrees(value: Any) -> float | None:
    """Return a coordinate as it is written; None of what is not drawn."""
    number = float(value) if value is not None else math.nan
    return None if math.isnan(number) else round(number, _DEGREE_DIGITS)
