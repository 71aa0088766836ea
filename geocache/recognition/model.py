"""Reads and writes the models of recognition, whose weights are in one file."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from ..data_files import UNREADABLE, data_path
from ..errors import KnowledgeFileError
from .case_features import CASE
from .first_pass import SURROUNDINGS
from .gazetteer_facts import NAME
from .linear_model import BITS, HashedFeatures, LinearModel
from .roles import ROLE
from .second_pass import SECOND

FEATURES: Mapping[str, HashedFeatures] = {
    "name": NAME,
    "surroundings": SURROUNDINGS,
    "second": SECOND,
    "role": ROLE,
    "case": CASE,
}
"""Features of each model, by the id that it has in the file of weights."""
RARE = frozenset({"case"})
"""Models that few texts need: their weights are not laid out."""

Sparse = tuple[npt.NDArray[np.uint32], npt.NDArray[np.int16]]
"""Numbers of features in order, and their weights in parts of `UNIT`; none is 0."""


@dataclass(frozen=True, eq=False)
class RecognitionModel:
    """The models of recognition."""

    name: LinearModel
    """Whether a candidate is a place, by its words."""
    surroundings: LinearModel
    """The same, by its neighbours; what both say is added."""
    second: LinearModel
    """The same, by what the first pass makes of the document."""
    role: LinearModel
    """Whether a mention is literal."""
    case: LinearModel
    """Whether a word has a capital in ordinary spelling."""

    @classmethod
    def of(cls, parts: Mapping[str, Sparse]) -> "RecognitionModel":
        """Return the models with weights that were just learnt, by the ids of `FEATURES`."""
        models = {
            part: LinearModel(FEATURES[part], *sparse, is_dense=part not in RARE)
            for part, sparse in parts.items()
        }
        return cls(**models)

    @classmethod
    def read(cls, path: Path) -> "RecognitionModel":
        """Read a file that `write` made; raises `KnowledgeFileError` when it can't be."""
        try:
            with path.open("rb") as opened, np.load(opened) as file:
                models = {part: _read(file, part, features) for part, features in FEATURES.items()}
        except UNREADABLE as error:
            raise KnowledgeFileError(f"{path}: no weights can be read from it: {error}") from error
        return cls(**models)


def _read(
    file: Mapping[str, npt.NDArray[np.generic]], part: str, known: HashedFeatures
) -> LinearModel:
    steps, weights = file[f"{part}_steps"].astype(np.int64), file[f"{part}_weights"]
    numbers = np.cumsum(steps)
    is_right = steps.ndim == weights.ndim == 1 and len(steps) == len(weights)
    if not is_right or (steps < 0).any() or numbers.max(initial=0) >= 1 << BITS:
        raise ValueError(f"the weights of {part!r} do not fit their features")
    features = known.with_seeds(
        file[f"{part}_features"].tolist(), file[f"{part}_seeds"].astype(np.uint32)
    )
    is_dense = part not in RARE
    return LinearModel(features, numbers.astype(np.uint32), weights.astype(np.int16), is_dense)


def write(path: Path, parts: Mapping[str, Sparse]) -> None:
    """Write weights of the features of `FEATURES`, and by which seeds they were numbered."""
    arrays: dict[str, npt.NDArray[np.generic]] = {}
    for part, (numbers, weights) in parts.items():
        arrays[f"{part}_steps"] = np.diff(numbers.astype(np.int64), prepend=0).astype(np.uint32)
        arrays[f"{part}_weights"] = weights
        arrays[f"{part}_features"] = np.array(FEATURES[part].ids)
        arrays[f"{part}_seeds"] = FEATURES[part].seeds
    np.savez_compressed(path, **arrays)  # type: ignore[arg-type]


@cache
def shipped_model() -> RecognitionModel:
    """Return the weights of ``data/models/recognition.npz``, read once."""
    return RecognitionModel.read(data_path("models", "recognition.npz"))
