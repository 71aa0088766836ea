"""Makes the candidate set of a text, without those that no surroundings could save."""

import math
import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from operator import itemgetter
from typing import NamedTuple

import numpy as np

from ..data_files import words
from ..gazetteer.names import apart
from ..gazetteer.protocols import Gazetteer
from ..records import NameKind
from .candidate_set import CandidateSpans, LongestNames, SpanContexts
from .gazetteer_facts import (
    CONTAINERS,
    UNKNOWN,
    NameFacts,
    ProminenceClass,
    known_facts,
    may_contain,
    name_columns,
)
from .kinds_behind_names import before_kinds
from .kinds_of_works import ends_of_works
from .labels import before_labels, labelled
from .lexical import (
    APOSTROPHES,
    DASHES,
    GAP,
    ORDINARY,
    UNKNOWN_WORD,
    WORD,
    CueKind,
    word_classes,
)
from .linear_model import UNIT, LinearModel
from .measures import measuring_words
from .postal_codes import StateCodes, state_codes
from .tokens import Column, Positions, TokenizedText

IMPLAUSIBLE = -4 * UNIT
"""Log-odds of a name alone below which its surroundings are not looked at: half of all names.

Cross-validated F1 is the same as at -6, at -3 it falls by 0.3 points.
"""
_LIKELY = -UNIT
"""Log-odds of a name alone above which it is rather a place than not."""
_CUED = -3 * UNIT
"""Log-odds at least of a name that words beside it make a place: they are added later."""
MAX_WORDS = 7
"""Longest name that is looked up, in words."""
_MAX_UNKNOWN = 4
"""Longest name that need not be known."""
_HASHTAG_BONUS = 5 * UNIT
"""Log-odds for a known name of several words that a hashtag writes as one."""
_USER_BONUS = 3 * UNIT
"""Log-odds for a name of a place that the user added: it is there to be found."""
_MOST_NAMES = 1 << 16
_DIGITS = "0123456789"
_LONGEST_ABBREVIATION = 4
"""Letters of a word that is asked whether it is short for a place."""
_LINKED = tuple(re.compile(rf"{dash}(?<=[a-z]{dash})[eio][-– ](?=[A-Z])") for dash in "-–")
"""Where a name has a link: few texts have any. What begins with one character is found fast."""
_LINKING = frozenset("eio")
_ARTICLES = frozenset({"A", "An", "The", "I"})
"""Words that are no name by themselves, and end none that no source knows: "Annex A. The"."""
_MEASURING = frozenset({CueKind.UNIT, CueKind.COMPASS})
_NEVER_CUED = frozenset({ProminenceClass.DEMONYM, ProminenceClass.COUNTRY})
"""Names that words beside them make none of something smaller."""
_ON_THE_GROUND = frozenset({CueKind.SITE, CueKind.WATER})
_ONE, _LEAST_JOINED = 1, 3
"""How a word joins and how the gap before it grips together, at least."""

ScoredName = int | tuple[int, NameFacts]
"""Log-odds without the surroundings, and what is known of the name, if anything.

Most names are not known: the garbage collector need not look at numbers.
"""


_Plausible = tuple[int, int, NameFacts, int]
"""First and last word of a span that is kept, what is known of its name, and its log-odds."""


class WordSpans(NamedTuple):
    """The spans of words that could be names, in columns: a record each would take 1% of parsing.

    By first word, shorter ones first.
    """

    first: list[int]
    last: list[int]
    """Last word of each, itself included."""
    may_be_unknown: list[bool]
    """Whether it may be a name that no source knows."""


class _CuesOfPlaces(NamedTuple):
    """Words beside which a place is named for sure."""

    measured: frozenset[int]
    """First words of what a distance and a direction stand in front of: "5 miles SE of Xyz"."""
    located: frozenset[int]
    """The same behind other words that say where: "5 miles from Xyz", "Village: Xyz"."""
    before_sites: dict[int, bool]
    """Last words of what the noun of a site stands behind: "Xyz dam"; whether a blank is between.
    """
    works: frozenset[int]
    """Last words of what people built or run: "Xyz Air Base"."""
    octaves: Column

    def tell(self, first: int, last: int) -> bool:
        """Whether words beside a span say that a place is named."""
        is_joined = self.before_sites.get(last)
        if is_joined is None and first in self.measured:
            return True
        is_named = is_joined or first in self.located or (last in self.works and last > first)
        if is_joined is False or not is_named:
            return False
        return not bool(UNKNOWN_WORD[-1] < self.octaves[first] <= ORDINARY)


class CandidateFinder:
    """Finds the candidate sets of texts.

    Parameters
    ----------
    gazetteer
        Knows the names.
    name_model
        Weighs a name without its surroundings; without it every candidate is kept.
    """

    def __init__(self, gazetteer: Gazetteer, name_model: LinearModel | None = None) -> None:
        self._gazetteer = gazetteer
        self._name_model = name_model
        self._scored: dict[str, ScoredName] = {}

    def forget(self) -> None:
        """Forget what is known of names, at most `_MOST_NAMES` of them."""
        self._scored = {}

    def candidates(self, document: TokenizedText) -> CandidateSpans:
        """Return every candidate that is not implausible."""
        spans = _without(measuring_words(document), word_spans(document))
        if any(linked.search(document.text) for linked in _LINKED):
            spans = _without_parts(document, spans)
        names, hashtags = _spelled(document, spans)
        threshold = IMPLAUSIBLE if self._name_model else -math.inf
        known, plausible, doubtful = [], list[_Plausible](), list[_Plausible]()
        cues = _cues_of_places(document)
        firsts, lasts = cues.measured | cues.located, cues.works.union(cues.before_sites)
        containers, codes = dict[int, NameFacts](), state_codes(document, self._gazetteer)
        in_front_of_kinds = document.once(before_kinds)
        gaps = document.gaps
        for number, (first, last, may_be_unknown, scored) in enumerate(
            zip(*spans, self._score(document, spans, names), strict=True)
        ):
            if isinstance(scored, int):
                if not may_be_unknown:
                    continue
                score, facts = scored, UNKNOWN
            else:
                score, facts = scored
                if number in hashtags:
                    score += _HASHTAG_BONUS
                prominence = facts.prominence
                known.append((first, last, prominence))
                if prominence in CONTAINERS:
                    containers[first] = facts
            if score > threshold:
                plausible.append((first, last, facts, score))
            elif (first in firsts or last in lasts) and (
                may_be_unknown and facts.prominence not in _NEVER_CUED and cues.tell(first, last)
            ):
                plausible.append((first, last, facts, max(score, _CUED)))
            elif facts is not UNKNOWN and (
                last + 1 in codes
                or last in in_front_of_kinds
                or ("," in gaps[last] and gaps[last].strip() == ",")
            ):
                doubtful.append((first, last, facts, score))
        plausible, doubtful = _with_coded(plausible, doubtful, codes)
        kept = _with_contained(plausible, doubtful, containers, in_front_of_kinds)
        return _candidate_set(document, LongestNames(document, known), kept, codes)

    def marked(self, document: TokenizedText, spans: Sequence[tuple[int, int]]) -> CandidateSpans:
        """Return spans that are mentions whatever they look like.

        Parameters
        ----------
        spans
            First and last word of each.
        """
        names = [document.text[document.starts[a] : document.ends[b]] for a, b in spans]
        firsts, lasts = [first for first, _ in spans], [last for _, last in spans]
        wanted = WordSpans(firsts, lasts, [True] * len(spans))
        marked = []
        for (first, last), scored in zip(spans, self._score(document, wanted, names), strict=True):
            score, facts = (scored, UNKNOWN) if isinstance(scored, int) else scored
            marked.append((first, last, facts, score))
        return _candidate_set(document, LongestNames(document), marked, {})

    def known_names(self, document: TokenizedText) -> list[tuple[int, int, int]]:
        """Return the first word, last word and prominence class of every known name."""
        spans = word_spans(document)
        text, starts, ends = document.text, document.starts, document.ends
        names = [text[starts[a] : ends[b]] for a, b in zip(spans.first, spans.last, strict=True)]
        return [
            (first, last, scored[1].prominence)
            for first, last, scored in zip(
                spans.first, spans.last, self._score(document, spans, names), strict=True
            )
            if not isinstance(scored, int)
        ]

    def is_word(self, letters: str) -> bool:
        """Whether letters are a word of English, or the name of a place."""
        return word_classes()[letters.lower()] != UNKNOWN_WORD or self._gazetteer.has_name(letters)

    def is_place(self, name: str) -> bool:
        """Whether a name by itself is rather that of a place than anything else."""
        document = TokenizedText(name)
        spans = WordSpans([0], [len(document) - 1], [False])
        (scored,) = self._score(document, spans, [name])
        return not isinstance(scored, int) and scored[0] > _LIKELY

    def is_abbreviation(self, word: str) -> bool:
        """Whether a word is short for the name of a place and for nothing else, as "uk"."""
        if len(word) > _LONGEST_ABBREVIATION or word.lower() in words("words", "not_abbreviations"):
            return False
        matches = self._gazetteer.matches(word.upper())
        return bool(matches) and matches[0].kind is NameKind.ABBREVIATION

    def _score(
        self, document: TokenizedText, spans: WordSpans, names: list[str]
    ) -> Sequence[ScoredName]:
        """Score each name, looked up where it is not remembered."""
        if len(self._scored) > _MOST_NAMES:
            self._scored = {}
        scored = self._scored
        try:
            return list(map(scored.__getitem__, names))
        except KeyError:
            by_name = zip(names, zip(spans.first, spans.last, strict=True), strict=True)
            missing = {name: span for name, span in by_name if name not in scored}
            self._remember(document, scored, missing)
        return [scored[name] for name in names]

    def _remember(
        self,
        document: TokenizedText,
        scored: dict[str, ScoredName],
        missing: dict[str, tuple[int, int]],
    ) -> None:
        """Look names up.

        Parameters
        ----------
        missing
            First and last word of each.
        """
        named = []
        for name in missing:
            # What has to be known here need not be where it stands next: all are weighed.
            is_known = self._gazetteer.has_name(name)
            named.append((name, *(self._facts(name) if is_known else (UNKNOWN, False))))
        if named:
            spans = list(missing.values())
            facts = [known for _, known, _ in named]
            scores = self._weigh(document, np.array(spans, np.int64), facts)
            for score, (name, known, is_users) in zip(scores, named, strict=True):
                scored[name] = (
                    score if known is UNKNOWN else (score + _USER_BONUS * is_users, known)
                )

    def _weigh(
        self, document: TokenizedText, spans: Positions, facts: Sequence[NameFacts]
    ) -> Sequence[int]:
        """Log-odds of names alone, in parts of `UNIT`."""
        if not self._name_model:
            return [0] * len(facts)
        columns = name_columns(document, spans[:, 0], spans[:, 1], facts)
        scores: list[int] = self._name_model.group_scores(columns, len(facts)).sum(axis=0).tolist()
        return scores

    def _facts(self, name: str) -> tuple[NameFacts, bool]:
        """Return what is known of a name, and whether it is of a place that the user added."""
        matches = self._gazetteer.matches(name)
        if not name.isupper() and name.lower() in words("words", "not_abbreviations"):
            matches = tuple(m for m in matches if m.kind is not NameKind.ABBREVIATION)
        is_users = any(not match.place.origin.is_shipped for match in matches)
        return known_facts(matches), is_users


def _cues_of_places(document: TokenizedText) -> _CuesOfPlaces:
    """Find the words beside which a place is named for sure.

    "Xyz dam", "Xyz Air Base", and "5 miles SE of Xyz".
    """
    cues, small = document.cues, document.word(WORD.small)
    sites = [at for at, kind in cues.items() if kind in _ON_THE_GROUND and small[at]]
    measured = [
        at + 1
        for at, kind in cues.items()
        if kind == CueKind.UNIT or (kind == CueKind.COMPASS and cues.get(at - 1) in _MEASURING)
    ]
    blank, of = document.gap(GAP.blank), document.word(WORD.of)
    links = [at for at in measured if at < len(document)]
    locates = document.word(WORD.locates)
    return _CuesOfPlaces(
        frozenset((*measured, *(at + 1 for at in links if of[at]))),
        frozenset(
            (
                *(at for at, is_place in document.once(labelled).items() if is_place),
                *(at + 1 for at in links if locates[at]),
            )
        ),
        {at - 1: bool(blank[at]) for at in sites},
        frozenset(at for at in document.once(ends_of_works) if not small[at]),
        document.word(WORD.octave),
    )


def _spelled(document: TokenizedText, spans: WordSpans) -> tuple[list[str], frozenset[int]]:
    """Names as they are looked up, and the numbers of those that hashtags write as one word."""
    text, starts, ends, hashtags = document.text, document.starts, document.ends, set[int]()
    names = [
        document.words[first] if first == last else text[starts[first] : ends[last]]
        for first, last in zip(spans.first, spans.last, strict=True)
    ]
    for number, name in enumerate(names if "#" in text else ()):
        start = starts[spans.first[number]]
        if text[start - 1 : start] == "#" and apart(name) != name:
            names[number], spans.may_be_unknown[number] = apart(name), False
            hashtags.add(number)
    return names, frozenset(hashtags)


def _with_coded(
    plausible: list[_Plausible],
    doubtful: list[_Plausible],
    codes: StateCodes,
) -> tuple[list[_Plausible], list[_Plausible]]:
    """Return spans with those that the code of their state stands behind, and the doubtful rest.

    A known name and its state are no name of their own: "Troy NY".
    """
    if not codes:
        return plausible, doubtful
    coded = {
        (first, last)
        for first, last, facts, _ in (*plausible, *doubtful)
        if not codes.get(last + 1, frozenset()).isdisjoint(facts.states)
    }
    longer = {(first, last + 1) for first, last in coded}
    kept = [span for span in plausible if span[2] is not UNKNOWN or span[:2] not in longer]
    kept += [span for span in doubtful if span[:2] in coded]
    return sorted(kept, key=itemgetter(0, 1)), [s for s in doubtful if s[:2] not in coded]


def _with_contained(
    plausible: list[_Plausible],
    doubtful: list[_Plausible],
    containers: dict[int, NameFacts],
    in_front_of_kinds: frozenset[int],
) -> list[_Plausible]:
    """Return spans with those of the doubtful ones behind which a container or a kind stands."""
    saved = [
        span
        for span in doubtful
        if span[1] in in_front_of_kinds or _is_contained(span[1], span[2], containers)
    ]
    return sorted([*plausible, *saved], key=itemgetter(0, 1)) if saved else plausible


def _is_contained(last: int, facts: NameFacts, containers: dict[int, NameFacts]) -> bool:
    """Whether a state or country that has such a place follows: "Troy, N.C."."""
    container = containers.get(last + 1)
    return container is not None and may_contain(container, facts)


def _candidate_set(
    document: TokenizedText,
    longest_names: LongestNames,
    spans: Sequence[_Plausible],
    codes: StateCodes,
) -> CandidateSpans:
    firsts, lasts, facts, scores = zip(*spans, strict=True) if spans else ((), (), (), ())
    first, last, name_scores = np.array((firsts, lasts, scores), np.int64)
    contexts = SpanContexts.of(document, first, last)
    return CandidateSpans(
        document, longest_names, first, last, list(facts), name_scores, contexts, codes
    )


def word_spans(document: TokenizedText) -> WordSpans:
    """Return the spans that could be names, by first word, shorter ones first.

    Unknown names are runs of up to four capitalised words, with articles such as "al" between them;
    known ones may have more small words inside ("Stratford upon Avon") and up to seven words.
    """
    firsts = document.word(WORD.opens).nonzero()[0]
    capital = document.word(WORD.capital).take(firsts).tolist()
    runs_on = _runs_on(document)
    spans = WordSpans([], [], [])
    for first, is_capital in zip(firsts.tolist(), capital, strict=True):
        word = document.words[first]
        if is_capital and word not in _ARTICLES:
            spans.first.append(first)
            spans.last.append(first)
            spans.may_be_unknown.append(word[-1] not in _DIGITS or not _is_code(word))
        elif not is_capital and not _is_tied(document, first):
            continue
        if runs_on[first]:
            _add_longer(spans, document, runs_on, first, may_be_unknown=bool(is_capital))
    return spans


def _is_code(word: str) -> bool:
    """Whether a word with a number is a code of aviation: "FL100" is a height, and no village."""
    return word.rstrip(_DIGITS).lower() in words("words", "numbered_codes")


def _without(positions: list[int], spans: WordSpans) -> WordSpans:
    """Return the spans that have no word at any of some positions, given in order."""
    if not positions:
        return spans
    kept = [
        span
        for span in zip(*spans, strict=True)
        if bisect_left(positions, span[0]) == bisect_right(positions, span[1])
    ]
    return WordSpans(*map(list, zip(*kept, strict=True))) if kept else WordSpans([], [], [])


def _is_linking(document: TokenizedText, at: int) -> bool:
    """Whether a word links two parts of a name in Persian fashion: "Qala-e-Naw"."""
    return document.words[at] in _LINKING and document.gaps[at - 1] in DASHES


def _without_parts(document: TokenizedText, spans: WordSpans) -> WordSpans:
    """Return the spans that do not begin or end inside a name with such a link."""
    links = {at for at in range(1, len(document) - 1) if _is_linking(document, at)}
    kept = [
        (first, last, may_be_unknown)
        for first, last, may_be_unknown in zip(*spans, strict=True)
        if first - 1 not in links and last + 1 not in links and last not in links
    ]
    return WordSpans(*map(list, zip(*kept, strict=True))) if kept else WordSpans([], [], [])


def _runs_on(document: TokenizedText) -> list[int]:
    """Whether each word can be in one name with the next; 0 behind the last."""
    joins, gaps = document.word(WORD.joins), document.gap(GAP.grip)[1:]
    runs_on = np.zeros(len(document) + 1, np.int64)
    runs_on[:-2] = joins[1:] + gaps[:-1] >= _LEAST_JOINED
    runs_on[:-1] &= document.word(WORD.stump) | (document.gap(GAP.dot)[1:] ^ _ONE)
    listed: list[int] = runs_on.tolist()
    for at in before_labels(document) if "\n" in document.text else ():
        listed[at] = 0
    return listed


def _is_tied(document: TokenizedText, position: int) -> bool:
    """Whether a hyphen ties a small article to a name: "al-Bab"."""
    if document.gaps[position] not in DASHES or position + 1 == len(document):
        return False
    return bool(document.word(WORD.capital)[position + 1])


def _add_longer(
    spans: WordSpans,
    document: TokenizedText,
    runs_on: list[int],
    first: int,
    *,
    may_be_unknown: bool,
) -> None:
    """Add the spans of two words and more that begin at a word."""
    last = first
    while runs_on[last] and last - first < MAX_WORDS - 1:
        last += 1
        word = document.words[last]
        if word in _ARTICLES:
            may_be_unknown = False
        if word[0].islower():
            if may_be_unknown and word not in words("words", "particles_of_unknown"):
                may_be_unknown = _is_linking(document, last)
            if word == "s" or document.gaps[last - 1] not in APOSTROPHES:
                continue
        spans.first.append(first)
        spans.last.append(last)
        spans.may_be_unknown.append(may_be_unknown and last - first < _MAX_UNKNOWN)
