"""Classes of English words that stand in like company, made from the vectors of GloVe.

``data/models/make_word_classes.py`` says where they come from.
"""

from functools import cache
from typing import NamedTuple

import marisa_trie
import numpy as np

from ..resources import data_path


class WordClass(NamedTuple):
    """What is known of a word without its context."""

    finest: int
    """One of 1000 classes; -1 for an unknown word."""
    middle: int
    """One of 250."""
    coarsest: int
    """One of 60."""
    octave: int
    """log2 of the word's rank by frequency, rounded down; -1 for an unknown word."""


UNKNOWN = WordClass(-1, -1, -1, -1)


class WordClasses:
    """The table of classes, as shipped."""

    def __init__(self) -> None:
        folder = data_path("models")
        self._trie = marisa_trie.Trie().mmap(str(folder / "word_classes.marisa"))
        with np.load(folder / "word_classes.npz") as file:
            # Single items are read faster from a memoryview than from an array.
            self._finest, self._octave = memoryview(file["finest"]), memoryview(file["octave"])
            self._coarser = file["coarser"].tolist()

    def __getitem__(self, word: str) -> WordClass:
        """Return the class of a word in lower case."""
        number = self._trie.get(word)
        if number is None:
            return UNKNOWN
        finest = self._finest[number]
        middle, coarsest = self._coarser[finest]
        return WordClass(finest, middle, coarsest, self._octave[number])


@cache
def word_classes() -> WordClasses:
    """Return the shipped table, opened once."""
    return WordClasses()
