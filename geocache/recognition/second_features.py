"""What the second look weighs."""

import numpy as np
import numpy.typing as npt

from .document import Column
from .features import UNIT, Columns, FeatureTable, Group
from .second_look import FAR_BELOW, Glances

TAKEN_FROM = round(-0.25 * UNIT)
"""Log-odds, in parts of `UNIT`, from which a candidate is a mention: a chance of 44%.

F1 is highest when everything is taken whose chance is more than half of F1 (Lipton and others,
"Optimal thresholding of classifiers to maximize F1 measure", 2014).
"""
_FINE, _WHOLE, _COARSE = 0.5, 1.0, 2.0
_LEAST, _MOST = -6, 8
_MOST_WORDS = 3
_COUNTRIES, _STATES, _MOST_STATES = 8, 20, 6
"""Steps of shares."""

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
    sizes = np.array([candidate.size for candidate in looks.candidates], np.int64)
    shares = np.array([looks.country, looks.state])
    some, somewhere = count > 0, shares[0] >= 0
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
        "lead": np.where(odds[1] > FAR_BELOW, _step(odds[0] - odds[1], _WHOLE), 99),
        "longer": longer,
        "shorter": shorter,
        "score-before": score_before,
        "score-after": score_after,
        "count": count,
        "any": np.minimum(count, 1),
        "best": best * some,
        "worst": worst * some,
        "mean": (1 + mean) * some,
        "mean-coarse": (1 + mean // 2) * some,
        "inside": inside * (sizes == 1),
        "chosen": chosen,
        "nowhere": (~somewhere).astype(np.int64),
        "country": (1 + country) * somewhere,
        "state": (1 + state) * somewhere,
        "country-coarse": (1 + country // 2) * somewhere,
        "state-coarse": (1 + state // 2) * somewhere,
        "density": np.full(len(looks), 1 + looks.density, np.int64),
    }


def _step(scores: npt.NDArray[np.float64], width: float) -> Column:
    """Log-odds in steps, from 1, cut off where they say no more."""
    # Faster than clip for so few.
    steps = np.minimum(np.maximum(np.floor(scores * (1 / width)), _LEAST), _MOST)
    return steps.astype(np.int64) - (_LEAST - 1)
