"""Measure intake and read model with generated reports: 2,000, 10,000 and 100,000 of them.

    python tests/benchmarks/situation.py [--sizes 2000,10000] [--folder FOLDER] [--markdown]

Reports and workspaces are made in FOLDER (a temporary one by default) and used again when they are
there already; with ``--only queries`` an existing workspace is not filled again. Wall times are
medians on whatever else the machine does; CPU seconds stand beside those of whole runs.
"""

import argparse
import json
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

from geocache.evaluation import MARKDOWN_HELP, Figures

SITMAP = [sys.executable, "-c", "from dashboard.cli import main; main()"]
RUNS = 10
TABLE_ROWS = 2_000
CHOICES_SHOWN = ("nothing chosen", "a theme", "30 days", "words")
_MEGABYTE, _GIGABYTE = 1e6, 1e9
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
    print(_table(sizes, figures).text(markdown=arguments.markdown))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Measure intake and read model.")
    parser.add_argument("--sizes", default="2000,10000", help="numbers of reports")
    parser.add_argument("--folder", help="where reports and workspaces are kept")
    parser.add_argument("--only", choices=["intake", "queries", ""], default="")
    parser.add_argument("--markdown", action="store_true", help=MARKDOWN_HELP)
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
    again, _, _ = _run(command)
    return {
        "`sitmap add`, reports a second": f"{size / wall:.0f}",
        "– CPU seconds of a report": f"{cpu / size:.3f}",
        "memory of the whole run, all processes": f"{peak / _GIGABYTE:.1f} GB",
        "file, a report": f"{workspace.stat().st_size / size / 1024:.1f} KB",
        "`sitmap add` again, nothing changed": f"{again:.1f} s",
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
        "columns ready, from kept ones": f"{loaded:.2f} s",
        "columns ready, from SQL": f"{built:.2f} s",
        "memory of the columns": f"{model.size_bytes / _MEGABYTE:.0f} MB",
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
        "nothing chosen": EVERYTHING,
        "a theme": Filters(themes=("health",)),
        "three themes": Filters(themes=("health", "aid", "conflict")),
        "without a theme": Filters(not_themes=("conflict",)),
        "news": Filters(tenses=("news",)),
        "ten dead or more": Filters(casualties=("dead",), least_casualties=10),
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
    found["marks + facets + timeline, slowest of thirteen"] = f"{max(times.values()):.0f} ms"
    found |= {f"– {choice}": f"{times[choice]:.0f} ms" for choice in CHOICES_SHOWN}
    found |= _readings(situation, fresh, top, last)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    found["memory of the asking process at its peak"] = f"{peak / _GIGABYTE:.2f} GB"
    return found


def _readings(situation: Any, fresh: Callable[[Any], Any], top: int, last: int) -> dict[str, str]:
    """Measure search, passages, documents and trends."""
    from dashboard.situation import EVERYTHING, Filters  # noqa: PLC0415
    from dashboard.situation import trends as tr  # noqa: PLC0415
    from dashboard.situation.places_table import places_table  # noqa: PLC0415
    from dashboard.situation.reports_table import reports_table  # noqa: PLC0415
    from dashboard.situation.search import snippet  # noqa: PLC0415

    model = situation.model
    found: dict[str, str] = {}

    def searched(words: str) -> None:
        situation.view(EVERYTHING).search.hits.cache_clear()
        fresh(Filters(text=words))

    words = ("cholera", "convoy OR camp", "bridge")
    slowest = max(_median(lambda w=w: searched(w)) for w in words)
    found["a new text filter"] = f"{slowest:.0f} ms"

    def snippets() -> None:
        view = fresh(Filters(text="convoy OR camp", themes=("aid", "conflict")))
        texts = situation.passages(situation.search_rows(view))["text"]
        for text in texts:
            snippet(text, view.masks.clauses)

    found["search with snippets under filters"] = f"{_median(snippets):.0f} ms"

    def passages() -> None:
        view = situation.view()
        rows = view.newest(view.holding(model.snapshot["marks"]["thing"] == top)).rows()
        situation.passages(rows)

    found["50 passages of the most named place"] = f"{_median(passages):.0f} ms"
    document = situation.passages([0])["document"].iloc[0]
    found["a document whole"] = f"{_median(lambda: situation.document(document)):.1f} ms"
    now, before = tr.Period(last - 400, last - 370), tr.Period(last - 500, last - 401)
    view = situation.view()
    found["what rose"] = f"{_median(lambda: tr.rising(view, now, before)):.0f} ms"
    found["review queue"] = f"{_median(lambda: tr.review_queue(view)):.0f} ms"
    found["named together with a place"] = f"{_median(lambda: tr.named_together(view, top)):.0f} ms"

    def places() -> None:
        places_table(situation, EVERYTHING, TABLE_ROWS)

    def reports() -> None:
        reports_table(situation, EVERYTHING, TABLE_ROWS)

    found["table of the 2,000 most named places"] = f"{_median(places):.0f} ms"
    found["table of the 2,000 newest reports"] = f"{_median(reports):.0f} ms"
    found["a decision, committed and seen"] = f"{_decision(situation):.0f} ms"
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


def _table(sizes: list[int], measured: list[dict[str, str]]) -> Figures:
    figures = Figures("", *(f"{size:,} reports" for size in sizes))
    for name in dict.fromkeys(name for found in measured for name in found):
        figures.add(name, *(found.get(name, "–") for found in measured))
    return figures


if __name__ == "__main__":
    if sys.argv[1:2] == ["--queries"]:
        print(json.dumps(queries(Path(sys.argv[2]))))
    else:
        main()
