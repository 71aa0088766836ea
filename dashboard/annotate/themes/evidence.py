"""Gathers what speaks for each theme in a passage: cues, their places, and words beside them."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from math import log1p, sqrt
from operator import itemgetter

import numpy as np
import numpy.typing as npt

from .lexicon import BACKGROUND, FIRST_SIGNAL, Lexicon
from .matching import MARKS, Found, Pieces

Floats = npt.NDArray[np.float64]

OF_THEME = (
    *("sum", "log_sum", "one_strong", "two_strong", "background", "first_sentence", "share"),
    *("most", "title", "density", "spread", "weak", "any"),
)
"""Features of a theme in a passage, in their order."""
_TITLE = OF_THEME.index("title")
OF_PASSAGE = ("length", "sentences", "short")
_WEIGHT_AND_WORDS = itemgetter(1, 4)
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
_CLASS_SCALE = 0.7
_USUAL_CLASSES = 65
_MOST_SENTENCES = 6


class ThemeEvidence:
    """The cues of one theme in a passage."""

    __slots__ = ("background", "covered", "main", "sentences", "spans", "strong", "weak")

    def __init__(self) -> None:
        self.main = 0.0
        """Weights of cues outside background clauses."""
        self.background = 0.0
        """Weights of cues in them."""
        self.strong = 0
        """Different strong cues outside background clauses."""
        self.weak = 0
        """Different weak cues outside background clauses."""
        self.sentences = 0
        """A bit for each sentence that has a cue that is not weak, the first one lowest."""
        self.spans: list[tuple[int, int]] = []
        """First and last piece of each cue, the heaviest first."""
        self.covered = 0
        """A bit for each piece that is part of a cue."""


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
    classes: list[int]
    """Fine classes of its words, each once."""
    class_weight: float
    """What each class counts; less in a long passage."""


def evidence_in(text: str, lexicon: Lexicon) -> PassageEvidence:
    """Find the cues of a passage and weigh them by where they stand."""
    pieces = Pieces(text)
    lowered = pieces.lowered
    marks = [number for number, piece in enumerate(lowered) if piece in MARKS]
    words = len(lowered) - len(marks)
    ends = [number for number in marks if lowered[number] in _ENDS]
    background = 0
    signals = [0.0] * len(lexicon.signals)
    cues: list[Found] = []
    for hit in lexicon.matcher.find(pieces):
        if hit[0] >= 0:
            cues.append(hit)
        elif hit[0] == BACKGROUND:
            background |= _background_behind(hit[3] + 1, lowered)
        else:
            signals[FIRST_SIGNAL - hit[0]] += 1.0
    classes = lexicon.vocabulary.count(lowered, signals)
    themes = _weighed(cues, lowered, ends, background)
    if words > _LONG:
        thinned = (_LONG / words) ** _THINNING
        for evidence in themes.values():
            evidence.main *= thinned
            evidence.background *= thinned
            evidence.strong = int(evidence.strong * thinned)
    scale = _CLASS_SCALE / sqrt(max(len(classes), _SHORT) / _USUAL_WORDS)
    scale *= sqrt(min(1.0, _USUAL_CLASSES / max(len(classes), 1)))
    return PassageEvidence(pieces, themes, signals, words, len(ends) + 1, classes, scale)


def _weighed(
    cues: list[Found], lowered: list[str], ends: list[int], background: int
) -> dict[int, ThemeEvidence]:
    """Weigh cues, by number of their theme.

    Parameters
    ----------
    ends
        Numbers of the pieces that end sentences.
    background
        A bit for each piece in a background clause.
    """
    cues.sort(key=_WEIGHT_AND_WORDS, reverse=True)  # those of one weight stay in text order
    themes: dict[int, ThemeEvidence] = {}
    seen: set[tuple[int, str]] = set()
    for theme, weight, first, last, length in cues:
        evidence = themes.get(theme)
        if evidence is None:
            evidence = themes[theme] = ThemeEvidence()
        if last - first == length - 1:
            bits = (1 << last + 1) - (1 << first)
        else:  # words between its own are not part of it
            bits = 1 << first | 1 << last
        if evidence.covered & bits:  # a part of a cue that was counted
            continue
        evidence.covered |= bits
        evidence.spans.append((first, last))
        form = (theme, lowered[first] if first == last else " ".join(lowered[first : last + 1]))
        counted = weight
        if form in seen:
            counted = weight * _REPEATED if weight >= _MEDIUM else 0.0
        if background >> first & 1:
            evidence.background += counted
        else:
            _count(evidence, weight, counted, bisect_left(ends, first))
        seen.add(form)
    return themes


def _count(evidence: ThemeEvidence, weight: float, counted: float, sentence: int) -> None:
    """Count a cue outside background clauses, which counts less than it weighs if it is no news."""
    evidence.main += counted
    if weight >= _MEDIUM:
        evidence.sentences |= 1 << sentence
        evidence.strong += counted >= _STRONG
    else:
        evidence.weak += counted > 0


def _background_behind(number: int, texts: Sequence[str]) -> int:
    """A bit for each piece of the clause that begins with a piece."""
    bits = 0
    for count, piece in enumerate(texts[number : number + _LONGEST_BACKGROUND]):
        if piece in _ENDS_BACKGROUND or (piece == "," and count >= _SHORTEST_BACKGROUND):
            break
        bits |= 1 << number + count
    return bits


def theme_features(
    passages: Sequence[PassageEvidence], title: PassageEvidence | None, count: int, own: int
) -> Floats:
    """Return the `OF_THEME` features of themes in passages.

    Parameters
    ----------
    passages, title
        Of one document.
    count, own
        How many themes share a passage, and how many of the user's stand for themselves.

    Returns
    -------
    Array of shape (passages, themes and own, features).
    """
    rows: list[int] = []
    themes: list[int] = []
    values: list[tuple[float, ...]] = []
    for row, evidence in enumerate(passages):
        total, most = 0.5, 0.0
        for number, found in evidence.themes.items():
            if number < count:
                total += found.main + found.background
                most = max(most, found.main)
        density = 1 / sqrt(min(max(evidence.words, 8), _LONG) / 30)
        for number, found in evidence.themes.items():
            main = found.main
            rows.append(row)
            themes.append(number)
            values.append(
                (
                    min(main, _MOST_SUM),
                    log1p(main),
                    found.strong >= 1,
                    found.strong > 1,
                    found.background,
                    found.sentences & 1,
                    main / total,
                    main >= most > 0,
                    0.0,
                    main * density,
                    found.sentences.bit_count() / evidence.sentences,
                    min(found.weak, _MOST_WEAK),
                    main > 0,
                )
            )
    features = np.zeros((len(passages), count + own, len(OF_THEME)))
    if values:
        features[rows, themes] = np.array(values, float)
    if title:
        for number, found in title.themes.items():
            features[:, number, _TITLE] = min(found.main + found.background, _MOST_TITLE)
    return features


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
