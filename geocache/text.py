"""Words of a text with their offsets."""

import re
from dataclasses import dataclass

_INNER = re.compile(r"[^\W_]+", re.UNICODE)


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


def tokenize(text: str) -> tuple[Token, ...]:
    """Split into runs of letters and digits, in order; hyphens and apostrophes separate."""
    return tuple(Token(m.start(), m.end(), m.group()) for m in _INNER.finditer(text))
