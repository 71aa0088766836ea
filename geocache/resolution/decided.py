"""Mentions that there is nothing to decide about: given points, and what reviewers decided."""

from ..gazetteer.records import Gazetteer
from ..model import Mention, MentionKind, NameKind, NameMatch, Outcome, ParsedText, Resolution
from ..worded import Evidence
from .corrections import Corrections, correction
from .positions import position_resolution


def decided(
    document: ParsedText, mention: Mention, gazetteer: Gazetteer, corrections: Corrections | None
) -> Resolution | None:
    """Resolution of a mention that needs no evidence; None for all others.

    Raises
    ------
    UnknownPlaceError
        A reviewer decided for a place that the gazetteer does not have.
    """
    if corrections is None and mention.kind is MentionKind.NAME:
        return None  # as of nearly every mention
    found = correction(corrections, document, mention)
    if found is None:
        return position_resolution(mention, gazetteer)
    place = gazetteer.place(found.place_id) if found.outcome is Outcome.RESOLVED else None
    who = f" by {found.by}" if found.by else ""
    said = Evidence("correction", 0.0, f"decided{who} for {found.scope}")
    return Resolution(found.outcome, place, 1.0, (), (said,))


def matches(resolution: Resolution) -> tuple[NameMatch, ...]:
    """The only candidate of what is decided, for the other mentions to look at; none for NIL."""
    return (NameMatch(resolution.place, NameKind.PREFERRED),) if resolution.place else ()
