"""One resolution for every mention."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple, Protocol

import numpy as np
import numpy.typing as npt

from ..caching import PLACE_BYTES, Caches
from ..gazetteer.protocols import Gazetteer
from ..records import Mention, ParsedText, Resolution
from .batch import Look
from .candidate_set import Bearers, Numbers, bearers, first_order, second_order
from .candidates import candidates
from .coherence import Support, support
from .corrections import Corrections, decided, matches
from .features.base import FeatureContext
from .model import FEATURE_SETS, Weights, shipped_weights
from .nearby_candidates import with_vicinity
from .outlet_profiles import Homes
from .place_types import Prominence, prominence_of
from .ranking import Ranking, Weighed

Floats = npt.NDArray[np.float64]
_SURE = 0.5
_CORE, _MARGIN = 128, 64
"""Mentions of a long document that are decided together, and how many more on either side are
looked at with them: what is a thousand names away says nothing, and takes the square of them."""
_CORE_ROWS, _MARGIN_ROWS = 4000, 1000
"""At most so many candidates are decided about together, and looked at on either side."""


class Resolver(Protocol):
    """Decides which places are meant."""

    def resolve(self, parsed: ParsedText) -> ParsedText:
        """Give every mention exactly one resolution."""
        ...


class _Weighing(NamedTuple):
    """A look, and the score and the probability of each of its rows."""

    weighed: Weighed
    scores: Floats
    probabilities: Floats


class EvidenceResolver:
    """Weighs named evidence in three looks: each name by itself, then twice beside the others.

    Parameters
    ----------
    gazetteer
        Where candidates come from; not to be changed afterwards, for they are remembered.
    weights
        What training learnt; what is shipped when None.
    corrections
        What reviewers decided; nothing when None.
    caches
        Where the candidates of names are kept; in some of its own when None.

    Notes
    -----
    Where outlets are at home is learnt from what is resolved, for documents whose source is given:
    they may come out otherwise when others of their source have been read before. Texts without a
    source come out the same always.
    """

    def __init__(
        self,
        gazetteer: Gazetteer,
        weights: Weights | None = None,
        corrections: Corrections | None = None,
        caches: Caches | None = None,
    ) -> None:
        self._gazetteer, self._corrections = gazetteer, corrections
        self._weights = weights or shipped_weights()
        self._homes = Homes(self._weights.homes)
        self._numbers = Numbers(gazetteer.divisions)
        self._bearers = (caches or Caches()).remember("candidates", self._look_up, _bytes)

    def resolve(self, parsed: ParsedText, corrections: Corrections | None = None) -> ParsedText:
        """Give every mention exactly one resolution; ``corrections`` are for this text alone."""
        mentions = parsed.mentions
        decisions = self._corrections if corrections is None else corrections
        known = [decided(parsed, m, self._gazetteer, decisions) for m in mentions]
        found = [
            self._bearers(mention.text)
            if resolution is None
            else bearers(matches(resolution), self._numbers)
            for mention, resolution in zip(mentions, known, strict=True)
        ]
        resolutions = list(known)
        for core, first, last in _windows(found):
            look = self.look(parsed, mentions[first:last], found[first:last], known[first:last])
            for place, resolution in self._resolved(look, core[0] - first, core[1] - first):
                resolutions[first + place] = resolutions[first + place] or resolution
        whole = [resolution for resolution in resolutions if resolution]
        self._learn(parsed, whole)
        completed = (m.completed(resolution=r) for m, r in zip(mentions, whole, strict=True))
        return replace(parsed, mentions=tuple(completed))

    def look(
        self,
        parsed: ParsedText,
        mentions: Sequence[Mention],
        found: Sequence[Bearers],
        known: Sequence[Resolution | None],
    ) -> Look:
        """Lay out the candidates of some mentions of a document."""
        offered = with_vicinity(parsed.text, mentions, found)
        certain = {
            place: 0 if resolution.place else len(offered[place].columns) - 1
            for place, resolution in enumerate(known)
            if resolution
        }
        home = self._homes.of(parsed.source, parsed.text) if parsed.source else None
        return Look(parsed.text, parsed.source, mentions, offered, self._numbers, home, certain)

    def _look_up(self, words: str) -> Bearers:
        return bearers(candidates(words, self._gazetteer), self._numbers, words)

    def _resolved(self, look: Look, first: int, last: int) -> Iterator[tuple[int, Resolution]]:
        weighed, scores, likely = self._weigh(look)
        probabilities: list[float] = likely.tolist()
        starts, ends = look.starts[first:last].tolist(), (look.none[first:last] + 1).tolist()
        for mention, start, end in zip(range(first, last), starts, ends, strict=True):
            own = probabilities[start:end]
            yield mention, Ranking(weighed, mention, scores[start:end], own).resolution()

    def _weigh(self, look: Look) -> _Weighing:
        """Look at the mentions again and again, each time with what came out before.

        What only the looking needed is let go of.
        """
        first, *further = FEATURE_SETS
        found = self._weighing(first, look, None)
        for name in further:
            found = self._weighing(name, look, support(look, found.probabilities))
        found.weighed.context.forget()
        return found

    def _weighing(self, name: str, look: Look, heard: Support | None) -> _Weighing:
        weighed = Weighed(
            FeatureContext(look, heard), FEATURE_SETS[name], self._weights.looks[name]
        )
        scores = weighed.scores()
        return _Weighing(weighed, scores, look.probabilities(scores))

    def _learn(self, parsed: ParsedText, resolutions: Sequence[Resolution]) -> None:
        """Remember where the places of an outlet's document lie."""
        if not parsed.source:
            return
        sure = (r.place for r in resolutions if r.place and r.confidence >= _SURE)
        places = {p.id: p for p in sure if prominence_of(p) > Prominence.REGION}
        codes = [(first_order(place), second_order(place)) for place in places.values()]
        self._homes.learn(parsed.source, parsed.text, codes)


def _bytes(found: Bearers) -> int:
    return PLACE_BYTES * (1 + len(found.columns))


def _windows(found: Sequence[Bearers]) -> Iterator[tuple[tuple[int, int], int, int]]:
    """Mentions to decide about, and the first and last (half-open) of those to look at."""
    sizes = [len(bearers.columns) for bearers in found]
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
