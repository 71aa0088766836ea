"""A stretch of a document on the way to resolution: every candidate of every mention, in rows."""

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

from ..gazetteer.names.normalise import normal_form
from ..records import Mention, NameMatch
from .candidate_set import Bearers, Column, Numbers
from .context import Surroundings
from .outlet_profiles import Home

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Made = TypeVar("Made")
_ONE = 1
_ONE_SENSE = 3.0
"""Log-odds of 95%: a name that a person decided about means the same elsewhere in the document.

Not learnt: no corpus has decisions, and what other mentions seem to mean says much less.
"""


@dataclass(eq=False)
class Look:
    """Mentions with their candidates; the last row of each mention stands for none of them."""

    text: str
    source: str
    """The outlet's domain; empty when not known."""
    mentions: Sequence[Mention]
    candidates: Sequence[Bearers]
    """Of each mention."""
    numbers: Numbers
    home: Home | None = None
    """Where the outlet is at home, as far as it is known."""
    decided: Mapping[int, int] = field(default_factory=dict)
    """Mentions that there is nothing to decide about, and the position of their candidate."""

    def __post_init__(self) -> None:
        sizes = np.array([len(found.columns) for found in self.candidates], np.int64)
        self.owner: Ints = np.arange(len(sizes)).repeat(sizes)
        """Shape (rows,), the mention of each row."""
        ends = sizes.cumsum()
        self.starts: Ints = ends - sizes
        """Shape (mentions,), the first row of each."""
        self.none: Ints = ends - _ONE
        """Shape (mentions,), the row that stands for none of the candidates."""
        columns = np.concatenate([found.columns for found in self.candidates])
        self.columns: Ints = np.ascontiguousarray(columns.T)
        """Shape (`Column`, rows)."""
        self.is_none: npt.NDArray[np.bool_] = np.zeros(len(self.owner), bool)
        """Shape (rows,)."""
        self.is_none[self.none] = True
        self.is_candidate: Ints = (~self.is_none).astype(np.int64)
        """Shape (rows,), 1 where it is one and 0 where none is."""
        self.kept: dict[Hashable, Any] = {}
        """What is the same at each look at the same mentions."""

    def __getitem__(self, column: int) -> Ints:
        found: Ints = self.columns[column]
        return found

    def once(self, function: Callable[["Look"], Made]) -> Made:
        """What a function makes of the look, worked out once."""
        found: Made | None = self.kept.get(function)
        if found is None:
            found = self.kept[function] = function(self)
        return found

    @cached_property
    def directions(self) -> Floats:
        """Shape (rows, 3), unit vectors from the middle of the globe."""
        return np.concatenate([found.directions for found in self.candidates])

    @cached_property
    def surroundings(self) -> Surroundings:
        """What the words around each mention say."""
        return Surroundings.of(self.text, self.mentions)

    @cached_property
    def names(self) -> Ints:
        """Shape (mentions,), the same number for the same name."""
        seen: dict[str, int] = {}
        return np.array(
            [seen.setdefault(normal_form(m.text), len(seen)) for m in self.mentions], np.int64
        )

    def match(self, row: int) -> NameMatch:
        """Candidate in a row; not for rows that stand for none."""
        mention = int(self.owner[row])
        return self.candidates[mention].matches[row - int(self.starts[mention])]

    def probabilities(self, scores: Floats) -> Floats:
        """Softmax of the rows of each mention; what is decided is certain, and counts for its name.

        Parameters
        ----------
        scores
            Shape (rows,).
        """
        if self.decided:
            scores = scores + self._decided_elsewhere
        best = np.maximum.reduceat(scores, self.starts)
        powers = np.exp(scores - best[self.owner])
        found = powers / np.add.reduceat(powers, self.starts)[self.owner]
        for mention, position in self.decided.items():
            found[self.starts[mention] : self.none[mention] + 1] = 0.0
            found[self.starts[mention] + position] = 1.0
        return found

    @cached_property
    def _decided_elsewhere(self) -> Floats:
        """What it adds to each row that the same name was decided to mean its place."""
        found = np.zeros(len(self.owner))
        identities = self[Column.IDENTITY]
        for mention, position in self.decided.items():
            row = int(self.starts[mention]) + position
            same = (self.names[self.owner] == self.names[mention]) & ~self.is_none
            if not self.is_none[row]:
                found[same & (identities == identities[row])] = _ONE_SENSE
        return found

    def only_candidates(self, codes: Ints) -> Ints:
        """Codes of the rows that stand for candidates; 0 for the others."""
        return codes * self.is_candidate

    def only_none(self, codes: Ints) -> Ints:
        """Codes for the rows that stand for none of a mention's candidates; 0 for the others.

        Parameters
        ----------
        codes
            Shape (mentions,).
        """
        found = np.zeros(len(self.owner), np.int64)
        found[self.none] = codes
        return found
