"""From text to mentions."""

from collections.abc import Iterator
from typing import Protocol

from ..gazetteer.records import Gazetteer
from ..lexicon import words
from ..model import Evidence, Mention, MentionKind, NameMatch, Role
from ..text import gap, tokenize
from .context import APOSTROPHES, Context, DocumentFacts, document_facts, joins_a_name
from .positions import coordinate_mention, with_coordinates
from .roles import role_of
from .rules import designator_after, designator_before, judge

MAX_WORDS = 6
"""Longest name that is looked up, in tokens."""
_ACCEPTED = 0.5
_UNKNOWN_PROBABILITY = 0.6
_SHORTEST_UNKNOWN = 2
_NEVER_UNKNOWN = ("not_names", "titles", "institutions")


class Recognizer(Protocol):
    """Finds mentions."""

    def recognize(self, text: str) -> tuple[Mention, ...]:
        """Mentions in text order, none overlapping another, without resolutions."""
        ...


class RuleRecognizer:
    """Longest gazetteer match at each capitalised token, judged by the rules.

    Parameters
    ----------
    gazetteer
        Knows the names.
    """

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer

    def recognize(self, text: str) -> tuple[Mention, ...]:
        """Mentions in text order, none overlapping another, without resolutions."""
        document = document_facts(text, tokenize(text))
        return with_coordinates(text, tuple(self._mentions(document)))

    def describe(self, text: str, start: int, end: int) -> Mention:
        """Mention for a span given by the caller; its probability is 1."""
        coordinates = coordinate_mention(text, start, end)
        if coordinates:
            return coordinates
        document = document_facts(text, tokenize(text))
        inside = [i for i, t in enumerate(document.tokens) if t.start < end and t.end > start]
        given = Evidence("given", 1.0, "the caller marked it")
        if not inside:
            return Mention(
                start, end, text[start:end], MentionKind.NAME, Role.LITERAL, 1.0, (given,)
            )
        matches = self._gazetteer.matches(text[start:end])
        role, reason = role_of(Context(document, inside[0], inside[-1], matches))
        words_ = text[start:end]
        return Mention(start, end, words_, MentionKind.NAME, role, 1.0, (given, reason))

    def _mentions(self, document: DocumentFacts) -> Iterator[Mention]:
        position = 0
        while position < len(document.tokens):
            found = self._known(document, position) or self._unknown(document, position)
            if found:
                mention, position = found
                yield mention
            else:
                position += 1

    def _known(self, document: DocumentFacts, first: int) -> tuple[Mention, int] | None:
        """Return the longest accepted name that begins at a token, and the position after."""
        for last, matches in self._names_at(document, first):
            context = Context(document, first, last, matches)
            probability, reasons = judge(context)
            if probability >= _ACCEPTED:
                return _mention(context, probability, reasons), last + 1
        return None

    def _names_at(
        self, document: DocumentFacts, first: int
    ) -> Iterator[tuple[int, tuple[NameMatch, ...]]]:
        """Last token and matches of each known name from a token on, longest first."""
        tokens, text = document.tokens, document.text
        if not (tokens[first].capitalised or _begins_with_article(document, first)):
            return
        last = first
        while (
            last + 1 < len(tokens)
            and last + 1 - first < MAX_WORDS
            and joins_a_name(text, tokens[last], tokens[last + 1])
        ):
            last += 1
        for end in range(last, first - 1, -1):
            if end > first and not _can_end_a_name(document, end):
                continue
            matches = self._gazetteer.matches(text[tokens[first].start : tokens[end].end])
            if matches:
                yield end, matches

    def _unknown(self, document: DocumentFacts, first: int) -> tuple[Mention, int] | None:
        """A capitalised run that no source knows but a designator calls a place."""
        tokens = document.tokens
        if not _could_be_unknown(document, first):
            return None
        last = first
        while (
            last + 1 < len(tokens)
            and last + 1 - first < MAX_WORDS
            and _could_be_unknown(document, last + 1)
            and document.text[tokens[last].end : tokens[last + 1].start] in {" ", "-"}
        ):
            last += 1
        context = Context(document, first, last, ())
        if not (designator_before(context) or designator_after(context)):
            return None
        reason = Evidence("designator", 1.0, "unknown name that the words around call a place")
        return _mention(context, _UNKNOWN_PROBABILITY, (reason,)), last + 1


def _could_be_unknown(document: DocumentFacts, position: int) -> bool:
    """Whether a token can be part of a place name that no source knows."""
    token = document.tokens[position]
    return (
        token.capitalised
        and len(token.text) > _SHORTEST_UNKNOWN
        and token.lower not in document.surnames
        and not any(token.lower in words("words", key) for key in _NEVER_UNKNOWN)
    )


def _begins_with_article(document: DocumentFacts, position: int) -> bool:
    """Whether a small Arabic article is tied to a name by a hyphen: "al-Bab"."""
    token = document.tokens[position]
    if position + 1 >= len(document.tokens) or token.text not in words("words", "articles"):
        return False
    following = document.tokens[position + 1]
    return following.capitalised and gap(document.text, token, following) in {"-", "–"}


def _can_end_a_name(document: DocumentFacts, position: int) -> bool:
    """Names end in a capitalised word or number, or behind an apostrophe ("Nu'man") but not 's."""
    token = document.tokens[position]
    between = gap(document.text, document.tokens[position - 1], token)
    inside_word = between in APOSTROPHES and token.text != "s"
    return token.capitalised or token.text.isdigit() or inside_word


def _mention(context: Context, probability: float, reasons: tuple[Evidence, ...]) -> Mention:
    role, reason = role_of(context)
    return Mention(
        context.start,
        context.end,
        context.text,
        MentionKind.NAME,
        role,
        round(probability, 4),
        (*reasons, reason),
    )
