"""Cutting a text into tokens, each with its code."""

import re
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate

from .vocabulary import BLANK, LINE, Vocabulary

_TOKEN = re.compile(r" (?!\s)|[a-z]+(?:[^\W\d_a-z][^\W\d_]*)?|[^\W\d_]+|[0-9]+|\s+|.", re.DOTALL)
"""What is frequent comes first."""
_BLANKS = (BLANK, LINE)


@dataclass(frozen=True)
class Tokens:
    """The tokens of a text, white space among them."""

    text: str
    words: list[str]
    """In small letters."""
    codes: str
    """One letter a token."""

    @cached_property
    def starts(self) -> list[int]:
        """Offsets; the end of the text is the last."""
        return list(accumulate(map(len, self.words), initial=0))

    def __len__(self) -> int:
        return len(self.words)

    def written(self, index: int) -> str:
        """Return a token as the text has it."""
        return self.text[self.starts[index] : self.starts[index + 1]]

    def before(self, index: int, words: int = 1) -> int:
        """Return the token so many before another, blanks not counted; -1 where none is."""
        while words and index >= 0:
            index -= 1
            if index >= 0 and self.codes[index] not in _BLANKS:
                words -= 1
        return index

    def behind(self, index: int) -> int:
        """Return the next token that is no blank, from ``index`` on; -1 at the end."""
        while index < len(self.words):
            if self.codes[index] not in _BLANKS:
                return index
            index += 1
        return -1

    def word(self, index: int) -> str:
        """Return a token in small letters; "" where none is."""
        return self.words[index] if 0 <= index < len(self.words) else ""

    def is_name(self, index: int) -> bool:
        """Whether a token is written as names are: one capital, then small letters."""
        return 0 <= index < len(self.words) and self.written(index).istitle()


def tokens_of(text: str) -> Tokens:
    """Cut a text into tokens."""
    lowered = text.lower()
    if len(lowered) != len(text):  # as of a capital I with a dot
        lowered = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    words = _TOKEN.findall(lowered)
    codes = Vocabulary.shipped().codes
    return Tokens(text, words, "".join(map(codes.__getitem__, words)))
