"""How long the themes, the dates and the casualties of a document take, beside its places.

    python tests/benchmarks/annotating.py [--corpus FILE.jsonl] [--markdown]

Documents of 2,000 characters are cut from the corpus (JSON lines with a "text"), or from the
shipped reports, each within one of its texts. Times are of the processor, the best of several
passes over all of them, in a process that does nothing else.
"""

import argparse
import json
from collections.abc import Callable, Sequence
from pathlib import Path

from footprints import best

from dashboard.annotate import Themes
from dashboard.annotate.casualties import casualties_of
from dashboard.annotate.dates import Context, dates_of
from dashboard.annotate.passages import passages_of
from dashboard.model import Passage, Precision, When
from geocache import Geoparser
from geocache.data_files import data_path
from geocache.evaluation import MARKDOWN_HELP, Figures

SIZE, DOCUMENTS, PASSES = 2_000, 200, 25
PUBLISHED = When("2024-06-15", Precision.DAY)
Cut = tuple[str, Sequence[Passage]]


def main() -> None:
    """Measure, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--corpus", type=Path, metavar="FILE", help="JSON lines with a text")
    parser.add_argument("--markdown", action="store_true", help=MARKDOWN_HELP)
    options = parser.parse_args()
    documents = [(text, passages_of(text)) for text in texts(options.corpus)]
    themes, geoparser = Themes.shipped(), Geoparser()
    context = Context(PUBLISHED, "en")
    steps: dict[str, Callable[[Cut], object]] = {
        "themes": lambda cut: themes.hits(*cut),
        "dates": lambda cut: dates_of(*cut, context),
        "casualties": lambda cut: casualties_of(*cut),
        "places, read again": lambda cut: geoparser.parse(cut[0]),
    }
    figures = Figures("of a document of 2,000 characters", "CPU time")
    for name, step in steps.items():
        taken = best(lambda step=step: [step(cut) for cut in documents], PASSES)
        figures.add(name, f"{1000 * taken / len(documents):.2f} ms")
    print(figures.text(markdown=options.markdown))


def texts(corpus: Path | None) -> list[str]:
    """Beginnings of texts, of one size; shorter texts are left out."""
    if corpus:
        lines = corpus.read_text(encoding="utf-8").split("\n")
        whole = [json.loads(line)["text"] for line in lines if line]
    else:
        folder = data_path("documents")
        whole = [path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.txt"))]
    cut = [text[at : at + SIZE] for text in whole for at in range(0, len(text), SIZE)]
    return [text for text in cut if len(text) == SIZE][:DOCUMENTS]


if __name__ == "__main__":
    main()
