"""Whatever form a position is written in, reading it leads back within the stated uncertainty."""

import re

from hypothesis import assume, example, given
from hypothesis import strategies as st
from pyproj import Proj

from geocache.coordinates import find_coordinates, nearest_cell, short_codes
from geocache.coordinates.plus_codes import cell_of
from geocache.geodesy import distance_km

LATS, LONS = st.floats(-89.9, 89.9), st.floats(-179.9, 179.9)
DECIMALS = st.integers(0, 3)
ALPHABET = "23456789CFGHJMPQRVWX"


def check(lon: float, lat: float, written: str, text: str = "Near {}, they said."):
    text = text.replace("{}", written)
    positions = find_coordinates(text)
    assert [text[position.start : position.end] for position in positions] == [written]
    (position,) = positions
    off_km = distance_km((lon, lat), (position.lon, position.lat))
    assert off_km <= position.uncertainty_km * (1 + 1e-6) + 1e-6


def split(value: float, parts: int, decimals: int) -> list[str]:
    """Degrees, minutes and seconds of an angle, the last with decimals, as an exact sum."""
    unit = 60 ** (parts - 1) * 10**decimals
    whole, fraction = divmod(round(abs(value) * unit), 10**decimals)
    numbers = []
    for _ in range(parts - 1):
        whole, sixtieths = divmod(whole, 60)
        numbers.insert(0, f"{sixtieths:02}")
    numbers.insert(0, str(whole))
    if decimals:
        numbers[-1] += f".{fraction:0{decimals}}"
    return numbers


def degrees(value: float, digits: int, parts: int, decimals: int) -> list[str]:
    first, *others = split(value, parts, decimals)
    return [first.zfill(digits), *others]


def north(lat: float) -> str:
    return "S" if lat < 0 else "N"


def east(lon: float) -> str:
    return "W" if lon < 0 else "E"


@given(LONS, LATS, st.integers(2, 3), DECIMALS, st.sampled_from(["", " ", "/", ", ", "-", "\n"]))
@example(35.5, 33.0, 2, 0, " ")
def test_digits_that_stand_together_lead_back(lon, lat, parts, decimals, between):
    lat_digits = "".join(degrees(lat, 2, parts, decimals))
    lon_digits = "".join(degrees(lon, 3, parts, decimals))
    check(lon, lat, f"{lat_digits}{north(lat)}{between}{lon_digits}{east(lon)}")
    if between != "-":
        check(lon, lat, f"{north(lat)}{lat_digits}{between}{east(lon)}{lon_digits}")


@given(LONS, LATS, st.integers(2, 3), DECIMALS, st.sampled_from([" ", ", ", " / ", "\n"]))
def test_digits_with_blanks_lead_back(lon, lat, parts, decimals, between):
    lat_words = " ".join(degrees(lat, 2, parts, decimals))
    lon_words = " ".join(degrees(lon, 3, parts, decimals))
    for blank in ("", " "):
        check(lon, lat, f"{lat_words}{blank}{north(lat)}{between}{lon_words}{blank}{east(lon)}")
    check(lon, lat, f"{north(lat)}{lat_words}{between}{east(lon)}{lon_words}")
    check(lon, lat, f"LAT {lat_words}{north(lat)} LON {lon_words}{east(lon)}")


@given(LONS, LATS, st.integers(2, 3), DECIMALS, st.sampled_from("-:"))
def test_digits_with_colons_and_dashes_lead_back(lon, lat, parts, decimals, sign):
    lat_words = sign.join(degrees(lat, 2, parts, decimals))
    lon_words = sign.join(degrees(lon, 3, parts, decimals))
    for between in (" ", " - "):
        check(lon, lat, f"{lat_words}{north(lat)}{between}{lon_words}{east(lon)}")


@given(LONS, LATS, st.integers(1, 4))
def test_words_of_weather_offices_lead_back(lon, lat, decimals):
    lat_words = f"{abs(lat):.{decimals}f} {'SOUTH' if lat < 0 else 'NORTH'}"
    lon_words = f"{abs(lon):.{decimals}f} {'WEST' if lon < 0 else 'EAST'}"
    for between in (", ", "...", " AND ", " AND NEAR "):
        check(lon, lat, f"LATITUDE {lat_words}{between}LONGITUDE {lon_words}")
    short = f"{abs(lat):.{decimals}f}{north(lat)}"
    for between in (" ", "...", "/"):
        written = f"{short}{between}{abs(lon):.{decimals}f}{east(lon)}"
        check(lon, lat, written, "LOCATION...{} MOVING WEST")


@given(LONS, LATS, st.integers(1, 3), st.integers(1, 6))
def test_decimal_commas_lead_back(lon, lat, parts, decimals):
    marks = "°'\""
    lat_words = "".join(map("".join, zip(split(lat, parts, decimals), marks, strict=False)))
    lon_words = "".join(map("".join, zip(split(lon, parts, decimals), marks, strict=False)))
    written = f"{lat_words} {north(lat)}, {lon_words} {east(lon)}".replace(".", ",")
    check(lon, lat, written)
    check(lon, lat, f"{north(lat)} {lat_words} {east(lon)} {lon_words}".replace(".", ","))


@given(LONS, LATS, st.integers(2, 8), st.sampled_from([", ", " ", "; ", "/", " - "]))
def test_announced_numbers_lead_back(lon, lat, decimals, between):
    written = f"{lat:.{decimals}f}{between}{lon:.{decimals}f}"
    for words in ("Posn {}, adrift", "GPS: {}.", "coordinates ({})", "lat/lon: {}"):
        check(lon, lat, written, words)
    commas = f"{lat:.{decimals}f}; {lon:.{decimals}f}".replace(".", ",")
    check(lon, lat, commas, "Koordinaten: {}.")


@given(LONS, LATS, st.integers(2, 8))
def test_links_and_markup_lead_back(lon, lat, decimals):
    lat_words, lon_words = f"{lat:.{decimals}f}", f"{lon:.{decimals}f}"
    for written in (
        f"geo:{lat_words},{lon_words}",
        f"https://www.google.com/maps/@{lat_words},{lon_words},12z",
        f"https://maps.google.com/?q={lat_words},{lon_words}",
        f"https://www.openstreetmap.org/#map=9/{lat_words}/{lon_words}",
        f"https://www.openstreetmap.org/?mlat={lat_words}&mlon={lon_words}",
        f"https://www.bing.com/maps?cp={lat_words}~{lon_words}",
        f"https://maps.apple.com/?ll={lat_words},{lon_words}",
        f"POINT({lon_words} {lat_words})",
        f'"coordinates": [{lon_words}, {lat_words}]',
        f"lat={lat_words}&lon={lon_words}",
    ):
        check(lon, lat, written, "See {} for it.")


@given(
    LONS, LATS, st.integers(1, 6), st.sampled_from(["\t", " | ", ";", ",", "   "]), st.booleans()
)
def test_rows_of_tables_lead_back(lon, lat, decimals, separator, is_swapped):
    names, numbers = ["Latitude", "Longitude"], [f"{lat:.{decimals}f}", f"{lon:.{decimals}f}"]
    if is_swapped:
        names, numbers = names[::-1], numbers[::-1]
    heading = separator.join(["Site", *names, "Dead"])
    row = separator.join(["Old Market", "{}", "3"])
    check(lon, lat, separator.join(numbers), f"{heading}\n{row}\n")


@given(st.floats(-179.9, 179.9), st.floats(-79.5, 83.5), st.integers(0, 2))
def test_utm_leads_back(lon, lat, decimals):
    zone = int((lon + 180) // 6) + 1
    east_m, north_m = Proj(proj="utm", zone=zone, south=lat < 0)(lon, lat)
    band = "CDEFGHJKLMNPQRSTUVWX"[min(int((lat + 80) // 8), 19)]
    width = decimals + 1 if decimals else 0
    numbers = f"{east_m:0{6 + width}.{decimals}f}", f"{north_m:0{7 + width}.{decimals}f}"
    assume(float(numbers[1]) < 9_999_999.9)
    check(lon, lat, f"{zone}{band} {numbers[0]} {numbers[1]}")
    check(lon, lat, f"UTM {zone}{band} E {numbers[0]} N {numbers[1]}")
    # S is a band of the north too, in which these northings lie as well.
    if lat > 0 or not 3_540_000 < north_m < 4_430_000:
        check(lon, lat, f"UTM zone {zone}{north(lat)}, {numbers[0]}E {numbers[1]}N")


def encoded(lon: float, lat: float, digits: int) -> str:
    """Plus code of a point: an encoder of our own, by whole numbers of the smallest cells."""
    pairs = min(digits, 10) // 2
    rows, columns = 5 ** max(digits - 10, 0), 4 ** max(digits - 10, 0)
    unit = 20 ** (pairs - 2)
    north_cells = int((lat + 90) * unit * rows)
    east_cells = int((lon + 180) * unit * columns)
    grid = ""
    for _ in range(digits - 10):
        north_cells, row = divmod(north_cells, 5)
        east_cells, column = divmod(east_cells, 4)
        grid = ALPHABET[row * 4 + column] + grid
    code = ""
    for _ in range(pairs):
        north_cells, north_digit = divmod(north_cells, 20)
        east_cells, east_digit = divmod(east_cells, 20)
        code = ALPHABET[north_digit] + ALPHABET[east_digit] + code
    return code[:8] + "+" + code[8:] + grid


@given(LONS, LATS, st.sampled_from([10, 11, 12]))
@example(8.524997, 47.36559, 11)  # 8FVC9G8F+6XQ in the tests of Open Location Code
def test_plus_codes_lead_back(lon, lat, digits):
    code = encoded(lon, lat, digits)
    assume(re.search("[C-X]", code))
    check(lon, lat, code)


@given(LONS, st.floats(-85, 85), st.floats(-0.4, 0.4), st.floats(-0.4, 0.4))
def test_short_plus_codes_lead_back_from_a_place_near_by(lon, lat, east_by, north_by):
    code = encoded(lon, lat, 10)
    short = code[4:]
    reference = (lon + east_by + 180) % 360 - 180, lat + north_by
    cell = nearest_cell(short, *reference)
    expected = cell_of(code)
    assert abs(cell.lat - expected.lat) < 1e-9
    assert abs((cell.lon - expected.lon + 180) % 360 - 180) < 1e-9
    if re.search("[2-9]", short) and re.search("[C-X]", short):
        assert [found.code for found in short_codes(f"at {short} Springfield")] == [short]
