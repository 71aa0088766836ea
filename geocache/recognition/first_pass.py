"""Judges candidates a first time, by the words and marks around them."""

import numpy as np

from ..arrays import ClassSpace
from .candidate_set import EDGE, SIDE, CandidateSpans, SpanContexts
from .gazetteer_facts import ProminenceClass
from .lexical import GAP, WORD, Rows, code_of_sequence
from .linear_model import Columns, FeatureGroup, HashedFeatures
from .tokens import Column, TokenizedText

_OFTEN, _RUNS, _FROM = 4, 2, 3
_MOST_WORDS = 4
_ZERO, _ONE = 0, 1
_DESIGNATED = ClassSpace(of=2, noun=2)
_COORDINATED = ClassSpace(has_silence=True, prominence=len(ProminenceClass), is_capital=2)
_AROUND = (
    ("before-fine", WORD.fine, SIDE.before),
    ("after-fine", WORD.fine, SIDE.after),
    *(
        (name + kind, prop, side)
        for name, side in (
            ("before", SIDE.before),
            ("before-that", SIDE.before_that),
            ("after", SIDE.after),
            ("after-that", SIDE.after_that),
        )
        for kind, prop in (("", WORD.code), ("-middle", WORD.middle), ("-coarse", WORD.coarse))
    ),
)
"""Columns of the words around: id, property and side."""

SURROUNDINGS = HashedFeatures(
    FeatureGroup(
        "cue",
        "the words around it call it a place",
        "cue-before prominence, cue-before joined, cue-after prominence, cue-after joined, "
        "cue-before cue-after",
    ),
    FeatureGroup(
        "before",
        "{before} stands before it",
        "before, before gap-before, before prominence",
    ),
    FeatureGroup(
        "after",
        "{after} follows",
        "after, after gap-after, after prominence, after prominence gap-after",
    ),
    FeatureGroup(
        "kind before",
        "words like {before} stand before it",
        "before-fine, before-middle, before-coarse, before-coarse prominence",
    ),
    FeatureGroup(
        "kind after",
        "words like {after} follow",
        "after-fine, after-middle, after-coarse, after-coarse prominence",
    ),
    FeatureGroup(
        "word before that",
        "{before_that} stands before that",
        "before-that, before-that-middle, before-that-coarse",
    ),
    FeatureGroup(
        "word after that",
        "{after_that} follows that",
        "after-that, after-that-middle, after-that-coarse",
    ),
    FeatureGroup(
        "two before",
        "{before_that} and {before} stand before it",
        "before-that before",
    ),
    FeatureGroup(
        "two after",
        "{after} and {after_that} follow",
        "after after-that",
    ),
    FeatureGroup(
        "setting",
        "marks and capitals around it",
        "gap-before, gap-after, gap-before gap-after prominence, gap-before prominence begins, "
        "gap-after prominence, shape size gap-before begins, size prominence begins, "
        "size prominence joined-before joined-after, left-shape gap-before, "
        "right-shape gap-after",
    ),
    FeatureGroup(
        "capitals",
        "capitalised words beside it",
        "left, left-known prominence, left-middle prominence, right, right-known prominence, "
        "right-middle prominence, start, start-middle prominence, end, end-fine, "
        "end-middle prominence, end-institution prominence, end-institution size, "
        "title prominence, title joined-after",
    ),
    FeatureGroup(
        "list",
        "names that a comma or 'and' ties to it",
        "outer prominence, outer prominence closing, inner prominence, "
        "coordinated-after prominence, coordinated-before prominence",
    ),
    FeatureGroup(
        "document",
        "its use in the document",
        "small prominence, longer prominence, behind prominence, often prominence, "
        "often small begins, ends-runs prominence, begins-runs prominence",
    ),
)


def first_columns(candidates: CandidateSpans) -> Columns:
    """Return the columns of the first pass; each of shape (candidates,)."""
    contexts, more = candidates.contexts, candidates.last - candidates.first
    shape, several = contexts.words[WORD.shape], np.minimum(more, _ONE)
    columns: dict[str, Column] = {
        "prominence": candidates.prominence(),
        "gap-before": contexts.gap_before,
        "gap-after": contexts.gap_after,
        "begins": contexts.gaps[GAP.ends, EDGE.left],
        "joined-before": contexts.joined_before,
        "joined-after": contexts.joined_after,
        "joined": contexts.joined_before | contexts.joined_after,
        "size": np.minimum(more + _ONE, _MOST_WORDS),
        "shape": code_of_sequence(shape[SIDE.last] * several, shape[SIDE.first]),
        "left-shape": shape[SIDE.before],
        "right-shape": shape[SIDE.after],
        **_cues(contexts),
    }
    for name, prop, side in _AROUND:
        columns[name] = contexts.words[prop, side]
    return columns | _capitals(candidates) | _listed(candidates) | _occurrences(candidates)


def _cues(contexts: SpanContexts) -> dict[str, Column]:
    """Words such as "village of" and "camp" that call it a place."""
    designates, blanks = contexts.words[WORD.designates], contexts.gaps[GAP.blanks]
    noun = designates[SIDE.before] & blanks[EDGE.left]
    of = contexts.words[WORD.of, SIDE.before] & designates[SIDE.before_that]
    blank = blanks[EDGE.right] & ~contexts.is_possessive
    designated = contexts.words[WORD.designated, SIDE.after]
    return {"cue-before": _DESIGNATED.encode(of=of, noun=noun), "cue-after": designated & blank}


def _capitals(candidates: CandidateSpans) -> dict[str, Column]:
    """Capitalised words that run into the name."""
    contexts, names = candidates.contexts, candidates.longest_names
    left, right = contexts.joined_before, contexts.joined_after
    code, middle = contexts.words[WORD.code], contexts.words[WORD.middle]
    end = contexts.words[:, SIDE.end]
    return {
        "start": left * code[SIDE.start],
        "start-middle": left * middle[SIDE.start],
        "end": right * end[WORD.code],
        "end-fine": right * end[WORD.fine],
        "end-middle": right * end[WORD.middle],
        "end-coarse": right * end[WORD.coarse],
        "end-institution": end[WORD.institution] * (_ONE + right),
        "title": contexts.words[WORD.title, SIDE.before],
        "left": left * code[SIDE.before],
        "left-known": left * (_ONE + names.ending(contexts.positions[SIDE.before])),
        "left-middle": left * (_ONE + middle[SIDE.before]),
        "right": right * code[SIDE.after],
        "right-known": right * (_ONE + names.beginning(contexts.positions[SIDE.after])),
        "right-middle": right * (_ONE + middle[SIDE.after]),
    }


def _listed(candidates: CandidateSpans) -> dict[str, Column]:
    """Names that a comma or "and" ties to it."""
    document, names = candidates.document, candidates.longest_names
    contexts = candidates.contexts
    commas, links = contexts.gaps[GAP.comma], contexts.words[WORD.conjunction]
    capital = contexts.words[WORD.capital]
    comma_after = commas[EDGE.right] & (contexts.is_possessive ^ _ONE)
    closing = names.last(candidates.following) + _ONE
    known_after = names.beginning(contexts.positions[SIDE.after : SIDE.start])
    known_before = names.ending(contexts.positions[SIDE.before : SIDE.after])
    mark = document.gap(GAP.mark).take(np.minimum(closing, len(document)))
    return {
        "outer": comma_after * (_ONE + known_after[0]),
        "closing": comma_after * mark * np.minimum(known_after[0], _ONE),
        "inner": commas[EDGE.left] * (_ONE + known_before[0]),
        "coordinated-after": links[SIDE.after]
        * _COORDINATED.encode(prominence=known_after[1], is_capital=capital[SIDE.after_that]),
        "coordinated-before": links[SIDE.before]
        * _COORDINATED.encode(prominence=known_before[1], is_capital=capital[SIDE.before_that]),
    }


def _occurrences(candidates: CandidateSpans) -> dict[str, Column]:
    """How the text uses the words of each candidate elsewhere."""
    first, last, names = candidates.first, candidates.last, candidates.longest_names
    left, right = candidates.contexts.joined_before, candidates.contexts.joined_after
    more = last - first
    single = (more == _ZERO).astype(np.int64)
    uses, small_before = _uses(candidates.document)
    often, begins, ends = uses.take(first, axis=1)
    small = small_before[last + _ONE] - small_before[first]
    return {
        "small": (small == more + _ONE).astype(np.int64),
        "longer": (names.last(first) > last).astype(np.int64),
        "behind": (names.first(last) < first).astype(np.int64),
        "often": np.minimum(often, _OFTEN) * single,
        "ends-runs": (_FROM + np.minimum(ends, _RUNS) - (left & ~right)) * single,
        "begins-runs": (_FROM + np.minimum(begins, _RUNS) - (right & ~left)) * single,
    }


def _uses(document: TokenizedText) -> tuple[Rows, Column]:
    """How a document uses its words.

    Returns
    -------
    array of shape (3, words)
        How many times each word occurs capitalised, begins a run of several capitalised words, and
        ends one.
    array of shape (words + 1,)
        How many words before each occur in lower case, here or elsewhere.
    """
    capital, runs_on = document.word(WORD.capital), document.runs_on
    uses = np.zeros((4, len(document)), np.int64)
    uses[0] = capital
    uses[1, :-1], uses[2, 1:] = runs_on, runs_on
    both = uses[1] & uses[2]
    uses[1:3] -= both
    uses[3] = document.word(WORD.small) | (capital ^ _ONE)
    totals = _of_the_same(document.word(WORD.code), uses)
    small_before = np.zeros(len(document) + 1, np.int64)
    np.add.accumulate(totals[3] > _ZERO, out=small_before[1:])
    return totals[:3], small_before


def _of_the_same(codes: Column, values: Rows) -> Rows:
    """Sums of each row of values over all words with the same code."""
    order = codes.argsort()
    ordered = codes.take(order)
    changes = np.ones(len(codes), np.int64)
    np.not_equal(ordered[1:], ordered[:-1], out=changes[1:])
    group = np.empty_like(order)
    group[order] = np.add.accumulate(changes) - _ONE
    sums = np.add.reduceat(values.take(order, axis=1), changes.nonzero()[0], axis=1)
    return sums.take(group, axis=1)
