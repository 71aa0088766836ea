"""Finds the words that end the names of works: "Dam", and the "Base" of an air base."""

from ..data_files import words
from .lexical import CueKind
from .tokens import TokenizedText

_KINDS = frozenset({CueKind.SITE, CueKind.WORK})
_BLANKS = " \t\n\u00a0"


def ends_of_works(document: TokenizedText) -> list[int]:
    """Return the positions of words that end the name of a work, in order.

    Words for areas and settlements count in capitals only.
    """
    return [at for at, kind in document.cues.items() if kind in _KINDS and _is_end(document, at)]


def _is_end(document: TokenizedText, at: int) -> bool:
    if not at:
        return False
    word, before = document.words[at], document.words[at - 1]
    is_capital, qualifiers = word[0].isupper(), words("cues", "work_qualifier")
    is_behind_name = is_capital or before[0].isupper() or before in qualifiers
    if not is_behind_name or not is_joined(document, at) or goes_on(document, at):
        return False
    word = word.lower()
    if document.cues[at] == CueKind.SITE:
        is_work = is_capital or word not in words("cues", "administrative_site")
        return is_work and word not in words("cues", "vague_sites")
    return word not in words("cues", "qualified_work") or before.lower() in qualifiers


def is_joined(document: TokenizedText, at: int) -> bool:
    """Whether nothing but blanks stands between a word and the one before it."""
    gap = document.gaps[at - 1]
    return bool(gap) and not gap.strip(_BLANKS)


def goes_on(document: TokenizedText, at: int) -> bool:
    """Whether a capitalised word follows, so that the name is longer: "Dam Road"."""
    following = at + 1
    if following >= len(document) or not is_joined(document, following):
        return False
    return document.words[following][0].isupper()
