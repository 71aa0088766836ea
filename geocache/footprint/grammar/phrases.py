"""Noun phrases as anchors: of "the besieged Iraqi city of Kirkuk" the head is Kirkuk.

What is measured from a phrase is measured from its head. Adjectives, kinds and demonyms in front
only describe it: the phrase becomes one mention for the patterns that read anchors.
"""

import re
from collections.abc import Callable, Iterable
from functools import cache

from .lexicon import LINE, PHRASE, REGION, SLOT, compiled, cue
from .masking import MaskedText, Node, Span

_BEFORE = 90
"""Characters in front of a kind word that are read for what describes it."""
_NEAR, _LONGEST = 45, 4
"""Characters and words in front of a name that are read for a kind word."""
_MOST_WORDS = 7
"""Of a phrase, in front of its kind word."""
_ARTICLES = frozenset({"the", "a", "an", "its", "their", "his", "her", "our"})
_ORDINAL = re.compile(r"\d+(?:st|nd|rd|th)")
_WORD = re.compile(rf"[\"']?[^\W\d_]?[\w{SLOT}{LINE}{REGION}\"'-]*")
_OPENING = " \"'"
_CLOSED = re.compile(rf"[,.)](?! ?(?:and |or )?[\"']?[{SLOT}{LINE}{REGION}])| \(|\s*\Z")
"""Behind a name in apposition: "the nearest town, Gardez, was quiet"; lists go on."""
_LINKS = frozenset({"of", "called", "named", "known", "as", "the"})
"""Between a kind word and the name."""
_ANY = f"[\"']?[{SLOT}{LINE}{REGION}][\"']?"
"""A mention or an expression that describes: "the northern Syrian town" has one of a part."""
_HEAD = f"[\"']?(?P<head>{SLOT})[\"']?"

IsCountry = Callable[[int], bool]
"""Tells whether a mention is a country: those stand in apposition to no town."""


def with_phrases(masked: MaskedText, spans: Iterable[Span], is_country: IsCountry) -> MaskedText:
    """Return a text in which noun phrases with a place as their head are one mention.

    Parameters
    ----------
    masked
        The text.
    spans
        Where phrases are wanted, in any order: looking for them all would take far longer.
    is_country
        Of the number of a mention.
    """
    slots = {slot for start, end in spans for slot in masked.slots_in(start, end + _BEFORE)}
    if not slots:
        return masked
    known = masked.phrases
    found = []
    for slot in sorted(slots):
        if slot not in known:
            known[slot] = _phrase(masked, slot, is_country)
        node = known[slot]
        if node:
            found.append(node)
    return masked.with_phrases(_apart(found)) if found else masked


def _apart(found: list[Node]) -> tuple[Node, ...]:
    """Return phrases in text order, of those that share words the one that begins first."""
    phrases: list[Node] = []
    for node in sorted(found, key=lambda node: (node.start, -node.end)):
        if not phrases or phrases[-1].end <= node.start:
            phrases.append(node)
    return tuple(phrases)


def _phrase(masked: MaskedText, position: int, is_country: IsCountry) -> Node | None:
    """Return the noun phrase whose head is the mention at a position; None when there is none."""
    text = masked.text
    words = text[max(0, position - _NEAR) : position].rstrip(_OPENING).split(" ")
    kind = _kind(words)
    if kind:
        start = text.rindex(kind, 0, position)
        match, first = _kind_and_head().match(text, start, position + 2), _first(text, start)
        node = match and _node(masked, first, match)
        if match and node and (match["of"] or _is_apposition(text, first, match, node, is_country)):
            return node
    elif _is_adjective(words[-1]):
        described = _described().search(text, max(0, position - _BEFORE), position + 1)
        return described and _node(masked, described.start(), described)
    return None


def _kind(words: list[str]) -> str:
    """Return the kind word of the phrase that ends in front of a name; empty when there is none."""
    word = words[-1].rstrip(",–—-")
    if word and word.lower() not in _LINKS:  # as in front of most names
        return word if word.lower() in _words("phrase_nouns") else ""
    last = [word for word in words if word][-_LONGEST:]
    while last and last[-1].lower() in _LINKS:
        last.pop()
    word = last[-1].rstrip(",–—-") if last else ""
    if not word and len(last) > 1:
        word = last[-2]
    return word if word.lower() in _words("phrase_nouns") else ""


def _is_adjective(word: str) -> bool:
    """Tell whether the word in front of a name is an adjective of a phrase, or its owner."""
    if word.rstrip("s").endswith("'"):
        return word.lstrip(_OPENING)[:1] in (SLOT, LINE, REGION)
    return word.rpartition("-")[2].lower().rstrip(",") in _words("holders", "phrase_adjectives")


@cache
def _words(*keys: str) -> frozenset[str]:
    """Return the last words of alternatives, in small letters."""
    alternatives = "|".join(cue(key).removeprefix("(?:").removesuffix(")") for key in keys)
    return frozenset(re.split("[ -]", words)[-1] for words in alternatives.split("|"))


def _is_apposition(
    text: str, first: int, match: re.Match[str], node: Node, is_country: IsCountry
) -> bool:
    """Tell whether the head is in apposition: "the Yemeni capital, Sanaa", "the port, Aden,".

    In "Juba city, Central Equatoria" the phrase is about Juba.
    """
    describing = [number for number in node.mentions if number != node.head]
    if is_country(node.head):
        return False
    if not describing:
        return _CLOSED.match(text, match.end()) is not None
    phrase = text[first : match.start()]
    is_about_head = phrase.partition(" ")[0].lower() in _ARTICLES or "'" in phrase
    return is_about_head or all(map(is_country, describing))


def _first(text: str, kind: int) -> int:
    """Return where the phrase begins that a kind word, which stands at a position, belongs to."""
    start = kind
    for _ in range(_MOST_WORDS):
        end = start - 1
        before = text.rfind(" ", 0, max(0, end))
        word = text[before + 1 : max(0, end)].removesuffix(",").lower()
        if text[max(0, end) : start] != " " or not _describes(word):
            break
        start = before + 1
        if word in _ARTICLES:
            break
    return start


def _describes(word: str) -> bool:
    """Tell whether a word may stand in front of a kind word in its phrase."""
    if word in _ARTICLES or _ORDINAL.fullmatch(word):
        return True
    return word not in _words("no_adjectives") and _WORD.fullmatch(word) is not None


def _node(masked: MaskedText, first: int, match: re.Match[str]) -> Node | None:
    nodes = masked.nodes_in(first, match.end())
    head = nodes[-1] if nodes else None
    if (
        head is None
        or head.request
        or masked.slots_in(first, match.end())[-1] != match.start("head")
    ):
        return None
    mentions = tuple(number for node in nodes for number in node.mentions)
    start, end = masked.original(first), masked.original(match.end())
    return Node(PHRASE, start, end, mentions, head_mention=head.head)


@cache
def _kind_and_head() -> re.Pattern[str]:
    """Return the pattern of "city of @", "capital, @"."""
    of = r"(?P<of> (?:of|called|named|known as)(?: the)?)"
    # The capital of Iraq is not Iraq.
    return compiled(
        rf"(?!capital of\b)(?<!capital\s){cue('phrase_nouns')}(?:{of}|,|\s?[–—-])? {_HEAD}"
    )


@cache
def _described() -> re.Pattern[str]:
    """Return the pattern of a name with adjectives, or its owner, and no kind word."""
    adjective = rf"(?:(?:{_ANY}|[^\W\d_]\w*)-{cue('holders')}|{cue('phrase_adjectives')})"
    owner = rf"{_ANY}'s?"
    return compiled(
        rf"(?<![\w'-])(?:the )?(?:{owner} (?:{adjective} )?|(?:{adjective},? )+){_HEAD}$"
    )
