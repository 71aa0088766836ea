"""Finds names that a form labels as those of places: "Village: Dabanga", "Place of incident: …"."""

import numpy as np

from ..data_files import words
from .lexical import GAP, CueKind, code
from .tokens import TokenizedText

_COLON, _DOT_AND_COLON = (np.array(code(mark), np.int64) for mark in (":", ".:"))
_LINE_END = np.array(code("n"), np.int64)
_LONGEST_LABEL = 4
"""Words; what is longer is a sentence."""
_STARTS = frozenset(".;|/\n")


def labelled(document: TokenizedText) -> dict[int, bool]:
    """Return the first words of what stands behind a label, and whether it labels a place.

    It labels somebody else's name otherwise; other labels are left out.
    """
    is_colon = document.gap(GAP.mark) == _COLON
    is_colon |= document.gap(GAP.code) == _DOT_AND_COLON  # of "Dist.: Harim"
    colons = is_colon.nonzero()[0].tolist()
    found = {at: _labels_place(document, at) for at in colons if at < len(document)}
    return {at: is_place for at, is_place in found.items() if is_place is not None}


def _labels_place(document: TokenizedText, behind: int) -> bool | None:
    """Whether a line or sentence begins with a few words for a place, and a colon behind them.

    One with a capital tells anywhere. False where they are words for a person; None where neither.
    """
    is_place = is_person = False
    for at in range(behind - 1, max(-1, behind - 1 - _LONGEST_LABEL), -1):
        word = document.words[at].lower()
        is_place |= document.cues.get(at) == CueKind.SITE or word in words("cues", "place_labels")
        is_person |= word in words("cues", "name_labels")
        if is_place and at == behind - 1 and document.words[at][0].isupper():
            return True
        if not at or not _STARTS.isdisjoint(document.gaps[at - 1]):
            return is_place if is_place or is_person else None
    return None


def before_labels(document: TokenizedText) -> list[int]:
    """Return the words at the end of a line of which the next one begins with a label of one word.

    In "Camp: Otash" over "District: Nertiti" no name goes on in the next line.
    """
    is_end = document.gap(GAP.code)[1:-1] == _LINE_END
    is_label = document.gap(GAP.mark)[2:] == _COLON
    found: list[int] = (is_end & is_label).nonzero()[0].tolist()
    return found
