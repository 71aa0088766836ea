"""From a document to its candidates, those left out that no surroundings could save."""

import math
from collections.abc import Sequence

import numpy as np

from ..data_files import words
from ..data_files import words as ordinary
from ..gazetteer.protocols import Gazetteer
from ..records import NameKind
from .candidate_set import Around, Candidates, beside
from .gazetteer_facts import UNKNOWN, NameFacts, known_facts, name_columns
from .lexical import APOSTROPHES, DASHES, Gap, Word
from .linear_model import UNIT, LinearModel
from .tokens import Document, Positions

# ---- stretches

MAX_WORDS = 7
"""Longest name that is looked up, in words."""
_MAX_UNKNOWN = 4
"""Longest name that need not be known."""
_ONE, _LEAST_JOINED = 1, 3
"""How a word joins and how the gap before it grips together, at least."""

Stretch = tuple[int, int, bool]
"""First word, last word, and whether it may be a name that no source knows."""


def stretches(document: Document) -> list[Stretch]:
    """Return stretches by first word, shorter ones first.

    Unknown names are runs of up to four capitalised words, with articles such as "al" between them;
    known ones may have more small words inside ("Stratford upon Avon") and up to seven words.
    """
    firsts = document.word(Word.OPENS).nonzero()[0]
    capital = document.word(Word.CAPITAL).take(firsts).tolist()
    runs_on = _runs_on(document)
    found: list[Stretch] = []
    for first, is_capital in zip(firsts.tolist(), capital, strict=True):
        if is_capital:
            found.append((first, first, True))
        elif not _is_tied(document, first):
            continue
        if runs_on[first]:
            _add_longer(found, document, runs_on, first, is_plain=bool(is_capital))
    return found


def _runs_on(document: Document) -> list[int]:
    """Whether each word can be in one name with the next; 0 behind the last."""
    joins, gaps = document.word(Word.JOINS), document.gap(Gap.GRIP)[1:]
    runs_on = np.zeros(len(document) + 1, np.int64)
    runs_on[:-2] = joins[1:] + gaps[:-1] >= _LEAST_JOINED
    runs_on[:-1] &= document.word(Word.STUMP) | (document.gap(Gap.DOT)[1:] ^ _ONE)
    listed: list[int] = runs_on.tolist()
    return listed


def _is_tied(document: Document, position: int) -> bool:
    """Whether a hyphen ties a small article to a name: "al-Bab"."""
    if document.gaps[position] not in DASHES or position + 1 == len(document):
        return False
    return bool(document.word(Word.CAPITAL)[position + 1])


def _add_longer(
    found: list[Stretch], document: Document, runs_on: list[int], first: int, *, is_plain: bool
) -> None:
    """Add the stretches of two words and more that begin at a word."""
    last = first
    while runs_on[last] and last - first < MAX_WORDS - 1:
        last += 1
        word = document.words[last]
        if word[0].islower():
            is_plain = is_plain and word in words("words", "particles_of_unknown")
            if word == "s" or document.gaps[last - 1] not in APOSTROPHES:
                continue
        found.append((first, last, is_plain and last - first < _MAX_UNKNOWN))


IMPLAUSIBLE = -4 * UNIT
"""Log-odds of a name alone below which its surroundings are not looked at: half of all names.

Cross-validated F1 is the same as at -6, at -3 it falls by 0.3 points.
"""
_YOURS = 3 * UNIT
"""Log-odds for a name of a place that the user added: it is there to be found."""
_MOST_NAMES = 1 << 16

Known = int | tuple[int, NameFacts]
"""Log-odds without the surroundings, and what is known of the name, if anything.

Most names are not known: the garbage collector need not look at numbers.
"""


class Finder:
    """Candidates of documents.

    Parameters
    ----------
    gazetteer
        Knows the names.
    alone
        Weighs a name without its surroundings; without it every candidate is kept.
    """

    def __init__(self, gazetteer: Gazetteer, alone: LinearModel | None = None) -> None:
        self._gazetteer = gazetteer
        self._alone = alone
        self._known: dict[str, Known] = {}

    def candidates(self, document: Document) -> Candidates:
        """Every candidate that is not implausible."""
        found = stretches(document)
        text, starts, ends = document.text, document.starts, document.ends
        names = [
            document.words[first] if first == last else text[starts[first] : ends[last]]
            for first, last, _ in found
        ]
        known = self._look_up(document, found, names)
        least = IMPLAUSIBLE if self._alone else -math.inf
        everywhere, plausible = [], []
        for (first, last, is_plain), one in zip(found, known, strict=True):
            if isinstance(one, int):
                if is_plain and one > least:
                    plausible.append((first, last, UNKNOWN, one))
                continue
            alone, facts = one
            everywhere.append((first, last, facts.row[0]))
            if alone > least:
                plausible.append((first, last, facts, alone))
        return _candidates(document, Around(document, everywhere), plausible)

    def described(self, document: Document, spans: Sequence[tuple[int, int]]) -> Candidates:
        """Return words that are mentions whatever they look like.

        Parameters
        ----------
        spans
            First and last word of each.
        """
        found = [(first, last, True) for first, last in spans]
        names = [document.text[document.starts[a] : document.ends[b]] for a, b in spans]
        known = self._look_up(document, found, names)
        told = [(UNKNOWN, one) if isinstance(one, int) else (one[1], one[0]) for one in known]
        marked = [(*span, *facts) for span, facts in zip(spans, told, strict=True)]
        return _candidates(document, Around(document), marked)

    def _look_up(
        self, document: Document, found: list[Stretch], names: list[str]
    ) -> Sequence[Known]:
        """What is known of each name, looked up where it is not remembered."""
        if len(self._known) > _MOST_NAMES:
            self._known = {}
        known = self._known
        try:
            return list(map(known.__getitem__, names))
        except KeyError:
            missing = dict(zip(names, found, strict=True))
            self._remember(document, known, [n for n in missing.items() if n[0] not in known])
        return [known[name] for name in names]

    def _remember(
        self, document: Document, known: dict[str, Known], names: list[tuple[str, Stretch]]
    ) -> None:
        """Look names up."""
        spans, looked = [], []
        for name, (first, last, is_plain) in names:
            if self._gazetteer.has_name(name):
                looked.append((name, *self._facts(name)))
            elif is_plain:
                looked.append((name, UNKNOWN, False))
            else:
                # What must be known and is not is no candidate, whatever it weighs.
                known[name] = 0
                continue
            spans.append((first, last))
        if looked:
            facts = [found for _, found, _ in looked]
            alone = self._weigh(document, np.array(spans, np.int64), facts)
            for own, (name, found, is_yours) in zip(alone, looked, strict=True):
                known[name] = own if found is UNKNOWN else (own + _YOURS * is_yours, found)

    def _weigh(
        self, document: Document, spans: Positions, facts: Sequence[NameFacts]
    ) -> Sequence[int]:
        """Log-odds of names alone, in parts of `UNIT`."""
        if not self._alone:
            return [0] * len(facts)
        columns = name_columns(document, spans[:, 0], spans[:, 1], facts)
        alone: list[int] = self._alone.shares(columns, len(facts)).sum(axis=0).tolist()
        return alone

    def _facts(self, name: str) -> tuple[NameFacts, bool]:
        """What is known of a name that places bear, and whether one of the user's does."""
        matches = self._gazetteer.matches(name)
        if not name.isupper() and name.lower() in ordinary("words", "not_abbreviations"):
            matches = tuple(m for m in matches if m.kind is not NameKind.ABBREVIATION)
        is_yours = any(not match.place.origin.is_shipped for match in matches)
        return known_facts(matches), is_yours


def _candidates(
    document: Document, around: Around, found: list[tuple[int, int, NameFacts, int]]
) -> Candidates:
    firsts, lasts, facts, told = zip(*found, strict=True) if found else ((), (), (), ())
    first, last, alone = np.array((firsts, lasts, told), np.int64)
    return Candidates(document, around, first, last, facts, alone, beside(document, first, last))
