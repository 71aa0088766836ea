"""Deciding which place a mention means, how sure that is, and why."""

from .resolver import EvidenceResolver, Resolver

__all__ = ["EvidenceResolver", "Resolver"]
