"""Small named reasons for or against a candidate, and how they are read.

Each evidence function sorts the candidates of a document into a few classes, and training gives
every class a weight. Class 0 is silence: nothing is to be said, and nothing is added. The first
line of a function's docstring is its title for people; what it compared is put into words by the
function beside it, when someone reads it.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from .look import Look
from .support import Support

Ints = npt.NDArray[np.int64]
Said = tuple[str, *tuple[object, ...]]
"""A format string and the values for it."""


Classes = Callable[["View"], Ints]


@dataclass(frozen=True, slots=True)
class View:
    """What evidence functions may look at."""

    look: Look
    support: Support | None = None
    """None at the first look, which knows nothing of the others."""
    kept: dict[Classes, Ints] = field(default_factory=dict)
    """Classes that differ from look to look; the others are kept by the look."""

    @property
    def others(self) -> Support:
        """What the other mentions say."""
        if self.support is None:
            raise ValueError("the first look knows nothing of the other mentions")
        return self.support

    def classes(self, function: Classes, *, together: bool = False) -> Ints:
        """Class of each row by an evidence function, worked out once."""
        kept = self.kept if together else self.look.kept
        found: Ints | None = kept.get(function)
        if found is None:
            found = kept[function] = function(self)
        return found

    def forget(self) -> None:
        """Let go of what can be worked out again, here and in the look.

        Both are kept for as long as the evidence may be read.
        """
        self.kept.clear()
        self.look.kept.clear()


Words = Callable[[View, int], Said]


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
class Reason:
    """An evidence function, how many classes it has, and its words."""

    classes: Classes
    """Class of each row, 0 for nothing to say."""
    count: int
    words: Words
    """What was compared in a row."""
    layout: Layout = Layout(1)
    """Classes are of their own unless this says otherwise."""
    together: bool = False
    """Whether it looks at the other mentions, so that it differs from look to look."""

    @property
    def name(self) -> str:
        """As it is called in the records."""
        return self.classes.__name__

    @property
    def title(self) -> str:
        """As people read it."""
        return (self.classes.__doc__ or self.name).partition("\n")[0].rstrip(".")


class Table:
    """Reasons side by side: one column of classes each.

    Parameters
    ----------
    reasons
        In the order in which they are told; those that look at the other mentions come last.
    """

    def __init__(self, *reasons: Reason) -> None:
        self.reasons = reasons
        counts = [reason.count for reason in reasons]
        self.offsets: Ints = np.concatenate([[0], np.cumsum(counts)[:-1]]).astype(np.int64)
        self.size = sum(counts)
        """Classes of all reasons together."""
        self._alone = tuple(reason.classes for reason in reasons if not reason.together)
        self._together = tuple(reason.classes for reason in reasons if reason.together)

    @property
    def names(self) -> list[str]:
        """Of the reasons."""
        return [reason.name for reason in self.reasons]

    def classes(self, view: View) -> Ints:
        """Shape (reasons, rows): each row's class, counted through all reasons."""
        kept = view.look.kept
        if self._alone not in kept:
            found = np.array([view.classes(function) for function in self._alone])
            kept[self._alone] = found + self.offsets[: len(found), None]
        alone: Ints = kept[self._alone]
        if not self._together:
            return alone
        found = np.array([view.classes(function, together=True) for function in self._together])
        found += self.offsets[len(alone) :, None]
        return np.concatenate([alone, found])


def graded(values: npt.NDArray[np.float64], bounds: npt.NDArray[np.float64]) -> Ints:
    """How many of the rising bounds each value reaches."""
    return np.asarray(bounds.searchsorted(values, "right"), np.int64)
