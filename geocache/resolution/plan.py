"""How the mentions of a look hear each other, whatever the probabilities of their candidates."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from .bearers import Column
from .look import Look
from .place_kinds import PlaceKind, Prominence

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
PLAN = "plan"
"""Under which a look keeps it."""
_NEAR = 300.0
"""Code points in which the weight of another mention falls to a third."""
_DOUBT, _NEAR_DOUBT = 1.0, 0.3
"""Mentions' worth of doubt: a single other mention is no majority."""


@dataclass(frozen=True, eq=False, slots=True)
class Plan:
    """What the support of a look's candidates is worked out by, whatever their probabilities.

    Five kinds of units can be spoken of: the country, the first- and second-order subdivision a
    candidate lies in, and the country and first-order subdivision that it is. Each unit of each
    kind has a column; each mention speaks in every column, and hears the others by four weights.
    """

    width: int
    """Columns."""
    cells: Ints
    """Shape (5 * rows,), mention and column that each row speaks in."""
    counts: Floats
    """Shape (5, rows), 1 where a row speaks of a unit of a kind."""
    weights: Floats
    """Shape (4 * mentions, mentions): how much each mention hears of each; as shares of all others
    and of those near by, and unshared."""
    heard: Ints
    """Shape (9, rows), where in what is heard the units that a row lies in are."""
    known: Floats
    """Shape (9, rows), 1 where the unit is known."""
    others: Bools
    """Shape (mentions, mentions), whether two have different names."""
    count: Floats
    """Shape (rows,), other names in the document."""

    @classmethod
    def of(cls, look: Look) -> "Plan":
        """Lay out the columns."""
        others, weights, count = _weights(look)
        numbers, width = [], 0
        for unit in (Column.COUNTRY, Column.FIRST, Column.SECOND, Column.COUNTRY, Column.FIRST):
            size, of_row = look.numbered(unit)
            numbers.append(of_row + width)
            width += size
        lies_in = [(look[unit] > 0).astype(np.float64) for unit in _UNITS]
        is_country = look[Column.PROMINENCE] == Prominence.COUNTRY
        is_first = look[Column.KIND] == PlaceKind.FIRST
        counts = np.array([*lies_in, lies_in[0] * is_country, lies_in[1] * is_first])
        cells = (look.owner * width + np.array(numbers)).ravel()
        rows, mentions = look.owner * width, len(look.mentions) * width
        heard = [rows + weight * mentions + numbers[kind] for kind, weight in _HEARD]
        known = [lies_in[kind % 3] for kind, _weight in _HEARD]
        return cls(
            width,
            cells,
            counts,
            weights,
            np.array(heard),
            np.array(known),
            others,
            count[look.owner],
        )


_UNITS = (Column.COUNTRY, Column.FIRST, Column.SECOND)
_HEARD = ((0, 0), (0, 1), (1, 0), (1, 1), (2, 0), (3, 2), (3, 3), (4, 2), (4, 3))
"""Kind of unit and weight of each field of `Support` from ``country`` to ``first_said_near``."""


def _weights(look: Look) -> tuple[Bools, Floats, Floats]:
    starts = np.array([mention.start for mention in look.mentions], np.float64)
    names = look.names
    differ = names[:, None] != names
    others = differ / np.bincount(names)[names]
    near = differ * np.exp(-np.abs(starts[:, None] - starts) / _NEAR)
    count = others.sum(axis=1)
    shares = others / (count + _DOUBT)[:, None]
    near_shares = near / (near.sum(axis=1) + _NEAR_DOUBT)[:, None]
    return differ, np.concatenate([shares, near_shares, differ, near]), count
