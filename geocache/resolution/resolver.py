"""Decides which places the mentions of a text mean: one resolution for each.

Long texts are resolved in windows. The candidates of a window's mentions are laid out as a batch,
which is scored in three passes: each name by itself, then twice beside the others.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple, Protocol

import numpy as np
import numpy.typing as npt

from ..caching import Caches
from ..gazetteer.protocols import Gazetteer
from ..records import RecognizedMention, Resolution
from .batch import MentionBatch
from .bindings import constrained_mentions
from .candidate_set import (
    NO_CANDIDATES,
    AdminUnitNumbers,
    CandidateSet,
    candidate_set,
    first_order,
    second_order,
)
from .candidates import candidates
from .coherence import Coherence, coherence
from .corrections import matches
from .features.base import FeatureContext
from .kind_bindings import ConstrainedMention, KindBindings, constrained_bytes
from .model import FEATURE_SETS, ResolutionWeights, shipped_weights
from .nearby_candidates import with_nearby_candidates
from .outlet_profiles import OutletMemory, OutletProfile, outlet_of
from .parallels import with_parallels
from .place_types import Prominence, prominence_of
from .ranking import ScoringPass, conclude
from .short_codes import with_short_codes
from .strays import strays

Floats = npt.NDArray[np.float64]
_SURE = 0.5
"""Less likely places are not learnt from."""
_MENTIONS, _MARGIN = 128, 64
"""Mentions of a long document that are decided together, and how many more on either side are
looked at with them: what is a thousand names away says nothing, and takes the square of them."""
_ROWS, _MARGIN_ROWS = 4000, 1000
"""At most so many candidates are decided about together, and looked at on either side."""


class Resolver(Protocol):
    """Decides which places are meant."""

    def resolve(
        self,
        text: str,
        mentions: Sequence[RecognizedMention],
        source: str = "",
        predetermined: Sequence[Resolution | None] = (),
    ) -> tuple[Resolution, ...]:
        """Return exactly one resolution for each mention, in their order."""
        ...


class _PassResult(NamedTuple):
    """What came out of one pass over a batch: the score and the probability of each row."""

    scoring: ScoringPass
    scores: Floats
    probabilities: Floats


class _Window(NamedTuple):
    """Mentions that are resolved together, as half-open positions in the document's."""

    start: int
    end: int
    """Those that are decided about end here."""
    first: int
    last: int
    """Those that are looked at with them begin and end here."""


class _Excerpt(NamedTuple):
    """Mentions that are looked at together."""

    text: str
    source: str
    mentions: Sequence[RecognizedMention]
    constrained: Sequence[ConstrainedMention]
    profile: OutletProfile | None

    def without(self, astray: Mapping[int, CandidateSet]) -> "_Excerpt":
        """Leave away the candidates of mentions that can be none of them."""
        constrained = [
            ConstrainedMention(NO_CANDIDATES, container=astray[mention])
            if mention in astray
            else own
            for mention, own in enumerate(self.constrained)
        ]
        return self._replace(constrained=constrained)


class EvidenceResolver:
    """Weighs the features of candidates in three passes over a text.

    Parameters
    ----------
    gazetteer
        Where candidates come from; not to be changed afterwards, for they are remembered.
    weights
        What training learnt; what is shipped when None.
    outlet_memory
        What outlets write of, which is learnt from documents whose source is given; nothing is
        learnt when None, and every document comes out the same whatever was read before.
    caches
        Where the candidates of names are kept; in some of its own when None.
    """

    def __init__(
        self,
        gazetteer: Gazetteer,
        weights: ResolutionWeights | None = None,
        outlet_memory: OutletMemory | None = None,
        caches: Caches | None = None,
    ) -> None:
        self._gazetteer = gazetteer
        self._weights = weights or shipped_weights()
        self._outlet_memory = outlet_memory
        self._numbers = AdminUnitNumbers(gazetteer.divisions)
        caches = caches or Caches()
        self._names = caches.remember("candidates", self._look_up, constrained_bytes)
        self._bound_to_kinds = KindBindings(self._names, gazetteer, self._numbers, caches)

    def resolve(
        self,
        text: str,
        mentions: Sequence[RecognizedMention],
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
        decided = list(predetermined) or [None] * len(mentions)
        known = [
            None
            if resolution is None
            else ConstrainedMention(candidate_set(matches(resolution), self._numbers))
            for resolution in decided
        ]
        constrained = constrained_mentions(
            text, mentions, known, source, self._bound_to_kinds, self._gazetteer, self._numbers
        )
        offered = [found.candidates for found in constrained]
        profile = self._outlet_profile(source, text) if source else None
        resolutions: list[Resolution] = []
        for window in _windows(offered):
            shown = slice(window.first, window.last)
            first, last = window.start - window.first, window.end - window.first
            concluded = self._concluded(
                _Excerpt(text, source, mentions[shown], constrained[shown], profile),
                decided[shown],
                range(first, last),
            )
            resolutions += [
                known or resolution
                for known, resolution in zip(
                    decided[window.start : window.end], concluded, strict=True
                )
            ]
        self._learn(text, source, resolutions)
        resolutions = with_parallels(mentions, resolutions, self._gazetteer)
        return with_short_codes(text, mentions, resolutions, self._gazetteer)

    def _look_up(self, words: str) -> ConstrainedMention:
        found = candidates(words, self._gazetteer)
        return ConstrainedMention(candidate_set(found, self._numbers, words))

    def _concluded(
        self, excerpt: "_Excerpt", decided: Sequence[Resolution | None], mentions: range
    ) -> Iterator[Resolution]:
        """Resolutions of some mentions of an excerpt.

        What can be none of the places of its name, by what the others mean, is looked at again as
        a name that no source knows.
        """
        batch = self._batch(excerpt, decided)
        result = self._passes(batch)
        astray = strays(batch, result.probabilities)
        if astray:
            batch = self._batch(excerpt.without(astray), decided)
            result = self._passes(batch)
        scoring, scores = result.scoring, result.scores
        scoring.context.forget()
        probabilities: list[float] = result.probabilities.tolist()
        starts, ends = batch.starts.tolist(), (batch.none + 1).tolist()
        for mention in mentions:
            rows = slice(starts[mention], ends[mention])
            yield conclude(scoring, mention, scores[rows], probabilities[rows])

    def _batch(self, excerpt: "_Excerpt", decided: Sequence[Resolution | None]) -> MentionBatch:
        text, source, mentions, constrained, profile = excerpt
        around = {
            m: own.container for m, own in enumerate(constrained) if own.container is not None
        }
        offered = with_nearby_candidates(
            text, mentions, [b.candidates for b in constrained], around
        )
        statements = [own.statement for own in constrained]
        batch = MentionBatch(text, source, mentions, offered, self._numbers, profile, statements)
        batch.predetermine(decided)
        return batch

    def _passes(self, batch: MentionBatch) -> _PassResult:
        """Score the candidates in passes, each with what came out of the one before."""
        first, *further = FEATURE_SETS
        result = self._pass(first, batch, None)
        for name in further:
            result = self._pass(name, batch, coherence(batch, result.probabilities))
        return result

    def _pass(self, name: str, batch: MentionBatch, known: Coherence | None) -> _PassResult:
        context = FeatureContext(batch, known)
        scoring = ScoringPass(context, FEATURE_SETS[name], self._weights.passes[name])
        scores = scoring.scores()
        return _PassResult(scoring, scores, batch.probabilities(scores))

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


def _windows(offered: Sequence[CandidateSet]) -> Iterator[_Window]:
    """Cut a document into windows, by the candidates of its mentions."""
    sizes = [len(candidates.rows) for candidates in offered]
    start = 0
    while start < len(offered):
        end = start + _reach(sizes[start : start + _MENTIONS], _ROWS)
        first = start - _reach(sizes[max(0, start - _MARGIN) : start][::-1], _MARGIN_ROWS)
        last = end + _reach(sizes[end : end + _MARGIN], _MARGIN_ROWS)
        yield _Window(start, end, first, last)
        start = end


def _reach(sizes: Iterable[int], most: int) -> int:
    """How many mentions can be taken before their rows are too many."""
    taken = rows = 0
    for size in sizes:
        if taken and rows + size > most:
            break
        taken, rows = taken + 1, rows + size
    return taken
