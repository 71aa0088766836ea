"""Counts, and the shares they come to."""

from dataclasses import dataclass


def share(part: float, whole: float) -> float | None:
    """``part / whole``; None when there is nothing to take a share of."""
    return part / whole if whole else None


@dataclass(slots=True)
class Tally:
    """Gold mentions against predictions."""

    gold: int = 0
    """Gold mentions that count."""
    found: int = 0
    """Of those, found."""
    predicted: int = 0
    """Predictions that count."""
    right: int = 0
    """Of those, right."""
    left_out: int = 0
    """Predictions that count neither way, because the corpus doesn't say what is right."""

    @property
    def precision(self) -> float | None:
        """Share of the predictions that is right, 0..1; None when there are none."""
        return share(self.right, self.predicted)

    @property
    def recall(self) -> float | None:
        """Share of the gold mentions that is found, 0..1; None when there are none."""
        return share(self.found, self.gold)

    @property
    def f1(self) -> float | None:
        """Harmonic mean of precision and recall, 0..1; None when nothing counts at all."""
        if not self.gold and not self.predicted:
            return None
        precision, recall = self.precision or 0.0, self.recall or 0.0
        return share(2 * precision * recall, precision + recall) or 0.0
