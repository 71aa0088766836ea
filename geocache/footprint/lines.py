"""Patterns of lines: borders, roads and coasts."""

from functools import cache

from . import borders, coasts, routes
from .cues import cue
from .masked import LINE
from .patterns import DASH, Pattern


@cache
def line_patterns() -> tuple[Pattern, ...]:
    """Return every pattern of a line between places; where two match, the longer one wins."""
    return (*_borders(), *_coasts(), *_routes())


@cache
def farther_patterns() -> tuple[Pattern, ...]:
    """Return the patterns of lines that are made of other lines."""
    road = _road()
    return (
        Pattern(
            "road from a place to a line",
            cue("road_nouns"),
            rf"{road} (?:from|between) @ (?:to|and) (?:the )?~",
            routes.to_line,
            ("the road from Damascus to the Jordanian border was open",),
            LINE,
        ),
        Pattern(
            "side of a border",
            "side",
            r"@ side of (?:the |its )?~",
            borders.side,
            ("on the Syrian side of the Turkish border",),
            LINE,
        ),
    )


def _road() -> str:
    nouns = f"(?:{cue('road_nouns')}|{cue('line_nouns')})"
    return f"(?:{cue('road_adjectives')} )*{nouns}"


def _borders() -> tuple[Pattern, ...]:
    noun = rf"{cue('border_nouns')}\b(?![-–—]\w| {cue('border_compounds')}\b)"
    return (
        Pattern(
            "border of two countries",
            cue("border_nouns"),
            rf"@{DASH}@ {noun}",
            borders.shared,
            ("the Syrian-Jordanian border was closed",),
            LINE,
        ),
        Pattern(
            "border between countries",
            cue("border_nouns"),
            rf"{noun} (?:between|of) (?:the )?@(?:(?:,| and|, and) (?:the )?@)+",
            borders.shared,
            (
                "the border between Syria and Jordan was closed",
                "the borders of Mali, Burkina Faso and Niger",
            ),
            LINE,
        ),
        Pattern(
            "border of one country with another",
            cue("border_nouns"),
            rf"@(?:['’]s?)? {noun} with (?:the )?@",
            borders.shared,
            ("Jordan's border with Syria was closed",),
            LINE,
        ),
        Pattern(
            "border of a country with another",
            cue("border_nouns"),
            rf"{noun} of (?:the )?@ with (?:the )?@",
            borders.shared,
            ("the border of Papua New Guinea with Indonesia",),
            LINE,
        ),
        Pattern(
            "side of a border with a country",
            cue("border_nouns"),
            rf"@ side of (?:the |its )?{noun} with (?:the )?@",
            borders.shared_side,
            ("on the Iraqi side of the border with Syria",),
            LINE,
        ),
        Pattern(
            "border of a country",
            cue("border_nouns"),
            rf"@(?:['’]s?)? {noun}(?! with\b)",
            borders.single,
            ("Shells from Syria fell near the Turkish border.",),
            LINE,
            looks_around=True,
        ),
        Pattern(
            "agreed line in a place",
            cue("agreed_lines"),
            rf"(?P<agreed>{cue('agreed_lines')}) (?:on|in|across|through) (?:the )?@",
            borders.agreed,
            ("the ceasefire line on the Golan Heights",),
            LINE,
        ),
    )


def _coasts() -> tuple[Pattern, ...]:
    noun = rf"{cue('coast_nouns')}\b(?! {cue('coast_compounds')}\b)"
    return (
        Pattern(
            "coast of a country on a sea",
            cue("coast_nouns"),
            rf"@(?:['’]s?)? @ {noun}",
            coasts.on_sea,
            ("boats left Turkey's Black Sea coast",),
            LINE,
        ),
        Pattern(
            "coast of a country",
            cue("coast_nouns"),
            rf"@(?:['’]s?)? {noun}",
            coasts.whole,
            ("storms along the Syrian coast",),
            LINE,
        ),
        Pattern(
            "the coast of a country",
            cue("coast_nouns"),
            rf"(?:@ )?{noun} of (?:the )?@",
            coasts.of,
            ("storms along the coast of Lebanon", "the Red Sea coast of Yemen"),
            LINE,
        ),
    )


def _routes() -> tuple[Pattern, ...]:
    road = _road()
    keys = f"{cue('road_nouns')}|{cue('line_nouns')}"
    named = rf"(?:\s?\((?:the )?@{DASH}@ {road}\))?"
    return (
        Pattern(
            "road with its name",
            cue("road_nouns"),
            rf"{road} @(?: in @)?{named}",
            routes.named,
            ("patrols on the international road “M4” in Syria (the Latakia-Aleppo road)",),
            LINE,
        ),
        Pattern(
            "road between two places",
            keys,
            rf"@{DASH}@(?:{DASH}@)* (?:\((?:the )?(?P<also>@)\) )?(?P<road>{road})\b"
            rf"(?:\s?\((?:the )?(?P<too>@)\))?",
            routes.between,
            (
                "the Latakia-Aleppo road was cut",
                "the Damascus–Aleppo (M5) highway",
                "the Kirkuk–Ceyhan pipeline",
                "the Baku–Tbilisi–Ceyhan pipeline",
            ),
            LINE,
        ),
        Pattern(
            "road from one place to another",
            keys,
            rf"{road} (?:{cue('leads')} )?(?:from |between )?@ (?:to|and|with) @",
            routes.between,
            ("the road from Latakia to Aleppo was cut", "the highway linking Homs and Hama"),
            LINE,
        ),
        Pattern(
            "named road between two places",
            "between|from",
            rf"@(?: (?P<road>{road}))? (?:between|from) @ (?:and|to) @",
            routes.stretch,
            ("the M4 between Saraqib and Jisr al-Shughur",),
            LINE,
        ),
        Pattern(
            "named road with what it is",
            cue("road_nouns"),
            rf"@ {road}\b",
            routes.named,
            ("columns on the M5 highway in Syria",),
            LINE,
        ),
    )
