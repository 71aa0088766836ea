"""Places that a passage speaks of without naming them: "there", "in the camp"."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from geocache.data_files import shipped

from ..model import Passage

_NAMED_AS = 24


@dataclass(frozen=True, slots=True)
class Antecedent:
    """A literal footprint that later passages may refer to, and where the text has it."""

    index: int
    passage: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Carried:
    """A footprint that a passage refers to."""

    index: int
    passage: int
    reason: str
    start: int
    """Of the words that refer to it."""


def carried_into(
    text: str, passages: Sequence[Passage], footprints: Sequence[Antecedent]
) -> tuple[Carried, ...]:
    """Footprints that passages refer to by a word, each with the reason.

    A word only refers back when no place of its own passage stands before it.
    """
    found: dict[tuple[int, int], Carried] = {}
    for passage in passages:
        for carried in _in_passage(text, passage, footprints):
            found.setdefault((carried.passage, carried.index), carried)
    return tuple(found.values())


def _in_passage(text: str, passage: Passage, footprints: Sequence[Antecedent]) -> Iterator[Carried]:
    own = [f.start for f in footprints if f.passage == passage.number]
    earlier = [f for f in footprints if f.passage < passage.number]
    for pattern, kind in _patterns():
        match = pattern.search(text, passage.start, passage.end)
        if not match or not earlier or (own and min(own) < match.start()):
            continue
        for footprint in _antecedents(text, earlier, kind):
            words = " ".join(match.group().split())
            reason = f"'{words}' refers back to passage {footprint.passage + 1}"
            yield Carried(footprint.index, passage.number, reason, match.start())


def _antecedents(text: str, earlier: Sequence[Antecedent], kind: str) -> list[Antecedent]:
    if not kind:
        latest = max(f.passage for f in earlier)
        return [f for f in earlier if f.passage == latest]
    named = [f for f in earlier if re.search(rf"\b{kind}\b", _surroundings(text, f), re.IGNORECASE)]
    return named[-1:]


def _surroundings(text: str, footprint: Antecedent) -> str:
    """Words of a footprint and those right behind it, up to a full stop."""
    behind = text[footprint.end : footprint.end + _NAMED_AS]
    return text[footprint.start : footprint.end] + re.split(r"[.;\n]", behind)[0]


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], str], ...]:
    """Pattern and the kind of place it wants; an empty kind wants any."""
    cues = shipped("carried.yaml")
    pairs = [(words, "") for words in cues["previous"]]
    pairs += [(words, kind) for kind, words in cues["kind"].items()]
    return tuple((re.compile(rf"\b{words}", re.IGNORECASE), kind) for words, kind in pairs)
