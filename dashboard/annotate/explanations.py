"""Why mentions were taken for their places: worked out again when somebody asks.

Nobody reads most of it, and it is ten times as large as all the rest of a reading.
"""

from typing import Any

from geocache import Candidate, Evidence, Mention, explain

from ..model import Document
from .annotator import Annotator
from .rulings import Rulings

_MOST_CANDIDATES = 9

Explained = dict[str, Any]
"""``start``, ``end``, ``evidence`` (name, score, detail, about: ``name``, ``role`` or
``place``) and ``candidates`` (id, name, feature_code, country_code, score) of one mention."""


def explanations(
    annotator: Annotator, document: Document, rulings: Rulings | None = None
) -> list[Explained]:
    """Return evidence and the best candidates of every mention, in text order.

    The same program with the same data gives what decided when the document was read. Where a
    person decided, the evidence says so, and the candidates are those that the machine had.
    """
    ruled = rulings.of(document) if rulings else None
    alone: dict[tuple[int, int], Mention] = {}
    if ruled:
        alone = {(m.start, m.end): m for m in annotator.parse(document).mentions}
    explained = []
    parsed = annotator.parse(document, ruled)
    for mention in parsed.mentions:
        explanation = explain(parsed, mention)
        evidence = (*explanation.name, *explanation.role, *explanation.place)
        candidates = explanation.candidates[:_MOST_CANDIDATES] or _candidates(
            alone.get((mention.start, mention.end))
        )
        explained.append(
            {
                "start": mention.start,
                "end": mention.end,
                "evidence": list(map(_as_json, evidence)),
                "candidates": [
                    {
                        "id": candidate.place.id,
                        "name": candidate.place.name,
                        "feature_code": candidate.place.feature_code,
                        "country_code": candidate.place.country_code,
                        "score": candidate.score,
                    }
                    for candidate in candidates
                ],
            }
        )
    return explained


def _candidates(mention: Mention | None) -> tuple[Candidate, ...]:
    resolution = mention.resolution if mention else None
    return resolution.candidates[:_MOST_CANDIDATES] if resolution else ()


def _as_json(evidence: Evidence) -> dict[str, Any]:
    return {
        "name": evidence.name,
        "score": evidence.score,
        "detail": evidence.detail,
        "about": evidence.aspect.value,
    }
