"""Marks as a browser reads them."""

from collections.abc import Iterator

import numpy as np
import pytest
import workspaces
from unpacking import unpacked
from workspaces import THEMES

from dashboard.maps import packed_marks, packed_places
from dashboard.maps.packed_marks import STEPS_PER_DEGREE
from dashboard.situation import Filters, Situation


@pytest.fixture(scope="module")
def situation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Situation]:
    with workspaces.written(tmp_path_factory.mktemp("read"), 5, 60) as workspace:
        yield Situation(workspace)


CHOICES = [
    Filters(),
    Filters(themes=(THEMES[3], "")),
    Filters(confidence=60, kinds=("point",)),
    Filters(roles=("associative",)),
    Filters(countries=("XX",)),
]


@pytest.mark.parametrize("filters", CHOICES)
def test_browser_unpacks_what_the_view_holds(situation: Situation, filters: Filters):
    view = situation.view(filters)
    places_header, places = unpacked(packed_places(view.snapshot))
    families = {"first": THEMES[:12], "second": THEMES[12:]}
    header, marks = unpacked(packed_marks(view, families))
    expected = view.marks()
    assert header["shown"] + header["undrawn"] == len(expected)
    assert header["counts"] == view.counts()
    assert header["revision"] == places_header["revision"] == view.snapshot.revision
    at = np.cumsum(marks["at"])
    rows = np.cumsum(places["row"])[at]
    table = view.snapshot["marks"]
    drawn = expected[~np.isnan(table["lon"][expected["thing"]])]
    assert rows.tolist() == drawn["thing"].tolist()
    assert marks["passages"].tolist() == drawn["passages"].tolist()
    shapes = rows + places["mark"][at]
    assert (table["thing"][shapes] == rows).all()
    for side in ("lon", "lat"):
        degrees = places[side][at] / STEPS_PER_DEGREE
        assert degrees == pytest.approx(table[side][shapes], abs=0.6 / STEPS_PER_DEGREE)
    points = table["west"][shapes] == table["east"][shapes]
    assert (places["size"][at] == 0).tolist() == points.tolist()
    themes = view.mark_themes().reindex(drawn["thing"])
    for family, members in families.items():
        held = [theme for theme in members if theme in themes]
        assert marks[f"family:{family}"].tolist() == themes[held].sum(axis=1).tolist()
    assert ((marks["flags"] & 2) > 0).tolist() == drawn["ambiguous"].tolist()


def test_size_of_a_shape_is_packed_to_a_quarter_of_a_doubling(situation: Situation):
    snapshot = situation.view().snapshot
    _, places = unpacked(packed_places(snapshot))
    table, rows = snapshot["marks"], np.cumsum(places["row"]) + places["mark"]
    wide = (table["east"][rows] - table["west"][rows]) / 360
    tan = np.tan(np.radians([table["south"][rows], table["north"][rows]]))
    high = np.diff(np.log(tan + np.sqrt(1 + tan**2)), axis=0)[0] / (2 * np.pi)
    extent = np.maximum(wide, high)
    shapes = extent > 0
    assert shapes.any()
    told = 2.0**-20 * 2.0 ** (places["size"][shapes] / 4)
    assert (told >= extent[shapes] * 0.999).all()
    assert (told <= extent[shapes] * 2**0.25 * 1.001).all()
