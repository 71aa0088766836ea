"""Features of the outlet that a document is from."""

import numpy as np
import numpy.typing as npt

from ...arrays import ClassSpace
from ...data_files import shipped
from ..place_types import Prominence
from .base import Explanation, Feature, FeatureContext, graded

Ints = npt.NDArray[np.int64]
_FIRST_ORDER_SHARES = np.array([0.02, 0.1, 0.25, 0.5], np.float64)
_SECOND_ORDER_SHARES = np.array([0.03, 0.2], np.float64)
_KNOWN_FAR = (Prominence.COUNTRY, Prominence.REGION, Prominence.FIRST, Prominence.METROPOLIS)
"""Named by outlets from all over the world."""
_DOMAIN = ClassSpace(has_silence=True, is_generic=2, is_elsewhere=2)
_PROFILE = ClassSpace(
    has_silence=True,
    first_order=len(_FIRST_ORDER_SHARES) + 1,
    second_order=len(_SECOND_ORDER_SHARES) + 1,
    is_known_far=2,
)


def domain(context: FeatureContext) -> Ints:
    """Compare with the country of the outlet's web address."""
    batch = context.batch
    code, is_country = _domain(batch.source)
    if not code:
        return np.zeros(len(batch.owner), np.int64)
    is_elsewhere = batch.columns.country != batch.numbers(code)
    classes = _DOMAIN.encode(is_generic=not is_country, is_elsewhere=is_elsewhere)
    return batch.only_candidates(classes)


def _domain(source: str) -> tuple[str, bool]:
    """Code of a domain's country, and whether the domain says so."""
    end = source.rpartition(".")[2].lower() if "." in source else ""
    known: dict[str, str] = shipped("resolution", "surroundings.yaml")["domains"]
    code = known.get(end, end.upper() if len(end) == 2 else "")  # noqa: PLR2004  ISO codes
    return code, len(end) == 2  # noqa: PLR2004


def _explain_domain(context: FeatureContext, row: int) -> Explanation:
    country = context.batch.match(row).place.country_code or "no country"
    return "{} is the outlet, and this is in {}", context.batch.source, country


def outlet_profile(context: FeatureContext) -> Ints:
    """Compare with the subdivisions that the outlet writes of."""
    batch, columns = context.batch, context.batch.columns
    if batch.outlet_profile is None:
        return np.zeros(len(batch.owner), np.int64)
    classes = _PROFILE.encode(
        first_order=graded(_shares(context, columns.first_order), _FIRST_ORDER_SHARES),
        second_order=graded(_shares(context, columns.second_order), _SECOND_ORDER_SHARES),
        is_known_far=np.isin(columns.prominence, _KNOWN_FAR),
    )
    return np.where(columns.first_order > 0, classes, 0)


def _shares(context: FeatureContext, units: Ints) -> npt.NDArray[np.float64]:
    """Share of what the outlet names that lies in the admin unit of each row."""
    numbers, rows = np.unique(units, return_inverse=True)
    return np.array([_share(context, number) for number in numbers.tolist()])[rows]


def _share(context: FeatureContext, number: int) -> float:
    profile = context.batch.outlet_profile
    return profile.share(context.batch.numbers.code(number)) if profile else 0.0


def _explain_profile(context: FeatureContext, row: int) -> Explanation:
    batch = context.batch
    share = _share(context, int(batch.columns.first_order[row]))
    count = batch.outlet_profile.documents if batch.outlet_profile else 0
    return "{:.0%} of what {} other documents of {} name is there", share, count, batch.source


OUTLET = (
    Feature(
        "domain", "The country of the outlet's web address", domain, _DOMAIN.count, _explain_domain
    ),
    Feature(
        "outlet_profile",
        "Where the places lie that the outlet names",
        outlet_profile,
        _PROFILE.count,
        _explain_profile,
    ),
)
"""What the outlet says."""
