"""Lists what speaks for a capital at the beginning of a word, whatever its own case."""

from collections.abc import Sequence

import numpy as np

from .lexical import WORD
from .linear_model import Columns, FeatureGroup, HashedFeatures
from .tokens import Column, TokenizedText

_ONE, _MARGIN = 1, 2

CASE = HashedFeatures(
    FeatureGroup(
        "case: word",
        "the word itself",
        "one, word, fine, middle, coarse, octave, end-of-two, end-of-three, end-of-four, beginning",
    ),
    FeatureGroup(
        "case: sources",
        "what the sources know",
        "known, known octave, known fine, known middle, known coarse, "
        "part, part octave, part middle, part coarse",
    ),
    FeatureGroup(
        "case: neighbours",
        "the words beside it",
        "before, before-middle, before-coarse, before known, before part, before-middle known, "
        "before-coarse coarse, after, after-middle, after-coarse, after known, "
        "after-coarse coarse, "
        "before-that-coarse before-coarse, after-coarse after-that-coarse, "
        "known-before known, known-after known, known-before, known-after",
    ),
)


def case_columns(document: TokenizedText, known: Sequence[tuple[int, int, int]]) -> Columns:
    """Return the columns of the words of a text, each of shape (words,).

    Parameters
    ----------
    document
        A text in which every word has a capital (`titled`): its own case does not count.
    known
        Names in it: first word, last word and prominence class.
    """
    count = len(document)
    alone, part = _known(count, known)
    at = np.arange(count)
    own, before, after = document.at(at), document.at(at - _ONE), document.at(at + _ONE)
    before_that, after_that = document.at(at - _MARGIN), document.at(at + _MARGIN)
    return {
        "one": np.ones(count, np.int64),
        "word": own[WORD.code],
        "fine": own[WORD.fine],
        "middle": own[WORD.middle],
        "coarse": own[WORD.coarse],
        "octave": own[WORD.octave],
        "end-of-two": own[WORD.end2],
        "end-of-three": own[WORD.end3],
        "end-of-four": own[WORD.end4],
        "beginning": own[WORD.begin3],
        "known": alone[_ONE:-_ONE],
        "known-before": alone[:-_MARGIN],
        "known-after": alone[_MARGIN:],
        "part": part,
        "before": before[WORD.code],
        "before-middle": before[WORD.middle],
        "before-coarse": before[WORD.coarse],
        "before-that-coarse": before_that[WORD.coarse],
        "after": after[WORD.code],
        "after-middle": after[WORD.middle],
        "after-coarse": after[WORD.coarse],
        "after-that-coarse": after_that[WORD.coarse],
    }


def _known(count: int, known: Sequence[tuple[int, int, int]]) -> tuple[Column, Column]:
    """Prominence of each word as a name, with a margin, and of names of several words it is in."""
    alone, part = np.zeros(count + _MARGIN, np.int64), np.zeros(count, np.int64)
    for first, last, prominence in known:
        if first == last:
            alone[first + _ONE] = prominence + _ONE
        else:
            inside = part[first : last + _ONE]
            np.maximum(inside, prominence + _ONE, out=inside)
    return alone, part
