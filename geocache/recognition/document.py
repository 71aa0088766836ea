"""A text cut into words, with what recognition wants to know of the whole of it."""

import re
from collections import Counter
from functools import lru_cache

_WORD = re.compile(r"(?:[^\W\d_]\.){2,}|[^\W_]+")
"""Letters and digits; "U.S." with its dots is one word."""
_ENDS_SENTENCE = re.compile(r"[.!?…]['’”\")\]]*\s|\n")
_LONGEST_GAP = 12


class Document:
    """The words of a text, all lists one entry a word.

    Parameters
    ----------
    text
        Any Unicode text.
    """

    __slots__ = (
        "begins_run",
        "counts",
        "ends",
        "ends_run",
        "gaps",
        "lower",
        "shapes",
        "small",
        "starts",
        "text",
        "words",
    )

    def __init__(self, text: str) -> None:
        spans = [match.span() for match in _WORD.finditer(text)]
        self.text = text
        self.starts = [start for start, _ in spans]
        self.ends = [end for _, end in spans]
        self.words = [text[start:end] for start, end in spans]
        self.lower = [word.lower() for word in self.words]
        self.gaps = [
            text[end:start] for end, start in zip(self.ends, self.starts[1:], strict=False)
        ]
        """What stands behind each word."""
        if spans:
            self.gaps.append(text[self.ends[-1] : self.ends[-1] + _LONGEST_GAP])
        self.shapes = list(map(shape, self.words))
        self.small = {w for w, low in zip(self.words, self.lower, strict=True) if w == low}
        """Words that occur in lower case."""
        self.counts = Counter(word for word in self.words if word[0].isupper())
        """How often each capitalised word occurs."""
        self.begins_run, self.ends_run = self._runs()
        """How often a word begins and ends a run of several capitalised ones, as names are."""

    def __len__(self) -> int:
        return len(self.words)

    def _runs(self) -> tuple[Counter[str], Counter[str]]:
        begins: Counter[str] = Counter()
        ends: Counter[str] = Counter()
        first = -1
        for position, word in enumerate(self.words):
            if not word[0].isupper():
                first = -1
                continue
            first = position if first < 0 else first
            if self.gaps[position] != " " or not self._is_capital(position + 1):
                if position > first:
                    begins[self.words[first]] += 1
                    ends[word] += 1
                first = -1
        return begins, ends

    def _is_capital(self, position: int) -> bool:
        return position < len(self.words) and self.words[position][0].isupper()


@lru_cache(1 << 12)
def gap_class(gap: str) -> str:
    """Kind of what stands between two words: "_" for a blank, "n" for a line end, else marks."""
    if "\n" in gap:
        return "n"
    return gap.strip()[:2] or ("_" if gap else "=")


@lru_cache(1 << 12)
def ends_sentence(gap: str) -> bool:
    """Whether a sentence or a line ends between two words."""
    return bool(_ENDS_SENTENCE.search(gap[:_LONGEST_GAP])) or "\n" in gap


@lru_cache(1 << 15)
def shape(word: str) -> str:
    """How a word is written: "A", "AA" or "AAA" in capitals, "Aa", "a", "0" or "X" for mixtures."""
    if word.isupper():
        return "A" * min(len(word.replace(".", "")), 3)
    if word.islower():
        return "a"
    if word[0].isdigit():
        return "0"
    return "Aa" if word[0].isupper() and word[1:].islower() else "X"
