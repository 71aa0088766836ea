"""Numbers for arithmetic with short arrays."""

from typing import Any, overload

import numpy as np
import numpy.typing as npt


@overload
def fixed(number: int) -> npt.NDArray[np.int64]: ...
@overload
def fixed(number: float) -> npt.NDArray[np.float64]: ...


def fixed(number: float) -> npt.NDArray[Any]:
    """Array without dimensions that holds a number, or the number of an enumeration's member.

    Beside a short array NumPy takes twice as long with a number of Python's, which it converts each
    time, and eight times as long with a member of an enumeration.
    """
    return np.array(number, np.int64 if isinstance(number, int) else np.float64)
