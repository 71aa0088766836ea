from dataclasses import dataclass, field

import pytest

from geocache import Geoparser, Mention, Outcome, Place
from geocache.errors import UnknownPlaceError
from geocache.gazetteer import MemoryGazetteer
from geocache.records import RecognizedMention, RecognizedText
from geocache.resolution import Correction, Scope

TEXT = "Rain fell in Springfield. Springfield was flooded."


@dataclass
class Decisions:
    made: dict[tuple[Scope, object], Correction] = field(default_factory=dict)

    def decision(
        self, document: RecognizedText, mention: RecognizedMention, scope: Scope
    ) -> Correction | None:
        keys = {
            Scope.MENTION: mention.start,
            Scope.DOCUMENT: (document.text, mention.text),
            Scope.SOURCE: (document.source, mention.text),
            Scope.EVERYWHERE: mention.text,
        }
        return self.made.get((scope, keys[scope]))


@pytest.fixture
def springfields() -> MemoryGazetteer:
    gazetteer = MemoryGazetteer()
    gazetteer.add_place("Springfield", 51.0, 10.5, country_code="EE", population=100_000, id="t:e")
    gazetteer.add_place("Springfield", -51.0, 10.5, country_code="WW", population=900_000, id="t:w")
    return gazetteer


def resolved(gazetteer: MemoryGazetteer, decisions: Decisions) -> list[Mention]:
    return list(Geoparser(gazetteer, corrections=decisions).parse(TEXT).mentions)


def test_narrowest_decision_comes_first(springfields: MemoryGazetteer):
    decisions = Decisions()
    east = Correction(Scope.EVERYWHERE, Outcome.RESOLVED, "t:e", "Ana")
    decisions.made[Scope.EVERYWHERE, "Springfield"] = east
    decisions.made[Scope.MENTION, TEXT.index("Springfield")] = Correction(
        Scope.MENTION, Outcome.NOT_A_PLACE
    )
    first, second = resolved(springfields, decisions)
    assert (first.resolution.outcome, first.resolution.place) == (Outcome.NOT_A_PLACE, None)
    assert second.resolution.place.id == "t:e"
    assert second.resolution.confidence == 1.0
    assert second.resolution.evidence[0].detail == "decided by Ana for this name everywhere"


@pytest.mark.parametrize(
    ("outcome", "place_id"),
    [(Outcome.RESOLVED, ""), (Outcome.NIL, "t:e"), (Outcome.AMBIGUOUS, ""), ("AMBIGUOUS", "t:e")],
)
def test_invalid_decision_is_refused(outcome: Outcome, place_id: str):
    with pytest.raises(ValueError, match="expected RESOLVED with a place_id"):
        Correction(Scope.MENTION, Outcome(outcome), place_id)


def test_decided_mention_informs_the_others(springfields: MemoryGazetteer):
    decisions = Decisions()
    start = TEXT.index("Springfield")
    decisions.made[Scope.MENTION, start] = Correction(Scope.MENTION, Outcome.RESOLVED, "t:e")
    _first, second = resolved(springfields, decisions)
    assert second.resolution.place.id == "t:e"


def test_decision_for_an_unknown_place_is_an_error_that_names_it(
    springfields: MemoryGazetteer,
):
    decisions = Decisions()
    decisions.made[Scope.EVERYWHERE, "Springfield"] = Correction(
        Scope.EVERYWHERE, Outcome.RESOLVED, "t:none"
    )
    with pytest.raises(UnknownPlaceError, match="t:none"):
        resolved(springfields, decisions)


@pytest.mark.parametrize("words", ["Springfield", "the coast of Springfield"])
def test_decided_place_that_the_gazetteer_has_no_more_is_drawn_by_its_facts(
    springfields: MemoryGazetteer, words: str
):
    gone = Place("t:gone", "Springfield", 12.2, 41.7, "P", "PPL", "IT", source="gone")
    decisions = Decisions()
    decisions.made[Scope.EVERYWHERE, "Springfield"] = Correction(
        Scope.EVERYWHERE, Outcome.RESOLVED, gone.id, place=gone
    )
    parsed = Geoparser(springfields, corrections=decisions).parse(f"Rain fell on {words}.")
    assert [mention.resolution.place for mention in parsed.mentions] == [gone]
    (footprint,) = parsed.footprints
    if words == gone.name:
        assert footprint.geometry == {"type": "Point", "coordinates": (12.2, 41.7)}
    assert footprint.geometry
