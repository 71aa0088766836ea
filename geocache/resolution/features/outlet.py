"""Evidence from the outlet that a document is from."""

import numpy as np
import numpy.typing as npt

from ...data_files import shipped
from ..candidate_set import Column
from ..place_types import Prominence
from .base import Explanation, Feature, FeatureContext, graded

Ints = npt.NDArray[np.int64]
_FIRST_ORDER_SHARES = np.array([0.02, 0.1, 0.25, 0.5], np.float64)
_SECOND_ORDER_SHARES = np.array([0.03, 0.2], np.float64)
_KNOWN_FAR = (Prominence.COUNTRY, Prominence.REGION, Prominence.FIRST, Prominence.METROPOLIS)
"""Named by outlets from all over the world."""


def domain(context: FeatureContext) -> Ints:
    """The country of the outlet's web address."""
    batch = context.batch
    code, is_country = _domain(batch.source)
    if not code:
        return np.zeros(len(batch.owner), np.int64)
    same = batch[Column.COUNTRY] == batch.numbers(code)
    return batch.only_candidates(np.where(same, 1, 2) + (0 if is_country else 2))


def _domain(source: str) -> tuple[str, bool]:
    """Code of a domain's country, and whether the domain says so."""
    end = source.rpartition(".")[2].lower() if "." in source else ""
    known: dict[str, str] = shipped("resolution", "surroundings.yaml")["domains"]
    code = known.get(end, end.upper() if len(end) == 2 else "")  # noqa: PLR2004  ISO codes
    return code, len(end) == 2  # noqa: PLR2004


def _of_domain(context: FeatureContext, row: int) -> Explanation:
    country = context.batch.match(row).place.country_code or "no country"
    return "{} is the outlet, and this is in {}", context.batch.source, country


def outlet_profile(context: FeatureContext) -> Ints:
    """Where the outlet is at home."""
    batch = context.batch
    if batch.outlet_profile is None:
        return np.zeros(len(batch.owner), np.int64)
    first = graded(_profile_shares(context, Column.FIRST), _FIRST_ORDER_SHARES)
    second = graded(_profile_shares(context, Column.SECOND), _SECOND_ORDER_SHARES)
    far = np.isin(batch[Column.PROMINENCE], _KNOWN_FAR)
    sort = 1 + first * 3 + second
    return np.where(batch[Column.FIRST] > 0, sort * 2 + far, 0)


def _profile_shares(context: FeatureContext, unit: int) -> npt.NDArray[np.float64]:
    """Share of what the outlet speaks of that lies in the unit of each row."""
    batch = context.batch
    values, rows = np.unique(batch[unit], return_inverse=True)
    profile = batch.outlet_profile
    shares = [
        profile.share(batch.numbers.code(number)) if profile else 0.0 for number in values.tolist()
    ]
    return np.array(shares)[rows]


def _outlet_profile(context: FeatureContext, row: int) -> Explanation:
    profile, batch = context.batch.outlet_profile, context.batch
    share = profile.share(batch.numbers.code(int(batch[Column.FIRST][row]))) if profile else 0.0
    count = profile.documents if profile else 0
    return "{:.0%} of what {} other documents of {} name is there", share, count, batch.source


OUTLET = (
    Feature("domain", "The country of the outlet's web address", domain, 5, _of_domain),
    Feature("home", "Where the outlet is at home", outlet_profile, 2 * 16 + 2, _outlet_profile),
)
"""What the outlet says."""
