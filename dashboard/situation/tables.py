"""Which columns the read model has, and one state of them."""

from dataclasses import dataclass

from ..workspace import Workspace
from .columns import Array

NO_DAY = -(1 << 30)
"""Stands for the day of what has no date."""

TYPES: dict[str, dict[str, str]] = {
    # an observation: a footprint in a passage; in the order of passages
    "observations": {
        "passage": "i4",
        "mark": "i4",
        "footprint": "i4",
        "wording": "i4",
        "pair": "i4",  # row in `pairs`
        "country_pair": "i4",  # row in `country_pairs`
        "first_day": "i4",
        "last_day": "i4",
        "dated": "u1",
        "confidence": "u1",  # per cent
        "outcome": "u1",
        "review": "u1",
        "carried": "u1",
    },
    # each place or shape in each passage, once
    "pairs": {"thing": "i4", "passage": "i4"},
    # each theme of the passage of each pair
    "pair_themes": {"pair": "i4", "theme": "u1", "score": "f4"},
    "country_pairs": {"passage": "i4", "country": "u2"},
    "passages": {"document": "i4", "themes": "u8", "dated": "u1", "alive": "u1"},
    # each interval that a passage is dated to; the report's where its words state none
    "intervals": {"passage": "i4", "first_day": "i4", "last_day": "i4"},
    "documents": {
        "source": "i4",
        "language": "u2",
        "first_day": "i4",
        "last_day": "i4",
        "came": "i4",  # revision in which it came
        "first_passage": "i4",
        "passages": "i4",
    },
    "marks": {
        "thing": "i4",  # the first mark of the same place, or itself
        "place": "i4",  # id of the place that it is; 0 for none
        "kind": "u1",
        "role": "u1",
        "exact": "u1",
        "country": "u2",
        "admin1": "i4",
        "admin2": "i4",
        "lon": "f4",
        "lat": "f4",
        "west": "f4",
        "south": "f4",
        "east": "f4",
        "north": "f4",
    },
    # places that a mark is made of
    "mark_places": {"mark": "i4", "place": "i4"},
}
DICTIONARIES = ("countries", "admin1", "admin2", "languages", "sources", "themes")


@dataclass(frozen=True, slots=True, eq=False)
class Snapshot:
    """What one revision holds. Each is equal to itself only."""

    workspace: Workspace
    revision: int
    tables: dict[str, dict[str, Array]]
    dictionaries: dict[str, list[str]]
    """Values by code; themes by id."""
    removed: bool
    """Whether some of its observations are of passages that are gone."""

    def __getitem__(self, table: str) -> dict[str, Array]:
        return self.tables[table]

    def count(self, table: str) -> int:
        """Return how many rows a table has, gone ones included."""
        return len(next(iter(self.tables[table].values())))
