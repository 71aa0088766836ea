"""A country that resolution has learnt too much of: its towns are likelier than elsewhere.

Most annotated news are American. "Paris, Venice and Rome" are in Europe all the same.
"""

from collections.abc import Sequence

from ..data_files import shipped
from .binding import Binding, scored
from .candidate_set import COLUMN, AdminUnitNumbers
from .kind_bindings import ConstrainedMention

_NO_SIGN = 2.0
"""Log-odds by which the towns of a country that the text shows no sign of are less likely."""


def without_favoured(
    constrained: Sequence[ConstrainedMention], numbers: AdminUnitNumbers
) -> list[ConstrainedMention]:
    """Make towns of the country that most learnt texts are from less likely, if nothing is of it.

    "Paris, Venice and Rome" are in Europe. Only where larger towns of other countries have the
    name: else nothing else can be meant.
    """
    favoured = numbers(str(shipped("resolution", "containers.yaml")["overrepresented"]))
    if any(_is_sign_of(found, favoured) for found in constrained):
        return list(constrained)
    return [_less_likely_in(found, favoured) for found in constrained]


def _is_sign_of(found: ConstrainedMention, country: int) -> bool:
    """Whether a name is that of a country or a part of it, of a place only there, or best known."""
    if found.placed is not None:
        placed = found.candidates.column(COLUMN.country)[found.placed]
        if (placed == country).any():
            return True
    return country in found.candidates.points_to


def _less_likely_in(found: ConstrainedMention, country: int) -> ConstrainedMention:
    if found.statement.bindings or not found.candidates.known_in - {country}:
        return found
    own = found.candidates
    is_here = own.are_towns & (own.column(COLUMN.country) == country)
    if not is_here.any():
        return found
    detail = "the text shows no sign of that country"
    return found.with_binding(Binding("no_sign_of_country", scored(-_NO_SIGN, is_here), detail))
