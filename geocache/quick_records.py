"""Makes records of which texts have hundreds, quicker than their own constructors do.

A frozen record sets each of its fields by a call of its own.
"""

from collections.abc import Callable
from dataclasses import fields, make_dataclass
from operator import attrgetter
from typing import Any, TypeVar

from .records import Footprint, Mention, NameMatch, Place, RecognizedMention, Resolution

Record = TypeVar("Record")


def quick_constructor(record: type[Record]) -> Callable[..., Record]:
    """Return a constructor of a frozen record, which takes all of its fields by position.

    It fills an object whose class is not frozen, and then gives it the class of the record: a
    `Place` takes 0.6 to 0.9 µs instead of 3.3.

    Parameters
    ----------
    record
        Frozen dataclass with slots.
    """
    names = _names(record)
    # Classes can be exchanged where both add the same slots to the same class.
    content = {
        "__slots__": vars(record)["__slots__"],
        "__setattr__": object.__setattr__,
        "__init__": make_dataclass("Values", names, eq=False).__init__,  # type: ignore[misc]
    }
    unfrozen: Any = type(f"Unfrozen{record.__name__}", record.__bases__, content)

    def make(*values: object) -> Record:
        made = unfrozen(*values)
        made.__class__ = record
        return made  # type: ignore[no-any-return]

    return make


def _names(record: type) -> list[str]:
    return [field.name for field in fields(record)]


make_place, make_match = quick_constructor(Place), quick_constructor(NameMatch)
make_mention = quick_constructor(RecognizedMention)
make_resolution = quick_constructor(Resolution)
_make_found = quick_constructor(Mention)
_of_mention, _of_place = attrgetter(*_names(RecognizedMention)), attrgetter(*_names(Place))
_NOTE = _names(Place).index("note")


def found_mention(
    mention: RecognizedMention, resolution: Resolution, footprint: Footprint
) -> Mention:
    """Return a recognised mention with what the later stages found."""
    return _make_found(*_of_mention(mention), resolution, footprint)


def noted_place(place: Place, note: str) -> Place:
    """Return a place with another note."""
    values = list(_of_place(place))
    values[_NOTE] = note
    return make_place(*values)
