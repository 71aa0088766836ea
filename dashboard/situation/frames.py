"""Rows of frames as plain mappings."""

from typing import Any

import pandas as pd

Record = dict[str, Any]


def records(frame: pd.DataFrame) -> list[Record]:
    """Rows in order, each a mapping from column to value."""
    return [{str(key): value for key, value in row.items()} for row in frame.to_dict("records")]
