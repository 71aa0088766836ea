"""Records whose geometry is an outline, and that do not draw it before it is read."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from ...records import Geometry
from .shipped import Outlines, ShippedOutlines, no_outline


@dataclass(frozen=True, slots=True)
class OutlineDrawing:
    """Draws an outline in all its detail; in another process from the files that are shipped."""

    outlines: Outlines
    outline: str
    """Its id."""

    def __call__(self) -> Geometry:
        """Return its MultiPolygon."""
        geometry = self.outlines.outline(self.outline)
        if geometry is None:
            raise no_outline(self.outline)
        return geometry

    def __reduce__(self) -> tuple[Any, ...]:
        """Copied and sent without the gazetteer that it draws from."""
        return OutlineDrawing, (ShippedOutlines(), self.outline)


class WithOutline:
    """Frozen record with slots, whose ``geometry`` may be made whenever it is read.

    It is not kept here, but by the gazetteer, within bounds.
    """

    __slots__ = ("draw",)
    draw: Callable[[], Geometry]
    """Only records of outlines have it."""

    if not TYPE_CHECKING:  # it would hide misspelt attributes from type checkers

        def __getattr__(self, name: str) -> Any:
            if name != "geometry":
                raise AttributeError(f"a {type(self).__name__.lower()} has no {name!r}")
            return self.draw()


Record = TypeVar("Record", bound=WithOutline)


def drawn_when_read(record: Record, draw: Callable[[], Geometry]) -> Record:
    """Return a record that has no geometry yet, with one that is made when it is read."""
    object.__delattr__(record, "geometry")
    object.__setattr__(record, "draw", draw)
    return record
