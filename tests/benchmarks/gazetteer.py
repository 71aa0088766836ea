"""How fast the gazetteer is, and how much memory it takes.

    python tests/benchmarks/gazetteer.py [--geonames FILE [--alternate-names FILE]] [--markdown]

The embedded gazetteer is built anew in a folder of its own; with --geonames also one with the
whole of GeoNames. Every figure is taken in a process that does nothing else. Times are medians of
names drawn at random from the gazetteer, none of them looked up before.
"""

import argparse
import json
import os
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

NAMES = 10_000
SEARCHES = 300
SEED = 1
MEGABYTE = 1e6 if sys.platform == "darwin" else 1e3  # ru_maxrss is in bytes there, else in KB


def main() -> None:
    """Measure, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--geonames", type=Path)
    parser.add_argument("--alternate-names", type=Path)
    parser.add_argument("--step", choices=STEPS)
    parser.add_argument("--markdown", action="store_true")
    options = parser.parse_args()
    if options.step:
        print(json.dumps(STEPS[options.step](options)))
        return
    with tempfile.TemporaryDirectory(prefix="sitmap-benchmark-") as cache:
        columns = {"embedded": column(cache, [])}
        if options.geonames:
            given = ["--geonames", str(options.geonames.resolve())]
            if options.alternate_names:
                given += ["--alternate-names", str(options.alternate_names.resolve())]
            columns["whole GeoNames"] = column(cache, given)
    print_table(columns, markdown=options.markdown)


def print_table(columns: dict[str, list[str]], *, markdown: bool) -> None:
    """Print what was measured, a column for each gazetteer."""
    from geocache.evaluation import Figures  # noqa: PLC0415  no part of what is measured

    figures = Figures("", *columns)
    for row in zip(ROWS, *columns.values(), strict=True):
        figures.add(*row)
    print(figures.text(markdown=markdown))


def column(cache: str, given: list[str]) -> list[str]:
    """Measure one gazetteer."""
    build = measured("build", cache, given)
    opened = measured("open", cache, given)
    looked = measured("look", cache, given)
    return [
        f"{build['seconds']:.0f} s, {build['peak_mb'] / 1000:.2f} GB",
        f"{opened['seconds']:.2f} s, {opened['memory_mb']:.0f} MB",
        f"{looked['exact_us']:.1f} µs",
        f"{looked['loose_us']:.0f} µs",
        f"{looked['search_ms']:.1f} ms",
        f"{looked['memory_mb']:.0f} MB",
    ]


ROWS = (
    "build: time, peak memory",
    "open: time, memory of the process",
    "exact lookup",
    "loose lookup (other romanisations)",
    "search for a mistyped name",
    f"memory after {NAMES:,} names",
)


def measured(step: str, cache: str, given: list[str]) -> dict[str, Any]:
    """Take a step in a process of its own; return what it measured."""
    process = subprocess.run(
        [sys.executable, __file__, "--step", step, *given],
        env={**os.environ, "SITMAP_CACHE_DIR": cache},
        stdout=subprocess.PIPE,
        check=True,
    )
    answer: dict[str, Any] = json.loads(process.stdout)
    return answer


def build(options: argparse.Namespace) -> dict[str, Any]:
    """Compile the gazetteer."""
    from geocache.gazetteer import build_chosen, open_gazetteer  # noqa: PLC0415  is measured
    from geocache.gazetteer.sources import default_sources, geonames_sources  # noqa: PLC0415

    started = time.perf_counter()
    if options.geonames:
        tables = geonames_sources([options.geonames], options.alternate_names)
        gazetteer = build_chosen([*tables, *default_sources()])
    else:
        gazetteer = open_gazetteer()
    seconds = time.perf_counter() - started
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / MEGABYTE
    assert len(gazetteer)
    return {"seconds": seconds, "peak_mb": peak}


def open_it(_options: argparse.Namespace) -> dict[str, Any]:
    """Open the gazetteer and look one name up; the modules are loaded before."""
    from geocache.gazetteer import open_gazetteer  # noqa: PLC0415

    started = time.perf_counter()
    assert open_gazetteer().matches("Aleppo")
    return {"seconds": time.perf_counter() - started, "memory_mb": memory_mb()}


def look(_options: argparse.Namespace) -> dict[str, Any]:
    """Look names up exactly and loosely; search for them with a letter wrong."""
    from geocache.gazetteer import open_gazetteer  # noqa: PLC0415

    gazetteer = open_gazetteer()
    chance = random.Random(SEED)  # noqa: S311  no secret
    names = [gazetteer._places[chance.randrange(len(gazetteer))].name for _ in range(3 * NAMES)]
    exact, loose, typed = names[:NAMES], names[NAMES : 2 * NAMES], names[2 * NAMES :]
    memory = [timed(gazetteer.matches, exact), memory_mb()]
    exact_us, loose_us = memory[0], timed(gazetteer.loose_matches, loose)
    mistyped = [with_error(name, chance) for name in typed[:SEARCHES]]
    search_us = timed(gazetteer.search, mistyped)
    return {
        "exact_us": statistics.median(exact_us),
        "loose_us": statistics.median(loose_us),
        "search_ms": statistics.median(search_us) / 1e3,
        "memory_mb": memory[1],
    }


def timed(look_up: Callable[[str], object], names: list[str]) -> list[float]:
    """Microseconds that each look-up takes."""
    times = []
    for name in names:
        started = time.perf_counter_ns()
        look_up(name)
        times.append((time.perf_counter_ns() - started) / 1e3)
    return times


def with_error(name: str, chance: random.Random) -> str:
    """Name with two neighbouring letters in the wrong order."""
    at = chance.randrange(max(1, len(name) - 1))
    return name[:at] + name[at : at + 2][::-1] + name[at + 2 :]


def memory_mb() -> float:
    """Memory of this process now, with what it has mapped and touched."""
    status = Path("/proc/self/status")
    if not status.exists():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / MEGABYTE
    (line,) = (ln for ln in status.read_text().splitlines() if ln.startswith("VmRSS"))
    return int(line.split()[1]) / 1e3


STEPS = {"build": build, "open": open_it, "look": look}

if __name__ == "__main__":
    main()
