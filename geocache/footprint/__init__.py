"""The shapes that words describe."""

from .shaper import FootprintMaker

__all__ = ["FootprintMaker"]
