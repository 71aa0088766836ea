"""Evidence, and records that put it into words when it is first read: most of it never is."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

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


class MadeLater:
    """Frozen record with slots, some of whose fields are filled when one is first read."""

    __slots__ = ()
    _LATER: ClassVar[dict[str, str]]
    """Fields, and the method that makes each."""

    if not TYPE_CHECKING:  # it would hide misspelt attributes from type checkers

        def __getattr__(self, name: str) -> Any:
            if name not in self._LATER:
                raise AttributeError(f"a {type(self).__name__.lower()} has no {name!r}")
            made = getattr(self, self._LATER[name])()
            object.__setattr__(self, name, made)
            return made


class WithGrounds(MadeLater):
    """Record whose ``reasons`` are what its grounds return."""

    __slots__ = ("why",)
    _LATER: ClassVar[dict[str, str]] = {"reasons": "_reasons"}
    why: Callable[[], tuple[Evidence, ...]]
    """Only records made from grounds have them."""

    def _reasons(self) -> tuple[Evidence, ...]:
        return self.why()
