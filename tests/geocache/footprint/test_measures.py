"""Distances and directions as people write them, counted over tables of wordings and places."""

import os
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from shapely.geometry import Point, shape
from shapely.geometry.base import BaseGeometry

from geocache import Footprint, Geoparser, ParsedText
from geocache.data_files import parsed_yaml
from geocache.geodesy import destination, distance_km
from geocache.records import FootprintKind, Place

TABLES: dict[str, Any] = parsed_yaml(
    (Path(__file__).parent / "measures.yaml").read_text(encoding="utf-8")
)
ASKED = 0.95
"""Share of each table that is right."""
MEASURED = {
    FootprintKind.OFFSET,
    FootprintKind.ZONE,
    FootprintKind.BUFFER,
    FootprintKind.BETWEEN,
}
SAMPLED = 120
"""Sentences of a table that are read, about; all with ``SITMAP_ALL_SENTENCES=1``, which takes two
minutes longer."""
NEAR_KM = 60.0
"""Of what is drawn beside a port, from it."""


class Row(NamedTuple):
    """A sentence and what is to be drawn for it."""

    text: str
    country: str
    city: str
    expected: dict[str, Any]


def nationality_rows(forms: str, countries: Sequence[str] = ()) -> Iterator[Row]:
    for code, country, adjective, city, other in TABLES["nationalities"]:
        for form in TABLES[forms] if not countries or code in countries else ():
            names = {"country": country, "adjective": adjective, "city": city, "other": other}
            expected = {key: value for key, value in form.items() if key != "text"}
            yield Row(form["text"].format(**names), code, city, expected)


def unit_rows() -> Iterator[Row]:
    cities = TABLES["unit_cities"]
    for unit in TABLES["units"]:
        for n, word in enumerate(unit["words"]):
            for g, glue in enumerate(TABLES["unit_glues"]):
                if glue == "" and " " in word:
                    continue
                for f, form in enumerate(TABLES["unit_forms"]):
                    code, city = cities[(n + g + f) % len(cities)]
                    numbers = TABLES["unit_numbers"]
                    number = unit.get("number", numbers[(n + f) % len(numbers)])
                    words = {"number": number, "glue": glue, "unit": word, "city": city}
                    km = number * unit["km"]
                    expected = {"within": km} if "within" in form else {"km": km}
                    expected |= {"bearing": form["bearing"]} if "bearing" in form else {}
                    yield Row(form["text"].format(**words), code, city, expected)


def wind_rows() -> Iterator[Row]:
    cities, number = TABLES["wind_cities"], 0
    for wind in TABLES["winds"]:
        words = [w for word in wind["words"] for w in (word, word.title(), word.upper())]
        letters = [w for word in wind.get("letters", ()) for w in (word, word.lower())]
        for word in [*words, *letters]:
            for form in TABLES["wind_forms"]:
                code, city = cities[number % len(cities)]
                number += 1
                expected = {"km": 52, "bearing": wind["bearing"]}
                yield Row(form.format(wind=word, city=city), code, city, expected)


def order_rows() -> Iterator[Row]:
    for form in TABLES["orders"]:
        for code, city in TABLES["order_cities"]:
            expected = {key: value for key, value in form.items() if key != "text"}
            yield Row(form["text"].format(city=city), code, city, expected)


def quake_rows() -> Iterator[Row]:
    for code, country, _, city, _ in TABLES["nationalities"]:
        for form in TABLES["quakes"] if code in TABLES["quake_rows"] else ():
            text = form.format(city=city, country=country)
            yield Row(text, code, city, {"km": 121, "bearing": 292.5})


def zone_rows() -> Iterator[Row]:
    for code, _, adjective, city, _ in TABLES["nationalities"]:
        for form in TABLES["zones"] if code in TABLES["zone_rows"] else ():
            text = form["text"].format(city=city, adjective=adjective)
            yield Row(text, code, city, {"within": form["km"]})


def number_rows() -> Iterator[Row]:
    for words, km in TABLES["numbers"]:
        for code, city in TABLES["number_cities"]:
            expected = {"km": km, "bearing": 180}
            yield Row(f"A crater lies {words} south of {city}.", code, city, expected)


SETS: dict[str, Callable[[], Iterator[Row]]] = {
    "nationalities": lambda: nationality_rows("anchor_forms"),
    "kinds": lambda: nationality_rows("kind_forms", TABLES["kind_rows"]),
    "units": unit_rows,
    "winds": wind_rows,
    "orders": order_rows,
    "quakes": quake_rows,
    "zones": zone_rows,
    "numbers": number_rows,
}


@pytest.mark.parametrize("name", SETS)
def test_measures_are_drawn_at_their_distance(geoparser: Geoparser, name: str):
    rows = list(SETS[name]())
    rows = rows if "SITMAP_ALL_SENTENCES" in os.environ else rows[:: max(1, len(rows) // SAMPLED)]
    wrong = [row.text for row in rows if not is_right(geoparser, row)]
    assert len(rows) - len(wrong) >= ASKED * len(rows), report(rows, wrong)


def test_lines_and_seas_are_measured_from(geoparser: Geoparser):
    rows = TABLES["lines"]
    wrong = [row["text"] for row in rows if not line_is_right(geoparser, row)]
    assert len(rows) - len(wrong) >= ASKED * len(rows), report(rows, wrong)


@pytest.mark.parametrize("row", TABLES["nothing"], ids=lambda row: row["text"])
def test_measures_are_no_other_numbers_and_directions(geoparser: Geoparser, row: dict[str, Any]):
    parsed = geoparser.parse(row["text"])
    assert not {f.kind for f in parsed.footprints} & MEASURED, parsed.footprints
    for words in row.get("absent", ()):
        assert not over(parsed, words)
    for words in row.get("found", ()):
        assert over(parsed, words)


def test_notes_do_not_deny_a_distance_that_stands_there(geoparser: Geoparser):
    for name in SETS:
        for row in list(SETS[name]())[::21]:
            for footprint in geoparser.parse(row.text).footprints:
                assert "no distance" not in footprint.note, row.text


def report(rows: Sequence[object], wrong: Sequence[str]) -> str:
    return "\n".join([f"right {len(rows) - len(wrong)} of {len(rows)}; wrong:", *wrong])


@cache
def place_of(geoparser: Geoparser, country: str, city: str) -> Place:
    matches = geoparser.gazetteer.matches(city)
    return max(
        (m.place for m in matches if m.place.country_code == country and m.place.is_settlement),
        key=lambda place: place.population,
    )


def over(parsed: ParsedText, words: str) -> list[Footprint]:
    start = parsed.text.rindex(words)
    return [f for f in parsed.footprints if f.start < start + len(words) and f.end > start]


def is_right(geoparser: Geoparser, row: Row) -> bool:
    parsed = geoparser.parse(row.text)
    place = place_of(geoparser, row.country, row.city)
    figures = [(f.kind, shape(f.geometry)) for f in over(parsed, row.city) if f.geometry]
    return any(is_as_expected(kind, figure, place, row.expected) for kind, figure in figures)


def is_as_expected(
    kind: FootprintKind, figure: BaseGeometry, place: Place, expected: dict[str, Any]
) -> bool:
    here = place.lon, place.lat
    if "between" in expected:
        return kind is FootprintKind.BETWEEN
    if "road" in expected:
        return kind is FootprintKind.ROUTE
    if "within" in expected:
        inside, outside = (destination(*here, 45, expected["within"] * n) for n in (0.97, 1.03))
        return figure.covers(Point(inside)) and not figure.covers(Point(outside))
    km = expected["km"]
    if kind is not FootprintKind.OFFSET:
        return False
    if "bearing" in expected:
        there = destination(*here, expected["bearing"], km)
        middle = figure.centroid
        return distance_km((middle.x, middle.y), there) <= max(0.02 * km, 0.05)
    return figure.covers(Point(destination(*here, 45, km)))


def line_is_right(geoparser: Geoparser, row: dict[str, Any]) -> bool:
    parsed = geoparser.parse(row["text"])
    drawn = [f for f in over(parsed, row["words"]) if f.geometry]
    if "kinds" in row:
        return any(f.kind in row["kinds"] for f in drawn)
    place = place_of(geoparser, row["near"], row["words"])
    middles = [shape(f.geometry).centroid for f in drawn if f.kind is FootprintKind.OFFSET]
    return any(distance_km((m.x, m.y), (place.lon, place.lat)) <= NEAR_KM for m in middles)


@pytest.mark.parametrize(
    "text",
    [
        "M 5.4 - 87 km SSE of Sand Point, Alaska",
        "M4.9 - 12 km NNE of Gaziantep, Turkey",
        "An Mw 6.1 quake struck 10 km from Izmir.",
        "M 2.5 - 3 km W of Cobb, CA",
    ],
)
def test_magnitude_is_no_road(geoparser: Geoparser, text: str):
    assert not [m.text for m in geoparser.parse(text).mentions if m.text.startswith("M")]


def test_direction_in_capitals_is_no_part_of_a_name(geoparser: Geoparser):
    text = "HURRICANE WARNING FROM SAVANNAH NORTHWARD TO CHARLESTON SOUTH CAROLINA"
    names = [mention.text for mention in geoparser.parse(text).mentions]
    assert "SAVANNAH" in names
    assert not [name for name in names if "WARD" in name]
