"""What the second look weighs."""

import numpy as np
import numpy.typing as npt

from ..fixed import fixed
from .document import Column
from .features import UNIT, Columns, FeatureTable, Group
from .second_look import FAR_BELOW, Glances

TAKEN_FROM = round(-0.25 * UNIT)
"""Log-odds, in parts of `UNIT`, from which a candidate is a mention: a chance of 44%.

F1 is highest when everything is taken whose chance is more than half of F1 (Lipton and others,
"Optimal thresholding of classifiers to maximize F1 measure", 2014).
"""
_FINE, _WHOLE, _COARSE = fixed(2.0), fixed(1.0), fixed(0.5)
"""Steps for log-odds of 1."""
_LEAST, _MOST, _FROM = fixed(-6.0), fixed(8.0), fixed(7)
_MOST_WORDS = fixed(3)
_COUNTRIES, _STATES, _MOST_STATES = fixed(8.0), fixed(20.0), fixed(6.0)
"""Steps of shares."""
_ONE, _NEVER, _ALONE, _FAR_BELOW = fixed(1), fixed(0.0), fixed(99), fixed(FAR_BELOW)

SECOND = FeatureTable(
    Group(
        "first look",
        "the words and their neighbours",
        "one, score-fine, score standing",
    ),
    Group(
        "rivals",
        "longer and shorter names here",
        "rival, lead, longer size, shorter size",
    ),
    Group(
        "elsewhere",
        "the same words elsewhere",
        "best, worst, mean, mean-coarse score-coarse, count, score-coarse any, inside chosen",
    ),
    Group(
        "where",
        "other places of the same country",
        "nowhere, country standing, state standing, country-coarse score-coarse, "
        "state-coarse score-coarse",
    ),
    Group(
        "near",
        "places just before and behind",
        "score-before gap-before, score-after gap-after, density, density standing",
    ),
)


def second_columns(
    looks: Glances, gap_before: Column, gap_after: Column, standing: Column
) -> Columns:
    """Columns of second looks, of which there is at least one; all arrays of shape (looks,)."""
    near, elsewhere = looks.near, looks.elsewhere
    overlapping = near.rival, near.longer, near.shorter
    odds = np.array([looks.scores, *overlapping, elsewhere.best, elsewhere.worst])
    score, rival, longer, shorter, best, worst = _step(odds, _WHOLE)
    far = np.array([looks.scores, near.before, near.after])
    score_coarse, score_before, score_after = _step(far, _COARSE)
    counts = np.array([elsewhere.others, elsewhere.mean, looks.inside, looks.is_chosen], np.int64)
    count, mean, inside, chosen = counts
    sizes = np.array([last - first + 1 for _, first, last, *_ in looks.candidates], np.int64)
    shares = np.array([looks.country, looks.state])
    some, somewhere = np.minimum(count, _ONE), (shares[0] >= _NEVER).astype(np.int64)
    country = (shares[0] * _COUNTRIES).astype(np.int64)
    state = np.minimum(_MOST_STATES, shares[1] * _STATES).astype(np.int64)
    return {
        "one": np.ones(len(looks), np.int64),
        "standing": standing,
        "gap-before": gap_before,
        "gap-after": gap_after,
        "size": np.minimum(sizes, _MOST_WORDS),
        "score": score,
        "score-fine": _step(odds[0], _FINE),
        "score-coarse": score_coarse,
        "rival": rival,
        "lead": np.where(odds[1] > _FAR_BELOW, _step(odds[0] - odds[1], _WHOLE), _ALONE),
        "longer": longer,
        "shorter": shorter,
        "score-before": score_before,
        "score-after": score_after,
        "count": count,
        "any": some,
        "best": best * some,
        "worst": worst * some,
        "mean": (_ONE + mean) * some,
        "mean-coarse": (_ONE + (mean >> _ONE)) * some,
        "inside": inside * (sizes == _ONE),
        "chosen": chosen,
        "nowhere": somewhere ^ _ONE,
        "country": (_ONE + country) * somewhere,
        "state": (_ONE + state) * somewhere,
        "country-coarse": (_ONE + (country >> _ONE)) * somewhere,
        "state-coarse": (_ONE + (state >> _ONE)) * somewhere,
        "density": np.full(len(looks), 1 + looks.density, np.int64),
    }


def _step(scores: npt.NDArray[np.float64], per_unit: npt.NDArray[np.float64]) -> Column:
    """Log-odds in steps, from 1, cut off where they say no more."""
    # Faster than clip for so few.
    steps = np.minimum(np.maximum(np.floor(scores * per_unit), _LEAST), _MOST)
    return steps.astype(np.int64) + _FROM
