"""Mentions as reviewers want them: words that are names after all, or are none, and their roles."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from ..model import Mention, ParsedText
from ..recognition import ROLE_REASON
from ..worded import Evidence
from .corrections import Revisions

Describe = Callable[[str, Sequence[tuple[int, int]]], tuple[Mention, ...]]
"""Makes mentions of a text for spans that a caller marked."""
_DECIDED_ROLE = Evidence(f"{ROLE_REASON}decided", 0.0, "a reviewer decided the role")


def revised(parsed: ParsedText, revisions: Revisions, describe: Describe) -> ParsedText:
    """Return a text with the mentions that reviewers want; what they add comes before the rest.

    Raises
    ------
    BadSpanError
        What is added does not lie in the text, or overlaps.
    """
    spans = revisions.spans(parsed)
    mentions = parsed.mentions
    if spans.added or spans.dropped:
        kept = [m for m in mentions if (m.start, m.end) not in spans.dropped]
        known = {(m.start, m.end) for m in kept}
        added = sorted(span for span in spans.added if span not in known)
        kept = [m for m in kept if not _overlaps(m, added)]
        described = describe(parsed.text, added) if added else ()
        mentions = tuple(sorted([*kept, *described], key=lambda m: m.start))
    roled = tuple(_with_role(parsed, mention, revisions) for mention in mentions)
    return replace(parsed, mentions=roled)


def _overlaps(mention: Mention, spans: Sequence[tuple[int, int]]) -> bool:
    return any(mention.start < end and start < mention.end for start, end in spans)


def _with_role(parsed: ParsedText, mention: Mention, revisions: Revisions) -> Mention:
    role = revisions.role(parsed, mention)
    if role is None:
        return mention
    reasons = (*mention.reasons, _DECIDED_ROLE)
    return replace(mention, role=role, role_probability=1.0, reasons=reasons)
