"""Text in, geocoded mentions out: no network, nothing dropped."""

from .errors import GeocacheError
from .parser import Geoparser
from .records import (
    Candidate,
    Footprint,
    FootprintKind,
    MatchQuality,
    Mention,
    MentionKind,
    NameKind,
    Outcome,
    ParsedText,
    Place,
    PlaceOrigin,
    Resolution,
    Role,
    Span,
)
from .worded import Evidence

__all__ = [
    "Candidate",
    "Evidence",
    "Footprint",
    "FootprintKind",
    "GeocacheError",
    "Geoparser",
    "MatchQuality",
    "Mention",
    "MentionKind",
    "NameKind",
    "Outcome",
    "ParsedText",
    "Place",
    "PlaceOrigin",
    "Resolution",
    "Role",
    "Span",
]
