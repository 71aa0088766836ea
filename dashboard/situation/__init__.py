"""The read model: filters, counts, search and passages, as pandas frames."""

from .filters import EVERYTHING, Filters
from .plain_values import records
from .read_model import ReadModel
from .situation import Situation
from .view import View

__all__ = [
    "EVERYTHING",
    "Filters",
    "ReadModel",
    "Situation",
    "View",
    "records",
]
