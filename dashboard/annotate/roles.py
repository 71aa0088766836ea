"""Whether a shape is where something is, or tells who is meant."""

from geocache import Footprint, FootprintKind, ParsedText, Role

_ON_THE_GROUND = frozenset(
    {
        FootprintKind.BORDER,
        FootprintKind.ROUTE,
        FootprintKind.ZONE,
        FootprintKind.OFFSET,
        FootprintKind.BETWEEN,
        FootprintKind.BUFFER,
    }
)


def role_of(parsed: ParsedText, footprint: Footprint) -> Role:
    """Role of a footprint: literal when any of its mentions is.

    A border, a road or a zone is somewhere, whatever role its names have by themselves: "the
    Turkish border".
    """
    if footprint.kind in _ON_THE_GROUND:
        return Role.LITERAL
    roles = {parsed.mentions[index].role for index in footprint.mentions}
    return Role.LITERAL if Role.LITERAL in roles else Role.ASSOCIATIVE
