"""What the second look weighs."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from .document import Column
from .features import UNIT, Columns, FeatureTable, Group
from .second_look import FAR_BELOW, Glance

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
    looks: Sequence[Glance], gap_before: Column, gap_after: Column, standing: Column
) -> Columns:
    """Columns of second looks, of which there is at least one; all arrays of shape (looks,)."""
    figures = np.array([look[1:] for look in looks], np.float64).reshape(len(looks), -1).T
    read = dict(zip(Glance._fields[1:], figures, strict=True))
    whole = dict(zip(Glance._fields[1:], figures.astype(np.int64), strict=True))
    steps = dict(zip(Glance._fields[1:], _step(figures, _WHOLE), strict=True))
    coarse = dict(zip(Glance._fields[1:], _step(figures, _COARSE), strict=True))
    sizes = np.array([look.candidate.size for look in looks], np.int64)
    some, somewhere = whole["others"] > 0, read["country"] >= 0
    country = (read["country"] * _COUNTRIES).astype(np.int64)
    state = np.minimum(_MOST_STATES, read["state"] * _STATES).astype(np.int64)
    lead = _step(read["score"] - read["rival"], _WHOLE)
    return {
        "one": np.ones(len(looks), np.int64),
        "standing": standing,
        "gap-before": gap_before,
        "gap-after": gap_after,
        "size": np.minimum(sizes, _MOST_WORDS),
        "score": steps["score"],
        "score-fine": _step(read["score"], _FINE),
        "score-coarse": coarse["score"],
        "rival": steps["rival"],
        "lead": np.where(read["rival"] > FAR_BELOW, lead, 99),
        "longer": steps["longer"],
        "shorter": steps["shorter"],
        "score-before": coarse["before"],
        "score-after": coarse["after"],
        "count": whole["others"],
        "any": np.minimum(whole["others"], 1),
        "best": steps["best"] * some,
        "worst": steps["worst"] * some,
        "mean": (1 + whole["mean"]) * some,
        "mean-coarse": (1 + whole["mean"] // 2) * some,
        "inside": whole["inside"] * (sizes == 1),
        "chosen": whole["is_chosen"],
        "nowhere": (~somewhere).astype(np.int64),
        "country": (1 + country) * somewhere,
        "state": (1 + state) * somewhere,
        "country-coarse": (1 + country // 2) * somewhere,
        "state-coarse": (1 + state // 2) * somewhere,
        "density": 1 + whole["density"],
    }


def _step(scores: npt.NDArray[np.float64], width: float) -> Column:
    """Log-odds in steps, from 1, cut off where they say no more."""
    # Faster than clip for so few.
    steps = np.minimum(np.maximum(np.floor(scores * (1 / width)), _LEAST), _MOST)
    return steps.astype(np.int64) - (_LEAST - 1)
