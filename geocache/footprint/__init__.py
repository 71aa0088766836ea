"""The shapes that words describe."""

from .shaper import Drawn, Shaper

__all__ = ["Drawn", "Shaper"]
