"""What the first look at a candidate sees: its words, its neighbours, its document.

Each template is a row of `TEMPLATES`; `Sight` is what they look at.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from .candidates import OUTSIDE, Candidate, candidates
from .document import Document, shape
from .known_names import UNKNOWN, KnownNames
from .templates import Template
from .word_classes import word_classes

_ROAD = re.compile(r"[A-Z]{1,3}[- ]?\d{1,4}[A-Z]?|(?:[A-Z][a-z]+ )+\d{1,4}[A-Z]?")
_DIGIT = re.compile(r"\d")
_OFTEN = 4


@dataclass(slots=True)
class Sight:
    """A candidate in its document."""

    document: Document
    candidate: Candidate
    around: "Around"


@dataclass(slots=True)
class Around:
    """The longest known names of a document, by where they begin and end."""

    beginning: dict[int, Candidate]
    ending: dict[int, Candidate]


def sights(document: Document, names: KnownNames) -> list[Sight]:
    """Every candidate of a document, as the first look sees it, by first word."""
    found = candidates(document, names)
    near = around(found)
    return [Sight(document, candidate, near) for candidate in found]


def around(found: list[Candidate]) -> Around:
    """Note the longest known name at each word."""
    beginning: dict[int, Candidate] = {}
    ending: dict[int, Candidate] = {}
    for candidate in found:
        if candidate.facts is not UNKNOWN:
            beginning[candidate.first] = candidate
            ending.setdefault(candidate.last, candidate)
    return Around(beginning, ending)


@lru_cache(1 << 16)
def classes(word: str) -> tuple[str, ...]:
    """Features that say of which classes a word is, finest first."""
    found = word_classes()[word]
    return (f"f{found.finest}", f"m{found.middle}", f"c{found.coarsest}")


def _plain(word: str) -> str:
    """A word with its digits made alike."""
    return _DIGIT.sub("0", word)


def _size(candidate: Candidate) -> str:
    return f"L{min(candidate.size, 4)}"


# --- the name itself


def _name_features(sight: Sight) -> Iterator[str]:
    """Words, shapes, endings and classes of the name, and what the gazetteer says of it."""
    c, document = sight.candidate, sight.document
    inside = document.words[c.first : c.last + 1]
    low = document.lower[c.first : c.last + 1]
    size, many, standing = _size(c), "+" if c.size > 1 else "", c.facts.standing
    yield from ("bias", size, f"t={c.words.lower()}")
    yield "shape=" + "-".join(map(shape, inside[:3]))
    yield from (f"first={low[0]}{many}", f"last={low[-1]}{many}")
    yield from (f"w={_plain(word)}" for word in low)
    for feature in c.facts.features:
        yield from (feature, feature + size)
    yield from (f"s={standing}{size}", f"end2={low[-1][-2:]}{standing}")
    if not many or c.facts is UNKNOWN:
        yield from (f"end3={low[-1][-3:]}", f"end4={low[-1][-4:]}", f"begin3={low[0][:3]}")
    if _ROAD.fullmatch(c.words):
        yield from ("road", f"road{standing}")
    octaves = [word_classes()[word].octave for word in low]
    yield from (f"rare={min(octaves)}{many}", f"rare0={octaves[0]}{standing}{many}")
    for kind in classes(low[0]):
        yield f"first{kind}{many}"
    for kind in classes(low[-1]):
        yield f"last{kind}{many}"
    yield f"last{classes(low[-1])[2]}{standing}"


# --- its neighbours


def _neighbour(word: str, gap: str, standing: str) -> Iterator[str]:
    yield from (f"{word}|{gap}", word, f"{word}{standing}")
    for kind in classes(word):
        yield kind
    yield f"{classes(word)[2]}{standing}"


def _before_features(sight: Sight) -> Iterator[str]:
    """The word before."""
    c = sight.candidate
    return _neighbour(_plain(c.before), c.gap_before, c.facts.standing)


def _after_features(sight: Sight) -> Iterator[str]:
    """The word behind."""
    c = sight.candidate
    yield from _neighbour(_plain(c.after), c.gap_after, c.facts.standing)
    yield f"{c.after}{c.facts.standing}{c.gap_after}"


def _before_that_features(sight: Sight) -> Iterator[str]:
    """The two words before."""
    c = sight.candidate
    that = _plain(c.before_that)
    yield from (that, f"{that} {_plain(c.before)}", *classes(that)[1:])


def _after_that_features(sight: Sight) -> Iterator[str]:
    """The two words behind."""
    c = sight.candidate
    that = _plain(c.after_that)
    yield from (that, f"{_plain(c.after)} {that}", *classes(that)[1:])


def _setting_key(sight: Sight) -> tuple[object, ...]:
    c = sight.candidate
    words_, first, last = sight.document.words, c.first, c.last
    neighbours = (
        shape(words_[first - 1]) if first else "^",
        shape(words_[c.following]) if c.following < len(words_) else "$",
    )
    own = shape(words_[first]) + ("" if first == last else shape(words_[last]))
    joined = (c.joined_before, c.joined_after)
    return c.facts.standing, c.gap_before, c.gap_after, c.begins, joined, own, _size(c), neighbours


def _setting_features(sight: Sight) -> Iterator[str]:
    """Marks and capitals around the name."""
    s, before, after, begins, joined, own, size, neighbours = _setting_key(sight)
    b, j = f"S{begins:d}", f"J{joined[0]:d}{joined[1]:d}"  # type: ignore[index]
    yield from (f"<{before}", f">{after}", f"<{before}{after}>{s}", f"<{before}{s}{b}")
    yield from (f">{after}{s}", f"{own}{size}{before}{b}", f"{s}{b}{size}", f"{s}{j}{size}")
    yield f"{neighbours[0]}<{before}"  # type: ignore[index]
    yield f"{neighbours[1]}>{after}"  # type: ignore[index]


def _standing_at(found: Candidate | None) -> str:
    return found.facts.standing if found else "0"


def _capitals_key(sight: Sight) -> tuple[str, ...]:
    c, near = sight.candidate, sight.around
    left = right = left_standing = right_standing = OUTSIDE
    if c.joined_before:
        left, left_standing = c.before, _standing_at(near.ending.get(c.first - 1))
    if c.joined_after:
        right, right_standing = c.after, _standing_at(near.beginning.get(c.following))
    return left, right, left_standing, right_standing, c.facts.standing


def _capitals_features(sight: Sight) -> Iterator[str]:
    """Capitalised words that run into the name."""
    left, right, left_standing, right_standing, standing = _capitals_key(sight)
    if left:
        yield from (f"<{left}", f"<{left_standing}{standing}", f"<{classes(left)[1]}{standing}")
    if right:
        yield from (f">{right}", f">{right_standing}{standing}", f">{classes(right)[1]}{standing}")


def _list_key(sight: Sight) -> tuple[str, ...]:
    c, near, document = sight.candidate, sight.around, sight.document
    outer = closing = inner = ""
    if c.gap_after == ",":
        found = near.beginning.get(c.following)
        outer = _standing_at(found)
        closing = document.gaps[found.last].strip()[:1] if found else ""
    if c.gap_before == ",":
        inner = _standing_at(near.ending.get(c.first - 1))
    return (
        outer,
        closing,
        inner,
        _coordinated(document, near.beginning, c.after, c.following + 1),
        _coordinated(document, near.ending, c.before, c.first - 2),
        c.facts.standing,
    )


def _coordinated(
    document: Document, known: dict[int, Candidate], between: str, position: int
) -> str:
    """Standing of the name on the other side of "and"; empty without one."""
    if between not in {"and", "or"} or not 0 <= position < len(document):
        return ""
    return f"{_standing_at(known.get(position))}{document.words[position][0].isupper():d}"


def _list_features(sight: Sight) -> Iterator[str]:
    """Names that a comma or "and" ties to it."""
    outer, closing, inner, right, left, standing = _list_key(sight)
    if outer:
        yield from (f",{outer}{standing}", f",{outer}{standing}{closing}")
    if inner:
        yield f"{inner},{standing}"
    if right:
        yield f"&{right}{standing}"
    if left:
        yield f"{left}&{standing}"


def _document_key(sight: Sight) -> tuple[object, ...]:
    c, document, near = sight.candidate, sight.document, sight.around
    lower = document.lower[c.first : c.last + 1]
    known_first, known_last = near.beginning.get(c.first), near.ending.get(c.last)
    word = document.words[c.first]
    alone = c.size == 1
    return (
        c.facts.standing,
        all(low in document.small for low in lower),
        alone and c.begins,
        known_first is not None and known_first.last > c.last,
        known_last is not None and known_last.first < c.first,
        min(document.counts[word], _OFTEN) if alone else 0,
        min(document.ends_run[word], 2) - (c.joined_before and not c.joined_after) if alone else 0,
        min(document.begins_run[word], 2) - (c.joined_after and not c.joined_before) if alone else 0,
    )


def _document_features(sight: Sight) -> Iterator[str]:
    """How the document uses the same words elsewhere, and whether a longer name is known."""
    standing, small, begins, longer, behind, often, ends, starts = _document_key(sight)
    yield from (f"small{small:d}{standing}", f"longer{longer:d}{standing}")
    yield from (f"behind{behind:d}{standing}", f"often{often}{standing}")
    if often:
        yield f"small{small:d}{begins:d}"
        yield from (f"ends{ends}{standing}", f"starts{starts}{standing}")


TEMPLATES: tuple[Template[Sight], ...] = (
    Template("name", lambda s: s.candidate.words, _name_features, lambda s: s.candidate.facts.told),
    Template(
        "before",
        lambda s: (s.candidate.before, s.candidate.gap_before, s.candidate.facts.standing),
        _before_features,
        lambda s: f"'{s.candidate.before}' stands before it",
    ),
    Template(
        "before that",
        lambda s: (s.candidate.before_that, s.candidate.before),
        _before_that_features,
        lambda s: f"'{s.candidate.before_that} {s.candidate.before}' stand before it",
    ),
    Template(
        "after",
        lambda s: (s.candidate.after, s.candidate.gap_after, s.candidate.facts.standing),
        _after_features,
        lambda s: f"'{s.candidate.after}' follows",
    ),
    Template(
        "after that",
        lambda s: (s.candidate.after, s.candidate.after_that),
        _after_that_features,
        lambda s: f"'{s.candidate.after} {s.candidate.after_that}' follow",
    ),
    Template("setting", _setting_key, _setting_features, lambda _: "marks and capitals around it"),
    Template(
        "capitals", _capitals_key, _capitals_features, lambda _: "capitalised words beside it"
    ),
    Template("list", _list_key, _list_features, lambda _: "names that a comma or 'and' ties to it"),
    Template("document", _document_key, _document_features, lambda _: "its use in the document"),
)
