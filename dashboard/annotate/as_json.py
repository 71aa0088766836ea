"""An annotated document as JSON: passages with themes and dates, and what is said of which place.

Offsets count code points of the document's text. Days are ISO dates.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from geocache import Footprint, Place
from geocache.json_form import unread_part

from ..model import (
    AnnotatedDocument,
    Casualty,
    Cue,
    DateMention,
    Observation,
    Passage,
    Precision,
    ThemeHit,
    When,
)

_DIGITS = 4


def as_json(identity: str | int, annotated: AnnotatedDocument) -> dict[str, Any]:
    """Return what was read from a document.

    Parameters
    ----------
    identity
        What the document is called by who gave it.

    Returns
    -------
    dict
        ``passages`` has every passage in text order. Its ``themes`` are the likeliest first; those
        that it only touches have ``core`` false. Its ``casualties`` have the ``kind`` dead, injured
        or missing, and a ``number`` that is None where the words give none. Its ``dates`` are those
        that can be fixed; the others are ``unfixed``, with the reason. ``observations`` stand in
        the order of their passages; ``from`` and ``to`` are None where nothing dates
        them, and the report's date where ``dated`` is ``report``. ``unread_scripts`` is there for
        texts in scripts that are not read.
    """
    themes: dict[int, list[ThemeHit]] = defaultdict(list)
    dates: dict[int, list[DateMention]] = defaultdict(list)
    for hit in annotated.themes:
        themes[hit.passage].append(hit)
    casualties: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for one in annotated.casualties:
        casualties[one.passage].append(
            {"kind": one.kind.value, "number": one.number, "at_least": one.at_least, **_words(one)}
        )
    for mention in annotated.dates:
        dates[mention.passage].append(mention)
    return {
        "id": identity,
        "language": annotated.document.language,
        **unread_part(annotated.parsed),
        "passages": [
            _passage(passage, themes[passage.number], dates[passage.number])
            | {"casualties": casualties[passage.number]}
            for passage in annotated.passages
        ],
        "observations": [_observation(annotated, one) for one in by_passage(annotated)],
    }


def as_json_line(identity: str | int, annotated: AnnotatedDocument) -> str:
    """Return what was read from a document as one line of JSON, its line end included."""
    return json.dumps(as_json(identity, annotated), ensure_ascii=False) + "\n"


def by_passage(annotated: AnnotatedDocument) -> list[Observation]:
    """Return the observations in the order of their passages."""
    return sorted(annotated.observations, key=lambda one: one.passage)


def place_of(annotated: AnnotatedDocument, footprint: Footprint) -> Place | None:
    """Return the place of the first resolved mention of a footprint; None when all are NIL."""
    resolutions = (annotated.parsed.mentions[index].resolution for index in footprint.mentions)
    places = (resolution.place for resolution in resolutions)
    return next((place for place in places if place is not None), None)


def _passage(
    passage: Passage, themes: Sequence[ThemeHit], dates: Sequence[DateMention]
) -> dict[str, Any]:
    fixed = [mention for mention in dates if mention.when.precision is not Precision.UNKNOWN]
    unfixed = [mention for mention in dates if mention.when.precision is Precision.UNKNOWN]
    return {
        "start": passage.start,
        "end": passage.end,
        "themes": [_theme(hit) for hit in themes],
        "dates": [
            {
                **_words(mention),
                **_interval(mention.when),
                "precision": mention.when.precision.value,
                "note": mention.when.note,
                "relation": mention.relation,
                "history": mention.history,
                "other": _interval(When(mention.other, Precision.DAY)) if mention.other else None,
            }
            for mention in fixed
        ],
        "unfixed": [{**_words(mention), "note": mention.when.note} for mention in unfixed],
    }


def _theme(hit: ThemeHit) -> dict[str, Any]:
    return {
        "id": hit.theme,
        "probability": round(hit.score, _DIGITS),
        "core": hit.core,
        "cues": _all_words(hit.cues),
    }


def _observation(annotated: AnnotatedDocument, observation: Observation) -> dict[str, Any]:
    placed = annotated.placed[observation.footprint]
    place = place_of(annotated, placed.footprint)
    return {
        "passage": observation.passage,
        "start": placed.footprint.start,
        "end": placed.footprint.end,
        "place_id": place.id if place else None,
        "kind": placed.footprint.kind.value,
        "role": placed.role.value,
        **_interval(observation.when),
        "dated": observation.dated.value or None,
        "date_taken_over": observation.taken_over,
        "history": observation.history,
        "carried": bool(observation.carried),
    }


def _all_words(cues: Iterable[Cue]) -> list[dict[str, Any]]:
    return [_words(cue) for cue in cues]


def _words(span: Casualty | Cue | DateMention) -> dict[str, Any]:
    return {"start": span.start, "end": span.end, "text": span.text}


def _interval(when: When) -> dict[str, str | None]:
    """First and last day of a date; None of one that is unknown."""
    days = when.interval
    if days is None:
        return {"from": None, "to": None}
    return {"from": days[0].isoformat(), "to": days[1].isoformat()}
