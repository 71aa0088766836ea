"""Rules of times of day, with the zone that they are of."""

from dataclasses import replace

from ...model import Precision
from .counting import days_away, relative
from .expressions import Expression
from .notation import Found, Rule


def _clock(found: Found) -> Expression | None:
    """Return a time of day, which is of the report's day where nothing else is said."""
    tail = any(map(found.word, ("z", "k", "l", "g")))
    made = relative(found, Precision.DAY, days_away(0))
    if found.word("c") == "." and not tail:
        return None
    return replace(made, is_clock=True, is_bare=not tail)


_ZONE = "[ (? z:Zone [ ~+|- ~Digits [ ~: ~Two ] ] ~)? ]"
_LOCAL = "[ (? l:local time? ~)? ]"
RULES = (
    Rule(f"h:Hour ~g:h ~Minute {_ZONE} {_LOCAL}", _clock),
    Rule("h:Hour o ~' ~k:clock", _clock),
    Rule(f"h:Hour ~c::|. ~Minute [ ~: ~Minute ] [ k:Clock ] {_ZONE} {_LOCAL}", _clock),
    Rule(f"h:Hour ~c::|. ~Minute k:a|p ~. ~m ~.? {_ZONE} {_LOCAL}", _clock),
    Rule(f"h:Hour k:am|pm {_ZONE} {_LOCAL}", _clock),
    Rule(f"h:Hour k:a|p ~. ~m ~.? {_ZONE} {_LOCAL}", _clock),
    Rule("h:HourMinute z:Zone [ ~+|- ~Digits [ ~: ~Two ] ]", _clock),
    Rule(f"h:HourMinute k:hours|hrs|h {_ZONE} {_LOCAL}", _clock),
    Rule("h:HourMinute l:local time?", _clock),
)
