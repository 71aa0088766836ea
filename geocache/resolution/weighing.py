"""Scores from the evidence functions, and what they found, to be worded when it is read."""

from ..geodesy import on_sphere
from ..model import Candidate, NameMatch
from ..worded import Finding
from .context import MentionContext, Option
from .evidence import WEIGHTS, Comparison, InText, OfMatch

_Functions = list[tuple[InText, float]]


def option(match: NameMatch) -> Option:
    """Weigh a match by what holds in every text."""
    findings = tuple(
        _finding(function, weight, comparison)
        for function, weight in WEIGHTS.of_match
        if (comparison := function(match))
    )
    place = match.place
    score = sum(finding[1] for finding in findings)
    return Option(place, match, on_sphere(place.lon, place.lat), findings, score)


def scores(context: MentionContext) -> list[float]:
    """Score of each option of a mention, in their order."""
    functions = _worth_asking(context)
    return [_score(context, option, functions) for option in context.rivals]


def _score(context: MentionContext, option: Option, functions: _Functions) -> float:
    total = option.score
    for function, weight in functions:
        comparison = function(context, option)
        if comparison:
            total += round(weight * comparison[0], 4)
    return round(total, 4)


def weigh(context: MentionContext) -> list[Candidate]:
    """Options of a mention, in their order, with all that is to be said about them."""
    functions = _worth_asking(context)
    return [_weighed(context, option, functions) for option in context.rivals]


def _weighed(context: MentionContext, option: Option, functions: _Functions) -> Candidate:
    findings, total = option.findings, option.score
    for function, weight in functions:
        comparison = function(context, option)
        if comparison:
            finding = _finding(function, weight, comparison)
            findings += (finding,)
            total += finding[1]
    return Candidate.weighed(option.place, option.match.kind, round(total, 4), findings)


def _worth_asking(context: MentionContext) -> _Functions:
    return [(function, weight) for function, weight, when in WEIGHTS.in_text if when(context)]


def _finding(function: OfMatch | InText, weight: float, comparison: Comparison) -> Finding:
    return function.__name__, round(weight * comparison[0], 4), *comparison[1:]
