"""Finds the names of what people built or run, which end in its kind: "Kubinka Air Base".

News has few of them that no source knows, so that learnt weights hold most for no places.
"""

import numpy as np
import numpy.typing as npt

from ..data_files import words
from .candidate_set import CandidateSpan, CandidateSpans
from .gazetteer_facts import UNKNOWN
from .kinds_of_works import ends_of_works
from .lexical import UNKNOWN_WORD, word_classes
from .linear_model import UNIT
from .surroundings import Surroundings, is_like_group

LogOdds = npt.NDArray[np.int64]
_BONUS, _MOST_UNKNOWN = 3 * UNIT, UNIT // 2
"""Log-odds for a name that some source knows, and the log-odds that one has then that none does."""
_RARE = 15
"""Octave of the rank by frequency from which a word is no common one: "Recreation District"."""
_LONGEST_KIND = 2
"""Words of the longest kind of work, without the last."""
_NO_PART = frozenset({"the", "a", "an", "of", "and"})


def with_named_works(candidates: CandidateSpans, scores: LogOdds) -> LogOdds:
    """Raise the log-odds of candidates that are names of works, where no part of them is a place.

    Parameters
    ----------
    candidates
        Of a text.
    scores
        Shape (candidates,), log-odds in the first pass in parts of `UNIT`.

    Returns
    -------
    array
        The same, or a copy where there is something to raise.
    """
    ends, raised = candidates.document.once(ends_of_works), scores
    if not ends:
        return scores
    around = Surroundings(candidates.document)
    for end in ends:
        rows = ((candidates.first <= end) & (candidates.last >= end - _LONGEST_KIND)).nonzero()[0]
        if not len(rows) or (scores[rows] > 0).any():
            continue
        named = [
            span
            for span in candidates.spans(rows)
            if span.last == end and span.first < end and _may_be_called_so(around, span)
        ]
        known = [span for span in named if span.facts is not UNKNOWN]
        for span in known[:1] or (named[:1] if around.begins_upper(end) else []):
            least = scores[span.row] + _BONUS if known else _MOST_UNKNOWN
            raised = scores.copy() if raised is scores else raised
            raised[span.row] = max(least, scores[span.row])
    return raised


def _may_be_called_so(around: Surroundings, span: CandidateSpan) -> bool:
    """Whether the words in front of the kind are a name, and begin it."""
    first = around.low(span.first)
    before = around.low(span.first - 1)
    is_led_to = before in words("roles", "locative_before") or before in _NO_PART
    if around.continues(span.first) and around.begins_upper(span.first - 1) and not is_led_to:
        return False
    if first in _NO_PART or first in words("cues", "work_qualifier"):
        return False
    if span.facts is not UNKNOWN:
        return around.low(span.last) not in words("cues", "administrative_site")
    octave = word_classes()[first][-1]
    is_rare = octave >= _RARE or octave == UNKNOWN_WORD[-1]
    return is_rare and not is_like_group(around.word(span.first))
