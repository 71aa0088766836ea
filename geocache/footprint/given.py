"""Points that the text itself gives."""

from ..coordinates import read_coordinates
from ..model import FootprintKind, Mention, MentionKind, Place
from .expression import Shape

_EXACT_KM = 2.0
"""Off by less, coordinates are as good as the point of a town: those written to the minute are."""


def given_point(mention: Mention, place: Place) -> Shape | None:
    """Return the point that a mention gives by coordinates; None for names."""
    position = None
    if mention.kind is MentionKind.COORDINATE:
        position = read_coordinates(mention.text)
    if position is None:
        return None
    geometry = {"type": "Point", "coordinates": [place.lon, place.lat]}
    off_km = position.uncertainty_km
    return Shape(
        FootprintKind.POINT,
        geometry,
        f"the point given as {place.name}; {position.exactness}",
        exact=off_km <= _EXACT_KM,
        uncertainty_km=off_km,
    )
