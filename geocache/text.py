"""Words of a text with their offsets, and the small questions asked about them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

_INNER = re.compile(r"[^\W_]+", re.UNICODE)
_SENTENCE_END = re.compile(r"[.!?…:]['’”\")\]]*\s+['‘“\"(\[]*$|\n\s*['‘“\"(\[]*$")

_LOOK_BACK = 12
"""Enough for the punctuation, quotes and line ends between two sentences."""


@dataclass(frozen=True, slots=True)
class Token:
    """A run of letters and digits."""

    start: int
    end: int
    text: str

    @property
    def lower(self) -> str:
        """The text in lower case."""
        return self.text.lower()

    @property
    def capitalised(self) -> bool:
        """Whether it begins like a name: an upper-case letter, or a letter of a caseless script."""
        return self.text[0].isupper()


def tokenize(text: str) -> tuple[Token, ...]:
    """Split into runs of letters and digits, in order; hyphens and apostrophes separate."""
    return tuple(Token(m.start(), m.end(), m.group()) for m in _INNER.finditer(text))


def starts_sentence(text: str, start: int) -> bool:
    """Whether the character at ``start`` is the first of a sentence, a line or the text."""
    before = text[max(0, start - _LOOK_BACK) : start]
    return not before.strip() or bool(_SENTENCE_END.search(before))


def gap(text: str, left: Token, right: Token) -> str:
    """Return the characters between two tokens."""
    return text[left.end : right.start]


def word_at(tokens: Sequence[Token], position: int) -> str:
    """Lower-case token at a position; empty beyond either end."""
    return tokens[position].lower if 0 <= position < len(tokens) else ""
