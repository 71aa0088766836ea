"""The table of patterns, in the order in which they are looked for."""

from collections import defaultdict
from functools import cache, reduce
from operator import or_

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
    """The words that expressions have: which of them are in a text, and for which patterns.

    The kinds of stems are numbered, and kinds are told as bits: a pattern is tried only where all
    of its kinds are.
    """

    def __init__(self) -> None:
        kinds = list(dict.fromkeys(stems for pattern in patterns() for stems in pattern.stems))
        self._kinds_of: dict[str, int] = defaultdict(int)
        for number, stems in enumerate(kinds):
            for stem in stems:
                self._kinds_of[stem] |= 1 << number
        self._stems = Stems(self._kinds_of)
        self._needed = {
            pattern.name: reduce(or_, [1 << kinds.index(stems) for stems in pattern.stems])
            for pattern in patterns()
        }

    def noted(self, masked: MaskedText) -> int:
        """Kinds of stems in a text, which is told where they are."""
        seen = self._stems(masked.windows.spelled)
        masked.windows.note(seen)
        return reduce(or_, [self._kinds_of[stem] for stem, found in seen.items() if found], 0)

    def may_have(self, kinds: int, pattern: Pattern) -> bool:
        """Whether a text with some kinds of stems may have an expression of a pattern."""
        return not self._needed[pattern.name] & ~kinds


@cache
def cues() -> Cues:
    """Return those of all patterns, worked out once."""
    return Cues()
