"""Finding the expressions of time in a text, and what they mean.

The text is cut into tokens, each with a code. A rule may only begin at the codes that it names, so
most tokens are passed over by one scan. Of the rules that match, the longest says what is meant.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from ...model import DateMention, Passage, When
from ..passages import passage_at
from . import absolute, numeric, ranges, relative
from .expressions import Expression, Time
from .feasts import Feasts
from .history import is_history
from .lexing import Tokens, tokens_of
from .notation import Found, Rule
from .ranges import joined
from .readings import Context, Reader, Reference
from .surroundings import is_in_name, is_torn
from .tense import relation_of, time_of
from .vocabulary import Vocabulary

_RULES = (*absolute.RULES, *numeric.RULES, *ranges.RULES, *relative.RULES)


@dataclass(frozen=True, slots=True)
class Choice:
    """The rules that begin with one code."""

    rules: tuple[Rule, ...]
    any: re.Pattern[str]
    """Matches where one of them does: most words fail all of them, and this tells it at once."""

    @classmethod
    @cache
    def of(cls, rules: tuple[Rule, ...]) -> "Choice":
        """Return the choice between rules."""
        return cls(rules, re.compile("|".join(rule.shape for rule in rules) or "(?!)"))


@cache
def _compiled() -> tuple[re.Pattern[str], dict[str, Choice]]:
    """What any rule may begin with, and the rules by what they begin with."""
    vocabulary = Vocabulary.shipped()
    by_code: dict[str, list[Rule]] = defaultdict(list)
    for rule in _RULES:
        rule.pattern  # noqa: B018  gives codes to the words of all rules before a text is read
        for code in rule.starters:
            by_code[code].append(rule)
    for first in Feasts.shipped().names:
        by_code.setdefault(vocabulary.code(first), [])
    chosen = re.escape("".join(sorted(by_code)))
    return re.compile(f"[{chosen}]"), {
        code: Choice.of(tuple(rules)) for code, rules in by_code.items()
    }


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
    starters, rules = _compiled()
    tokens = tokens_of(text)
    if not starters.search(tokens.codes):
        return ()
    expressions = joined(tokens, list(_expressions(tokens, starters, rules)))
    return tuple(_mentions(tokens, passages, context, _said(tokens, expressions)))


def _expressions(
    tokens: Tokens, starters: re.Pattern[str], rules: dict[str, Choice]
) -> Iterator[Expression]:
    """Yield what the rules find, from left to right, none within another."""
    feasts, codes = Feasts.shipped(), tokens.codes
    reached = 0
    for match in starters.finditer(codes):
        start = match.start()
        if start < reached:
            continue
        feast = feasts.at(tokens, start) if tokens.words[start] in feasts.names else None
        found = (feast,) if feast else _longest(tokens, start, rules[codes[start]])
        if found:
            yield from found
            reached = found[-1].end


def _longest(tokens: Tokens, start: int, choice: Choice) -> Sequence[Expression]:
    """Return what the longest rule says that says a date."""
    if not choice.any.match(tokens.codes, start):
        return ()
    matches = [
        (rule, match) for rule in choice.rules if (match := rule.pattern.match(tokens.codes, start))
    ]
    if len(matches) > 1:
        matches.sort(key=lambda pair: -pair[1].end())
    for rule, match in matches:
        if is_torn(tokens, start, match.end()) or is_in_name(tokens, match.end()):
            continue
        made = rule.build(Found(tokens, match))
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
    report = context.published.interval
    for one in expressions:
        start, end = tokens.starts[one.start], tokens.starts[one.end]
        words = tokens.text[start:end]
        relation = relation_of(tokens, one)
        is_certain = one.fixed is not None and one.begin is None
        time = Time.PAST if is_certain else time_of(tokens, one, relation)
        reading = reader.read(one, words, time, before)
        when = reading.when
        interval = when.interval
        if interval:
            before = Reference(words, *interval)
        history = is_history(interval, when.precision, relation, report)
        number = passage_at(passages, start)
        yield DateMention(number, start, end, words, when, relation, history, reading.other)
