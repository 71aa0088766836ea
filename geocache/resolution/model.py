"""The model of resolution: which features each pass goes by, their weights, profiles of outlets."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from ..data_files import UNREADABLE, data_path
from ..errors import KnowledgeFileError
from .features.adjacent_words import ADJACENT_WORDS
from .features.base import FeatureSet
from .features.document import DOCUMENT, NOTHING_COHERENT
from .features.lists import ENUMERATION, PEERS
from .features.name_and_place import NAME_AND_PLACE, NOTHING_FITS
from .features.nearby import NEARBY_CANDIDATE, NEARBY_COHERENCE
from .features.outlet import OUTLET
from .outlet_profiles import OutletProfile

Floats = npt.NDArray[np.float64]

_ALONE = (
    *NAME_AND_PLACE,
    NEARBY_CANDIDATE,
    *NOTHING_FITS,
    *ADJACENT_WORDS,
    PEERS,
    *OUTLET,
)
_TOGETHER = (*DOCUMENT, ENUMERATION, NEARBY_COHERENCE, *NOTHING_COHERENT)
FIRST = FeatureSet(*_ALONE)
SECOND = FeatureSet(*_ALONE, *(replace(feature, uses_coherence=True) for feature in _TOGETHER))
"""Features of the first pass, which knows nothing of the other mentions, and of those after it."""
FEATURE_SETS: Mapping[str, FeatureSet] = {"first": FIRST, "second": SECOND, "third": SECOND}
"""What each pass goes by, in their order; by ids that stand in the file of weights."""


@dataclass(frozen=True, eq=False)
class ResolutionWeights:
    """What resolution has learnt."""

    passes: Mapping[str, Floats]
    """For each pass of `FEATURE_SETS`, the weight of each class of its features."""
    outlet_profiles: Mapping[str, OutletProfile] = field(default_factory=dict)
    """By the domain of an outlet without ``www.``."""

    @classmethod
    def read(cls, path: Path) -> "ResolutionWeights":
        """Read a file that `write` made; raises `KnowledgeFileError` when it can't be."""
        try:
            with path.open("rb") as opened, np.load(opened) as file:
                passes = {
                    name: _read(file, name, features) for name, features in FEATURE_SETS.items()
                }
                profiles = json.loads(bytes(file["outlet_profiles"]))
            taught = {outlet: OutletProfile(*profile) for outlet, profile in profiles.items()}
            return cls(passes, taught)
        except UNREADABLE as error:
            raise KnowledgeFileError(f"{path}: no weights can be read from it: {error}") from error

    def write(self, path: Path) -> None:
        """Write weights."""
        profiles = {
            outlet: (dict(profile.shares), profile.documents)
            for outlet, profile in sorted(self.outlet_profiles.items())
        }
        text = json.dumps(profiles, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
        arrays = {name: weights.astype(np.float32) for name, weights in self.passes.items()}
        arrays["outlet_profiles"] = np.frombuffer(text.encode(), np.uint8)
        arrays |= {
            f"{name}_names": np.array(features.ids) for name, features in FEATURE_SETS.items()
        }
        np.savez_compressed(path, **arrays)  # type: ignore[arg-type]


def _read(file: Mapping[str, npt.NDArray[np.generic]], name: str, features: FeatureSet) -> Floats:
    weights = file[name].astype(np.float64)
    if weights.shape != (features.size,) or file[f"{name}_names"].tolist() != features.ids:
        raise ValueError(f"the weights of the {name} pass do not fit its features")
    return weights


@cache
def shipped_weights() -> ResolutionWeights:
    """Return the weights of ``data/models/resolution.npz``, read once."""
    return ResolutionWeights.read(data_path("models", "resolution.npz"))
