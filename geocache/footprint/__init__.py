"""The shapes that words describe."""

from .maker import FootprintMaker

__all__ = ["FootprintMaker"]
