"""Finding the expressions of time in a text, and what they mean.

The text is cut into tokens, each with a code. One scan over the codes finds where a rule matches,
so that most tokens are passed over. Of the rules that match there, the longest says what is meant.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache

from ...model import DateMention, Passage, When
from ..passages import passage_at
from . import absolute, clock, numeric, ordinals, periods, ranges, relative, weekdays
from .choice import NO_CHOICE, Choice, any_of
from .eastern_calendars import EasternCalendars
from .expressions import Expression, Time
from .feasts import Feasts
from .history import is_history
from .lexing import Tokens, tokens_of
from .notation import GAP, Found, Rule
from .ranges import joined
from .readings import Context, Reader, Reference
from .surroundings import is_in_name, is_torn
from .tense import relation_of, time_of
from .vocabulary import BLANK, Vocabulary, surrounding

_NAMES = "FirstOfName"
"""The class of first words of feasts and of months of other calendars."""
_NEAR = 200
"""Letters behind a date within which "the 12th" is of its month."""
_RULES = (
    *absolute.RULES,
    *periods.RULES,
    *numeric.RULES,
    *ranges.RULES,
    *relative.RULES,
    *ordinals.RULES,
    *weekdays.RULES,
    *clock.RULES,
)


@cache
def _compiled() -> tuple[re.Pattern[str], dict[str, Choice]]:
    """What finds where a rule or a name may match, and the rules by what they begin with.

    Most words that a rule may begin with, as "in" or a number, begin none: the pattern looks at the
    token behind them too.
    """
    vocabulary = Vocabulary.shipped()
    vocabulary.add(_NAMES, [*Feasts.shipped().names, *EasternCalendars.shipped().names])
    vocabulary.settle([_NAMES, *(name for rule in _RULES for name in rule.names)])
    names = vocabulary.codes_of(_NAMES)
    by_code: dict[str, list[Rule]] = defaultdict(list)
    for rule in _RULES:
        for code in rule.starters:
            by_code[code].append(rule)
    choices = {code: Choice.of(tuple(rules)) for code, rules in by_code.items()}
    together: dict[str, list[str]] = defaultdict(list)
    for code, choice in choices.items():
        is_enough = code in names or choice.seconds is None
        together["" if is_enough else any_of(choice.seconds or ())].append(code)
    together[""] += names
    ways = [
        f"(?<={any_of(codes)})(?={GAP}{seconds})" if seconds else f"(?<={any_of(codes)})"
        for seconds, codes in together.items()
    ]
    beginnings = any_of({*by_code, *names})
    return re.compile(f"{beginnings}(?:{'|'.join(ways)})"), choices


def dates_of(
    text: str, passages: Sequence[Passage], context: Context | When
) -> tuple[DateMention, ...]:
    """Every expression of time, in text order.

    Parameters
    ----------
    text, passages
        Of one document.
    context
        What the document says of its dates; its date alone will do.

    Returns
    -------
    tuple of DateMention
        Those that can't be fixed have precision UNKNOWN and say why.
    """
    if isinstance(context, When):
        context = Context(context)
    beginnings, choices = _compiled()  # first: it gives the words of the rules their codes
    tokens = tokens_of(text)
    found = list(_expressions(tokens, beginnings, choices))
    if not found:
        return ()
    expressions = joined(tokens, found)
    return tuple(_mentions(tokens, passages, context, _said(tokens, expressions)))


def _expressions(
    tokens: Tokens, beginnings: re.Pattern[str], choices: dict[str, Choice]
) -> Iterator[Expression]:
    """Yield what the rules find, from left to right, none within another."""
    feasts, eastern, codes = Feasts.shipped(), EasternCalendars.shipped(), tokens.codes
    reached = 0
    for match in beginnings.finditer(codes):
        start = match.start()
        if start < reached or _is_recurring(tokens, start):
            continue
        word = tokens.words[start]
        named = eastern.at(tokens, start, reached) if word in eastern.names else None
        if named is None and word in feasts.names:
            named = feasts.at(tokens, start)
        found = (named,) if named else _longest(tokens, start, choices.get(codes[start], NO_CHOICE))
        if found:
            yield from found
            reached = found[-1].end


def _is_recurring(tokens: Tokens, start: int) -> bool:
    return tokens.word(start - 2) in surrounding("recurring") and tokens.codes[start - 1] == BLANK


def _longest(tokens: Tokens, start: int, choice: Choice) -> Sequence[Expression]:
    """Return what the longest rule says that says a date."""
    reached, is_none = -1, False
    for end, rule in choice.matching(tokens.codes, start):
        if end != reached:
            reached, is_none = end, is_torn(tokens, start, end) or is_in_name(tokens, end)
        if is_none:
            continue
        match = rule.pattern.match(tokens.codes, start)
        made = rule.build(Found(tokens, match)) if match else None
        if made:
            return (made,) if isinstance(made, Expression) else made
    return ()


def _said(tokens: Tokens, expressions: Sequence[Expression]) -> list[Expression]:
    """Leave out times of day where their sentence says a day, and those that may be no times."""
    kept = []
    for number, one in enumerate(expressions):
        if not one.is_clock:
            kept.append(one)
            continue
        beside = [*expressions[max(number - 1, 0) : number], *expressions[number + 1 : number + 2]]
        has_day = any(not other.is_clock and not _is_apart(tokens, one, other) for other in beside)
        if not one.is_bare and not has_day:
            kept.append(one)
    return kept


def _is_apart(tokens: Tokens, one: Expression, other: Expression) -> bool:
    first, second = sorted((one, other), key=lambda expression: expression.start)
    between = tokens.text[tokens.starts[first.end] : tokens.starts[second.start]]
    return ". " in between or "\n" in between or ";" in between


def _mentions(
    tokens: Tokens,
    passages: Sequence[Passage],
    context: Context,
    expressions: Sequence[Expression],
) -> Iterator[DateMention]:
    reader = Reader(context, expressions)
    before: Reference | None = None
    reached = 0
    report = context.published.interval
    for one in expressions:
        start, end = tokens.starts[one.start], tokens.starts[one.end]
        words = tokens.text[start:end]
        relation = relation_of(tokens, one)
        is_certain = one.fixed is not None and one.begin is None
        time = Time.PAST if is_certain else time_of(tokens, one, relation)
        if before:
            before = replace(before, is_near=start - reached < _NEAR)
        reading = reader.read(one, words, time, before)
        when = reading.when
        interval = reading.interval
        if interval:
            before, reached = Reference(words, *interval), end
        history = is_history(interval, when.precision, relation, report)
        number = passage_at(passages, start)
        yield DateMention(number, start, end, words, when, relation, history, reading.other)
