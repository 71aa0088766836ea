"""Why mentions were taken for their places: worked out again when somebody asks.

Nobody reads most of it, and it is ten times as large as all the rest of a reading.
"""

from dataclasses import asdict
from typing import Any

from geocache import Evidence
from geocache.recognition import ROLE_REASON

from ..model import Document
from .annotator import Annotator

_MOST_CANDIDATES = 9

Explained = dict[str, Any]
"""``start``, ``end``, ``evidence`` (name, score, detail, about: ``name``, ``role`` or
``place``) and ``candidates`` (id, name, feature_code, country_code, score) of one mention."""


def explanations(annotator: Annotator, document: Document) -> list[Explained]:
    """Return evidence and the best candidates of every mention, in text order.

    The same program with the same data gives what decided when the document was read.
    """
    explained = []
    for mention in annotator.parse(document).mentions:
        resolution = mention.resolution
        evidence = [(reason, _about(reason)) for reason in mention.reasons]
        evidence += [(one, "place") for one in (resolution.evidence if resolution else ())]
        candidates = resolution.candidates[:_MOST_CANDIDATES] if resolution else ()
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


def _about(reason: Evidence) -> str:
    return "role" if reason.name.startswith(ROLE_REASON) else "name"
