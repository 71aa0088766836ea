"""Where outlets are at home: a small-town paper speaks of its own county.

What training learnt from annotated documents is kept with the weights; more is learnt from the
documents that are resolved, as long as the process lives.
"""

from collections import OrderedDict, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from threading import Lock

_MOST_SOURCES = 10_000
_MOST_DOCUMENTS = 50
"""Of one outlet; more say nothing new."""
_MUCH = 0.5
"""Documents' worth of doubt about a home that few documents speak for."""


@dataclass(frozen=True, slots=True)
class Home:
    """The subdivisions that the documents of an outlet speak of."""

    shares: Mapping[str, float]
    """Of the distinct places of each document that lie in a subdivision, summed over documents."""
    documents: int

    def share(self, code: str) -> float:
        """Share of what the outlet speaks of that lies in a subdivision, 0..1."""
        return self.shares.get(code, 0.0) / (self.documents + _MUCH) if code else 0.0


@dataclass(slots=True)
class _Learnt:
    shares: defaultdict[str, float] = field(default_factory=lambda: defaultdict(float))
    texts: dict[int, dict[str, float]] = field(default_factory=dict)


class Homes:
    """Homes of outlets by their domains: those taught, and those learnt by the way.

    Parameters
    ----------
    taught
        What training learnt.
    """

    def __init__(self, taught: Mapping[str, Home] | None = None) -> None:
        self._taught = dict(taught or {})
        self._learnt: OrderedDict[str, _Learnt] = OrderedDict()
        self._lock = Lock()

    def of(self, source: str, text: str) -> Home | None:
        """Return the home of an outlet, from other texts than this one; None when not known."""
        source = plain(source)
        taught = self._taught.get(source)
        with self._lock:
            learnt = self._learnt.get(source)
            if learnt is None:
                return taught
            known, documents = dict(learnt.shares), len(learnt.texts)
            own = learnt.texts.get(hash(text))
        if own is not None:
            known, documents = _added(known, own, -1.0), documents - 1
        if taught is not None:
            known, documents = _added(known, taught.shares), documents + taught.documents
        return Home(known, documents) if documents else None

    def learn(self, source: str, text: str, places: Iterable[tuple[str, ...]]) -> None:
        """Take in a document.

        Parameters
        ----------
        source
            The outlet's domain; nothing is learnt when it is empty.
        text
            Is learnt from only once.
        places
            The codes of the subdivisions that each distinct place is in.
        """
        spoken = shares(places)
        if not source or not spoken:
            return
        with self._lock:
            learnt = self._learnt.setdefault(plain(source), _Learnt())
            self._learnt.move_to_end(plain(source))
            if hash(text) not in learnt.texts and len(learnt.texts) < _MOST_DOCUMENTS:
                learnt.texts[hash(text)] = spoken
                for code, share in spoken.items():
                    learnt.shares[code] += share
            if len(self._learnt) > _MOST_SOURCES:
                self._learnt.popitem(last=False)


def _added(
    shares: Mapping[str, float], others: Mapping[str, float], times: float = 1.0
) -> dict[str, float]:
    found = dict(shares)
    for code, share in others.items():
        found[code] = found.get(code, 0.0) + times * share
    return found


def shares(places: Iterable[tuple[str, ...]]) -> dict[str, float]:
    """Share of a document's places that lies in each subdivision."""
    known = list(places)
    found: defaultdict[str, float] = defaultdict(float)
    for codes in known:
        for code in codes:
            if code:
                found[code] += 1 / len(known)
    return dict(found)


def plain(source: str) -> str:
    """Domain of an outlet as homes are known by it."""
    return source.strip().lower().removeprefix("www.")
