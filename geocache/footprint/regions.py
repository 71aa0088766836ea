"""Patterns of areas: parts of places, several places in one, and what lies between places."""

from functools import cache

from . import agreed, between, lists, sides
from .cues import cue
from .masked import REGION
from .patterns import DASH, Pattern


@cache
def region_patterns() -> tuple[Pattern, ...]:
    """Return every pattern of an area; where two match, the longer one wins."""
    return (*_lists(), *_parts(), *_fringes(), *_between())


def _lists() -> tuple[Pattern, ...]:
    nouns = f"(?P<nouns>{cue('unit_nouns')})"
    return (
        Pattern(
            "several units",
            cue("unit_nouns"),
            rf"@(?:, (?:the )?@)*(?:,? and|,? or) (?:the )?@ {nouns}\b",
            lists.units,
            ("Shelling hit Idlib, Hama and Aleppo provinces.",),
            REGION,
        ),
        Pattern(
            "units of several names",
            cue("unit_nouns"),
            rf"{nouns} of @(?:, @)*(?:,? and|,? or) @",
            lists.units,
            ("Floods hit the states of Kansas and Oklahoma.",),
            REGION,
        ),
    )


def _parts() -> tuple[Pattern, ...]:
    side = f"(?P<side>{cue('compass')})"
    middle = "central"
    two = rf"(?:{side}|(?P<first>{middle})(?= and))(?: and (?P<other>{cue('compass')}|{middle}))?"
    extent = rf"(?:(?P<far>{cue('far')})[\s-])?"
    unit = rf"(?: (?P<unit>{cue('unit_noun')})\b)?"
    of_unit = rf"(?:(?:@ )?{cue('unit_noun')} of (?:the )?)?"
    # The eastern province of Anhui is all of Anhui; so is the northern Nigerian state of Zamfara.
    whole = rf"(?! {cue('unit_noun')} of\b)"
    # "The eastern half of Mozambique's Niassa province" is half of the province.
    own = r"(?:@['’]s? )?"
    key = cue("compass")
    beside = "".join(
        rf"(?<!{word}\sto\s)(?<!{word}\s)"
        for word in ("km", "kms", "miles", "mile", "kilometres", "kilometers", "lies", "located")
    )
    return (
        Pattern(
            "compass part of a place",
            key,
            rf"{extent}{two}(?: (?:parts?|areas) of (?:the )?{of_unit}| (?:the )?)"
            rf"@{whole}{unit}",
            sides.part,
            (
                "a difficult situation in southern Syria",
                "fighting in southern and eastern Ukraine",
                "strikes on northern and central Israel",
                "tents in northeastern Idlib province",
            ),
            REGION,
            can_be_named=True,
        ),
        Pattern(
            "side of a place",
            key,
            rf"{beside}(?:(?<=to\s)(?P<to>))?the (?:{extent}){side}"
            rf"(?: (?P<share>{cue('shares')})| and (?:the )?(?P<other>{cue('compass')}))? "
            rf"of (?:the )?{of_unit}{own}@(?!['’]s @){whole}{unit}",
            sides.part,
            (
                "snow in the north of Syria",
                "cattle in the far north of Cameroon",
                "lights went out in the western half of Cuba",
            ),
            REGION,
            can_be_named=True,
        ),
        Pattern(
            "side of a place, of its own",
            key,
            rf"@['’]s? (?:{cue('part_adjectives')} )?{extent}(?P<side>{cue('compass')})(?<!ern)"
            rf"(?=\s?[^\w\s-]|\s(?:{cue('follow_a_noun')})\b|\s*\Z)",
            sides.part,
            (
                "fog over Bangladesh's north-west, again",
                "attacks in Nigeria's restive north-east",
            ),
            REGION,
        ),
        Pattern(
            "share of a place, of its own",
            key,
            rf"@['’]s? (?:{cue('part_adjectives')} )?{extent}(?P<side>{cue('compass')}) "
            rf"(?P<share>{cue('shares')})\b",
            sides.part,
            ("rain over Ghana's northern half",),
            REGION,
            can_be_named=True,
        ),
        Pattern(
            "middle of a place",
            cue("middle"),
            rf"(?P<middle>{cue('middle')}) (?:the )?@{whole}{unit}",
            sides.middle,
            ("villages in central Ukraine",),
            REGION,
            can_be_named=True,
        ),
    )


def _fringes() -> tuple[Pattern, ...]:
    side = f"(?:(?P<side>{cue('compass')}) )?"
    inner = side.replace("side", "inner")
    found = []
    for noun, build, examples in (
        (
            cue("countryside"),
            sides.countryside,
            ("the eastern countryside of Aleppo", "fighting in Aleppo's eastern countryside"),
        ),
        (
            cue("outskirts"),
            sides.outskirts,
            ("flats in the suburbs of Khartoum", "shells on Kharkiv's eastern outskirts"),
        ),
    ):
        of = rf"{side}{noun} of (?:the )?(?:city of |town of )?@"
        own = rf"{side}@(?:['’]s?)? {inner}{noun}\b"
        found += [
            Pattern(f"{noun[3:].split('|')[0]} of a place", noun, of, build, examples[:1], REGION),
            Pattern(f"a place's {noun[3:].split('|')[0]}", noun, own, build, examples[1:], REGION),
        ]
    return tuple(found)


@cache
def agreed_patterns() -> tuple[Pattern, ...]:
    """Return the patterns of agreed zones, for when no size was given."""
    zone = f"(?P<agreed>{cue('agreed_zones')} {cue('agreed_zone_nouns')})"
    return (
        Pattern(
            "agreed zone in a place",
            cue("agreed_zones"),
            rf"{zone} (?:in|of|around) (?:the )?@",
            agreed.zone,
            ("the crisis in the de-escalation zone in Idlib",),
            REGION,
            also=(cue("agreed_zone_nouns"),),
        ),
        Pattern(
            "agreed zone named after a place",
            cue("agreed_zones"),
            rf"@ {zone}",
            agreed.zone,
            ("shelling of the Idlib de-escalation zone", "the Al Tanf deconfliction zone"),
            REGION,
            also=(cue("agreed_zone_nouns"),),
        ),
    )


def _between() -> tuple[Pattern, ...]:
    where = rf"(?: (?:in|to|on) the {cue('compass')})?"
    towns = rf"(?:the {cue('settlement_nouns')} of )?"
    return (
        Pattern(
            "half-way between two places",
            "halfway|half-way|midway|mid-way",
            rf"(?:about |roughly )?(?:half|mid)-?way(?: point)? (?:between|from) {towns}@ "
            r"(?:and|to) @",
            between.halfway,
            ("a checkpoint halfway from Mosul to Erbil",),
            also=("between|from",),
        ),
        Pattern(
            "between two places",
            "between",
            rf"(?<!\w)(?:(?P<relation>{cue('relations')}) )?between {towns}@{where} "
            rf"and @{where}",
            between.corridor,
            ("Villages between Saraqib and Maarat al-Numan were shelled.",),
            REGION,
        ),
        Pattern(
            "triangle of three places",
            "triangle",
            rf"(?:@{DASH}@{DASH}@ triangle"
            rf"|triangle (?:between|of|formed by) {towns}@, @,? and @)",
            between.triangle,
            ("fighting in the Mosul–Kirkuk–Erbil triangle",),
            REGION,
        ),
    )
