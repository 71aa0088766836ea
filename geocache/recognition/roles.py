"""Literal or associative: whether a mention says where, or who."""

from ..lexicon import words
from ..model import Evidence, Role
from ..text import word_at
from .context import Context

_LOOK_AHEAD = 4


def role_of(context: Context) -> tuple[Role, Evidence]:
    """Role of a mention, with the reason."""
    held = _holder_reason(context)
    if held:
        return Role.ASSOCIATIVE, Evidence("role", 1.0, held)
    place = _place_reason(context)
    if place:
        return Role.LITERAL, Evidence("role", 1.0, place)
    if context.is_demonym:
        return Role.ASSOCIATIVE, Evidence("role", 1.0, "a people or an adjective, not a location")
    if context.is_possessive:
        return Role.ASSOCIATIVE, Evidence("role", 1.0, f"owner of what follows: '{context.after}'")
    if context.after in words("roles", "acting_verbs"):
        return Role.ASSOCIATIVE, Evidence("role", 1.0, f"it acts: '{context.after}'")
    return Role.LITERAL, Evidence("role", 0.5, "nothing speaks for an actor")


def _holder_reason(context: Context) -> str:
    """Whether the mention says who holds, backs or leads something; empty when it does not."""
    tied = context.document.text[context.end : context.end + 1] in {"-", "–"}
    return f"who: '-{context.after}'" if tied and context.after in words("roles", "holding") else ""


def _place_reason(context: Context) -> str:
    """Why the mention is on the ground; empty when nothing says so."""
    if (
        not context.is_demonym
        and not context.is_possessive
        and (context.before in words("roles", "locative_before"))
    ):
        return f"where: '{context.before}' stands before it"
    noun = _ground_noun(context)
    if noun and (context.is_demonym or context.is_possessive):
        return f"on the ground: it qualifies '{noun}'"
    return ""


def _ground_noun(context: Context) -> str:
    """Return the noun such as "border" that the mention qualifies; empty when there is none."""
    nouns, skipped = words("roles", "ground_nouns"), words("roles", "skipped_between")
    position = context.last + (2 if context.is_possessive else 1)
    for ahead in range(position, position + _LOOK_AHEAD):
        word = word_at(context.tokens, ahead)
        if word in nouns:
            return word
        if not (word in skipped or _is_hyphenated(context, ahead)):
            break
    return ""


def _is_hyphenated(context: Context, position: int) -> bool:
    """Whether a hyphen ties the token to the one before: "Syrian-Jordanian"."""
    if not 0 < position < len(context.tokens):
        return False
    left, right = context.tokens[position - 1], context.tokens[position]
    return context.document.text[left.end : right.start] in {"-", "–"}
