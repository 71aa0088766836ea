"""Patterns of what lies at a distance, or in a direction, from something."""

from . import offsets, seaward
from .cues import cue
from .patterns import Pattern
from .quantities import size_pattern


def anchor() -> str:
    """Pattern of what a distance is measured from: "the town of @", "@ airport"."""
    place = f"(?:{cue('point_adjectives')} )*{cue('point_nouns')}(?: of| at| in| near)? "
    return (
        rf"(?:the )?(?:{place}(?:the )?)?#(?: (?P<site>{cue('sites')})\b| {cue('point_ends')}\b)?"
    )


def offset_patterns() -> tuple[Pattern, ...]:
    """Return every pattern of an offset."""
    size, centre, units = size_pattern(), anchor(), cue("unit_stems")
    side = f"(?P<side>{cue('compass')})"
    away = rf"(?: {cue('away')})*"
    return (
        Pattern(
            "distance in a direction from a place",
            units,
            rf"{size}{away} (?:to the |due )?{side} of {centre}",
            offsets.at_distance,
            (
                "a convoy 20 km north of Raqqa",
                "about 90 kilometres to the east of El Obeid",
                "a plane fell 40 kilometers (25 miles) north of Raqqa",
            ),
            can_be_named=True,
            also=(cue("compass"),),
        ),
        Pattern(
            "distance and letters of the compass",
            units,
            rf"{size} (?-i:(?P<letters>{cue('compass_letters')})) of {centre}",
            offsets.at_distance,
            ("a quake 25 km ENE of Kathmandu",),
        ),
        Pattern(
            "distance from a place",
            units,
            rf"{size}{away} (?:from|outside(?: of)?) {centre}(?! to\b)",
            offsets.ring,
            ("a village 12 km from Mosul", "a house 20 km outside Kabul"),
            also=("from|outside",),
        ),
        Pattern(
            "distance off a place",
            units,
            rf"{size} (?:off|offshore(?: from| of)?|out (?:to|at) sea from) "
            rf"(?:the coast of )?{centre}",
            seaward.off,
            ("a tanker 12 miles off Tartus", "a rig 10 km offshore from Fujairah"),
            also=("off|offshore|out",),
        ),
        Pattern(
            "distance inland from a place",
            units,
            rf"(?:(?:as far as|up to|within) )?{size} inland (?:from|of) {centre}",
            seaward.inland,
            ("a farm 30 km inland from Mombasa", "felt 60 km inland from the Syrian coast"),
            also=("inland",),
        ),
        Pattern(
            "direction from a place",
            cue("compass"),
            rf"(?:(?P<just>just|immediately) )?(?:to the |due )?{side} of {centre}",
            offsets.sector,
            ("villages south of Raqqa",),
            can_be_named=True,
        ),
    )
