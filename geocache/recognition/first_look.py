"""What the first look at a candidate sees of its surroundings, one row each."""

import re
from collections.abc import Iterator

from ..lexicon import words
from .candidates import OUTSIDE, Candidate
from .document import Document
from .templates import Template
from .word_classes import classes

_DIGIT = re.compile(r"\d")
_OFTEN = 4


def _plain(word: str) -> str:
    """A word with its digits made alike."""
    return _DIGIT.sub("0", word) if word[:1].isdigit() else word


def _word(word: str, gap: str, standing: str) -> Iterator[str]:
    word = _plain(word)
    yield from (f"{word}|{gap}", word, f"{word}{standing}")


def _kind(word: str, standing: str) -> Iterator[str]:
    yield from classes(word)
    yield f"{classes(word)[2]}{standing}"


def _before_kind_key(c: Candidate) -> tuple[str, ...]:
    return classes(c.before)[0], c.standing


def _after_kind_key(c: Candidate) -> tuple[str, ...]:
    return classes(c.after)[0], c.standing


def _before(c: Candidate) -> Iterator[str]:
    return _word(c.before, c.gap_before, c.standing)


def _after(c: Candidate) -> Iterator[str]:
    yield from _word(c.after, c.gap_after, c.standing)
    yield f"{c.after}{c.standing}{c.gap_after}"


def _before_kind(c: Candidate) -> Iterator[str]:
    return _kind(c.before, c.standing)


def _after_kind(c: Candidate) -> Iterator[str]:
    return _kind(c.after, c.standing)


def _before_that(c: Candidate) -> Iterator[str]:
    that = _plain(c.before_that)
    yield from (that, *classes(that)[1:])


def _after_that(c: Candidate) -> Iterator[str]:
    that = _plain(c.after_that)
    yield from (that, *classes(that)[1:])


def _two_before(c: Candidate) -> Iterator[str]:
    yield f"{_plain(c.before_that)} {_plain(c.before)}"


def _two_after(c: Candidate) -> Iterator[str]:
    yield f"{_plain(c.after)} {_plain(c.after_that)}"


def _setting_key(c: Candidate) -> tuple[object, ...]:
    shapes, first, last = c.document.shapes, c.first, c.last
    return (
        c.standing,
        c.gap_before,
        c.gap_after,
        c.begins,
        c.joined_before,
        c.joined_after,
        shapes[first] if first == last else shapes[first] + shapes[last],
        min(last - first, 3),
        shapes[first - 1] if first else "^",
        shapes[c.following] if c.following < len(shapes) else "$",
    )


def _setting(c: Candidate) -> Iterator[str]:
    s, before, after, begins, joined, joins, own, size, left, right = _setting_key(c)
    b = f"S{begins:d}"
    yield from (f"<{before}", f">{after}", f"<{before}{after}>{s}", f"<{before}{s}{b}")
    yield from (f">{after}{s}", f"{own}{size}{before}{b}", f"{s}{b}{size}")
    yield from (f"{s}{joined:d}{joins:d}{size}", f"{left}<{before}", f"{right}>{after}")


def _standing_at(known: dict[int, tuple[int, str]], position: int) -> str:
    return known[position][1] if position in known else "0"


def _capitals_key(c: Candidate) -> tuple[str, ...]:
    near = c.around
    left = right = left_standing = right_standing = OUTSIDE
    if c.joined_before:
        left, left_standing = c.before, _standing_at(near.ending, c.first - 1)
    if c.joined_after:
        right, right_standing = c.after, _standing_at(near.beginning, c.following)
    return left, right, left_standing, right_standing, c.standing


def _capitals(c: Candidate) -> Iterator[str]:
    """Capitalised words that run into the name."""
    left, right, left_standing, right_standing, standing = _capitals_key(c)
    if left:
        yield from (f"<{left}", f"<{left_standing}{standing}", f"<{classes(left)[1]}{standing}")
    if right:
        yield from (f">{right}", f">{right_standing}{standing}", f">{classes(right)[1]}{standing}")


def _list_key(c: Candidate) -> tuple[str, ...]:
    near, document = c.around, c.document
    outer = closing = inner = ""
    if c.gap_after == ",":
        outer = _standing_at(near.beginning, c.following)
        last = near.beginning.get(c.following, (-1, ""))[0]
        closing = document.gaps[last].strip()[:1] if last >= 0 else ""
    if c.gap_before == ",":
        inner = _standing_at(near.ending, c.first - 1)
    return (
        outer,
        closing,
        inner,
        _coordinated(document, near.beginning, c.after, c.following + 1),
        _coordinated(document, near.ending, c.before, c.first - 2),
        c.standing,
    )


def _coordinated(
    document: Document, known: dict[int, tuple[int, str]], between: str, position: int
) -> str:
    """Standing of the name on the other side of "and"; empty without one."""
    if between not in {"and", "or"} or not 0 <= position < len(document):
        return ""
    return f"{_standing_at(known, position)}{document.words[position][0].isupper():d}"


def _list(c: Candidate) -> Iterator[str]:
    """Names that a comma or "and" ties to it."""
    outer, closing, inner, right, left, standing = _list_key(c)
    if outer:
        yield from (f",{outer}{standing}", f",{outer}{standing}{closing}")
    if inner:
        yield f"{inner},{standing}"
    if right:
        yield f"&{right}{standing}"
    if left:
        yield f"{left}&{standing}"


def _document_key(c: Candidate) -> tuple[object, ...]:
    document, near, first, last = c.document, c.around, c.first, c.last
    longer = near.beginning.get(first, (last, ""))[0] > last
    behind = near.ending.get(last, (first, ""))[0] < first
    small = document.small
    if first < last:
        is_small = all(low in small for low in document.lower[first : last + 1])
        return c.standing, is_small, False, longer, behind, 0, 0, 0
    word = document.words[first]
    return (
        c.standing,
        document.lower[first] in small,
        c.begins,
        longer,
        behind,
        min(document.counts[word], _OFTEN),
        min(document.ends_run[word], 2) - (c.joined_before and not c.joined_after),
        min(document.begins_run[word], 2) - (c.joined_after and not c.joined_before),
    )


def _document(c: Candidate) -> Iterator[str]:
    """How the document uses the same words elsewhere, and whether a longer name is known."""
    standing, small, begins, longer, behind, often, ends, starts = _document_key(c)
    yield from (f"small{small:d}{standing}", f"longer{longer:d}{standing}")
    yield from (f"behind{behind:d}{standing}", f"often{often}{standing}")
    if often:
        yield f"small{small:d}{begins:d}"
        yield from (f"ends{ends}{standing}", f"starts{starts}{standing}")


def _cue_key(c: Candidate) -> tuple[str, str, str, bool]:
    before = ""
    if c.before == "of" and c.before_that in words("words", "designators_before"):
        before = "of"
    elif c.before in words("words", "designators_before") and c.gap_before == "_":
        before = "noun"
    is_after = c.gap_after == "_" and c.after in words("words", "designators_after")
    return before, "after" if is_after else "", c.standing, c.joined_after or c.joined_before


def _cue(c: Candidate) -> Iterator[str]:
    """Words such as "village of" and "camp" that call it a place."""
    before, after, standing, joined = _cue_key(c)
    if before:
        yield from (f"<{before}{standing}", f"<{before}{joined:d}")
    if after:
        yield from (f">{standing}", f">{joined:d}")
    if before and after:
        yield "both"


TEMPLATES: tuple[Template[Candidate], ...] = (
    Template("cue", _cue_key, _cue, lambda _: "the words around call it a place"),
    Template(
        "before",
        lambda c: (c.before, c.gap_before, c.standing),
        _before,
        lambda c: f"'{c.before}' stands before it",
    ),
    Template(
        "after",
        lambda c: (c.after, c.gap_after, c.standing),
        _after,
        lambda c: f"'{c.after}' follows",
    ),
    Template(
        "kind before",
        _before_kind_key,
        _before_kind,
        lambda c: f"words like '{c.before}' stand before it",
    ),
    Template(
        "kind after", _after_kind_key, _after_kind, lambda c: f"words like '{c.after}' follow"
    ),
    Template(
        "word before that",
        lambda c: c.before_that,
        _before_that,
        lambda c: f"'{c.before_that}' stands before that",
    ),
    Template(
        "word after that",
        lambda c: c.after_that,
        _after_that,
        lambda c: f"'{c.after_that}' follows that",
    ),
    Template(
        "two before",
        lambda c: (c.before_that, c.before),
        _two_before,
        lambda c: f"'{c.before_that} {c.before}' stand before it",
    ),
    Template(
        "two after",
        lambda c: (c.after, c.after_that),
        _two_after,
        lambda c: f"'{c.after} {c.after_that}' follow",
    ),
    Template("setting", _setting_key, _setting, lambda _: "marks and capitals around it"),
    Template("capitals", _capitals_key, _capitals, lambda _: "capitalised words beside it"),
    Template("list", _list_key, _list, lambda _: "names that a comma or 'and' ties to it"),
    Template("document", _document_key, _document, lambda _: "its use in the document"),
)
