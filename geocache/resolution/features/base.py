"""Features for or against a candidate: what they are, the classes they give, how they are read.

Each feature sorts the candidates of a batch into a few classes, and training gives every class a
weight. Class 0 is silence: nothing is to be said, and nothing is added. Features have an id and a
title of their own, so that their functions can be called anything; what a feature compared is put
into words when someone reads it.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

from ..batch import MentionBatch
from ..coherence import Coherence

Ints = npt.NDArray[np.int64]
Made = TypeVar("Made")
Explanation = tuple[str, *tuple[object, ...]]
"""A format string and the values for it."""


Classes = Callable[["FeatureContext"], Ints]


@dataclass(frozen=True, slots=True)
class FeatureContext:
    """What features may look at."""

    batch: MentionBatch
    known_coherence: Coherence | None = None
    """None in the first pass, which knows nothing of the other mentions."""
    kept: dict[Callable[["FeatureContext"], Any], Any] = field(default_factory=dict)
    """What differs from pass to pass; the rest is kept by the batch."""

    @property
    def coherence(self) -> Coherence:
        """How the candidates fit the other mentions."""
        if self.known_coherence is None:
            raise ValueError("the first pass knows nothing of the other mentions")
        return self.known_coherence

    def once(
        self, function: Callable[["FeatureContext"], Made], *, uses_coherence: bool = False
    ) -> Made:
        """Return what a function makes of the context, worked out once.

        Parameters
        ----------
        function
            The function of a feature, or what several features share.
        uses_coherence
            Whether it comes out otherwise in every pass.
        """
        kept: dict[Any, Any] = self.kept if uses_coherence else self.batch.kept
        made: Made | None = kept.get(function)
        if made is None:
            made = kept[function] = function(self)
        return made

    def forget(self) -> None:
        """Let go of what can be worked out again, here and in the batch.

        Both are kept for as long as the evidence may be read.
        """
        self.kept.clear()
        self.batch.kept.clear()


Explain = Callable[[FeatureContext, int], Explanation]


@dataclass(frozen=True, slots=True)
class Layout:
    """How classes are ordered: class = (block * steps + step) * sorts + sort.

    Training expects neighbouring steps to weigh alike, and the sorts of a step.
    """

    steps: int
    sorts: int = 1
    first: int = 0
    """The first step that has to do with the next one."""

    def step_of(self, number: int) -> int:
        """Return the step of a class."""
        return number // self.sorts % self.steps


@dataclass(frozen=True, slots=True)
class Feature:
    """What one aspect of a candidate says for or against it."""

    id: str
    """Stands in the file of weights and in the records; never another, whatever is renamed."""
    title: str
    """As people read it."""
    classes: Classes
    """Class of each row, 0 for nothing to say."""
    count: int
    """How many classes there are."""
    explain: Explain
    """Says what was compared in a row."""
    layout: Layout = Layout(1)
    """Classes are of their own unless this says otherwise."""
    uses_coherence: bool = False
    """Whether it looks at the other mentions, so that it differs from pass to pass."""


class FeatureSet:
    """Features side by side: one column of classes each.

    Parameters
    ----------
    features
        In the order in which they are explained; those that look at the other mentions come last.
    """

    def __init__(self, *features: Feature) -> None:
        self.features = features
        counts = [feature.count for feature in features]
        self.offsets: Ints = np.concatenate([[0], np.cumsum(counts)[:-1]]).astype(np.int64)
        self.size = sum(counts)
        """Classes of all features together."""
        self._alone = tuple(f.classes for f in features if not f.uses_coherence)
        self._coherent = tuple(f.classes for f in features if f.uses_coherence)

    @property
    def ids(self) -> list[str]:
        """Ids of the features."""
        return [feature.id for feature in self.features]

    def classes(self, context: FeatureContext) -> Ints:
        """Shape (features, rows): each row's class, counted through all features."""
        kept = context.batch.kept
        if self._alone not in kept:
            classes = np.array([context.once(function) for function in self._alone])
            kept[self._alone] = classes + self.offsets[: len(classes), None]
        alone: Ints = kept[self._alone]
        if not self._coherent:
            return alone
        classes = np.array(
            [context.once(function, uses_coherence=True) for function in self._coherent]
        )
        classes += self.offsets[len(alone) :, None]
        return np.concatenate([alone, classes])


def graded(values: npt.NDArray[np.float64], bounds: npt.NDArray[np.float64]) -> Ints:
    """Return how many of the rising bounds each value reaches."""
    return np.asarray(bounds.searchsorted(values, "right"), np.int64)
