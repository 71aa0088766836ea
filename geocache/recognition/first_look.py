"""What the first look at a candidate sees of its surroundings."""

import numpy as np

from .beside import Beside, Edge, Side
from .candidates import Candidates
from .document import Column
from .features import Columns, FeatureTable, Group
from .occurrences import occurrences
from .properties import Gap, Word

_MOST_WORDS = 4
_SIDES = {
    Side.BEFORE: "before",
    Side.BEFORE_THAT: "before-that",
    Side.AFTER: "after",
    Side.AFTER_THAT: "after-that",
}
"""How the columns of the words around are called."""

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
    beside, single = found.beside, found.first == found.last
    shape = beside.words[Word.SHAPE]
    columns: dict[str, Column] = {
        "standing": found.standing(),
        "gap-before": beside.gap_before,
        "gap-after": beside.gap_after,
        "begins": beside.gaps[Gap.ENDS, Edge.LEFT],
        "joined-before": beside.joined_before,
        "joined-after": beside.joined_after,
        "joined": beside.joined_before | beside.joined_after,
        "size": np.minimum(found.last - found.first + 1, _MOST_WORDS),
        "shape": shape[Side.FIRST] + 31 * shape[Side.LAST] * ~single,
        "left-shape": shape[Side.BEFORE],
        "right-shape": shape[Side.AFTER],
        **_cues(beside),
    }
    for side, name in _SIDES.items():
        columns[name] = beside.words[Word.CODE, side]
        columns[f"{name}-middle"] = beside.words[Word.MIDDLE, side]
        columns[f"{name}-coarse"] = beside.words[Word.COARSE, side]
    for side in (Side.BEFORE, Side.AFTER):
        columns[f"{_SIDES[side]}-fine"] = beside.words[Word.FINE, side]
    return columns | _capitals(found) | _listed(found) | occurrences(found)


def _cues(beside: Beside) -> dict[str, Column]:
    """Words such as "village of" and "camp" that call it a place."""
    designates, blanks = beside.words[Word.DESIGNATES], beside.gaps[Gap.BLANKS]
    noun = designates[Side.BEFORE] & blanks[Edge.LEFT]
    of = beside.words[Word.OF, Side.BEFORE] & designates[Side.BEFORE_THAT]
    blank = blanks[Edge.RIGHT] & ~beside.is_possessive
    designated = beside.words[Word.DESIGNATED, Side.AFTER]
    return {"cue-before": noun + 2 * of, "cue-after": designated & blank}


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
        "end-institution": end[Word.INSTITUTION] * (1 + right),
        "title": beside.words[Word.TITLE, Side.BEFORE],
        "left": left * code[Side.BEFORE],
        "left-known": left * (1 + around.ending(beside.positions[Side.BEFORE])),
        "left-middle": left * (1 + middle[Side.BEFORE]),
        "right": right * code[Side.AFTER],
        "right-known": right * (1 + around.beginning(beside.positions[Side.AFTER])),
        "right-middle": right * (1 + middle[Side.AFTER]),
    }


def _listed(found: Candidates) -> dict[str, Column]:
    """Names that a comma or "and" ties to it."""
    document, around, beside = found.document, found.around, found.beside
    commas, links = beside.gaps[Gap.COMMA], beside.words[Word.CONJUNCTION]
    capital = beside.words[Word.CAPITAL]
    comma_after = commas[Edge.RIGHT] & (1 - beside.is_possessive)
    closing = around.last(found.following) + 1
    known_after = around.beginning(beside.positions[Side.AFTER : Side.START])
    known_before = around.ending(beside.positions[Side.BEFORE : Side.AFTER])
    mark = document.gap(Gap.MARK).take(np.minimum(closing, len(document)))
    return {
        "outer": comma_after * (1 + known_after[0]),
        "closing": comma_after * mark * (known_after[0] > 0),
        "inner": commas[Edge.LEFT] * (1 + known_before[0]),
        "coordinated-after": links[Side.AFTER]
        * (1 + 2 * known_after[1] + capital[Side.AFTER_THAT]),
        "coordinated-before": links[Side.BEFORE]
        * (1 + 2 * known_before[1] + capital[Side.BEFORE_THAT]),
    }
