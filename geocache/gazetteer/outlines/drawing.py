"""What draws a place: a figure at hand, or an outline that is drawn when somebody asks for it.

A large country takes a second to draw, and most readers only want to know which outline it is.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from shapely.geometry.base import BaseGeometry

from ...antimeridian import geometry_of
from ...records import Geometry
from .shipped import Outlines, ShippedOutlines, no_outline


@dataclass(frozen=True)
class DrawnFigure:
    """A figure that is at hand."""

    figure: BaseGeometry
    """(lon, lat) in degrees."""

    @property
    def outline(self) -> str:
        """Return no id: it is no outline."""
        return ""

    @cached_property
    def geometry(self) -> Geometry:
        """The figure as GeoJSON, made once."""
        return geometry_of(self.figure)

    def __reduce__(self) -> tuple[Any, ...]:
        """Copied and sent without its GeoJSON."""
        return DrawnFigure, (self.figure,)


@dataclass(frozen=True, slots=True)
class OutlineDrawing:
    """An outline in all its detail; the gazetteer remembers some, so it is not kept here."""

    outlines: Outlines
    outline: str
    """Its id."""

    @property
    def geometry(self) -> Geometry:
        """The outline's MultiPolygon; raises `UnknownPlaceError` when there is no such outline."""
        geometry = self.outlines.outline(self.outline)
        if geometry is None:
            raise no_outline(self.outline)
        return geometry

    @property
    def figure(self) -> BaseGeometry:
        """The outline as a shapely figure; raises as `geometry` does."""
        figure = self.outlines.outline_figure(self.outline)
        if figure is None:
            raise no_outline(self.outline)
        return figure

    def __reduce__(self) -> tuple[Any, ...]:
        """Copied and sent without the gazetteer; drawn there from the files that are shipped."""
        return OutlineDrawing, (ShippedOutlines(), self.outline)
