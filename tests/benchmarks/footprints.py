"""How long reading spatial expressions and drawing them takes, beside the other stages.

    python tests/benchmarks/footprints.py [--corpus FILE.jsonl] [--markdown]

Documents of 2,000 characters are cut from the corpus (JSON lines with a "text"), or from the
shipped report, and resolved beforehand. Times are the best of several passes, on one core: of
documents without an expression, of the first of these with five and with ten put in front, and of
the patterns that take longest where there is nothing to find.
"""

import argparse
import json
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from geocache import Footprint, Geoparser, ParsedText
from geocache.caching import Caches
from geocache.evaluation import MARKDOWN_HELP, Figures
from geocache.footprint import Shaper
from geocache.footprint.grammar.masking import mask
from geocache.footprint.registry import patterns

SIZE, DOCUMENTS, PASSES, MANY = 2_000, 200, 7, 40
FIVE = (
    "In northern Syria a convoy 20 km north of Raqqa was hit. Villages within 6 km of the Turkish "
    "border were emptied, and the Damascus–Aleppo road was closed. The 55-km zone around Al Tanf "
    "is quiet.\n"
)
TEN = FIVE + (
    "Shelling hit Idlib, Hama and Aleppo provinces. The Lebanese–Syrian border is shut. Boats left "
    "the Libyan coast, a tanker waited 12 miles off Tartus, and villages between Saraqib and "
    "Maarat al-Numan were searched.\n"
)
SHIPPED = Path(__file__).parents[2] / "data" / "documents"


def main() -> None:
    """Measure, and print a table, and without --markdown the patterns that take longest."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--corpus", type=Path)
    parser.add_argument("--markdown", action="store_true", help=MARKDOWN_HELP)
    options = parser.parse_args()
    geoparser = Geoparser()
    parsed = [geoparser.parse(text) for text in documents(options.corpus)]
    plain = [found for found in parsed if not expressions(found)]
    maker = Shaper(geoparser.gazetteer, Caches())
    figures = Figures("expressions", "found", "found and drawn again", "found and drawn first")
    rows = [("none", plain)] + [
        (name, [geoparser.parse((words + plain[0].text)[:SIZE])])
        for name, words in (("five", FIVE), ("ten", TEN))
    ]
    for name, found in rows:
        fresh = Shaper(geoparser.gazetteer, Caches())
        first = seconds(lambda found=found, fresh=fresh: draw(fresh, found))
        passes = PASSES if len(found) > 1 else MANY
        read = best(lambda found=found: [shape(maker, one) for one in found], passes)
        again = best(lambda found=found: draw(maker, found), passes)
        times = [1000 * one / len(found) for one in (read, again, first)]
        figures.add(name, *(f"{taken:.2f} ms" for taken in times))
    print(figures.text(markdown=options.markdown))
    if not options.markdown:
        print(f"\n{len(plain)} of {len(parsed)} documents have no expression\n")
        print(pattern_times(plain).plain())


def documents(corpus: Path | None) -> list[str]:
    """Texts of one size."""
    if corpus:
        lines = corpus.read_text(encoding="utf-8").split("\n")
        texts = [json.loads(line)["text"] for line in lines if line]
    else:
        texts = [path.read_text(encoding="utf-8") for path in sorted(SHIPPED.glob("*.txt"))]
    whole = "\n".join(texts)
    return [whole[at : at + SIZE] for at in range(0, len(whole), SIZE)][:DOCUMENTS]


def expressions(parsed: ParsedText) -> int:
    """How many footprints are more than a mention."""
    spans = {(mention.start, mention.end) for mention in parsed.mentions}
    return sum((f.start, f.end) not in spans for f in parsed.footprints)


def shape(maker: Shaper, parsed: ParsedText) -> tuple[Footprint, ...]:
    """Find the expressions of a document without drawing them."""
    resolutions = [mention.resolution for mention in parsed.mentions if mention.resolution]
    return maker.shape(parsed.text, parsed.mentions, resolutions)


def draw(maker: Shaper, found: Sequence[ParsedText]) -> None:
    """Read documents and draw all that is in them."""
    for parsed in found:
        for footprint in shape(maker, parsed):
            _ = footprint.geometry


def pattern_times(plain: Sequence[ParsedText]) -> Figures:
    """Return the patterns that take longest where there is nothing to find."""
    masked = [mask(found.text, [(m.start, m.end) for m in found.mentions]) for found in plain]
    times = {}
    for pattern in patterns():
        for text in masked:
            text.windows(pattern.stems)
        times[pattern.name] = best(
            lambda pattern=pattern: [list(pattern.matches(text)) for text in masked], PASSES
        )
    figures = Figures("pattern", "µs a document without an expression")
    for name, taken in sorted(times.items(), key=lambda item: -item[1])[:8]:
        figures.add(name, f"{1e6 * taken / len(plain):.1f}")
    return figures


def best(action: Callable[[], object], passes: int) -> float:
    """Seconds of the quickest pass."""
    return min(seconds(action) for _ in range(passes))


def seconds(action: Callable[[], object]) -> float:
    """Processor time that something takes."""
    started = time.process_time()
    action()
    return time.process_time() - started


if __name__ == "__main__":
    main()
