"""Gathers what speaks for each theme in a passage: cues, their places, and words beside them."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from math import log1p, sqrt
from operator import attrgetter

import numpy as np
import numpy.typing as npt

from geocache.recognition.lexical import word_classes

from .lexicon import BACKGROUND, FIRST_SIGNAL, Lexicon
from .matching import MARKS, Found, Pieces, pieces_of

Floats = npt.NDArray[np.float64]

OF_THEME = (
    *("sum", "log_sum", "one_strong", "two_strong", "background", "first_sentence", "share"),
    *("most", "title", "density", "spread", "weak", "any"),
)
"""Features of a theme in a passage, in their order."""
_TITLE = OF_THEME.index("title")
OF_PASSAGE = ("length", "sentences", "short")
_WEIGHT_AND_WORDS = attrgetter("weight", "words")
_REPEATED = 0.3
"""What a cue weighs that has stood in the passage before; a weak one then weighs nothing."""
_LONG, _THINNING = 90, 0.6
"""Words of a passage from which cues count less: a long one has some of every theme."""
_STRONG, _MEDIUM = 1.0, 0.5
_MOST_SUM, _MOST_TITLE, _MOST_WEAK, _MOST_SIGNAL = 4.0, 2.0, 3.0, 2.5
_LONGEST_BACKGROUND = 12
"""Words behind "because of" that are background at most."""
_SHORTEST_BACKGROUND = 3
"""Words behind "because of" after which a comma ends the background."""
_SHORT = 15
"""Words of a passage that is a headline or an item of a list."""
_ENDS = frozenset(".!?;")
_ENDS_BACKGROUND = frozenset(".;!?\n")
_USUAL_WORDS = 40
_USUAL_SENTENCES = 3
_MOST_SENTENCES = 6


class ThemeEvidence:
    """The cues of one theme in a passage."""

    __slots__ = (
        *("background", "covered", "first", "main", "seen", "sentences", "spans", "strong"),
        "weak",
    )

    def __init__(self) -> None:
        self.main = 0.0
        """Weights of cues outside background clauses."""
        self.background = 0.0
        """Weights of cues in them."""
        self.strong = 0
        """Different strong cues outside background clauses."""
        self.weak = 0
        """Different weak cues outside background clauses."""
        self.first = False
        """Whether a cue that is not weak stands in the first sentence."""
        self.sentences = 0
        """A bit for each sentence that has such a cue."""
        self.spans: list[tuple[int, int]] = []
        """First and last piece of each cue, the heaviest first."""
        self.covered = 0
        """A bit for each piece that is part of a cue."""
        self.seen: list[str] = []
        """The words of the different cues."""


@dataclass(slots=True)
class PassageEvidence:
    """What was found in a passage."""

    pieces: Pieces
    themes: dict[int, ThemeEvidence]
    """By number of the theme; of those with a cue."""
    signals: list[float]
    """How many different words of each group."""
    words: int
    sentences: int
    vocabulary: set[str]
    """Its different words and marks, in lower case."""


def evidence_in(text: str, lexicon: Lexicon) -> PassageEvidence:
    """Find the cues of a passage and weigh them by where they stand."""
    pieces = pieces_of(text)
    found = lexicon.matcher.find(pieces)
    texts = pieces.texts
    words = len(texts) - sum(map(MARKS.__contains__, texts))
    ends = [number for number, piece in enumerate(texts) if piece in _ENDS]
    background = 0
    signals = [0.0] * len(lexicon.signals)
    cues: list[Found] = []
    for hit in found:
        if hit.theme >= 0:
            cues.append(hit)
        elif hit.theme == BACKGROUND:
            background |= _background_behind(hit.last + 1, texts)
        else:
            signals[FIRST_SIGNAL - hit.theme] += 1.0
    vocabulary = set(pieces.lowered)
    for word in lexicon.signal_of.keys() & vocabulary:
        for group in lexicon.signal_of[word]:
            signals[group] += 1.0
    cues.sort(key=_WEIGHT_AND_WORDS, reverse=True)  # those of one weight stay in text order
    themes: dict[int, ThemeEvidence] = {}
    for cue in cues:
        evidence = themes.get(cue.theme)
        if evidence is None:
            evidence = themes[cue.theme] = ThemeEvidence()
        _weigh(cue, evidence, pieces, background >> cue.first & 1, bisect_left(ends, cue.first))
    if words > _LONG:
        thinned = (_LONG / words) ** _THINNING
        for evidence in themes.values():
            evidence.main *= thinned
            evidence.background *= thinned
            evidence.strong = int(evidence.strong * thinned)
    return PassageEvidence(pieces, themes, signals, words, len(ends) + 1, vocabulary)


def _background_behind(number: int, texts: Sequence[str]) -> int:
    """A bit for each piece of the clause that begins with a piece."""
    bits = 0
    for count, piece in enumerate(texts[number : number + _LONGEST_BACKGROUND]):
        if piece in _ENDS_BACKGROUND or (piece == "," and count >= _SHORTEST_BACKGROUND):
            break
        bits |= 1 << number + count
    return bits


def _weigh(
    cue: Found, evidence: ThemeEvidence, pieces: Pieces, in_background: int, sentence: int
) -> None:
    if cue.last - cue.first == cue.words - 1:
        bits = (1 << cue.last + 1) - (1 << cue.first)
    else:  # words between its own are not part of it
        bits = 1 << cue.first | 1 << cue.last
    if evidence.covered & bits:  # a part of a cue that was counted
        return
    evidence.covered |= bits
    evidence.spans.append((cue.first, cue.last))
    form = pieces.lowered[cue.first]
    if cue.last > cue.first:
        form = " ".join(pieces.lowered[cue.first : cue.last + 1])
    is_new = form not in evidence.seen
    evidence.seen.append(form)
    weight = cue.weight
    if not is_new:
        weight = weight * _REPEATED if weight >= _MEDIUM else 0.0
    if in_background:
        evidence.background += weight
        return
    evidence.main += weight
    if cue.weight >= _STRONG:
        evidence.strong += is_new
    if cue.weight >= _MEDIUM:
        evidence.sentences |= 1 << sentence
        evidence.first = evidence.first or sentence == 0
    else:
        evidence.weak += is_new


def theme_features(
    evidence: PassageEvidence, title: PassageEvidence | None, count: int, rows: Floats
) -> None:
    """Fill in the `OF_THEME` features of all themes in a passage.

    Parameters
    ----------
    evidence, title
        Of the passage and of its document's title, if it has one.
    count
        How many themes share the passage; others stand for themselves.
    rows
        Zeros, of shape (themes, features).
    """
    shared = [found for number, found in evidence.themes.items() if number < count]
    total = sum(found.main + found.background for found in shared) + 0.5
    most = max((found.main for found in shared), default=0.0)
    density = 1 / sqrt(min(max(evidence.words, 8), _LONG) / 30)
    for number, found in evidence.themes.items():
        main = found.main
        rows[number] = (
            min(main, _MOST_SUM),
            log1p(main),
            found.strong >= 1,
            found.strong > 1,
            found.background,
            found.first,
            main / total,
            main >= most > 0,
            0.0,
            main * density,
            found.sentences.bit_count() / evidence.sentences,
            min(found.weak, _MOST_WEAK),
            main > 0,
        )
    if title:
        for number, found in title.themes.items():
            rows[number, _TITLE] = min(found.main + found.background, _MOST_TITLE)


def passage_features(passages: Sequence[PassageEvidence], count: int) -> Floats:
    """Return `OF_PASSAGE`, the signals, and how much speaks for each of ``count`` themes.

    A row for each passage.
    """
    words = np.array([one.words for one in passages], float)
    sentences = np.array([one.sentences for one in passages], float)
    long_as = np.sqrt(np.maximum(words, _SHORT) / _USUAL_WORDS)
    signals = np.log1p(np.array([one.signals for one in passages])) / long_as[:, None]
    of_themes = np.zeros((len(passages), count))
    for row, one in zip(of_themes, passages, strict=True):
        for number, found in one.themes.items():
            if number < count:
                row[number] = found.main + 0.5 * found.background
    of_passage = [
        np.log(np.maximum(words, 3) / _USUAL_WORDS),
        np.minimum(sentences, _MOST_SENTENCES) / _USUAL_SENTENCES - 1,
        words < _SHORT,
    ]
    return np.concatenate(
        [np.stack(of_passage, axis=1), np.minimum(signals, _MOST_SIGNAL), np.log1p(of_themes)],
        axis=1,
    )


_MOST_KEPT = 100_000
FINE, MIDDLE = 1010, 260
"""More than there are classes of words, fine and coarser."""
MIDDLE_SHARE = 0.5
"""What the coarser class of a word counts beside the fine one."""
_CLASS_SCALE = 0.7
_USUAL_CLASSES = 65
_kept: dict[str, int] = dict.fromkeys(MARKS, 0)
"""Fine classes of words that were met; 0 for marks."""


def classes_in(evidence: PassageEvidence) -> tuple[list[int], float]:
    """Return the fine classes of the words of a passage, and what each counts.

    In a long passage each counts less.
    """
    known = set(map(_kept.get, evidence.vocabulary))
    if None in known:
        if len(_kept) > _MOST_KEPT:
            _kept.clear()
            _kept.update(dict.fromkeys(MARKS, 0))
        for word in evidence.vocabulary:
            if word not in _kept:
                _kept[word] = word_classes()[word][0]
        known = set(map(_kept.get, evidence.vocabulary))
    numbers = sorted(filter(None, known))  # in one order, so that sums are always the same
    scale = _CLASS_SCALE / sqrt(max(len(numbers), _SHORT) / _USUAL_WORDS)
    return numbers, scale * sqrt(min(1.0, _USUAL_CLASSES / max(len(numbers), 1)))


@cache
def middle_of() -> npt.NDArray[np.int64]:
    """Return the coarser class of each fine one."""
    middle = np.zeros(FINE, np.int64)
    for fine, coarser in word_classes().nested():
        middle[fine] = coarser
    return middle
