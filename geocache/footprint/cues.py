"""Cue words of spatial expressions, ready for patterns."""

import re
from collections.abc import Iterable
from functools import cache, lru_cache
from itertools import chain
from typing import Any

from ..knowledge import shipped

_BLANK = re.compile(r" (\?)?")
_LEFT_OUT = re.compile(r"\[[^]]*\]|[a-z][?*]|[^a-z]")
"""Of an alternative: classes of letters, letters that may be missing, and what is no letter."""
_MOST_WORDS, _MOST_WITH_STEMS = 100_000, 1 << 12
"""Of remembered words without stems, about 10 MB, and of those with some."""
_FILE = ("footprint", "expressions.yaml")


def cue(key: str) -> str:
    """Alternatives for a pattern, as one group that captures nothing."""
    value = shipped(*_FILE)[key]
    return f"(?:{'|'.join(value) if isinstance(value, dict) else value})"


def compiled(pattern: str) -> re.Pattern[str]:
    """Regular expression, in any case, in which a blank stands for any number of them.

    At least one, but where a question mark follows.
    """
    blanks = _BLANK.sub(lambda blank: " *" if blank[1] else " +", pattern)
    return re.compile(blanks, re.IGNORECASE)


@cache
def stems(alternatives: str) -> tuple[str, ...]:
    """Lower-case letters; every text that matches has a word that begins with some of them.

    Parameters
    ----------
    alternatives
        Cue words as in the file, separated by "|".
    """
    longest = {
        max(_LEFT_OUT.sub(" ", words).split(), key=len)
        for words in alternatives.removeprefix("(?:").removesuffix(")").split("|")
    }
    return tuple(
        sorted(s for s in longest if not any(other in s for other in longest if other != s))
    )


class Stems:
    """Which of some beginnings of words are in a text.

    Words are looked through once in a process, so that most of a text is known already.

    Parameters
    ----------
    stems
        Lower-case letters.
    """

    def __init__(self, stems: Iterable[str]) -> None:
        self._stems = [(stem, stem.encode()) for stem in stems]
        self._any = tuple(letters for _, letters in self._stems)
        self._without: set[bytes] = set()
        """Words that begin with none of them."""
        self._of_word = lru_cache(_MOST_WITH_STEMS)(self._look_up)

    def __call__(self, text: bytes) -> set[str]:
        """Return those that are in a text, given as lower-case letters and blanks."""
        # Nearly all are known to begin with none; to leave these out at once is much faster.
        words = set(text.split()).difference(self._without)
        found = {word: self._of_word(word) for word in words}
        self._leave_out(word for word, stems in found.items() if not stems)
        return set(chain.from_iterable(found.values()))

    def _leave_out(self, words: Iterable[bytes]) -> None:
        if len(self._without) > _MOST_WORDS:
            self._without = set()
        self._without.update(words)

    def _look_up(self, word: bytes) -> tuple[str, ...]:
        if not word.startswith(self._any):
            return ()
        return tuple(stem for stem, letters in self._stems if word.startswith(letters))


@cache
def _table(key: str) -> tuple[tuple[re.Pattern[str], Any], ...]:
    table: dict[str, Any] = shipped(*_FILE)[key]
    return tuple((re.compile(words, re.IGNORECASE), value) for words, value in table.items())


def meaning(key: str, words: str) -> float:
    """Return what the table ``key`` gives for ``words``: a unit in km, a bearing in degrees.

    Raises
    ------
    KeyError
        The words are not in the table.
    """
    return float(_looked_up(key, words))


def named(key: str, words: str) -> str:
    """Return the name that the table ``key`` gives for ``words``; raises as `meaning` does."""
    return str(_looked_up(key, words))


def _looked_up(key: str, words: str) -> Any:
    for pattern, value in _table(key):
        if pattern.fullmatch(words):
            return value
    raise KeyError(words)
