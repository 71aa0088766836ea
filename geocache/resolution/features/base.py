"""Small named features for or against a candidate, and how they are read.

Each feature sorts the candidates of a document into a few classes, and training gives every class a
weight. Class 0 is silence: nothing is to be said, and nothing is added. Features have an id and a
title of their own, so that their functions can be called anything; what a feature compared is put
into words when someone reads it.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from ..batch import MentionBatch
from ..coherence import Coherence

Ints = npt.NDArray[np.int64]
Explanation = tuple[str, *tuple[object, ...]]
"""A format string and the values for it."""


Classes = Callable[["FeatureContext"], Ints]


@dataclass(frozen=True, slots=True)
class FeatureContext:
    """What features may look at."""

    batch: MentionBatch
    coherence: Coherence | None = None
    """None in the first pass, which knows nothing of the others."""
    kept: dict[Classes, Ints] = field(default_factory=dict)
    """Classes that differ from pass to pass; the others are kept by the batch."""

    @property
    def others(self) -> Coherence:
        """What the other mentions say."""
        if self.coherence is None:
            raise ValueError("the first pass knows nothing of the other mentions")
        return self.coherence

    def classes(self, function: Classes, *, together: bool = False) -> Ints:
        """Class of each row by the function of a feature, worked out once."""
        kept = self.kept if together else self.batch.kept
        found: Ints | None = kept.get(function)
        if found is None:
            found = kept[function] = function(self)
        return found

    def forget(self) -> None:
        """Let go of what can be worked out again, here and in the batch.

        Both are kept for as long as the evidence may be read.
        """
        self.kept.clear()
        self.batch.kept.clear()


Explainer = Callable[[FeatureContext, int], Explanation]


@dataclass(frozen=True, slots=True)
class Layout:
    """How classes are ordered: class = (block * steps + step) * sorts + sort.

    Training expects neighbouring steps to weigh alike, and the sorts of a step.
    """

    steps: int
    sorts: int = 1
    first: int = 0
    """The first step that has to do with the next one."""


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
    explain: Explainer
    """Says what was compared in a row."""
    layout: Layout = Layout(1)
    """Classes are of their own unless this says otherwise."""
    together: bool = False
    """Whether it looks at the other mentions, so that it differs from pass to pass."""


class FeatureSet:
    """Features side by side: one column of classes each.

    Parameters
    ----------
    features
        In the order in which they are told; those that look at the other mentions come last.
    """

    def __init__(self, *features: Feature) -> None:
        self.features = features
        counts = [feature.count for feature in features]
        self.offsets: Ints = np.concatenate([[0], np.cumsum(counts)[:-1]]).astype(np.int64)
        self.size = sum(counts)
        """Classes of all features together."""
        self._alone = tuple(feature.classes for feature in features if not feature.together)
        self._together = tuple(feature.classes for feature in features if feature.together)

    @property
    def ids(self) -> list[str]:
        """Ids of the features."""
        return [feature.id for feature in self.features]

    def classes(self, context: FeatureContext) -> Ints:
        """Shape (features, rows): each row's class, counted through all features."""
        kept = context.batch.kept
        if self._alone not in kept:
            found = np.array([context.classes(function) for function in self._alone])
            kept[self._alone] = found + self.offsets[: len(found), None]
        alone: Ints = kept[self._alone]
        if not self._together:
            return alone
        found = np.array([context.classes(function, together=True) for function in self._together])
        found += self.offsets[len(alone) :, None]
        return np.concatenate([alone, found])


def graded(values: npt.NDArray[np.float64], bounds: npt.NDArray[np.float64]) -> Ints:
    """How many of the rising bounds each value reaches."""
    return np.asarray(bounds.searchsorted(values, "right"), np.int64)
