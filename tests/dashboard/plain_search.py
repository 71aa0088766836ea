"""Terms of a search as they are meant, and whether a text holds one: slow, and plain to read."""

import re
import unicodedata
from functools import cache
from typing import NamedTuple

_LETTERS = "\u3040-\u30ff\u3400-\u9fff"
_TOKEN = re.compile(f"[{_LETTERS}]|[^\\W_{_LETTERS}]+")
_INSIDE_FROM = 5


class Term(NamedTuple):
    """A term of a search, as it is meant."""

    kind: str
    """``word``, ``phrase``, ``prefix``, ``place`` or ``source``."""
    words: str
    negated: bool = False

    @property
    def typed(self) -> str:
        """As it is typed."""
        quoted = self.kind == "phrase" or " " in self.words
        words = f'"{self.words}"' if quoted else self.words
        field = f"{self.kind}:" if self.kind in {"place", "source"} else ""
        return f"{'-' * self.negated}{field}{words}{'*' * (self.kind == 'prefix')}"


Clauses = tuple[tuple[Term, ...], ...]


def typed(clauses: Clauses) -> str:
    """A search as it is typed."""
    return " ".join(" OR ".join(term.typed for term in clause) for clause in clauses)


@cache
def fold(text: str) -> str:
    """Text without case and diacritics."""
    letters = unicodedata.normalize("NFKD", text)
    return "".join(one for one in letters if not unicodedata.combining(one)).casefold()


@cache
def tokens(text: str) -> tuple[str, ...]:
    """Folded words; letters of scripts without spaces are words of their own."""
    return tuple(_TOKEN.findall(fold(text)))


def holds_whole(text: str, term: Term) -> bool:
    """Whether a text has the words of a term in a row."""
    wanted, have = tokens(term.words), tokens(text)
    for at in range(len(have) - len(wanted) + 1):
        *before, last = have[at : at + len(wanted)]
        ends = last.startswith(wanted[-1]) if term.kind == "prefix" else last == wanted[-1]
        if ends and tuple(before) == wanted[:-1]:
            return True
    return False


def holds_inside(text: str, term: Term) -> bool:
    """Whether a text has a long word of a search inside its own words."""
    words = fold(term.words)
    return term.kind == "word" and len(words) >= _INSIDE_FROM and words in fold(text)
