"""Keys under which names are looked up, other spellings of them, and names in sentences."""

from .normalise import normal_form, normalised
from .romanisation import loose_key, loosely, sound_alike
from .variants import bare_unit_name, parts, respellings
from .wording import apart, join_names

__all__ = [
    "apart",
    "bare_unit_name",
    "join_names",
    "loose_key",
    "loosely",
    "normal_form",
    "normalised",
    "parts",
    "respellings",
    "sound_alike",
]
