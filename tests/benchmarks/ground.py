"""How large the ground of the map is that a browser asks for, at each class of zoom.

python tests/benchmarks/ground.py [--markdown]
"""

import argparse
import gzip
from itertools import pairwise

from dashboard.maps.ground import GROUND_LEVELS, ground_level
from geocache.evaluation import MARKDOWN_HELP, Figures


def main() -> None:
    """Make each level, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--markdown", action="store_true", help=MARKDOWN_HELP)
    options = parser.parse_args()
    figures = Figures("level", "zooms", "gzipped", "as JSON")
    for level, zooms in zip(GROUND_LEVELS, zooms_of(GROUND_LEVELS), strict=True):
        content = ground_level(level)
        sizes = len(content), len(gzip.decompress(content))
        figures.add(str(level), zooms, *(f"{size / 1e6:.2f} MB" for size in sizes))
    print(figures.text(markdown=options.markdown))


def zooms_of(levels: tuple[int, ...]) -> list[str]:
    """Zooms at which each level is shown; the last is for all that are beyond."""
    between = [f"{before + 1} to {level}" for before, level in pairwise(levels)]
    return [f"up to {levels[0]}", *between[:-1], f"from {levels[-2] + 1} on"]


if __name__ == "__main__":
    main()
