"""Classes that combine several codes."""

import numpy as np
import pytest

from geocache.arrays import ClassSpace

SPACE = ClassSpace(has_silence=True, connection=4, level=3)


def test_class_space_counts_all_classes_and_silence():
    assert SPACE.count == 13
    assert ClassSpace(connection=4, level=3).count == 12


def test_class_space_gives_each_combination_a_class_of_its_own():
    connection, level = np.divmod(np.arange(12), 3)
    assert SPACE.encode(connection=connection, level=level).tolist() == list(range(1, 13))


def test_class_space_decodes_what_it_encoded():
    number = int(SPACE.encode(connection=2, level=np.array([1]))[0])
    assert SPACE.decode(number) == {"connection": 2, "level": 1}


@pytest.mark.parametrize("number", [0, 13, -1])
def test_class_space_decodes_no_silence_and_nothing_beyond(number: int):
    with pytest.raises(ValueError, match="expected 1 to 12"):
        SPACE.decode(number)
