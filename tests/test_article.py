"""The article that the project started from, line by line of what must come out of it."""

import pytest
from shapely.geometry import shape

from geocache import FootprintKind, Mention, Outcome, ParsedText, Role
from geocache.footprint.geometry import PART_SHARE
from geocache.geodesy import area_km2, distance_km, length_km

LITERAL, ASSOCIATIVE = Role.LITERAL, Role.ASSOCIATIVE


def mentions(parsed: ParsedText, words: str) -> list[Mention]:
    return [mention for mention in parsed.mentions if mention.text == words]


def expression(parsed: ParsedText, words: str) -> Mention:
    """The first mention whose footprint stands for exactly these words."""
    for mention in parsed.mentions:
        footprint = mention.footprint
        if footprint and parsed.text[footprint.start : footprint.end] == words:
            return mention
    found = [parsed.text[f.start : f.end] for f in parsed.footprints]
    raise AssertionError(f"{words!r} is none of the expressions {found}")


def test_offsets_give_back_the_words(parsed_article: ParsedText):
    for mention in parsed_article.mentions:
        assert parsed_article.text[mention.start : mention.end] == mention.text


def test_mentions_all_have_one_resolution_and_one_footprint(parsed_article: ParsedText):
    for mention in parsed_article.mentions:
        assert mention.resolution is not None
        assert mention.footprint is not None


def test_mentions_are_all_found_in_order(parsed_article: ParsedText):
    """The whole list, so that a mention too many shows as well as one too few."""
    assert [m.text for m in parsed_article.mentions] == [
        *("Moscow", "Ankara", "Idlib", "Al Tanf", "Syria"),
        *("Russian", "Moscow", "Ankara", "Idlib"),
        "Ankara",
        "Idlib",
        *("Syria", "Al Tanf", "Rakban"),
        *("Syrian", "Jordanian"),
        "American",
        *("Moscow", "Russian", "Turkish", "Syria", "Idlib"),
        *("Russians", "Turks", "M4", "Syria", "Latakia", "Aleppo"),
    ]


def test_idlib_four_times_saying_which(parsed_article: ParsedText):
    found = mentions(parsed_article, "Idlib")
    assert len(found) == 4
    for mention in found:
        assert mention.role is LITERAL
        assert mention.resolution.place.id in {"geonames:169389", "geonames:169387"}
        said = " ".join(item.detail for item in mention.resolution.evidence)
        (other,) = {"geonames:169389", "geonames:169387"} - {mention.resolution.place.id}
        assert other in said  # the city or the governorate: the other is named


def test_al_tanf(parsed_article: ParsedText):
    for mention in mentions(parsed_article, "Al Tanf"):
        place = mention.resolution.place
        assert mention.role is LITERAL
        assert distance_km((place.lon, place.lat), (38.65, 33.50)) < 15


def test_zone_of_55_km_around_al_tanf(parsed_article: ParsedText):
    footprint = expression(parsed_article, "the 55-km area around the Al Tanf area").footprint
    assert footprint.kind is FootprintKind.ZONE
    assert area_km2(footprint.geometry) == pytest.approx(9503, rel=0.01)
    centre = mentions(parsed_article, "Al Tanf")[0].resolution.place
    for corner in footprint.geometry["coordinates"][0]:
        assert distance_km((centre.lon, centre.lat), corner) == pytest.approx(55, rel=0.001)


def test_rukban_though_the_text_spells_it_rakban(parsed_article: ParsedText):
    (mention,) = mentions(parsed_article, "Rakban")
    place = mention.resolution.place
    assert place.name == "Rukban"
    assert mention.role is LITERAL
    assert (place.lat, place.lon) == pytest.approx((33.31, 38.70), abs=0.01)


def test_southern_syria_twice_as_a_part_and_no_dot(parsed_article: ParsedText):
    southern = [
        m.footprint for m in mentions(parsed_article, "Syria") if m.footprint.kind == "part"
    ]
    assert len(southern) == 2
    for footprint in southern:
        assert parsed_article.text[footprint.start : footprint.end] == "southern Syria"
        assert not footprint.exact
        assert area_km2(footprint.geometry) == pytest.approx(186_000 * PART_SHARE, rel=0.05)
        _, _, _, north = shape(footprint.geometry).bounds
        assert north < 35.1  # the country reaches to 37.3


def test_syrian_jordanian_border_as_the_shared_line(parsed_article: ParsedText):
    mention = expression(parsed_article, "the Syrian-Jordanian border")
    assert mention.footprint.kind is FootprintKind.BORDER
    assert mention.footprint.exact
    assert 330 < length_km(mention.footprint.geometry) < 400
    assert mention.role is LITERAL


def test_m4_as_one_line_through_its_towns(parsed_article: ParsedText):
    words = "the international road “M4” in Syria (the Latakia-Aleppo road)"
    footprint = expression(parsed_article, words).footprint
    assert footprint.kind is FootprintKind.ROUTE
    assert footprint.geometry["type"] == "LineString"
    assert 150 < length_km(footprint.geometry) < 220
    towns = {
        "Latakia": (35.79088, 35.53125),
        "Jisr al-Shughur": (36.31983, 35.81418),
        "Ariha": (36.60964, 35.81374),
        "Saraqib": (36.80591, 35.86447),
        "Aleppo": (37.16117, 36.20124),
    }
    for town, position in towns.items():
        nearest = min(distance_km(position, point) for point in footprint.geometry["coordinates"])
        assert nearest < 5, town


def test_m4_and_its_ends_are_one_observation(parsed_article: ParsedText):
    names = ("M4", "Latakia", "Aleppo")
    footprints = {id(mentions(parsed_article, name)[0].footprint) for name in names}
    assert len(footprints) == 1


def test_de_escalation_zone_says_what_it_stands_for(parsed_article: ParsedText):
    footprint = expression(parsed_article, "the de-escalation zone in Idlib").footprint
    assert footprint.kind in {FootprintKind.AREA, FootprintKind.ZONE}
    assert not footprint.exact
    assert "approximate" in footprint.note
    assert "Astana" in footprint.note


def test_moscow_where_talks_took_place_is_literal(parsed_article: ParsedText):
    roles = [mention.role for mention in mentions(parsed_article, "Moscow")]
    assert roles == [ASSOCIATIVE, ASSOCIATIVE, LITERAL]


@pytest.mark.parametrize(
    ("words", "country", "count"),
    [
        ("Ankara", "TR", 3),
        ("Russian", "RU", 2),
        ("Turkish", "TR", 1),
        ("American", "US", 1),
        ("Russians", "RU", 1),
        ("Turks", "TR", 1),
    ],
)
def test_associative_mentions_are_told_from_literal_ones(
    parsed_article: ParsedText, words: str, country: str, count: int
):
    found = mentions(parsed_article, words)
    assert len(found) == count
    for mention in found:
        assert mention.role is ASSOCIATIVE
        assert mention.resolution.outcome is Outcome.RESOLVED
        assert mention.resolution.place.country_code == country


@pytest.mark.parametrize(
    "name", ["Recep Tayyip Erdogan", "Vladimir Putin", "United Nations", "Zakharova"]
)
def test_persons_and_organisations_are_no_places(parsed_article: ParsedText, name: str):
    start = parsed_article.text.index(name)
    end = start + len(name)
    assert not [m.text for m in parsed_article.mentions if m.start < end and m.end > start]
