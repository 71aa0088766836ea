"""What the evidence functions may look at."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from ..model import Mention, NameMatch, Place
from ..text import Token


@dataclass(frozen=True)
class DocumentContext:
    """A document in the middle of resolution."""

    text: str
    tokens: tuple[Token, ...]
    countries: Counter[str]
    """Places of each country that the document's mentions could mean or do mean; in mentions."""
    settled: Mapping[int, Place]
    """Places that an earlier pass was sure of, by where their mention starts."""
    landmarks: tuple[Place, ...]
    """The distinct settled places that are smaller than a country."""
    chosen: Mapping[str, Place]
    """Place already chosen for a name, by normal form."""
    nearest: dict[str, tuple[float, str]] = field(default_factory=dict, compare=False)
    """Distance in km and name of the landmark nearest to a place, by its id, once worked out."""


@dataclass(frozen=True)
class CandidateContext:
    """One candidate of one mention in its document."""

    document: DocumentContext
    mention: Mention
    match: NameMatch
    rivals: tuple[NameMatch, ...]
    """Every candidate of the mention, this one included."""
    after: str
    """The words behind the mention, in lower case, up to the next full stop or comma."""

    @property
    def place(self) -> Place:
        """The place in question."""
        return self.match.place
