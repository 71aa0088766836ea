"""Text in, geocoded mentions out: no network, nothing dropped."""

from .errors import GeocacheError
from .model import (
    Candidate,
    Evidence,
    Footprint,
    FootprintKind,
    Mention,
    MentionKind,
    NameKind,
    Outcome,
    ParsedText,
    Place,
    Resolution,
    Role,
    Span,
)
from .parser import Geoparser

__all__ = [
    "Candidate",
    "Evidence",
    "Footprint",
    "FootprintKind",
    "GeocacheError",
    "Geoparser",
    "Mention",
    "MentionKind",
    "NameKind",
    "Outcome",
    "ParsedText",
    "Place",
    "Resolution",
    "Role",
    "Span",
]
