"""Names on disk: a trie of keys, and for each key its places, the most prominent first."""

import re
from array import array
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import marisa_trie
import numpy as np
import numpy.typing as npt

from ...records import NameKind


class KeySpool:
    """A file of keys, which hold no line end, in the order they came.

    Parameters
    ----------
    path
        Made anew.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._stream = path.open("w", encoding="utf-8", newline="\n")

    def add(self, keys: Iterable[str]) -> None:
        """Write keys behind those that are there."""
        self._stream.writelines(f"{key}\n" for key in keys)

    def __iter__(self) -> Iterator[str]:
        """Every key written so far."""
        self._stream.flush()
        with self._path.open(encoding="utf-8", newline="\n") as lines:
            for line in lines:
                yield line[:-1]

    def remove(self) -> None:
        """Delete the file."""
        self._stream.close()
        self._path.unlink(missing_ok=True)


KINDS = tuple(NameKind)
_TRIE, _OFFSETS, _ROWS, _KINDS = (
    "names.marisa",
    "name_offsets.npy",
    "name_rows.npy",
    "name_kinds.npy",
)
_SPOOL = "names.spool"
_KIND_BITS, _RANK_BITS = 4, 32
_IATA = re.compile("[A-Z]{3}")
_CODE_PREFIX = "#"
"""No normal form contains it, so that codes and names never meet in the trie."""

Numbers = npt.NDArray[np.int64]


def code_key(code: str) -> str:
    """Key of an IATA, ICAO, ISO or postal code: case and dots don't count."""
    return _CODE_PREFIX + code.replace(".", "").strip().lower()


def alternate_kind(name: str) -> NameKind:
    """What a source's other name is: sources list IATA codes, as THE or LED, among the names."""
    return NameKind.CODE if _IATA.fullmatch(name) else NameKind.ALTERNATE


def is_name(key: str) -> bool:
    """Whether a key is a name's normal form, and not that of a code."""
    return not key.startswith(_CODE_PREFIX)


class NameWriter:
    """Takes names one after the other, and keeps them on disk until `finish`.

    Parameters
    ----------
    folder
        Where everything is written.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._spool = KeySpool(folder / _SPOOL)
        self._rows, self._kinds = array("i"), bytearray()

    def add(self, row: int, keys: dict[str, int]) -> None:
        """Write the keys of a place with the positions of their kinds in `KINDS`."""
        self._spool.add(keys)
        for kind in keys.values():
            self._rows.append(row)
            self._kinds.append(kind)

    def close(self) -> None:
        """Remove what was kept."""
        self._spool.remove()

    def finish(self, moved: Numbers, rank: Numbers) -> None:
        """Write the trie and the places of each key.

        Parameters
        ----------
        moved
            Shape (places,), the final row of each row as it was added.
        rank
            Shape (places,), by final row: 0 for the most prominent place.
        """
        trie = marisa_trie.Trie(iter(self._spool))
        trie.save(str(self._folder / _TRIE))
        numbers = np.fromiter(map(trie.key_id, self._spool), np.int64, len(self._rows))
        postings = numbers << (_RANK_BITS + _KIND_BITS)
        postings |= rank[moved[np.frombuffer(self._rows, dtype=np.int32)]] << _KIND_BITS
        postings |= np.frombuffer(self._kinds, dtype=np.uint8)
        self.close()
        self._write(_sorted(postings), rank, len(trie))

    def _write(self, postings: Numbers, rank: Numbers, keys: int) -> None:
        by_rank = np.empty(len(rank), dtype=np.int32)
        by_rank[rank] = np.arange(len(rank), dtype=np.int32)
        counts = np.bincount(postings >> (_RANK_BITS + _KIND_BITS), minlength=keys)
        save_offsets(self._folder / _OFFSETS, counts)
        ranks = (postings >> _KIND_BITS) & ((1 << _RANK_BITS) - 1)
        np.save(self._folder / _ROWS, by_rank[ranks])
        np.save(self._folder / _KINDS, (postings & ((1 << _KIND_BITS) - 1)).astype(np.uint8))


def _sorted(postings: Numbers) -> Numbers:
    """Postings in order, one for each key and place: the best kind of name that it is."""
    postings.sort()
    return postings[changes(postings >> _KIND_BITS)]


def changes(ordered: npt.NDArray[np.integer[Any]]) -> npt.NDArray[np.bool_]:
    """Whether each number is another than the one before it."""
    first = np.ones(len(ordered), dtype=np.bool_)
    np.not_equal(ordered[1:], ordered[:-1], out=first[1:])
    return first


def save_offsets(path: Path, counts: npt.ArrayLike) -> None:
    """Write where the entries of each number begin, and where the last end."""
    np.save(path, np.concatenate([[0], np.cumsum(counts)]).astype(np.uint32))


class NameTable:
    """Opened names.

    Parameters
    ----------
    folder
        Where `NameWriter` wrote.
    """

    def __init__(self, folder: Path) -> None:
        self.trie = marisa_trie.Trie().mmap(str(folder / _TRIE))
        self._offsets = mapped_numbers(folder / _OFFSETS)
        self._rows = mapped_numbers(folder / _ROWS)
        self._kinds = mapped_numbers(folder / _KINDS)

    def __len__(self) -> int:
        return len(self.trie)

    def __contains__(self, key: str) -> bool:
        return key in self.trie

    def postings(self, key: str) -> Iterable[tuple[int, NameKind]]:
        """Row, and what the name is to it, of every place with this key; prominent ones first."""
        number = self.trie.get(key)
        if number is None:
            return ()
        start, end = self._offsets[number], self._offsets[number + 1]
        kinds = map(KINDS.__getitem__, self._kinds[start:end])
        return zip(self._rows[start:end], kinds, strict=True)

    def first_rows(self) -> npt.NDArray[np.int32]:
        """Row of the most prominent place of each name, by the number of the name."""
        starts = np.asarray(self._offsets)[:-1]
        rows: npt.NDArray[np.int32] = np.asarray(self._rows)[starts]
        return rows

    def spelled(self, number: int) -> str:
        """Return the key with this number."""
        return str(self.trie.restore_key(number))


def mapped_numbers(path: Path) -> memoryview:
    """One-dimensional array that `numpy.save` wrote, memory-mapped; fast to read singly."""
    return memoryview(np.load(path, mmap_mode="r"))
