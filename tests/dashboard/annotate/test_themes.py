"""Themes of passages: the taxonomy and its colours, cues and masks, core and touched themes."""

import re
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest

from dashboard.annotate import Themes
from dashboard.annotate.passages import passages_of
from dashboard.annotate.rulings import Rulings
from dashboard.annotate.themes.evidence import evidence_in
from dashboard.annotate.themes.labelled import read_labelled
from dashboard.annotate.themes.lexicon import Lexicon
from dashboard.annotate.themes.matching import CueMatcher, Pieces
from dashboard.annotate.themes.model import shipped_model
from dashboard.annotate.themes.notation import NotationError, forms_of
from dashboard.annotate.themes.scores import score
from dashboard.annotate.themes.taxonomy import Taxonomy
from dashboard.annotate.verdicts import Reach, Ruling
from dashboard.model import UNDATED, Document
from geocache.data_files import data_path, read_yaml
from geocache.errors import KnowledgeFileError

GROUNDS = ("#f4f1ea", "#262b33")
VISION = {
    "usual": np.eye(3),
    "deuteranopia": [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
    ],
    "protanopia": [
        [0.152286, 1.052583, -0.204868],
        [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ],
    "tritanopia": [
        [1.255528, -0.076749, -0.178779],
        [-0.078411, 0.930809, 0.147602],
        [0.004733, 0.691367, 0.303900],
    ],
}
"""Of linear RGB; Machado, Oliveira, Fernandes, "A physiologically-based model", 2009."""
TOLD_APART = 18
"""Euclidean distance in CIELAB; from about 2 on, two colours side by side look different."""
HELD_OUT = Path(__file__).with_name("held_out_themes.jsonl")


def linear(colour: str) -> np.ndarray:
    shares = np.array([int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)])
    return np.where(shares <= 0.03928, shares / 12.92, ((shares + 0.055) / 1.055) ** 2.4)


def luminance(colour: str) -> float:
    return float(linear(colour) @ [0.2126, 0.7152, 0.0722])


def lab(colour: str, vision: str) -> np.ndarray:
    seen = np.clip(np.array(VISION[vision]) @ linear(colour), 0, 1)
    to_xyz = [[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]]
    x, y, z = np.cbrt(np.array(to_xyz) @ seen / [0.95047, 1, 1.08883])
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


def core(text: str, title: str = "") -> set[str]:
    hits = Themes.shipped().hits(text, passages_of(text), title)
    return {hit.theme for hit in hits if hit.core}


def touched(text: str) -> set[str]:
    hits = Themes.shipped().hits(text, passages_of(text))
    return {hit.theme for hit in hits if not hit.core}


# ---- the taxonomy


def test_theme_families_and_themes_match():
    themes = Themes.shipped()
    assert len(themes.all) == 18
    assert list(dict.fromkeys(theme.family for theme in themes.all)) == [
        family.id for family in themes.families
    ]
    assert themes.get("borders").family == "people"
    assert themes.get("no such theme") is themes.none
    assert themes.none.family == ""
    assert len({family.icon for family in themes.families}) == len(themes.families) == 6
    assert len({theme.icon for theme in themes.all}) == len({t.colour for t in themes.all}) == 18
    assert all(theme.label and theme.definition for theme in themes.all)


@pytest.mark.parametrize("ground", GROUNDS)
def test_families_and_themes_stand_out_from_the_map(ground: str):
    for one in (*Themes.shipped().families, *Themes.shipped().all):
        low, high = sorted((luminance(one.colour), luminance(ground)))
        assert (high + 0.05) / (low + 0.05) >= 3, one.id


@pytest.mark.parametrize("vision", VISION)
def test_families_are_told_apart_with_any_colour_vision(vision: str):
    shown = [*Themes.shipped().families, Themes.shipped().none]
    for one, other in combinations(shown, 2):
        distance = np.linalg.norm(lab(one.colour, vision) - lab(other.colour, vision))
        assert distance >= TOLD_APART, (one.id, other.id)


@pytest.mark.parametrize("vision", VISION)
def test_shades_look_like_their_family_more_than_like_another(vision: str):
    families = Themes.shipped().families
    for theme in Themes.shipped().all:
        distances = {
            family.id: np.linalg.norm(lab(theme.colour, vision) - lab(family.colour, vision))
            for family in families
        }
        assert min(distances, key=distances.__getitem__) == theme.family, theme.id


def test_families_and_themes_have_signs_in_the_browser():
    signs = Path("dashboard/maps/static/theme_signs.js").read_text(encoding="utf-8")
    themes = Themes.shipped()
    for one in (*themes.families, *themes.all):
        assert re.search(rf"^  \"?{one.icon}\"?: ", signs, re.MULTILINE), one.icon


def test_earlier_ids_have_become_others():
    themes = Themes.shipped()
    assert themes.renewed("security") == ("conflict",)
    assert themes.renewed("livelihoods") == ("food-nutrition", "economy")
    assert themes.renewed("health") == ("health",)
    assert themes.renewed("unheard-of") == ("unheard-of",)
    known = {theme.id for theme in themes.all}
    assert all(set(new) <= known for new in themes.taxonomy.renamed.values())


def test_decision_about_an_earlier_id_holds_for_the_new_one():
    text = "The shells fell on Fooville, and the army opened fire.\n\nNothing at all."
    document = Document("hash", "", text, "a.txt", "en", UNDATED)
    passages = passages_of(text)
    themes = Themes.shipped()
    found = themes.hits(text, passages)
    assert any(hit.theme == "conflict" and hit.core for hit in found)

    def decided(start: int, theme: str, *, holds: bool) -> set[tuple[int, str]]:
        after = {"words": "", "source": "", "theme": theme, "holds": holds}
        ruling = Ruling("1", "hash", start, start + 9, "theme", Reach.MENTION, "me", after)
        ruled = Rulings([ruling]).of(document)
        assert ruled
        hits = ruled.passages.themes(found, passages, themes.renewed)
        return {(hit.passage, hit.theme) for hit in hits if hit.core}

    assert (0, "conflict") not in decided(0, "security", holds=False)
    assert (1, "food-nutrition") in decided(passages[1].start, "livelihoods", holds=True)


# ---- cues


def test_notation_stands_for_its_forms():
    assert [form.parts for form in forms_of("bomb(|s|ing)")] == [
        ("bomb",),
        ("bombs",),
        ("bombing",),
    ]
    assert [form.parts for form in forms_of("cease-fire")] == [("cease", "fire")]
    assert [form.parts for form in forms_of("price(|s) .. fell")] == [
        ("price", "..", "fell"),
        ("prices", "..", "fell"),
    ]
    assert [" ".join(form.parts) for form in forms_of("a cent(re|er)(|s)")] == [
        *("a centre", "a centres", "a center", "a centers"),
    ]
    assert [form.written for form in forms_of("(WHO|who)")] == ["WHO", ""]


@pytest.mark.parametrize(
    ("cue", "expected"),
    [
        ("attack*", "'*' means nothing here"),
        ("(a|b", "pairs of brackets"),
        ("a|b", "pairs of brackets"),
        (".. fell", "words, also before and after"),
        ("prices ..", "words, also before and after"),
        ("--", "words, also before and after"),
        ("(a|b)" * 14, "at most 5,000 forms"),
    ],
)
def test_notation_that_means_nothing_is_refused(cue: str, expected: str):
    with pytest.raises(NotationError, match=re.escape(expected)):
        forms_of(cue)


def test_masks_and_capitals_and_gaps_hold():
    matcher = CueMatcher()
    for cue, theme, weight in [
        ("war(|s)", 0, 1.0),
        ("price war(|s)", 0, 0.0),
        ("WHO", 1, 1.0),
        ("price(|s) .. (rose|fell)", 2, 1.0),
    ]:
        for form in forms_of(cue):
            matcher.add(form, theme, weight)

    def found(text: str) -> list[tuple[int, str]]:
        pieces = Pieces(text)
        return [(one[0], " ".join(pieces.written(one[2], one[3]))) for one in matcher.find(pieces)]

    assert found("A price war began.") == []
    assert found("A war over price-wars; war.") == [(0, "war"), (0, "war")]
    assert found("WHO said who?") == [(1, "WHO")]
    assert found("Prices of bread and oil rose.") == [(2, "Prices of bread and oil rose")]
    assert found("Prices were up. It rose.") == []
    assert found("Prices, they say with one voice in here, rose.") == []


def test_cue_words_are_given_with_their_places():
    text = "Nothing.\n\nThe Cholera ward is full, and 3,200 patients wait."
    hits = Themes.shipped().hits(text, passages_of(text))
    (hit,) = [one for one in hits if one.core]
    assert (hit.passage, hit.theme) == (1, "health")
    assert all(text[cue.start : cue.end] == cue.text for cue in hit.cues)
    assert {"Cholera", "patients"} <= {cue.text for cue in hit.cues}
    assert list(hit.cues) == sorted(hit.cues, key=lambda cue: cue.start)


# ---- core, touched, none


@pytest.mark.parametrize(
    "text",
    [
        "The road to peace of mind leads through her garden, writes the author of the novel.",
        "He courted voters of taste with a film about a spy who marries a dancer.",
        "The concert in aid of the choir was sold out; the band played songs of its first album.",
        "United's attack was blunt, and the striker shot wide from the edge of the area.",
        "The registrar said that the villages of Shelleng and Numan are in Adamawa state.",
        "A road map for the new season was shown to fans of the club.",
        "She was a nurse at the county hospital until 1981 and loved to knit. Burial is private.",
        "The two-day conference on security and migration will host 40 speakers. Tickets are £90.",
        "Photo: the author",
        "Nothing at all.",
        "",
    ],
)
def test_words_that_only_sound_like_a_theme_make_none(text: str):
    assert core(text) == set()


@pytest.mark.parametrize(
    ("text", "theme"),
    [
        ("Shells fell on the outskirts and troops pushed into the town.", "conflict"),
        ("Both armies agreed to a ceasefire monitored by peacekeepers.", "peace"),
        ("The two foreign ministers signed a treaty after the summit.", "diplomacy"),
        ("Parliament passed the bill and the prime minister called an election.", "governance"),
        ("Thousands of protesters marched and police fired tear gas.", "unrest"),
        ("A court sentenced the smuggler to nine years in prison.", "crime-justice"),
        ("Some 3,000 displaced families live in tents in the camp.", "displacement"),
        ("The border crossing was closed to travellers without a visa.", "borders"),
        ("Families skip meals, and the maize harvest failed.", "food-nutrition"),
        ("Cholera cases rose, and the hospital lacks doctors.", "health"),
        ("Latrines are full and the borehole gives no clean water.", "wash"),
        ("Pupils went back to school, but classrooms lack teachers.", "education"),
        ("The agency distributed relief kits; donors have funded a third of the appeal.", "aid"),
        ("The price of bread rose, and the currency fell against the dollar.", "economy"),
        ("The bridge collapsed and engineers repair the power lines.", "infrastructure"),
        ("The flood washed away homes after heavy rain burst the dam.", "hazards"),
    ],
)
def test_plain_sentence_has_its_theme(text: str, theme: str):
    assert theme in core(text)


def test_cause_is_only_touched():
    text = "Because of the conflict, bread prices doubled and traders closed their shops."
    assert "conflict" in touched(text)
    assert core(text) == {"economy"}


def test_news_behind_after_is_no_background():
    lexicon = Lexicon()
    number = lexicon.themes.index("hazards")
    event, earlier = (
        evidence_in(text, lexicon).themes[number]
        for text in ("A man died after being struck by a car.", "Roads reopened after the storm.")
    )
    assert event.main > 0 == event.background
    assert earlier.background > 0 == earlier.main


def test_signals_of_several_words_need_all_of_them():
    lexicon = Lexicon()
    group = lexicon.signals.index("obituary")
    whole, part = (
        evidence_in(text, lexicon).signals[group]
        for text in ("Gifts in lieu of flowers.", "In a field of flowers.")
    )
    assert (whole, part) == (1, 0)


def test_passage_must_have_any_theme_for_one_to_be_core():
    passages = read_labelled(HELD_OUT)
    lexicon, model = Lexicon(), shipped_model()
    present = model.likelihoods([evidence_in(one.text, lexicon) for one in passages], None, 0)[1]
    with_themes = [likely for likely, one in zip(present, passages, strict=True) if one.core]
    without = [likely for likely, one in zip(present, passages, strict=True) if not one.core]
    assert np.median(without) < 0.2
    assert np.median(with_themes) > 0.9


def test_title_counts_for_the_passages_of_its_document():
    text = "The number rose to 41 on Tuesday, doctors said."
    plain, titled = (
        {hit.theme: hit.score for hit in Themes.shipped().hits(text, passages_of(text), title)}
        for title in ("", "Cholera outbreak in the south")
    )
    assert titled["health"] > plain["health"]


def test_long_passage_has_not_every_theme():
    text = " ".join(one.text for one in read_labelled(data_path("themes", "passages.jsonl"))[:12])
    assert 1 <= len(core(text)) <= 12


def test_held_out_passages_are_told():
    passages = read_labelled(HELD_OUT)
    found = [core(one.text, one.title) for one in passages]
    scores = score(passages, found, [theme.id for theme in Themes.shipped().all])
    assert scores.together.f1 >= 0.84
    assert scores.macro_f1 >= 0.84
    assert scores.none_right >= 0.88


# ---- a file of one's own

OWN = """
themes:
  - id: health
  - id: fuel
    label: Fuel
    family: economy
    definition: Petrol and diesel.
    cues:
      strong: [fuel queue(|s), petrol]
      medium: [diesel]
      masks: [petrol blue]
"""


def test_file_of_ones_own_adds_themes_and_leaves_some_out():
    themes = Themes(Taxonomy.of_text(OWN, "own.yaml"))
    assert [theme.id for theme in themes.all] == ["health", "fuel"]
    assert [family.id for family in themes.families] == ["needs", "economy"]
    text = "Petrol ran out, and fuel queues of cars grew.\n\nCholera spread.\n\nShells fell."
    hits = themes.hits(text, passages_of(text))
    assert [(hit.passage, hit.theme) for hit in hits if hit.core] == [(0, "fuel"), (1, "health")]
    text = "Her petrol blue dress."
    assert not [hit for hit in themes.hits(text, passages_of(text)) if hit.core]


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        ("themes: [", ["line 2, column 1: can't be read as YAML"]),
        ("- a", ["expected a mapping with 'themes', found a list"]),
        ("themes: []", ["themes: expected a list of themes, found a list"]),
        ("themes: [{id: Fuel}]", ["themes, entry 1: id: expected small letters"]),
        (
            "themes: [{id: fuel, label: Fuel, family: oil}]",
            ["(fuel): cues: missing", "(fuel): family: there is no 'oil'; expected one of"],
        ),
        (
            "themes: [{id: health, colour: red, icno: a}]",
            ["(health): there is no key 'icno'", '(health): colour: expected "#RRGGBB"'],
        ),
        (
            "themes: [{id: health, cues: {strong: [flu*, 5], wrong: [a]}}]",
            [
                "(health): cues: there is no key 'wrong'",
                "cues: strong, entry 1: 'flu*': '*' means nothing here",
                'cues: strong, entry 2: expected words (in quotation marks: "5"), found 5',
            ],
        ),
        ("themes: [{id: health}, {id: health}]", ["(health): id: 'health' stands there twice"]),
    ],
)
def test_faults_of_own_file_are_named_with_their_places(text: str, faults: list[str]):
    with pytest.raises(KnowledgeFileError) as raised:
        Taxonomy.of_text(text, "own.yaml")
    lines = str(raised.value).splitlines()
    assert len(lines) == len(faults)
    for line, fault in zip(lines, faults, strict=True):
        assert line.startswith("own.yaml: ")
        assert fault in line


# ---- what was learnt from


def test_passages_are_labelled_with_known_themes():
    passages = read_labelled(data_path("themes", "passages.jsonl"))
    known = {theme.id for theme in Themes.shipped().all}
    assert len(passages) >= 1400
    assert sum(not one.core for one in passages) >= 300
    assert [one.id for one in passages] == sorted({one.id for one in passages})
    for one in passages:
        assert one.core | one.touched <= known
        assert not one.core & one.touched
        assert len(one.core) <= 4
    counts = {theme: sum(theme in one.core for one in passages) for theme in known}
    assert min(counts.values()) >= 60
    assert not {one.text for one in passages} & {one.text for one in read_labelled(HELD_OUT)}


def test_cues_of_each_theme_stand_in_one_file():
    names = [
        name for path in data_path("themes", "cues").glob("*.yaml") for name in read_yaml(path)
    ]
    assert len(names) == len(set(names))
