"""A change that is to change no answer changes none: documents and digests as in `digest.py`."""

import digest
import pytest

from geocache.gazetteer import CompiledGazetteer


def test_data_and_shapes_come_from_the_versions_that_the_digest_was_made_with():
    assert digest.versions() == digest.made_with(), (
        "with other versions other answers may be right: install what the extra `test` names, or "
        "look what differs with `python tests/tools/digest.py` and write it anew"
    )


@pytest.mark.parametrize("group", digest.groups())
def test_answers_are_what_they_were(gazetteer: CompiledGazetteer, group: str):
    changes = digest.differences(group, digest.digest(gazetteer, group))
    assert not changes, "\n".join(
        [
            f"{len(changes)} documents; `python tests/tools/digest.py --details FILE` says more",
            *changes,
        ]
    )


def test_answers_do_not_depend_on_what_was_read_before(gazetteer: CompiledGazetteer):
    reports = [
        digest.Text(document.name, document.text, "paper.example")
        for document in digest.documents("reports")
    ]
    forwards, backwards = digest.Reader(gazetteer), digest.Reader(gazetteer)
    answers = [forwards.read(report) for report in reports]
    assert answers == [backwards.read(report) for report in reversed(reports)][::-1]


def test_digest_shows_every_change_of_an_answer(gazetteer: CompiledGazetteer):
    (answer,) = map(
        digest.Reader(gazetteer).read, [digest.Text("one", "Rain fell 10 km east of Homs.")]
    )
    line = digest.line_of(answer)
    assert (line.mentions, line.resolved, line.drawn) == (1, 1, 1)
    (mention,), (footprint,) = answer["mentions"], answer["footprints"]
    for record, key, value in (
        (mention, "confidence", mention["confidence"] - 0.0001),
        (mention, "role", "associative"),
        (mention, "end", mention["end"] + 1),
        (footprint, "exact", not footprint["exact"]),
        (footprint, "geometry", "0" * 16),
    ):
        before = record[key]
        record[key] = value
        assert digest.line_of(answer) != line
        record[key] = before
    assert digest.line_of(answer) == line
