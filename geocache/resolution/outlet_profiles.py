"""Profiles of outlets by the subdivisions they write of: a local paper means its own county.

Training learns profiles from annotated documents; they are kept with the weights. An `OutletMemory`
learns more of them from the documents that are resolved.
"""

from collections import OrderedDict, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from threading import Lock

_MOST_OUTLETS = 10_000
_MOST_DOCUMENTS = 50
"""Of one outlet; more say nothing new."""
_UNCERTAINTY = 0.5
"""Documents that are added to those of an outlet, so that a few of them make no sure profile."""


@dataclass(frozen=True, slots=True)
class OutletProfile:
    """The subdivisions that the documents of an outlet name places in."""

    shares: Mapping[str, float]
    """By the code of a subdivision, the share of a document's distinct places that lie in it,
    summed over documents."""
    documents: int

    def share(self, code: str) -> float:
        """Return the share of what the outlet names that lies in a subdivision, 0..1."""
        return self.shares.get(code, 0.0) / (self.documents + _UNCERTAINTY) if code else 0.0

    def and_also(self, other: "OutletProfile") -> "OutletProfile":
        """Return the profile from the documents of both."""
        shares = _added(self.shares, other.shares)
        return OutletProfile(shares, self.documents + other.documents)


@dataclass(slots=True)
class _Learnt:
    """What was learnt of one outlet."""

    shares: defaultdict[str, float] = field(default_factory=lambda: defaultdict(float))
    documents: dict[int, dict[str, float]] = field(default_factory=dict)
    """Shares of each document, by the hash of its text."""


class OutletMemory:
    """Learns profiles of outlets from the documents that are resolved, as long as it lives.

    With it, what a parser answers for a document depends on the documents of the same outlet that
    were parsed before. Several threads may share one.
    """

    def __init__(self) -> None:
        self._learnt: OrderedDict[str, _Learnt] = OrderedDict()
        self._lock = Lock()

    def profile(self, source: str, text: str) -> OutletProfile | None:
        """Return the profile of an outlet, from other texts than this one; None without any."""
        with self._lock:
            learnt = self._learnt.get(outlet_of(source))
            if learnt is None:
                return None
            shares, documents = dict(learnt.shares), len(learnt.documents)
            of_this = learnt.documents.get(hash(text))
        if of_this is not None:
            shares, documents = _added(shares, of_this, -1.0), documents - 1
        return OutletProfile(shares, documents) if documents else None

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
        shares, outlet = subdivision_shares(places), outlet_of(source)
        if not outlet or not shares:
            return
        with self._lock:
            learnt = self._learnt.setdefault(outlet, _Learnt())
            self._learnt.move_to_end(outlet)
            if hash(text) not in learnt.documents and len(learnt.documents) < _MOST_DOCUMENTS:
                learnt.documents[hash(text)] = shares
                for code, share in shares.items():
                    learnt.shares[code] += share
            if len(self._learnt) > _MOST_OUTLETS:
                self._learnt.popitem(last=False)


def _added(
    shares: Mapping[str, float], others: Mapping[str, float], times: float = 1.0
) -> dict[str, float]:
    added = dict(shares)
    for code, share in others.items():
        added[code] = added.get(code, 0.0) + times * share
    return added


def subdivision_shares(places: Iterable[tuple[str, ...]]) -> dict[str, float]:
    """Return the share of a document's places that lies in each subdivision.

    Parameters
    ----------
    places
        The codes of the subdivisions that each distinct place is in.
    """
    listed = list(places)
    shares: defaultdict[str, float] = defaultdict(float)
    for codes in listed:
        for code in filter(None, codes):
            shares[code] += 1 / len(listed)
    return dict(shares)


def outlet_of(source: str) -> str:
    """Return the domain that profiles are kept by: in lower case, without ``www.``."""
    return source.strip().lower().removeprefix("www.")
