"""Holds columns of numbers: which there are, how they grow, and snapshots that never change."""

import io
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from ..workspace import Workspace

Array = npt.NDArray[Any]
Mask = npt.NDArray[np.bool_]
"""Which rows of a table are meant."""
_ROOM = 1024
"""Rows for which there is room at first."""
_GROWTH = 1.25
_LEVEL = 1
"""Of deflating: the fastest."""
TYPES: dict[str, dict[str, str]] = {
    # an observation: a footprint in a passage; in the order of passages
    "observations": {
        "passage": "i4",
        "mark": "i4",
        "footprint": "i4",
        "wording": "i4",
        "pair": "i4",  # row in `pairs`
        "country_pair": "i4",  # row in `country_pairs`
        "first_day": "i4",
        "last_day": "i4",
        "dated": "u1",
        "confidence": "u1",  # per cent
        "outcome": "u1",
        "review": "u1",
        "carried": "u1",
        "history": "u1",  # whether its date is background
    },
    # each place or shape in each passage, once
    "pairs": {"thing": "i4", "passage": "i4"},
    # each theme of the passage of each pair
    "pair_themes": {"pair": "i4", "theme": "u1", "score": "f4"},
    "country_pairs": {"passage": "i4", "country": "u2"},
    "passages": {
        "document": "i4",
        "themes": "u8",
        "dated": "u1",
        "tense": "u1",  # bits, as in `TENSES`: a passage may tell news and background
        "dead": "i4",  # the most that its words count; 0 where they count none
        "injured": "i4",
        "missing": "i4",
        "alive": "u1",
    },
    # each interval that a passage is dated to; the report's where its words state none
    "intervals": {"passage": "i4", "first_day": "i4", "last_day": "i4", "tense": "u1"},
    "documents": {
        "source": "i4",
        "language": "u2",
        "first_day": "i4",
        "last_day": "i4",
        "came": "i4",  # revision in which it came
        "first_passage": "i4",
        "passages": "i4",
    },
    "marks": {
        "thing": "i4",  # the first mark of the same place, or itself
        "place": "i4",  # id of the place that it is; 0 for none
        "kind": "u1",
        "role": "u1",
        "exact": "u1",
        "country": "u2",
        "admin1": "i4",
        "admin2": "i4",
        "lon": "f4",
        "lat": "f4",
        "west": "f4",
        "south": "f4",
        "east": "f4",
        "north": "f4",
    },
    # places that a mark is made of
    "mark_places": {"mark": "i4", "place": "i4"},
}
"""Name and NumPy type of the columns of each table."""
TENSES = ("news", "background")
"""What passages tell, by bit: what happens now, or what was before. Of intervals, by number."""
BESIDE_BACKGROUND = len(TENSES)
"""Tense of the report's date in a passage that dates only its background and tells news as well."""
DICTIONARIES = ("countries", "admin1", "admin2", "languages", "sources", "themes")
"""What is kept as numbers, and has its names beside the tables."""


class Columns:
    """Holds the columns of one table, and appends to them.

    A grown or changed array is a new one, so what a snapshot holds never moves.

    Parameters
    ----------
    types
        Name and NumPy type of each column.
    """

    def __init__(self, types: Mapping[str, str]) -> None:
        self.count = 0
        self._arrays: dict[str, Array] = {n: np.zeros(_ROOM, t) for n, t in types.items()}

    def __len__(self) -> int:
        return self.count

    def __getitem__(self, name: str) -> Array:
        return self._arrays[name][: self.count]

    def __iter__(self) -> Iterator[str]:
        return iter(self._arrays)

    def append(self, **columns: npt.ArrayLike) -> None:
        """Add rows; every column must be given, all of the same length."""
        if columns.keys() != self._arrays.keys():
            raise ValueError(f"columns {sorted(columns)}; expected {sorted(self._arrays)}")
        arrays = {name: np.asarray(values) for name, values in columns.items()}
        (size,) = {len(values) for values in arrays.values()}
        self._grow(self.count + size)
        for name, values in arrays.items():
            self._arrays[name][self.count : self.count + size] = values
        self.count += size

    def spread(self, rows: Array, **columns: npt.ArrayLike) -> None:
        """Add rows at given numbers behind the last; numbers that are left out stay zero."""
        if not len(rows):
            return
        total = int(rows.max()) + 1
        self._grow(total)
        for name, values in columns.items():
            self._arrays[name][self.count : total] = 0
            self._arrays[name][rows] = np.asarray(values)
        self.count = total

    def change(self, name: str, rows: Array, values: npt.ArrayLike) -> None:
        """Change some rows of a column, for later snapshots only."""
        changed = self._arrays[name].copy()
        changed[: self.count][rows] = values
        self._arrays[name] = changed

    def _grow(self, need: int) -> None:
        for name, array in self._arrays.items():
            if need > len(array):
                grown = np.zeros(max(need, int(len(array) * _GROWTH)), array.dtype)
                grown[: self.count] = array[: self.count]
                self._arrays[name] = grown

    def frozen(self) -> dict[str, Array]:
        """Return the rows as they are now: slices, no copies."""
        return {name: array[: self.count] for name, array in self._arrays.items()}

    @property
    def size_bytes(self) -> int:
        """Memory of the columns, spare room included."""
        return sum(array.nbytes for array in self._arrays.values())

    def dump(self) -> bytes:
        """Return the rows as bytes, deflated a little."""
        stream = io.BytesIO()
        # `allow_pickle` would be kept as a column by NumPy before 2.1.
        arrays: dict[str, Any] = self.frozen()
        np.savez(stream, **arrays)
        return zlib.compress(stream.getbuffer(), _LEVEL)

    def load(self, content: bytes) -> None:
        """Take the rows that `dump` returned; raises ValueError for those of another table."""
        with np.load(io.BytesIO(zlib.decompress(content)), allow_pickle=False) as arrays:
            if set(arrays) != set(self._arrays):
                raise ValueError("columns of another version")
            for name in self._arrays:
                self._arrays[name] = arrays[name].astype(self._arrays[name].dtype, copy=False)
        (self.count,) = {len(array) for array in self._arrays.values()}


class Dictionary:
    """Numbers strings in the order in which they come; "" is 0.

    Parameters
    ----------
    values
        The strings so far, without "".
    """

    def __init__(self, values: Iterable[str] = ()) -> None:
        self.codes: dict[str, int] = {"": 0}
        for value in values:
            self.code(value)

    def __len__(self) -> int:
        return len(self.codes)

    def code(self, value: str) -> int:
        """Return the number of a string; a new one for a new string."""
        return self.codes.setdefault(value, len(self.codes))

    def encode(self, values: Iterable[str]) -> list[int]:
        """Return the numbers of strings."""
        code = self.code
        return [code(value) for value in values]

    @property
    def values(self) -> list[str]:
        """The strings by number."""
        return list(self.codes)


@dataclass(frozen=True, slots=True, eq=False)
class Snapshot:
    """Holds the columns of one revision. Each is equal to itself only."""

    workspace: Workspace
    revision: int
    tables: dict[str, dict[str, Array]]
    dictionaries: dict[str, list[str]]
    """Values by code; themes by id."""
    removed: bool
    """Whether some of its observations are of passages that are gone."""

    def __getitem__(self, table: str) -> dict[str, Array]:
        return self.tables[table]

    def count(self, table: str) -> int:
        """Return how many rows a table has, gone ones included."""
        return len(next(iter(self.tables[table].values())))

    def mask(self, table: str, rows: Array) -> Mask:
        """Return a mask of a table in which some rows are meant, each as often as it comes."""
        mask = np.zeros(self.count(table), bool)
        mask[rows] = True
        return mask


def run_starts(*columns: Array) -> Mask:
    """Say which rows begin a run: in one of the columns they differ from the row before."""
    starts = np.ones(len(columns[0]), bool)
    starts[1:] = np.logical_or.reduce([column[1:] != column[:-1] for column in columns])
    return starts


def code_mask(size: int, codes: Iterable[int | None]) -> Mask:
    """Return which numbers below ``size`` are among the codes; None is none of them."""
    table = np.zeros(size, bool)
    table[[code for code in codes if code is not None and code < size]] = True
    return table
