"""Looser keys on disk: for each, the names that may be one another's romanisations."""

from collections.abc import Sequence
from pathlib import Path

import marisa_trie
import numpy as np
import numpy.typing as npt

from ..names.romanisation import loose_key
from .names import KeySpool, NameTable, mapped_numbers, save_offsets

_SPOOL = "loose.spool"
_TRIE, _OFFSETS, _NAMES = "loose.marisa", "loose_offsets.npy", "loose_names.npy"
_MOST_NAMES = 200
"""Names kept for one looser key, those of prominent places first."""


class LooseWriter:
    """Takes names in the order of their numbers, and keeps them on disk until `finish`.

    Parameters
    ----------
    folder
        Where everything is written.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._spool = KeySpool(folder / _SPOOL)

    def add(self, keys: Sequence[str]) -> None:
        """Take the next keys, normal forms."""
        self._spool.add(map(loose_key, keys))

    def finish(self, rank: npt.NDArray[np.int64]) -> None:
        """Write the files; ``rank`` has the rank of the most prominent place of each name."""
        trie = marisa_trie.Trie(filter(None, self._spool))
        trie.save(str(self._folder / _TRIE))
        groups = np.fromiter((trie.get(key, -1) for key in self._spool), np.int64, len(rank))
        self.close()
        order = np.lexsort((rank, groups))
        order = order[np.searchsorted(groups[order], 0) :]
        groups = groups[order]
        starts = np.searchsorted(groups, np.arange(len(trie)))
        kept = np.arange(len(groups)) - starts[groups] < _MOST_NAMES
        save_offsets(self._folder / _OFFSETS, np.bincount(groups[kept], minlength=len(trie)))
        np.save(self._folder / _NAMES, order[kept].astype(np.int32))

    def close(self) -> None:
        """Remove what was kept."""
        self._spool.remove()


class LooseTable:
    """Opened looser keys.

    Parameters
    ----------
    folder
        Where `LooseWriter` wrote.
    names
        What the numbers of names stand for.
    """

    def __init__(self, folder: Path, names: NameTable) -> None:
        self._names_of = names
        self._trie = marisa_trie.Trie().mmap(str(folder / _TRIE))
        self._offsets = mapped_numbers(folder / _OFFSETS)
        self._names = mapped_numbers(folder / _NAMES)

    def names(self, key: str) -> list[str]:
        """Normal forms with the same looser key as the normal form ``key``."""
        number = self._trie.get(loose_key(key))
        if number is None:
            return []
        start, end = self._offsets[number], self._offsets[number + 1]
        return [self._names_of.spelled(name) for name in self._names[start:end]]
