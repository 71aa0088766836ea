"""What the first look at a candidate sees of its surroundings."""

import numpy as np

from .candidates import Candidates
from .document import Column, Positions
from .features import Columns, FeatureTable, Group
from .occurrences import occurrences
from .vocabulary import Gap, Word

_MOST_WORDS = 4

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
    first, last = found.own_first, found.own_last
    columns: dict[str, Column] = {
        "standing": found.standing,
        "gap-before": found.gap_before,
        "gap-after": found.gap_after,
        "begins": found.gap_to_left[Gap.ENDS],
        "joined-before": found.joined_before,
        "joined-after": found.joined_after,
        "joined": found.joined_before | found.joined_after,
        "size": np.minimum(found.last - found.first + 1, _MOST_WORDS),
        "shape": first[Word.SHAPE] + 31 * last[Word.SHAPE] * (found.first < found.last),
        "left-shape": found.before[Word.SHAPE],
        "right-shape": found.after[Word.SHAPE],
    }
    sides = {
        "before": found.before,
        "before-that": found.before_that,
        "after": found.after,
        "after-that": found.after_that,
    }
    for side, word in sides.items():
        columns[side] = word[Word.CODE]
        if not side.endswith("-that"):
            columns[f"{side}-fine"] = word[Word.FINE]
        columns[f"{side}-middle"] = word[Word.MIDDLE]
        columns[f"{side}-coarse"] = word[Word.COARSE]
    return columns | _cues(found) | _capitals(found) | _listed(found) | occurrences(found)


def _cues(found: Candidates) -> dict[str, Column]:
    """Words such as "village of" and "camp" that call it a place."""
    noun = found.before[Word.DESIGNATES] & found.gap_to_left[Gap.BLANKS]
    of = found.before[Word.OF] & found.before_that[Word.DESIGNATES]
    blank = found.gap_to_right[Gap.BLANKS] & ~found.is_possessive
    return {"cue-before": noun + 2 * of, "cue-after": found.after[Word.DESIGNATED] & blank}


def _capitals(found: Candidates) -> dict[str, Column]:
    """Capitalised words that run into the name."""
    left, right = found.joined_before, found.joined_after
    around = found.around
    first_of_run, last_of_run = found.document.runs()
    start = found.document.at(first_of_run[found.first])
    end = found.document.at(last_of_run[found.last])
    return {
        "start": left * start[Word.CODE],
        "start-middle": left * start[Word.MIDDLE],
        "end": right * end[Word.CODE],
        "end-fine": right * end[Word.FINE],
        "end-middle": right * end[Word.MIDDLE],
        "end-coarse": right * end[Word.COARSE],
        "end-institution": end[Word.INSTITUTION] * (1 + right),
        "title": found.before[Word.TITLE],
        "left": left * found.before[Word.CODE],
        "left-known": left * (1 + _known(around.ending, found.first - 1)),
        "left-middle": left * (1 + found.before[Word.MIDDLE]),
        "right": right * found.after[Word.CODE],
        "right-known": right * (1 + _known(around.beginning, found.following)),
        "right-middle": right * (1 + found.after[Word.MIDDLE]),
    }


def _known(standings: list[int], positions: Positions) -> Column:
    """Standing of the longest known names at positions; 0 outside of the document."""
    return np.array([standings[p] if p >= 0 else 0 for p in positions.tolist()], np.int64)


def _listed(found: Candidates) -> dict[str, Column]:
    """Names that a comma or "and" ties to it."""
    document, around, first, after = found.document, found.around, found.first, found.following
    comma_before = found.gap_to_left[Gap.COMMA]
    comma_after = found.gap_to_right[Gap.COMMA] & (1 - found.is_possessive)
    closing = np.array([around.last[p] for p in after.tolist()], np.int64) + 1
    known_after = _known(around.beginning, after)
    known_before = _known(around.ending, first - 1)
    mark = document.before(np.minimum(closing, len(document)))[Gap.MARK]
    return {
        "outer": comma_after * (1 + known_after),
        "closing": comma_after * mark * (known_after > 0),
        "inner": comma_before * (1 + known_before),
        "coordinated-after": found.after[Word.CONJUNCTION]
        * (1 + 2 * _known(around.beginning, after + 1) + found.after_that[Word.CAPITAL]),
        "coordinated-before": found.before[Word.CONJUNCTION]
        * (1 + 2 * _known(around.ending, first - 2) + found.before_that[Word.CAPITAL]),
    }
