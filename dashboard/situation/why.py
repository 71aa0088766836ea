"""Says why words were taken for their place: for one mark in one passage, when asked."""

from collections.abc import Callable

from geocache.gazetteer import Gazetteer
from geocache.records import Place

from ..workspace import Workspace
from ..workspace.codes import KINDS, MENTION_KINDS, OUTCOMES, REVIEWS, ROLES
from .date_words import observed
from .filters import Filters
from .place_choices import MOST_OTHERS, PlaceChoices
from .place_words import (
    KIND_WORDS,
    OUTCOME_WORDS,
    ROLE_WORDS,
    country_name,
    kind_in_words,
    probability,
)
from .plain_values import Record, degrees
from .reports import Explain, explained_mentions
from .situation import Situation

Licence = Callable[[Place], str]
"""Under which licence what is known of a place may be used."""
_FOOTPRINTS = """
SELECT f.id, f.start, f."end", f.confidence, f.outcome, f.review, w.text AS words,
       m.kind, m.role, m.label, m.exact, m.uncertainty_km, m.lon, m.lat, n.text AS note,
       p.number AS passage, said.number AS said_in, coalesce(c.text, '') AS carried, d.title,
       o.dated, o.first_day, o.last_day, coalesce(dn.text, '') AS date_note
FROM observation o
JOIN passage p ON p.id = o.passage_id
JOIN document d ON d.id = p.document_id
JOIN footprint f ON f.id = o.footprint_id
JOIN passage said ON said.id = f.passage_id
JOIN wording w ON w.id = f.wording_id
JOIN mark m ON m.id = f.mark_id
JOIN note n ON n.id = m.note_id
LEFT JOIN note c ON c.id = o.carried
LEFT JOIN note dn ON dn.id = o.date_note
LEFT JOIN place pl ON pl.id = m.place_id
WHERE d.hash = ? AND p.number = ? AND (m.hash = ? OR pl.key = ?)
ORDER BY o.carried IS NOT NULL, f.start
"""
_MENTIONS = """
SELECT me.start, me."end", me.kind, me.role, me.role_probability, me.outcome, me.probability,
       me.confidence, substr(t.text, me.start + 1, me."end" - me.start) AS words,
       pl.key AS id, pl.name, pl.feature_class, pl.feature_code, pl.country, pl.admin1,
       pl.population, pl.lon, pl.lat
FROM mention me
JOIN footprint f ON f.id = me.footprint_id
JOIN passage p ON p.id = f.passage_id
JOIN document_text t ON t.document_id = p.document_id
LEFT JOIN place pl ON pl.id = me.place_id
WHERE me.footprint_id = ? ORDER BY me.start
"""


class WhyPlaces:
    """Says why words were taken for their places.

    Parameters
    ----------
    gazetteer
        That reports are read with; it knows what the workspace does not keep.
    explain
        Works out what was weighed.
    licence
        Of what is known of a place.
    """

    def __init__(self, gazetteer: Gazetteer, explain: Explain, licence: Licence) -> None:
        self.choices = PlaceChoices(gazetteer)
        self.explain, self._licence = explain, licence

    def why(
        self,
        situation: Situation,
        filters: Filters,
        mark: str,
        *,
        document: str = "",
        passage: int | None = None,
    ) -> Record | None:
        """Return why words of a passage were taken for a place; None of an unknown place.

        Without a passage, or where that says nothing of the place, the newest one is taken that
        does, of those that pass the filters if there is one.

        Returns
        -------
        dict
            ``document``, ``title``, ``passage``; ``words``, ``label``, ``kind`` and ``note`` (what
            was drawn and how), ``exact``, ``uncertainty_km``; ``role``, ``outcome`` and
            ``certainty`` in words; ``carried`` (how it came into a passage that does not name it)
            and ``said_in`` (number of the passage that does); ``when`` (its date, in words);
            ``times`` (how often the passage says it); ``mentions``, each with its ``words``,
            ``place`` (facts, or None), ``evidence`` (``about`` name, role or place; ``words``,
            ``weight``), ``others`` (the candidates that were not chosen, best first) and numbers
            in words.
        """
        document, rows = self._footprints(situation, filters, mark, document, passage)
        if not rows:
            return None
        footprint = rows[0]
        explained = explained_mentions(situation.workspace, document, self.explain)
        mentions = situation.workspace.records(_MENTIONS, (footprint["id"],))
        return {
            "document": document,
            "title": footprint["title"],
            "passage": footprint["passage"],
            "said_in": footprint["said_in"],
            "carried": footprint["carried"],
            "when": observed(footprint),
            "times": sum(not row["carried"] for row in rows),
            "words": footprint["words"],
            "label": footprint["label"],
            "kind": KIND_WORDS[str(KINDS[footprint["kind"]])]
            if footprint["lon"] is not None
            else "",
            "note": footprint["note"],
            "exact": bool(footprint["exact"]),
            "uncertainty_km": footprint["uncertainty_km"],
            "role": ROLE_WORDS[str(ROLES[footprint["role"]])],
            "outcome": OUTCOME_WORDS[str(OUTCOMES[footprint["outcome"]])],
            "certainty": probability(footprint["confidence"]),
            "review": REVIEWS[footprint["review"]],
            "mentions": [self._mention(row, explained.get(row["start"], {})) for row in mentions],
        }

    def where(
        self,
        situation: Situation,
        filters: Filters,
        mark: str,
        *,
        document: str = "",
        passage: int | None = None,
    ) -> tuple[str, int, int] | None:
        """Return the words that `why` speaks of: document, start, end; None of an unknown place."""
        document, rows = self._footprints(situation, filters, mark, document, passage)
        return (document, rows[0]["start"], rows[0]["end"]) if rows else None

    def _footprints(
        self,
        situation: Situation,
        filters: Filters,
        mark: str,
        document: str,
        passage: int | None,
    ) -> tuple[str, list[Record]]:
        """Return document and rows of the words that mean a mark; the newest if none do here."""
        rows = self._rows(situation.workspace, document, passage, mark)
        if not rows:
            newest = _newest(situation, filters, mark)
            if newest is not None:
                document = newest[0]
                rows = self._rows(situation.workspace, *newest, mark)
        return document, rows

    def _rows(
        self, workspace: Workspace, document: str, passage: int | None, mark: str
    ) -> list[Record]:
        if not document or passage is None:
            return []
        return workspace.records(_FOOTPRINTS, (document, passage, mark, mark))

    def _mention(self, row: Record, explained: Record) -> Record:
        candidates = explained.get("candidates", ())
        others = [candidate for candidate in candidates if candidate["id"] != row["id"]]
        return {
            "start": row["start"],
            "end": row["end"],
            "words": row["words"],
            "kind": str(MENTION_KINDS[row["kind"]]),
            "is_name": probability(row["probability"]),
            "role": ROLE_WORDS[str(ROLES[row["role"]])],
            "role_certainty": probability(row["role_probability"]),
            "outcome": OUTCOME_WORDS[str(OUTCOMES[row["outcome"]])],
            "certainty": probability(row["confidence"]),
            "place": self._chosen(row) if row["id"] else None,
            "evidence": [
                {
                    "about": evidence.get("about", "place"),
                    "words": evidence["detail"],
                    "weight": round(evidence["score"], 2),
                }
                for evidence in explained.get("evidence", ())
                if evidence["detail"]
            ],
            "others": [
                self.choices.candidate(candidate) | {"score": round(candidate["score"], 2)}
                for candidate in others[:MOST_OTHERS]
            ],
        }

    def _chosen(self, row: Record) -> Record:
        place = self.choices.place(row["id"])
        return {
            "id": row["id"],
            "name": row["name"],
            "kind": kind_in_words(row["feature_class"], row["feature_code"], row["population"]),
            "code": ".".join(filter(None, (row["feature_class"], row["feature_code"]))),
            "country": country_name(row["country"]),
            "admin1": self.choices.subdivision(row["country"], row["admin1"]),
            "population": row["population"],
            "lat": degrees(row["lat"]),
            "lon": degrees(row["lon"]),
            "exactness": place.note if place else "",
            "source": place.source if place else "",
            "licence": self._licence(place) if place and place.source else "",
        }


def _newest(situation: Situation, filters: Filters, mark: str) -> tuple[str, int] | None:
    """Return document and number of the newest passage that says something of a mark."""
    thing = situation.thing_row(mark)
    if thing is None:
        return None
    for choice in (filters, Filters()):
        view = situation.view(choice)
        rows = view.newest(view.holding(view.snapshot["marks"]["thing"] == thing)).rows(1)
        frame = situation.passages(rows) if rows else None
        if frame is not None and len(frame):
            return str(frame["document"].iloc[0]), int(frame["number"].iloc[0])
    return None
