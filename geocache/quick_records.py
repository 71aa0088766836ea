"""Makes records of which texts have hundreds, quicker than their own constructors do.

A frozen record sets each of its fields by a call of its own.
"""

from collections.abc import Callable
from dataclasses import fields, make_dataclass
from typing import Any, TypeVar

from .records import NameMatch, Place, RecognizedMention, Resolution

Record = TypeVar("Record")


def quick_constructor(record: type[Record]) -> Callable[..., Record]:
    """Return a constructor of a frozen record, which takes all of its fields by position.

    It fills an object whose class is not frozen, and then gives it the class of the record: a
    `Place` takes 0.6 to 0.9 µs instead of 3.3.

    Parameters
    ----------
    record
        Frozen dataclass with slots, which extends no other.
    """
    names = [field.name for field in fields(record)]  # type: ignore[arg-type]
    unfrozen: Any = make_dataclass(f"Unfrozen{record.__name__}", names, slots=True, eq=False)

    def make(*values: object) -> Record:
        made = unfrozen(*values)
        made.__class__ = record
        return made  # type: ignore[no-any-return]

    return make


make_place, make_match = quick_constructor(Place), quick_constructor(NameMatch)
make_mention = quick_constructor(RecognizedMention)
make_resolution = quick_constructor(Resolution)
