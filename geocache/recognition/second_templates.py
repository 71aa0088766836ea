"""What the second look weighs, one row each."""

from collections.abc import Iterator

from .second_look import Glance, step
from .templates import Template

_FINE, _COARSE = 0.5, 2.0


def _own_key(glance: Glance) -> tuple[object, ...]:
    return step(glance.score, _FINE), step(glance.score), glance.candidate.facts.standing


def _own_features(glance: Glance) -> Iterator[str]:
    """How the first look judged it."""
    fine, whole, standing = _own_key(glance)
    yield from ("bias", f"z{fine}", f"z{whole}{standing}")


def _rivals_key(glance: Glance) -> tuple[int, ...]:
    lead = step(glance.score - glance.rival) if glance.rival > -3 else 99  # noqa: PLR2004
    return (
        step(glance.rival),
        lead,
        step(glance.longer),
        step(glance.shorter),
        min(glance.candidate.size, 3),
    )


def _rivals_features(glance: Glance) -> Iterator[str]:
    """Longer, shorter and crossing candidates."""
    rival, lead, longer, shorter, size = _rivals_key(glance)
    yield from (f"r{rival}", f"lead{lead}", f"longer{longer}L{size}", f"shorter{shorter}L{size}")


def _elsewhere_key(glance: Glance) -> tuple[object, ...]:
    return glance.same, step(glance.score, _COARSE), glance.inside, glance.is_chosen


def _elsewhere_features(glance: Glance) -> Iterator[str]:
    """The same words elsewhere in the document, alone or in a longer name."""
    count, best, worst, mean = glance.same
    score = step(glance.score, _COARSE)
    if count:
        yield from (f"best{best}", f"worst{worst}", f"mean{mean}", f"mean{mean // 2}z{score}")
    yield from (f"count{count}", f"count{min(count, 1)}z{score}")
    if glance.inside and glance.candidate.size == 1:
        yield f"inside{glance.inside}{glance.is_chosen:d}"


def _where_key(glance: Glance) -> tuple[object, ...]:
    return (
        int(glance.country * 8),
        min(6, int(glance.state * 20)),
        step(glance.score, _COARSE),
        glance.candidate.facts.standing,
        glance.country < 0,
    )


def _where_features(glance: Glance) -> Iterator[str]:
    """Other places of the same country and province in the document."""
    country, state, score, standing, nowhere = _where_key(glance)
    if nowhere:
        yield "nowhere"
        return
    yield from (f"c{country}{standing}", f"s{state}{standing}")
    yield from (f"c{country // 2}z{score}", f"s{state // 2}z{score}")  # type: ignore[operator]


def _near_key(glance: Glance) -> tuple[object, ...]:
    return (
        step(glance.before, _COARSE),
        glance.candidate.gap_before,
        step(glance.after, _COARSE),
        glance.candidate.gap_after,
        glance.density,
        glance.candidate.facts.standing,
    )


def _near_features(glance: Glance) -> Iterator[str]:
    """Places just before and behind, and how thick they stand in the document."""
    before, gap_before, after, gap_after, density, standing = _near_key(glance)
    yield from (f"<{before}{gap_before}", f">{after}{gap_after}")
    yield from (f"d{density}", f"d{density}{standing}")


SECOND_TEMPLATES: tuple[Template[Glance], ...] = (
    Template("first look", _own_key, _own_features, lambda _: "the words and their neighbours"),
    Template("rivals", _rivals_key, _rivals_features, lambda _: "longer and shorter names here"),
    Template(
        "elsewhere", _elsewhere_key, _elsewhere_features, lambda _: "the same words elsewhere"
    ),
    Template("where", _where_key, _where_features, lambda _: "other places of the same country"),
    Template("near", _near_key, _near_features, lambda _: "places just before and behind"),
)
