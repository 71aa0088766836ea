"""A choice in an address and back."""

import pytest

from dashboard.errors import QueryError
from dashboard.situation import Filters
from dashboard.situation.address import filters_of, parameters_of


def test_address_without_parameters_hides_nothing():
    assert filters_of({}) == Filters()
    assert parameters_of(Filters()) == {}
    assert filters_of({"mark": ["geonames:1"], "view": ["1,2,3"], "q": [""]}) == Filters()


def test_address_parts_are_written_and_read_back():
    full = Filters(
        themes=("health", ""),
        not_themes=("aid",),
        first_day=17_000,
        last_day=17_100,
        dated=("words", ""),
        sources=("a, b & c", ""),
        documents=("0f",),
        languages=("ar",),
        text='"joint patrol" OR -x place:Rukban',
        since_revision=3,
        countries=("SY",),
        admin1=("SY.12",),
        place="Al Tanf",
        box=(-10.123456789, 1.25, 20.0, 2.0),
        ring=((1.5, 2.0), (3.0, 4.0), (5.0, -6.25)),
        footprint="abc",
        kinds=("zone",),
        roles=("literal",),
        confidence=70,
        outcomes=("AMBIGUOUS",),
        reviews=("open",),
    )
    assert filters_of(parameters_of(full)) == full


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        ("theme", "wealth", "theme=wealth in the address; expected one of none, aid"),
        ("from", "2020-13-01", "from=2020-13-01 in the address; expected YYYY-MM-DD"),
        ("sure", "101", "sure=101 in the address; expected 0 to 100"),
        ("sure", "٣", "expected 0 to 100"),
        ("since", "-1", "since=-1 in the address; expected a number"),
        ("kind", "blob", "kind=blob in the address; expected one of point"),
        ("box", "1,2,3", "expected west,south,east,north"),
        ("box", "1,2,3,nan", "beyond 180 or 90 degrees"),
        ("box", "1,2,300,4", "beyond 180 or 90 degrees"),
        ("box", "1,5,3,4", "expected west,south,east,north"),
        ("ring", "1,2,3,4", "three corners and more"),
        ("ring", "1,2,3,4,5,x", "three corners and more"),
        ("ring", "nan,2,3,4,5,6", "beyond 180 or 90 degrees"),
    ],
)
def test_address_part_that_is_invalid_is_named(key: str, value: str, said: str):
    with pytest.raises(QueryError) as error:
        filters_of({key: [value]})
    assert said in str(error.value)
