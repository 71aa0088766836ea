"""Patterns of coasts."""

from . import coasts
from .cues import cue
from .masked import LINE
from .patterns import Pattern


def coast_patterns() -> tuple[Pattern, ...]:
    """Return every pattern of a coast."""
    noun = (
        rf"(?:(?P<side>{cue('compass')}) )?{cue('coast_nouns')}\b"
        rf"(?! {cue('coast_compounds')}\b)"
    )
    sea = f"(?P<sea>{cue('seas')})"
    return (
        Pattern(
            "coast of a country on a sea",
            cue("coast_nouns"),
            rf"@(?:['’]s?)? (?:@|{sea}) {noun}",
            coasts.on_sea,
            ("boats left Turkey's Black Sea coast", "rain on Spain's Atlantic coast"),
            LINE,
        ),
        Pattern(
            "coast of a country",
            cue("coast_nouns"),
            rf"@(?:['’]s?)? {noun}",
            coasts.whole,
            ("storms along the Syrian coast", "hotels on Turkey's southern coast"),
            LINE,
        ),
        Pattern(
            "coastal part of a country",
            "coastal",
            rf"coastal (?:parts of |areas of )?(?:the )?@(?! {cue('unit_noun')} of\b)",
            coasts.strip_of_a_unit,
            ("floods in coastal Kenya",),
            LINE,
            can_be_named=True,
        ),
        Pattern(
            "the coast of a country",
            cue("coast_nouns"),
            rf"(?:(?:@|{sea}) )?{noun} of (?:the )?(?P<own>@['’]s? )?@(?!['’]s @)",
            coasts.of,
            (
                "storms along the coast of Lebanon",
                "the Red Sea coast of Yemen",
                "boats off the coast of Italy's Sicily",
            ),
            LINE,
        ),
    )
