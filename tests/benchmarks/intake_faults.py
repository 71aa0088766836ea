"""Kill `sitmap add` at random moments, and see whether anything is lost or half.

    python tests/benchmarks/intake_faults.py [--kills 200] [--reports 300] [--seed 7] [--markdown]

Every process of a run is ended at once, as by `kill -9`, while a reader asks what is stored. After
each kill all that the reader saw must be there, every report equal to the same report in a
workspace that was filled in one go, and `sitmap check` content. Runs go on with the same workspace
until one comes to its end; the next kill finds an empty one. 200 kills take about 20 minutes.
"""

import argparse
import hashlib
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

from geocache.evaluation import MARKDOWN_HELP, Figures

SITMAP = [sys.executable, "-c", "from dashboard.cli import main; main()"]
END_S = 120
ASKED_EVERY_S = 0.005
OF_A_REPORT = (
    """
    SELECT d.hash, d.title, t.text, s.name, d.url, d.author, d.language, d.date, d.date_precision,
           dn.text, d.first_day, d.last_day, d.note, e.identity, o.checksum, o.media_type, o.content
    FROM document d
    JOIN document_text t ON t.document_id = d.id
    JOIN source s ON s.id = d.source_id
    JOIN engine e ON e.id = d.engine_id
    LEFT JOIN note dn ON dn.id = d.date_note
    LEFT JOIN original o ON o.document_id = d.id
    """,
    """
    SELECT d.hash, p.number, p.start, p."end"
    FROM document d
    JOIN passage p ON p.document_id = d.id
    ORDER BY d.hash, p.number
    """,
    """
    SELECT d.hash, p.number, w.text, f.start, f."end", f.confidence, f.outcome, f.review, m.hash,
           m.kind, m.role, m.exact, n.text, m.uncertainty_km, m.lon, m.lat, m.west, m.south, m.east,
           m.north, m.outline, g.content,
           (SELECT group_concat(key, ' ') FROM (
               SELECT key FROM mark_place JOIN place ON place.id = place_id
               WHERE mark_id = m.id ORDER BY key))
    FROM document d
    JOIN passage p ON p.document_id = d.id
    JOIN footprint f ON f.passage_id = p.id
    JOIN mark m ON m.id = f.mark_id
    JOIN wording w ON w.id = f.wording_id
    JOIN note n ON n.id = m.note_id
    LEFT JOIN mark_geometry g ON g.mark_id = m.id
    ORDER BY d.hash, f.start, f.id
    """,
    """
    SELECT d.hash, me.start, me."end", me.kind, me.role, me.role_probability, me.outcome,
           me.probability, me.confidence, pl.key, f.start
    FROM document d
    JOIN passage p ON p.document_id = d.id
    JOIN footprint f ON f.passage_id = p.id
    JOIN mention me ON me.footprint_id = f.id
    LEFT JOIN place pl ON pl.id = me.place_id
    ORDER BY d.hash, me.start, me.id
    """,
    """
    SELECT d.hash, p.number, t.name, h.score, h.core, h.cues
    FROM document d
    JOIN passage p ON p.document_id = d.id
    JOIN theme_hit h ON h.passage_id = p.id
    JOIN theme t ON t.id = h.theme_id
    ORDER BY d.hash, p.number, t.name
    """,
    """
    SELECT d.hash, m.start, m."end", m.date, m.date_precision, n.text, m.first_day, m.last_day
    FROM document d
    JOIN passage p ON p.document_id = d.id
    JOIN date_mention m ON m.passage_id = p.id
    LEFT JOIN note n ON n.id = m.date_note
    ORDER BY d.hash, m.start
    """,
    """
    SELECT d.hash, p.number, f.start, o.dated, o.date, o.date_precision, n.text, o.first_day,
           o.last_day, c.text
    FROM document d
    JOIN passage p ON p.document_id = d.id
    JOIN observation o ON o.passage_id = p.id
    JOIN footprint f ON f.id = o.footprint_id
    LEFT JOIN note n ON n.id = o.date_note
    LEFT JOIN note c ON c.id = o.carried
    ORDER BY d.hash, p.number, f.start, f.id
    """,
)
"""Everything that is stored of a report, by content: ids depend on the order of the reading."""
STANDING = "SELECT hash FROM document WHERE replaced_by IS NULL"
SUFFIXES = ("", "-wal", "-shm", "-journal")


@dataclass(frozen=True, slots=True)
class Kill:
    """A run that was killed, and what was found."""

    after_s: float
    """From the start of the process."""
    before: int
    """Reports that were stored when it started."""
    seen: int
    """Reports that a reader saw before the kill."""
    kept: int
    """Reports that were there after it."""
    lost: int
    """Of those that were seen."""
    half: int
    """Reports that are not as in the reference."""
    sound: bool
    """Whether `sitmap check` found nothing."""
    asked: int
    """How often the reader asked."""
    errors: tuple[str, ...]
    """Of the reader."""
    said: str
    """What `sitmap check` found, when it found anything."""


@dataclass(slots=True)
class Reader:
    """Asks a workspace in a loop which reports are stored, and keeps what it saw."""

    workspace: Path
    seen: set[str] = field(default_factory=set)
    asked: int = 0
    errors: list[str] = field(default_factory=list)

    def ask(self) -> None:
        """Look once; until the file is made there is nothing to see."""
        try:
            self.seen |= stored(self.workspace)
            self.asked += 1
        except sqlite3.Error as error:
            if self.asked:
                self.errors.append(str(error))


def add(workspace: Path, *paths: Path, workers: int | None = None) -> subprocess.Popen[str]:
    """Start `sitmap add` as the first of a group of processes."""
    options = ["--workers", str(workers)] if workers else []
    return subprocess.Popen(
        [*SITMAP, "add", "--workspace", str(workspace), *options, *map(str, paths)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


@contextmanager
def adding(
    workspace: Path, *paths: Path, workers: int | None = None
) -> Iterator[subprocess.Popen[str]]:
    """Start `sitmap add`; nothing of it is left behind."""
    with add(workspace, *paths, workers=workers) as process:
        try:
            yield process
        finally:
            send(process, signal.SIGKILL)


def send(process: subprocess.Popen[str], number: signal.Signals) -> None:
    """Send a signal to every process of a group that was started here."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, number)


def stored(workspace: Path) -> set[str]:
    """Hashes of the reports that stand; raises sqlite3.Error while there is no such table."""
    with closing(opened(workspace)) as connection:
        return {row[0] for row in connection.execute(STANDING)}


def opened(workspace: Path) -> sqlite3.Connection:
    """Open for reading, as any program would."""
    return sqlite3.connect(f"{workspace.as_uri()}?mode=ro", uri=True, timeout=30)


def digests(workspace: Path) -> dict[str, str]:
    """Digest of everything that is stored of each report, by its hash."""
    found: dict[str, Any] = {}
    with closing(opened(workspace)) as connection:
        connection.execute("BEGIN")
        for query in OF_A_REPORT:
            for report, *facts in connection.execute(query):
                found.setdefault(report, hashlib.sha256()).update(repr(facts).encode())
    return {report: digest.hexdigest() for report, digest in found.items()}


def check(workspace: Path) -> subprocess.CompletedProcess[str]:
    """Run `sitmap check` on a workspace."""
    command = [*SITMAP, "check", "--workspace", str(workspace)]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=END_S)


def kills(
    reports: Path, folder: Path, reference: dict[str, str], whole_s: float, chance: Random
) -> Iterator[Kill]:
    """Kill runs over a folder of reports, one after the other, without end.

    Parameters
    ----------
    reports
        Folder of reports.
    folder
        Where workspaces are made.
    reference
        Digests of a workspace that was filled in one go.
    whole_s
        Seconds that a run takes from its start to its end.
    chance
        Chooses the moments.

    Raises
    ------
    AssertionError
        A run came to its end, and its workspace is not as the reference.
    """
    workspace = folder / "killed.sitmap"
    while True:
        before = len(digests_if_any(workspace))
        moment = chance.uniform(0, whole_s)
        if not killed(workspace, reports, moment, reader := Reader(workspace)):
            assert digests(workspace) == reference, "a run that came to its end left another state"
            remove(workspace)
            continue
        yield verdict(workspace, reference, reader, moment, before)


def killed(workspace: Path, reports: Path, moment: float, reader: Reader) -> bool:
    """Start a run and kill it; return False when it came to its end before."""
    until = time.monotonic() + moment
    with adding(workspace, reports) as process:
        while time.monotonic() < until:
            if process.poll() is not None:
                errors = process.communicate()[1]
                assert process.returncode == 0, errors
                return False
            if workspace.exists():
                reader.ask()
            time.sleep(ASKED_EVERY_S)
        send(process, signal.SIGKILL)
        process.wait(END_S)
    return True


def verdict(
    workspace: Path, reference: dict[str, str], reader: Reader, moment: float, before: int
) -> Kill:
    """Look at what a kill left."""
    if not workspace.exists():  # it was killed before there was any
        return Kill(moment, before, 0, 0, 0, 0, True, 0, (), "")  # noqa: FBT003  sound
    checked = check(workspace)
    kept = digests_if_any(workspace)
    half = sum(reference.get(report) != digest for report, digest in kept.items())
    return Kill(
        moment,
        before,
        len(reader.seen),
        len(kept),
        len(reader.seen - kept.keys()),
        half,
        checked.returncode == 0,
        reader.asked,
        tuple(reader.errors),
        "\n".join(line for line in checked.stdout.splitlines() if line.startswith("BAD"))
        + checked.stderr,
    )


def digests_if_any(workspace: Path) -> dict[str, str]:
    """Digests of a workspace; none where its tables were not made yet."""
    try:
        return digests(workspace) if workspace.exists() else {}
    except sqlite3.OperationalError as error:
        if "no such table" not in str(error):
            raise
        return {}


def remove(workspace: Path) -> None:
    """Delete a workspace and what stands beside it."""
    for suffix in SUFFIXES:
        workspace.with_name(workspace.name + suffix).unlink(missing_ok=True)


def filled(workspace: Path, reports: Path) -> float:
    """Fill a workspace in one go; return the seconds that it took."""
    began = time.monotonic()
    with adding(workspace, reports) as process:
        _, errors = process.communicate(timeout=10 * END_S)
        assert process.returncode == 0, errors
    return time.monotonic() - began


def main() -> None:
    """Kill, and print what was found; ends with status 1 when anything was lost."""
    from generated_reports import write_reports  # noqa: PLC0415  beside this program only

    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--reports", type=int, default=300)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--markdown", action="store_true", help=MARKDOWN_HELP)
    options = parser.parse_args()
    with TemporaryDirectory() as name:
        folder = Path(name)
        reports = folder / "reports"
        write_reports(reports, options.reports)
        whole_s = filled(folder / "reference.sitmap", reports)
        reference = digests(folder / "reference.sitmap")
        print(f"{len(reference)} reports in one go: {whole_s:.1f} s", flush=True)
        found: list[Kill] = []
        runs = kills(reports, folder, reference, whole_s, Random(options.seed))  # noqa: S311
        while len(found) < options.kills:
            found.append(next(runs))
            if fault := fault_of(found[-1]):
                print(f"kill {len(found)}: {fault}", flush=True)
            elif len(found) % 20 == 0:
                print(f"{len(found)} kills", flush=True)
        filled(folder / "killed.sitmap", reports)
        same = digests(folder / "killed.sitmap") == reference
    print(table(found).text(markdown=options.markdown))
    print(f"the last workspace, completed, equals the reference: {'yes' if same else 'NO'}")
    sys.exit(0 if same and not any(map(fault_of, found)) else 1)


def fault_of(kill: Kill) -> str:
    """Say what is wrong after a kill; empty when nothing is."""
    if kill.lost or kill.half or kill.errors or not kill.sound:
        return f"{kill}"
    return ""


def table(found: Iterable[Kill]) -> Figures:
    """Return what was found, by how much was stored when the process was killed."""
    kept = list(found)
    groups = {
        "before anything was stored": [kill for kill in kept if not kill.kept],
        "nothing new was stored": [k for k in kept if k.kept and k.kept == k.before],
        "while reports were stored": [k for k in kept if k.kept > k.before],
        "all": kept,
    }
    counts = "kills", "reports seen", "lost", "half", "unsound", "reader asked", "its errors"
    figures = Figures("killed", *counts)
    for name, some in groups.items():
        numbers = (
            len(some),
            sum(kill.seen for kill in some),
            sum(kill.lost for kill in some),
            sum(kill.half for kill in some),
            sum(not kill.sound for kill in some),
            sum(kill.asked for kill in some),
            sum(len(kill.errors) for kill in some),
        )
        figures.add(name, *(f"{number:,}" for number in numbers))
    return figures


if __name__ == "__main__":
    main()
