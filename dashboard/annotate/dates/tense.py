"""Whether the words around a date speak of what was or of what will be, and how they relate."""

from ...model import Precision
from .expressions import Expression, Time
from .lexing import Tokens
from .surroundings import relations, surrounding
from .vocabulary import LINE, PARAGRAPH

_STOPS = frozenset({".", ";", "!", "?", "؟", PARAGRAPH})
_FARTHEST = 60
"""Tokens on either side, blanks counted."""
_ED = 4
_ENDING = (Precision.DAY, Precision.WEEK, Precision.MONTH, Precision.PART)
"""What "through" may be the end of."""


def time_of(tokens: Tokens, expression: Expression, relation: str) -> Time:
    """Return the time that the clause of a date speaks of: the past where nothing is said.

    Parameters
    ----------
    tokens, expression
        Of the text.
    relation
        "until" and "by" speak of what is still to come, but for what is over by them.
    """
    if expression.time is not None:
        return expression.time
    back = _nearest(tokens, expression.start - 1, -1)
    if relation in {"until", "by"}:
        verb = _verb_of(tokens, expression.start)
        if relation == "until" and verb in surrounding("lasting"):
            return Time.FUTURE
        if back is None and relation == "by":
            back = _nearest(tokens, expression.end, 1)
        return back or Time.FUTURE
    return back or _nearest(tokens, expression.end, 1) or Time.PAST


def speaks_of_future(tokens: Tokens, index: int) -> bool:
    """Whether the words before a token speak of what will be."""
    return _nearest(tokens, index - 1, -1) is Time.FUTURE


def _verb_of(tokens: Tokens, start: int) -> str:
    """Return the word before "until", which is the verb more often than not."""
    index = tokens.before(start)
    while (
        tokens.word(index) not in {"until", "till", "til", "through"} and index > start - _FARTHEST
    ):
        index = tokens.before(index)
        if index < 0:
            return ""
    return tokens.word(tokens.before(index))


def _nearest(tokens: Tokens, index: int, step: int) -> Time | None:
    """Return what the nearest word says that tells a time, up to the end of the clause."""
    future = surrounding("future" if step < 0 else "future_behind")
    ends = surrounding("clause_ends")
    for at in range(index, index + step * _FARTHEST, step):
        if not 0 <= at < len(tokens):
            return None
        word = tokens.words[at]
        is_end = word in ends and not (step < 0 and word in {"before", "after"})
        if is_end or (tokens.codes[at] in _STOPS and not _is_inside(tokens, at)):
            return None
        if word in future or _is_to_do(tokens, at) or tokens.written(at) == "may":
            return Time.FUTURE
        if _is_past(tokens, at):
            return Time.PAST
    return None


def _is_inside(tokens: Tokens, index: int) -> bool:
    """Whether a full stop is of an abbreviation or a number: no blank is behind it."""
    return (
        tokens.codes[index] == "."
        and index + 1 < len(tokens)
        and tokens.codes[index + 1] not in f" {LINE}{PARAGRAPH}"
    )


def _is_to_do(tokens: Tokens, index: int) -> bool:
    """Whether "has" or "is" goes on with "to"."""
    return tokens.words[index] in {"has", "have", "is", "are"} and (
        tokens.word(tokens.behind(index + 1)) == "to"
    )


def _is_past(tokens: Tokens, index: int) -> bool:
    """Whether a word is a verb of the past, and no participle as of "to be cleared"."""
    word = tokens.words[index]
    is_form = (
        len(word) > _ED
        and word.endswith("ed")
        and word not in surrounding("not_past")
        and tokens.written(index)[0].islower()
    )
    if not is_form and word not in surrounding("past"):
        return False
    return tokens.word(tokens.before(index)) not in surrounding("before_participle")


def relation_of(tokens: Tokens, expression: Expression) -> str:
    """Return how words relate to a date: since, until, by, before, after, or ""."""
    one, two = relations()
    skipped = surrounding("between_relation_and_date")
    index = tokens.before(expression.start)
    if index == expression.start - 1 and tokens.codes[index] == "-":
        return {"pre": "before", "post": "after"}.get(tokens.word(index - 1), "")
    while tokens.word(index) in skipped:
        index = tokens.before(index)
    word, outer = tokens.word(index), tokens.word(tokens.before(index))
    pair = two.get(f"{word} {outer}")
    if pair:
        return pair
    if word == "from" and not expression.is_range:
        behind = tokens.word(tokens.behind(expression.end))
        begins = outer in {"", ".", ":", ";"} or tokens.codes[max(index - 1, 0)] == PARAGRAPH
        return "since" if begins or behind in surrounding("onwards") else ""
    relation = one.get(word, "")
    if word == "through" and (outer == "all" or expression.precision not in _ENDING):
        return ""
    if expression.is_range or (
        relation in {"before", "after"} and _is_of_event(tokens, expression)
    ):
        return ""
    return relation


def _is_of_event(tokens: Tokens, expression: Expression) -> bool:
    """Whether a date only tells which event is meant: "after Tuesday's raid"."""
    if tokens.word(expression.end) and tokens.codes[expression.end] == "'":
        return True
    behind = tokens.behind(expression.end)
    has_article = tokens.word(tokens.before(expression.start)) in {"the", "a", "this"}
    return (
        has_article
        and behind >= 0
        and tokens.word(behind).isalpha()
        and (tokens.written(behind)[0].islower() and behind == expression.end + 1)
    )
