"""Which names share letters with a mistyped one: an index of three letters in a row.

Every run of three letters of a name, with a blank at either end, falls into one of a fixed number
of buckets; a bucket lists its names. The rarest runs of what was typed tell most, and are looked
at first (J. Zobel and P. Dart, "Finding approximate matches in large lexicons", 1995).
"""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from .names import changes, save_offsets

_OFFSETS, _NAMES = "trigram_offsets.npy", "trigram_names.npy"
_SPOOL = "trigrams.spool"
_BUCKET_BITS = 17
_BUCKETS = 1 << _BUCKET_BITS
_NAME_BITS = 32
_FACTORS = np.asarray([2654435761, 2246822519, 3266489917], dtype=np.uint32)
"""Odd numbers that spread the bits well (the primes of xxHash)."""
_END = "\n"
_MOST_READ = 200_000
"""Entries of buckets that one search reads, more or less."""
_MOST_FOUND = 2_000

Numbers = npt.NDArray[np.int64]


class TrigramWriter:
    """Takes names in the order of their numbers, and keeps them on disk until `finish`.

    Parameters
    ----------
    folder
        Where everything is written.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._spool = (folder / _SPOOL).open("w+b")
        self._count = 0
        self._counts: list[Numbers] = []

    def add(self, keys: Sequence[str]) -> None:
        """Take the next keys; empty ones are counted, and never found."""
        letters = _letters(_END.join(f" {key} " if key else "" for key in keys) + _END)
        buckets, whole = _buckets(letters)
        owners = np.cumsum(letters == ord(_END)) + self._count
        entries = buckets.astype(np.int64) << _NAME_BITS | owners[: len(buckets)]
        entries = _distinct(entries[whole])
        self._counts.append(np.bincount(entries >> _NAME_BITS, minlength=_BUCKETS))
        self._spool.write((entries & ((1 << _NAME_BITS) - 1)).astype(np.int32).tobytes())
        self._count += len(keys)

    def finish(self) -> None:
        """Write the files: the names of a bucket in every chunk, one behind the other."""
        total = np.sum(self._counts, axis=0, dtype=np.int64, initial=0)
        total = np.broadcast_to(total, _BUCKETS)
        save_offsets(self._folder / _OFFSETS, total)
        names = np.lib.format.open_memmap(
            self._folder / _NAMES, "w+", dtype=np.int32, shape=(int(total.sum()),)
        )
        ends = np.cumsum(total) - total
        self._spool.seek(0)
        for counts in self._counts:
            size = int(counts.sum())
            chunk = np.frombuffer(self._spool.read(4 * size), dtype=np.int32)
            starts = np.cumsum(counts) - counts
            names[np.repeat(ends - starts, counts) + np.arange(size)] = chunk
            ends = ends + counts
        names.flush()
        self.close()

    def close(self) -> None:
        """Remove what was kept."""
        self._spool.close()
        (self._folder / _SPOOL).unlink(missing_ok=True)


class TrigramTable:
    """Opened index.

    Parameters
    ----------
    folder
        Where `TrigramWriter` wrote.
    """

    def __init__(self, folder: Path) -> None:
        self._offsets = np.load(folder / _OFFSETS, mmap_mode="r")
        self._names = np.load(folder / _NAMES, mmap_mode="r")

    def alike(self, key: str) -> list[int]:
        """Numbers of the names that share most with the normal form ``key``, best first."""
        if not key:
            return []
        buckets, _whole = _buckets(_letters(f" {key} "))
        runs_of_names = [(int(self._offsets[b]), int(self._offsets[b + 1])) for b in set(buckets)]
        runs_of_names.sort(key=lambda run: run[1] - run[0])
        read, pieces = 0, list[npt.NDArray[np.int32]]()
        for start, end in runs_of_names:
            if pieces and read + end - start > _MOST_READ:
                break
            pieces.append(self._names[start:end])
            read += end - start
        if not read:
            return []
        names = np.sort(np.concatenate(pieces))
        starts = np.flatnonzero(changes(names))
        counts = np.diff(starts, append=len(names))
        best = np.argsort(-counts, kind="stable")[:_MOST_FOUND]
        return [int(name) for name in names[starts[best]]]


def _distinct(numbers: Numbers) -> Numbers:
    """Sorted, each once; `numpy.unique` hashes first, which takes five times as long here."""
    ordered = np.sort(numbers)
    return ordered[changes(ordered)]


def _letters(text: str) -> npt.NDArray[np.uint32]:
    return np.frombuffer(text.encode("utf-32-le", errors="replace"), dtype=np.uint32)


def _buckets(letters: npt.NDArray[np.uint32]) -> tuple[npt.NDArray[np.uint32], Numbers]:
    """Bucket of each run of three letters, and the positions of runs inside one name."""
    runs = np.lib.stride_tricks.sliding_window_view(letters, 3)
    mixed = runs[:, 0] * _FACTORS[0] ^ runs[:, 1] * _FACTORS[1] ^ runs[:, 2] * _FACTORS[2]
    whole = np.flatnonzero(~(runs == ord(_END)).any(axis=1))
    return (mixed * _FACTORS[0]) >> np.uint32(32 - _BUCKET_BITS), whole
