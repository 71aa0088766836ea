"""What the words around names are read as."""

import pytest

from geocache.records import MentionKind, RecognizedMention, Role
from geocache.resolution.context import (
    Surroundings,
    connected,
    connections,
    cue,
    cues,
    designators,
    words_in_front,
)


def around(text: str, *names: str) -> Surroundings:
    mentions = [
        RecognizedMention(
            text.index(n), text.index(n) + len(n), n, MentionKind.NAME, Role.LITERAL, 1.0
        )
        for n in names
    ]
    return Surroundings.of(text, mentions)


@pytest.mark.parametrize(
    ("back", "expected"),
    [
        ("Shells landed 20 km north of ", "bearing"),
        ("in a radius of 20 miles from ", "distance"),
        ("it sank 12 miles off ", "distance"),
        ("ships wait off ", "sea"),
        ("a bus on the road to the ", "road"),
        ("The army entered ", "reaching"),
        ("He flew to ", "arriving"),
        ("Two villages in ", "settlements_in"),
        ("They lived in ", ""),
        ("a co-", ""),
        ("", ""),
    ],
)
def test_words_in_front_say_how_wide_a_place_is(back: str, expected: str):
    assert cues()[cue(words_in_front(back))] == expected


@pytest.mark.parametrize(
    ("text", "names", "expected"),
    [
        ("between Homs and Hama", ("Homs", "Hama"), ["between", "between"]),
        ("landed in Kabul, Herat and Ghor", ("Kabul", "Herat", "Ghor"), ["arriving"] * 3),
        ("near Paris, Texas", ("Paris", "Texas"), ["near", ""]),
        ("buses from Homs to Hama", ("Homs", "Hama"), ["road", "road"]),
        ("The Homs-Hama highway", ("Homs", "Hama"), ["road", "road"]),
        ("The Homs-Hama talks", ("Homs", "Hama"), ["", ""]),
    ],
)
def test_members_of_a_list_and_ends_of_a_road_share_it(
    text: str, names: tuple[str, ...], expected: list[str]
):
    found = around(text, *names)
    assert [cues()[number] for number in found.cue.tolist()] == expected


@pytest.mark.parametrize(
    ("text", "names", "expected"),
    [
        ("Homs, Hama and Idlib provinces", ("Homs", "Hama", "Idlib"), ["province"] * 3),
        ("Homs, Hama and Idlib province", ("Homs", "Hama", "Idlib"), ["", "", "province"]),
        (
            "Homs (3), Hama (n=5) and Idlib (8 dead) provinces",
            ("Homs", "Hama", "Idlib"),
            ["province"] * 3,
        ),
        ("the cities of Homs and Hama", ("Homs", "Hama"), ["city", "city"]),
        ("the city of Homs and Hama", ("Homs", "Hama"), ["city", ""]),
        ("a school in Homs", ("Homs",), [""]),
        ("the Homs countryside", ("Homs",), ["countryside"]),
        ("Homs Airport", ("Homs Airport",), ["building"]),
    ],
)
def test_designators_around_a_name(text: str, names: tuple[str, ...], expected: list[str]):
    found = around(text, *names)
    assert [designators().names[number] for number in found.designator.tolist()] == expected


@pytest.mark.parametrize(
    ("gap", "expected"),
    [
        (", ", "inside"),
        (" (34%), ", "list"),
        (" (n=34); ", "list"),
        (" (1,204 cases, 3 deaths) and ", "list"),
        (" (3) to ", "to"),
        (" (", "bracket"),
        (" (the capital), ", ""),
        (" (34%) met ", ""),
    ],
)
def test_names_with_a_count_behind_are_a_list(gap: str, expected: str):
    assert connections()[connected(gap)] == expected
