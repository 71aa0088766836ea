"""Documents into observations: places, themes and times of passages."""

from .annotator import Annotator
from .themes import Theme, Themes

__all__ = ["Annotator", "Theme", "Themes"]
