"""Whether the words around a date speak of what was or of what will be, and how they relate."""

from ...model import Precision
from .expressions import Expression, Time
from .lexing import Tokens
from .vocabulary import LINE, PARAGRAPH, SIGN, Vocabulary, relations, surrounding

_STOPS = frozenset({".", ";", "!", "?", "؟"})
_MOST_KEPT = 50_000
"""Words whose kinds are remembered."""
_FARTHEST = 60
"""Tokens on either side, blanks counted."""
_ED = 4
_TOLD = 16
"""Tokens between "told to" and its date, blanks counted."""
_ARTICLES = frozenset({"the", "a", "an", "its", "their", "his", "her"})
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
    told = expression.time or _told_beside(tokens, expression)
    if told:
        return told
    back = _nearest(tokens, expression.start - 1, -1)
    if relation in {"until", "by"}:
        verb = _verb_of(tokens, expression.start)
        if relation == "until" and verb in surrounding("lasting"):
            return Time.FUTURE
        if back is Time.PAST and _is_told_to(tokens, expression.start):
            return Time.FUTURE
        if back is None and relation == "by":
            back = _nearest(tokens, expression.end, 1)
        return back or Time.FUTURE
    return back or _nearest(tokens, expression.end, 1) or Time.PAST


def _is_told_to(tokens: Tokens, start: int) -> bool:
    """Whether somebody was to do something: "were told to leave by Friday"."""
    for at in range(start - 1, max(start - _TOLD, 0), -1):
        if tokens.words[at] == "to":
            verb, before = tokens.behind(at + 1), tokens.before(at)
            is_verb = (
                verb >= 0 and tokens.written(verb).islower() and tokens.word(verb) not in _ARTICLES
            )
            return is_verb and _is_past(tokens, before, _kinds[tokens.word(before)])
    return False


def _told_beside(tokens: Tokens, expression: Expression) -> Time | None:
    """Return what the word right behind a date says of its time, or "moved to" before it."""
    behind = tokens.word(tokens.behind(expression.end))
    if behind in surrounding("delivered") or _is_moved_to(tokens, expression.start):
        return Time.FUTURE  # as of a month that goods are sold for
    return Time.PLANNED if behind in surrounding("set_for") else None


def _is_moved_to(tokens: Tokens, start: int) -> bool:
    """Whether something was put off to a date: "was moved to 6 December"."""
    link = tokens.before(start)
    is_link = tokens.word(link) in {"to", "until", "till"}
    return is_link and tokens.word(tokens.before(link)) in surrounding("moved")


def speaks_of_future(tokens: Tokens, index: int) -> bool:
    """Whether the words before a token speak of what will be."""
    return _nearest(tokens, index - 1, -1) in (Time.FUTURE, Time.PLANNED)


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


# What a word tells of the time of its clause. Those of `_AHEAD` end one only where the words behind
# a date are looked at; "may" and "has" speak of the future by how they are written or go on.
_ENDS, _AHEAD, _STOP, _FUTURE, _BEHIND, _TO_DO, _MAY, _PAST, _PARTICIPLE = (
    1 << number for number in range(9)
)


class _Kinds(dict[str, int]):
    """The kinds of words, found out when they come."""

    def __missing__(self, word: str) -> int:
        kind = _kind_of(word)
        if len(self) < _MOST_KEPT:
            self[word] = kind
        return kind


def _kind_of(word: str) -> int:
    kind = 0
    if word in surrounding("clause_ends"):
        kind |= _AHEAD if word in {"before", "after"} else _ENDS
    if word in _STOPS or Vocabulary.shipped().codes[word] in (SIGN, PARAGRAPH):
        kind |= _STOP
    if word in surrounding("future"):
        kind |= _FUTURE
    if word in surrounding("future_behind"):
        kind |= _BEHIND
    if word in {"has", "have", "is", "are", "was", "were"}:
        kind |= _TO_DO
    if word == "may":
        kind |= _MAY
    if word in surrounding("past"):
        kind |= _PAST
    elif len(word) > _ED and word.endswith("ed") and word not in surrounding("not_past"):
        kind |= _PARTICIPLE
    return kind


_kinds = _Kinds()


def _nearest(tokens: Tokens, index: int, step: int) -> Time | None:
    """Return what the nearest word says that tells a time, up to the end of the clause."""
    future = _FUTURE if step < 0 else _BEHIND
    ends = _ENDS if step < 0 else _ENDS | _AHEAD
    words = tokens.words
    last = max(index - _FARTHEST, -1) if step < 0 else min(index + _FARTHEST, len(words))
    for at in range(index, last, step):
        kind = _kinds[words[at]]
        if not kind:
            continue
        if kind & ends or (kind & _STOP and not _is_inside(tokens, at)):
            return None
        if kind & future or _is_future(tokens, at, kind):
            was = {words[at], tokens.word(tokens.before(at))} & surrounding("once")
            return Time.PLANNED if was else Time.FUTURE
        if _is_past(tokens, at, kind):
            return Time.PAST
    return None


def _is_inside(tokens: Tokens, index: int) -> bool:
    """Whether a full stop is of an abbreviation or a number: no blank is behind it."""
    return (
        tokens.codes[index] == "."
        and index + 1 < len(tokens)
        and tokens.codes[index + 1] not in f" {LINE}{PARAGRAPH}{SIGN}\"')"
    )


def _is_future(tokens: Tokens, index: int, kind: int) -> bool:
    """Whether "has" or "is" goes on with "to", or "may" is no month."""
    if kind & _TO_DO:
        return tokens.word(tokens.behind(index + 1)) == "to"
    return bool(kind & _MAY) and tokens.written(index) == "may"


def _is_past(tokens: Tokens, index: int, kind: int) -> bool:
    """Whether a word is a verb of the past, and no participle as of "to be cleared"."""
    is_form = bool(kind & _PARTICIPLE) and tokens.written(index)[0].islower()
    if not is_form and not kind & _PAST:
        return False
    before = tokens.word(tokens.before(index))
    if before == "have" and tokens.word(tokens.before(index, 2)) == "to":  # "to have lasted"
        return False
    return before not in surrounding("before_participle")


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
    if pair and tokens.word(tokens.before(index, 2)) != "-":  # "the run-up to"
        return pair
    if word == "from" and not expression.is_range:
        behind = tokens.word(tokens.behind(expression.end))
        begins = outer in {"", ".", ":", ";"} or tokens.codes[max(index - 1, 0)] == PARAGRAPH
        return "since" if begins or behind in surrounding("onwards") else ""
    relation = one.get(word, "")
    if word == "through" and (
        outer in {"all", "midway", "halfway"} or expression.precision not in _ENDING
    ):
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
