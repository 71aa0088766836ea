"""Making frozen records quickly: their fields are written while they are not frozen yet.

A frozen dataclass writes its fields through ``object.__setattr__``, which takes six times as long.
"""

from typing import Any


def open_twin(record: Any) -> Any:
    """Class whose objects have the slots of a record, and may become one.

    Whoever makes one writes its fields, all or some, and then sets ``__class__`` to the record.

    Parameters
    ----------
    record
        Frozen dataclass with slots.
    """
    return type(f"Open{record.__name__}", record.__bases__, {"__slots__": record.__slots__})
