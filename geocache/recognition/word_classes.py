"""Classes of English words that stand in like company, made from the vectors of GloVe.

``data/models/make_word_classes.py`` says where they come from.
"""

from functools import cache

import marisa_trie
import numpy as np

from ..resources import data_path

WordClass = tuple[int, int, int, int]
"""What is known of a word without its context, from 2; all of it is 1 for an unknown word.

One of 1000 classes, of 250 and of 60; and log2 of its rank by frequency, rounded down.
"""
UNKNOWN: WordClass = (1, 1, 1, 1)
_FROM = 2


class WordClasses:
    """The table of classes, as shipped."""

    def __init__(self) -> None:
        folder = data_path("models")
        self._trie = marisa_trie.Trie().mmap(str(folder / "word_classes.marisa"))
        with np.load(folder / "word_classes.npz") as file:
            # Single items are read faster from a memoryview than from an array.
            self._finest = memoryview(file["finest"])
            self._octave = memoryview(file["octave"] + _FROM)
            coarser = (file["coarser"] + _FROM).tolist()
        self._classes = [(number, *above) for number, above in enumerate(coarser, _FROM)]

    def __getitem__(self, word: str) -> WordClass:
        """Return the class of a word in lower case."""
        number = self._trie.get(word)
        if number is None:
            return UNKNOWN
        finest, middle, coarsest = self._classes[self._finest[number]]
        return finest, middle, coarsest, self._octave[number]


@cache
def word_classes() -> WordClasses:
    """Return the shipped table, opened once."""
    return WordClasses()
