"""Runs the stages over a text: recognise, resolve, shape; no mention is lost on the way."""

from collections.abc import Iterable, Iterator, Sequence
from operator import index

from .caching import DEFAULT_BYTES, Caches
from .errors import BadSpanError
from .footprint import Shaper
from .gazetteer import Gazetteer, Progress, open_gazetteer
from .quick_records import found_mention
from .recognition import LearnedRecognizer
from .records import (
    Footprint,
    ParsedText,
    RecognizedMention,
    RecognizedText,
    Resolution,
)
from .resolution import (
    Corrections,
    EvidenceResolver,
    OutletMemory,
    Revisions,
    predetermined,
    revised,
)


class Geoparser:
    """Finds the places a text mentions, decides which they are, and shapes them.

    Parameters
    ----------
    gazetteer
        The embedded one when None; compiled on first use. Not to be changed afterwards: what was
        looked up in it is remembered.
    progress
        Told about the steps of compiling.
    corrections
        What reviewers decided about mentions, which comes before any evidence; nothing when None.
    outlet_memory
        Learns from documents whose ``source`` is given what their outlets write of, for those that
        are parsed later. None learns nothing: no answer depends on what was parsed before.
    cache_bytes
        How much is remembered at most, of the gazetteer's and of its own (`caches`).

    Raises
    ------
    GazetteerError
        The gazetteer can be neither opened nor compiled.
    """

    def __init__(
        self,
        gazetteer: Gazetteer | None = None,
        *,
        progress: Progress | None = None,
        corrections: Corrections | None = None,
        outlet_memory: OutletMemory | None = None,
        cache_bytes: int = DEFAULT_BYTES,
    ) -> None:
        self.gazetteer: Gazetteer = open_gazetteer(progress) if gazetteer is None else gazetteer
        self.caches = Caches(beneath=self.gazetteer.caches)
        if cache_bytes != DEFAULT_BYTES:
            self.caches.resize(cache_bytes)
        self._recognizer = LearnedRecognizer(self.gazetteer, caches=self.caches)
        self._corrections = corrections
        self._resolver = EvidenceResolver(
            self.gazetteer, outlet_memory=outlet_memory, caches=self.caches
        )
        self._shaper = Shaper(self.gazetteer, self.caches)

    def parse(
        self,
        text: str,
        title: str = "",
        source: str = "",
        published: str | None = None,
        *,
        corrections: Corrections | None = None,
    ) -> ParsedText:
        """Find, resolve and shape every place the text mentions.

        Parameters
        ----------
        text
            Any Unicode text; offsets in the answer count its code points.
        title, source, published
            Headline, the outlet's domain and the ISO date, as far as they are known.
        corrections
            What reviewers decided about this text, in place of what the parser was made with.
        """
        recognized = RecognizedText(text, title, source, published, self.recognize(text))
        return self.complete(recognized, corrections)

    def recognize(self, text: str) -> tuple[RecognizedMention, ...]:
        """Find the places the text mentions, in text order, without asking which they are."""
        return self._recognizer.recognize(text)

    def resolve(
        self,
        text: str,
        spans: Sequence[tuple[int, int]],
        title: str = "",
        source: str = "",
        published: str | None = None,
    ) -> ParsedText:
        """Resolve and shape the mentions that the caller marked.

        Raises
        ------
        BadSpanError
            A span is no pair of whole numbers, empty, outside the text or overlaps another.
        """
        mentions = self._describe(text, sorted(map(_span, spans)))
        return self.complete(RecognizedText(text, title, source, published, mentions))

    def parse_many(self, texts: Iterable[str]) -> Iterator[ParsedText]:
        """Parse a stream of texts, one at a time, in order."""
        return map(self.parse, texts)

    def complete(
        self, recognized: RecognizedText, corrections: Corrections | None = None
    ) -> ParsedText:
        """Resolve and shape the mentions of a text in which they were found before.

        Parameters
        ----------
        recognized
            The text, with mentions in text order.
        corrections
            As in `parse`.
        """
        decisions = self._corrections if corrections is None else corrections
        revisions = decisions if decisions and isinstance(decisions, Revisions) else None
        if revisions:
            recognized = revised(recognized, revisions, self._describe)
        text, mentions = recognized.text, recognized.mentions
        decided = predetermined(recognized, self.gazetteer, decisions)
        resolutions = self._resolver.resolve(text, mentions, recognized.source, decided)
        drawn = revisions.drawn if revisions else None
        footprints = self._shaper.shape(text, mentions, resolutions, drawn)
        return _assembled(recognized, resolutions, footprints)

    def _describe(
        self, text: str, spans: Sequence[tuple[int, int]]
    ) -> tuple[RecognizedMention, ...]:
        """Return mentions for spans that people marked; raises `BadSpanError`."""
        _check_spans(text, spans)
        return self._recognizer.describe(text, spans)


def _assembled(
    recognized: RecognizedText,
    resolutions: Sequence[Resolution],
    footprints: Sequence[Footprint],
) -> ParsedText:
    """Put together what the stages found; a footprint says to which mentions it belongs."""
    footprint_of = {number: footprint for footprint in footprints for number in footprint.mentions}
    mentions = tuple(
        found_mention(mention, resolution, footprint_of[number])
        for number, (mention, resolution) in enumerate(
            zip(recognized.mentions, resolutions, strict=True)
        )
    )
    return ParsedText(
        recognized.text, recognized.title, recognized.source, recognized.published, mentions
    )


def _span(given: Sequence[int]) -> tuple[int, int]:
    """Read a pair of whole numbers, whatever they come in: JSON has lists."""
    try:
        start, end = map(index, given)
    except (TypeError, ValueError):
        raise BadSpanError(f"span {given!r}: expected two whole numbers") from None
    return start, end


def _check_spans(text: str, spans: Sequence[tuple[int, int]]) -> None:
    previous_end = 0
    for start, end in spans:
        if not 0 <= start < end <= len(text):
            raise BadSpanError(
                f"span ({start}, {end}) does not lie in a text of {len(text)} code points; "
                "expected 0 <= start < end <= length"
            )
        if start < previous_end:
            raise BadSpanError(f"span ({start}, {end}) overlaps one that ends at {previous_end}")
        previous_end = end
