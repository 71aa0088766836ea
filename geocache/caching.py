"""A cache that is bounded by the size of what it holds, for geometries of very different sizes."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any, Generic, TypeVar

from .records import Geometry

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class SizedCache(Generic[K, V]):
    """A function that remembers its answers; those not asked for the longest are forgotten first.

    Parameters
    ----------
    make
        The function. Two threads that ask at once may both call it.
    size
        Size of an answer, at least 1.
    most
        Total size of the answers that are kept; one that is larger is not kept at all.
    """

    def __init__(self, make: Callable[[K], V], size: Callable[[V], int], most: int) -> None:
        self._make, self._size, self._most = make, size, most
        self._kept: OrderedDict[K, tuple[V, int]] = OrderedDict()
        self._total = 0
        self._lock = Lock()

    def __call__(self, key: K) -> V:
        """Return the answer for a key."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key][0]
        made = self._make(key)
        with self._lock:
            self._keep(key, made)
        return made

    @property
    def total(self) -> int:
        """Size of everything that is kept."""
        return self._total

    def _keep(self, key: K, made: V) -> None:
        size = self._size(made)
        if key in self._kept or size > self._most:
            return
        self._kept[key] = made, size
        self._total += size
        while self._total > self._most:
            _key, (_made, forgotten) = self._kept.popitem(last=False)
            self._total -= forgotten


def positions(geometry: Geometry | None) -> int:
    """Return the number of positions in a GeoJSON geometry, which is what makes it large."""
    return _positions(geometry["coordinates"]) if geometry else 0


def _positions(coordinates: Any) -> int:
    if not coordinates or not isinstance(coordinates[0], list | tuple):
        return 1
    if isinstance(coordinates[0][0], float | int):
        return len(coordinates)
    return sum(map(_positions, coordinates))
