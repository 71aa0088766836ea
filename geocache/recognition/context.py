"""A candidate toponym together with the words around it and facts of its document."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from ..lexicon import words
from ..model import NameKind, NameMatch
from ..text import Token, gap, starts_sentence, word_at

APOSTROPHES = frozenset("'’‘ʼʻ`")
_BETWEEN_WORDS = " \u00a0\n“”\"'‘’-–"
_NAME_GAPS = {" ", "\u00a0", "-", "–", ". ", "."} | APOSTROPHES


def joins_a_name(text: str, left: Token, right: Token) -> bool:
    """Whether two tokens can be parts of one name: only a blank, hyphen or the like between."""
    between = gap(text, left, right)
    return between in _NAME_GAPS or (between.count("\n") == 1 and not between.strip(" \n"))


@dataclass(frozen=True)
class DocumentFacts:
    """What recognition knows of the whole document."""

    text: str
    tokens: tuple[Token, ...]
    lower_words: frozenset[str]
    """Words that occur in lower case."""
    surnames: frozenset[str]
    """Last words, lower case, of names that the document gives to persons."""


@dataclass(frozen=True)
class Context:
    """Tokens ``first`` to ``last`` (inclusive) of a document as a candidate toponym."""

    document: DocumentFacts
    first: int
    last: int
    matches: tuple[NameMatch, ...]

    @property
    def tokens(self) -> Sequence[Token]:
        """Return the document's tokens."""
        return self.document.tokens

    @property
    def start(self) -> int:
        """Offset of the first code point."""
        return self.tokens[self.first].start

    @property
    def end(self) -> int:
        """Offset past the last code point, the last dot of "U.S." included."""
        end = self.tokens[self.last].end
        return end + 1 if self._is_dotted and self.document.text[end : end + 1] == "." else end

    @property
    def _is_dotted(self) -> bool:
        """Whether single letters with dots between them make up the words."""
        inside = self.tokens[self.first : self.last + 1]
        return len(inside) > 1 and all(
            right.start - left.end == 1 and self.document.text[left.end] == "."
            for left, right in pairwise(inside)
        )

    @property
    def text(self) -> str:
        """The words themselves."""
        return self.document.text[self.start : self.end]

    @property
    def is_one_word(self) -> bool:
        """Whether the candidate is a single token."""
        return self.first == self.last

    @property
    def before(self) -> str:
        """The lower-case word before; empty at the start, or when punctuation stands between."""
        token = self.tokens[self.first - 1] if self.first else None
        return token.lower if token and self._runs_on(token.end, self.start) else ""

    @property
    def after(self) -> str:
        """The lower-case word after, a possessive s skipped; empty as for `before`."""
        position = self.last + (2 if self.is_possessive else 1)
        if position >= len(self.tokens):
            return ""
        previous, token = self.tokens[position - 1], self.tokens[position]
        end = previous.end if self.is_possessive else self.end
        return token.lower if self._runs_on(end, token.start) else ""

    def _runs_on(self, start: int, end: int) -> bool:
        """Whether only blanks, quotes or hyphens stand between two words, and no new paragraph."""
        between = self.document.text[start:end]
        return not between.strip(_BETWEEN_WORDS) and between.count("\n") <= 1

    @property
    def is_possessive(self) -> bool:
        """Whether 's follows."""
        following = self.document.text[self.end : self.end + 2].lower()
        return following in {"'s", "’s"}

    @cached_property
    def is_demonym(self) -> bool:
        """Whether the words are first of all a demonym: no namesake is more populous."""
        demonyms = [m.place.population for m in self.matches if m.kind is NameKind.DEMONYM]
        others = [m.place.population for m in self.matches if m.kind is not NameKind.DEMONYM]
        return bool(demonyms) and max(demonyms) >= max(others, default=0)

    @cached_property
    def begins_sentence(self) -> bool:
        """Whether the candidate is the first of its sentence."""
        return starts_sentence(self.document.text, self.start)

    @cached_property
    def left_neighbour(self) -> Token | None:
        """The capitalised token that runs into the candidate from the left, if any."""
        return self._neighbour(self.first - 1, self.first)

    @cached_property
    def right_neighbour(self) -> Token | None:
        """The capitalised token that the candidate runs into, if any."""
        return self._neighbour(self.last, self.last + 1)

    def _neighbour(self, left: int, right: int) -> Token | None:
        if left < 0 or right >= len(self.tokens):
            return None
        if gap(self.document.text, self.tokens[left], self.tokens[right]) != " ":
            return None
        token = self.tokens[right if left == self.last else left]
        return token if token.capitalised else None


def document_facts(text: str, tokens: tuple[Token, ...]) -> DocumentFacts:
    """Collect what a candidate may want to know of its document."""
    lower = frozenset(token.text for token in tokens if token.text.islower())
    return DocumentFacts(text, tokens, lower, _surnames(text, tokens))


def _surnames(text: str, tokens: tuple[Token, ...]) -> frozenset[str]:
    """Last words of capitalised runs that a title precedes or a verb of speech follows."""
    titles, verbs = words("words", "titles"), words("words", "speech_verbs")
    found: set[str] = set()
    position = 0
    while position < len(tokens):
        last = _run_end(text, tokens, position)
        run = tokens[position : last + 1]
        titled = [i for i, token in enumerate(run) if token.lower in titles]
        named = run[titled[-1] + 1 :] if titled else run
        has_title = bool(titled) or word_at(tokens, position - 1) in titles
        speaks = len(named) > 1 and word_at(tokens, last + 1) in verbs
        if named and run[0].capitalised and (has_title or speaks):
            found.add(named[-1].lower)
        position = last + 1
    return frozenset(found)


def _run_end(text: str, tokens: tuple[Token, ...], first: int) -> int:
    """Index of the last token of the capitalised run that begins at ``first``."""
    last = first
    while (
        last + 1 < len(tokens)
        and tokens[last].capitalised
        and tokens[last + 1].capitalised
        and gap(text, tokens[last], tokens[last + 1]) == " "
    ):
        last += 1
    return last
