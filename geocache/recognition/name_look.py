"""What a name tells before its surroundings are looked at."""

import re
from collections.abc import Sequence

import numpy as np

from ..fixed import fixed
from .document import Document, Positions
from .features import Columns, FeatureTable, Group
from .interning import Rows
from .known_names import FACTS, UNKNOWN, NameFacts
from .properties import Word
from .vocabulary import code

_ROAD = re.compile(r"[A-Z]{1,3}[- ]?\d{1,4}[A-Z]?|(?:[A-Z][a-z]+ )+\d{1,4}[A-Z]?")
_MOST = fixed(4)
"""Names of more words are all alike."""
_ONE, _SHAPES, _STEPS = fixed(1), fixed(31), np.array([[0], [1], [2]])
_CLASSES = (
    (Word.FINE, "first-fine", "last-fine"),
    (Word.MIDDLE, "first-middle", "last-middle"),
    (Word.COARSE, "first-coarse", "last-coarse"),
    (Word.OCTAVE, "first-octave", "last-octave"),
)

NAME = FeatureTable(
    Group(
        "spelling",
        "its spelling",
        "one, size, shapes, words, road, road standing",
    ),
    Group(
        "sources",
        "what the sources know",
        ", ".join([*FACTS, *(f"{fact} size" for fact in FACTS)])
        + ", largest how, largest how size, shapes is-known",
    ),
    Group(
        "first word",
        "its first word",
        "first, first-fine, first-middle, first-coarse, first-octave, first-octave standing",
    ),
    Group(
        "last word",
        "its last word",
        "last, last many, last-fine many, last-middle many, last-coarse many, "
        "last-octave many, last-octave many standing, last-coarse standing, "
        "end-of-two standing, end-of-three, end-of-four, beginning",
    ),
)


def name_columns(
    document: Document, first: Positions, last: Positions, facts: Sequence[NameFacts]
) -> Columns:
    """Columns of names that begin and end at words of a document; each of shape (names,)."""
    columns = dict(zip(FACTS, _known(facts), strict=True))
    more = last - first
    many = np.minimum(more, _ONE)
    spelled = columns["is-known"] | (many ^ _ONE)
    names = [_spelled(document, *span) for span in zip(first.tolist(), last.tolist(), strict=True)]
    columns |= {
        "one": np.ones(len(names), np.int64),
        "size": np.minimum(more + _ONE, _MOST),
        "many": many,
        "shapes": _shapes(document, first, last),
        "words": np.array([code(name.lower()) for name in names], np.int64) * spelled,
        "road": np.array([_is_road(name) for name in names], np.int64),
    }
    first_word, last_word = document.at(first), document.at(last)
    for column, of_first, of_last in _CLASSES:
        columns[of_first] = first_word[column] * many
        columns[of_last] = last_word[column]
    return columns | {
        "first": first_word[Word.CODE] * many,
        "last": last_word[Word.CODE],
        "end-of-two": last_word[Word.END2],
        "end-of-three": last_word[Word.END3] * spelled,
        "end-of-four": last_word[Word.END4] * spelled,
        "beginning": last_word[Word.BEGIN3] * spelled,
    }


def _known(facts: Sequence[NameFacts]) -> Rows:
    """Values of `FACTS`; shape (facts, names)."""
    values = np.zeros((len(FACTS), len(facts)), np.int64)
    # Most names are not known, and to write the others alone is quicker.
    known = [row for row, found in enumerate(facts) if found is not UNKNOWN]
    if known:
        values[:, known] = np.array([facts[row].row for row in known], np.int64).T
    return values


def _spelled(document: Document, first: int, last: int) -> str:
    """Words of a name, which may be broken at the end of a line."""
    if first == last:
        return document.words[first]
    return " ".join(document.text[document.starts[first] : document.ends[last]].split())


def _is_road(name: str) -> bool:
    # The last letter of nearly every name tells that it is none.
    return not name[-1].islower() and bool(_ROAD.fullmatch(name))


def _shapes(document: Document, first: Positions, last: Positions) -> Positions:
    """Shapes of the first three words as one number."""
    steps = first + _STEPS
    shapes = document.one_at(np.minimum(steps, last), Word.SHAPE) * (steps <= last)
    found: Positions = (shapes[0] * _SHAPES + shapes[1]) * _SHAPES + shapes[2]
    return found
