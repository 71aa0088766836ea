"""Finding places for a person at the keyboard: any typing error, the likeliest place first."""

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from rapidfuzz import process
from rapidfuzz.distance import OSA

from ..records import NameKind, NameMatch, Place

LEAST_LIKENESS = 0.55
_MUCH_LESS = 0.2
"""So much less like than the best, a name was not what was typed."""
_MOST_NAMES = 60
_JOINED = 0.99
"""What a name is worth that is like what was typed but for its blanks."""
_PROMINENCE = 0.025
"""What ten times the population is worth, in likeness."""
_BEGINNING = 0.88
"""What a name is worth that only begins with what was typed."""
_UNIT_WORTH = {"ADM1": -0.01, "ADM2": -0.03}
"""Of two places of a name, people mean the town rather than the district around it."""
_KIND_WORTH = {NameKind.PREFERRED: 0.02, NameKind.DEMONYM: -0.1}


@dataclass(frozen=True, slots=True)
class SearchHit:
    """A place that may be meant by what was typed."""

    place: Place
    kind: NameKind
    """What the name is to the place."""
    name: str
    """The name, in its normal form, that is like what was typed."""
    likeness: float
    """How alike the name and the typed words are written, 0..1."""

    @property
    def rank(self) -> float:
        """Likeness with a little of how prominent the place is; higher comes first."""
        prominence = _PROMINENCE * math.log10(self.place.population + 1)
        worth = _KIND_WORTH.get(self.kind, 0.0) + _UNIT_WORTH.get(self.place.feature_code, 0.0)
        return self.likeness + prominence + worth


def ranked(
    key: str,
    names: Iterable[str],
    matches: Callable[[str], Iterable[NameMatch]],
    limit: int,
) -> tuple[SearchHit, ...]:
    """Places whose names are written like ``key``, the likeliest first; each once.

    Parameters
    ----------
    key, names
        Normal forms.
    matches
        Gives the places of a normal form.
    limit
        How many; fewer come back when fewer are alike.
    """
    best: dict[str, SearchHit] = {}
    for name, likeness in _alike(key, sorted(set(names))):
        for match in matches(name):
            hit = SearchHit(match.place, match.kind, name, likeness)
            previous = best.get(match.place.id)
            if previous is None or hit.rank > previous.rank:
                best[match.place.id] = hit
    return likeliest(best.values(), limit)


def likeliest(hits: Iterable[SearchHit], limit: int) -> tuple[SearchHit, ...]:
    """Hits in order of their rank, without those that are much less like than the best."""
    hits = list(hits)
    least = max((hit.likeness for hit in hits), default=0.0) - _MUCH_LESS
    ordered = sorted(hits, key=lambda hit: (-hit.rank, hit.place.id))
    return tuple(hit for hit in ordered if hit.likeness >= least)[:limit]


def _alike(key: str, names: list[str]) -> list[tuple[str, float]]:
    """Return the names most like ``key``, with their likeness."""
    words = key.count(" ") + 1
    joined = key.replace(" ", "")
    likeness: dict[str, float] = {}
    for worth, forms in (
        (1.0, names),
        (_JOINED, [name.replace(" ", "") for name in names]),
        (_BEGINNING, [" ".join(name.split(" ")[:words]) for name in names]),
    ):
        similar = process.extract(
            joined if worth == _JOINED else key,
            forms,
            scorer=OSA.normalized_similarity,
            limit=_MOST_NAMES,
            score_cutoff=LEAST_LIKENESS,
        )
        for _form, score, position in similar:
            name = names[position]
            likeness[name] = max(likeness.get(name, 0.0), worth * score)
    order = sorted(likeness.items(), key=lambda item: (-item[1], item[0]))
    return order[:_MOST_NAMES]
