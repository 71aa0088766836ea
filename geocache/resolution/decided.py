"""Mentions that there is nothing to decide about: given points, and what reviewers decided."""

from ..errors import UnknownPlaceError
from ..gazetteer.records import Gazetteer
from ..model import (
    Mention,
    MentionKind,
    NameKind,
    NameMatch,
    Outcome,
    ParsedText,
    Place,
    Resolution,
)
from ..worded import Evidence
from .corrections import Correction, Corrections, correction
from .positions import position_resolution


def decided(
    document: ParsedText, mention: Mention, gazetteer: Gazetteer, corrections: Corrections | None
) -> Resolution | None:
    """Resolution of a mention that needs no evidence; None for all others.

    Raises
    ------
    UnknownPlaceError
        A reviewer decided for a place that the gazetteer does not have, and of which nothing else
        is known.
    """
    if corrections is None and mention.kind is MentionKind.NAME:
        return None  # as of nearly every mention
    found = correction(corrections, document, mention)
    if found is None:
        return position_resolution(mention, gazetteer)
    place = _place(found, gazetteer) if found.outcome is Outcome.RESOLVED else None
    who = f" by {found.by}" if found.by else ""
    said = Evidence("correction", 0.0, f"decided{who} for {found.scope}")
    return Resolution(found.outcome, place, 1.0, (), (said,))


def _place(found: Correction, gazetteer: Gazetteer) -> Place | None:
    """Place that was decided for, as the gazetteer knows it today if it does."""
    if not found.place_id:
        return found.place
    try:
        return gazetteer.place(found.place_id)
    except UnknownPlaceError:
        if found.place is None:
            raise
        return found.place


def matches(resolution: Resolution) -> tuple[NameMatch, ...]:
    """The only candidate of what is decided, for the other mentions to look at; none for NIL."""
    return (NameMatch(resolution.place, NameKind.PREFERRED),) if resolution.place else ()
