"""Deciding which place a mention means, how sure that is, and why."""

from .corrections import Correction, Corrections, Scope
from .resolver import EvidenceResolver, Resolver

__all__ = ["Correction", "Corrections", "EvidenceResolver", "Resolver", "Scope"]
