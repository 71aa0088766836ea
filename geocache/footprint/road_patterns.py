"""Patterns of roads, railways and pipelines."""

from . import routes
from .cues import cue
from .masked import LINE
from .patterns import DASH, Pattern


def road_patterns() -> tuple[Pattern, ...]:
    """Return every pattern of a way between places."""
    road = road_words()
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
            also=("between|from",),
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


def road_words() -> str:
    """Pattern of what a text calls a way: "main supply road"."""
    nouns = f"(?:{cue('road_nouns')}|{cue('line_nouns')})"
    return f"(?:{cue('road_adjectives')} )*{nouns}"
