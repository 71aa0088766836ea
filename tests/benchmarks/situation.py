"""Measure intake and read model with generated reports: 2,000, 10,000 and 100,000 of them.

    python tests/benchmarks/situation.py [--sizes 2000,10000] [--folder FOLDER] [--markdown]

Reports and workspaces are made in FOLDER (a temporary one by default) and used again when they are
there already; with ``--only queries`` an existing workspace is not filled again. Wall times are
medians on whatever else the machine does; CPU seconds stand beside those of whole runs.
"""

import argparse
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))

SITMAP = [sys.executable, "-c", "from dashboard.cli import main; main()"]
RUNS = 10
_MEGABYTE = 1e6
_SAMPLED_S = 1.0


def main() -> None:
    """Measure each size, and print a table."""
    arguments = _arguments()
    sizes = [int(size) for size in arguments.sizes.split(",")]
    folder = Path(arguments.folder or tempfile.mkdtemp(prefix="sitmap-benchmark-"))
    folder.mkdir(parents=True, exist_ok=True)
    figures = [_measured(folder, size, arguments.only) for size in sizes]
    if not arguments.folder:
        shutil.rmtree(folder)
    _print_table(sizes, figures)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Measure intake and read model.")
    parser.add_argument("--sizes", default="2000,10000", help="numbers of reports")
    parser.add_argument("--folder", help="where reports and workspaces are kept")
    parser.add_argument("--only", choices=["intake", "queries", ""], default="")
    return parser.parse_args()


def _measured(folder: Path, size: int, only: str) -> dict[str, str]:
    reports, workspace = folder / f"reports-{size}", folder / f"workspace-{size}.sitmap"
    if not reports.exists():
        # In a process of its own: the list of towns takes memory.
        generator = Path(__file__).with_name("generated_reports.py")
        command = [sys.executable, str(generator), str(reports), str(size)]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    found: dict[str, str] = {}
    if only != "queries" or not workspace.exists():
        found |= _intake(reports, workspace, size)
    if only != "intake":
        command = [sys.executable, __file__, "--queries", str(workspace)]
        done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
        found |= json.loads(done.stdout)
    return found


# ---- intake


def _intake(reports: Path, workspace: Path, size: int) -> dict[str, str]:
    for suffix in ("", "-wal", "-shm"):
        workspace.with_name(workspace.name + suffix).unlink(missing_ok=True)
    command = [*SITMAP, "add", "--workspace", str(workspace), str(reports)]
    wall, cpu, peak = _run(command)
    again, cpu_again, _ = _run(command)
    return {
        "`sitmap add`, reports a second": f"{size / wall:.0f} ({cpu:.0f} CPU s)",
        "memory of the whole run, MB": f"{peak / _MEGABYTE:,.0f}",
        "file, KB a report": f"{workspace.stat().st_size / size / 1024:.1f}",
        "`sitmap add` again, s": f"{again:.1f} ({cpu_again:.1f} CPU s)",
    }


def _run(command: list[str]) -> tuple[float, float, float]:
    """Wall and CPU seconds of a command with all its processes, and their memory at its peak."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    started = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        peak = _Peak(process.pid)
        if process.wait():
            raise SystemExit(f"{' '.join(command)} failed")
        wall = time.perf_counter() - started
        peak.stop()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime
    return wall, cpu, peak.bytes


class _Peak(threading.Thread):
    """Looks at the memory of a process and its descendants until it is stopped."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self.bytes = 0.0
        self._pid, self._over = pid, threading.Event()
        self.start()

    def run(self) -> None:
        while not self._over.wait(_SAMPLED_S):
            self.bytes = max(self.bytes, sum(map(_own_bytes, _family(self._pid))))

    def stop(self) -> None:
        self._over.set()
        self.join()


def _family(pid: int) -> list[int]:
    found = [pid]
    for child in found:
        try:
            text = Path(f"/proc/{child}/task/{child}/children").read_text(encoding="ascii")
        except OSError:
            continue
        found += map(int, text.split())
    return found


def _own_bytes(pid: int) -> float:
    """Proportional set size: what processes share is counted once."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines()
    except OSError:
        return 0.0
    return next((float(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:")), 0.0)


# ---- queries


def queries(path: Path) -> dict[str, str]:
    """Measure what is asked of a workspace; run in a process of its own."""
    from dashboard.situation import EVERYTHING, Filters, Situation  # noqa: PLC0415
    from dashboard.situation.view import View  # noqa: PLC0415
    from dashboard.workspace import Workspace  # noqa: PLC0415

    with Workspace(path).writing() as writer:
        writer.connection.execute("DELETE FROM segment")
    built, situation = _once(lambda: Situation(Workspace(path)))
    situation.model.keep()
    loaded, situation = _once(lambda: Situation(Workspace(path)))
    if not situation.model.loaded:
        raise SystemExit("the kept columns were not used")
    model = situation.model
    found = {
        "columns ready: kept; from SQL, s": f"{loaded:.2f}; {built:.2f}",
        "columns, MB": f"{model.size_bytes / _MEGABYTE:.0f}",
    }

    def fresh(filters: Filters) -> View:
        return View(model.snapshot, filters, situation.view(EVERYTHING).search)

    def picture(filters: Filters) -> None:
        view = fresh(filters)
        view.marks(), view.facets(), view.timeline(), view.counts()

    marks = situation.view().marks().sort_values("passages")
    top = int(marks["thing"].iloc[-1])
    place = situation.mark_facts([top])["thing_id"].iloc[0]
    last = int(model.snapshot["intervals"]["last_day"].max())
    choices = {
        "nothing": EVERYTHING,
        "a theme": Filters(themes=("health",)),
        "three themes": Filters(themes=("health", "aid", "security")),
        "without a theme": Filters(not_themes=("security",)),
        "30 days": Filters(first_day=last - 400, last_day=last - 370),
        "a country": Filters(countries=("SY",)),
        "a box": Filters(box=(30.0, 30.0, 45.0, 40.0)),
        "events, sure": Filters(roles=("literal",), confidence=80),
        "a place": Filters(place=str(place)),
        "words": Filters(text="cholera"),
        "words, theme, country, time": Filters(
            text="convoy OR camp", themes=("aid",), countries=("SY", "TR"), first_day=last - 400
        ),
    }
    times = {name: _median(lambda f=filters: picture(f)) for name, filters in choices.items()}
    slowest = max(times, key=lambda name: times[name])
    found["marks + facets + timeline, worst choice, ms"] = f"{times[slowest]:.0f} ({slowest})"
    found["… by choice, ms"] = ", ".join(f"{name} {ms:.0f}" for name, ms in times.items())

    found |= _readings(situation, fresh, top, last)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    found["memory of this process at its peak, MB"] = f"{peak / _MEGABYTE:.0f}"
    return found


def _readings(situation: Any, fresh: Callable[[Any], Any], top: int, last: int) -> dict[str, str]:
    """Measure search, passages, documents and trends."""
    from dashboard.situation import EVERYTHING, Filters  # noqa: PLC0415
    from dashboard.situation import trends as tr  # noqa: PLC0415
    from dashboard.situation.search import snippet  # noqa: PLC0415

    model = situation.model
    found: dict[str, str] = {}

    def searched(words: str) -> None:
        situation.view(EVERYTHING).search.hits.cache_clear()
        fresh(Filters(text=words))

    words = ("cholera", "convoy OR camp", "bridge")
    found["a new text filter, ms"] = f"{max(_median(lambda w=w: searched(w)) for w in words):.0f}"

    def snippets() -> None:
        view = fresh(Filters(text="convoy OR camp", themes=("aid", "security")))
        texts = situation.passages(situation.search_rows(view))["text"]
        for text in texts:
            snippet(text, view.masks.clauses)

    found["search with snippets under filters, ms"] = f"{_median(snippets):.0f}"

    def passages() -> None:
        view = situation.view()
        rows = view.newest(view.holding(model.snapshot["marks"]["thing"] == top)).rows()
        situation.passages(rows)

    found["50 passages of the most named place, ms"] = f"{_median(passages):.0f}"
    document = situation.passages([0])["document"].iloc[0]
    found["a document whole, ms"] = f"{_median(lambda: situation.document(document)):.1f}"
    now, before = tr.Period(last - 400, last - 370), tr.Period(last - 500, last - 401)
    view = situation.view()
    found["what rose; queue; named together, ms"] = "; ".join(
        f"{_median(work):.0f}"
        for work in (
            lambda: tr.rising(view, now, before),
            lambda: tr.review_queue(view),
            lambda: tr.named_together(view, top),
        )
    )
    found["a decision is seen, ms"] = f"{_decision(situation):.0f}"
    return found


def _decision(situation: Any) -> float:
    """Commit a change of one footprint, and see it in the columns."""

    def decide() -> None:
        with situation.workspace.writing() as writer:
            revision = writer.changed("a decision")
            writer.connection.execute("UPDATE footprint SET review = 1 WHERE id = 1")
            writer.connection.execute("INSERT INTO reviewed VALUES (?, 1)", (revision,))
        if not situation.refresh():
            raise SystemExit("the change was not seen")

    return _median(decide)


def _once(work: Callable[[], Any]) -> tuple[float, Any]:
    started = time.perf_counter()
    made = work()
    return time.perf_counter() - started, made


def _median(work: Callable[[], Any]) -> float:
    """Milliseconds of a warm run."""
    work()
    times = []
    for _ in range(RUNS):
        started = time.perf_counter()
        work()
        times.append((time.perf_counter() - started) * 1e3)
    return median(times)


def _print_table(sizes: list[int], figures: list[dict[str, str]]) -> None:
    print("| | " + " | ".join(f"{size:,} reports" for size in sizes) + " |")
    print("| --- |" + " --- |" * len(sizes))
    for name in dict.fromkeys(name for found in figures for name in found):
        print(f"| {name} | " + " | ".join(found.get(name, "") for found in figures) + " |")
    print(f"\n{os.cpu_count()} processors, Python {sys.version.split()[0]}")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--queries"]:
        print(json.dumps(queries(Path(sys.argv[2]))))
    else:
        main()
