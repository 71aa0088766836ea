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


def _border_noun() -> str:
    return rf"{cue('border_nouns')}\b(?![-–—]\w| {cue('border_compounds')}\b)"


def _said_of_a_border() -> str:
    """What may stand in front of the noun: "380-kilometre western"."""
    length = rf"\d[\d,.]*[\s-]?{cue('units')}(?:[\s-]long)?"
    return rf"(?:{cue('border_adjectives')}|(?P<side>{cue('compass')})|{length})"


def _borders() -> tuple[Pattern, ...]:
    noun, said = _border_noun(), _said_of_a_border()
    own = rf"(?:{said} )*{noun}"
    more = _said_of_a_border().replace("side", "inner")
    said = rf"(?:its|their|his|her|our|{said})(?: {more})*"
    other = rf"(?:the )?(?:{cue('neighbouring')} )?(?:the )?@"
    return (
        Pattern(
            "border of two countries",
            f"{cue('border_nouns')}|{cue('state_lines')}",
            rf"@(?:(?:{DASH}|\s?/\s?)@)+ (?:{own}|{cue('state_lines')}\b)",
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


def _coasts() -> tuple[Pattern, ...]:
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


def _routes() -> tuple[Pattern, ...]:
    road = _road()
    keys = f"{cue('road_nouns')}|{cue('line_nouns')}"
    named = rf"(?:\s?\((?:the )?@{DASH}@ {road}\))?"
    via = rf"(?P<via> {cue('via')} @(?:(?:,| and|, and) @)*)?"
    towns = rf"(?:the {cue('settlement_nouns')} of )?"
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
            rf"@(?:{DASH}|[\s-]to[\s-])@(?:{DASH}@)* (?:\((?:the )?(?P<also>@)\) )?"
            rf"(?P<road>{road})\b(?:\s?\((?:the )?(?P<too>@)\)|{via})",
            routes.between,
            (
                "the Latakia-Aleppo road was cut",
                "the Damascus–Aleppo (M5) highway",
                "the Kirkuk–Ceyhan pipeline",
                "the Baku–Tbilisi–Ceyhan pipeline",
                "the Kabul to Kandahar highway",
            ),
            LINE,
        ),
        Pattern(
            "road from one place to another",
            keys,
            rf"(?P<road>{road}) (?:{cue('leads')} )?(?:from |between )?{towns}@ "
            rf"(?:{cue('onward')} )?(?:to|and|with) @{via}",
            routes.between,
            (
                "the road from Latakia to Aleppo was cut",
                "the highway linking Homs and Hama",
                "the road from Gao to Ménaka via Ansongo",
            ),
            LINE,
        ),
        Pattern(
            "named road between two places",
            "between|from",
            rf"@(?: (?P<road>{road}))? (?:between|from|{cue('leads')}) {towns}@ "
            rf"(?:{cue('onward')} )?(?:and|to) @",
            routes.stretch,
            ("the M4 between Saraqib and Jisr al-Shughur",),
            LINE,
            need_not_be_known=0,
        ),
        Pattern(
            "numbered road between two places",
            cue("road_names"),
            rf"(?P<number>{cue('road_names')}[\s-]\d+[a-z]?) (?:between|from) @ (?:and|to) @",
            routes.numbered,
            ("stuck on motorway 14 from Sacramento to Redding",),
            LINE,
        ),
        Pattern(
            "stretch of a road",
            cue("stretches"),
            rf"@(?:{DASH}|[\s-]to[\s-])@ {cue('stretches')} of (?:the )?@",
            routes.part_of,
            ("the Cabanatuan-to-Tuguegarao stretch of the Maharlika Highway",),
            LINE,
            need_not_be_known=-1,
        ),
        Pattern(
            "road by its code between two places",
            "between|from",
            r"(?P<number>(?-i:[A-Z]{1,3}[\s-]?\d{1,4})) (?:between|from) @ (?:and|to) @",
            routes.numbered,
            ("roadworks on the A9 between Perth and Inverness",),
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
