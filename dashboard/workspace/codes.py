"""Small numbers that stand in the workspace for words of the engine.

A code is never given again to something else: workspaces live longer than programs.
"""

from geocache import FootprintKind, MentionKind, Outcome, Role

from ..model import Dated, Harm

KINDS = (
    FootprintKind.POINT,
    FootprintKind.AREA,
    FootprintKind.ZONE,
    FootprintKind.ROUTE,
    FootprintKind.BORDER,
    FootprintKind.PART,
    FootprintKind.OFFSET,
    FootprintKind.BETWEEN,
    FootprintKind.BUFFER,
)
ROLES = (Role.LITERAL, Role.ASSOCIATIVE)
OUTCOMES = (Outcome.RESOLVED, Outcome.AMBIGUOUS, Outcome.NIL, Outcome.NOT_A_PLACE)
"""From the least to the most doubtful."""
MENTION_KINDS = (MentionKind.NAME, MentionKind.COORDINATE)
DATED = (Dated.UNDATED, Dated.WORDS, Dated.REPORT)
HARMS = (Harm.DEAD, Harm.INJURED, Harm.MISSING)
REVIEWS = ("open", "confirmed", "corrected", "rejected")
"""What the decisions in force say of a footprint."""

KIND_CODES = {kind: code for code, kind in enumerate(KINDS)}
ROLE_CODES = {role: code for code, role in enumerate(ROLES)}
OUTCOME_CODES = {outcome: code for code, outcome in enumerate(OUTCOMES)}
MENTION_KIND_CODES = {kind: code for code, kind in enumerate(MENTION_KINDS)}
DATED_CODES = {dated: code for code, dated in enumerate(DATED)}
HARM_CODES = {harm: code for code, harm in enumerate(HARMS)}
REVIEW_CODES = {review: code for code, review in enumerate(REVIEWS)}
