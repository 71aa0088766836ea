"""What every format writes: places with their passages, and what the file says of itself."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from importlib.metadata import version as installed_version
from typing import Any

import numpy as np

from geocache.gazetteer import Gazetteer
from geocache.records import Geometry

from ..annotate import Themes
from ..attribution import attributions
from ..maps.marks import MarkGeometries
from ..situation import Filters, Situation
from ..situation.answers import passage_records
from ..situation.plain_values import degrees
from .wording import in_words

_BATCH = 400
"""Passages that are read at once: what is held does not grow with the workspace."""


@dataclass(frozen=True, slots=True)
class ShownPlace:
    """A place or shape that a choice shows."""

    thing: int
    id: str
    label: str
    kind: str
    exact: bool
    note: str
    confidence: float
    theme: str
    """Id of the one with most evidence; "" for none."""
    lat: float | None
    lon: float | None
    facts: Any
    """Row of `Situation.mark_facts`."""
    passages: tuple[int, ...]
    """Rows of the passages in which it is shown, newest first."""

    @property
    def role(self) -> str:
        """Whether something happens there, or it only names who acts."""
        return str(self.facts.role)


class Content:
    """What a choice shows, read in pieces.

    Parameters
    ----------
    situation, filters, gazetteer, day
        See `export`.
    """

    def __init__(
        self, situation: Situation, filters: Filters, gazetteer: Gazetteer, day: date
    ) -> None:
        self._situation, self.filters, self.day = situation, filters, day
        self.view = situation.view(filters)
        self.counts = self.view.counts()
        self.rows = self.view.newest().rows(max(self.counts["passages"], 1))
        self._geometries = MarkGeometries(situation, gazetteer)
        self.places = self._places()
        self.places_of: dict[int, list[ShownPlace]] = {}
        """Places of each passage that has any, by its row."""
        for place in self.places:
            for row in place.passages:
                self.places_of.setdefault(row, []).append(place)

    @property
    def choice(self) -> str:
        """The filters in words."""
        return "; ".join(in_words(self.filters, self._situation)) or "everything"

    @property
    def made(self) -> str:
        """Program, version and day."""
        return f"sitmap {installed_version('sitmap')}, {self.day.isoformat()}"

    @property
    def size(self) -> str:
        """How much is shown, and of how much."""
        counts = self.counts
        return (
            f"{counts['passages']} of {counts['all_passages']} passages in "
            f"{counts['documents']} of {counts['all_documents']} reports, {len(self.places)} places"
        )

    @property
    def themes(self) -> Themes:
        """The themes of the workspace."""
        return self._situation.themes

    def sources(self) -> list[str]:
        """Return who made what places and outlines come from, and the licences."""
        return list(attributions())

    def about(self) -> list[str]:
        """Return what a file says of itself, in lines."""
        return [
            f"Shown: {self.choice}",
            f"Holds: {self.size}",
            f"Made by: {self.made}",
            *(f"Source: {line}" for line in self.sources()),
        ]

    def geometry(self, place: ShownPlace) -> Geometry | None:
        """GeoJSON of a place, as exact as it is known; None of what can't be drawn."""
        return self._geometries.geometry(place.facts)

    def passages(self, rows: Iterable[int]) -> Iterator[tuple[int, dict[str, Any]]]:
        """Row and record of passages, in that order, some hundred read at a time."""
        wanted = list(rows)
        for start in range(0, len(wanted), _BATCH):
            batch = wanted[start : start + _BATCH]
            yield from passage_records(self._situation, self.view, batch)

    def placed(self) -> Iterator[tuple[ShownPlace, list[dict[str, Any]]]]:
        """Places with their passages, those with most first; several places are read at once."""
        batch: list[ShownPlace] = []
        size = 0
        for place in self.places:
            batch.append(place)
            size += len(place.passages)
            if size >= _BATCH:
                yield from self._read(batch)
                batch, size = [], 0
        yield from self._read(batch)

    def _read(self, places: list[ShownPlace]) -> Iterator[tuple[ShownPlace, list[dict[str, Any]]]]:
        rows = dict.fromkeys(row for place in places for row in place.passages)
        read = dict(self.passages(rows))
        for place in places:
            yield place, [read[row] for row in place.passages if row in read]

    def unplaced(self) -> Iterator[dict[str, Any]]:
        """Passages that pass and show no place, newest first."""
        for _, record in self.passages(row for row in self.rows if row not in self.places_of):
            yield record

    def _places(self) -> list[ShownPlace]:
        marks = self.view.marks().sort_values(["passages", "thing"], ascending=[False, True])
        facts = self._situation.mark_facts(marks["mark"].tolist())
        labels = self._situation.labels()
        order = np.zeros(self.view.snapshot.count("passages"), np.int64)
        order[self.rows] = np.arange(len(self.rows))
        pairs = self.view.shown_pairs()
        pairs = pairs.iloc[np.lexsort((order[pairs["passage"]], pairs["thing"]))]
        passages = pairs.groupby("thing")["passage"].agg(tuple)
        rows: list[tuple[Any, Any]] = list(zip(marks.itertuples(), facts.itertuples(), strict=True))
        return [
            ShownPlace(
                thing=int(mark.thing),
                id=fact.thing_id,
                label=str(labels.get(mark.thing, fact.label)),
                kind=fact.kind,
                exact=bool(fact.exact),
                note=fact.note,
                confidence=round(float(mark.confidence), 3),
                theme=mark.theme,
                lat=degrees(fact.lat),
                lon=degrees(fact.lon),
                facts=fact,
                passages=tuple(int(row) for row in passages.get(mark.thing, ())),
            )
            for mark, fact in rows
            if isinstance(fact.thing_id, str)  # else the mark is gone meanwhile
        ]
