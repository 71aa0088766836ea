"""Reads the words around the names of a text."""

from functools import cache

from ..data_files import words
from .lexical import CueKind, word_classes
from .tokens import TokenizedText

BLANKS = " \t\n\u00a0"
LINKS = frozenset({"and", "or", "&"})
_BEFORE = frozenset(
    {
        CueKind.VESSEL,
        CueKind.VESSELS,
        CueKind.VESSEL_PREFIX,
        CueKind.FLEET,
        CueKind.AIRCRAFT_MAKER,
        CueKind.FIRST_NAME,
        CueKind.COMPASS,
        CueKind.INDEFINITE,
    }
)
_BEFORE_THAT = frozenset({CueKind.COMPASS, CueKind.AT_WHOM})
_FIRST = frozenset({CueKind.FLEET, CueKind.FIRST_NAME_OF_PLACE})
_BEHIND = frozenset(
    {
        CueKind.STREET,
        CueKind.STREETS,
        CueKind.AIRCRAFT,
        CueKind.SITE,
        CueKind.SITE_QUALIFIER,
        CueKind.OTHER,
    }
)
"""Kinds of cue that tell something of a name from where they stand."""
_STOPS = frozenset(".;!?\n")
_LEAST_OF_CLASS = 3
_LEAST_SHARED_CLASS = 2
"""First of the classes that tell anything; the others are of unknown and of no words."""


class Surroundings:
    """What stands around the names of a text."""

    def __init__(self, document: TokenizedText) -> None:
        self._words, self._gaps, self._kinds = document.words, document.gaps, document.cues
        self.has_streets = CueKind.STREETS in self._kinds.values()
        """Whether the noun of several streets stands anywhere."""

    def have_cue(self, first: int, last: int) -> bool:
        """Whether a cue stands where it can tell something; for most candidates none does."""
        kinds = self._kinds
        return (
            kinds.get(first - 1) in _BEFORE
            or kinds.get(last + 1) in _BEHIND
            or kinds.get(first) in _FIRST
            or kinds.get(last) == CueKind.STREETS
            or kinds.get(first - 2) in _BEFORE_THAT
            or kinds.get(last + 2) == CueKind.UNIT
            or (self.has_streets and self.word(last + 1) in LINKS)
        )

    def kind(self, at: int) -> int:
        """Kind of cue that a word is, one of `CueKind`."""
        return self._kinds.get(at, CueKind.NONE)

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

    def begins_line(self, at: int) -> bool:
        """Whether no word of the same line stands before a word."""
        return at == 0 or "\n" in self._gaps[at - 1]

    def is_last(self, at: int) -> bool:
        """Whether no word stands behind one."""
        return at + 1 >= len(self._words)

    def is_joined(self, at: int, marks: str = BLANKS) -> bool:
        """Whether nothing but blanks, or given marks, stands before a word."""
        gap = self._gaps[at - 1] if 0 < at < len(self._words) else "."
        return bool(gap) and not gap.strip(marks)

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
