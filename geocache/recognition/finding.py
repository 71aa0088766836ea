"""From a document to its candidates, those left out that no surroundings could save."""

from ..gazetteer.records import Gazetteer
from ..lexicon import words as ordinary
from ..model import NameKind
from .candidates import Around, Candidate, candidate, stretches
from .document import Document
from .known_names import UNKNOWN, NameFacts, known_facts
from .name_look import Name
from .templates import LinearModel

IMPLAUSIBLE = -6.0
"""Log-odds of a name alone below which its surroundings are not looked at."""
SHIPPED = frozenset({"geonames", "sitmap", "icao"})
"""Where the ids of places come from that the user did not add."""
_YOURS = 3.0
"""Log-odds for a name of a place that the user added: it is there to be found."""
_MOST_NAMES = 1 << 16

Known = tuple[float, NameFacts]


class Finder:
    """Candidates of documents.

    Parameters
    ----------
    gazetteer
        Knows the names.
    alone
        Weighs a name without its surroundings; without it every candidate is kept.
    """

    def __init__(self, gazetteer: Gazetteer, alone: LinearModel[Name] | None = None) -> None:
        self._gazetteer = gazetteer
        self._alone = alone
        self._known: dict[str, Known] = {}

    def candidates(self, document: Document) -> list[Candidate]:
        """Every candidate that is not implausible, by first word, shorter ones first."""
        text, starts, ends = document.text, document.starts, document.ends
        near, plausible = Around(), []
        for first, last, is_plain in stretches(document):
            words = text[starts[first] : ends[last]]
            alone, facts = self._known.get(words) or self._look_up(document, first, last)
            if facts is not UNKNOWN:
                near.note(first, last, facts.standing)
            elif not is_plain:
                continue
            if alone > IMPLAUSIBLE:
                plausible.append((first, last, facts, alone))
        return [candidate(document, near, *found) for found in plausible]

    def described(self, document: Document, first: int, last: int) -> Candidate:
        """Candidate for words that are a mention whatever they look like."""
        alone, facts = self._look_up(document, first, last)
        return candidate(document, Around(), first, last, facts, alone)

    def name(self, found: Candidate) -> Name:
        """Return what is looked at before the surroundings of a candidate."""
        return _name(found.document, found.first, found.last, found.facts)

    def _look_up(self, document: Document, first: int, last: int) -> Known:
        words = document.text[document.starts[first] : document.ends[last]]
        matches = self._gazetteer.matches(words)
        if not words.isupper() and words.lower() in ordinary("words", "not_names"):
            matches = tuple(m for m in matches if m.kind is not NameKind.ABBREVIATION)
        facts = known_facts(matches)
        alone = 0.0
        if self._alone:
            alone = self._alone.score(_name(document, first, last, facts))
            if any(match.place.id.partition(":")[0] not in SHIPPED for match in matches):
                alone += _YOURS
        if len(self._known) >= _MOST_NAMES:
            self._known.clear()
        self._known[words] = known = alone, facts
        return known


def _name(document: Document, first: int, last: int, facts: NameFacts) -> Name:
    words = document.text[document.starts[first] : document.ends[last]]
    return Name(words, tuple(document.words[first : last + 1]), facts)
