"""Patterns of what is so far from something: zones, buffers and strips."""

from functools import cache

from . import zones
from .cues import cue
from .offset_patterns import anchor, offset_patterns
from .patterns import Pattern
from .quantities import size_pattern


@cache
def measured_patterns() -> tuple[Pattern, ...]:
    """Return every pattern with a distance; where two match, the longer one wins."""
    return (*_zones(), *_strips(), *offset_patterns())


def _limit(name: str) -> str:
    """What an expression lies in, with the noun of a unit in the group ``unit_{name}``."""
    return rf"(?:the )?#(?: (?P<unit_{name}>{cue('unit_noun')})\b)?"


def _zone_noun() -> str:
    """A zone by its name, behind a size: "permanent danger zone"."""
    word = rf"(?!(?:{cue('no_adjectives')})\b)[\w’'-]+"
    plain = rf"(?:{word} ){{0,3}}?{cue('plain_zone_nouns')}"
    return rf"(?:(?:{cue('zone_adjectives')} )*{cue('zone_nouns')}|{plain})\b"


def _zones() -> tuple[Pattern, ...]:
    size, centre, units = size_pattern(), anchor(), cue("unit_stems")
    noun = f"(?:{cue('zone_adjectives')} )*{cue('zone_nouns')}"
    nouns = f"{cue('zone_nouns')}|{cue('plain_zone_nouns')}"
    away = r"(?:an? )?"
    return (
        Pattern(
            "zone of a size around a place",
            units,
            rf"{size}['’]?(?:[\s-]+(?:radius|wide|deep))?[\s-]+{_zone_noun()} "
            rf"{cue('around')} {centre}",
            zones.around,
            (
                "in the 55-km area around the Al Tanf area",
                "a 3-kilometre-radius zone around Jammu in India",
                "the six-kilometre permanent danger zone around Taal in Batangas",
            ),
            also=(nouns,),
        ),
        Pattern(
            "zone of a place's own",
            units,
            rf"@['’]s? {size}(?:[\s-]+(?:radius|wide|deep))?[\s-]+{_zone_noun()}"
            rf"(?! {cue('around')}\b)",
            zones.around,
            ("flew into Queenstown Airport's four-kilometre no-drone zone",),
            also=(nouns,),
        ),
        Pattern(
            "zone called after a place",
            units,
            rf"{size}[\s-]+@ {cue('zone_adjectives')} {cue('plain_zone_nouns')}\b",
            zones.around,
            ("patrols in the 55-km Al Tanf deconfliction zone",),
            also=(cue("plain_zone_nouns"),),
        ),
        Pattern(
            "radius of a size around a place",
            units,
            rf"{noun} (?:of|{cue('zone_reaches')})(?: (?:for|to|out|up to|out to))? {size}"
            rf"(?: (?:wide|deep|across|in radius))? {cue('around')} {centre}",
            zones.around,
            (
                "sirens in a radius of 20 miles from Horlivka",
                "a cordon of eight kilometres around Popayán",
                "a closed zone extending 12 km around Jenin",
            ),
            also=(cue("zone_nouns"),),
        ),
        Pattern(
            "nearer than a distance from a place",
            units,
            rf"{cue('bounds')} {size} (?:away )?(?:from|of) {centre}",
            zones.around,
            ("all strikes hit targets no more than 60 km from Damascus",),
            also=(cue("bounds"),),
        ),
        Pattern(
            "within a distance of a place",
            units,
            rf"(?:area )?within {away}(?:(?:distance|radius|range) of )?{size}"
            rf"(?:[\s-]+(?:radius|distance|range|reach))? {cue('around')} {centre}",
            zones.around,
            (
                "Everybody within 30 km of Damascus was warned.",
                "within 12 nautical miles of the Syrian coast",
                "schools within a distance of 80 kilometres from Damascus",
            ),
            also=("within",),
        ),
        Pattern(
            "so far around a place",
            units,
            rf"(?:for|in the|the) {size} (?:around|surrounding) {centre}",
            zones.around,
            ("windows broke for 15 miles around Beirut",),
            also=("around|surrounding",),
        ),
        Pattern(
            "within a distance of a line in a place",
            units,
            rf"(?:area )?within {away}{size} of (?:the )?~ (?:in|inside) {_limit('at')}",
            zones.around,
            ("stops within 60 miles of the Mexican border in Arizona",),
            also=("within",),
        ),
        Pattern(
            "distance on either side of a line",
            units,
            rf"{size} (?:wide )?(?:on )?(?:either|each|both) sides? of (?:the )?#",
            zones.either_side,
            ("mines 6 km either side of the M4 in Syria",),
            also=("side",),
        ),
    )


def _strips() -> tuple[Pattern, ...]:
    size, units = size_pattern(), cue("unit_stems")
    noun = rf"(?:{cue('strip_adjectives')} )*{cue('strip_nouns')}"
    deep = r"(?: (?:deep|wide|broad))?"
    noun += r"(?: of (?:(?:@ )?(?:land|territory|soil|ground|terrain)))?"
    strip = rf"(?:{size}(?:[\s-]+{cue('strip_adjectives')})?[\s-]+{noun}"
    strip += rf"|{noun} (?:of )?{size_pattern('_2')}{deep})"
    return (
        Pattern(
            "strip along a line",
            units,
            rf"{strip}(?: (?:inside|within|in|of) {_limit('in')})? "
            rf"(?:along|alongside|beside|next to|on|(?P<astride>{cue('astride')})) (?:the |its )?#"
            rf"(?: (?:in|inside) {_limit('at')})?",
            zones.strip,
            (
                "a 30-km deep strip inside Syria along the Turkish border",
                "a strip ten kilometres deep on the Lebanese side of the border with Israel",
                "the 30-km strip along the Turkish border in northern Aleppo Governorate",
            ),
            also=(cue("strip_nouns"),),
        ),
        Pattern(
            "strip in a place",
            units,
            rf"{strip} (?:in|inside) {_limit('in')}(?! along)",
            zones.strip_inside,
            ("a 15–20 km demilitarised zone in Idlib",),
            also=(cue("strip_nouns"),),
        ),
    )
