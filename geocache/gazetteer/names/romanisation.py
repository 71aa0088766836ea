"""A looser key for names: equal for what is one name in another romanisation.

Deir ez-Zor, Dayr az-Zawr and Der Zor share theirs, as do Saraqib and Saraqeb, Kyiv and Kiev. It is
the skeleton of consonants, so that it also brings together names that have nothing to do with one
another; whoever looks up by it must compare the spellings (`likeness`).
"""

import re
from collections.abc import Callable, Iterable
from functools import cache
from string import ascii_lowercase

from rapidfuzz import process
from rapidfuzz.distance import Indel

from ...caching import remembered
from ...data_files import shipped
from ...records import MatchQuality, NameMatch

_FILE = ("gazetteer", "romanisation.yaml")
_LEAST_CONSONANTS = 2
_LEAST_LIKENESS = 0.6
_MOST_NAMES = 10
_ARTICLE = "al"
_VOWEL = "a"
"""Stands for a vowel at the beginning of a word."""


@cache
def _rules() -> tuple[dict[str, str], re.Pattern[str], re.Pattern[str], str]:
    rules = shipped(*_FILE)
    letters = dict(rules["letters"])
    groups = re.compile("|".join(map(re.escape, letters)))
    return letters, groups, re.compile(f"[{rules['vowels']}]"), rules["silent_endings"]


def loose_key(normal: str) -> str:
    """Skeleton of a normal form; empty where it is too short, or not in Latin letters, to tell.

    Parameters
    ----------
    normal
        What `normal_form` returns.
    """
    if not normal.isascii():
        return ""
    key = " ".join(filter(None, map(_skeleton, normal.split())))
    consonants = key.translate({ord(" "): None, ord(_VOWEL): None})
    return key if len(consonants) >= _LEAST_CONSONANTS else ""


def sound_alike(normal: str, other: str) -> bool:
    """Whether two normal forms have one looser key."""
    if other.isascii() and _untouched().isdisjoint({*normal} ^ {*other}):
        key = _looser_key(normal)
        return bool(key) and key == _looser_key(other)
    return False


@cache
def _untouched() -> frozenset[str]:
    """Letters that every looser key keeps: few names that are not alike have the same of them.

    To compare them takes a tenth of the time that a looser key does.
    """
    letters, _groups, vowels, silent = _rules()
    touched = "".join([*letters, *letters.values(), silent, _ARTICLE])
    kept = frozenset(ascii_lowercase) - frozenset(touched)
    return frozenset(letter for letter in kept if not vowels.match(letter))


_looser_key = remembered(1 << 14)(loose_key)


def _skeleton(word: str) -> str:
    if word == _ARTICLE:
        return ""
    letters, groups, vowels, silent = _rules()
    plain = groups.sub(lambda match: letters[match.group()], word)
    if len(plain) > 1:
        plain = plain[0] + plain[1:].rstrip(silent)
    # A vowel at the beginning is heard, whichever it is.
    first = _VOWEL if vowels.match(plain) else plain[:1]
    bare = first + vowels.sub("", plain[1:])
    return re.sub(r"(.)\1+", r"\1", bare)


def loosely(
    key: str, names: Iterable[str], matches: Callable[[str], tuple[NameMatch, ...]]
) -> tuple[NameMatch, ...]:
    """Places with names that are written much like ``key``, the closest first.

    Parameters
    ----------
    key, names
        Normal forms with the same looser key.
    matches
        Gives the places of a normal form.
    """
    spellings = list(names)
    alike = process.extract(
        _joined(key),
        list(map(_joined, spellings)),
        scorer=Indel.normalized_similarity,
        score_cutoff=_LEAST_LIKENESS,
        limit=None,
    )
    ranked = sorted(((like, spellings[position]) for _name, like, position in alike), reverse=True)
    return tuple(
        match.fitting(MatchQuality.ROMANISED)
        for _like, name in ranked[:_MOST_NAMES]
        for match in matches(name)
    )


def _joined(name: str) -> str:
    return name.replace(" ", "")
