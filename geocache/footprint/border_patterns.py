"""Patterns of borders, and of lines that agreements drew."""

from . import border_stretches, borders
from .cues import cue
from .masked import LINE
from .patterns import DASH, Pattern


def _border_noun() -> str:
    return rf"{cue('border_nouns')}\b(?![-–—]\w| {cue('border_compounds')}\b)"


def _said_of_a_border() -> str:
    """What may stand in front of the noun: "380-kilometre western"."""
    length = rf"\d[\d,.]*[\s-]?{cue('units')}(?:[\s-]long)?"
    return rf"(?:{cue('border_adjectives')}|(?P<side>{cue('compass')})|{length})"


def border_patterns() -> tuple[Pattern, ...]:
    """Return every pattern of a border."""
    noun, said = _border_noun(), _said_of_a_border()
    own = rf"(?:{said} )*{noun}"
    more = _said_of_a_border().replace("side", "inner")
    said = rf"(?:its|their|his|her|our|{said})(?: {more})*"
    other = rf"(?:the )?(?:{cue('neighbouring')} )?(?:the )?@"
    return (
        Pattern(
            "border of two countries",
            f"{cue('border_nouns')}|line",
            rf"@(?:(?:{DASH}|\s?/\s?)@)+ (?:{own}|{cue('state_lines')} line\b)",
            borders.shared,
            ("the Syrian-Jordanian border was closed", "the Colorado-Wyoming state line"),
            LINE,
            leading=said,
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
            leading=said,
        ),
        Pattern(
            "stretch of a border",
            cue("border_nouns"),
            rf"@(?:(?:{DASH}|\s?/\s?)@)*(?:['’]s?)? {own} between (?:the )?@ and (?:the )?@",
            border_stretches.between,
            ("the Turkish-Syrian border between Jarabulus and Azaz",),
            LINE,
            looks_around=True,
            also=("between",),
        ),
        Pattern(
            "border of one country with another",
            cue("border_nouns"),
            rf"@(?:['’]s?)? {own} with {other}(?:(?:,| and|, and) {other})*",
            borders.shared_with,
            (
                "Jordan's border with Syria was closed",
                "Haiti's 380-km border with the Dominican Republic",
                "Chad's borders with Niger and Cameroon",
            ),
            LINE,
        ),
        Pattern(
            "border of a country with another",
            cue("border_nouns"),
            rf"{noun} of (?:the )?@ with {other}",
            borders.shared,
            ("the border of Papua New Guinea with Indonesia",),
            LINE,
            leading=said,
        ),
        Pattern(
            "border that separates or is shared",
            cue("border_nouns"),
            rf"{noun} (?:(?:that |which )?(?:the )?@ shares with"
            rf"|{cue('separating')} (?:the )?@ (?:from|and)) (?:the )?@",
            borders.shared,
            (
                "the border Ethiopia shares with Eritrea",
                "the frontier separating India from Bangladesh",
            ),
            LINE,
            leading=said,
        ),
        Pattern(
            "side of a border with a country",
            cue("border_nouns"),
            rf"@ side of (?:the |its )?{own} with {other}",
            borders.shared_side,
            ("on the Iraqi side of the border with Syria",),
            LINE,
        ),
        Pattern(
            "border of a country",
            cue("border_nouns"),
            rf"@(?:['’]s?)? {own}(?! with\b)",
            borders.single,
            ("Shells from Syria fell near the Turkish border.",),
            LINE,
            looks_around=True,
        ),
        Pattern(
            "border in a unit",
            cue("border_nouns"),
            rf"@(?:(?:{DASH}|\s?/\s?)@|['’]s?)? {own}(?: with {other})? (?:in|inside) (?:the )?@"
            rf"(?: (?P<unit>{cue('unit_noun')})\b)?",
            borders.inside,
            ("along the Mexican border in Arizona",),
            LINE,
            looks_around=True,
        ),
        Pattern(
            "border with a country",
            cue("border_nouns"),
            rf"{noun} with {other}",
            borders.single,
            ("Poland closed its border with Belarus.",),
            LINE,
            looks_around=True,
            leading=said,
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
