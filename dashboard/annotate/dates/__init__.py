"""Dates that a text states: a grammar over words, and the choice between readings."""

from .grammar import dates_of
from .readings import Context

__all__ = ["Context", "dates_of"]
