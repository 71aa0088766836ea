"""Turns evidence into a calibrated probability for each theme, by two linear models.

One tells whether a passage has any theme at all, the other which ones it has where it has any.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from geocache.data_files import UNREADABLE, data_path
from geocache.errors import KnowledgeFileError

from .evidence import OF_PASSAGE, OF_THEME, PassageEvidence, passage_features, theme_features
from .lexicon import Lexicon
from .vocabulary import FINE, MIDDLE, middle_of

Floats = npt.NDArray[np.float64]
FILE = "themes.npz"
MIDDLE_SHARE = 0.5
"""What the coarser class of a word counts beside the fine one."""
TITLE_SHARE = 0.5
"""What the classes of words of a title count beside those of a passage."""
_WEIGHTS = (
    *("of_theme", "of_passage", "of_classes", "of_any", "of_presence", "calibration"),
    "thresholds",
)


@dataclass(frozen=True, slots=True)
class ThemeModel:
    """Weights of the features, for each theme of this project and for any other."""

    themes: tuple[str, ...]
    """Ids, in the order of the rows."""
    signals: tuple[str, ...]
    """Names of the groups of words that were learnt from."""
    of_theme: Floats
    """Shape (themes, features of a theme and 1): what a theme's own features weigh."""
    of_passage: Floats
    """Shape (themes and 1, features of a passage); the last row is for any theme at all."""
    of_classes: Floats
    """Shape (fine classes of words, themes and 1), with what their coarser classes weigh."""
    of_any: Floats
    """Shape (features of a theme and 1,): for themes that nothing was learnt about."""
    of_presence: Floats
    """Shape (2,): what `expected` weighs for any theme at all, and the constant."""
    calibration: Floats
    """Shape (2, 2): factor and summand of the logits, learnt themes first, then any others."""
    thresholds: Floats
    """Shape (3,): probabilities from which a learnt theme is core, one that nothing was learnt
    about, and from which a passage has any learnt theme at all."""

    @classmethod
    def read(cls, path: Path, lexicon: Lexicon) -> "ThemeModel":
        """Read weights; raises `KnowledgeFileError` where they are not those of the cues."""
        try:
            with np.load(path) as file:
                themes, signals = tuple(map(str, file["themes"])), tuple(map(str, file["signals"]))
                features = tuple(map(str, file["features"]))
                arrays = {name: file[name].astype(np.float64) for name in _WEIGHTS}
                model = cls(themes, signals, **arrays)
        except UNREADABLE as error:
            raise KnowledgeFileError(f"{path}: can't be read: {error!r}") from error
        if (themes, signals, features) != (
            lexicon.themes,
            lexicon.signals,
            (*OF_PASSAGE, *OF_THEME),
        ):
            raise KnowledgeFileError(
                f"{path}: was learnt for other themes, signals or features; learn it anew with "
                "python -m dashboard.annotate.themes.train"
            )
        return model

    def write(self, path: Path) -> None:
        """Write the weights, always the same bytes for the same weights."""
        np.savez_compressed(
            path,
            themes=np.array(self.themes),
            signals=np.array(self.signals),
            features=np.array((*OF_PASSAGE, *OF_THEME)),
            of_theme=self.of_theme.astype(np.float32),
            of_passage=self.of_passage.astype(np.float32),
            of_classes=self.of_classes.astype(np.float16),
            of_any=self.of_any.astype(np.float32),
            of_presence=self.of_presence.astype(np.float32),
            calibration=self.calibration.astype(np.float32),
            thresholds=self.thresholds.astype(np.float32),
        )

    def likelihoods(
        self, passages: Sequence[PassageEvidence], title: PassageEvidence | None, own: int
    ) -> tuple[Floats, Floats]:
        """Return the probability of each theme in each passage, and that there is any.

        Parameters
        ----------
        passages, title
            Of one document.
        own
            How many themes of the user's own come behind those of this project.

        Returns
        -------
        Arrays of shapes (passages, themes and own) and (passages,).
        """
        count = len(self.themes)
        inputs = model_inputs(passages, title, count, own)
        shared = inputs.of_passage @ self.of_passage.T + self._of_classes(passages)
        if title:
            shared += self._of_classes([title]) * TITLE_SHARE
        logits = np.einsum("ptf,tf->pt", inputs.of_theme[:, :count], self.of_theme[:, :-1])
        logits += self.of_theme[:, -1]
        logits += shared[:, :-1]
        weight, constant = self.of_presence
        present = sigmoid(shared[:, -1] + weight * expected(logits) + constant)
        themes = sigmoid(logits * self.calibration[0, 0] + self.calibration[0, 1])
        themes *= present[:, None]
        if own:
            others = inputs.of_theme[:, count:] @ self.of_any[:-1] + self.of_any[-1]
            others = sigmoid(others * self.calibration[1, 0] + self.calibration[1, 1])
            themes = np.concatenate([themes, others], axis=1)
        return themes, present

    def _of_classes(self, passages: Sequence[PassageEvidence]) -> Floats:
        """Return what the classes of words add to the logits; all passages at once."""
        starts: list[int] = []
        numbers: list[int] = []
        scales: list[float] = []
        for evidence in passages:
            starts.append(len(numbers))
            # A sum over nothing would be one over what comes next.
            numbers += evidence.classes or [0]
            scales.append(evidence.class_weight)
        sums = np.add.reduceat(self.of_classes[numbers], starts, axis=0)
        return np.asarray(sums * np.array(scales)[:, None])


@dataclass(frozen=True, slots=True)
class ModelInputs:
    """Features of the passages of a document."""

    of_theme: Floats
    """Shape (passages, themes, features of a theme)."""
    of_passage: Floats
    """Shape (passages, features of a passage)."""


def model_inputs(
    passages: Sequence[PassageEvidence], title: PassageEvidence | None, count: int, own: int = 0
) -> ModelInputs:
    """Return the features of passages of one document."""
    of_theme = theme_features(passages, title, count, own)
    return ModelInputs(of_theme, passage_features(passages, count))


def class_features(evidence: PassageEvidence, title: PassageEvidence | None) -> Floats:
    """Return the classes of words of a passage as one row: fine ones, then the coarser.

    Those of its document's title are added.
    """
    row = np.zeros(FINE + MIDDLE)
    for words, share in ((evidence, 1.0), (title, TITLE_SHARE)):
        if words:
            counts = words.class_weight * share
            row[words.classes] += counts
            np.add.at(row, FINE + middle_of()[words.classes], counts * MIDDLE_SHARE)
    return row


def class_weights(fine_and_middle: Floats) -> Floats:
    """Return what a word of each fine class weighs, by the weights of `class_features`.

    Of shape (rows, classes) comes an array of shape (fine classes, rows).
    """
    fine, middle = fine_and_middle[:, :FINE], fine_and_middle[:, FINE:]
    weights = np.asarray((fine + MIDDLE_SHARE * middle[:, middle_of()]).T)
    weights[0] = 0  # of marks
    return weights


def expected(logits: Floats) -> Floats:
    """Return how many themes are to be expected in each passage, as a logarithm."""
    return np.asarray(np.logaddexp.reduce(logits, axis=1))


def sigmoid(logits: Floats) -> Floats:
    """Return probabilities of logits."""
    return np.asarray(0.5 + 0.5 * np.tanh(0.5 * logits))  # can't overflow


@cache
def shipped_model() -> ThemeModel:
    """Return the weights of this project, read once."""
    from .lexicon import shipped_lexicon  # noqa: PLC0415

    return ThemeModel.read(data_path("models", FILE), shipped_lexicon())
