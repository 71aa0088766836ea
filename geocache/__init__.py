"""Text in, geocoded mentions out: no network, nothing dropped."""

from .errors import GeocacheError
from .explanation import MentionExplanation, explain
from .json_form import GeometryDetail, to_dict
from .parser import Geoparser
from .records import (
    Aspect,
    Candidate,
    Evidence,
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
from .resolution import OutletMemory

__all__ = [
    "Aspect",
    "Candidate",
    "Evidence",
    "Footprint",
    "FootprintKind",
    "GeocacheError",
    "GeometryDetail",
    "Geoparser",
    "MatchQuality",
    "Mention",
    "MentionExplanation",
    "MentionKind",
    "NameKind",
    "Outcome",
    "OutletMemory",
    "ParsedText",
    "Place",
    "PlaceOrigin",
    "Resolution",
    "Role",
    "Span",
    "explain",
    "to_dict",
]
