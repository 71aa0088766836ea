"""Evidence, and records that put it into words when it is first read: most of it never is."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

Finding = tuple[str, float, str, *tuple[object, ...]]
"""Evidence not yet in words: its name, its score, a format string, and the values for it."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """One scored, worded reason for or against a candidate."""

    name: str
    """The evidence function that gave it."""
    score: float
    """Weighted contribution; higher speaks for the candidate."""
    detail: str
    """What was compared, in words."""

    @classmethod
    def of(cls, finding: Finding) -> "Evidence":
        """Put a finding into words."""
        name, score, words, *compared = finding
        return cls(name, score, words.format(*compared))


class _WordedLater:
    """Frozen record with slots, one of whose fields is filled when it is first read."""

    __slots__ = ()
    _LATER: ClassVar[str]
    """The field."""

    def _worded(self) -> tuple[Evidence, ...]:
        raise NotImplementedError

    if not TYPE_CHECKING:  # it would hide misspelt attributes from type checkers

        def __getattr__(self, name: str) -> tuple[Evidence, ...]:
            if name != self._LATER:
                raise AttributeError(f"a {type(self).__name__.lower()} has no {name!r}")
            worded = self._worded()
            object.__setattr__(self, name, worded)
            return worded


class WithFindings(_WordedLater):
    """Record whose ``evidence`` is made of findings."""

    __slots__ = ("findings",)
    _LATER = "evidence"
    findings: tuple[Finding, ...]
    """Only records made from findings have them."""

    def _worded(self) -> tuple[Evidence, ...]:
        return tuple(map(Evidence.of, self.findings))


class WithGrounds(_WordedLater):
    """Record whose ``reasons`` are what its grounds return."""

    __slots__ = ("why",)
    _LATER = "reasons"
    why: Callable[[], tuple[Evidence, ...]]
    """Only records made from grounds have them."""

    def _worded(self) -> tuple[Evidence, ...]:
        return self.why()
