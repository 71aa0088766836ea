"""The filtered picture, as pandas frames and as text to read."""

from .filters import EVERYTHING, Filters
from .frames import records
from .picture import Situation
from .reading import Reading, date_words

__all__ = ["EVERYTHING", "Filters", "Reading", "Situation", "date_words", "records"]
