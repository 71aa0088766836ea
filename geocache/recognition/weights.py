"""The trained weights, as they are shipped."""

import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from ..errors import KnowledgeFileError
from ..resources import data_path

PARTS = ("first", "second", "role")


@dataclass(frozen=True, slots=True)
class Weights:
    """Weights of the features, by their numbers, for each of the three models."""

    first: Mapping[int, float]
    """Whether a candidate is a place, by its words and neighbours."""
    second: Mapping[int, float]
    """The same, by what the first look makes of the document."""
    role: Mapping[int, float]
    """Whether a mention is literal."""

    @classmethod
    def read(cls, path: Path) -> "Weights":
        """Read a file that `write` made; raises `KnowledgeFileError` when it can't be."""
        try:
            with np.load(path) as file:
                parts = [
                    dict(
                        zip(
                            file[f"{part}_features"].tolist(),
                            file[f"{part}_weights"].astype(float).tolist(),
                            strict=True,
                        )
                    )
                    for part in PARTS
                ]
        except (OSError, ValueError, KeyError, zipfile.BadZipFile) as error:
            raise KnowledgeFileError(f"{path}: no weights can be read from it: {error}") from error
        return cls(*parts)


def write(path: Path, parts: Mapping[str, Mapping[int, float]]) -> None:
    """Write weights, half precision, those that come to nothing left out."""
    arrays: dict[str, npt.NDArray[np.generic]] = {}
    for part in PARTS:
        kept = {number: weight for number, weight in sorted(parts[part].items()) if weight}
        arrays[f"{part}_features"] = np.array(list(kept), np.uint32)
        arrays[f"{part}_weights"] = np.array(list(kept.values()), np.float16)
    np.savez_compressed(path, **arrays)  # type: ignore[arg-type]


@cache
def shipped_weights() -> Weights:
    """Return the weights of ``data/models/recognition.npz``, read once."""
    return Weights.read(data_path("models", "recognition.npz"))
