"""Reads the words around the names of a text."""

from collections.abc import Sequence
from functools import cache, cached_property

from ..data_files import words
from .candidate_set import CandidateSpan
from .kinds_behind_names import before_kinds
from .labels import labelled
from .lexical import GAP, CueKind, word_classes
from .tokens import TokenizedText

BLANKS = " \t\n\u00a0"
LINKS = frozenset({"and", "or", "&"})
NAMESAKE, MODEL, UNKNOWN_NAME = 1, 2, 4
"""What a cue beside a name can tell: that something else has the name, that it is of a model where
an aircraft is named, and what it is where no source knows it."""
_BEFORE_THAT, _BEFORE, _FIRST, _LAST, _BEHIND, _BEHIND_THAT = range(6)
_TELLING: tuple[tuple[int, int, tuple[CueKind, ...]], ...] = (
    (_BEFORE_THAT, UNKNOWN_NAME, (CueKind.COMPASS, CueKind.UNIT, CueKind.AT_WHOM)),
    (_BEFORE, NAMESAKE, (CueKind.VESSEL, CueKind.VESSELS, CueKind.VESSEL_PREFIX, CueKind.FLEET)),
    (_BEFORE, NAMESAKE, (CueKind.MAKER, CueKind.FIRST_NAME, CueKind.FIRST_NAME_OF_PLACE)),
    (_BEFORE, UNKNOWN_NAME, (CueKind.COMPASS,)),
    (_BEFORE, UNKNOWN_NAME | MODEL, (CueKind.INDEFINITE,)),
    (_FIRST, NAMESAKE, (CueKind.FLEET, CueKind.FIRST_NAME_OF_PLACE, CueKind.DIVISION)),
    (_FIRST, UNKNOWN_NAME, (CueKind.FRONT,)),
    (_LAST, NAMESAKE, (CueKind.STREETS,)),
    (_LAST, UNKNOWN_NAME, (CueKind.DIVISION,)),
    (_BEHIND, NAMESAKE, (CueKind.STREET, CueKind.STREETS)),
    (_BEHIND, UNKNOWN_NAME, (CueKind.SITE, CueKind.SITE_QUALIFIER, CueKind.OTHER)),
    (_BEHIND, UNKNOWN_NAME, (CueKind.DIVISION, CueKind.WATER, CueKind.INDEFINITE)),
    (_BEHIND_THAT, UNKNOWN_NAME, (CueKind.UNIT,)),
)
_NONE = int(CueKind.NONE)
_STOPS = frozenset(".;!?\n")
_LEAST_OF_CLASS = 3
_LEAST_SHARED_CLASS = 2
"""First of the classes that tell anything; the others are of unknown and of no words."""


class Surroundings:
    """What stands around the names of a text."""

    def __init__(self, document: TokenizedText) -> None:
        self._document = document
        self._words, self._gaps, self._kinds = document.words, document.gaps, document.cues
        kinds = set(self._kinds.values())
        self._has_streets = CueKind.STREETS in kinds
        self._has_aircraft = CueKind.AIRCRAFT in kinds
        self.has_vessels = not kinds.isdisjoint((CueKind.VESSEL, CueKind.VESSEL_PREFIX))
        """Whether a vessel is named, in the singular."""
        self.labelled = document.once(labelled)
        """First words of what stands behind labels of forms, and whether they label a place."""
        self.before_kinds = document.once(before_kinds)
        """Last words of names with a word for what is on the ground behind."""

    @cached_property
    def line_starts(self) -> frozenset[int]:
        """Words before which no other one stands in their line."""
        ends = self._document.gap(GAP.ends).nonzero()[0].tolist()
        return frozenset(at for at in ends if not at or "\n" in self._gaps[at - 1])

    def tell(self, candidates: Sequence[CandidateSpan]) -> list[int]:
        """Return what cues beside each can tell: `NAMESAKE`, `UNKNOWN_NAME`, or mostly nothing."""
        kind = self._kinds.get
        before_that, before, at_first, at_last, behind, behind_that = _table()
        # Faster than in columns, for most texts have few candidates and few cues.
        clues = [
            before_that[kind(first - 2, _NONE)]
            | before[kind(first - 1, _NONE)]
            | at_first[kind(first, _NONE)]
            | at_last[kind(last, _NONE)]
            | behind[kind(last + 1, _NONE)]
            | behind_that[kind(last + 2, _NONE)]
            for _, first, last, *_ in candidates
        ]
        if self._has_aircraft:
            clues = [found | NAMESAKE * bool(found & MODEL) for found in clues]
        if self._has_streets:
            clues = [
                found | NAMESAKE * (self.word(candidate.last + 1) in LINKS)
                for found, candidate in zip(clues, candidates, strict=True)
            ]
        return clues

    def kind(self, at: int) -> int:
        """Kind of cue that a word is, one of `CueKind`."""
        return self._kinds.get(at, _NONE)

    def word(self, at: int) -> str:
        """Return a word; empty past the ends of the text."""
        return self._words[at] if 0 <= at < len(self._words) else ""

    def low(self, at: int) -> str:
        """Return a word in small letters."""
        return self.word(at).lower()

    def begins_upper(self, at: int) -> bool:
        """Whether a word has a capital."""
        return self.word(at)[:1].isupper()

    def gap(self, at: int) -> str:
        """What stands behind a word; a stop past the ends of the text."""
        return self._gaps[at] if 0 <= at < len(self._gaps) else "."

    def is_last(self, at: int) -> bool:
        """Whether no word stands behind one."""
        return at + 1 >= len(self._words)

    def is_joined(self, at: int, marks: str = BLANKS) -> bool:
        """Whether nothing but blanks, or given marks, stands before a word."""
        gap = self._gaps[at - 1] if 0 < at < len(self._words) else "."
        return gap == " " or (bool(gap) and not gap.strip(marks))

    def is_in_sentence(self, at: int) -> bool:
        """Whether the word before a word is of the same sentence."""
        return 0 < at < len(self._words) and _STOPS.isdisjoint(self._gaps[at - 1])

    def continues(self, at: int) -> bool:
        """Whether a word begins with a capital and goes on with what stands before it."""
        return self.is_joined(at) and self.begins_upper(at)

    def end_of_enumeration(self, last: int) -> int:
        """Last word of the enumeration of capitalised words that a word is in."""
        while True:
            following = last + 1
            is_linked = self.word(following) in LINKS and self.is_joined(following)
            if not is_linked and self.gap(last).strip(BLANKS) != ",":
                return last
            following += is_linked or self.word(following) in LINKS
            if not self.begins_upper(following):
                return last
            last = following


@cache
def _table() -> list[list[int]]:
    """What each kind of cue can tell in each place beside a name, by place and kind."""
    table = [[0] * len(CueKind) for _ in range(_BEHIND_THAT + 1)]
    for place, clues, kinds in _TELLING:
        for kind in kinds:
            table[place][kind] |= clues
    return table


def is_surname(word: str) -> bool:
    """Whether a word is a common surname, or stands in the same company as several."""
    low = word.lower()
    return low in words("cues", "surnames") or word_classes()[low][0] in _classes_of(
        "surnames", _LEAST_OF_CLASS
    )


def is_like_group(word: str) -> bool:
    """Whether a word stands in the same company as a group, a faith or a politician."""
    low = word.lower()
    own = word_classes()[low][0]
    return low in words("cues", "groups") or own in _classes_of("groups", 0) or is_surname(word)


@cache
def _classes_of(key: str, least: int) -> frozenset[int]:
    """Classes that have more than so many words of a list of cues."""
    classes = word_classes()
    found = [classes[word][0] for word in words("cues", key)]
    return frozenset(
        known for known in found if found.count(known) > least and known >= _LEAST_SHARED_CLASS
    )
