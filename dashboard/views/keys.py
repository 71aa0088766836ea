"""What keys do on the page Review: for the page itself. Help lists all keys in ``guide.md``."""

FIX_KEYS = (
    ("1 – 9", "the candidate with this number is meant"),
    ("Enter", "the place that was chosen is right"),
    ("x", "the words name no place"),
    ("u", "they name a place that no source knows"),
)
"""Under [Fix] and on the page Review."""
REVIEW_KEYS = (
    ("j k or ↓ ↑", "the next group of words, and the one before"),
    *FIX_KEYS,
    ("s", "skip the group; it comes last"),
    ("g", "search the gazetteer for another place"),
    ("e", "decide for these mentions only, or everywhere"),
    ("Ctrl+Z", "take back the last decision; with Shift, decide it again"),
)
"""On the page Review."""
