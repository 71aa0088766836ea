"""Why words are, or are not, taken for a toponym.

Each rule returns a contribution in log-odds, 0 when it has nothing to say; the first line of its
docstring is what people read. `RULES` is the whole table. The probability of a candidate is the
logistic function of `PRIOR` plus the sum.
"""

import math
import re
from collections.abc import Callable

from ..lexicon import words
from ..model import Evidence, NameKind, NameMatch
from ..text import word_at
from .context import Context

PRIOR = -1.0
_BIG, _MIDDLE = 100_000, 15_000
_WELL_KNOWN = 2.0
_ACRONYM_LENGTH = 5
_DATELINE = 40
_AFTER_DATELINE = re.compile(r",\s+[A-Z]|\s*\([A-Z][A-Za-z ]+\)|\s+[—–-]{1,2}\s")

Rule = Callable[[Context], float]


def is_known_place(context: Context) -> float:
    """The gazetteer knows the name."""
    return max((_standing(match) for match in context.matches), default=0.0)


def _standing(match: NameMatch) -> float:
    place = match.place
    if match.kind is NameKind.DEMONYM or place.feature_code.startswith(("PCL", "CONT")):
        return 4.0
    if place.id.startswith("sitmap:") or place.population >= _BIG:
        return 3.0
    if place.population >= _MIDDLE or place.feature_code == "ADM1":
        return 2.0
    return 1.2 if match.kind is NameKind.PREFERRED else 0.2


def has_several_words(context: Context) -> float:
    """A known name of several words is rarely chance."""
    return 1.5 if context.matches and not context.is_one_word else 0.0


def is_ordinary_word(context: Context) -> float:
    """The word is an ordinary one."""
    ordinary = context.text.lower() in words("words", "not_names")
    return -6.0 if ordinary and not is_written_as_abbreviation(context) else 0.0


def is_written_small_elsewhere(context: Context) -> float:
    """The document writes the same word with a small letter."""
    return (
        -3.0
        if context.is_one_word and context.text.lower() in context.document.lower_words
        else 0.0
    )


def begins_its_sentence(context: Context) -> float:
    """It is capitalised because a sentence begins."""
    if not (context.is_one_word and context.begins_sentence):
        return 0.0
    return -1.5 if is_known_place(context) < _WELL_KNOWN else -0.3


def is_part_of_a_longer_name(context: Context) -> float:
    """It stands inside a longer name that is no place."""
    if context.is_demonym:
        return 0.0
    neighbours = (context.left_neighbour, context.right_neighbour)
    allowed = (
        words("words", "designators_before")
        | words("words", "titles")
        | words("words", "not_names")
    )
    strangers = [
        n for n in neighbours if n and n.lower not in allowed - words("words", "institutions")
    ]
    return -4.0 if strangers else 0.0


def is_an_institution(context: Context) -> float:
    """An institution's name goes on from here."""
    token = context.right_neighbour
    return -1.5 if token and token.lower in words("words", "institutions") else 0.0


def follows_a_title(context: Context) -> float:
    """A person's title stands before it."""
    return -4.0 if not context.is_demonym and context.before in words("words", "titles") else 0.0


def is_a_surname_here(context: Context) -> float:
    """The document gives this name to a person."""
    return -5.0 if context.text.lower() in context.document.surnames else 0.0


def follows_a_place_word(context: Context) -> float:
    """A preposition or adjective of place stands before it."""
    return 1.5 if context.before in words("words", "place_before") else 0.0


def has_a_designator(context: Context) -> float:
    """Words such as village, camp or province say what it is."""
    return 3.0 if designator_before(context) or designator_after(context) else 0.0


def is_an_uncased_abbreviation(context: Context) -> float:
    """An abbreviation would be written in capitals."""
    only = context.matches and all(m.kind is NameKind.ABBREVIATION for m in context.matches)
    short = len(context.text) <= _ACRONYM_LENGTH
    return -6.0 if only and short and not is_written_as_abbreviation(context) else 0.0


def is_an_acronym(context: Context) -> float:
    """Capitals throughout: an organisation rather than a place."""
    text = context.text
    if not (text.isupper() and text.isalpha() and 1 < len(text) <= _ACRONYM_LENGTH):
        return 0.0
    allowed = is_written_as_abbreviation(context) or _is_dateline(context)
    return 0.0 if allowed else -3.0


def _is_dateline(context: Context) -> bool:
    """Whether a report begins with the words: "HOMS, Syria (Reuters)", "GAZA (AP)"."""
    behind = context.document.text[context.end : context.end + _DATELINE]
    return context.begins_sentence and bool(_AFTER_DATELINE.match(behind))


RULES: tuple[Rule, ...] = (
    is_known_place,
    has_several_words,
    is_ordinary_word,
    is_written_small_elsewhere,
    begins_its_sentence,
    is_part_of_a_longer_name,
    is_an_institution,
    follows_a_title,
    is_a_surname_here,
    follows_a_place_word,
    has_a_designator,
    is_an_uncased_abbreviation,
    is_an_acronym,
)


def is_written_as_abbreviation(context: Context) -> bool:
    """Whether the words are a known abbreviation, written like one: "US", "U.S.", "Calif."."""
    text = context.text
    known = any(match.kind is NameKind.ABBREVIATION for match in context.matches)
    return known and (text.isupper() or "." in text)


def designator_before(context: Context) -> bool:
    """Whether "village of", "camp" or the like leads to the name."""
    designators = words("words", "designators_before")
    if context.before == "of":
        return word_at(context.tokens, context.first - 2) in designators
    return context.before in designators and not _reads_on(context)


def _reads_on(context: Context) -> bool:
    """Whether punctuation separates the name from the word before it."""
    between = context.document.text[context.tokens[context.first - 1].end : context.start]
    return between.strip(" “\"'‘") != ""


def designator_after(context: Context) -> bool:
    """Whether "camp", "province" or the like follows the name."""
    between = context.document.text[context.end : context.end + 2].strip(" ”\"'’")
    return (
        not context.is_possessive
        and between[:1].isalpha()
        and (context.after in words("words", "designators_after"))
    )


def judge(context: Context) -> tuple[float, tuple[Evidence, ...]]:
    """Probability that the candidate is a toponym, and the rules that had something to say."""
    reasons = tuple(
        Evidence(rule.__name__, score, summary(rule)) for rule in RULES if (score := rule(context))
    )
    return logistic(PRIOR + sum(reason.score for reason in reasons)), reasons


def logistic(log_odds: float) -> float:
    """Probability of log-odds."""
    return 1 / (1 + math.exp(-log_odds))


def summary(function: Callable[..., object]) -> str:
    """Return the first line of a function's docstring, without its full stop."""
    return (function.__doc__ or function.__name__).strip().splitlines()[0].rstrip(".")
