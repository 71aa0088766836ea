"""Dates as people decide them."""

import pytest

from dashboard.annotate.ruled_passages import decided_date


@pytest.mark.parametrize(
    ("value", "first", "last"),
    [
        ("2020-03-05", "2020-03-05", "2020-03-05"),
        ("2020-02", "2020-02-01", "2020-02-29"),
        ("2020", "2020-01-01", "2020-12-31"),
        ("2020-03-05/2020-03-09", "2020-03-05", "2020-03-09"),
    ],
)
def test_decided_date_is_an_interval(value: str, first: str, last: str):
    when = decided_date(value, "Ada")
    assert when.interval
    assert [day.isoformat() for day in when.interval] == [first, last]
    assert when.note == "decided by Ada"


@pytest.mark.parametrize(
    "value",
    ["soon", "2020-3-5", "2020-02-30", "2020-03-09/2020-03-05", "2020-03/2020-04", "2020-03-05/"],
)
def test_decided_date_that_is_none_is_refused(value: str):
    with pytest.raises(ValueError, match=r"soon|2020|out of range"):
        decided_date(value, "")


def test_decision_for_no_date_is_unknown():
    assert decided_date("", "Ada").interval is None
