"""What the evidence functions may look at."""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from ..gazetteer.names import normal_form
from ..geodesy import SpherePoint
from ..model import Mention, NameMatch, Place
from ..worded import Finding
from .landmarks import Landmarks

_LOOK_AHEAD = 40
_STOP = re.compile(r"[.,;:\n]")


@dataclass(frozen=True)
class DocumentContext:
    """A document in the middle of resolution."""

    text: str
    countries: Counter[str]
    """Places of each country that the document's mentions could mean or do mean; in mentions."""
    settled: Mapping[int, Place] = field(default_factory=dict)
    """Places that an earlier pass was sure of, by where their mention starts."""
    landmarks: Landmarks = field(default_factory=Landmarks)
    """The distinct settled places that are smaller than a country."""
    chosen: Mapping[str, Place] = field(default_factory=dict)
    """Place already chosen for a name, by normal form."""

    @cached_property
    def most_of_a_country(self) -> int:
        """How many mentions could lie in the country in which most could."""
        return max(self.countries.values(), default=0)


@dataclass(frozen=True, slots=True)
class Option:
    """A place that bears a name, with what is to be said about it in every text."""

    place: Place
    match: NameMatch
    position: SpherePoint
    """Of the place."""
    findings: tuple[Finding, ...]
    score: float
    """Sum of the findings' scores."""


@dataclass(frozen=True, slots=True)
class MentionContext:
    """One mention in its document, and what holds for all its candidates."""

    document: DocumentContext
    mention: Mention
    rivals: tuple[Option, ...]
    """Every place that bears the name."""
    after: str
    """The words behind the mention, in lower case, up to the next full stop or comma."""
    following: str
    """The first of them; empty when there is none."""
    chosen: Place | None
    """Place that the document uses the name for elsewhere, as far as an earlier pass knows."""
    outer: Place | None
    """Settled place that is named right behind the mention, after a comma."""

    @classmethod
    def of(
        cls, document: DocumentContext, mention: Mention, options: tuple[Option, ...]
    ) -> "MentionContext":
        """Look at the surroundings of a mention."""
        after = _words_behind(document.text, mention.end)
        following = (after.split(maxsplit=1) or [""])[0]
        chosen = document.chosen.get(normal_form(mention.text)) if document.chosen else None
        is_inside = document.text.startswith(", ", mention.end)
        outer = document.settled.get(mention.end + 2) if is_inside else None
        return cls(document, mention, options, after, following, chosen, outer)


def _words_behind(text: str, end: int) -> str:
    behind = text[end : end + _LOOK_AHEAD].lower().lstrip("”\"' ")
    return _STOP.split(behind, maxsplit=1)[0]
