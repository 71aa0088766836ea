"""Whether probabilities mean what they say."""

from collections.abc import Sequence

import numpy as np

_BINS = 10


class Calibration:
    """Predictions with their probabilities, and whether they were right."""

    def __init__(self) -> None:
        self._probabilities: list[float] = []
        self._right: list[bool] = []

    def __len__(self) -> int:
        return len(self._right)

    def add(self, probabilities: Sequence[float], right: Sequence[bool]) -> None:
        """Add predictions; both of the same length."""
        self._probabilities += probabilities
        self._right += right

    @property
    def error(self) -> float:
        """Expected calibration error over ten bins, 0..1; 0 without predictions.

        Mean distance of probability and share of right predictions (Guo and others, "On
        calibration of modern neural networks", 2017).
        """
        probabilities, right = np.array(self._probabilities), np.array(self._right)
        bins = np.minimum((probabilities * _BINS).astype(np.int64), _BINS - 1)
        off = np.bincount(bins, probabilities - right, _BINS)
        return float(np.abs(off).sum() / max(1, len(right)))
