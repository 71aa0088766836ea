"""What the documents say is what happens: commands, examples, links."""

import contextlib
import importlib
import io
import re
import shutil
import signal
import tomllib
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import yaml
from documents import (
    ROOT,
    Table,
    anchors,
    block_commands,
    blocks,
    commands,
    documents,
    leaves,
    links,
    name_of,
    options_of,
    parsed,
    spans,
    tables,
)

import dashboard
import geocache
from dashboard.cli.app import app
from geocache.coordinates import read_coordinates
from geocache.evaluation import Figures
from geocache.gazetteer import CompiledGazetteer

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
TEXTS = {name_of(path): path.read_text(encoding="utf-8") for path in documents()}
README, ENGINE, APPLICATION = (
    TEXTS[name] for name in ("README.md", "geocache/README.md", "dashboard/README.md")
)
every_document = pytest.mark.parametrize("name", TEXTS)

MOST_BYTES_OF_README = 6 * 1024
MOST_BYTES_OF_A_PICTURE = 5 * 1024**2
ELSEWHERE = {"pip", "pre-commit", "ssh"}
"""Programs that are not ours."""
TRAINING = ("geocache.training.recognition", "geocache.training.resolution")
SLOW = {"serve", "gazetteer build", "gazetteer areas", "check"}
"""Parsed only; tests of their own run them."""
SAID = {
    "dashboard/help/keeping.md": {
        "reread --workspace spring.sitmap --list": "Checkpoint Zulu",
        "add --workspace spring.sitmap --places camps.csv": "1 of these would change",
        "gazetteer packs --workspace spring.sitmap": "camps.csv: 1 places",
        "themes use fuel.yaml --workspace spring.sitmap": "has the themes of fuel.yaml",
        "themes list --workspace spring.sitmap": "Shortage, price and delivery of fuel.",
    },
    "geocache/training/README.md": {
        "gazetteer coverage data/evaluation/example.jsonl": "100",
    },
}
"""Words that the last output of a command must have."""


# ---- commands


@every_document
def test_commands_are_taken_by_their_programs(name: str):
    for words in commands(TEXTS[name]):
        check(words)


def check(words: list[str]) -> None:
    """Fail if a command of a document could not be given like this."""
    program, *arguments = words
    if program == "sitmap":
        parsed(arguments)
    elif program == "python" and arguments[0] == "-m":
        module, *rest = arguments[1:]
        if module.endswith(".train"):
            assert importlib.util.find_spec(module), module
            trainer(module.removesuffix(".train")).parse_args(rest)
        elif module == "pytest":
            assert all((ROOT / one).exists() for one in rest if one.startswith("tests/"))
        else:
            assert module == "venv"
    elif program == "python":
        script, *rest = arguments
        source = (ROOT / script).read_text(encoding="utf-8")
        assert [one for one in rest if one.startswith("--") and one not in source] == []
    else:
        assert program in ELSEWHERE, words


def trainer(package: str):
    return importlib.import_module(f"{package}.program").argument_parser()


@every_document
def test_commands_in_sentences_exist_with_their_options(name: str):
    known = leaves()
    for span in spans(TEXTS[name]):
        words = span.split()
        options = {one.split("=")[0] for one in words if one.startswith("--")}
        if words[0] == "sitmap" and len(words) > 1 and re.fullmatch("[a-z]+", words[1]):
            command = known.get(" ".join(words[1:3])) or known.get(words[1])
            assert command, span
            assert options <= options_of(command), span
        elif words[0] == "python" and words[1].endswith(".py"):
            assert (ROOT / words[1]).is_file(), span
            source = (ROOT / words[1]).read_text(encoding="utf-8")
            assert all(option in source for option in options), span
        elif words[:2] == ["python", "-m"] and words[2].startswith("geocache"):
            assert importlib.util.find_spec(words[2]), span


@every_document
def test_options_exist(name: str):
    known = {"--help", "--version", "--without-browser"}
    known |= set().union(*map(options_of, leaves().values()))
    for package in TRAINING:
        known |= set(trainer(package)._option_string_actions)
    programs = [*ROOT.glob("tests/*/*.py"), *ROOT.glob("data/*/*.py")]
    known |= {o for p in programs for o in re.findall(r'"(--[a-z-]+)"', p.read_text("utf-8"))}
    named = {one for span in spans(TEXTS[name]) for one in re.findall(r"^--[a-z-]+", span)}
    assert named <= known


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory, gazetteer: CompiledGazetteer) -> Path:
    """A folder with all files that documents name."""
    assert len(gazetteer)
    folder = tmp_path_factory.mktemp("documents")
    reports = folder / "reports"
    reports.mkdir()
    (reports / "zulu.txt").write_text("Checkpoint Zulu was closed.", encoding="utf-8")
    (reports / "aleppo.txt").write_text("A convoy reached Aleppo.\n", encoding="utf-8")
    briefing = "Rain fell in Homs and on the road from Homs to Palmyra."
    (folder / "briefing.txt").write_text(briefing, encoding="utf-8")
    places = next(b for b in blocks(TEXTS["dashboard/help/keeping.md"], "") if "Zulu" in b.content)
    (folder / "camps.csv").write_text(places.content, encoding="utf-8")
    themes = next(b for b in blocks(TEXTS["dashboard/help/keeping.md"], "yaml"))
    (folder / "fuel.yaml").write_text(themes.content, encoding="utf-8")
    (folder / "reports.xlsx").write_bytes(made_table())
    (folder / "data").symlink_to(ROOT / "data")
    with contextlib.chdir(folder):
        run(["add", "--workspace", "spring.sitmap", "reports/"])
        run(["add", "--workspace", "colleague.sitmap", "reports/"])
    return folder


def made_table() -> bytes:
    import openpyxl  # noqa: PLC0415  slow, and needed here only

    book = openpyxl.Workbook()
    book.active.append(["Body", "Day", "Ref"])
    book.active.append(["Snow fell in Hama.", "2024-03-05", "7"])
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def run(words: list[str]) -> str:
    """Give a command of ``sitmap`` in this process, and return what it prints."""
    if words[0] in {"add", "reread"} and "--workers" not in words:
        words = [*words, "--workers", "1"]
    output = io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True)
    before = signal.getsignal(signal.SIGTERM)
    try:
        with contextlib.redirect_stdout(output):
            status = app(words, standalone_mode=False)
    finally:
        signal.signal(signal.SIGTERM, before)
    output.seek(0)
    printed = output.read()
    assert not status, (words, printed)
    return printed


def is_cheap(words: list[str]) -> bool:
    """Whether a command can be given in a test: quick, without another machine or person."""
    if words[0] != "sitmap" or parsed(words[1:]) in SLOW:
        return False
    said = " ".join(words)
    blanks = any(re.fullmatch("[A-Z]{2,}", word) for word in words)
    return not blanks and "://" not in said and words[-1] != "-"


@pytest.mark.parametrize("name", [n for n in TEXTS if any(map(is_cheap, commands(TEXTS[n])))])
def test_cheap_commands_run_one_after_the_other(
    prepared: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
):
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    folder = tmp_path / "folder"
    shutil.copytree(prepared, folder, symlinks=True)
    (tmp_path / "data" / "sitmap").mkdir(parents=True)
    shutil.copy(folder / "spring.sitmap", tmp_path / "data" / "sitmap" / "reports.sitmap")
    monkeypatch.chdir(folder)
    said = {}
    for block in blocks(TEXTS[name], "sh"):
        for words in filter(is_cheap, block_commands(block)):
            printed = said[" ".join(words[1:])] = run(words[1:])
            if block.below is not None:
                assert printed == block.below
    for command, expected in SAID.get(name, {}).items():
        assert expected in said[command]


def test_commands_are_all_described():
    described = {
        " ".join(found)
        for span in spans(TEXTS["dashboard/help/command-line.md"])
        if (found := re.findall(r"[a-z]+", span)[1:3]) and span.startswith("sitmap ")
    }
    missing = {n for n in leaves() if not any(d == n or d.split()[0] == n for d in described)}
    assert missing <= {"serve"}


# ---- examples in Python


def python_blocks() -> list[tuple[str, int]]:
    return [(n, number) for n, t in TEXTS.items() for number in range(len(blocks(t, "python")))]


@pytest.mark.parametrize(("name", "number"), python_blocks())
def test_python_examples_print_what_stands_below_them(
    prepared: Path, monkeypatch: pytest.MonkeyPatch, name: str, number: int
):
    monkeypatch.chdir(prepared)
    block = blocks(TEXTS[name], "python")[number]
    output = io.StringIO()
    with contextlib.redirect_stdout(output):
        exec(compile(block.content, name, "exec"), {})  # noqa: S102  our own example
    assert output.getvalue() == (block.below or output.getvalue())


@pytest.mark.parametrize(
    "words",
    [
        "34.5503, 40.9181",
        "33°31′12″ N, 38°37′05″ E",
        "37S DU 12345 67890",
        "33°31'N 38°37'E",
        "lat 34.55 lon 40.92",
        "483052N 0092008E",
        "01:15.2N - 103:34.5E",
        "LATITUDE 21.9 NORTH...LONGITUDE 81.1 WEST",
        "36S 754321 3712345",
        "8FVC9G8F+6X",
        "https://www.openstreetmap.org/#map=15/33.51/36.27",
        "POINT(36.27 33.51)",
    ],
)
def test_coordinates_in_the_engine_s_document_are_read(words: str):
    assert f'"{words}"' in " ".join(ENGINE.split()) or f"{words}" in ENGINE
    assert read_coordinates(words)


# ---- links, tables, sizes


@every_document
def test_links_lead_somewhere(name: str):
    here = ROOT / name
    for target in links(TEXTS[name]):
        file, _, anchor = target.partition("#")
        path = (here.parent / file).resolve() if file else here
        assert path.exists(), target
        if anchor:
            assert anchor in anchors(path.read_text(encoding="utf-8")), target


MEASURED = re.compile(
    r"Measured by `(?P<command>[^`]+)` on (?P<day>\d{4}-\d\d-\d\d), "
    r"commit (?P<commit>[0-9a-f]{7,40})\+?(?![0-9a-z+])"
)
SET = re.compile(r"Set in (`[^`]+`(?:, | and )?)+\.")
"""Below a table of bounds, which nobody measures."""
FIGURES = [
    (name, table) for name, text in TEXTS.items() for table in tables(text) if table.holds_figures
]


@pytest.mark.parametrize(("name", "table"), FIGURES)
def test_tables_of_figures_say_where_they_come_from(name: str, table: Table):
    if SET.match(table.below):
        assert [path for path in spans(table.below) if not (ROOT / path).is_file()] == []
    else:
        assert MEASURED.match(table.below), (name, table.rows[0], table.below)


@pytest.mark.parametrize("name", [name for name, text in TEXTS.items() if "Measured by" in text])
def test_measurements_name_a_command_a_day_and_a_commit(name: str):
    text = " ".join(TEXTS[name].split())
    measured = list(MEASURED.finditer(text))
    assert len(measured) == text.count("Measured by `")
    for found in measured:
        assert date.fromisoformat(found["day"]) <= datetime.now(UTC).date()
        check_measuring(found["command"].split())


def check_measuring(words: list[str]) -> None:
    """Fail if a command that measured is none, or lacks an option that it was given."""
    options = {word for word in words if word.startswith("--")}
    if words[0] == "python" and words[1].endswith(".py"):
        source = (ROOT / words[1]).read_text(encoding="utf-8")
        assert options <= set(re.findall(r'add_argument\(\s*"(--[a-z-]+)"', source)), words
    else:
        check(words)


def test_table_of_figures_is_told_from_others():
    figures, names = tables(
        "| a | b |\n| - | - |\n| x | 1.5 s |\n\n| a | b |\n| - | - |\n| x | 7b72fb8 |\n"
    )
    assert figures.holds_figures
    assert not names.holds_figures


def test_printed_figures_are_taken_for_measured():
    figures = Figures("what", "how much")
    figures.add("work", "1 s")
    (table,) = tables(figures.text(markdown=True).replace(" version ", " commit 0000000 "))
    assert table.holds_figures
    assert MEASURED.match(table.below)


def test_readme_is_a_door():
    assert len(README.encode()) <= MOST_BYTES_OF_README
    assert "python3 tests/run.py" in README.split("\n")


def test_pictures_are_small():
    for path in (ROOT / ".github" / "images").iterdir():
        assert path.stat().st_size <= MOST_BYTES_OF_A_PICTURE


def test_pictures_are_shown_somewhere():
    shown = {Path(target).name for text in TEXTS.values() for target in links(text)}
    assert {path.name for path in (ROOT / ".github" / "images").iterdir()} <= shown


@pytest.mark.parametrize(
    ("package", "text"),
    [(geocache, ENGINE), (dashboard, APPLICATION)],
    ids=["geocache", "dashboard"],
)
def test_rooms_are_all_described(package, text: str):
    rooms = {path.parent.name for path in Path(package.__file__).parent.glob("*/__init__.py")}
    assert {room for room in rooms if f"| `{room}`" not in text} == set()


def test_table_where_is_what_names_files_that_are_there():
    table = ENGINE.split("## Where is what")[1].split("\n## ")[0]
    rows = [row for row in table.split("\n") if row.startswith("| ")][2:]
    named = [span for row in rows for span in spans(row.split("|")[2]) if "/" in span]
    assert len(rows) >= 20
    assert [path for path in named if not (ROOT / path).exists()] == []


# ---- what stands in one place


def test_changelog_begins_with_the_version_of_the_project():
    newest = re.search(r"^## (?!.*unreleased)(\S+)", TEXTS["CHANGELOG.md"], re.MULTILINE)
    assert newest
    assert newest[1] == PROJECT["project"]["version"]


def test_citation_names_no_version_of_its_own():
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert citation.keys() >= {"cff-version", "message", "title", "authors"}
    assert "version" not in citation


def test_workflow_runs_every_version_of_python_that_is_supported():
    workflow = yaml.safe_load((ROOT / ".github" / "workflows" / "test.yml").read_text("utf-8"))
    job = workflow["jobs"]["test"]
    supported = [
        classifier.rpartition(" ")[2]
        for classifier in PROJECT["project"]["classifiers"]
        if re.search(r"Python :: 3\.\d+$", classifier)
    ]
    assert job["strategy"]["matrix"]["python"] == supported
    assert ".ci/run" in [step.get("run") for step in job["steps"]]


def test_wheel_lists_every_package():
    listed = set(PROJECT["tool"]["setuptools"]["packages"])
    found = {
        ".".join(path.parent.relative_to(ROOT).parts)
        for name in ("geocache", "dashboard")
        for path in (ROOT / name).rglob("__init__.py")
    }
    assert listed == found | {"sitmap_data"}


def test_wheel_has_the_texts_of_help():
    assert "help/*.md" in PROJECT["tool"]["setuptools"]["package-data"]["dashboard"]
