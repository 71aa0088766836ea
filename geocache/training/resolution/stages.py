"""Learning the passes of resolution one after the other, and predicting with folds left out."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from ...resolution.coherence import coherence
from ...resolution.features.base import FeatureContext, FeatureSet
from ...resolution.model import FEATURE_SETS, ResolutionWeights
from ...resolution.outlet_profiles import outlet_of
from .examples import ResolutionExample, outlet_profiles
from .fit import fit

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False, slots=True)
class LearntResolution:
    """What came out of training."""

    weights: ResolutionWeights
    probabilities: list[Floats]
    """For each example, of each row, by weights that its fold did not teach."""


def learn(examples: Sequence[ResolutionExample], folds: Ints) -> LearntResolution:
    """Learn all passes; each learns from earlier passes over documents that were left out.

    Parameters
    ----------
    examples
        Annotated documents.
    folds
        Shape (examples,), the fold of each.
    """
    _know_outlets(examples, folds)
    contexts = [FeatureContext(example.batch) for example in examples]
    learnt: dict[str, Floats] = {}
    probabilities: list[Floats] = []
    for name, features in FEATURE_SETS.items():
        if probabilities:
            looked = zip(examples, probabilities, strict=True)
            contexts = [FeatureContext(e.batch, coherence(e.batch, found)) for e, found in looked]
        classes = [features.classes(context) for context in contexts]
        probabilities = _left_out(features, examples, classes, folds)
        learnt[name] = _fit(features, examples, classes, np.ones(len(examples), bool))
    return LearntResolution(ResolutionWeights(learnt, outlet_profiles(examples)), probabilities)


def _know_outlets(examples: Sequence[ResolutionExample], folds: Ints) -> None:
    """Give each document the profile of its outlet, from documents of other folds."""
    for fold in np.unique(folds).tolist():
        others = [e for e, own in zip(examples, folds.tolist(), strict=True) if own != fold]
        known = outlet_profiles(others)
        for example, own in zip(examples, folds.tolist(), strict=True):
            if own == fold:
                source = outlet_of(example.source)
                example.batch = replace(example.batch, outlet_profile=known.get(source))


def _left_out(
    features: FeatureSet,
    examples: Sequence[ResolutionExample],
    classes: Sequence[Ints],
    folds: Ints,
) -> list[Floats]:
    found: list[Floats] = [np.zeros(0)] * len(examples)
    for fold in np.unique(folds).tolist():
        weights = _fit(features, examples, classes, folds != fold)
        for place in np.flatnonzero(folds == fold).tolist():
            scores = weights[classes[place]].sum(axis=0)
            found[place] = examples[place].batch.probabilities(scores)
    return found


def _fit(
    features: FeatureSet,
    examples: Sequence[ResolutionExample],
    classes: Sequence[Ints],
    chosen: npt.NDArray[np.bool_],
) -> Floats:
    places = np.flatnonzero(chosen).tolist()
    return fit(
        features,
        [classes[place] for place in places],
        [examples[place].batch.starts for place in places],
        [_wanted(examples[place]) for place in places],
        [examples[place].counts for place in places],
    )


def _wanted(example: ResolutionExample) -> npt.NDArray[np.bool_]:
    """Rows that are right; every row of mentions that do not count."""
    wanted: npt.NDArray[np.bool_] = example.right | (example.counts == 0)[example.batch.owner]
    return wanted
