"""Names are listed in a sentence as people list them."""

import pytest

from geocache.gazetteer.names import join_names


@pytest.mark.parametrize(
    ("names", "sentence"),
    [
        ([], ""),
        (["Homs"], "Homs"),
        (["Homs", "Hama"], "Homs and Hama"),
        (["Homs", "Hama", "Idlib"], "Homs, Hama and Idlib"),
    ],
)
def test_join_names(names: list[str], sentence: str):
    assert join_names(names) == sentence
