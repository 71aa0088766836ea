"""Deciding which place a mention means, how sure that is, and why."""

from .corrections import (
    Correction,
    Corrections,
    Revisions,
    Scope,
    Spans,
    country_at,
    predetermined,
    revised,
)
from .outlet_profiles import OutletMemory
from .resolver import EvidenceResolver, Resolver

__all__ = [
    "Correction",
    "Corrections",
    "EvidenceResolver",
    "OutletMemory",
    "Resolver",
    "Revisions",
    "Scope",
    "Spans",
    "country_at",
    "predetermined",
    "revised",
]
