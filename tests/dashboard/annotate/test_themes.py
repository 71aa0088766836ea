"""Families of themes."""

import pytest

from dashboard.annotate import Themes

GROUNDS = ("#f4f1ea", "#262b33")


def luminance(colour: str) -> float:
    shares = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [s / 12.92 if s <= 0.03928 else ((s + 0.055) / 1.055) ** 2.4 for s in shares]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_theme_families_and_themes_match():
    themes = Themes.shipped()
    assert {theme.family for theme in themes.all} == {family.id for family in themes.families}
    assert themes.get("borders").family == "people"
    assert themes.none.family == ""
    assert len({family.icon for family in themes.families}) == len(themes.families) == 5


@pytest.mark.parametrize("ground", GROUNDS)
def test_families_stand_out_from_the_map(ground: str):
    for family in Themes.shipped().families:
        low, high = sorted((luminance(family.colour), luminance(ground)))
        assert (high + 0.05) / (low + 0.05) >= 3, family.id
