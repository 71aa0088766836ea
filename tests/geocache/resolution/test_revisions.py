"""What reviewers say of words, roles and shapes comes before what the engine finds."""

from dataclasses import dataclass, field

import pytest
from shapely.geometry import shape

from geocache import FootprintKind, Geoparser, Mention, Outcome, ParsedText, Place, Role
from geocache.errors import BadSpanError
from geocache.gazetteer import MemoryGazetteer
from geocache.records import Geometry, RecognizedMention, RecognizedText
from geocache.resolution import Correction, Scope, Spans

TEXT = "Rain fell in Fooville. The riders left for Bartown, and aid came to the riders."
RIDERS = TEXT.rindex("the riders"), TEXT.rindex("the riders") + len("the riders")


@dataclass
class Revised:
    added: tuple[tuple[int, int], ...] = ()
    dropped: frozenset[tuple[int, int]] = frozenset()
    corrections: dict[str, Correction] = field(default_factory=dict)
    roles: dict[str, Role] = field(default_factory=dict)
    shapes: dict[str, Geometry] = field(default_factory=dict)

    def decision(
        self, _document: RecognizedText, mention: RecognizedMention, scope: Scope
    ) -> Correction | None:
        found = self.corrections.get(mention.text)
        return found if found and found.scope is scope else None

    def spans(self, _document: RecognizedText) -> Spans:
        return Spans(self.added, self.dropped)

    def role(self, _document: RecognizedText, mention: RecognizedMention) -> Role | None:
        return self.roles.get(mention.text)

    def drawn(self, place_id: str) -> Geometry | None:
        return self.shapes.get(place_id)


def parsed(world: MemoryGazetteer, revised: Revised | None = None) -> ParsedText:
    return Geoparser(world).parse(TEXT, corrections=revised)


def named(text: ParsedText, words: str) -> Mention:
    return next(mention for mention in text.mentions if mention.text == words)


def test_words_that_are_added_mean_what_was_decided(world: MemoryGazetteer):
    place = next(match.place for match in world.matches("Fooville"))
    fooville = Correction(Scope.MENTION, Outcome.RESOLVED, place.id)
    found = parsed(
        world,
        Revised(
            (RIDERS,), corrections={"the riders": fooville}, roles={"the riders": Role.LITERAL}
        ),
    )
    riders = named(found, "the riders")
    assert (riders.start, riders.end) == RIDERS
    assert riders.resolution.place == place
    assert riders.footprint.geometry == named(found, "Fooville").footprint.geometry
    assert [m.start for m in found.mentions] == sorted(m.start for m in found.mentions)


def test_words_that_are_dropped_are_gone_and_the_others_stay(world: MemoryGazetteer):
    whole = parsed(world)
    bartown = named(whole, "Bartown")
    found = parsed(world, Revised(dropped=frozenset({(bartown.start, bartown.end)})))
    assert [m.text for m in found.mentions] == [
        m.text for m in whole.mentions if m.text != "Bartown"
    ]


def test_added_words_come_before_found_ones_that_they_overlap(world: MemoryGazetteer):
    start = TEXT.index("for Bartown")
    found = parsed(world, Revised(((start, start + len("for Bartown")),)))
    assert "for Bartown" in [m.text for m in found.mentions]
    assert "Bartown" not in [m.text for m in found.mentions]


def test_decided_role_says_so(world: MemoryGazetteer):
    other = {
        Role.LITERAL: Role.ASSOCIATIVE,
        Role.ASSOCIATIVE: Role.LITERAL,
    }[named(parsed(world), "Bartown").role]
    bartown = named(parsed(world, Revised(roles={"Bartown": other})), "Bartown")
    assert (bartown.role, bartown.role_probability) == (other, 1.0)
    assert bartown.reasons[-1].detail == "a reviewer decided the role"


@pytest.mark.parametrize(
    ("geometry", "kind"),
    [
        ({"type": "Point", "coordinates": [38.0, 33.0]}, FootprintKind.POINT),
        ({"type": "LineString", "coordinates": [[38, 33], [39, 34]]}, FootprintKind.ROUTE),
        (
            {"type": "Polygon", "coordinates": [[[38, 33], [39, 33], [39, 34], [38, 33]]]},
            FootprintKind.AREA,
        ),
    ],
)
def test_drawn_geometry_of_a_reviewer_is_drawn(
    world: MemoryGazetteer, geometry: Geometry, kind: FootprintKind
):
    own = Place("own:1", "the berm", 38.5, 33.5, "", "")
    decided = Correction(Scope.SOURCE, Outcome.RESOLVED, by="Ana", place=own)
    revised = Revised(
        corrections={"Bartown": decided},
        roles={"Bartown": Role.LITERAL},
        shapes={"own:1": geometry},
    )
    bartown = named(parsed(world, revised), "Bartown")
    assert bartown.resolution.place == own
    assert bartown.resolution.evidence[0].detail == (
        "decided by Ana for this name in reports of this source"
    )
    assert bartown.footprint.kind == kind
    assert shape(bartown.footprint.geometry) == shape(geometry)
    assert bartown.footprint.note == "the berm, drawn by a reviewer"
    assert bartown.footprint.exact


def test_place_that_the_gazetteer_lost_is_known_as_it_was_decided(world: MemoryGazetteer):
    gone = Place("pack:gone", "Goneville", 38.5, 33.5, "P", "PPL")
    decided = Correction(Scope.EVERYWHERE, Outcome.RESOLVED, gone.id, place=gone)
    bartown = named(parsed(world, Revised(corrections={"Bartown": decided})), "Bartown")
    assert bartown.resolution.place == gone


def test_added_words_outside_the_text_are_an_error(world: MemoryGazetteer):
    with pytest.raises(BadSpanError, match="does not lie in a text"):
        parsed(world, Revised(((len(TEXT), len(TEXT) + 3),)))
