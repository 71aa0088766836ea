"""What the first look at a candidate sees of its surroundings."""

import numpy as np

from .candidate_set import Beside, Candidates, Edge, Side
from .lexical import Gap, Rows, Word
from .linear_model import Columns, FeatureTable, Group
from .tokens import Column, Document

# ---- occurrences

_OFTEN, _RUNS, _FROM = 4, 2, 3
_NONE, _OCCURRENCES_ONE = 0, 1


def occurrences(found: Candidates) -> dict[str, Column]:
    """Columns of candidates; each of shape (candidates,)."""
    first, last, around = found.first, found.last, found.around
    left, right = found.beside.joined_before, found.beside.joined_after
    more = last - first
    single = (more == _NONE).astype(np.int64)
    uses, small_before = _uses(found.document)
    often, begins, ends = uses.take(first, axis=1)
    small = small_before[last + _OCCURRENCES_ONE] - small_before[first]
    return {
        "small": (small == more + _OCCURRENCES_ONE).astype(np.int64),
        "longer": (around.last(first) > last).astype(np.int64),
        "behind": (around.first(last) < first).astype(np.int64),
        "often": np.minimum(often, _OFTEN) * single,
        "ends-runs": (_FROM + np.minimum(ends, _RUNS) - (left & ~right)) * single,
        "begins-runs": (_FROM + np.minimum(begins, _RUNS) - (right & ~left)) * single,
    }


def _uses(document: Document) -> tuple[Rows, Column]:
    """How a document uses its words.

    Returns
    -------
    array of shape (3, words)
        How many times each word occurs capitalised, begins a run of several capitalised words, and
        ends one.
    array of shape (words + 1,)
        How many words before each occur in lower case, here or elsewhere.
    """
    capital, runs_on = document.word(Word.CAPITAL), document.runs_on
    uses = np.zeros((4, len(document)), np.int64)
    uses[0] = capital
    uses[1, :-1], uses[2, 1:] = runs_on, runs_on
    both = uses[1] & uses[2]
    uses[1:3] -= both
    uses[3] = document.word(Word.SMALL) | (capital ^ _OCCURRENCES_ONE)
    totals = _of_the_same(document.word(Word.CODE), uses)
    small_before = np.zeros(len(document) + 1, np.int64)
    np.add.accumulate(totals[3] > _NONE, out=small_before[1:])
    return totals[:3], small_before


def _of_the_same(codes: Column, values: Rows) -> Rows:
    """Sums of each row of values over all words with the same code."""
    order = codes.argsort()
    ordered = codes.take(order)
    changes = np.ones(len(codes), np.int64)
    np.not_equal(ordered[1:], ordered[:-1], out=changes[1:])
    group = np.empty_like(order)
    group[order] = np.add.accumulate(changes) - _OCCURRENCES_ONE
    sums = np.add.reduceat(values.take(order, axis=1), changes.nonzero()[0], axis=1)
    return sums.take(group, axis=1)


_MOST_WORDS = 4
_ONE, _TWO, _SHAPES = 1, 2, 31
_AROUND = (
    ("before-fine", Word.FINE, Side.BEFORE),
    ("after-fine", Word.FINE, Side.AFTER),
    *(
        (name + kind, column, side)
        for name, side in (
            ("before", Side.BEFORE),
            ("before-that", Side.BEFORE_THAT),
            ("after", Side.AFTER),
            ("after-that", Side.AFTER_THAT),
        )
        for kind, column in (("", Word.CODE), ("-middle", Word.MIDDLE), ("-coarse", Word.COARSE))
    ),
)
"""How the columns of the words around are called, and where they are."""

SURROUNDINGS = FeatureTable(
    Group(
        "cue",
        "the words around it call it a place",
        "cue-before standing, cue-before joined, cue-after standing, cue-after joined, "
        "cue-before cue-after",
    ),
    Group(
        "before",
        "{before} stands before it",
        "before, before gap-before, before standing",
    ),
    Group(
        "after",
        "{after} follows",
        "after, after gap-after, after standing, after standing gap-after",
    ),
    Group(
        "kind before",
        "words like {before} stand before it",
        "before-fine, before-middle, before-coarse, before-coarse standing",
    ),
    Group(
        "kind after",
        "words like {after} follow",
        "after-fine, after-middle, after-coarse, after-coarse standing",
    ),
    Group(
        "word before that",
        "{before_that} stands before that",
        "before-that, before-that-middle, before-that-coarse",
    ),
    Group(
        "word after that",
        "{after_that} follows that",
        "after-that, after-that-middle, after-that-coarse",
    ),
    Group(
        "two before",
        "{before_that} and {before} stand before it",
        "before-that before",
    ),
    Group(
        "two after",
        "{after} and {after_that} follow",
        "after after-that",
    ),
    Group(
        "setting",
        "marks and capitals around it",
        "gap-before, gap-after, gap-before gap-after standing, gap-before standing begins, "
        "gap-after standing, shape size gap-before begins, size standing begins, "
        "size standing joined-before joined-after, left-shape gap-before, "
        "right-shape gap-after",
    ),
    Group(
        "capitals",
        "capitalised words beside it",
        "left, left-known standing, left-middle standing, right, right-known standing, "
        "right-middle standing, start, start-middle standing, end, end-fine, end-middle standing, "
        "end-institution standing, end-institution size, title standing, title joined-after",
    ),
    Group(
        "list",
        "names that a comma or 'and' ties to it",
        "outer standing, outer standing closing, inner standing, coordinated-after standing, "
        "coordinated-before standing",
    ),
    Group(
        "document",
        "its use in the document",
        "small standing, longer standing, behind standing, often standing, "
        "often small begins, ends-runs standing, begins-runs standing",
    ),
)


def first_columns(found: Candidates) -> Columns:
    """Columns of candidates; each of shape (candidates,)."""
    beside, more = found.beside, found.last - found.first
    shape = beside.words[Word.SHAPE]
    columns: dict[str, Column] = {
        "standing": found.standing(),
        "gap-before": beside.gap_before,
        "gap-after": beside.gap_after,
        "begins": beside.gaps[Gap.ENDS, Edge.LEFT],
        "joined-before": beside.joined_before,
        "joined-after": beside.joined_after,
        "joined": beside.joined_before | beside.joined_after,
        "size": np.minimum(more + _ONE, _MOST_WORDS),
        "shape": shape[Side.FIRST] + _SHAPES * shape[Side.LAST] * np.minimum(more, _ONE),
        "left-shape": shape[Side.BEFORE],
        "right-shape": shape[Side.AFTER],
        **_cues(beside),
    }
    for name, column, side in _AROUND:
        columns[name] = beside.words[column, side]
    return columns | _capitals(found) | _listed(found) | occurrences(found)


def _cues(beside: Beside) -> dict[str, Column]:
    """Words such as "village of" and "camp" that call it a place."""
    designates, blanks = beside.words[Word.DESIGNATES], beside.gaps[Gap.BLANKS]
    noun = designates[Side.BEFORE] & blanks[Edge.LEFT]
    of = beside.words[Word.OF, Side.BEFORE] & designates[Side.BEFORE_THAT]
    blank = blanks[Edge.RIGHT] & ~beside.is_possessive
    designated = beside.words[Word.DESIGNATED, Side.AFTER]
    return {"cue-before": noun + _TWO * of, "cue-after": designated & blank}


def _capitals(found: Candidates) -> dict[str, Column]:
    """Capitalised words that run into the name."""
    beside, around = found.beside, found.around
    left, right = beside.joined_before, beside.joined_after
    code, middle = beside.words[Word.CODE], beside.words[Word.MIDDLE]
    end = beside.words[:, Side.END]
    return {
        "start": left * code[Side.START],
        "start-middle": left * middle[Side.START],
        "end": right * end[Word.CODE],
        "end-fine": right * end[Word.FINE],
        "end-middle": right * end[Word.MIDDLE],
        "end-coarse": right * end[Word.COARSE],
        "end-institution": end[Word.INSTITUTION] * (_ONE + right),
        "title": beside.words[Word.TITLE, Side.BEFORE],
        "left": left * code[Side.BEFORE],
        "left-known": left * (_ONE + around.ending(beside.positions[Side.BEFORE])),
        "left-middle": left * (_ONE + middle[Side.BEFORE]),
        "right": right * code[Side.AFTER],
        "right-known": right * (_ONE + around.beginning(beside.positions[Side.AFTER])),
        "right-middle": right * (_ONE + middle[Side.AFTER]),
    }


def _listed(found: Candidates) -> dict[str, Column]:
    """Names that a comma or "and" ties to it."""
    document, around, beside = found.document, found.around, found.beside
    commas, links = beside.gaps[Gap.COMMA], beside.words[Word.CONJUNCTION]
    capital = beside.words[Word.CAPITAL]
    comma_after = commas[Edge.RIGHT] & (beside.is_possessive ^ _ONE)
    closing = around.last(found.following) + _ONE
    known_after = around.beginning(beside.positions[Side.AFTER : Side.START])
    known_before = around.ending(beside.positions[Side.BEFORE : Side.AFTER])
    mark = document.gap(Gap.MARK).take(np.minimum(closing, len(document)))
    return {
        "outer": comma_after * (_ONE + known_after[0]),
        "closing": comma_after * mark * np.minimum(known_after[0], _ONE),
        "inner": commas[Edge.LEFT] * (_ONE + known_before[0]),
        "coordinated-after": links[Side.AFTER]
        * (_ONE + _TWO * known_after[1] + capital[Side.AFTER_THAT]),
        "coordinated-before": links[Side.BEFORE]
        * (_ONE + _TWO * known_before[1] + capital[Side.BEFORE_THAT]),
    }
