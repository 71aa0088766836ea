"""Cross-validated scores of resolution, with the mentions given."""

from collections import defaultdict
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from ...evaluation import Figures, decimal, percent
from ...evaluation.calibration import Calibration
from ...evaluation.tally import share
from ...resolution.ranking import CONVINCED
from .examples import ResolutionExample

Floats = npt.NDArray[np.float64]
_KEPT = 0.7


class ResolvingScores:
    """By corpus: what is near, what is exact, what could have been."""

    def __init__(self) -> None:
        self._counts: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
        self._calibration: dict[str, Calibration] = defaultdict(Calibration)

    def add(self, examples: Sequence[ResolutionExample], probabilities: Sequence[Floats]) -> None:
        """Score documents by the probabilities of their rows."""
        for example, found in zip(examples, probabilities, strict=True):
            for mention in np.flatnonzero(example.counts).tolist():
                self._add(example, mention, found)

    def _add(self, example: ResolutionExample, mention: int, found: Floats) -> None:
        batch, gold, counts = example.batch, example.gold[mention], self._counts[example.corpus]
        start, none = int(batch.starts[mention]), int(batch.none[mention])
        answered = none > start and found[none] < CONVINCED
        row = start + int(found[start:none].argmax()) if answered else none
        near = bool(example.near[row])
        has_id = bool(gold.place_id)
        counts["mentions"] += 1
        counts["near"] += near
        counts["offered"] += bool(example.near[start:none].any())
        counts["with_id"] += has_id
        counts["exact"] += has_id and answered and batch.match(row).place.id == gold.place_id
        counts["answered"] += answered
        if answered:
            self._calibration[example.corpus].add([float(found[row])], [near])
            counts["kept"] += found[row] >= _KEPT
            counts["kept_wrong"] += found[row] >= _KEPT and not near

    def table(self) -> str:
        """Return the scores, a line for each corpus."""
        heads = ("mentions", "Acc@161", "offered", "exact id", "ECE", "kept", "wrong")
        lines = [f"{'corpus':<16}" + "".join(f"{head:>9}" for head in heads)]
        for corpus, counts in self._counts.items():
            shares = self.shares(corpus)
            cells = ["-" if share is None else f"{share:.3f}" for share in shares]
            cells.insert(0, f"{counts['mentions']:,}")
            lines.append(f"{corpus:<16}" + "".join(f"{cell:>9}" for cell in cells))
        return "\n".join(lines)

    def figures(self, by_corpus: "ResolvingScores", always_learnt: str) -> Figures:
        """Return what documents hold: these scores, beside those with each corpus left out.

        Parameters
        ----------
        always_learnt
            Corpus of marked sentences that are learnt each time; it has no row.
        """
        figures = Figures(
            *("corpus", "Acc@161", "exact id", "offered", "calibration error"),
            *("confidence ≥ 0.7: kept", "of these wrong", "Acc@161, corpus left out"),
        )
        for corpus in self._counts:
            if corpus == always_learnt:
                continue
            near, offered, exact, error, kept, wrong = self.shares(corpus)
            left_out = by_corpus.shares(corpus)[0]
            decimals = map(decimal, (near, exact, offered, error))
            figures.add(corpus, *decimals, percent(kept), percent(wrong), decimal(left_out))
        return figures

    def shares(self, corpus: str) -> list[float | None]:
        """Return near, offered, exact, calibration error, kept, and wrong of what is kept."""
        counts = self._counts[corpus]
        return [
            share(counts["near"], counts["mentions"]),
            share(counts["offered"], counts["mentions"]),
            share(counts["exact"], counts["with_id"]),
            self._calibration[corpus].error,
            share(counts["kept"], counts["answered"]),
            share(counts["kept_wrong"], counts["kept"]),
        ]
