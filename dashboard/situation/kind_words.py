"""What a place or shape is, in words of everyday."""

from geocache import FootprintKind

_SHAPES: dict[str, str] = {
    FootprintKind.ZONE: "zone",
    FootprintKind.ROUTE: "route",
    FootprintKind.BORDER: "border",
    FootprintKind.PART: "part of a place",
    FootprintKind.OFFSET: "distance from a place",
    FootprintKind.BETWEEN: "between places",
    FootprintKind.BUFFER: "around a place",
}
"""What is made of places; it is that, whatever these are."""
_FEATURES = (
    ("PCL", "country"),
    ("ADM1", "region"),
    ("ADM", "district"),
    ("PPLX", "part of a town"),
    ("PPLC", "capital"),
    ("PPLR", "monastery"),
    ("PPLH", "ruin"),
    ("PPLQ", "ruin"),
    ("PPLW", "ruin"),
    ("PPL", "town or village"),
    ("STLMT", "settlement"),
    ("CMPRF", "camp for refugees"),
    ("CMP", "camp"),
    ("ISL", "island"),
    ("MTS", "mountains"),
    ("MT", "mountain"),
    ("PLN", "plain"),
    ("DSRT", "desert"),
    ("LK", "lake"),
    ("STM", "river"),
    ("SEA", "sea"),
    ("GULF", "gulf"),
    ("OCN", "ocean"),
    ("RGN", "region"),
    ("CONT", "continent"),
    ("AIRB", "air base"),
    ("AIR", "airport"),
    ("INSM", "base"),
    ("MIL", "base"),
    ("BDG", "bridge"),
    ("DAM", "dam"),
    ("PRT", "port"),
    ("HSP", "hospital"),
    ("RD", "road"),
    ("PASS", "pass"),
)
"""How codes of GeoNames begin, the longer ones first."""


def kind_in_words(kind: str, feature_code: str = "", *, is_known: bool = True) -> str:
    """Return what a mark is, as "town or village" or "between places".

    Parameters
    ----------
    kind
        Of its footprint, as the workspace has it.
    feature_code
        GeoNames' code of the place that it is, if any.
    is_known
        Whether the words are known to mean a place.
    """
    if kind in _SHAPES:
        return _SHAPES[kind]
    if not is_known:
        return "unknown"
    known = next((words for begin, words in _FEATURES if feature_code.startswith(begin)), "")
    return known or ("area" if kind == FootprintKind.AREA else "place")
