"""Where expressions are looked for."""

import pytest

from geocache.footprint.cues import stems
from geocache.footprint.masked import MaskedText, mask
from geocache.footprint.stages import patterns
from geocache.model import Mention, MentionKind, Role

FAR = "nothing of the kind " * 50


def masked(text: str, name: str = "Foo") -> MaskedText:
    starts = [i for i in range(len(text)) if text.startswith(name, i)]
    return mask(
        text,
        [Mention(i, i + len(name), name, MentionKind.NAME, Role.LITERAL, 1.0) for i in starts],
    )


@pytest.mark.parametrize(
    ("alternatives", "expected"),
    [
        ("area|zone", ("area", "zone")),
        ("(?:border|borders)", ("border",)),
        ("no-?fly|demilitari[sz]ed|zones?", ("demilitari", "fly", "zone")),
        ("north-?eastern|north", ("eastern", "north")),
    ],
)
def test_stems_are_in_every_spelling(alternatives: str, expected: tuple[str, ...]):
    assert stems(alternatives) == expected


@pytest.mark.parametrize("pattern", patterns(), ids=lambda pattern: pattern.name)
def test_no_stem_is_so_short_that_it_is_everywhere(pattern):
    assert min(map(len, pattern.stems)) >= 2
    assert not {"the", "of", "in", "and", "to", "mi"} & set(pattern.stems)


@pytest.mark.parametrize("before", ["", FAR, "İ" * 300, "north " * 300])
@pytest.mark.parametrize("behind", ["", FAR, " north" * 300])
def test_expressions_are_found_wherever_they_are(before: str, behind: str):
    text = masked(f"{before} in NORTHERN Foo. {behind}")
    (part,) = [pattern for pattern in patterns() if pattern.name == "compass part of a place"]
    assert [groups["side"] for _start, _end, groups in part.matches(text)] == ["NORTHERN"]


def test_only_surroundings_of_cue_words_with_a_mention_are_read():
    text = masked(f"north {FAR} Foo {FAR} west of Foo {FAR}")
    ((start, end),) = text.windows(("north", "west"))
    assert "west of" in text.text[start:end]
    assert end - start < 500


def test_windows_that_touch_are_one():
    text = masked("north of Foo and " * 100)
    assert list(text.windows(("north",))) == [(0, len(text.text))]
