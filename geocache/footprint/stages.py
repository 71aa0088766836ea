"""The table of patterns, in the order in which they are looked for."""

from collections import defaultdict
from functools import cache

from .cues import Stems
from .lines import farther_patterns, line_patterns
from .masked import MaskedText
from .measured import measured_patterns
from .patterns import Pattern
from .regions import agreed_patterns, region_patterns


def stages() -> tuple[tuple[Pattern, ...], ...]:
    """Return every pattern; later stages read what earlier ones found."""
    return (
        line_patterns(),
        farther_patterns(),
        region_patterns(),
        measured_patterns(),
        agreed_patterns(),
    )


def patterns() -> tuple[Pattern, ...]:
    """Return every pattern of every stage."""
    return tuple(pattern for stage in stages() for pattern in stage)


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
