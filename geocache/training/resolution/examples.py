"""Annotated documents as resolution learns from them: candidates, and which of them are right."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import numpy.typing as npt

from ...caching import SizedCache
from ...errors import CorpusError
from ...evaluation import GoldDocument, GoldMention, GoldTypes
from ...evaluation.prediction import Prediction
from ...evaluation.resolution import is_right
from ...gazetteer import Gazetteer
from ...recognition import LearnedRecognizer
from ...records import Place, RecognizedMention
from ...resolution.batch import MentionBatch
from ...resolution.candidate_set import (
    AdminUnitNumbers,
    CandidateSet,
    candidate_set,
    first_order,
    second_order,
)
from ...resolution.candidates import candidates
from ...resolution.nearby_candidates import with_nearby_candidates
from ...resolution.outlet_profiles import OutletProfile, outlet_of, subdivision_shares
from ...resolution.place_types import Prominence, prominence_of
from ..marked import marked_documents
from .excerpts import excerpts

Bools = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]
EXCERPTS = ", cut"
"""Behind the name of a corpus whose excerpts are scored."""
_MOST_ROWS = 1_000_000
_MARKED = 1.5
"""How much a mention in a marked sentence counts: there are few, and they say what they show."""


@dataclass(eq=False, slots=True)
class ResolutionExample:
    """A document, its marked mentions, and what is right about them."""

    corpus: str
    text: str
    source: str
    mentions: tuple[RecognizedMention, ...]
    gold: tuple[GoldMention, ...]
    batch: MentionBatch
    right: Bools
    """Shape (rows,), what is to be learnt: the gold id, or else what lies near, or else none; no
    row of a mention that teaches nothing."""
    near: Bools
    """Shape (rows,), what counts as right by Acc@161."""
    counts: Floats
    """Shape (mentions,), how much each counts; 0 where the corpus doesn't say where it is."""
    whole: str = ""
    """Text of the document that this is an excerpt of; empty for documents."""


class ExampleReader:
    """Makes examples of documents.

    Parameters
    ----------
    gazetteer
        Where candidates come from.
    """

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._recognizer, self._gazetteer = LearnedRecognizer(gazetteer), gazetteer
        self._types, self.numbers = GoldTypes.shipped(), AdminUnitNumbers()
        self._candidate_sets = SizedCache(
            self._look_up, lambda candidates: len(candidates.rows), _MOST_ROWS
        )

    def _look_up(self, words: str) -> CandidateSet:
        return candidate_set(candidates(words, self._gazetteer), self.numbers, words)

    def examples(self, corpus: str, document: GoldDocument) -> Iterator[ResolutionExample]:
        """Yield a document and its excerpts as examples, as far as something is marked in them."""
        whole = self._example(corpus, document)
        if whole:
            yield whole
            for excerpt in excerpts(document):
                example = self._example(f"{corpus}{EXCERPTS}", excerpt)
                if example:
                    yield replace(example, whole=document.text)

    def marked(self, path: Path) -> Iterator[ResolutionExample]:
        """Yield the marked sentences of a file as examples.

        They teach which place of a country is meant. What speaks for a country is left to corpora:
        invented texts are of other countries than news.

        Raises
        ------
        CorpusError
            The file can't be read, or a mark is not closed or doesn't say which place is meant.
        UnknownPlaceError
            No place has the number of a mark.
        """
        for document in marked_documents(path):
            if not all(mention.place_id for mention in document.mentions):
                raise CorpusError(f"{document.id}: expected a number in every mark, [Idlib=169389]")
            places = [self._gazetteer.place(mention.place_id) for mention in document.mentions]
            gold = tuple(
                replace(mention, point=(place.lon, place.lat))
                for mention, place in zip(document.mentions, places, strict=True)
            )
            found = [
                self._candidate_sets(document.text[m.start : m.end]).within(
                    self.numbers(p.country_code)
                )
                for m, p in zip(gold, places, strict=True)
            ]
            example = self._weighed(path.stem, document, gold, found)
            yield replace(example, counts=_MARKED * example.counts)

    def _example(self, corpus: str, document: GoldDocument) -> ResolutionExample | None:
        gold = _apart(self._types.split(document.mentions)[0])
        if not gold:
            return None
        found = [self._candidate_sets(document.text[m.start : m.end]) for m in gold]
        return self._weighed(corpus, document, gold, found)

    def _weighed(
        self,
        corpus: str,
        document: GoldDocument,
        gold: tuple[GoldMention, ...],
        found: Sequence[CandidateSet],
    ) -> ResolutionExample:
        mentions = self._recognizer.describe(document.text, [mention.span for mention in gold])
        offered = with_nearby_candidates(document.text, mentions, found)
        batch = MentionBatch(document.text, document.source, mentions, offered, self.numbers)
        near, right = _judged(batch, gold)
        counts = np.array([mention.point is not None for mention in gold], np.float64)
        return ResolutionExample(
            corpus, document.text, document.source, mentions, gold, batch, right, near, counts
        )


def _apart(gold: Iterable[GoldMention]) -> tuple[GoldMention, ...]:
    """Gold mentions that do not overlap, the first of those that do."""
    kept: list[GoldMention] = []
    for mention in sorted(gold):
        if not kept or mention.start >= kept[-1].end:
            kept.append(mention)
    return tuple(kept)


def _judged(batch: MentionBatch, gold: Sequence[GoldMention]) -> tuple[Bools, Bools]:
    near, right = np.zeros(len(batch.owner), bool), np.zeros(len(batch.owner), bool)
    for row in np.flatnonzero(~batch.is_none & _has_point(batch, gold)).tolist():
        mention, place = gold[int(batch.owner[row])], batch.match(row).place
        near[row] = is_right(
            mention, Prediction(*mention.span, "", place.id, (place.lon, place.lat))
        )
        right[row] = place.id == mention.place_id
    wide = _is_wide(batch)
    for start, none, mention in zip(batch.starts, batch.none, gold, strict=True):
        if mention.point is not None and not right[start:none].any():
            right[start:none] = near[start:none]
            # Latin America marked as South America does not teach that no source knows it.
            right[none] = not near[start:none].any() and not wide[start:none].any()
    return near, right


def _is_wide(batch: MentionBatch) -> Bools:
    """Whether each row is a country or a region of several that has the name as it is written."""
    columns, prominence = batch.columns, batch.columns.prominence
    by_name = (columns.quality == 0) & (columns.nearby == 0) & ~batch.is_none
    is_wide: Bools = by_name & (prominence <= Prominence.REGION) & (prominence > Prominence.NONE)
    return is_wide


def _has_point(batch: MentionBatch, gold: Sequence[GoldMention]) -> Bools:
    has = np.array([mention.point is not None for mention in gold], bool)
    return has[batch.owner]


def gold_places(example: ResolutionExample) -> list[Place]:
    """Distinct places smaller than a country that the corpus says are meant."""
    rows = np.flatnonzero(example.right & ~example.batch.is_none).tolist()
    of_mention = {int(example.batch.owner[row]): example.batch.match(row).place for row in rows}
    places = {place.id: place for place in of_mention.values()}
    return [p for p in places.values() if prominence_of(p) > Prominence.REGION]


def outlet_profiles(examples: Iterable[ResolutionExample]) -> dict[str, OutletProfile]:
    """Return what the annotated documents of each outlet name."""
    spoken: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    documents: dict[str, int] = defaultdict(int)
    for example in examples:
        if example.whole:
            continue
        codes = [(first_order(p), second_order(p)) for p in gold_places(example)]
        source = outlet_of(example.source)
        if source and codes:
            documents[source] += 1
            for code, share in subdivision_shares(codes).items():
                spoken[source][code] += share
    return {
        source: OutletProfile(
            {code: round(share, 3) for code, share in codes.items()}, documents[source]
        )
        for source, codes in spoken.items()
    }
