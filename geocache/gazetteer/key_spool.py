"""Keys on their way into a trie: on disk, a line each, so that any number of them fits."""

from collections.abc import Iterable, Iterator
from pathlib import Path


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
