"""Read made-up reports again after a file of places changed, and see whether the list is right.

    python tests/benchmarks/rereading.py [--reports 2000] [--seed 7] [--control] [--markdown]

What would change is worked out a second time, without the program's own comparison: the same
reports are read into an empty workspace with the changed places and the same decisions, and the
tables of both are compared by SQL. `sitmap reread` has to list the same differences, no more and no
fewer, all of them in reports that name a place that changed. What people decided stays, in the
record and in the readings, and with all accepted the workspace is as the one that was read anew.
Ends with status 1 where anything is otherwise. 2,000 reports take some five minutes.
"""

import argparse
import json
import math
import re
import sys
import time
from collections import defaultdict
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

import keeping_faults as keeping

from dashboard.decisions import Act, Desk, Reach, Target, Verdict
from dashboard.workspace import Workspace
from geocache.evaluation import MARKDOWN_HELP, Figures

HERE = Path(__file__).parent
FILE = "own.csv"
HEADINGS = "name,lat,lon,id,feature,countries,also\n"
STAY = """\
Qorvale,35.5,38.5,,P.PPL,SY,
Ubrakesh,33.1,44.2,,P.PPL,IQ,Ubrakesch
"""
BEFORE = """\
Vestamar,35.9,38.1,,P.PPL,SY,
Tolmerin,12.9,30.2,,P.PPL,SD,
Ostrelle,15.1,44.9,,P.PPL,YE,
Halvenk,48.1,37.5,,P.PPL,UA,
"""
AFTER = """\
Vestamar,36.4,39.6,,P.PPL,SY,
Ostrelle,15.1,44.9,,A.ADM3,YE,
Halvenk,48.1,37.5,,P.PPL,UA,Pernovets
Irrizola,31.4,35.1,,P.PPL,PS,
Omdurman,34.2,40.7,,P.PPL,SY,
Deir ez-Zor,35.6,40.5,geonames:170794,P.PPLA,SY,
"""
"""One moved, one gone, one another kind of place, one with another name, two new, one of which is
called as a town that is known, and a known one that was put elsewhere."""
CHANGED = ("Vestamar", "Tolmerin", "Ostrelle", "Halvenk", "Pernovets", "Irrizola", "Omdurman")
PUT_ELSEWHERE, ITS_ID = "Deir ez-Zor", "geonames:170794"
SENTENCES = (
    "A convoy stopped in Qorvale.",
    "The road from Qorvale to Vestamar is open.",
    "Shots were heard 12 km north of Vestamar, and people flee there.",
    "Rain fell in Tolmerin and in Ubrakesh.",
    "Doctors work in Ostrelle.",
    "A bridge between Halvenk and Pernovets was closed.",
    "Two schools opened in Irrizola.",
    "Ministers met in Cairo and in Omdurman.",
    "A market burnt down in Deir ez-Zor.",
)
"""What is added to every third report, one after the other; places that nobody else has."""
SURE_ENOUGH = 0.05
SAME_SPOT_KM = 0.05
MENTIONS = """
SELECT d.hash, e.start, e."end",
       substr(t.text, e.start + 1, e."end" - e.start), l.key, l.lon, l.lat, e.role,
       e.outcome, e.confidence, f.start, f."end", m.kind, m.role, m.exact, n.text,
       m.uncertainty_km, m.lon, m.lat, m.west, m.south, m.east, m.north, m.outline, g.content,
       (SELECT group_concat(key, ' ') FROM (SELECT key FROM mark_place JOIN place
        ON place.id = place_id WHERE mark_id = m.id ORDER BY key)), m.place_id IS e.place_id,
       (SELECT group_concat(number, ' ') FROM (SELECT q.number FROM observation o JOIN passage q
        ON q.id = o.passage_id WHERE o.footprint_id = f.id AND q.id <> p.id ORDER BY q.number)),
       f.review
FROM document d JOIN document_text t ON t.document_id = d.id JOIN passage p ON p.document_id = d.id
JOIN footprint f ON f.passage_id = p.id JOIN mark m ON m.id = f.mark_id
JOIN note n ON n.id = m.note_id JOIN mention e ON e.footprint_id = f.id
LEFT JOIN mark_geometry g ON g.mark_id = m.id LEFT JOIN place l ON l.id = e.place_id
"""
THEMES = """
SELECT d.hash, p.start, p."end", t.name FROM document d JOIN passage p ON p.document_id = d.id
JOIN theme_hit h ON h.passage_id = p.id JOIN theme t ON t.id = h.theme_id WHERE h.core
ORDER BY d.hash, p.number, t.name
"""
DATES = """
SELECT d.hash, p.start, p."end", a.start, a."end", a.date FROM document d
JOIN passage p ON p.document_id = d.id JOIN date_mention a ON a.passage_id = p.id
ORDER BY d.hash, a.start
"""
DATED = """
SELECT d.hash, p.start, p."end", f.start, f."end", o.date FROM document d
JOIN passage p ON p.document_id = d.id JOIN observation o ON o.passage_id = p.id
JOIN footprint f ON f.id = o.footprint_id
"""
PASSAGES = """
SELECT d.hash, p.start, p."end" FROM document d JOIN passage p ON p.document_id = d.id
ORDER BY d.hash, p.number
"""
Row = tuple[Any, ...]
Span = tuple[str, int, int]
Found = tuple[str, int, int, str, str]
"""Report, words from and to, and kind and what is otherwise, as `sitmap reread` calls them."""


class Mention(NamedTuple):
    """A row of `MENTIONS`, after the report and the words' offsets."""

    words: str
    place: str | None
    lon: float
    lat: float
    role: int
    outcome: int
    confidence: float
    drawn: Row
    """The expression, and all that is drawn of it."""
    is_alone: bool
    """Whether the place alone is drawn."""
    carried: str | None
    """Numbers of other passages that speak of it."""
    review: int

    @classmethod
    def of(cls, row: Row) -> "Mention":
        """Make one of what the query gives."""
        words, place, lon, lat, role, outcome, confidence, *drawn, alone, carried, review = row
        first = words, place, lon, lat, role, outcome, confidence
        return cls(*first, tuple(drawn), bool(alone), carried, review)

    @property
    def position(self) -> tuple[float, float] | None:
        """Where its place lies: as it is drawn where it alone is, else as the place is kept."""
        if self.place is None:
            return None
        lon, lat = self.drawn[7:9]
        return (lon, lat) if self.is_alone and lon is not None else (self.lon, self.lat)


@dataclass(frozen=True, slots=True)
class Tables:
    """What a workspace says of reports, as its tables have it."""

    mentions: dict[Span, Mention]
    passages: list[Row]
    themes: dict[Row, list[Row]]
    dates: dict[Row, list[Row]]
    dated: dict[Row, dict[Row, str]]

    @classmethod
    def of(cls, path: Path) -> "Tables":
        """Read the tables."""
        with closing(keeping.faults.opened(path)) as connection:
            mentions = {row[:3]: Mention.of(row[3:]) for row in connection.execute(MENTIONS)}
            grouped: list[dict[Row, list[Row]]] = []
            for query in (THEMES, DATES, DATED):
                found: dict[Row, list[Row]] = defaultdict(list)
                for row in connection.execute(query):
                    found[row[:3]].append(row[3:])
                grouped.append(found)
            passages = [*connection.execute(PASSAGES)]
        dated = {key: {row[:2]: row[2] for row in rows} for key, rows in grouped[2].items()}
        return cls(mentions, passages, grouped[0], grouped[1], dated)


def expected(old: Tables, new: Tables) -> set[Found]:
    """Work out what differs between two workspaces that hold the same reports."""
    if old.passages != new.passages:
        raise AssertionError("places changed where passages begin")
    found: set[Found] = set()
    for span in old.mentions.keys() | new.mentions.keys():
        was, now = old.mentions.get(span), new.mentions.get(span)
        if was is None or now is None:
            found.add((*span, "gone" if now is None else "new", "place"))
        elif said := otherwise(was, now):
            found.add((*span, *said))
    for passage in old.passages:
        if old.themes.get(passage) != new.themes.get(passage):
            found.add((*passage, "changed", "themes"))
        dated, again = old.dated.get(passage, {}), new.dated.get(passage, {})
        differs = any(dated[words] != again[words] for words in dated.keys() & again.keys())
        if differs or old.dates.get(passage) != new.dates.get(passage):
            found.add((*passage, "changed", "dates"))
    return found


def otherwise(was: Mention, now: Mention) -> tuple[str, str] | None:
    """Return how a mention of the same words differs."""
    first, second = was.position, now.position
    if was.place != now.place or (first and second and km(first, second) > SAME_SPOT_KM):
        return "moved", "place"
    if was.role != now.role:
        return "changed", "role"
    if was.outcome != now.outcome or abs(was.confidence - now.confidence) >= SURE_ENOUGH:
        return "changed", "certainty"
    if was.drawn != now.drawn:
        return "changed", "shape"
    if was.carried != now.carried:
        return "changed", "passages"
    return None


def km(first: tuple[float, float], second: tuple[float, float]) -> float:
    """Kilometres between two places, along a great circle."""
    (west, south), (east, north) = [tuple(map(math.radians, one)) for one in (first, second)]
    half = math.sin((north - south) / 2) ** 2
    half += math.cos(south) * math.cos(north) * math.sin((east - west) / 2) ** 2
    return 2 * 6371.0 * math.asin(math.sqrt(half))


# ---- what is decided


def decide(path: Path) -> None:
    """Decide about places that change and others, as far as decisions reach."""
    kept = Workspace(path)
    desk = Desk(kept)

    mentions = Tables.of(path).mentions

    def first(words: str) -> Target:
        return Target(*min(span for span, one in mentions.items() if one.words == words))

    decided: list[tuple[Target, Verdict, Reach]] = [
        (first("Vestamar"), Verdict(Act.CONFIRM), Reach.DOCUMENT),
        (first("Tolmerin"), Verdict(Act.CONFIRM), Reach.MENTION),
        (first("Irrizola"), Verdict(Act.REJECT), Reach.DOCUMENT),
        (first("Pernovets"), Verdict(Act.UNKNOWN), Reach.MENTION),
        (first("Omdurman"), Verdict(Act.CONFIRM), Reach.SOURCE),
        (first("Ostrelle"), Verdict(Act.ROLE, role="associative"), Reach.MENTION),
        (first("Deir ez-Zor"), Verdict(Act.CONFIRM), Reach.MENTION),
        (first("Cairo"), Verdict(Act.PLACE, "geonames:170063"), Reach.EVERYWHERE),
        (first("Halvenk"), Verdict(Act.DATE, date="2024-02-03"), Reach.DOCUMENT),
    ]
    for number, (target, verdict, reach) in enumerate(decided):
        desk.decide(target, verdict, reach, who="x", uid=f"one-{number}")
    desk.settle()
    kept.close()


def record(path: Path) -> list[Row]:
    """Everything that is recorded of decisions."""
    with closing(keeping.faults.opened(path)) as connection:
        return [*connection.execute("SELECT * FROM decision ORDER BY id")]


def decided_mentions(tables: Tables) -> dict[Span, Row]:
    """What the mentions mean that somebody decided about."""
    return {
        span: (one.words, one.place, one.role, one.outcome, one.review)
        for span, one in tables.mentions.items()
        if one.review
    }


# ---- the whole


def prepared(folder: Path, reports: int, seed: int) -> Path:
    """Write reports; every third has a sentence more about places that nobody else has."""
    made = folder / "reports"
    keeping.generated.write_reports(made, reports, seed=seed)
    for number, path in enumerate(sorted(made.rglob("*.txt"))):
        if number % 3 == 0:
            with path.open("a", encoding="utf-8") as stream:
                stream.write(f"\n\n{SENTENCES[number // 3 % len(SENTENCES)]}\n")
    return made


def timed(work: Callable[[], Any]) -> tuple[Any, float]:
    """Do something; return what came of it and the seconds on the clock."""
    began = time.monotonic()
    return work(), time.monotonic() - began


def listed(path: Path) -> dict[str, Any]:
    """What `sitmap reread` lists."""
    made: dict[str, Any] = json.loads(keeping.run("reread", "--workspace", path, "--json"))
    return made


def naming(path: Path, *tables: Tables) -> set[str]:
    """Reports that name a place that changed, in the old file or in the new one."""
    words = re.compile("|".join((*CHANGED, PUT_ELSEWHERE)))
    query = "SELECT d.hash, t.text FROM document d JOIN document_text t ON t.document_id = d.id"
    with closing(keeping.faults.opened(path)) as connection:
        found = {key for key, text in connection.execute(query) if words.search(text)}
    mentions = [item for one in tables for item in one.mentions.items()]
    return found | {span[0] for span, mention in mentions if mention.place == ITS_ID}


def look(
    folder: Path, reports: int, seed: int, *, control: bool
) -> tuple[dict[str, Any], list[str]]:
    """Read, decide, read again and accept; return figures, and in words what is wrong."""
    wrong: list[str] = []

    def must_be(condition: bool, words: str) -> None:  # noqa: FBT001
        if not condition:
            wrong.append(words)

    made = prepared(folder, reports, seed)
    old, anew, own = folder / "old.sitmap", folder / "anew.sitmap", folder / FILE
    own.write_text(HEADINGS + STAY + BEFORE)
    _, first_s = timed(lambda: keeping.run("add", "--workspace", old, "--places", own, made))
    decide(old)
    log, before, digests = record(old), Tables.of(old), keeping.digests(old)

    if control:
        Workspace(old).add_pack(FILE, (HEADINGS + STAY + BEFORE + "\n").encode())
        said = listed(old)
        must_be(not said["list"], f"{len(said['list'])} changes, and no place changed")
        must_be(keeping.digests(old) == digests, "where no place changed readings did")

    Workspace(old).add_pack(FILE, (HEADINGS + STAY + AFTER).encode())
    said, again_s = timed(lambda: listed(old))
    waiting = {change["document"] for change in said["list"]}
    now = keeping.digests(old)
    must_be(all(now[key] == digests[key] for key in waiting), "an old reading does not stand")
    must_be(not expected(before, Tables.of(old)), "something was taken over unasked")
    must_be(record(old) == log, "the record of decisions changed")

    own.write_text(HEADINGS + STAY + AFTER)
    keeping.run("add", "--workspace", anew, "--places", own, made)
    keeping.run("merge", old, "--workspace", anew)
    after = Tables.of(anew)
    wanted = expected(before, after)
    got = {(c["document"], c["start"], c["end"], c["kind"], c["what"]) for c in said["list"]}
    must_be(len(got) == len(said["list"]), "a change is listed twice")
    for title, some in (("not listed", wanted - got), ("listed, and no change", got - wanted)):
        must_be(not some, f"{len(some)} {title}, as {sorted(some)[:3]}")
    named = naming(old, before, after)
    strange = {one[0] for one in got} - named
    must_be(not strange, f"{len(strange)} reports differ that name no changed place")

    decided = decided_mentions(before)
    _, accept_s = timed(lambda: keeping.run("reread", "--workspace", old, "--accept"))
    must_be(record(old) == log, "to accept changed the record of decisions")
    final = Tables.of(old)
    kept = decided_mentions(final)
    lost = [span for span, facts in decided.items() if kept.get(span) != facts]
    must_be(not lost, f"{len(lost)} decided mentions mean something else, as {lost[:3]}")
    must_be(final == after, "with all accepted the workspace is not as the one read anew")
    figures = {
        "reports": len(digests),
        "reports that name a changed place": len(named),
        "reports with changes": len({one[0] for one in got}),
        "changes that are listed": len(got),
        "changes that SQL works out": len(wanted),
        "listed, and no change": len(got - wanted),
        "a change, and not listed": len(wanted - got),
        "decisions": len(log),
        "mentions that they decide": len(decided),
        "of these mean something else then": len(lost),
        "with all accepted, not as read anew": len(expected(final, after)),
        "seconds: first reading": round(first_s),
        "seconds: again, and the list": round(again_s),
        "seconds: all accepted": round(accept_s),
    }
    return figures, wrong


def main() -> int:
    """Look, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--reports", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument(
        "--control",
        action="store_true",
        help="read again before, too, with a file that only is written otherwise",
    )
    parser.add_argument("--markdown", action="store_true", help=MARKDOWN_HELP)
    asked = parser.parse_args()
    with TemporaryDirectory() as name:
        figures, wrong = look(Path(name), asked.reports, asked.seed, control=asked.control)
    table = Figures("", "")
    for words, figure in figures.items():
        table.add(words, f"{figure:,}")
    print(table.text(markdown=asked.markdown))
    for words in wrong:
        print(f"WRONG: {words}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
