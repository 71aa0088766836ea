"""Kill processes that decide at random moments, and see whether a decision is lost or half done.

    python tests/benchmarks/decision_faults.py [--kills 500] [--reports 6] [--seed 7] [--markdown]

Two processes at a time decide about the reports of one workspace, take back and do again, and say
each uid when it is acknowledged; both are ended as by `kill -9`. Every uid that was said must then
be in the record, and the readings be what the decisions that hold make of the reports: each is read
anew and compared. In the end all is taken back, and the workspace must be as it was at first.
"""

import argparse
import multiprocessing
import sys
import time
from collections.abc import Iterator
from multiprocessing.connection import Connection, wait
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from generated_reports import write_reports

from dashboard.annotate.rulings import Rulings
from dashboard.decisions import Act, Desk, Reach, Target, Verdict
from dashboard.decisions.rereading import read_again
from dashboard.errors import DecisionError, WorkspaceError
from dashboard.executors import reading
from dashboard.model import OwnKnowledge
from dashboard.pipeline import Pipeline
from dashboard.workspace import Workspace
from dashboard.workspace.checks import workspace_findings
from dashboard.workspace.content import content_hash
from dashboard.workspace.copies import back_up
from dashboard.workspace.decisions import rulings_of
from geocache.evaluation import MARKDOWN_HELP, Figures

STARTING = multiprocessing.get_context(
    "fork" if "fork" in multiprocessing.get_all_start_methods() else "spawn"
)
"""Processes begin as copies of this one where there are such, with all that it has loaded."""
PROCESSES = 2
PLACES = ("geonames:170063", "geonames:169577", "geonames:11428685", "geonames:250441")
LINE = {"type": "LineString", "coordinates": [[36.5, 36.0], [37.0, 36.4]]}
FIRST_S, MOST_S = 30.0, 0.5
"""How long the first answer of a process may take, and how long it goes on at most after it."""
MENTIONS = """
SELECT d.hash, e.start, e."end" FROM mention e JOIN footprint f ON f.id = e.footprint_id
JOIN passage p ON p.id = f.passage_id JOIN document d ON d.id = p.document_id
"""


def decide_on(path: Path, out: Connection, seed: int) -> None:
    """Decide until somebody ends this process; say the uid of what is acknowledged."""
    rng, workspace = Random(seed), Workspace(path)  # noqa: S311  the same each time
    desk = Desk(workspace)
    for number in range(1_000_000):
        uid = f"{seed}-{number}"
        try:
            some_act(rng, workspace, desk, uid)
        except (DecisionError, WorkspaceError):
            continue  # what can't be decided, or not just now
        out.send(uid)


def some_act(rng: Random, workspace: Workspace, desk: Desk, uid: str) -> None:
    """Decide, take back or do again."""
    chance = rng.random()
    if chance < 0.25:
        desk.undo(uid=uid)
    elif chance < 0.35:
        desk.redo(uid=uid)
    else:
        document, start, end = rng.choice(workspace.rows(MENTIONS))
        verdict = rng.choice(
            [
                Verdict(Act.PLACE, rng.choice(PLACES)),
                Verdict(Act.DRAW, geometry=LINE),
                Verdict(Act.SPAN, start=start, end=end + 1),
                Verdict(Act.REJECT),
                Verdict(Act.DATE, date="2020-03"),
            ]
        )
        narrow = verdict.act in {Act.SPAN, Act.DATE}
        reach = Reach.MENTION if narrow else rng.choice([*Reach])
        desk.decide(Target(document, start, end), verdict, reach, uid=uid)


def kills(path: Path, rounds: int, rng: Random) -> Iterator[tuple[int, list[str]]]:
    """Yield how many decisions a pair of processes acknowledged, and what is wrong afterwards."""
    for number in range(rounds):
        said = killed(path, number, rng)
        yield len(said), wrong(path, said)


def killed(path: Path, number: int, rng: Random) -> list[str]:
    """Let processes decide, end them, and return what they acknowledged."""
    receivers, processes = [], []
    for which in range(PROCESSES):
        receive, send = STARTING.Pipe(duplex=False)
        seed = number * PROCESSES + which
        processes.append(STARTING.Process(target=decide_on, args=(path, send, seed)))
        processes[-1].start()
        send.close()
        receivers.append(receive)
    wait(receivers, FIRST_S)
    time.sleep(rng.random() * MOST_S)
    for process in processes:
        process.kill()
    for process in processes:
        process.join()
    return [uid for receive in receivers for uid in received(receive)]


def received(receive: Connection) -> Iterator[str]:
    """Yield what was said whole by a process that has ended."""
    with receive:
        while True:
            try:
                yield receive.recv()
            except (EOFError, OSError):  # nothing more, or no more than the half of it
                return


def wrong(path: Path, said: list[str]) -> list[str]:
    """Say what is not as it must be."""
    workspace = Workspace(path)
    kept = {uid for (uid,) in workspace.rows("SELECT uid FROM decision")}
    found = [f"decision {uid} was acknowledged and is gone" for uid in said if uid not in kept]
    if not said:
        found.append("nothing was acknowledged")
    Desk(workspace).settle()  # what the processes left to be read
    anew = Workspace(back_up(path, path.with_name(f"{time.monotonic_ns()}.copy")).path)
    read_all(anew, rulings_of(anew.reader))
    if content_hash(anew) != content_hash(workspace):
        found.append("a reading is not what the decisions make of its report")
    found += [f.title for f in workspace_findings(workspace, None) if not f.ok]
    anew.close()
    workspace.close()
    for copy in path.parent.glob("*.copy*"):
        copy.unlink()
    return found


def read_all(workspace: Workspace, rulings: Rulings) -> None:
    """Read every report again with some decisions."""
    documents = list(workspace.documents())
    with reading(OwnKnowledge()) as (identity, annotator), workspace.writing() as writer:
        engine = writer.engine(identity)
        for document in documents:
            writer.write(read_again(annotator, document, rulings), engine)


def undone(path: Path) -> str:
    """Take everything back; return the hash of what is left."""
    workspace = Workspace(path)
    desk, number = Desk(workspace), 0
    while True:
        try:
            desk.undo(uid=f"end-{number}")
        except DecisionError:
            return content_hash(workspace)
        number += 1


def main() -> int:
    """Kill as often as asked, and print what was found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=500)
    parser.add_argument("--reports", type=int, default=6)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--markdown", action="store_true", help=MARKDOWN_HELP)
    asked = parser.parse_args()
    with TemporaryDirectory() as folder:
        reports, path = Path(folder) / "reports", Path(folder) / "w.sitmap"
        write_reports(reports, asked.reports)
        workspace = Workspace(path)
        Pipeline(workspace, workers=1).run([reports])
        before = content_hash(workspace)
        workspace.close()
        rng = Random(asked.seed)  # noqa: S311  the same each time
        acknowledged, faults = 0, list[str]()
        rounds = -(-asked.kills // PROCESSES)
        for said, found in kills(path, rounds, rng):
            acknowledged += said
            faults += found
        if undone(path) != before:
            faults.append("all is taken back, and the workspace is not as it was")
    figures = Figures("kills", "decisions acknowledged", "lost, half or wrong")
    figures.add(f"{rounds * PROCESSES}", f"{acknowledged}", f"{len(faults)}")
    print(figures.text(markdown=asked.markdown))
    for fault in dict.fromkeys(faults):
        print(fault)
    return bool(faults)


if __name__ == "__main__":
    sys.exit(main())
