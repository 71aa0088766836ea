"""Where expressions are looked for."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geocache import Geoparser
from geocache.footprint.grammar.lexicon import Beginnings, StemFinder, cue, stems
from geocache.footprint.grammar.masking import MaskedText, mask
from geocache.footprint.grammar.matcher import Matcher, ResolvedMention
from geocache.footprint.grammar.quantities import find_sizes
from geocache.footprint.registry import patterns, stages

FAR = "nothing of the kind " * 50


def masked(text: str, name: str = "Foo") -> MaskedText:
    starts = [i for i in range(len(text)) if text.startswith(name, i)]
    return mask(text, [(start, start + len(name)) for start in starts])


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
def test_stems_are_long_enough_to_be_rare(pattern):
    for some in pattern.stems:
        assert min(map(len, some)) >= 2
        assert not {"the", "of", "in", "and", "to", "mi"} & set(some)


def test_stems_are_where_words_begin_with_them():
    looked_for = StemFinder(["north", "northern", "nor", "border"])
    found = looked_for(b" the northern plain has a border no stork nor northwind ")
    assert found == {"north": [4, 45], "northern": [4], "nor": [4, 41, 45], "border": [25]}
    assert not looked_for(b" the plain has nothing of the kind ")


@given(
    st.lists(st.text("abc", min_size=1, max_size=4), min_size=1, max_size=8),
    st.lists(st.text("abc", max_size=6), max_size=30),
)
def test_stems_are_found_at_once_as_one_by_one(stems: list[str], words: list[str]):
    text = f" {' '.join(words)} "
    found = StemFinder(set(stems))(text.encode())
    for stem in stems:
        starts = [at for at in range(len(text)) if text.startswith(f" {stem}", at)]
        assert found.get(stem, []) == starts


@pytest.mark.parametrize("before", ["", FAR, "İ" * 300, "north " * 300])
@pytest.mark.parametrize("behind", ["", FAR, " north" * 300])
def test_expressions_are_found_wherever_they_are(before: str, behind: str):
    text = masked(f"{before} in NORTHERN Foo. {behind}")
    (part,) = [pattern for pattern in patterns() if pattern.name == "compass part of a place"]
    assert [groups["side"] for _start, _end, groups in part.matches(text)] == ["NORTHERN"]


def test_windows_are_read_around_cue_words_with_a_mention_alone():
    text = masked(f"north {FAR} Foo {FAR} west of Foo {FAR}")
    ((start, end),) = text.windows((("north", "west"),))
    assert "west of" in text.text[start:end]
    assert end - start < 500


def test_windows_hold_a_word_of_each_kind():
    text = masked(f"5 km north of Foo {FAR} 5 km from Foo {FAR} north of Foo {FAR}")
    ((start, end),) = text.windows((("km",), ("north",)))
    assert "5 km north" in text.text[start:end]
    assert len(text.windows((("km",), ("north", "from")))) == 2
    assert not text.windows((("km",), ("north",), ("from",)))


def test_windows_that_touch_are_one():
    text = masked("north of Foo and " * 100)
    assert list(text.windows((("north",),))) == [(0, len(text.text))]


def test_whole_words_have_neither_apostrophe_dot_nor_digit_beside_them():
    text = masked("I'm in Foo at 5 p.m. with H5N1; 60M, 60 M and 6 m.")
    found = text.windows.occurrences(Beginnings(("m$", "n$")))
    assert [text.text[at : at + 2] for at in found] == ["M,", "M ", "m."]


class CountedReads(list[ResolvedMention]):
    """Mentions that count how many of them are read."""

    reads = 0

    def __getitem__(self, at: Any) -> Any:
        self.reads += len(range(*at.indices(len(self)))) if isinstance(at, slice) else 1
        return super().__getitem__(at)


def test_countries_near_by_are_looked_for_among_the_mentions_around(geoparser: Geoparser):
    """The work on a text of many borders grows with its length, not with its square."""
    sentence = "Shells from Syria fell near the Turkish border. "
    counts = []
    for times in (100, 400):
        parsed = geoparser.parse(sentence * times)
        mentions = CountedReads(
            ResolvedMention(m.start, m.end, m.text, m.resolution.place) for m in parsed.mentions
        )
        found = list(Matcher(stages()).expressions(parsed.text, mentions, lambda _request: list))
        assert len(found) == times
        counts.append(mentions.reads)
    assert counts[1] < 5 * counts[0]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Haiti's 380-kilometre western border with the Foo reopened.", "380-kilometre western"),
        ("They reopened their long border with Foo.", "their long"),
    ],
)
def test_words_in_front_belong_to_an_expression(text: str, words: str):
    (border,) = [pattern for pattern in patterns() if pattern.name == "border with a country"]
    ((start, end, _groups),) = border.matches(masked(text))
    assert text[start:end].startswith(words)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("direction from a place", "immediately to the north-north-east of Foo"),
        ("compass part of a place", "the extreme north-eastern Foo"),
        ("compass part of a place", "the central and southern parts of Foo"),
        ("side of a place", "villages in the far north-west of Foo"),
        ("side of a line", "positions to the south-west of the river Foo"),
        ("middle of a place", "the interior of the Foo"),
        ("part beyond a parallel", "above the Foo"),
        ("road by its code between two places", "works on the ABC-1234 between Foo and Foo"),
    ],
)
def test_longest_words_in_front_of_a_key_are_within_its_reach(name: str, words: str):
    (pattern,) = [pattern for pattern in patterns() if pattern.name == name]
    text = masked(f"{FAR} {words}. {FAR}")
    ((start, end, _groups),) = pattern.matches(text)
    everywhere = pattern.regex.search(text.text)
    assert everywhere is not None
    assert end == everywhere.end()
    assert start <= everywhere.start()


PIECES = (
    *("5", "1,200", "2½", "1 1/2", "sixty", "twenty-five", "forty-odd", "half a", "a quarter of a"),
    *("a dozen", "an", "two and a half", "a", "M 6.1", "between 5 and", "10-15", "10 to"),
    *("km", "NM", "n.m.", "n. mi.", "k. m.", "nautical miles", "naut. mi", "statute miles", "M"),
    *("m", "feet", "yds", "klicks", "metres (33 ft)", "km/6 NM", "mile", "p.m.", "Mile House"),
    *("Foo", "from", "of snow", ",", "-", "\n\n", "in the north"),
)


@given(st.lists(st.tuples(st.sampled_from(PIECES), st.sampled_from((" ", "", "  "))), max_size=12))
def test_sizes_are_all_found_though_few_units_are_looked_at(pieces: list[tuple[str, str]]):
    # Only digits have units right behind them: "60NM".
    text = masked(
        "".join(f"{p}{gap if p[-1] in '0123456789½' else gap or ' '}" for p, gap in pieces)
    )
    units = stems(cue("unit_stems"))
    everywhere = find_sizes(text.text, text.windows((units,)))
    assert text.sized(units).sizes == {size.start: size for size in everywhere}
