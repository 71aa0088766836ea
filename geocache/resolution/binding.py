"""Records of what a text states of a mention for certain: what speaks for which candidates."""

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True, eq=False, slots=True)
class Binding:
    """Something stated that speaks for some candidates of a mention, or against them."""

    id: str
    """As in the records of evidence."""
    scores: Floats
    """Shape (candidates,), log-odds; candidates behind them have none."""
    detail: str
    """What is stated, for people."""


@dataclass(frozen=True, eq=False, slots=True)
class Statement:
    """All that a text states of a mention."""

    bindings: tuple[Binding, ...] = ()
    unknown: str = ""
    """Words that no source knows, if any; a candidate may share their name."""
    lends_name: Bools | None = None
    """Shape (candidates,), those that only share the name of the words; None when none does."""

    def with_binding(self, binding: Binding) -> "Statement":
        """Add what binds the mention."""
        return replace(self, bindings=(*self.bindings, binding))

    def score(self, binding: Binding, position: int) -> float:
        """What a binding says of the candidate at a position."""
        return float(binding.scores[position]) if position < len(binding.scores) else 0.0

    def only_lends_name(self, position: int) -> bool:
        """Whether the candidate at a position only shares the name of the words."""
        lends = self.lends_name
        return lends is not None and position < len(lends) and bool(lends[position])


NOTHING_STATED = Statement()


def scored(strength: float, speaks_for: Bools) -> Floats:
    """Return the scores of a binding that says the same of some candidates, and nothing of others.

    Parameters
    ----------
    strength
        Log-odds.
    speaks_for
        Shape (candidates,).
    """
    return np.where(speaks_for, strength, 0.0)
