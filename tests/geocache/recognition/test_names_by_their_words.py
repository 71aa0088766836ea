"""What a name is, is told by the words beside it: ships, streets, people, unknown places."""

import pytest
from name_sets import Marked, NameSet, sets_by_words

from geocache import Geoparser

LEAST_NAMES = 13


@pytest.mark.parametrize("names", sets_by_words(), ids=lambda names: names.name)
def test_names_are_what_the_words_beside_them_say(geoparser: Geoparser, names: NameSet):
    results = names.read(geoparser)
    wrong = [name for name, is_right in results.items() if not is_right]
    assert len(results) >= LEAST_NAMES
    assert len(wrong) <= (1 - names.least) * len(results), (len(wrong), len(results), wrong)


@pytest.mark.parametrize(
    ("text", "name", "country"),
    [
        ("The treaty was signed at Leningrad.", "Leningrad", "RU"),
        ("Envoys reached Tiflis from Constantinople's court.", "Tiflis", "GE"),
        ("The train went from Lemberg to Breslau.", "Breslau", "PL"),
        ("He was born in Stanleyville in 1950.", "Stanleyville", "CD"),
    ],
)
def test_names_of_other_times_are_found(geoparser: Geoparser, text: str, name: str, country: str):
    start = text.index(name)
    (mention,) = Marked(text, start, start + len(name)).mentions(geoparser)
    place = mention.resolution.place
    assert place
    assert place.country_code == country
