"""Telling what is background from what is news."""

from datetime import timedelta

from ...model import Precision, When

_NEWS = timedelta(days=120)
"""How old a day or month may be that a report has news of."""
_SPAN = timedelta(days=31)
"""How long ago something may have begun that goes on "since" then, to be news."""
_LONG = (Precision.YEAR, Precision.DECADE, Precision.CENTURY)


def is_history(when: When, relation: str, published: When) -> bool:
    """Whether a date is background: too long before the report to be its news."""
    days, report = when.interval, published.interval
    if days is None or report is None:
        return False
    if when.precision in _LONG:
        return days[1] < report[0]
    age = report[0] - days[1]
    return age > (_SPAN if relation == "since" else _NEWS)
