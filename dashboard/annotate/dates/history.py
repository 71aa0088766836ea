"""Telling what is background from what is news."""

from datetime import timedelta

from ...model import Precision
from .expressions import Interval

_NEWS = timedelta(days=120)
"""How old a day or month may be that a report has news of."""
_SPAN = timedelta(days=31)
"""How long ago something may have begun that goes on "since" then, to be news."""
_LONG = (Precision.YEAR, Precision.DECADE, Precision.CENTURY)


def is_history(
    days: Interval | None, precision: Precision, relation: str, report: Interval | None
) -> bool:
    """Whether a date is background: too long before the report's to be its news."""
    if days is None or report is None:
        return False
    if precision in _LONG:
        return days[1] < report[0]
    age = report[0] - days[1]
    return age > (_SPAN if relation == "since" else _NEWS)
