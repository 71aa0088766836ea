"""Patterns: how a kind of spatial expression is written down, and found in a masked text."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache

from ..expression import Builder
from .lexicon import LINE, PHRASE, REGION, SIZE, SLOT, Beginnings, compiled, cue, stems
from .masking import MaskedText
from .quantities import with_sizes

_QUOTES = frozenset("\"'")
_QUOTE, _QUOTE_BEHIND = "[\"']?", "(?:[\"'](?!s\\b))?"
_DESIGNATION = r"(?P<designation>(?:[\w'-]+ ){0,8})"
"""Words that may designate an anchor; which do is looked at where the rest was found."""
_LONGEST_ARTICLE, _LEAD = 8, 60
"""Characters in front of an expression that are looked at for what belongs to it."""
_WORD = re.compile(r"\w+|[^\w\s]")
DASH = r"\s?[-–—]\s?"
"""Between two names."""
NO_NOUN = r"(?!'s?\b)(?! (?-i:[A-Z]))"
"""Behind a name that is the end of what it stands in."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """A kind of expression.

    Parameters
    ----------
    name
        For people.
    key
        Alternatives of which every expression has one, in any case: only near them it is tried.
    words
        A regular expression in which ``@`` stands for a mention, ``~`` for an expression of a line,
        ``#`` for either or an expression of an area, ``¤`` for a noun phrase, and a blank for white
        space; sizes are those of `quantities.size_pattern`. An article in front belongs to the
        expression without being said here.
    build
        Makes its shape.
    examples
        Running text in which the pattern finds something.
    becomes
        What stands for it in what later stages read; empty when nothing can be made of it.
    uses_nearby_countries
        Whether its shape depends on the countries that are named near by.
    can_be_named
        Whether the words can be the beginning or the end of a longer name, as "Northern Iowa" in
        "University of Northern Iowa": those are left alone.
    need_not_be_known
        Position, from the end if negative, of a mention that may be a name no source knows.
    also
        Further alternatives like `key`: it is tried only near words of each of them.
    leading
        A regular expression of words that belong to it when they stand in front; looked for only
        where the rest was found, which is quicker. Empty when there are none.
    key_within
        Characters from the beginning of the expression to its key, or to its size, at most: it is
        tried nowhere else. Names are one character.
    reads_phrases
        Whether a mention may be the head of a noun phrase: "the Iraqi city of Kirkuk".
    """

    name: str
    key: str
    words: str
    build: Builder
    examples: tuple[str, ...]
    becomes: str = ""
    uses_nearby_countries: bool = False
    can_be_named: bool = False
    need_not_be_known: int | None = None
    also: tuple[str, ...] = ()
    leading: str = ""
    key_within: int = 60
    reads_phrases: bool = False

    stems: tuple[Beginnings, ...] = field(init=False)
    """Those of the key, and of what else every expression has."""
    has_size: bool = field(init=False)
    has_anchor: bool = field(init=False)
    begins_with_node: bool = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "stems", tuple(map(stems, (self.key, *self.also))))
        object.__setattr__(self, "has_size", SIZE in self.words)
        object.__setattr__(self, "has_anchor", _DESIGNATION in self.words)
        object.__setattr__(self, "begins_with_node", self.words.startswith("@"))

    @property
    def regex(self) -> re.Pattern[str]:
        """The words, ready to be looked for in masked text."""
        return _compiled(self.words)

    def may_match(self, masked: MaskedText) -> bool:
        """Tell whether a text has what every expression has; quick."""
        if not masked.windows(self.stems):
            return False
        return not self.has_size or bool(masked.sized(self.stems[0]).sizes)

    def matches(self, masked: MaskedText) -> Iterator[tuple[int, int, dict[str, str | None]]]:
        """Yield where a text has it, the article included, and the named groups."""
        windows = masked.windows(self.stems)
        text, sizes = masked.text, None
        if windows and self.has_size:
            text, sizes = masked.sized(self.stems[0])
        keys = masked.windows.occurrences(self.stems[0]) if sizes is None else list(sizes)
        for start, end in windows:
            if self.begins_with_node:
                matches = self._from_nodes(masked.slots_in(start, end), text, end)
            else:
                near = keys[bisect_left(keys, start) : bisect_left(keys, end)]
                matches = self._before_keys(near, text, start, end)
            for match in matches:
                first = match.start()
                groups = match.groupdict() if sizes is None else with_sizes(match, sizes)
                if self.has_anchor:
                    groups = _with_anchor(match, groups)
                if self.leading:
                    first, groups = self._lead(text, first, groups)
                yield with_article(text, first), match.end(), groups

    def _lead(
        self, text: str, start: int, groups: dict[str, str | None]
    ) -> tuple[int, dict[str, str | None]]:
        """Return where it begins with the words in front, and the groups with theirs."""
        match = _compiled(f"(?:{self.leading}) $").search(text, max(0, start - _LEAD), start)
        return (match.start(), groups | match.groupdict()) if match else (start, groups)

    def _before_keys(
        self, keys: Sequence[int], text: str, start: int, end: int
    ) -> Iterator[re.Match[str]]:
        """Yield the matches in a span that begin in front of a key or size, none sharing words.

        Quicker than looking everywhere: no expression begins behind its key.
        """
        match_at = self.regex.match
        for key in keys:
            for word in _WORD.finditer(text, max(start, key - self.key_within), key + 1):
                at = word.start()
                match = match_at(text, at, end) if at >= start else None
                if match and self._is_designated(match):
                    yield match
                    start = match.end()
            start = max(start, key + 1)

    def _from_nodes(self, slots: Sequence[int], text: str, end: int) -> Iterator[re.Match[str]]:
        """Yield the matches that begin with a node: quicker than looking everywhere."""
        match_at = self.regex.match
        for position in slots:
            quoted = text[position - 1 : position] in _QUOTES
            match = match_at(text, position - quoted, end)
            if match and self._is_designated(match):
                yield match

    def _is_designated(self, match: re.Match[str]) -> bool:
        """Tell whether the words in front of an anchor say what it is: "the town of"."""
        return not self.has_anchor or _designations().fullmatch(match["designation"]) is not None


def _with_anchor(match: re.Match[str], groups: dict[str, str | None]) -> dict[str, str | None]:
    """Return the groups of a match with those of the designation of its `anchor`, and of a noun."""
    designation = _designations().fullmatch(groups.pop("designation") or "")
    if not _noun_behind().match(match.string, match.start("noun")):
        groups["noun"] = None
    return groups | designation.groupdict() if designation else groups


@cache
def _noun_behind() -> re.Pattern[str]:
    """Return the pattern of a noun behind a name, which many patterns would have to hold."""
    return compiled(rf"(?: [a-z-]+){{0,2}} {cue('phrase_nouns')}\b")


def with_article(text: str, start: int) -> int:
    """Return where an expression begins when an article in front of it belongs to it."""
    article = _article().search(text, max(0, start - _LONGEST_ARTICLE), start)
    return article.start() if article else start


@cache
def _article() -> re.Pattern[str]:
    return compiled(r"(?<!\w)(?:the|an?) $")


@cache
def _compiled(words: str) -> re.Pattern[str]:
    spelled = words.replace("@", f"{_QUOTE}[{SLOT}{PHRASE}]{_QUOTE_BEHIND}").replace("~", LINE)
    spelled = spelled.replace("#", f"{_QUOTE}[{SLOT}{PHRASE}{LINE}{REGION}]{_QUOTE_BEHIND}")
    spelled = spelled.replace("¤", PHRASE)
    return compiled(r"(?<!\w)" + spelled)


def anchor() -> str:
    """Return a pattern of what a distance is measured from: "the town of @", "@ airport".

    The groups ``capital`` and ``capital_of`` are for "the Iraqi capital", and ``noun``, which is
    empty, for a kind word behind: of "the Iraqi town" no source knows which it is.
    """
    return (
        rf"{_DESIGNATION}#(?P<noun>)(?: (?P<site>{cue('sites')})\b|(?P<capital>(?:'s)? capital)\b"
        rf"| {cue('point_ends')}\b)?"
    )


def near_town() -> str:
    """Return a pattern of a place that a line leads by: "near @", "the outskirts of @"."""
    return rf"(?:{cue('close_to')} )?(?:the )?(?:{cue('settlement_nouns')} of )?@"


def between_towns() -> str:
    """Return a pattern of the towns that a section leads from and to: "from @ northward to @"."""
    onward = f"(?:{cue('wards')}|{cue('onward')})"
    return (
        rf"(?:{cue('stretches')} )?(?:from|between) {near_town()}"
        rf",? (?:{onward} )?(?:to|and|as far as|up to|towards?) {near_town()}"
    )


@cache
def _designations() -> re.Pattern[str]:
    """Return the pattern of designations, which many patterns would have to hold."""
    adjectives = f"(?:{cue('point_adjectives')} )*"
    capital = rf"(?P<capital_of>{adjectives}capital(?: city)? of (?:the )?)"
    place = f"{adjectives}{cue('point_nouns')}(?: of| at| in| near)? (?:the )?"
    return compiled(rf"(?:the )?(?:{capital}|{place})?")
