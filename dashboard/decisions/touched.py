"""Which reports a decision may change, and which mentions it reaches."""

from collections.abc import Iterator

from geocache import MentionKind, Role
from geocache.gazetteer.names.normalise import normal_form
from geocache.records import RecognizedMention

from ..annotate.passages import passage_at, passages_of
from ..annotate.ruled_mentions import occurrences
from ..annotate.rulings import DocumentRulings, Rulings
from ..annotate.verdicts import LEAVE, Act, Reach, Ruling
from ..model import Document, Precision, When
from ..workspace import Workspace
from .checking import Checked
from .facts import Named, Names, Report, mentions_of, report, reports

_NO_DATE = When("", Precision.UNKNOWN)


def touched_by(workspace: Workspace, names: Names, ruling: Ruling) -> set[str]:
    """Return hashes of the reports that stand and may be read otherwise for a decision."""
    if ruling.reach in {Reach.MENTION, Reach.DOCUMENT}:
        found = report(workspace, ruling.document)
        return {found.hash} if found and not found.newer else set()
    return {one.hash for one in _named_reports(workspace, names, ruling)}


def _named_reports(workspace: Workspace, names: Names, ruling: Ruling) -> Iterator[Report]:
    """Yield the reports that have the name of a wide decision."""
    words = ruling.after["words"]
    numbers = set(names.documents(words))
    if ruling.act == Act.ADD:
        numbers |= set(names.documents_with(words))
    for one in reports(workspace, numbers):
        if ruling.reach is Reach.EVERYWHERE or one.source == ruling.after["source"]:
            yield one


def reached(
    workspace: Workspace, names: Names, wanted: Checked, ruling: Ruling, rulings: Rulings
) -> Iterator[tuple[Report, Named, bool]]:
    """Yield every mention that a decision would reach, with its report.

    The last is whether it would hold there: a narrower decision comes first.

    Parameters
    ----------
    workspace, names
        The reports, and what they name.
    wanted, ruling
        The decision.
    rulings
        All that would hold with it.
    """
    own = wanted.report
    if wanted.reach is Reach.MENTION or wanted.verdict.act in {Act.THEME, Act.DATE}:
        yield own, wanted.mention or _words(own, wanted.target.start, wanted.target.end), True
        return
    found = [own]
    if wanted.reach is not Reach.DOCUMENT:
        found = list(_named_reports(workspace, names, ruling))
    mentions: dict[str, list[Named]] = {}
    for mention in mentions_of(workspace, [one.id for one in found]):
        mentions.setdefault(mention.document, []).append(mention)
    name = ruling.name
    for one in found:
        named = [
            mention
            for mention in mentions.get(one.hash, ())
            if normal_form(one.text[mention.start : mention.end]) == name
        ]
        if ruling.act == Act.ADD:
            named = _with_added(one, named, mentions.get(one.hash, []), ruling)
        if not named:
            continue
        ruled = _narrower(one, rulings)
        for mention in named:
            yield one, mention, ruled is None or _holds(ruled, one, mention, ruling)


def _narrower(one: Report, rulings: Rulings) -> DocumentRulings | None:
    """Return what is decided of a report, where there is more than one decision about it."""
    document = as_document(one)
    about = rulings.about(document)
    return DocumentRulings(document, about) if len(about) > 1 else None


def as_document(one: Report) -> Document:
    """Return a report with what decisions ask of it."""
    return Document(one.hash, one.title, one.text, "", "", _NO_DATE, source=one.source)


def as_mention(one: Report, named: Named) -> RecognizedMention:
    """Return a mention with what decisions ask of it."""
    words = one.text[named.start : named.end]
    role = Role(named.role)
    return RecognizedMention(*named.span, words, MentionKind.NAME, role, named.confidence)


def _holds(ruled: DocumentRulings, one: Report, mention: Named, ruling: Ruling) -> bool:
    asked = as_mention(one, mention)
    return any(held.uid == ruling.uid for held in ruled.mentions.holding(asked))


def is_held(one: Report, mention: Named, rulings: Rulings) -> bool:
    """Whether a decision made a mention what it is."""
    document = as_document(one)
    ruled = DocumentRulings(document, rulings.about(document))
    return any(True for _ in ruled.mentions.holding(as_mention(one, mention)))


def _with_added(
    one: Report, named: list[Named], mentions: list[Named], ruling: Ruling
) -> list[Named]:
    """Return mentions of a name with those words that would become some."""
    taken = [mention.span for mention in mentions]
    fresh = [
        _words(one, start, end)
        for start, end in occurrences(one.text, ruling.after["words"])
        if not any(begin < end and start < finish for begin, finish in taken)
    ]
    return sorted([*named, *fresh], key=lambda mention: mention.start)


def _words(one: Report, start: int, end: int) -> Named:
    """Words that the machine took for no mention."""
    number = passage_at(passages_of(one.text), start)
    return Named(one.hash, number, start, end, "", 0.0, Role.LITERAL.value, 0, None)


def is_left(ruling: Ruling) -> bool:
    """Whether it only says that a wide decision does not reach some words."""
    return ruling.act == LEAVE
