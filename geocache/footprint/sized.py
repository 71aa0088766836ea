"""What all builders of measured shapes ask first: whether the size makes sense, and from what."""

from collections.abc import Callable
from functools import wraps

from ..model import FootprintKind
from .expression import Builder, Drawing, Expression, no_source
from .quantities import Quantity, read_quantity


def sized(
    kind: FootprintKind, most_km: float
) -> Callable[[Callable[[Expression, Quantity], Drawing | None]], Builder]:
    """Give a builder the size in the words; no number or an absurd one means something else.

    Parameters
    ----------
    kind
        What is said not to be drawn when no source knows the first anchor.
    most_km
        The largest size that makes sense.
    """

    def decorate(build: Callable[[Expression, Quantity], Drawing | None]) -> Builder:
        @wraps(build)
        def builder(expression: Expression) -> Drawing | None:
            try:
                size = read_quantity(expression.groups)
            except KeyError:
                return None
            if not 0 < size.high_km <= most_km:
                return None
            if not expression.anchors[0].is_known:
                return no_source(kind, expression)
            return build(expression, size)

        return builder

    return decorate
