"""What keys do on the Situation page: said once, for the page that helps and for who binds them."""

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
    ("Escape", "take the choice back; filters and words stay"),
    ("Tab", "go on to the next part of the page"),
)
"""Keys, and what they do."""
