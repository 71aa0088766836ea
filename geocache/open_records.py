"""Making frozen records quickly: their fields are written while they are not frozen yet.

A frozen dataclass writes its fields through ``object.__setattr__``, which takes six times as long.
"""

from collections.abc import Callable
from dataclasses import fields, make_dataclass
from typing import Any, TypeVar

Record = TypeVar("Record")


def maker(record: type[Record]) -> Callable[..., Record]:
    """Constructor of a record, which takes all of its fields by position.

    Parameters
    ----------
    record
        Frozen dataclass with slots.
    """
    names = [field.name for field in fields(record)]  # type: ignore[arg-type]
    twin: Any = make_dataclass(
        f"Open{record.__name__}", names, bases=record.__bases__, slots=True, eq=False, repr=False
    )

    def make(*values: object) -> Record:
        made = twin(*values)
        made.__class__ = record
        return made  # type: ignore[no-any-return]

    return make
