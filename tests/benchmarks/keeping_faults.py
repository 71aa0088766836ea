"""Kill what keeps a workspace at random moments, and see whether anything is lost or half.

    python tests/benchmarks/keeping_faults.py [--kills 500] [--reports 60] [--seed 7] [--only NAME]
                                              [--markdown]

Every process of a command is ended at once, as by `kill -9`. After each kill the workspace must be
sound, hold every report and every decision that was acknowledged, and be in the state before the
command or after it, or between them where a command does many things one by one. At the end a
command that is run again comes to the end that one run in one go comes to. 500 kills take about 40
minutes.
"""

import argparse
import gzip
import hashlib
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from types import ModuleType
from typing import Any

from dashboard.errors import WorkspaceError
from dashboard.workspace import Workspace
from dashboard.workspace.checks import workspace_findings
from dashboard.workspace.copies import looked_over
from geocache.evaluation import MARKDOWN_HELP, Figures

HERE = Path(__file__).parent
OLD = HERE.parent / "dashboard" / "workspace" / "old_workspaces"
_END_S = 600.0
PLACES = "name,lat,lon,feature\nQorvale,35.5,38.5,P.PPL\n"
MOVED = PLACES.replace("38.5", "39.5")
DECIDE = """
import sys
from pathlib import Path
from dashboard.decisions import Act, Desk, Reach, Target, Verdict
from dashboard.workspace import Workspace
kept = Workspace(Path(sys.argv[1]))
desk = Desk(kept)
query = ('SELECT d.hash, m.start, m."end" FROM mention m JOIN footprint f ON f.id = m.footprint_id '
         'JOIN passage p ON p.id = f.passage_id JOIN document d ON d.id = p.document_id '
         'WHERE m.place_id NOT NULL ORDER BY d.hash, m.start')
for number, (report, start, end) in enumerate(kept.rows(query)):
    uid = f"{sys.argv[2]}-{number}"
    target = Target(report, start, end)
    desk.decide(target, Verdict(Act.CONFIRM), Reach.MENTION, who="x", uid=uid)
    print(uid, flush=True)
"""
"""Decides about one mention after the other, and says which decisions were acknowledged."""


def _beside(name: str) -> ModuleType:
    """Another program of this folder, which is on nobody's path."""
    spec = spec_from_file_location(name, HERE / f"{name}.py")
    if spec is None or spec.loader is None:
        raise ImportError(name)
    module = module_from_spec(spec)
    sys.modules.setdefault(name, module)
    spec.loader.exec_module(module)
    return module


faults, generated = _beside("intake_faults"), _beside("generated_reports")


@dataclass(frozen=True, slots=True)
class Fault:
    """A kill, and what it left."""

    what: str
    after_s: float
    ended: bool
    """Whether the command came to its end before."""
    wrong: str
    """What was lost, half or unsound; empty when nothing was."""


class LostError(AssertionError):
    """Something is not there any more, or is half."""


def digests(workspace: Path) -> dict[str, str]:
    """Digest of everything that is stored of each report, whatever read it last."""
    of_a_report, *others = faults.OF_A_REPORT
    found: dict[str, Any] = {}
    with closing(faults.opened(workspace)) as connection:
        connection.execute("BEGIN")
        for query in (of_a_report.replace("e.identity", "''"), *others):
            for report, *facts in connection.execute(query):
                found.setdefault(report, hashlib.sha256()).update(repr(facts).encode())
    return {report: digest.hexdigest() for report, digest in found.items()}


def digests_if_any(workspace: Path) -> dict[str, str]:
    """Digests of a workspace; none where its tables were not made yet."""
    return digests(workspace) if faults.digests_if_any(workspace) else {}


@dataclass(frozen=True, slots=True)
class Ground:
    """What all kills begin with."""

    folder: Path
    reports: Path
    before: Path
    """A workspace that holds the reports, read with places that have changed since."""
    proposed: Path
    """The same, read again; nothing was accepted."""
    after: Path
    """The same, with all accepted."""
    digests: dict[str, dict[str, str]]
    """Of the three, by report."""


def prepared(folder: Path, reports: int) -> Ground:
    """Make reports and workspaces; a kill works at copies of these."""
    made = folder / "reports"
    generated.write_reports(made, reports)
    for number, path in enumerate(sorted(made.rglob("*.txt"))):
        if number % 3 == 0:
            with path.open("a", encoding="utf-8") as stream:
                stream.write("\n\nA convoy stopped in Qorvale.\n")
    places = folder / "own.csv"
    places.write_text(PLACES)
    before, proposed, after = (folder / f"{n}.sitmap" for n in ("before", "proposed", "after"))
    run("add", "--workspace", before, "--places", places, made)
    Workspace(before).add_pack("own.csv", MOVED.encode())
    run("backup", "--workspace", before, "-o", proposed)
    run("reread", "--workspace", proposed)
    run("backup", "--workspace", proposed, "-o", after)
    run("reread", "--workspace", after, "--accept")
    found = {path.stem: digests(path) for path in (before, proposed, after)}
    if found["before"] != found["proposed"] or found["before"] == found["after"]:
        raise AssertionError("reading again is not what these kills are made for")
    return Ground(folder, made, before, proposed, after, found)


def run(*arguments: object) -> str:
    """Run a command to its end."""
    process = subprocess.run(
        [*faults.SITMAP, *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
        timeout=600,
    )
    if process.returncode:
        raise AssertionError(f"sitmap {arguments[0]}: {process.stderr}")
    return process.stdout


def killed(command: list[str], moment: float) -> tuple[bool, str]:
    """Start a command and kill it after a time; return whether it had ended, and its output."""
    with subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        start_new_session=True,
    ) as process:
        try:
            output, _ = process.communicate(timeout=moment)
        except subprocess.TimeoutExpired:
            faults.send(process, signal.SIGKILL)
            output, _ = process.communicate()
            return False, output
        return True, output


def copied(source: Path, target: Path) -> Path:
    """Copy a workspace that nobody has open."""
    faults.remove(target)
    shutil.copy(source, target)
    return target


def sound(path: Path) -> Workspace:
    """Open a workspace and look it over; raises `LostError` where anything is wrong with it."""
    kept = Workspace(path, must_exist=True)
    bad = [finding.title for finding in workspace_findings(kept, None) if not finding.ok]
    kept.close()
    if bad:
        raise LostError("; ".join(bad))
    return kept


def must_be(condition: bool, words: str) -> None:  # noqa: FBT001
    """Raise `LostError` where something does not hold."""
    if not condition:
        raise LostError(words)


# ---- what is killed; each yields a moment's seconds, the command, and looks at what it left


Look = Callable[[bool, str], None]
Scene = Iterator[tuple[list[str], Look]]


def adding(ground: Ground) -> Scene:
    """Taking reports in: what was stored stays, and the next run goes on."""
    path = ground.folder / "adding.sitmap"
    places = ground.folder / "own.csv"
    faults.remove(path)
    whole: dict[str, str] = ground.digests["before"]

    def look(ended: bool, _said: str) -> None:  # noqa: FBT001
        if path.exists():
            sound(path)
            kept = digests_if_any(path)
            must_be(kept.items() <= whole.items(), "a report is half")
            must_be(kept == whole or not ended, "a run that came to its end left reports out")
        if ended:
            faults.remove(path)

    while True:
        command = ["add", "--workspace", str(path), "--places", str(places), str(ground.reports)]
        yield [*faults.SITMAP, *command], look


def rereading(ground: Ground) -> Scene:
    """Reading again: the old reading stands, and the next run goes on."""
    path = copied(ground.before, ground.folder / "rereading.sitmap")
    proposals = "SELECT count(*) FROM proposal"
    most = Workspace(ground.proposed).rows(proposals)[0][0]
    seen = [0]

    def look(ended: bool, _said: str) -> None:  # noqa: FBT001
        kept = sound(path)
        count = kept.rows(proposals)[0][0]
        kept.close()
        must_be(digests(path) == ground.digests["before"], "the old reading changed")
        must_be(seen[0] <= count <= most, f"{count} proposals, after {seen[0]}, of {most}")
        must_be(count == most or not ended, "a run that came to its end left reports out")
        seen[0] = count
        if ended:
            copied(ground.before, path)
            seen[0] = 0

    while True:
        yield [*faults.SITMAP, "reread", "--workspace", str(path)], look


def accepting(ground: Ground) -> Scene:
    """Accepting: each report is as it was or as it is to be."""
    path = copied(ground.proposed, ground.folder / "accepting.sitmap")
    old, new = ground.digests["before"], ground.digests["after"]

    def look(ended: bool, _said: str) -> None:  # noqa: FBT001
        sound(path)
        kept = digests(path)
        must_be(kept.keys() == old.keys(), "a report is gone")
        half = [key for key, digest in kept.items() if digest not in {old[key], new[key]}]
        must_be(not half, f"{len(half)} reports are half")
        must_be(kept == new or not ended, "a run that came to its end left reports out")
        if ended:
            copied(ground.proposed, path)

    while True:
        yield [*faults.SITMAP, "reread", "--workspace", str(path), "--accept"], look


def backing_up(ground: Ground) -> Scene:
    """Copying: what has the copy's name is a whole copy, and the workspace stays as it is."""
    target = ground.folder / "backup.sitmap"

    def look(ended: bool, _said: str) -> None:  # noqa: FBT001
        must_be(digests(ground.after) == ground.digests["after"], "the workspace changed")
        must_be(target.exists() or not ended, "there is no copy")
        if target.exists():
            looked_over(target)
            must_be(digests(target) == ground.digests["after"], "the copy is half")
            faults.remove(target)

    while True:
        command = ["backup", "--workspace", str(ground.after), "-o", str(target)]
        yield [*faults.SITMAP, *command], look


def restoring(ground: Ground) -> Scene:
    """Putting back: the workspace is as before or as the copy, and what was there is kept."""
    path = ground.folder / "restoring.sitmap"
    old, new = ground.digests["after"], ground.digests["before"]

    def look(ended: bool, _said: str) -> None:  # noqa: FBT001
        sound(path)
        now = digests(path)
        must_be(now in (old, new), "the workspace is half")
        must_be(now == new or not ended, "a run that came to its end did nothing")
        before = list(ground.folder.glob("restoring.before-restore-*.sitmap"))
        if now == new:
            must_be(len(before) == 1, "what was there before is not kept")
        for kept in before:
            must_be(digests(kept) == old, "what was there before is half")
            faults.remove(kept)

    while True:
        copied(ground.after, path)
        command = ["restore", str(ground.before), "--workspace", str(path)]
        yield [*faults.SITMAP, *command], look


def migrating(ground: Ground) -> Scene:
    """Taking over a workspace of an earlier version: it is of the one or the other, and whole."""
    names = sorted(OLD.glob("version-*.sqlite.gz"))
    path = ground.folder / "migrating.sitmap"
    count = "SELECT count(*), count(DISTINCT title) FROM document"
    for number in range(1 << 30):
        source = names[number % len(names)]
        for left in ground.folder.glob("migrating.sitmap*"):
            left.unlink()
        path.write_bytes(gzip.decompress(source.read_bytes()))
        with closing(faults.opened(path)) as connection:
            before = connection.execute(count).fetchone()

        def look(_ended: bool, _said: str, before: tuple[int, int] = before) -> None:  # noqa: FBT001
            kept = sound(path)  # taken over now, where it was not yet
            must_be(kept.rows(count) == [before], "a report is gone")
            kept.close()
            (copy,) = ground.folder.glob("migrating.sitmap.version-?")
            looked_over(copy)

        yield [*faults.SITMAP, "check", "--workspace", str(path)], look


def deciding(ground: Ground) -> Scene:
    """Deciding: every decision that was acknowledged is there, with the reading it made."""
    path = copied(ground.after, ground.folder / "deciding.sitmap")
    acknowledged: set[str] = set()
    for number in range(1 << 30):

        def look(ended: bool, said: str) -> None:  # noqa: FBT001
            acknowledged.update(said.split("\n")[:-1])
            kept = sound(path)
            stored = {uid for (uid,) in kept.rows("SELECT uid FROM decision")}
            kept.close()
            must_be(acknowledged <= stored, f"{len(acknowledged - stored)} decisions are lost")
            must_be(digests(path).keys() == ground.digests["after"].keys(), "a report less")
            if ended:
                copied(ground.after, path)
                acknowledged.clear()

        yield [sys.executable, "-c", DECIDE, str(path), str(number)], look


SCENES: dict[str, Callable[[Ground], Scene]] = {
    "taking in": adding,
    "reading again": rereading,
    "accepting": accepting,
    "deciding": deciding,
    "backup": backing_up,
    "restore": restoring,
    "migration": migrating,
}


def kills(ground: Ground, what: str, count: int, chance: Random) -> Iterator[Fault]:
    """Kill a command so many times; runs that come to their end are yielded too, not counted.

    The first is one: it tells how long a whole run takes. A third of that is spent on starting.
    """
    scene = SCENES[what](ground)
    whole_s = 0.0
    while count:
        command, look = next(scene)
        began = time.monotonic()
        moment = chance.uniform(whole_s / 4, whole_s) if whole_s else _END_S
        ended, said = killed(command, moment)
        if ended:
            whole_s = time.monotonic() - began
        wrong = ""
        try:
            look(ended, said)
        except (LostError, WorkspaceError) as error:
            wrong = str(error)
        count -= not ended
        yield Fault(what, moment, ended, wrong)


def main() -> None:
    """Kill, and print a table; ends with status 1 when anything was lost."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--kills", type=int, default=500)
    parser.add_argument("--reports", type=int, default=60)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--only", choices=[*SCENES], default="")
    parser.add_argument("--markdown", action="store_true", help=MARKDOWN_HELP)
    options = parser.parse_args()
    chosen = [options.only] if options.only else [*SCENES]
    chance = Random(options.seed)  # noqa: S311
    found: list[Fault] = []
    with TemporaryDirectory() as name:
        ground = prepared(Path(name), options.reports)
        figures = Figures("killed", "kills", "lost, half or unsound")
        for number, what in enumerate(chosen):
            share = options.kills // len(chosen) + (number < options.kills % len(chosen))
            some = list(kills(ground, what, share, chance))
            wrong = [fault for fault in some if fault.wrong]
            figures.add(what, f"{sum(not fault.ended for fault in some)}", f"{len(wrong)}")
            for fault in wrong:
                print(f"{fault}", flush=True)
            found += some
    print(figures.text(markdown=options.markdown))
    sys.exit(1 if any(fault.wrong for fault in found) else 0)


if __name__ == "__main__":
    main()
