"""The command ``sitmap explain``: why the engine decided as it did."""

from collections.abc import Iterator

import typer

from geocache import (
    Aspect,
    Geoparser,
    Mention,
    MentionKind,
    OutletMemory,
    ParsedText,
    Place,
    Resolution,
)
from geocache.scripts import unread_note

from ..errors import DashboardError
from ..ingest import read_document, shown
from .terminal import Files, Places, opened_gazetteer, read_packs, warn

_SHOWN_CANDIDATES = 5
_KINDS = {MentionKind.NAME: "a place name", MentionKind.COORDINATE: "coordinates"}


def explain(files: Files, places: Places = None) -> None:
    """Print for each mention the candidates, the evidence and the choice."""
    geoparser = Geoparser(opened_gazetteer(read_packs(places)), outlet_memory=OutletMemory())
    complete = True
    for path in files:
        try:
            document = read_document(path)
        except DashboardError as error:
            complete = False
            warn(str(error))
            continue
        typer.echo(f"{shown(path)}: {document.title}\n")
        for line in explanation(geoparser.parse(document.text, title=document.title)):
            typer.echo(line)
    if not complete:
        raise typer.Exit(1)


def explanation(parsed: ParsedText) -> Iterator[str]:
    """Lines that say for each mention what was found, weighed, chosen and drawn."""
    unread = unread_note(parsed.text)
    if unread:
        yield f"{unread[0].upper()}{unread[1:]}."
    elif not parsed.mentions:
        yield "No place is mentioned."
    for mention in parsed.mentions:
        line = parsed.text.count("\n", 0, mention.start) + 1
        yield (
            f"{mention.text!r} at {mention.start}-{mention.end} (line {line}): "
            f"{_KINDS[mention.kind]} with probability {mention.probability:.2f}, "
            f"{mention.role} with probability {mention.role_probability:.2f}"
        )
        for reason in mention.reasons:
            what = "role" if reason.aspect is Aspect.ROLE else "found"
            yield f"    {what}: {reason.detail} ({reason.score:+.1f})"
        if mention.resolution:
            yield from _resolution(mention.resolution)
        yield from _footprint(parsed, mention)
        yield ""


def _resolution(resolution: Resolution) -> Iterator[str]:
    chosen = _place(resolution.place) if resolution.place else "no known place"
    yield f"  {resolution.outcome}: {chosen}, confidence {resolution.confidence:.2f}"
    for rank, candidate in enumerate(resolution.candidates[:_SHOWN_CANDIDATES], 1):
        yield f"    {rank}. {_place(candidate.place)}: score {candidate.score:.2f}"
        for item in candidate.evidence:
            yield f"         {item.score:+.2f} {item.name}: {item.detail}"
    hidden = len(resolution.candidates) - _SHOWN_CANDIDATES
    if hidden > 0:
        yield f"    and {hidden} more with lower scores"
    if not resolution.candidates:
        yield from (f"    {item.detail}" for item in resolution.evidence)


def _footprint(parsed: ParsedText, mention: Mention) -> Iterator[str]:
    footprint = mention.footprint
    if footprint is None:
        return
    words = " ".join(parsed.text[footprint.start : footprint.end].split())
    exactness = "exact" if footprint.exact else "approximate"
    yield f"  drawn as {footprint.kind} ({exactness}) for {words!r}: {footprint.note}"


def _place(place: Place) -> str:
    facts = ", ".join(filter(None, (place.feature_code, place.country_code, place.id)))
    return (
        f"{place.name} ({facts}) at "
        f"{abs(place.lat):.2f} {'S' if place.lat < 0 else 'N'} "
        f"{abs(place.lon):.2f} {'W' if place.lon < 0 else 'E'}"
    )
