"""The commands ``sitmap gazetteer …``."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from pathlib import Path
from typing import Annotated

import typer

from geocache.evaluation import MARKDOWN_HELP, Coverage, Figures, coverage, percent
from geocache.evaluation.tally import share
from geocache.gazetteer import (
    CompiledGazetteer,
    PackSource,
    build_chosen,
    open_gazetteer,
    use_embedded,
)
from geocache.gazetteer.outlines.quality import (
    AreaQuality,
    area_kind,
    area_qualities,
    country_quality,
)
from geocache.gazetteer.protocols import Source
from geocache.gazetteer.sources import default_sources, geonames_sources

from ..attribution import attributions
from ..errors import DashboardError
from ..workspace import Workspace
from .terminal import Places, country_code, opened_gazetteer, progress, read_packs, warn

app = typer.Typer(help="Look after the gazetteer.", add_completion=False)

Markdown = Annotated[bool, typer.Option("--markdown", help=f"Only {MARKDOWN_HELP}.")]


@app.command("build")
def build(
    geonames: Annotated[
        list[Path] | None,
        typer.Option(
            metavar="FILE",
            help="Table of GeoNames, as allCountries.zip or SY.zip; may be repeated.",
        ),
    ] = None,
    alternate_names: Annotated[
        Path | None, typer.Option(metavar="FILE", help="GeoNames' alternateNamesV2.zip.")
    ] = None,
    countries: Annotated[
        str, typer.Option(metavar="SY,TR,...", help="Take only these countries from the tables.")
    ] = "",
) -> None:
    """Compile the gazetteer now: the embedded one, or one with the whole of GeoNames.

    What is compiled is used from then on. Without --geonames it is the embedded gazetteer.
    """
    if geonames:
        gazetteer = _build_whole(geonames, alternate_names, _codes(countries))
    elif alternate_names or countries:
        raise DashboardError("--alternate-names and --countries need --geonames FILE")
    else:
        with progress() as report:
            gazetteer = use_embedded(report)
    typer.echo(f"{len(gazetteer):,} places, {gazetteer.name_count:,} names, in {gazetteer.folder}")


def _build_whole(
    geonames: Sequence[Path], alternate_names: Path | None, countries: Sequence[str]
) -> CompiledGazetteer:
    tables = geonames_sources(geonames, alternate_names, countries, warn)
    sources: list[Source] = [*tables, *default_sources()]
    with progress() as report:
        return build_chosen(sources, report)


def _codes(listed: str) -> list[str]:
    return [country_code("--countries", code) for code in listed.split(",") if code.strip()]


@app.command("sources")
def sources() -> None:
    """Print where places come from, with versions and licences."""
    for line in attributions():
        typer.echo(line)


@app.command("coverage")
def print_coverage(
    corpora: Annotated[list[Path], typer.Argument(metavar="CORPUS...", help="JSON-lines files.")],
    misses: Annotated[int, typer.Option(min=0, help="How many misses to list.")] = 20,
    places: Places = None,
    markdown: Markdown = False,
) -> None:
    """Print how many gold places of annotated corpora the gazetteer can answer with."""
    gazetteer = opened_gazetteer(read_packs(places))
    found_in = {path: coverage(path, gazetteer) for path in corpora}
    if markdown:
        typer.echo(_coverage_figures(found_in).text(markdown=True))
        return
    for path, found in found_in.items():
        typer.echo(str(path))
        for words, count, total in (
            ("gold ids held under any name", found.held, found.with_id),
            ("gold ids offered for the words", found.offered, found.with_id),
            ("gold id, or a candidate within 161 km", found.near, found.with_point),
        ):
            if total:
                typer.echo(f"  {words}: {count / total:.1%} ({count} of {total})")
        for text, count in found.misses.most_common(misses):
            if count:
                typer.echo(f"    missed {count} times: {text}")


def _coverage_figures(found_in: Mapping[Path, Coverage]) -> Figures:
    figures = Figures("corpus", "gold GeoNames id", "id, or within 161 km")
    for path, found in found_in.items():
        offered, near = share(found.offered, found.with_id), share(found.near, found.with_point)
        figures.add(path.stem, percent(offered), percent(near))
    return figures


@app.command("areas")
def print_areas(markdown: Markdown = False) -> None:
    """Print what areas of subdivisions come from, and how good those without outline are."""
    with progress() as report:
        gazetteer = open_gazetteer(report)
    units = gazetteer.subdivisions()
    qualities = chain(area_qualities(gazetteer, units), country_quality(gazetteer))
    if markdown:
        typer.echo(_quality_figures(qualities).text(markdown=True))
        return
    for quality in qualities:
        typer.echo(quality)
    kinds = Counter((unit.feature_code, area_kind(gazetteer.area(unit.id))) for unit in units)
    for (level, kind), count in sorted(kinds.items()):
        typer.echo(f"{level}, {kind}: {count:,}")


def _quality_figures(qualities: Iterable[AreaQuality]) -> Figures:
    agreement = "agreement: median", "agreement: 10th percentile"
    offset = "middles apart: median", "middles apart: 90th percentile"
    figures = Figures("areas", "how many", *agreement, *offset)
    for quality in qualities:
        shares = (f"{part:.0%}" for part in quality.agreement)
        offsets = (f"{km:.0f} km" for km in quality.offset_km)
        figures.add(quality.group, f"{quality.count:,}", *shares, *offsets)
    return figures


@app.command("packs")
def packs(
    workspace: Annotated[Path, typer.Option(help="The workspace that keeps them.")],
    forget: Annotated[
        str, typer.Option(metavar="NAME", help="Forget this one; documents change when read again.")
    ] = "",
) -> None:
    """Print which files of own places a workspace keeps, or forget one."""
    if not workspace.is_file():
        raise DashboardError(f"{workspace}: there is no such workspace")
    kept = Workspace(workspace)
    if forget and not kept.remove_pack(forget):
        raise DashboardError(f"{workspace} keeps no places called {forget!r}")
    for name, content in kept.packs():
        count = sum(1 for _record in PackSource(name, content).records())
        typer.echo(f"{name}: {count} places and facts")
