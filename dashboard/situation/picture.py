"""Queries over a workspace. Views read through these and never touch SQL."""

import json
from dataclasses import dataclass

import pandas as pd

from ..workspace import Workspace
from .filters import Filters

_OBSERVATIONS = """
SELECT o.document_id, o.passage, o.footprint, o.theme, o.date, o.date_precision, o.date_note,
       o.carried, f.mark_id, f.role, f.kind, f.label, coalesce(t.score, 0) AS score
FROM observation o
JOIN footprint f ON f.document_id = o.document_id AND f.number = o.footprint
JOIN document d ON d.id = o.document_id
LEFT JOIN theme_hit t
  ON t.document_id = o.document_id AND t.passage = o.passage AND t.theme = o.theme
ORDER BY d.position, o.passage, o.footprint, o.theme
"""
_PASSAGE_THEMES = """
SELECT p.document_id, p.number AS passage, coalesce(t.theme, '') AS theme
FROM passage p
JOIN document d ON d.id = p.document_id
LEFT JOIN theme_hit t ON t.document_id = p.document_id AND t.passage = p.number
ORDER BY d.position, p.number
"""
_FOOTPRINTS = """
SELECT f.document_id, f.number, f.mark_id, f.start, f."end", f.passage, f.kind, f.role,
       f.exact, f.note, f.label, f.words, min(m.confidence) AS confidence,
       max(m.outcome = 'AMBIGUOUS') AS ambiguous,
       group_concat(m.place_id, ' ') AS place_ids
FROM footprint f
JOIN mention m ON m.document_id = f.document_id AND m.footprint = f.number
JOIN document d ON d.id = f.document_id
GROUP BY f.document_id, f.number
ORDER BY d.position, f.start
"""
_JSON_COLUMNS = ("cues", "evidence", "candidates")


@dataclass(frozen=True)
class Situation:
    """What a workspace holds, ready to be filtered and drawn.

    All frames come in document order, then text order.
    """

    documents: pd.DataFrame
    problems: pd.DataFrame
    passages: pd.DataFrame
    footprints: pd.DataFrame
    """One row an expression; ``geometry`` as a GeoJSON dict or None."""
    mentions: pd.DataFrame
    theme_hits: pd.DataFrame
    passage_themes: pd.DataFrame
    """One row for each passage and each theme it supports; ``theme`` is "" for none."""
    dates: pd.DataFrame
    observations: pd.DataFrame

    @classmethod
    def of(cls, workspace: Workspace) -> "Situation":
        """Read everything from a workspace."""
        return cls(
            documents=workspace.frame("SELECT * FROM document ORDER BY position"),
            problems=workspace.frame("SELECT * FROM problem ORDER BY origin"),
            passages=workspace.frame("SELECT * FROM passage ORDER BY document_id, number"),
            footprints=_with_geometry(workspace.frame(_FOOTPRINTS), workspace),
            mentions=_parsed(workspace.frame("SELECT * FROM mention ORDER BY document_id, start")),
            theme_hits=_parsed(
                workspace.frame("SELECT * FROM theme_hit ORDER BY document_id, passage, score DESC")
            ),
            passage_themes=workspace.frame(_PASSAGE_THEMES),
            dates=workspace.frame("SELECT * FROM date_mention ORDER BY document_id, start"),
            observations=workspace.frame(_OBSERVATIONS),
        )

    def visible(self, filters: Filters) -> pd.DataFrame:
        """Return the observations that pass the filters."""
        return filters.of(self.observations)

    def marks(self, observations: pd.DataFrame) -> pd.DataFrame:
        """One row for each mark that the observations are about.

        Returns
        -------
        DataFrame
            ``mark_id, label, kind, role, geometry, exact, note, confidence, ambiguous, theme,
            passages``: ``theme`` is the one with the most evidence, ``passages`` a count.
        """
        if observations.empty:
            return pd.DataFrame(columns=[*_MARK_COLUMNS, "theme", "passages"])
        shapes = self.footprints.drop_duplicates("mark_id").set_index("mark_id")
        grouped = observations.groupby("mark_id", sort=False)
        marks = shapes.loc[list(grouped.groups), [c for c in _MARK_COLUMNS if c != "mark_id"]]
        marks = marks.assign(theme=_strongest(observations), passages=_passage_counts(observations))
        return marks.reset_index()

    def theme_counts(self) -> dict[str, int]:
        """Passages of each theme, by theme id; "" stands for passages without a theme."""
        sizes = self.passage_themes.groupby("theme").size()
        return {str(theme): int(size) for theme, size in sizes.items()}

    def passages_of(self, mark_id: str, observations: pd.DataFrame) -> pd.DataFrame:
        """Return the passages that speak of a mark, each once, with its themes and how it is named.

        Returns
        -------
        DataFrame
            ``document_id, passage, carried, date, date_precision, date_note``.
        """
        own = observations[observations["mark_id"] == mark_id]
        return own.drop_duplicates(["document_id", "passage"]).reset_index(drop=True)


_MARK_COLUMNS = (
    "mark_id",
    "label",
    "kind",
    "role",
    "geometry",
    "exact",
    "note",
    "confidence",
    "ambiguous",
)


def _strongest(observations: pd.DataFrame) -> pd.Series:
    """Theme with the highest sum of scores of each mark; the first in the alphabet of equals."""
    sums = observations.groupby(["mark_id", "theme"])["score"].sum().reset_index()
    ordered = sums.sort_values(["score", "theme"], ascending=[False, True])
    return ordered.drop_duplicates("mark_id").set_index("mark_id")["theme"]


def _passage_counts(observations: pd.DataFrame) -> pd.Series:
    distinct = observations.drop_duplicates(["mark_id", "document_id", "passage"])
    return distinct.groupby("mark_id").size()


def _with_geometry(footprints: pd.DataFrame, workspace: Workspace) -> pd.DataFrame:
    """Footprints with the geometry of their mark, each parsed once."""
    marks = workspace.frame("SELECT id, geometry FROM mark")
    parsed = {
        mark: json.loads(text) if isinstance(text, str) else None
        for mark, text in zip(marks["id"], marks["geometry"], strict=True)
    }
    geometries = [parsed[mark] for mark in footprints["mark_id"]]
    return footprints.assign(geometry=pd.Series(geometries, index=footprints.index, dtype=object))


def _parsed(frame: pd.DataFrame) -> pd.DataFrame:
    """Frame with its JSON columns as Python values."""
    parsed = frame.copy()
    for column in _JSON_COLUMNS:
        if column in frame:
            values = [json.loads(v) if isinstance(v, str) else None for v in frame[column]]
            parsed[column] = pd.Series(values, index=frame.index, dtype=object)
    return parsed
