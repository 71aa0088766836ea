"""Finding the spatial expressions of a text, stage by stage.

What a stage finds is one character for the next, so that expressions nest: lines first, then parts
and lists of areas, then what is measured from either.
"""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from math import exp
from typing import NamedTuple

from ...records import Place
from ..expression import Anchor, Draw, ShapeRequest
from .lexicon import LINE, StemFinder, cue
from .masking import MaskedText, Node, mask
from .pattern import Pattern
from .phrases import with_phrases

_NAME_REACH = 30
"""Code points before and behind that are read for what makes an expression a part of a name."""
_BEHIND = 3.0
"""How many times as far off a country counts that is named behind an expression."""
_NEAR = 300.0
"""Code points in which what a mention says of the countries near by falls to a third."""
_MOST_COUNTRIES, _MENTIONS_AROUND = 6, 50
"""Countries named near by that are returned, and mentions on either side that are read."""

Stages = Sequence[Sequence[Pattern]]
Build = Callable[[ShapeRequest], Draw | None]
"""Returns what draws an expression; None when its words mean something else."""


class ResolvedMention(NamedTuple):
    """A mention as expressions see it."""

    start: int
    """First code point."""
    end: int
    """One past the last code point."""
    words: str
    place: Place | None
    """None for NIL."""
    stands_in: bool = False
    """Whether the place is only named beside the words, which no source knows."""
    uncertainty_km: float | None = None
    """How far off the place may be, where the text gives it by coordinates."""


@dataclass(frozen=True, slots=True)
class ExpressionMatch:
    """An expression in a text."""

    node: Node
    request: ShapeRequest
    """What its shape depends on."""


class Matcher:
    """Finds spatial expressions.

    The stems of a cue are a kind, which has a bit: a pattern is tried only on texts that have all
    of its kinds.

    Parameters
    ----------
    stages
        Patterns; those of a later stage read what those of earlier ones found.
    """

    def __init__(self, stages: Stages) -> None:
        kinds = dict.fromkeys(k for stage in stages for pattern in stage for k in pattern.stems)
        bit_of = {kind: 1 << number for number, kind in enumerate(kinds)}
        self._kinds_of: dict[str, int] = defaultdict(int)
        for kind, bit in bit_of.items():
            for stem in kind:
                self._kinds_of[stem] |= bit
        self._find_stems = StemFinder(self._kinds_of)
        self._stages = [
            [(pattern, sum(bit_of[kind] for kind in set(pattern.stems))) for pattern in stage]
            for stage in stages
        ]

    def expressions(
        self,
        text: str,
        mentions: Sequence[ResolvedMention],
        build: Build,
        given: Sequence[Node] = (),
    ) -> Iterator[ExpressionMatch]:
        """Yield every expression of a text, those that are made of others after these.

        Parameters
        ----------
        text
            The whole text.
        mentions
            In text order.
        build
            Tells whether the words of a match mean something.
        given
            Expressions that were found otherwise, in text order; others may be made of them.
        """
        masked = mask(text, ((mention.start, mention.end) for mention in mentions))
        yield from (ExpressionMatch(node, node.request) for node in given if node.request)
        masked = masked.with_nodes(given)
        for stage in self._possible(masked):
            possible = [pattern for pattern in stage if pattern.may_match(masked)]
            if not possible:
                continue
            matches = _longest(_matches(possible, masked, mentions, build))
            yield from matches
            nodes = [match.node for match in matches if match.node.slot]
            masked = masked.with_nodes(sorted(nodes, key=lambda node: node.start))

    def _possible(self, masked: MaskedText) -> list[list[Pattern]]:
        """Return the patterns of each stage whose kinds of stems a text has."""
        positions = self._find_stems(masked.windows.spelled)
        masked.windows.note(positions)
        kinds = 0
        for stem in positions:
            kinds |= self._kinds_of[stem]
        return [[p for p, needed in stage if needed & kinds == needed] for stage in self._stages]


def _matches(
    possible: Sequence[Pattern],
    masked: MaskedText,
    mentions: Sequence[ResolvedMention],
    build: Build,
) -> Iterator[ExpressionMatch]:
    """Yield the matches of a stage that mean something; some may share words.

    Parameters
    ----------
    possible
        Patterns of the stage of which the text has what every expression has.
    """

    def is_country(number: int) -> bool:
        place = mentions[number].place
        return place is not None and place.is_country

    reading = [pattern for pattern in possible if pattern.reads_phrases]
    spans = {span for pattern in reading for span in masked.windows(pattern.stems)}
    phrased = with_phrases(masked, spans, is_country) if spans else masked
    for pattern in possible:
        text = phrased if pattern.reads_phrases else masked
        for first, last, groups in pattern.matches(text):
            start, end = text.original(first), text.original(last)
            if pattern.can_be_named and is_part_of_a_name(text.source, start, end):
                continue
            nodes = text.nodes_in(first, last)
            if "size" not in groups and _lacks_a_place(pattern, nodes, mentions):
                continue  # better a place beside it than a shape that can't be drawn
            anchors = tuple(_anchor(node, mentions) for node in nodes)
            nearby = nearby_countries(nodes, mentions) if pattern.uses_nearby_countries else ()
            request = ShapeRequest(pattern.build, tuple(groups.items()), anchors, nearby)
            if build(request):
                numbers = tuple(number for node in nodes for number in node.mentions)
                node = Node(pattern.becomes, start, end, numbers, request)
                yield ExpressionMatch(node, request)


def _longest(matches: Iterator[ExpressionMatch]) -> list[ExpressionMatch]:
    """Return, of matches that share words, the longest; of these, that of the earlier pattern."""
    kept: list[ExpressionMatch] = []
    starts, ends = list[int](), list[int]()  # of what is kept, in order
    for match in sorted(matches, key=lambda match: match.node.start - match.node.end):
        at = bisect_left(starts, match.node.end)
        if at == 0 or ends[at - 1] <= match.node.start:
            starts.insert(at, match.node.start)
            ends.insert(at, match.node.end)
            kept.append(match)
    return kept


def _anchor(node: Node, mentions: Sequence[ResolvedMention]) -> Anchor:
    if node.request:
        return Anchor("", None, node.request, is_line=node.slot == LINE)
    mention = mentions[node.head]
    # What is 6 km around a volcano that no source knows is not around the town beside it.
    return Anchor(mention.words, None if mention.stands_in else mention.place)


def _lacks_a_place(
    pattern: Pattern, nodes: Sequence[Node], mentions: Sequence[ResolvedMention]
) -> bool:
    """Tell whether a place that the shape depends on is one that no source knows."""
    free = pattern.need_not_be_known
    unneeded = None if free is None else nodes[free]
    return any(
        node.request is None and mentions[node.head].stands_in
        for node in nodes
        if node is not unneeded
    )


def is_part_of_a_name(text: str, start: int, end: int) -> bool:
    """Tell whether the words in text[start:end] go on as a name, or are the end of one."""
    if _name_behind().match(text[end : end + _NAME_REACH]):
        return True
    return _institution_in_front().search(text[max(0, start - _NAME_REACH) : start]) is not None


@cache
def _name_behind() -> re.Pattern[str]:
    """Return the pattern of a capitalised word behind that is no date, or of an office."""
    return re.compile(
        rf"(?:['’]s)? (?!(?i:{cue('dates')})\b)[A-Z][a-z]{{2,}}|(?: regional)? {cue('offices')}\b"
    )


@cache
def _institution_in_front() -> re.Pattern[str]:
    """Return the pattern of an institution "of" right in front."""
    return re.compile(rf"\b(?i:{cue('institutions')}) (?:of|for) (?:the )?$")


def nearby_countries(nodes: Sequence[Node], mentions: Sequence[ResolvedMention]) -> tuple[str, ...]:
    """Return the countries of the other mentions, those named most and nearest first.

    Parameters
    ----------
    nodes
        What an expression is made of.
    mentions
        Of the whole text; those near the expression are read.
    """
    inside = [number for node in nodes for number in node.mentions]
    middle = (nodes[0].start + nodes[-1].end) / 2
    first, last = max(0, min(inside) - _MENTIONS_AROUND), max(inside) + _MENTIONS_AROUND
    weights: dict[str, float] = defaultdict(float)
    for number, mention in enumerate(mentions[first : last + 1], first):
        place = None if number in inside else mention.place
        if place and place.country_code:
            weights[place.country_code] += exp(-_distance(mention, middle) / _NEAR)
    return tuple(sorted(weights, key=lambda code: (-weights[code], code)))[:_MOST_COUNTRIES]


def _distance(mention: ResolvedMention, middle: float) -> float:
    """Return how many code points off a mention is; what stands in front is likelier meant."""
    away = (mention.start + mention.end) / 2 - middle
    return _BEHIND * away if away > 0 else -away
