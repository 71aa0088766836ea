"""Finds places inside hashtags of several words: "#PrayForValdivia", "#FloodsInKerala".

A tag that is a name and nothing else is read like any word. Of others only a name is a mention, and
only beside ordinary words: of "#JordanPeterson" neither is a place.
"""

import re
from bisect import bisect_left
from collections.abc import Callable, Sequence
from itertools import accumulate

from ..data_files import words
from ..gazetteer.names import apart
from ..quick_records import make_mention
from ..records import Aspect, Evidence, MentionKind, RecognizedMention, Role, StatedEvidence
from .lexical import UNKNOWN_WORD, word_classes
from .surroundings import is_surname

_TAG = re.compile(r"(?<!\w)#([^\W_]+)")
_LONGEST = 4
"""Words of a name."""
_PROBABILITY, _EVEN_CHANCE = 0.9, 0.5
"""Judged by hand; where or who nothing tells."""
_EXPLAINER = StatedEvidence(
    (Evidence("hashtag", 1.0, "a known name beside ordinary words of a hashtag", Aspect.NAME),)
)

IsPlace = Callable[[str], bool]
"""Tells whether a name by itself is rather that of a place than anything else."""


def with_hashtags(
    text: str, mentions: Sequence[RecognizedMention], is_place: IsPlace
) -> list[RecognizedMention]:
    """Add the places inside the hashtags of a text that are no mentions yet, in text order.

    Parameters
    ----------
    is_place
        Asked of the names that the words of a tag make.
    """
    found, starts = list(mentions), [mention.start for mention in mentions]
    for tag in _TAG.finditer(text):
        start, end = tag.span(1)
        before = bisect_left(starts, end) - 1
        if before >= 0 and mentions[before].end > start:
            continue
        span = _name_inside(tag[1], is_place)
        if span:
            found.append(_mention(text, start + span[0], start + span[1], _role(tag[1])))
    return sorted(found, key=lambda mention: mention.start)


def _name_inside(tag: str, is_place: IsPlace) -> tuple[int, int] | None:
    """Return the ends of the longest name that leaves only words of a tag; None without."""
    parts = apart(tag).split(" ")
    ends = list(accumulate(map(len, parts)))
    for size in range(min(_LONGEST, len(parts) - 1), 0, -1):
        for first in range(len(parts) - size + 1):
            others = parts[:first] + parts[first + size :]
            name = " ".join(parts[first : first + size])
            if is_place(name) and all(_is_word(word) and not is_place(word) for word in others):
                return ends[first] - len(parts[first]), ends[first + size - 1]
    return None


def _is_word(word: str) -> bool:
    """Whether a word is none that only people and firms are called, nor makes a team of a town."""
    low = word.lower().rstrip("0123456789")
    is_known = not low or word_classes()[low] != UNKNOWN_WORD
    is_name = is_surname(word) or low in words("cues", "first_name")
    return is_known and not is_name and low not in words("cues", "team_words")


def _role(tag: str) -> Role:
    """Return who for a slogan, "#StandWithUkraine", and where for the others."""
    is_slogan = not words("cues", "slogans").isdisjoint(apart(tag).lower().split())
    return Role.ASSOCIATIVE if is_slogan else Role.LITERAL


def _mention(text: str, start: int, end: int, role: Role) -> RecognizedMention:
    name, found = MentionKind.NAME, text[start:end]
    values = start, end, found, name, role, _PROBABILITY, _EVEN_CHANCE, None, False
    return make_mention(*values, _EXPLAINER)
