"""Why the engine decided as it did about one mention."""

from dataclasses import dataclass

from .records import Aspect, Candidate, Evidence, Mention, Outcome, ParsedText


@dataclass(frozen=True, slots=True)
class MentionExplanation:
    """Everything that was weighed for a mention, in the order in which it was decided."""

    mention: Mention
    words: str
    """Of the whole expression that its footprint is drawn for."""
    name: tuple[Evidence, ...]
    """Why the words are taken for the name of a place."""
    role: tuple[Evidence, ...]
    """Why it is literal or associative."""
    outcome: Outcome
    """What was concluded."""
    place: tuple[Evidence, ...]
    """Why that was concluded."""
    candidates: tuple[Candidate, ...]
    """Places that could be meant, best first, each with its evidence; empty when none was weighed.
    """
    drawing: str
    """What was drawn, and what is approximate about it."""


def explain(parsed: ParsedText, mention: Mention) -> MentionExplanation:
    """Put into words all that was weighed for a mention.

    Parameters
    ----------
    parsed
        The text.
    mention
        One of its mentions.

    Raises
    ------
    ValueError
        The text has no such mention.
    """
    if parsed.text[mention.start : mention.end] != mention.text:
        raise ValueError(f"{mention.text!r} at {mention.start}: expected a mention of the text")
    resolution, footprint = mention.resolution, mention.footprint
    reasons = mention.reasons
    return MentionExplanation(
        mention,
        parsed.text[footprint.start : footprint.end],
        tuple(reason for reason in reasons if reason.aspect is not Aspect.ROLE),
        tuple(reason for reason in reasons if reason.aspect is Aspect.ROLE),
        resolution.outcome,
        resolution.evidence,
        resolution.candidates,
        footprint.note,
    )
