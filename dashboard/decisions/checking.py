"""A verdict made into what is kept of it: checked, with the facts that readings need."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from geocache import Outcome, Role
from geocache.errors import UnknownPlaceError
from geocache.gazetteer import Gazetteer
from geocache.gazetteer.names.normalise import normal_form
from geocache.records import Geometry

from ..annotate import Themes
from ..annotate.passages import passage_at, passages_of
from ..annotate.ruled_passages import decided_date
from ..annotate.verdicts import Act, Reach, Target, Verdict
from ..errors import DecisionError
from .drawn import own_place
from .facts import Named, Report, place_dict

_ONE_MENTION = frozenset({Act.SPAN, Act.THEME})
_TARGETS = {Act.THEME: "passage", Act.DATE: "date"}
_ROLES = tuple(role.value for role in Role)


@dataclass(frozen=True, slots=True)
class Checked:
    """A verdict that can be kept."""

    target: Target
    """As it was meant: without white space around words, with the whole passage of a theme."""
    verdict: Verdict
    reach: Reach
    kind: str
    """Of target, as in the table ``decision``."""
    after: dict[str, Any]
    mention: Named | None
    """That it is about; None of words that are no mention."""
    report: Report
    """In which it stands."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a verdict is checked against."""

    report: Report
    overlapping: Callable[[int, int], list[Named]]
    """Mentions of the report that share letters with what stands between start and end."""
    gazetteer: Gazetteer
    drawn: Callable[[str], Geometry | None]
    """What was drawn for a place that a mention of the report means."""
    themes: Themes
    """That the workspace has."""


def checked(target: Target, verdict: Verdict, reach: Reach, given: Surroundings) -> Checked:
    """Return a verdict as it is kept.

    Raises
    ------
    DecisionError
        It can't be decided; the message says what was expected.
    """
    report, act = given.report, Act(verdict.act)
    start, end = target.start, target.end
    if not 0 <= start < end <= len(report.text):
        raise DecisionError(
            f"words ({start}, {end}) do not lie in report {report.hash}, which has "
            f"{len(report.text)} code points; expected 0 <= start < end <= length"
        )
    _check_reach(act, reach, report)
    if act is Act.THEME:
        target = _passage(target, report)
    elif act in {Act.ADD, Act.DATE}:
        target = _trimmed(target, report)
    span = target.start, target.end
    mention = next((one for one in given.overlapping(*span) if one.span == span), None)
    after: dict[str, Any] = {
        "words": report.text[target.start : target.end],
        "source": report.source,
    }
    if act is Act.THEME:
        after["words"] = " ".join(after["words"].split())
        after |= _theme(verdict, given.themes)
    elif act is Act.DATE:
        after["date"] = _date(verdict)
    else:
        after |= _of_mention(target, verdict, mention, given)
    if reach is not Reach.MENTION and act is not Act.DATE and not normal_form(after["words"]):
        raise DecisionError(f"{after['words']!r} is no name; expected letters or digits")
    kind = _TARGETS.get(act, "mention")
    if act is Act.DATE and reach is Reach.DOCUMENT:
        kind = "document"
    return Checked(target, verdict, reach, kind, after, mention, report)


def _check_reach(act: Act, reach: Reach, report: Report) -> None:
    if act in _ONE_MENTION and reach is not Reach.MENTION:
        raise DecisionError(f"{act} is decided for one place in a text; reach {reach} was given")
    if act is Act.DATE and reach not in {Reach.MENTION, Reach.DOCUMENT}:
        raise DecisionError(
            f"a date is decided for words or for a report; reach {reach} was given, "
            "expected mention or document"
        )
    if reach is Reach.SOURCE and not report.source:
        raise DecisionError(
            f"report {report.hash} gives no source; expected the reach mention, document or "
            "everywhere"
        )


def _passage(target: Target, report: Report) -> Target:
    passages = passages_of(report.text)
    one = passages[passage_at(passages, target.start)]
    return replace(target, start=one.start, end=one.end)


def _trimmed(target: Target, report: Report) -> Target:
    words = report.text[target.start : target.end]
    if not words.strip():
        raise DecisionError(f"words ({target.start}, {target.end}) are white space only")
    start = target.start + len(words) - len(words.lstrip())
    return replace(target, start=start, end=start + len(words.strip()))


def _theme(verdict: Verdict, themes: Themes) -> dict[str, Any]:
    known = [theme.id for theme in themes.all]
    theme, *_ = themes.renewed(verdict.theme)  # a decision may come from an earlier version
    if theme not in known:
        raise DecisionError(
            f"there is no theme {verdict.theme!r}; expected one of {', '.join(known)}"
        )
    return {"theme": theme, "holds": verdict.holds}


def _date(verdict: Verdict) -> str:
    try:
        decided_date(verdict.date, "")
    except ValueError:
        raise DecisionError(
            f"{verdict.date!r} is no date; expected 2020-03-05, 2020-03, 2020, "
            "2020-03-05/2020-03-09 or nothing"
        ) from None
    return verdict.date


def _of_mention(
    target: Target, verdict: Verdict, mention: Named | None, given: Surroundings
) -> dict[str, Any]:
    if verdict.act is Act.ADD:
        return _added(target, verdict, given)
    if mention is None:
        raise DecisionError(
            f"{given.report.text[target.start : target.end]!r} at ({target.start}, {target.end}) "
            f"of report {given.report.hash} is no mention; expected the very words of one, "
            "or the act add"
        )
    return _DECIDED[verdict.act](target, verdict, mention, given)


def _confirmed(mention: Named, given: Surroundings) -> dict[str, Any]:
    if mention.outcome == Outcome.NOT_A_PLACE:
        raise DecisionError("these words were decided to be no place; take that back instead")
    if not mention.place:
        return {"place": None}
    geometry = given.drawn(mention.place["id"])
    return {"place": mention.place} | ({"geometry": geometry} if geometry else {})


def _known(place_id: str, given: Surroundings) -> dict[str, Any]:
    try:
        return place_dict(given.gazetteer.place(place_id))
    except UnknownPlaceError:
        raise DecisionError(
            f"no place has the id {place_id!r}; expected one of the gazetteer, "
            "as geonames:170063, or of a file of places"
        ) from None


def _own(target: Target, verdict: Verdict, given: Surroundings) -> dict[str, Any]:
    if verdict.geometry is None:
        raise DecisionError("nothing was drawn; expected a GeoJSON Point, LineString or Polygon")
    name = " ".join((verdict.name or given.report.text[target.start : target.end]).split())
    place, geometry = own_place(verdict.geometry, name, given.gazetteer)
    return {"place": place_dict(place), "geometry": geometry}


def _added(target: Target, verdict: Verdict, given: Surroundings) -> dict[str, Any]:
    _check_free(target.start, target.end, given)
    found: dict[str, Any] = {"role": _role(verdict.role or Role.LITERAL)}
    if verdict.place_id:
        return found | {"place": _known(verdict.place_id, given)}
    if verdict.geometry is not None:
        return found | _own(target, verdict, given)
    return found


def _respanned(mention: Named, verdict: Verdict, given: Surroundings) -> dict[str, Any]:
    start, end, length = verdict.start, verdict.end, len(given.report.text)
    if start is None or end is None or not 0 <= start < end <= length:
        raise DecisionError(
            f"words ({start}, {end}) do not lie in report {given.report.hash}, which has "
            f"{length} code points; expected 0 <= start < end <= length"
        )
    if (start, end) == mention.span:
        raise DecisionError(f"words ({start}, {end}) are those of the mention already")
    if not given.report.text[start:end].strip():
        raise DecisionError(f"words ({start}, {end}) are white space only")
    _check_free(start, end, given, but=mention)
    return {"start": start, "end": end}


def _check_free(start: int, end: int, given: Surroundings, but: Named | None = None) -> None:
    for mention in given.overlapping(start, end):
        if but is None or mention.span != but.span:
            words = given.report.text[mention.start : mention.end]
            raise DecisionError(
                f"words ({start}, {end}) overlap the mention {words!r} at "
                f"({mention.start}, {mention.end}); decide about that one"
            )


def _role(role: str) -> str:
    if role not in _ROLES:
        raise DecisionError(f"there is no role {role!r}; expected {' or '.join(_ROLES)}")
    return str(role)


_DECIDED: dict[Act, Callable[[Target, Verdict, Named, Surroundings], dict[str, Any]]] = {
    Act.CONFIRM: lambda _target, _verdict, mention, given: _confirmed(mention, given),
    Act.PLACE: lambda _target, verdict, _mention, given: {"place": _known(verdict.place_id, given)},
    Act.DRAW: lambda target, verdict, _mention, given: _own(target, verdict, given),
    Act.UNKNOWN: lambda *_: {"place": None},
    Act.REJECT: lambda *_: {"place": None},
    Act.ROLE: lambda _target, verdict, *_: {"role": _role(verdict.role)},
    Act.SPAN: lambda _target, verdict, mention, given: _respanned(mention, verdict, given),
}
"""What is kept of a decision about a mention."""
