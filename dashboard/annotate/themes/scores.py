"""Scores themes against labelled passages: precision, recall and F1, by theme and together."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from .labelled import LabelledPassage

LEAST = 10
"""Passages that a theme must have to count for the mean over themes."""


@dataclass(slots=True)
class Count:
    """What was found of one theme."""

    right: int = 0
    wrong: int = 0
    """Found where people gave it not, and did not find it arguable."""
    missed: int = 0

    @property
    def gold(self) -> int:
        """How many passages have it."""
        return self.right + self.missed

    @property
    def precision(self) -> float:
        """Share of what was found that is right; 0 when nothing was found."""
        return self.right / max(self.right + self.wrong, 1)

    @property
    def recall(self) -> float:
        """Share of what there is that was found; 0 when there is nothing."""
        return self.right / max(self.gold, 1)

    @property
    def f1(self) -> float:
        """Harmonic mean of both."""
        return 2 * self.right / max(2 * self.right + self.wrong + self.missed, 1)


@dataclass(slots=True)
class ThemeScores:
    """Scores over all passages."""

    by_theme: dict[str, Count] = field(default_factory=dict)
    passages: int = 0
    without: int = 0
    """Passages that people gave no theme."""
    without_right: int = 0
    """Those of them in which none was found."""

    @property
    def together(self) -> Count:
        """Counts of all themes in one."""
        counts = self.by_theme.values()
        return Count(
            sum(count.right for count in counts),
            sum(count.wrong for count in counts),
            sum(count.missed for count in counts),
        )

    @property
    def macro_f1(self) -> float:
        """Mean F1 of the themes that `LEAST` passages and more have; 0 when there are none."""
        scores = [count.f1 for count in self.by_theme.values() if count.gold >= LEAST]
        return sum(scores) / max(len(scores), 1)

    @property
    def none_right(self) -> float:
        """Share of the passages without a theme in which none was found."""
        return self.without_right / max(self.without, 1)


def score(
    passages: Sequence[LabelledPassage],
    found: Sequence[Collection[str]],
    themes: Sequence[str],
) -> ThemeScores:
    """Score what was found in passages.

    Parameters
    ----------
    passages, found
        Labelled passages, and the ids of the core themes that were found in each.
    themes
        Ids of the themes that can be found; others that people gave count as missed.
    """
    scores = ThemeScores({theme: Count() for theme in themes}, len(passages))
    for passage, ids in zip(passages, found, strict=True):
        if not passage.core:
            scores.without += 1
            scores.without_right += not ids
        for theme in passage.core:
            count = scores.by_theme.setdefault(theme, Count())
            if theme in ids:
                count.right += 1
            else:
                count.missed += 1
        for theme in set(ids) - passage.core - passage.touched:
            scores.by_theme.setdefault(theme, Count()).wrong += 1
    return scores


def table(scores: ThemeScores) -> list[str]:
    """Return the scores as lines that fit a terminal of 80 columns."""
    lines = [f"{'theme':<20}{'passages':>9}{'precision':>11}{'recall':>9}{'F1':>9}"]
    lines += [
        f"{theme:<20}{count.gold:>9}{count.precision:>11.3f}{count.recall:>9.3f}{count.f1:>9.3f}"
        for theme, count in scores.by_theme.items()
    ]
    total = scores.together
    lines.append(
        f"{'all (micro)':<20}{total.gold:>9}{total.precision:>11.3f}"
        f"{total.recall:>9.3f}{total.f1:>9.3f}"
    )
    few = f"of the themes with {LEAST} passages and more"
    lines.append(f"{'mean (macro)':<20}{'':>29}{scores.macro_f1:>9.3f}  {few}")
    share = f"{scores.without_right} of {scores.without}"
    lines.append(f"no theme where none belongs: {scores.none_right:.3f} ({share})")
    return lines
