"""Records that put their evidence into words when it is first read: most of it never is."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, ClassVar


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
    why: Callable[[], tuple[Any, ...]]
    """Only records made from grounds have them."""

    def _reasons(self) -> tuple[Any, ...]:
        return self.why()
