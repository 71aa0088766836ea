"""Measure what decisions take in a workspace, which is copied first.

    python tests/benchmarks/decisions.py WORKSPACE [--name Cairo] [--markdown]

A name is decided for one mention, for one report, for one source and everywhere: how long the
preview takes, the decision, taking it back and doing it again; processor time of this process and
time on the clock, in seconds. In the end all is taken back, and the workspace must be as it was.
"""

import argparse
import sys
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar

from dashboard.annotate.rulings import Rulings
from dashboard.decisions import Act, Desk, Reach, Target, Verdict
from dashboard.decisions.rereading import read_again
from dashboard.executors import reading
from dashboard.model import OwnKnowledge
from dashboard.workspace import Workspace
from dashboard.workspace.content import content_hash
from dashboard.workspace.copies import back_up
from geocache.evaluation import MARKDOWN_HELP, Figures

ELSEWHERE = "geonames:170063"
MENTION = """
SELECT d.hash, e.start, e."end" FROM mention e JOIN footprint f ON f.id = e.footprint_id
JOIN passage p ON p.id = f.passage_id JOIN document d ON d.id = p.document_id
JOIN source s ON s.id = d.source_id JOIN document_text t ON t.document_id = d.id
WHERE substr(t.text, e.start + 1, e."end" - e.start) = ? ORDER BY s.name = '', d.id LIMIT 1
"""
T = TypeVar("T")


def timed(work: Callable[[], T]) -> tuple[T, str]:
    """Do something; return what came of it, and how long it took."""
    cpu, clock = time.process_time(), time.perf_counter()
    made = work()
    return made, f"{time.process_time() - cpu:.3f} / {time.perf_counter() - clock:.3f}"


def read_all(workspace: Workspace) -> None:
    """Read every report by this program, for decisions to change nothing else."""
    documents = list(workspace.documents())
    with reading(OwnKnowledge()) as (identity, annotator), workspace.writing() as writer:
        engine = writer.engine(identity)
        if workspace.rows("SELECT 1 FROM document WHERE engine_id <> ? LIMIT 1", (engine,)):
            for document in documents:
                writer.write(read_again(annotator, document, Rulings()), engine)


def main() -> int:
    """Measure, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("workspace", type=Path)
    parser.add_argument("--name", default="Cairo")
    parser.add_argument("--markdown", action="store_true", help=MARKDOWN_HELP)
    asked = parser.parse_args()
    with TemporaryDirectory() as folder:
        workspace = Workspace(back_up(asked.workspace, Path(folder) / "w.sitmap").path)
        read_all(workspace)
        before = content_hash(workspace)
        rows = workspace.rows(MENTION, (asked.name,))
        if not rows:
            print(f"no report names {asked.name!r}")
            return 1
        target, verdict = Target(*rows[0]), Verdict(Act.PLACE, ELSEWHERE)
        desk = Desk(workspace)
        figures = Figures("reach", "mentions", "reports", "preview", "decide", "undo", "redo")
        for reach in Reach:
            preview, looked = timed(lambda reach=reach: desk.preview(target, verdict, reach))
            done, took = timed(
                lambda reach=reach: desk.decide(target, verdict, reach, uid=f"{reach}")
            )
            _, undone = timed(lambda reach=reach: desk.undo(uid=f"{reach} undone"))
            _, redone = timed(lambda reach=reach: desk.redo(uid=f"{reach} redone"))
            desk.undo(uid=f"{reach} undone again")
            counts = f"{preview.mentions}", f"{done.reports}"
            figures.add(reach, *counts, looked, took, undone, redone)
        print(figures.text(markdown=asked.markdown))
        if content_hash(workspace) != before:
            print("all is taken back, and the workspace is not as it was")
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
