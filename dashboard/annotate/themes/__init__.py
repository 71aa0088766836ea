"""Themes of passages: a taxonomy, cues, and weights that tell core themes from touched ones."""

from .classifier import Themes
from .taxonomy import Family, Taxonomy, Theme, read_taxonomy, read_themes_file

__all__ = ["Family", "Taxonomy", "Theme", "Themes", "read_taxonomy", "read_themes_file"]
