"""Deciding which place a mention means, how sure that is, and why."""

from .corrections import Correction, Corrections, Revisions, Scope, Spans
from .positions import country_at
from .resolver import EvidenceResolver, Resolver
from .revised import revised

__all__ = [
    "Correction",
    "Corrections",
    "EvidenceResolver",
    "Resolver",
    "Revisions",
    "Scope",
    "Spans",
    "country_at",
    "revised",
]
