"""Evidence from the outlet that a document is from."""

import numpy as np
import numpy.typing as npt

from ..knowledge import shipped
from .bearers import Column
from .evidence import Reason, Said, View, graded
from .place_kinds import Prominence

Ints = npt.NDArray[np.int64]
_HOME_SHARES = np.array([0.02, 0.1, 0.25, 0.5], np.float64)
_HOME_SECOND_SHARES = np.array([0.03, 0.2], np.float64)
_KNOWN_FAR = (Prominence.COUNTRY, Prominence.REGION, Prominence.FIRST, Prominence.METROPOLIS)
"""Spoken of far from home."""


def domain(view: View) -> Ints:
    """The country of the outlet's web address."""
    look = view.look
    code, is_country = _domain(look.source)
    if not code:
        return np.zeros(len(look.owner), np.int64)
    same = look[Column.COUNTRY] == look.numbers(code)
    return look.only_candidates(np.where(same, 1, 2) + (0 if is_country else 2))


def _domain(source: str) -> tuple[str, bool]:
    """Code of a domain's country, and whether the domain says so."""
    end = source.rpartition(".")[2].lower() if "." in source else ""
    known: dict[str, str] = shipped("resolution", "surroundings.yaml")["domains"]
    code = known.get(end, end.upper() if len(end) == 2 else "")  # noqa: PLR2004  ISO codes
    return code, len(end) == 2  # noqa: PLR2004


def _of_domain(view: View, row: int) -> Said:
    country = view.look.match(row).place.country_code or "no country"
    return "{} is the outlet, and this is in {}", view.look.source, country


def home(view: View) -> Ints:
    """Where the outlet is at home."""
    look = view.look
    if look.home is None:
        return np.zeros(len(look.owner), np.int64)
    first = graded(_home_shares(view, Column.FIRST), _HOME_SHARES)
    second = graded(_home_shares(view, Column.SECOND), _HOME_SECOND_SHARES)
    far = np.isin(look[Column.PROMINENCE], _KNOWN_FAR)
    sort = 1 + first * 3 + second
    return np.where(look[Column.FIRST] > 0, sort * 2 + far, 0)


def _home_shares(view: View, unit: int) -> npt.NDArray[np.float64]:
    """Share of what the outlet speaks of that lies in the unit of each row."""
    look = view.look
    values, rows = np.unique(look[unit], return_inverse=True)
    known = look.home
    shares = [
        known.share(look.numbers.code(number)) if known else 0.0 for number in values.tolist()
    ]
    return np.array(shares)[rows]


def _home(view: View, row: int) -> Said:
    known, look = view.look.home, view.look
    share = known.share(look.numbers.code(int(look[Column.FIRST][row]))) if known else 0.0
    count = known.documents if known else 0
    return "{:.0%} of what {} other documents of {} name is there", share, count, look.source


OUTLET = (
    Reason(domain, 5, _of_domain),
    Reason(home, 2 * 16 + 2, _home),
)
"""What the outlet says."""
