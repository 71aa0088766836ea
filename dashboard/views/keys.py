"""What keys do: said once, for the page that helps and for who binds them."""

KEYS = (
    ("/", "go to the search"),
    ("Enter", "search the words, or take the suggestion that is chosen"),
    ("↑ ↓", "choose among suggestions"),
    (
        "← ↑ → ↓",
        "on the map, go from mark to mark (with Shift, move the map); on the timeline, an edge",
    ),
    ("+ −", "zoom the map"),
    ("n", "next mention in the report that is open"),
    ("p", "mention before"),
    ("f", "put right the word that has the focus, or the chosen place"),
    ("a", "mark a place that was missed, in the passage that is lit or has the focus"),
    ("Ctrl+Z", "take back the last decision; with Shift, decide it again"),
    ("Escape", "take the choice back; filters and words stay"),
    ("Tab", "go on to the next part of the page"),
)
"""Keys on the Situation page, and what they do."""
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
