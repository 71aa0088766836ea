"""Cuts a text into words, and looks up the properties of each."""

import re
from collections.abc import Callable
from itertools import accumulate
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

from .lexical import BEGINNING, END, GAP, GAPS, LONGEST_GAP, WORD, WORDS, Rows

_MARKS = "[\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0670\u00ad\u200b-\u200d]"
"""What may stand in a word beside letters: accents, vowel signs, soft hyphens."""
_PLAIN = r"[A-Za-z0-9]++(?![^\x00-\x7f])"
"""The rest of nearly every word, which is found twice as fast like this."""
_INITIALS = r"(?:\.[^\W\d_])+\."
_WORD = re.compile(
    rf"([^\W_](?:{_PLAIN}|(?<=\d)[^\W_]*+|{_INITIALS}|[^\W_]*+(?:{_MARKS}++[^\W_]*+)*+))"
)
"""Letters and digits; "U.S." with its dots is one word."""
_OTHER_LINE_ENDS = "\r\x0b\x0c\x85\u2028\u2029"
_AS_LINE_FEEDS = str.maketrans(dict.fromkeys(_OTHER_LINE_ENDS, "\n"))
_MARGIN = 2
"""Rows before the first word and behind the last, all 0, so that neighbours can be asked for."""

_SHIFT, _ONE = _MARGIN, 1

Positions = npt.NDArray[np.int64]
Column = npt.NDArray[np.int64]
Made = TypeVar("Made")


class TokenizedText:
    """The words of a text, and the gaps between them.

    Parameters
    ----------
    text
        Any Unicode text.
    """

    __slots__ = (
        "_gaps",
        "_kept",
        "_words",
        "cues",
        "ends",
        "gaps",
        "runs_on",
        "starts",
        "text",
        "words",
    )

    def __init__(self, text: str) -> None:
        parts = _WORD.split(_with_plain_line_ends(text))
        reached = list(accumulate(map(len, parts)))
        self.text = text
        self.starts, self.ends = reached[:-1:2], reached[1::2]
        self.words, self.gaps = parts[1::2], parts[2::2]
        if self.gaps:
            self.gaps[-1] = self.gaps[-1][:LONGEST_GAP]
        self._words = WORDS.rows(self.words, _MARGIN, _MARGIN)
        self._gaps = self._gap_rows()
        capital = self.word(WORD.capital)
        self.runs_on: Column = self.gap(GAP.blank)[1:-1] & capital[:-1] & capital[1:]
        """Whether each word and the next are both capitalised, a blank between; (words - 1,)."""

        cues = self.word(WORD.cue)
        at = cues.nonzero()[0]
        self.cues: dict[int, int] = dict(zip(at.tolist(), cues[at].tolist(), strict=True))
        """Positions of words that tell about names beside them, with the `CueKind` of each."""
        self._kept: dict[Callable[[TokenizedText], Any], Any] = {}

    def __len__(self) -> int:
        return len(self.words)

    def once(self, function: "Callable[[TokenizedText], Made]") -> Made:
        """Return what a function makes of the text, once; not what holds the text."""
        made: Made | None = self._kept.get(function)
        if made is None:
            made = self._kept[function] = function(self)
        return made

    def _gap_rows(self) -> Rows:
        rows, behind = GAPS.rows(self.gaps, 1, 1), len(self)
        rows[GAP.code, 0], rows[GAP.ends, 0] = BEGINNING, 1
        for prop in (GAP.code, GAP.past_dot):
            rows[prop, behind:] = END
        for prop in (GAP.comma, GAP.tie, GAP.tie_past_dot):
            rows[prop, behind:] = 0
        return rows

    def word(self, prop: int) -> Column:
        """Return a property of each word, one of `WORD`; shape (words,)."""
        return self._words[prop, _MARGIN:-_MARGIN]

    def at(self, positions: Positions, count: int | None = None) -> Rows:
        """Return the properties of the words at positions; shape (properties, positions).

        Positions go from -2 to two past the last; all is 0 where there is no word.

        Parameters
        ----------
        count
            How many of the properties, the first ones of `WORD`; all without it.
        """
        return self._words[:count].take(positions + _SHIFT, axis=1)

    def one_at(self, positions: Positions, prop: int) -> Column:
        """Return one property of the words at positions, as `at` has it; shape (positions,)."""
        return np.asarray(self._words[prop].take(positions + _SHIFT))

    def gap(self, prop: int) -> Column:
        """Return a property of what stands before each word and behind the last, one of `GAP`.

        Shape (words + 1,).
        """
        return self._gaps[prop, : len(self) + 1]

    def runs(self) -> tuple[Positions, Positions]:
        """Return the first and last word of the run of capitals around each; shapes (words,)."""
        first, runs_on = np.arange(len(self)), self.runs_on
        last = first.copy()
        first[1:] *= runs_on ^ _ONE
        last[:-1] += runs_on * len(self)
        ends = np.minimum.accumulate(last[::-1])[::-1]
        return np.maximum.accumulate(first), ends

    def before(self, positions: Positions) -> Rows:
        """Return the properties of what stands before words; shape (properties, positions).

        Positions go from 0 to one past the last.
        """
        return self._gaps.take(positions, axis=1)


def _with_plain_line_ends(text: str) -> str:
    """Text of the same length, whose lines end with a line feed and nothing else."""
    # Few texts have others, and to look for them is much faster than to replace them.
    if not any(end in text for end in _OTHER_LINE_ENDS):
        return text
    return text.replace("\r\n", " \n").translate(_AS_LINE_FEEDS)
