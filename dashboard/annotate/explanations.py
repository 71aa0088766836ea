"""Why mentions were taken for their places: worked out again when somebody asks.

Nobody reads most of it, and it is ten times as large as all the rest of a reading.
"""

from dataclasses import asdict
from typing import Any

from geocache import Candidate, Evidence, Mention
from geocache.recognition import ROLE_REASON

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
    for mention in annotator.parse(document, ruled).mentions:
        resolution = mention.resolution
        evidence = [(reason, _about(reason)) for reason in mention.reasons]
        evidence += [(one, "place") for one in (resolution.evidence if resolution else ())]
        candidates = _candidates(mention) or _candidates(alone.get((mention.start, mention.end)))
        explained.append(
            {
                "start": mention.start,
                "end": mention.end,
                "evidence": [asdict(one) | {"about": about} for one, about in evidence],
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


def _about(reason: Evidence) -> str:
    return "role" if reason.name.startswith(ROLE_REASON) else "name"
