"""What is remembered of texts and places, bounded in bytes, and let go of when asked.

A gazetteer and each parser over it have `Caches`. Those of a `Geoparser` take in those of its
gazetteer, and these take in `SHARED`: outlines from shipped files and map projections, which are
the same for all gazetteers of a process. Whatever grows with the texts that are read, or with the
places in them, is in there. Three kinds of memory are not:

- what is read once from a shipped file and is as large for any text (`functools.cache`);
- small answers about short strings, bounded in number, that take less time to work out than a lock
  in Python does (`remembered`); `Caches.clear` empties them as well;
- what recognition knows of words and names, bounded in number: it is looked up a hundred at a time,
  for which a dictionary is enough (`Caches.clear` empties it, too: see `when_cleared`).
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator
from functools import lru_cache, wraps
from threading import Lock
from typing import Any, Generic, ParamSpec, TypeVar, cast

import shapely
from shapely.geometry.base import BaseGeometry

from .records import Geometry

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")
P = ParamSpec("P")
R = TypeVar("R")

MEGABYTE = 1 << 20
SHARES_MB = {
    "areas": 110,
    "settled ground": 28,
    "settlements": 20,
    "figures": 60,
    "outlines": 55,
    "outline figures": 36,
    "candidates": 50,
    "towns on roads": 24,
    "country polygons": 36,
    "feature classes": 14,
    "projections": 14,
    "coasts": 10,
    "subdivision polygons": 10,
    "main coasts": 8,
    "typed names": 8,
    "stated kinds": 8,
    "places with areas": 4,
    "land borders": 4,
}
"""Megabytes of each cache by its name, as long as nobody asks for more or less in all."""
DEFAULT_BYTES = sum(SHARES_MB.values()) * MEGABYTE
POSITION_BYTES = 110
"""Of a position in a GeoJSON geometry: a tuple of two numbers, and its place in the ring."""
PLACE_BYTES = 900
"""Of a place with the texts it has."""
CORNER_BYTES = 64
"""Of a position in a shapely figure, with its share of the parts."""
_FLAG_BYTES = 250
"""Of an entry whose answer takes no memory of its own: its key, and its place in the table."""


class SizedCache(Generic[K, V]):
    """A function that remembers its answers; those not asked for the longest are forgotten first.

    Parameters
    ----------
    make
        The function. Two threads that ask at once may both call it.
    size
        Size of an answer, at least 1; in bytes in all `Caches`.
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

    def __len__(self) -> int:
        return len(self._kept)

    @property
    def total(self) -> int:
        """Size of everything that is kept."""
        return self._total

    def resize(self, most: int) -> None:
        """Keep so much at most from now on."""
        with self._lock:
            self._most = most
            self._shrink()

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._kept.clear()
            self._total = 0

    def _keep(self, key: K, made: V) -> None:
        size = self._size(made)
        if key in self._kept or size > self._most:
            return
        self._kept[key] = made, size
        self._total += size
        self._shrink()

    def _shrink(self) -> None:
        while self._total > self._most:
            _key, (_made, forgotten) = self._kept.popitem(last=False)
            self._total -= forgotten


class Caches:
    """All that a gazetteer, or a parser over it, remembers.

    Parameters
    ----------
    most_bytes
        Bound of everything together; each cache has its share of it, as in `SHARES_MB`.
    beneath
        What is remembered for others as well: for all parsers over a gazetteer, or for all
        gazetteers. It is counted, resized and cleared with this.
    """

    def __init__(self, most_bytes: int = DEFAULT_BYTES, beneath: "Caches | None" = None) -> None:
        self._most = _checked(most_bytes)
        self._caches: list[tuple[str, SizedCache[Any, Any]]] = []
        self._clear: list[Callable[[], None]] = []
        self._beneath = beneath

    def remember(
        self,
        name: str,
        make: Callable[[K], V],
        bytes_of: Callable[[V], int] = lambda _made: _FLAG_BYTES,
    ) -> SizedCache[K, V]:
        """Return a function that remembers what another one makes.

        Parameters
        ----------
        name
            One of `SHARES_MB`, which says how much is kept.
        make
            Makes the answer for a key.
        bytes_of
            About how many bytes an answer takes.
        """
        cache = SizedCache(make, bytes_of, self._share(name))
        self._caches.append((name, cache))
        return cache

    def recent(self, make: Callable[[K], V], most: int) -> Callable[[K], V]:
        """Return a function that remembers its few last answers, which are small.

        They are bounded in number, and not counted. An answer that is made in 10 µs is looked up
        in a tenth of the time that a cache bounded in bytes takes to keep it.
        """
        cached = lru_cache(most)(make)
        self._clear.append(cached.cache_clear)
        return cast("Callable[[K], V]", cached)

    def when_cleared(self, forget: Callable[[], None]) -> None:
        """Have a function called when everything is forgotten, for what is bounded elsewhere."""
        self._clear.append(forget)

    def __iter__(self) -> Iterator[tuple[str, SizedCache[Any, Any]]]:
        """Yield each cache with its name, those beneath first."""
        if self._beneath is not None:
            yield from self._beneath
        yield from self._caches

    @property
    def total_bytes(self) -> int:
        """About how many bytes are in use."""
        return sum(cache.total for _name, cache in self)

    def sizes(self) -> dict[str, int]:
        """About how many bytes are in use, by the name of the cache."""
        sizes: dict[str, int] = {}
        for name, cache in self:
            sizes[name] = sizes.get(name, 0) + cache.total
        return sizes

    def resize(self, most_bytes: int) -> None:
        """Keep so many bytes at most from now on, the caches beneath included.

        These are others' as well: the last bound that is set for `SHARED` holds for the process.
        """
        self._most = _checked(most_bytes)
        for name, cache in self._caches:
            cache.resize(self._share(name))
        if self._beneath is not None:
            self._beneath.resize(most_bytes)

    def clear(self) -> None:
        """Forget everything; no answer changes, but the next ones take longer."""
        for _name, cache in self._caches:
            cache.clear()
        for forget in self._clear:
            forget()
        if self._beneath is not None:
            self._beneath.clear()

    def _share(self, name: str) -> int:
        return self._most * SHARES_MB[name] * MEGABYTE // DEFAULT_BYTES


def _checked(most_bytes: int) -> int:
    if most_bytes < 0:
        raise ValueError(f"caches of {most_bytes!r} bytes; expected 0 or more")
    return most_bytes


SHARED = Caches()
"""What is the same for all gazetteers of a process."""


def shared(name: str, bytes_of: Callable[[Any], int]) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Decorate a function of codes or points, whose answers are remembered in `SHARED`.

    Parameters
    ----------
    name, bytes_of
        As in `Caches.remember`.
    """

    def decorate(function: Callable[P, R]) -> Callable[P, R]:
        def make(key: tuple[Any, ...]) -> R:
            positional, named = key
            return function(*positional, **dict(named))

        cache = SHARED.remember(name, make, bytes_of)

        @wraps(function)
        def answered(*positional: P.args, **named: P.kwargs) -> R:
            answer: R = cache((positional, tuple(named.items())))
            return answer

        return answered

    return decorate


def remembered(most: int) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Decorate a quick function of short strings, so that it remembers its last answers.

    Parameters
    ----------
    most
        How many.
    """

    def decorate(function: Callable[P, R]) -> Callable[P, R]:
        cached = lru_cache(most)(function)
        SHARED.when_cleared(cached.cache_clear)
        return cast("Callable[P, R]", cached)

    return decorate


def geometry_bytes(geometry: Geometry | None) -> int:
    """About how many bytes a GeoJSON geometry takes."""
    return POSITION_BYTES * (1 + positions(geometry))


def figure_bytes(figure: BaseGeometry) -> int:
    """About how many bytes a shapely figure takes once somebody has asked for it as GeoJSON."""
    return POSITION_BYTES * (1 + int(shapely.get_num_coordinates(figure)))


def outline_bytes(figure: BaseGeometry | None) -> int:
    """About how many bytes a shapely figure takes that nobody asks for as GeoJSON."""
    return _FLAG_BYTES + CORNER_BYTES * int(shapely.get_num_coordinates(figure))


def positions(geometry: Geometry | None) -> int:
    """Return the number of positions in a GeoJSON geometry, which is what makes it large."""
    return _positions(geometry["coordinates"]) if geometry else 0


def _positions(coordinates: Any) -> int:
    if not coordinates or not isinstance(coordinates[0], list | tuple):
        return 1
    if isinstance(coordinates[0][0], float | int):
        return len(coordinates)
    return sum(map(_positions, coordinates))
