"""One resolution for every mention."""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple, Protocol

import numpy as np
import numpy.typing as npt

from ..caching import SizedCache
from ..gazetteer.protocols import Gazetteer
from ..records import Mention, Resolution
from .batch import MentionBatch
from .candidate_set import AdminUnitNumbers, CandidateSet, candidate_set, first_order, second_order
from .candidates import candidates
from .coherence import Coherence, coherence
from .corrections import matches
from .features.base import FeatureContext
from .model import FEATURE_SETS, ResolutionWeights, shipped_weights
from .nearby_candidates import with_nearby_candidates
from .outlet_profiles import OutletMemory, OutletProfile, outlet_of
from .place_types import Prominence, prominence_of
from .ranking import ScoringPass, conclude

Floats = npt.NDArray[np.float64]
_MOST_ROWS = 50_000
"""About 40 MB of remembered names."""
_SURE = 0.5
_CORE, _MARGIN = 128, 64
"""Mentions of a long document that are decided together, and how many more on either side are
looked at with them: what is a thousand names away says nothing, and takes the square of them."""
_CORE_ROWS, _MARGIN_ROWS = 4000, 1000
"""At most so many candidates are decided about together, and looked at on either side."""


class Resolver(Protocol):
    """Decides which places are meant."""

    def resolve(
        self,
        text: str,
        mentions: Sequence[Mention],
        source: str = "",
        predetermined: Sequence[Resolution | None] = (),
    ) -> tuple[Resolution, ...]:
        """Return exactly one resolution for each mention, in their order."""
        ...


class _PassResult(NamedTuple):
    """What came out of one pass: the score and the probability of each row."""

    weighed: ScoringPass
    scores: Floats
    probabilities: Floats


class EvidenceResolver:
    """Weighs named evidence in three passes: each name by itself, then twice beside the others.

    Parameters
    ----------
    gazetteer
        Where candidates come from; not to be changed afterwards, for they are remembered.
    weights
        What training learnt; what is shipped when None.
    outlet_memory
        What outlets write of, which is learnt from documents whose source is given; nothing is
        learnt when None, and every document comes out the same whatever was read before.
    """

    def __init__(
        self,
        gazetteer: Gazetteer,
        weights: ResolutionWeights | None = None,
        outlet_memory: OutletMemory | None = None,
    ) -> None:
        self._gazetteer = gazetteer
        self._weights = weights or shipped_weights()
        self._outlet_memory = outlet_memory
        self._numbers = AdminUnitNumbers(gazetteer.divisions)
        self._candidate_sets = SizedCache(self._look_up, _size, _MOST_ROWS)

    def resolve(
        self,
        text: str,
        mentions: Sequence[Mention],
        source: str = "",
        predetermined: Sequence[Resolution | None] = (),
    ) -> tuple[Resolution, ...]:
        """Return exactly one resolution for each mention, in their order.

        Parameters
        ----------
        text
            The whole document.
        mentions
            In text order.
        source
            The outlet's domain; empty when not known.
        predetermined
            For each mention, what there is nothing to decide about; None of all others. Empty when
            everything is to be decided.
        """
        known = list(predetermined) or [None] * len(mentions)
        found = [
            self._candidate_sets(mention.text)
            if resolution is None
            else candidate_set(matches(resolution), self._numbers)
            for mention, resolution in zip(mentions, known, strict=True)
        ]
        resolutions: list[Resolution] = []
        for core, first, last in _windows(found):
            batch = self._batch(
                text, source, mentions[first:last], found[first:last], known[first:last]
            )
            weighed = self._resolved(batch, core[0] - first, core[1] - first)
            resolutions += [
                given or resolution
                for given, resolution in zip(known[slice(*core)], weighed, strict=True)
            ]
        self._learn(text, source, resolutions)
        return tuple(resolutions)

    def _batch(
        self,
        text: str,
        source: str,
        mentions: Sequence[Mention],
        found: Sequence[CandidateSet],
        known: Sequence[Resolution | None],
    ) -> MentionBatch:
        """Lay out the candidates of some mentions of a document."""
        offered = with_nearby_candidates(text, mentions, found)
        certain = {
            place: 0 if resolution.place else len(offered[place].columns) - 1
            for place, resolution in enumerate(known)
            if resolution
        }
        profile = self._outlet_profile(source, text) if source else None
        return MentionBatch(text, source, mentions, offered, self._numbers, profile, certain)

    def _look_up(self, words: str) -> CandidateSet:
        return candidate_set(candidates(words, self._gazetteer), self._numbers, words)

    def _resolved(self, batch: MentionBatch, first: int, last: int) -> Iterator[Resolution]:
        weighed, scores, likely = self._weigh(batch)
        probabilities: list[float] = likely.tolist()
        starts, ends = batch.starts[first:last].tolist(), (batch.none[first:last] + 1).tolist()
        for mention, start, end in zip(range(first, last), starts, ends, strict=True):
            yield conclude(weighed, mention, scores[start:end], probabilities[start:end])

    def _weigh(self, batch: MentionBatch) -> _PassResult:
        """Score the candidates in passes, each with what came out of the one before.

        What only the looking needed is let go of.
        """
        first, *further = FEATURE_SETS
        found = self._pass(first, batch, None)
        for name in further:
            found = self._pass(name, batch, coherence(batch, found.probabilities))
        found.weighed.context.forget()
        return found

    def _pass(self, name: str, batch: MentionBatch, heard: Coherence | None) -> _PassResult:
        weighed = ScoringPass(
            FeatureContext(batch, heard), FEATURE_SETS[name], self._weights.passes[name]
        )
        scores = weighed.scores()
        return _PassResult(weighed, scores, batch.probabilities(scores))

    def _outlet_profile(self, source: str, text: str) -> OutletProfile | None:
        """Profile of an outlet, as it was taught and as it was learnt from other documents."""
        taught = self._weights.outlet_profiles.get(outlet_of(source))
        learnt = self._outlet_memory.profile(source, text) if self._outlet_memory else None
        return learnt.and_also(taught) if learnt and taught else learnt or taught

    def _learn(self, text: str, source: str, resolutions: Sequence[Resolution]) -> None:
        """Remember where the places of an outlet's document lie."""
        if self._outlet_memory is None or not source:
            return
        sure = (r.place for r in resolutions if r.place and r.confidence >= _SURE)
        places = {p.id: p for p in sure if prominence_of(p) > Prominence.REGION}
        codes = [(first_order(place), second_order(place)) for place in places.values()]
        self._outlet_memory.learn(source, text, codes)


def _size(found: CandidateSet) -> int:
    return len(found.columns)


def _windows(found: Sequence[CandidateSet]) -> Iterator[tuple[tuple[int, int], int, int]]:
    """Mentions to decide about, and the first and last (half-open) of those to look at."""
    sizes = [len(candidate_set.columns) for candidate_set in found]
    start = 0
    while start < len(found):
        end = start + _reach(sizes[start : start + _CORE], _CORE_ROWS)
        first = start - _reach(sizes[max(0, start - _MARGIN) : start][::-1], _MARGIN_ROWS)
        yield (start, end), first, end + _reach(sizes[end : end + _MARGIN], _MARGIN_ROWS)
        start = end


def _reach(sizes: Iterable[int], most: int) -> int:
    """How many mentions can be taken before their rows are too many."""
    taken = rows = 0
    for size in sizes:
        if taken and rows + size > most:
            break
        taken, rows = taken + 1, rows + size
    return taken
