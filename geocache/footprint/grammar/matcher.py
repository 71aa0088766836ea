"""The expressions of a text."""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from math import exp

from ...records import RecognizedMention, Resolution
from ..expression import Anchor, Asked, Drawing
from ..registry import patterns, stages
from .lexicon import Stems, cue
from .masking import LINE, MaskedText, Node, mask
from .pattern import Pattern

# ---- in names

_REACH = 30
"""Code points before and behind that are looked at."""


def is_in_a_name(text: str, start: int, end: int) -> bool:
    """Whether the words in text[start:end] go on as a name, or are the end of one."""
    if _followers().match(text[end : end + _REACH]):
        return True
    return _leaders().search(text[max(0, start - _REACH) : start]) is not None


@cache
def _followers() -> re.Pattern[str]:
    """A capitalised word right behind that is no date, or an office."""
    return re.compile(
        rf"(?:['’]s)? (?!(?i:{cue('dates')})\b)[A-Z][a-z]{{2,}}|(?: regional)? {cue('offices')}\b"
    )


@cache
def _leaders() -> re.Pattern[str]:
    """An institution "of" right in front."""
    return re.compile(rf"\b(?i:{cue('institutions')}) (?:of|for) (?:the )?$")


# ---- stages


class Cues:
    """The words that expressions have: which kinds of them are in a text, and in each pattern.

    The stems of a key are a kind, which has a number: a pattern is tried only where all of its
    kinds are.
    """

    def __init__(self) -> None:
        kinds = dict.fromkeys(kind for pattern in patterns() for kind in pattern.stems)
        number_of = {kind: number for number, kind in enumerate(kinds)}
        self._kinds_of: dict[str, set[int]] = defaultdict(set)
        for kind, number in number_of.items():
            for stem in kind:
                self._kinds_of[stem].add(number)
        self._stems = Stems(self._kinds_of)
        self._needed = [
            [(p, frozenset(map(number_of.__getitem__, p.stems))) for p in stage]
            for stage in stages()
        ]

    def possible(self, masked: MaskedText) -> list[list[Pattern]]:
        """Patterns of each stage whose kinds of stems a text has, which is told where they are."""
        kinds = self._noted(masked)
        return [[p for p, needed in stage if needed <= kinds] for stage in self._needed]

    def _noted(self, masked: MaskedText) -> set[int]:
        """Kinds of stems in a text."""
        seen = self._stems(masked.windows.spelled)
        masked.windows.note(seen)
        return set().union(*(self._kinds_of[stem] for stem, found in seen.items() if found))


@cache
def cues() -> Cues:
    """Return those of all patterns, worked out once."""
    return Cues()


_BEHIND = 3.0
"""How many times as far off a country counts that is named behind an expression."""
_NEAR = 300.0
"""Code points in which what a mention says of the countries near by falls to a third."""
_MOST_NEAR, _AROUND = 6, 50
"""Countries named near by that are looked at, and mentions on either side."""


@dataclass(frozen=True, slots=True)
class Found:
    """An expression in a text."""

    node: Node
    asked: Asked
    drawing: Drawing


class Finder:
    """Finds the expressions of one text.

    Parameters
    ----------
    text, mentions, resolutions
        As recognised and resolved; a resolution for each mention.
    build
        Returns what draws an expression; None when its words mean something else.
    """

    def __init__(
        self,
        text: str,
        mentions: Sequence[RecognizedMention],
        resolutions: Sequence[Resolution],
        build: Callable[[Asked], Drawing | None],
    ) -> None:
        self._mentions, self._resolutions, self._build = mentions, resolutions, build
        self._places = [resolution.place for resolution in resolutions]
        self._masked = mask(text, mentions)
        self._stages = cues().possible(self._masked)

    def expressions(self) -> Iterator[Found]:
        """Yield every expression, those that are made of others after these."""
        for stage in self._stages:
            found = self._longest(self._stage(stage))
            yield from found
            nodes = [expression.node for expression in found if expression.node.slot]
            self._masked = self._masked.with_nodes(sorted(nodes, key=lambda node: node.start))

    def _stage(self, stage: Sequence[Pattern]) -> Iterator[Found]:
        masked = self._masked
        for pattern in stage:
            for first, last, groups in pattern.matches(masked):
                start, end = masked.original(first), masked.original(last)
                if pattern.can_be_named and is_in_a_name(masked.source, start, end):
                    continue
                nodes = masked.nodes_in(first, last)
                if "size" not in groups and self._lacks_a_place(pattern, nodes):
                    continue  # better a place beside it than a shape that can't be drawn
                asked = self._asked(pattern, groups, nodes)
                drawing = self._build(asked)
                if drawing:
                    mentions = tuple(m for node in nodes for m in node.mentions)
                    yield Found(Node(pattern.becomes, start, end, mentions, asked), asked, drawing)

    @staticmethod
    def _longest(found: Iterator[Found]) -> list[Found]:
        """Of expressions that share words, the longest; the earlier of the table, of these."""
        kept: list[Found] = []
        starts, ends = list[int](), list[int]()  # of what is kept, in order
        for one in sorted(found, key=lambda f: f.node.start - f.node.end):
            at = bisect_left(starts, one.node.end)
            if at == 0 or ends[at - 1] <= one.node.start:
                starts.insert(at, one.node.start)
                ends.insert(at, one.node.end)
                kept.append(one)
        return kept

    def _asked(
        self, pattern: Pattern, groups: dict[str, str | None], nodes: Sequence[Node]
    ) -> Asked:
        anchors = tuple(self._anchor(node) for node in nodes)
        near = self._near(nodes) if pattern.looks_around else ()
        return Asked(pattern.build, tuple(groups.items()), anchors, near)

    def _anchor(self, node: Node) -> Anchor:
        if node.asked:
            return Anchor("", None, node.asked, is_line=node.slot == LINE)
        number = node.mentions[0]
        place = None if self._stands_in(node) else self._places[number]
        # What is 6 km around a volcano that no source knows is not around the town beside it.
        return Anchor(self._mentions[number].text, place)

    def _lacks_a_place(self, pattern: Pattern, nodes: Sequence[Node]) -> bool:
        """Whether a place that the shape depends on is one that no source knows."""
        free = pattern.need_not_be_known
        unneeded = None if free is None else nodes[free]
        return any(self._stands_in(node) for node in nodes if node is not unneeded)

    def _stands_in(self, node: Node) -> bool:
        """Whether it is a mention of a name that no source knows, shown at another place."""
        return not node.asked and bool(self._resolutions[node.mentions[0]].stands_in_for)

    def _near(self, nodes: Sequence[Node]) -> tuple[str, ...]:
        """Countries of the other mentions, those named most and nearest first."""
        taken = [number for node in nodes for number in node.mentions]
        middle = (nodes[0].start + nodes[-1].end) / 2
        first, last = max(0, min(taken) - _AROUND), max(taken) + _AROUND
        named: dict[str, float] = defaultdict(float)
        for number, place in enumerate(self._places[first : last + 1], first):
            if place and place.country_code and number not in taken:
                away = _away(self._mentions[number], middle)
                named[place.country_code] += exp(-away / _NEAR)
        return tuple(sorted(named, key=lambda code: (-named[code], code)))[:_MOST_NEAR]


def _away(mention: RecognizedMention, middle: float) -> float:
    """How far off a mention is; what stands in front is likelier meant."""
    away = (mention.start + mention.end) / 2 - middle
    return _BEHIND * away if away > 0 else -away
