"""Dates that a text states: a grammar over words, and the choice between readings."""

from .document_date import with_own_date
from .grammar import dates_of
from .readings import Context

__all__ = ["Context", "dates_of", "with_own_date"]
