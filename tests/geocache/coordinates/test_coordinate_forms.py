"""Forms of coordinates that are read, and lines of the field in which there are none."""

from pathlib import Path

import pytest
import yaml

from geocache.coordinates import find_coordinates
from geocache.geodesy import distance_km

HERE = Path(__file__).parent


def cases(name: str) -> dict[str, list]:
    return yaml.safe_load((HERE / name).read_text(encoding="utf-8"))


def numbered(kinds: dict[str, list]) -> list:
    return [
        pytest.param(*(row if isinstance(row, list) else [row]), id=f"{kind}-{number}")
        for kind, rows in kinds.items()
        for number, row in enumerate(rows)
    ]


FORMS = cases("coordinate_forms.yaml")
OTHERS = cases("no_coordinates.yaml")
ROUNDING_KM = 0.002
"""Of the expected degrees, which have five decimals."""


@pytest.mark.parametrize(
    ("marked", "lat", "lon"),
    [
        pytest.param(*row, id=f"{form}-{n}")
        for form, rows in FORMS.items()
        for n, row in enumerate(rows)
    ],
)
def test_forms_are_read_at_their_words(marked: str, lat: float, lon: float):
    start, end = marked.index("⟦"), marked.index("⟧") - 1
    text = marked.replace("⟦", "").replace("⟧", "")
    positions = find_coordinates(text)
    assert [(position.start, position.end) for position in positions] == [(start, end)]
    (position,) = positions
    assert distance_km((lon, lat), (position.lon, position.lat)) <= ROUNDING_KM


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(text, id=f"{kind}-{n}")
        for kind, texts in OTHERS.items()
        for n, text in enumerate(texts)
    ],
)
def test_lines_of_other_numbers_have_no_coordinates(text: str):
    found = find_coordinates(text)
    assert found == (), [text[position.start : position.end] for position in found]


def test_sets_of_forms_and_of_other_lines_are_large():
    assert sum(map(len, FORMS.values())) >= 150
    assert sum(map(len, OTHERS.values())) >= 150
