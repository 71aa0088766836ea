"""A batch of mentions on the way to resolution: every candidate of every mention, in rows."""

from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

from ..gazetteer.names.normalise import normal_form
from ..records import NameMatch, RecognizedMention, Resolution
from .binding import NOTHING_STATED, Binding, Statement
from .candidate_set import ADMIN_UNITS, AdminUnitNumbers, CandidateColumns, CandidateSet
from .context import Surroundings
from .outlet_profiles import OutletProfile

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Made = TypeVar("Made")
_ONE_SENSE = 3.0
"""Log-odds of 95%: a name that a person decided about means the same elsewhere in the document.

Not learnt: no corpus has decisions, and what other mentions seem to mean says much less.
"""


@dataclass(eq=False)
class MentionBatch:
    """Mentions with their candidates; the last row of each mention stands for none of them."""

    text: str
    source: str
    """The outlet's domain; empty when not known."""
    mentions: Sequence[RecognizedMention]
    candidates: Sequence[CandidateSet]
    """Of each mention."""
    numbers: AdminUnitNumbers
    outlet_profile: OutletProfile | None = None
    """What the outlet writes of; None when that is not known."""
    statements: Sequence[Statement] = ()
    """What the text states of each mention; empty when that does not count."""
    predetermined: dict[int, int] = field(default_factory=dict)
    """Mentions that there is nothing to decide about, and the position of their candidate."""

    def __post_init__(self) -> None:
        sizes = np.array([len(candidates.rows) for candidates in self.candidates], np.int64)
        self.owner: Ints = np.arange(len(sizes)).repeat(sizes)
        """Shape (rows,), the mention of each row."""
        ends = sizes.cumsum()
        self.starts: Ints = ends - sizes
        """Shape (mentions,), the first row of each."""
        self.none: Ints = ends - 1
        """Shape (mentions,), the row that stands for none of the candidates."""
        rows = np.concatenate([candidates.rows for candidates in self.candidates])
        by_column: Ints = np.ascontiguousarray(rows.T)
        self.columns: CandidateColumns[Ints] = CandidateColumns(*by_column)
        """Each of shape (rows,)."""
        self.admin_units: Ints = by_column[ADMIN_UNITS]
        """Shape (3, rows), the country and the first- and second-order subdivision of each row."""
        self.is_none: npt.NDArray[np.bool_] = np.zeros(len(self.owner), bool)
        """Shape (rows,)."""
        self.is_none[self.none] = True
        self.is_candidate: Ints = (~self.is_none).astype(np.int64)
        """Shape (rows,), 1 where it is one and 0 where none is."""
        self.kept: dict[Hashable, Any] = {}
        """What is the same in every pass over the batch."""

    def once(self, function: Callable[["MentionBatch"], Made]) -> Made:
        """Return what a function makes of the batch, worked out once."""
        made: Made | None = self.kept.get(function)
        if made is None:
            made = self.kept[function] = function(self)
        return made

    @cached_property
    def directions(self) -> Floats:
        """Shape (rows, 3), unit vectors from the middle of the globe."""
        return np.concatenate([candidates.directions for candidates in self.candidates])

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

    @cached_property
    def has_nearby(self) -> bool:
        """Whether some candidates do not have the name of their mention."""
        return any(candidates.has_nearby for candidates in self.candidates)

    @cached_property
    def binding_scores(self) -> Floats | None:
        """What is added to each row for what the text states; None when it states nothing."""
        if not any(statement.bindings for statement in self.statements):
            return None
        added = np.zeros(len(self.owner))
        for start, statement in zip(self.starts.tolist(), self.statements, strict=True):
            for binding in statement.bindings:
                added[start : start + len(binding.scores)] += binding.scores
        return added

    def bindings(self, row: int) -> Iterator[tuple[Binding, float]]:
        """Yield what the text states of the candidate in a row, with what it adds."""
        mention = int(self.owner[row])
        statement = self._statement(mention)
        for binding in statement.bindings:
            score = statement.score(binding, row - int(self.starts[mention]))
            if score:
                yield binding, score

    def unknown_words(self, mention: int) -> str:
        """Return the words that no source knows, when a mention means none of the candidates.

        With a word for a kind, if the text says so: "Odesa port" is not known, Odesa is.
        """
        return self._statement(mention).unknown or self.mentions[mention].text

    def only_lends_name(self, mention: int, position: int) -> bool:
        """Whether a candidate of a mention only shares the name of what no source knows."""
        return self._statement(mention).only_lends_name(position)

    def _statement(self, mention: int) -> Statement:
        return self.statements[mention] if self.statements else NOTHING_STATED

    def predetermine(self, resolutions: Sequence[Resolution | None]) -> None:
        """Take in what was decided of each mention; None where there is something to decide."""
        self.predetermined = {
            mention: 0 if resolution.place else len(self.candidates[mention].matches)
            for mention, resolution in enumerate(resolutions)
            if resolution
        }

    def match(self, row: int) -> NameMatch:
        """Return the candidate in a row; not for rows that stand for none."""
        mention = int(self.owner[row])
        return self.candidates[mention].matches[row - int(self.starts[mention])]

    def words(self, row: int) -> str:
        """Return the words of the mention that a row belongs to."""
        return self.mentions[int(self.owner[row])].text

    def probabilities(self, scores: Floats) -> Floats:
        """Return the softmax of the rows of each mention.

        What is predetermined is certain, and counts for other mentions of its name.

        Parameters
        ----------
        scores
            Shape (rows,).
        """
        if self.predetermined:
            scores = scores + self._predetermined_elsewhere
        best = np.maximum.reduceat(scores, self.starts)
        powers = np.exp(scores - best[self.owner])
        shares = powers / np.add.reduceat(powers, self.starts)[self.owner]
        for mention, position in self.predetermined.items():
            shares[self.starts[mention] : self.none[mention] + 1] = 0.0
            shares[self.starts[mention] + position] = 1.0
        return shares

    @cached_property
    def _predetermined_elsewhere(self) -> Floats:
        """What it adds to each row that the same name was decided to mean its place."""
        added = np.zeros(len(self.owner))
        identities = self.columns.identity
        for mention, position in self.predetermined.items():
            row = int(self.starts[mention]) + position
            is_namesake = (self.names[self.owner] == self.names[mention]) & ~self.is_none
            if not self.is_none[row]:
                added[is_namesake & (identities == identities[row])] = _ONE_SENSE
        return added

    def only_candidates(self, codes: Ints) -> Ints:
        """Return the codes of the rows that stand for candidates; 0 for the others."""
        return codes * self.is_candidate

    def only_none(self, codes: Ints) -> Ints:
        """Return codes for the rows that stand for none of a mention's candidates, 0 for others.

        Parameters
        ----------
        codes
            Shape (mentions,).
        """
        of_rows = np.zeros(len(self.owner), np.int64)
        of_rows[self.none] = codes
        return of_rows
