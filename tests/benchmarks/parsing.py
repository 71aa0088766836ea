"""How fast texts are parsed, beside other programs, and how time and memory grow with a text.

    python tests/benchmarks/parsing.py [--corpus FILE.jsonl ...] [--beside CHECKOUT] [--markdown]

Documents are cut from the texts of the corpora (JSON lines with a "text"). Without one, and where
long texts are needed, they are made of the shipped reports, with every place's name exchanged for
one drawn at random from the gazetteer: nearly every name is new, and few of the other words.

Every figure is taken in a process that does nothing else, and is the median of three of them;
reading again is the best pass of all. Times are those of the processor, on one core; only where
several processes run at once they are those of the clock, and each may use what cores it finds.
The other programs need `pip install 'sitmap[benchmark]'`; those that are missing are left out.
With another checkout of the project, only these two are compared, in turns: before and after, in
seconds; the steps that both take are this checkout's. So are commands of the two, as people run
them on the documents. With ``--markdown`` only the table of programs is measured.
"""

import argparse
import json
import os
import platform
import resource
import statistics
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import parsing_steps
from parsing_steps import HUNDRED, LENGTHS, PARSE, PASS, READERS, RECOGNIZE, SIZE, WARM_UP

from geocache.evaluation import MARKDOWN_HELP, Figures

DOCUMENTS = 100
MOST_HUNDREDS = 10
PROCESSES, TURNS, PASSES = 3, 9, 25
THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS")
GENERATED = "generated.txt"


def main() -> None:
    """Measure, and print tables."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--corpus", type=Path, nargs="+")
    parser.add_argument("--beside", type=Path, metavar="CHECKOUT")
    parser.add_argument("--markdown", action="store_true", help=MARKDOWN_HELP)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="sitmap-benchmark-") as folder:
        generated = Path(folder, GENERATED)
        measured("generate", texts=generated)
        sources = options.corpus or [generated]
        documents = cut_to_size(sources, Path(folder, "documents.json"), WARM_UP + DOCUMENTS)
        if options.beside:
            print(compared(options.beside, documents).text(markdown=options.markdown))
            return
        print(readers(documents).text(markdown=options.markdown))
        if options.markdown:
            return
        print()
        print_at_once(documents)
        print_stream(cut_to_size(sources, Path(folder, "all.json"), MOST_HUNDREDS * HUNDRED))
        print_lengths(generated)
    print_weights()
    print(machine())


def machine() -> str:
    """What it runs on, and how busy that is."""
    load = f", load {os.getloadavg()[0]:.2f}" if hasattr(os, "getloadavg") else ""
    return f"Python {platform.python_version()} on {os.cpu_count()} cores{load}"


def readers(documents: Path) -> Figures:
    """Documents a second of each program; they take turns, so that they share disturbances."""
    names = [name for name, (needs, _) in READERS.items() if not missing(needs)]
    lacking = sorted({module for needs, _ in READERS.values() for module in missing(needs)})
    if lacking:
        missed = f"Not installed: {', '.join(lacking)} (pip install 'sitmap[benchmark]')"
        print(missed, file=sys.stderr)
    taken: dict[str, list[dict[str, Any]]] = {name: [] for name in names}
    for _ in range(PROCESSES):
        for name in names:
            taken[name].append(measured("read", texts=documents, reader=name))
    speeds = {
        name: (statistics.median(one["first"] for one in each), max(one["again"] for one in each))
        for name, each in taken.items()
    }
    figures = Figures("", "first reading", "again", "peak memory")
    for name, (first, again) in speeds.items():
        figures.add(
            name,
            f"{first:.0f} a second",
            f"{again:.0f} a second",
            f"{statistics.median(one['peak_mb'] for one in taken[name]):.0f} MB",
        )
    return figures


def compared(checkout: Path, documents: Path) -> Figures:
    """Seconds of the processor of another checkout and of this one, which take turns.

    The ratio is the median of those of the turns: what disturbs the machine disturbs both.
    """
    checkouts = {"other": checkout.resolve(), "this": Path(__file__).resolve().parents[2]}
    one_core = {
        name: _environment(root, documents.parent / name) for name, root in checkouts.items()
    }
    taken: dict[str, dict[str, list[float]]] = defaultdict(lambda: {name: [] for name in checkouts})
    for _ in range(TURNS):
        for name, environment in one_core.items():
            read = answered(started("read", environment, texts=documents, reader=PARSE))
            once = answered(started("once", environment, texts=documents))
            taken[f"{DOCUMENTS} documents, read first"][name].append(DOCUMENTS / read["first"])
            taken["a process that reads all once"][name].append(once["seconds"])
            taken["peak memory, MB"][name].append(read["peak_mb"])
        for name, seconds in in_turns(one_core, documents).items():
            taken[f"{PASS} documents, read again"][name] += seconds
    reports = _as_files(documents, documents.parent / "reports")
    for _ in range(PROCESSES):
        for name, environment in one_core.items():
            workspace = Path(tempfile.mkdtemp(dir=documents.parent), "workspace")
            for what, arguments in {
                "sitmap geoparse": ["geoparse", *reports],
                "sitmap annotate": ["annotate", *reports],
                "sitmap add": ["add", *reports, "--workspace", workspace],
            }.items():
                taken[what][name].append(seconds_of_command(environment, *arguments))
    figures = Figures("", *checkouts, "ratio")
    for what, by_name in taken.items():
        ratios = [
            this / other for this, other in zip(by_name["this"], by_name["other"], strict=True)
        ]
        middles = (f"{statistics.median(by_name[name]):.3g}" for name in checkouts)
        figures.add(what, *middles, f"{statistics.median(ratios):.2f}")
    return figures


def _as_files(documents: Path, folder: Path) -> list[Path]:
    """Write each document to a file of its own, as reports come."""
    folder.mkdir()
    files = []
    for number, text in enumerate(json.loads(documents.read_text(encoding="utf-8"))):
        files.append(folder / f"{number:04}.txt")
        files[-1].write_text(text, encoding="utf-8")
    return files


def seconds_of_command(environment: dict[str, str], *arguments: object) -> float:
    """Seconds of the processor that a command of a checkout takes, start and end included."""
    program = "from dashboard.cli import main; main()"
    command = [sys.executable, "-P", "-c", program, *map(str, arguments)]
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def in_turns(environments: dict[str, dict[str, str]], documents: Path) -> dict[str, list[float]]:
    """Seconds of short passes of several processes, which wait for each other."""
    processes = {
        name: started("passes", environment, stdin=subprocess.PIPE, texts=documents)
        for name, environment in environments.items()
    }
    taken: dict[str, list[float]] = {name: [] for name in processes}
    for _ in range(PASSES):
        for name, process in processes.items():
            assert process.stdin is not None
            assert process.stdout is not None
            process.stdin.write(b"\n")
            process.stdin.flush()
            taken[name].append(float(process.stdout.readline()))
    for process in processes.values():
        process.communicate()
    return taken


def _environment(checkout: Path, folder: Path) -> dict[str, str]:
    """One core, the code of a checkout, and its data."""
    path = os.pathsep.join([str(_with_its_data(checkout, folder)), str(checkout)])
    return {**os.environ, **dict.fromkeys(THREADS, "1"), "PYTHONPATH": path}


def _with_its_data(checkout: Path, folder: Path) -> Path:
    """Return a folder in which the package of data is a checkout's own, not the installed one's."""
    package = folder / "sitmap_data"
    if not package.exists():
        folder.mkdir(exist_ok=True)
        package.symlink_to(checkout / "data", target_is_directory=True)
    return folder


def print_at_once(documents: Path) -> None:
    """How many times as much several processes read as one, without a word on threads."""
    count = os.cpu_count() or 1
    alone, together = (
        statistics.median(
            sum(one["again_by_the_clock"] for one in at_once(number, documents))
            for _ in range(PROCESSES)
        )
        for number in (1, count)
    )
    print(
        f"{count} processes at once parse {together:.0f} documents a second again, "
        f"{together / alone:.2f} times as many as one ({alone:.0f}).\n"
    )


def print_stream(documents: Path) -> None:
    """Documents a second, by how many others the process has read before."""
    names = [PARSE, RECOGNIZE]
    each = {
        name: [
            measured("stream", texts=documents, reader=name)["hundreds"] for _ in range(PROCESSES)
        ]
        for name in names
    }
    print("Documents a second that are new to the process, all in another order:\n")
    figures = Figures("read before", *names)
    for number in range(len(each[PARSE][0])):
        speeds = [statistics.median(one[number] for one in each[name]) for name in names]
        figures.add(str(number * HUNDRED), *(f"{speed:.0f}" for speed in speeds))
    print(figures.plain(), end="\n\n")


def print_lengths(texts: Path) -> None:
    """Time and memory for longer and longer texts."""
    print("Geoparser.parse of one generated document:\n")
    figures = Figures("characters", "time", "a character", "memory for a million more", "mentions")
    a_character, least = {}, 0.0
    for length in LENGTHS:
        each = [measured("parse", texts=texts, length=length) for _ in range(PROCESSES)]
        seconds = statistics.median(one["seconds"] for one in each)
        peak = statistics.median(one["peak_mb"] for one in each)
        a_character[length], least = seconds / length * 1e6, least or peak
        more = (peak - least) / (length - LENGTHS[0]) * 1e6 if length > LENGTHS[0] else 0.0
        figures.add(
            f"{length:,}",
            f"{seconds:.3f} s",
            f"{a_character[length]:.2f} µs",
            f"{more:.0f} MB" if length > LENGTHS[0] else f"({least:.0f} MB in all)",
            f"{each[0]['mentions']:,}",
        )
    print(figures.plain())
    _, shorter, _, longest = LENGTHS
    ratio = a_character[longest] / a_character[shorter]
    print(f"\nA character of {longest:,} takes {ratio:.2f} times as long as one of {shorter:,}.\n")


def print_weights() -> None:
    """How long the models take to load, and how large they are."""
    loads = [measured("load")["ms"] for _ in range(PROCESSES)]
    print(f"Weights of recognition: loaded in {statistics.median(loads):.1f} ms.\n")
    figures = Figures("data/models", "size")
    for path in sorted((Path(__file__).parents[2] / "data" / "models").iterdir()):
        if path.is_file():
            figures.add(path.name, f"{path.stat().st_size / 1e3:.0f} KB")
    print(figures.plain(), end="\n\n")


def missing(modules: Sequence[str]) -> list[str]:
    """Return those modules that are not installed."""
    return [module for module in modules if not find_spec(module)]


def measured(step: str, **given: object) -> dict[str, Any]:
    """Take a step in a process of its own, on one core; return what it measured."""
    return answered(started(step, {**os.environ, **dict.fromkeys(THREADS, "1")}, **given))


def at_once(count: int, documents: Path) -> list[dict[str, Any]]:
    """Parse documents in several processes at the same time."""
    environment = {key: value for key, value in os.environ.items() if key not in THREADS}
    running = [started("read", environment, texts=documents, reader=PARSE) for _ in range(count)]
    return list(map(answered, running))


def started(
    step: str,
    environment: dict[str, str],
    stdin: int | None = None,
    **given: object,
) -> "subprocess.Popen[bytes]":
    """Take a step in a process of its own."""
    arguments = [part for key, value in given.items() for part in (f"--{key}", str(value))]
    command = [sys.executable, parsing_steps.__file__, "--step", step, *arguments]
    return subprocess.Popen(command, env=environment, stdin=stdin, stdout=subprocess.PIPE)


def answered(process: "subprocess.Popen[bytes]") -> dict[str, Any]:
    """Return what a process measured, when it is done."""
    output, _ = process.communicate()
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, process.args)
    answer: dict[str, Any] = json.loads(output)
    return answer


def cut_to_size(sources: list[Path], path: Path, most: int) -> Path:
    """Write documents to a file of JSON, as many as there are but no more than asked for."""
    text = ""
    for piece in (piece for source in sources for piece in pieces(source, most)):
        text += piece + "\n\n"
        if len(text) >= most * SIZE:
            break
    documents = [text[at : at + SIZE] for at in range(0, len(text) - SIZE + 1, SIZE)]
    if len(documents) <= WARM_UP:
        sys.exit(
            f"the corpora have {len(text):,} characters; more than {WARM_UP * SIZE:,} are needed"
        )
    path.write_text(json.dumps(documents[:most]), encoding="utf-8")
    return path


def pieces(path: Path, most: int) -> Iterator[str]:
    """Texts of a corpus, or the beginning of what was generated."""
    with path.open(encoding="utf-8") as file:
        if path.name == GENERATED:
            yield file.read(most * SIZE)
            return
        for line in file:
            if line.strip():
                yield json.loads(line)["text"]


if __name__ == "__main__":
    main()
