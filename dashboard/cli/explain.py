"""Why the engine decided as it did, for reading in a terminal."""

from collections.abc import Iterator

from geocache import Aspect, Mention, MentionKind, ParsedText, Place, Resolution

_SHOWN_CANDIDATES = 5
_KINDS = {MentionKind.NAME: "a place name", MentionKind.COORDINATE: "coordinates"}


def explanation(parsed: ParsedText) -> Iterator[str]:
    """Lines that say for each mention what was found, weighed, chosen and drawn."""
    if not parsed.mentions:
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
