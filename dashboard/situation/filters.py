"""What the reader of the dashboard wants to see."""

from dataclasses import dataclass

import pandas as pd

from geocache import Role


@dataclass(frozen=True, slots=True)
class Filters:
    """A choice of observations; empty choices choose everything."""

    themes: tuple[str, ...] = ()
    """Theme ids; "" stands for passages without a theme."""
    associative: bool = False
    """Whether places that only say who is meant are shown too."""

    def of(self, observations: pd.DataFrame) -> pd.DataFrame:
        """Rows of `Situation.observations` that pass."""
        keep = pd.Series(data=True, index=observations.index)
        if not self.associative:
            keep &= observations["role"] == Role.LITERAL.value
        if self.themes:
            keep &= observations["theme"].isin(self.themes)
        return observations[keep]

    def passages_of(self, passage_themes: pd.DataFrame) -> pd.DataFrame:
        """Rows of `Situation.passage_themes` that pass; a passage needs no place to pass."""
        if not self.themes:
            return passage_themes
        return passage_themes[passage_themes["theme"].isin(self.themes)]


EVERYTHING = Filters(associative=True)
"""Hides nothing."""
