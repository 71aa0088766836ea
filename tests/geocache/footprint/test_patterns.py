"""How the patterns of expressions read sizes, directions, quotes and what leads to a place."""

from itertools import product

import pytest

from geocache import Geoparser
from geocache.footprint.grammar.lexicon import compiled, cue, meaning
from geocache.footprint.grammar.masking import mask
from geocache.footprint.grammar.pattern import Pattern
from geocache.footprint.grammar.quantities import find_sizes
from geocache.footprint.registry import patterns
from geocache.records import FootprintKind

WINDS = ("north", "east", "south", "west")
SUFFIXES = ("", "ern", "erly", "ernmost")


def pattern(name: str) -> Pattern:
    (found,) = [one for one in patterns() if one.name == name]
    return found


def groups_of(name: str, text: str, mention: str = "Foo") -> list[dict[str, str | None]]:
    start = text.index(mention)
    masked = mask(text, [(start, start + len(mention))])
    return [groups for _start, _end, groups in pattern(name).matches(masked)]


def is_in_table(words: str) -> bool:
    try:
        meaning("compass", words)
    except KeyError:
        return False
    return True


@pytest.mark.parametrize("glue", ["", " ", "-"])
def test_compass_words_are_those_of_the_table_and_no_more(glue: str):
    short = compiled(cue("compass_words"))
    words = [
        glue.join(winds) + suffix
        for count in (1, 2, 3)
        for winds in product(WINDS, repeat=count)
        for suffix in SUFFIXES
    ]
    assert {w for w in words if short.fullmatch(w)} == {w for w in words if is_in_table(w)}
    assert sum(map(is_in_table, words)) >= 36


@pytest.mark.parametrize(
    ("words", "hedge"),
    [
        ("about 20 km", "about"),
        ("Just over 20 km", "Just over"),
        ("no  more than 20 km", "no  more than"),
        ("ca. 20 km", "ca."),
        ("a distance of 20 km", None),
        ("20 km", None),
        ("roundabout 20 km", None),
        ("in 20 km", None),
    ],
)
def test_hedges_belong_to_the_size_behind_them(words: str, hedge: str | None):
    text = f"fire seen {words} away"
    (size,) = find_sizes(text, [(0, len(text))])
    assert (size.number, size.unit, size.hedge) == ("20", "km", hedge)
    is_whole = hedge is not None or words.startswith("a distance")
    assert text[size.start : size.end] == (words if is_whole else "20 km")


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("as far as 20 km", FootprintKind.ZONE),
        ("less than 20 km", FootprintKind.ZONE),
        ("up to 20 km", FootprintKind.ZONE),
        ("closer than about 20 km", FootprintKind.ZONE),
        ("about 20 km", FootprintKind.OFFSET),
        ("20 km", FootprintKind.OFFSET),
    ],
)
def test_bounds_make_zones_of_distances(geoparser: Geoparser, words: str, kind: FootprintKind):
    parsed = geoparser.parse(f"All strikes hit targets {words} from Damascus.")
    (mention,) = parsed.mentions
    assert mention.footprint is not None
    assert mention.footprint.kind is kind


@pytest.mark.parametrize("quotes", ["“”", "‘’", '""', "''", "’’"])
def test_quotes_around_a_name_are_read_whatever_they_look_like(quotes: str):
    opening, closing = quotes
    text = f"a camp 20 km north of {opening}Foo{closing}, on the road"
    (groups,) = groups_of("distance in a direction from a place", text)
    assert groups["side"] == "north"


@pytest.mark.parametrize(
    ("designation", "group"),
    [
        ("", None),
        ("the ", None),
        ("the town of ", None),
        ("the besieged northern port city of ", None),
        ("the capital of ", "capital of "),
        ("the capital city of the ", "capital city of the "),
    ],
)
def test_designations_of_places_are_read(designation: str, group: str | None):
    text = f"a camp 20 km north of {designation}Foo, on the road"
    (groups,) = groups_of("distance in a direction from a place", text)
    assert groups["capital_of"] == group
    assert "designation" not in groups


@pytest.mark.parametrize("words", ["where troops left ", "the army of ", "town town of the "])
def test_designations_of_other_words_reach_no_place(words: str):
    text = f"a camp 20 km north of {words}Foo, on the road"
    assert not groups_of("distance in a direction from a place", text)


def test_places_without_a_designation_hide_no_others():
    text = "out of the 20 km north of the army Foo fled 30 km east of Foo"
    first = text.index("Foo")
    second = text.rindex("Foo")
    masked = mask(text, [(first, first + 3), (second, second + 3)])
    ((_start, _end, groups),) = pattern("distance in a direction from a place").matches(masked)
    assert groups["side"] == "east"


@pytest.mark.parametrize(
    ("words", "place"),
    [
        ("the provincial capital, Lashkar Gah, killed two", "Lashkar Gah"),
        ("the provincial capital Lashkar Gah killed two", "Lashkar Gah"),
        ("the provincial capital of Lashkar Gah killed two", "Lashkar Gah"),
        ("the state capital, Maiduguri", "Maiduguri"),
        ("the nearest town, Gardez, killed two", "Gardez"),
        ("the capital, Damascus.", "Damascus"),
        ("the capital city of Damascus", "Damascus"),
        ("the main eastern city, Goma (DRC)", "Goma"),
        ("the district headquarters of Gardez", "Gardez"),
        ("the northern regional capital Gao", "Gao"),
    ],
)
def test_nouns_that_describe_a_place_lead_to_it(geoparser: Geoparser, words: str, place: str):
    parsed = geoparser.parse(f"A blast 30 km north of {words}")
    footprint = next(m.footprint for m in parsed.mentions if m.text == place)
    assert footprint.kind is FootprintKind.OFFSET
    assert parsed.text[footprint.start : footprint.end].endswith(place)


@pytest.mark.parametrize(
    "text",
    [
        "A blast 30 km from the city, Homs, Hama and Idlib said.",
        "Fire 30 km north of the city, Damascus said.",
        "He fled 30 km from the capital, Syria said.",
        "A blast 30 km north of the provincial capital of Helmand killed two.",
    ],
)
def test_nouns_beside_other_names_lead_to_none(geoparser: Geoparser, text: str):
    parsed = geoparser.parse(text)
    assert all(f.kind is not FootprintKind.OFFSET for f in parsed.footprints)


def test_capital_cities_of_countries_are_measured_from(geoparser: Geoparser):
    parsed = geoparser.parse("A blast 30 km north of the capital city of Iraq killed two.")
    (footprint,) = parsed.footprints
    assert "north of Baghdad" in footprint.note


@pytest.mark.parametrize(
    "words",
    [
        "circle radius 15NM centred on {}",
        "a circle of radius 15 NM centred on {}",
        "within a radius of 15 NM centred on {}",
        "RADIUS 15NM OF {}",
        "RADIUS: 15NM CENTRED {}",
        "within 15NM radius of {}",
        "WI 15NM OF PSN {}",
        "CIRCLE 15NM RADIUS CENTRE {}",
        "CIRCLE CENTRED {} RADIUS 15NM",
        "CIRCLE WITH CENTRE AT {} AND RADIUS OF 15 NM",
        "a circle with its center at {}, with a radius of 15 nautical miles",
    ],
)
@pytest.mark.parametrize("centre", ["5025N 03015E", "51-30.5N 001-10.2W", "Raqqa"])
def test_circles_are_zones(geoparser: Geoparser, words: str, centre: str):
    parsed = geoparser.parse(f"Airspace closed: {words.format(centre)}, surface to FL200.")
    footprint = next(m.footprint for m in parsed.mentions if m.text == centre)
    assert footprint.kind is FootprintKind.ZONE
    assert footprint.note.startswith("circle of 27.8 km radius around")


@pytest.mark.parametrize(
    "text",
    ["A depot in an area 5 km from Raqqa burned.", "The radius of Raqqa's ring road is 5 km."],
)
def test_areas_at_a_distance_are_no_circles(geoparser: Geoparser, text: str):
    parsed = geoparser.parse(text)
    assert all(f.kind is not FootprintKind.ZONE for f in parsed.footprints)
