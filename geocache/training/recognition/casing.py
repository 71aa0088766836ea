"""Makes what truecasing is learnt from: the words of texts in ordinary spelling."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from ...recognition.candidates import CandidateFinder
from ...recognition.case_features import CASE, case_columns
from ...recognition.lexical import GAP, WORD
from ...recognition.tokens import TokenizedText
from ...recognition.truecasing import segments, titled
from .fit import Features


class CasedWords(NamedTuple):
    """Words whose case says something: the first of a sentence always has a capital."""

    features: Features
    """Shape (words, features)."""
    has_capital: npt.NDArray[np.bool_]
    """Shape (words,)."""


def cased_words(text: str, finder: CandidateFinder) -> CasedWords:
    """Return the words of a text, without those of parts in one case."""
    written, document = TokenizedText(text), TokenizedText(titled(text))
    count = len(document)
    if not count or len(written) != count:
        return CasedWords(np.zeros((0, len(CASE)), np.int32), np.zeros(0, bool))
    says = written.gap(GAP.ends)[:-1] == 0
    says &= np.array([word[0].isalpha() for word in written.words])
    starts = np.array(written.starts)
    for start, end, _ in segments(text):
        says &= (starts < start) | (starts >= end)
    features = CASE.numbers(case_columns(document, finder.known_names(document)), count).T
    return CasedWords(features[says], written.word(WORD.capital)[says] > 0)
