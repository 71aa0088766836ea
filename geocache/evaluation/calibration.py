"""Whether probabilities mean what they say."""

from collections.abc import Sequence
from dataclasses import dataclass

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
        off = sum(abs(b.mean - b.right) * b.count for b in self.bins())
        return float(off / max(1, len(self)))

    def bins(self) -> list["Bin"]:
        """Return predictions of like probability together; bins without any are left out."""
        probabilities, right = np.array(self._probabilities), np.array(self._right, bool)
        numbers = np.minimum((probabilities * _BINS).astype(np.int64), _BINS - 1)
        return [
            Bin(
                number / _BINS,
                int(of.sum()),
                float(probabilities[of].mean()),
                float(right[of].mean()),
            )
            for number in range(_BINS)
            if (of := numbers == number).any()
        ]

    def kept(self, least: float) -> tuple[int, int]:
        """How many predictions have at least this probability, and how many of them are wrong."""
        right = [r for p, r in zip(self._probabilities, self._right, strict=True) if p >= least]
        return len(right), len(right) - sum(right)


@dataclass(frozen=True, slots=True)
class Bin:
    """Predictions of like probability."""

    low: float
    """From this probability, a tenth up."""
    count: int
    mean: float
    """Mean probability."""
    right: float
    """Share that is right."""
