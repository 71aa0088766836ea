import re
from time import process_time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from mgrs import MGRS

from geocache.coordinates import (
    Form,
    Position,
    announced,
    decimal_commas,
    degrees,
    find_coordinates,
    grid,
    markup,
    plus_codes,
    read_coordinates,
    unmarked,
    utm,
)
from geocache.coordinates.degrees import pairs
from geocache.coordinates.grammar import HINT, pair
from geocache.geodesy import distance_km

MINUTES = (38 + 37 / 60, 33 + 31 / 60)
SECONDS = (38 + 37 / 60 + 5 / 3600, 33 + 31 / 60 + 12 / 3600)
DECIMAL = (40.9181, 34.5503)
SHORT = (40.92, 34.55)
SQUARE = (38.0400223, 34.9497434)
"""The metre 37SDU1234567890, as pygeodesy has it too."""


def only(text: str) -> Position:
    (position,) = find_coordinates(text)
    return position


def words(text: str) -> list[str]:
    return [text[position.start : position.end] for position in find_coordinates(text)]


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("34.5503, 40.9181", DECIMAL),
        ("34.5503,40.9181", DECIMAL),
        ("34.5503 40.9181", DECIMAL),
        ("34.5503,\n40.9181", DECIMAL),
        ("+34.5503, +40.9181", DECIMAL),
        ("34.5503 -40.9181", (-40.9181, 34.5503)),
        ("-34.5503, -40.9181", (-40.9181, -34.5503)),
        ("−34.5503, −40.9181", (-40.9181, -34.5503)),
        ("–34.5503 –40.9181", (-40.9181, -34.5503)),
        ("34.5503°, 40.9181°", DECIMAL),
        ("34.5503 N, 40.9181 E", DECIMAL),
        ("34.5503N 40.9181E", DECIMAL),
        ("34.5503° N, 40.9181° E", DECIMAL),
        ("34.5503° S, 40.9181° W", (-40.9181, -34.5503)),
        ("40.9181 E, 34.5503 N", DECIMAL),
        ("N34.5503 E40.9181", DECIMAL),
        ("N 34.5503, E 40.9181", DECIMAL),
        ("N34.5503,E40.9181", DECIMAL),
        ("34.5503 North, 40.9181 East", DECIMAL),
        ("34.55 degrees north and 40.92 degrees east", SHORT),
        ("lat 34.55 lon 40.92", SHORT),
        ("Lat: 34.55, Long: 40.92", SHORT),
        ("lat=34.55, lng=40.92", SHORT),
        ("latitude of 34.55 and longitude of 40.92", SHORT),
        ("Latitude 34.55°, Longitude -40.92°", (-40.92, 34.55)),
        ("longitude 40.92, latitude 34.55", SHORT),
        ("34.55° north latitude and 40.92° east longitude", SHORT),
        ("lat. 34.5, lon. 40.9", (40.9, 34.5)),
        ("lat 34° long 40°", (40, 34)),
        ("latitude 33°31'N, longitude 38°37'E", MINUTES),
        ("33°31'N 38°37'E", MINUTES),
        ("33°31′N, 38°37′E", MINUTES),
        ("33°31’N 38°37’E", MINUTES),
        ("33º31'N 38º37'E", MINUTES),
        ("33° 31' N, 38° 37' E", MINUTES),
        ("33°31'N. 38°37'E", MINUTES),
        ("33°31 N 38°37 E", MINUTES),
        ("N33°31' E38°37'", MINUTES),
        ("E38°37', N33°31'", MINUTES),
        ("33°31', 38°37'", MINUTES),
        ("-33°31', -38°37'", (-MINUTES[0], -MINUTES[1])),
        ("33°31'S 38°37'W", (-MINUTES[0], -MINUTES[1])),
        ("33 deg 31 min N 38 deg 37 min E", MINUTES),
        ("33 degrees 31 minutes north, 38 degrees 37 minutes east", MINUTES),
        ("33-31N 038-37E", MINUTES),
        ("33°31′12″ N, 38°37′05″ E", SECONDS),
        ("33°31'12\"N 38°37'05\"E", SECONDS),
        ("33°31’12”N 38°37’5”E", SECONDS),
        ("33°31'12''N 38°37'05''E", SECONDS),
        ("33-31-12N 038-37-05E", SECONDS),
        ("33 deg 31 min 12 sec N, 38 deg 37 min 5 sec E", SECONDS),
        ("33°31.5'N 38°37.25'E", (38 + 37.25 / 60, 33 + 31.5 / 60)),
        ("33°31'12.5\"N 38°37'05.0\"E", (SECONDS[0], SECONDS[1] + 0.5 / 3600)),
        ("34°N 40°E", (40, 34)),
        ("90°N 0°E", (0, 90)),
        ("37S DU 12345 67890", SQUARE),
        ("37SDU1234567890", SQUARE),
        ("37S DU 1234567890", SQUARE),
        ("37SDU 12345 67890", SQUARE),
    ],
)
def test_forms_that_are_read(written: str, expected: tuple[float, float]):
    text = f"The camp (at {written}) was hit, and Homs on 12 March."
    position = only(text)
    assert text[position.start : position.end] == written
    assert (position.lon, position.lat) == pytest.approx(expected, abs=1e-6)


@pytest.mark.parametrize(
    "text",
    [
        "It ended 3.5, 4.5 after extra time.",
        "They won 1.25-2.50.",
        "Prices rose from 1.25, 2.50 to 3.75.",
        "between 34.5503 - 40.9181",
        "from 34.5503 to 40.9181, and between 1.2345 and 2.3456",
        "It costs $34.5503, 40.9181 in all.",
        "They paid 34.550, 40.918 euros.",
        "USD 34.5503 40.9181",
        "EUR/USD 1.0823 1.0850",
        "Shares of 34.5503, 40.9181 per cent",
        "34.5503, 40.9181%",
        "It rose at a rate of 1.234, 1.345.",
        "versions 1.234, 1.345",
        "v1.234, 2.345",
        "12.345, 34.5503, 40.9181",
        "34.5503, 40.9181, 12",
        "34.5503 40.9181 12.3456",
        "1.234.567, 2.345.678",
        "Populations of 12.500, 14.250",
        "0.0000, 0.0000",
        "0.123, 0.456",
        "12.345\n12.456",
        "[40.9181, 34.5503]",
        "lon/lat 40.9181, 34.5503",
        "Call +963 11 212 3456 or 034.5503.40.9181.",
        "on 05.03.2020, 06.03.2020 and 2020-03-05 12:30:45",
        "192.168.100.200, 10.0.0.1",
        "Highs of 34°, 25° were expected; 34°C in Eilat, 40°F elsewhere.",
        "34.123, 40.918°C",
        "The 38th parallel, 33°N, was crossed.",
        "33°31'N",
        "33°31'N 34°31'N",
        "12 N 4 E",
        "4 E 12 Street N 3",
        "a 12V DC 1200 W set, a 12GTX1080 and a 5G UW 5000",
        "Flight 37SDX12341234",
        "37S DU 1234 567",
        "37SDU123",
        "from 31DEC2019 to 13 MAR 2020, 12MAR2020 and 13MAR 2020",
        "(lat1, lon1, azi1)",
        "a confidence interval of (1.9921, 4.6675]",
        "[ 34.5503, 40.9181 ]",
        "beta(0.7001, 0.9003)",
        "Cat  5.583333  4.975123",
        "Dog\t5.583333\t\t4.975123",
    ],
)
def test_numbers_of_other_kinds_are_no_coordinates(text: str):
    assert find_coordinates(text) == ()


@pytest.mark.parametrize(
    "text",
    [
        "90.5503, 40.9181",
        "34.5503, 180.9181",
        "-91.5503, 40.9181",
        "91°N 40°E",
        "90°01'N 40°E",
        "33°60'N 38°37'E",
        "33°31'60\"N 38°37'05\"E",
        "33.5°31'N 38.5°37'E",
        "lat 134.55 lon 40.92",
        "-34.5 S, 20.1 E",
        "0SDU12345678",
        "61SDU12345678",
        "37SZZ12345678",
    ],
)
def test_values_out_of_range_are_no_coordinates(text: str):
    assert find_coordinates(text) == ()


def test_pair_that_is_out_of_range_lends_nothing_to_the_next():
    assert words("91°10'N 38°37'E, 34°10'N 38°40'E") == ["34°10'N 38°40'E"]


@pytest.mark.parametrize("before", ["12, ", "38°N, ", "3.5, ", "on 5 March 2020, "])
def test_coordinates_behind_another_number(before: str):
    assert words(f"{before}34.5503°N 40.9181°E") == ["34.5503°N 40.9181°E"]


@pytest.mark.parametrize("between", ["; ", ";", "\n", "), (", ". ", " and "])
def test_lists_of_plain_pairs(between: str):
    text = f"(34.5503, 40.9181{between}35.1234, 41.2345)"
    assert words(text) == ["34.5503, 40.9181", "35.1234, 41.2345"]


def test_grid_square_called_like_a_month_is_found_where_no_such_day_is():
    assert words("48JUN2425 is no day, 24JUN2425 is one") == ["48JUN2425"]


def test_coordinates_come_in_text_order():
    text = "37SDU1267, then 33°31'N 38°37'E; 34.5503, 40.9181. Last lat 34.55 lon 40.92."
    assert [position.form for position in find_coordinates(text)] == [
        *(Form.GRID, Form.COMPASS, Form.PLAIN, Form.LABELLED)
    ]


@pytest.mark.parametrize(
    ("written", "off_km", "exactness"),
    [
        ("0°N 0°E", 78.8, "written to the degree: within 79 km"),
        ("0°00'N 0°00'E", 1.31, "written to the minute: within 1.4 km"),
        ("60°00'N 0°00'E", 1.04, "written to the minute: within 1.1 km"),
        ("33°31'12\"N 38°37'05\"E", 0.0202, "written to the second: within 21 m"),
        ("34.5503, 40.9181", 0.0072, "written to 4 decimals of a degree: within 8 m"),
        ("34.5°N, 40.9°E", 7.27, "written to 1 decimal of a degree: within 7.3 km"),
        ("34.5°N, 40.918°E", 5.58, "written to 1 decimal of a degree: within 5.6 km"),
        ("37SDU1267", 0.707, "written as a square of 1,000 m: within 0.8 km"),
        ("37SDU12346789", 0.00707, "written as a square of 10 m: within 8 m"),
    ],
)
def test_uncertainty_is_that_of_the_digits(written: str, off_km: float, exactness: str):
    position = only(written)
    assert position.uncertainty_km == pytest.approx(off_km, rel=0.01)
    assert position.exactness == exactness


@pytest.mark.parametrize(
    ("written", "place_id"),
    [
        ("33°31'N 38°37'E", "point:38.61667,33.51667"),
        ("0°S 40°W", "point:-40,0"),
        ("34.5503, 40.9181", "point:40.9181,34.5503"),
        ("34.5503127, 40.9181234", "point:40.9181234,34.5503127"),
    ],
)
def test_ids_have_as_many_decimals_as_the_text_bears(written: str, place_id: str):
    assert only(written).place_id == place_id


LATS, LONS = st.floats(-89.9, 89.9), st.floats(-179.9, 179.9)


def compass(value: float, points: str) -> str:
    return points[value < 0]


def sexagesimal(value: float, parts: int, marks: str) -> str:
    unit = 60 ** (parts - 1)
    whole = round(abs(value) * unit)
    degree, minute, second = marks
    if parts == 2:
        return f"{whole // 60}{degree}{whole % 60:02}{minute}"
    return f"{whole // 3600}{degree}{whole // 60 % 60:02}{minute}{whole % 60:02}{second}"


def check_round_trip(lon: float, lat: float, written: str):
    text = f"Near {written}, they said."
    position = only(text)
    assert text[position.start : position.end] == written
    off_km = distance_km((lon, lat), (position.lon, position.lat))
    assert off_km <= position.uncertainty_km * (1 + 1e-6) + 1e-6
    assert read_coordinates(written) is not None


@given(LONS, LATS, st.integers(3, 8), st.sampled_from([", ", ",", " "]))
def test_plain_decimals_lead_back(lon: float, lat: float, decimals: int, between: str):
    numbers = [f"{lat:.{decimals}f}", f"{lon:.{decimals}f}"]
    if decimals == 3 and all(number.endswith("0") for number in numbers):
        return  # thousands, as far as anybody can see
    if max(abs(float(number)) for number in numbers) < 1:
        return  # shares, or a missing value
    check_round_trip(lon, lat, between.join(numbers))


@given(LONS, LATS, st.integers(1, 8), st.sampled_from(["", "°", " ", "° "]))
def test_decimals_with_points_of_the_compass_lead_back(
    lon: float, lat: float, decimals: int, mark: str
):
    north, east = compass(lat, "NS"), compass(lon, "EW")
    lat_words, lon_words = f"{abs(lat):.{decimals}f}", f"{abs(lon):.{decimals}f}"
    check_round_trip(lon, lat, f"{lat_words}{mark}{north}, {lon_words}{mark}{east}")
    check_round_trip(lon, lat, f"{north}{lat_words} {east}{lon_words}")


@given(LONS, LATS, st.integers(1, 8))
def test_labelled_decimals_lead_back(lon: float, lat: float, decimals: int):
    check_round_trip(lon, lat, f"lat {lat:.{decimals}f} lon {lon:.{decimals}f}")
    check_round_trip(lon, lat, f"Longitude: {lon:.{decimals}f}, latitude: {lat:.{decimals}f}")


@given(LONS, LATS, st.integers(2, 3), st.sampled_from(["°'\"", "°′″", "º’”", "˚´″"]))
def test_minutes_and_seconds_lead_back(lon: float, lat: float, parts: int, marks: str):
    north = sexagesimal(lat, parts, marks) + compass(lat, "NS")
    east = sexagesimal(lon, parts, marks) + compass(lon, "EW")
    check_round_trip(lon, lat, f"{north} {east}")
    check_round_trip(lon, lat, f"{north}, {east}")


GRID_LATS = st.floats(-79.9, 83.9).filter(lambda lat: lat >= 0 or lat < -1e-4)
"""Metres below the equator the library rounds up to a square that is in the other hemisphere."""


@given(LONS, GRID_LATS, st.integers(2, 5), st.sampled_from(["", " "]))
@example(0.0, -4.0, 2, " ")  # "31M AR 66 57", which is no date
def test_grid_references_lead_back(lon: float, lat: float, digits: int, blank: str):
    reference = MGRS().toMGRS(lat, lon, MGRSPrecision=digits)
    if blank:
        zone, square, numbers = re.fullmatch(r"(\d+\w)(\D\D)(\d+)", reference).groups()
        reference = blank.join([zone, square, numbers[:digits], numbers[digits:]])
    if re.match(r"(?:[012]?\d|3[01]) ?(?:JUN|JUL|SEP|DEC|FEB|MA[RY]) ?\d\d ?\d\d$", reference):
        return  # a date, as far as anybody can see
    position = only(f"Near {reference}.")
    off_km = distance_km((lon, lat), (position.lon, position.lat))
    assert off_km <= position.uncertainty_km * 1.001 + 1e-6


@given(st.text("0123456789.,;-−°'\"NSEWDU lator\n", max_size=200))
def test_coordinates_found_lie_in_the_text_in_order_and_in_range(text: str):
    reached = 0
    for position in find_coordinates(text):
        assert reached <= position.start < position.end <= len(text)
        assert abs(position.lat) <= 90
        assert abs(position.lon) <= 180
        assert position.uncertainty_km > 0
        reached = position.end


BOUNDED = {
    "pair": pair(),
    "hint": HINT,
    "grid": grid._REFERENCE,
    "numbers": announced.NUMBERS,
    "utm": utm.REFERENCE,
    "utm hint": utm.HINT,
    "full code": plus_codes.FULL,
    "short code": plus_codes.SHORT,
    "text": markup.WELL_KNOWN_TEXT,
    "geojson": markup.GEOJSON,
    "comma hint": decimal_commas.HINT,
    **{f"packed {n}": pattern for n, pattern in enumerate(unmarked.packed())},
    **{f"spaced {n}": pattern for n, pattern in enumerate(unmarked.spaced())},
}


@pytest.mark.parametrize("pattern", BOUNDED.values(), ids=BOUNDED)
def test_patterns_are_bounded(pattern: re.Pattern[str]):
    _, longest = re._parser.parse(pattern.pattern).getwidth()
    assert longest < 340


UNITS = [
    *("1.234 ", "34.5503, 40.9181, ", "33°31'", "33 deg ", "N1.5 ", "1", " ", "37S DU 12 ", "12.-"),
    *(
        "4830N ",
        "483052N 0092008E",
        "N4830 ",
        "12 30 ",
        "12 30 30 N ",
        "LAT 12 ",
        "lat long ",
        "3,5 ",
    ),
    *("33,5138; ", "36N 754321 ", "754321 3712345 ", "9G8F+", "8FVC9G8F+6X", "geo:33.5,", "geo:"),
    *("a.", "www.a.b/", "https://google.com/maps/@33.5,", "POINT(36.5 ", '"coordinates": [36.5, '),
    *(
        "lat\tlon\n36.2\t37.1\n",
        "x\ty\n",
        "lat ",
        "Lat Lon ",
        "| lat | lon |\n",
        "GPS 3.5 - ",
        "position ",
    ),
]


@pytest.mark.parametrize("words", UNITS)
def test_time_grows_with_the_length(words: str):
    short, long = (words * (length // len(words)) for length in (8_000, 64_000))
    find_coordinates(short)

    def seconds(text: str) -> float:
        started = process_time()
        find_coordinates(text)
        return process_time() - started

    assert min(seconds(long) for _ in range(2)) < 8 * 4 * max(seconds(short), 0.002)


@pytest.mark.parametrize("words", UNITS)
@pytest.mark.parametrize("name", ["pair", "NUMBERS"])
def test_work_grows_with_the_length(monkeypatch: pytest.MonkeyPatch, words: str, name: str):
    searches: list[int] = []
    pattern = degrees.pair() if name == "pair" else announced.NUMBERS

    class Counted:
        def search(self, text: str, start: int) -> re.Match[str] | None:
            searches.append(start)
            return pattern.search(text, start)

    if name == "pair":
        monkeypatch.setattr(degrees, "pair", Counted)
    else:
        monkeypatch.setattr(announced, "NUMBERS", Counted())
    text = words * (20_000 // len(words))
    list(pairs(text) if name == "pair" else announced.announced_pairs(text))
    assert searches == sorted(set(searches))
    assert len(searches) <= 1 + len(text) / 2


def test_article_has_no_coordinates(parsed_article):
    assert find_coordinates(parsed_article.text) == ()


@pytest.mark.parametrize("text", ["LAT5N LON9E", "N5 E9", "5N, 9E", "Long9W", "38SMB4488", "E9°"])
def test_hint_is_found_behind_points_of_the_compass_and_labels(text: str):
    assert HINT.search(text)


@pytest.mark.parametrize("text", ["H5N1 and H7N9 in 2006", "the H5N2, in 2014", "A1W 4, C4E 5"])
def test_letter_and_digit_of_a_code_are_no_hint(text: str):
    assert HINT.search(text) is None
