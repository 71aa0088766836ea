import gc
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from dashboard.annotate import Annotator
from dashboard.ingest import read_document
from dashboard.model import AnnotatedDocument, Document
from geocache import Geoparser, ParsedText
from geocache.data_files import data_path
from geocache.gazetteer import CompiledGazetteer, MemoryGazetteer, open_gazetteer
from geocache.records import NameKind

_ROOT = Path(__file__).resolve().parent
_BROWSER = _ROOT / "browser"
_GAZETTEER_FIXTURES = {"compiled", "gazetteer", "held"}
"""With all that are made of them."""
_PROGRAMS = {"sitmap", "SITMAP", "open_gazetteer", "Pipeline"}
"""What tests name that start our programs: these open the gazetteer, or may."""
_WHOLE = {
    _ROOT / path
    for path in (
        "dashboard/ingest/test_hostile_files.py",
        "dashboard/maps/test_ground.py",
        "dashboard/situation/test_read_model.py",
        "dashboard/test_cluster.py",
        "dashboard/test_intake_faults.py",
        "geocache/footprint/test_shapes.py",
        "geocache/gazetteer/test_embedded_gazetteer.py",
        "geocache/gazetteer/test_geonames.py",
        "geocache/gazetteer/test_index.py",
        "geocache/gazetteer/test_outlines.py",
        "geocache/training/test_recognition.py",
        "test_generated_reports.py",
    )
}
"""Modules that compile gazetteers of their own, go through all places or outlines of the world, or
drive processes that read reports."""


_LONGEST = {
    _ROOT / path: position
    for position, path in enumerate(
        (
            "dashboard/test_intake_faults.py",
            "dashboard/workspace/test_keeping_faults.py",
            "dashboard/test_intake_runs.py",
            "dashboard/cli/test_reread.py",
            "dashboard/cli/test_places.py",
            "dashboard/cli/test_offline.py",
            "dashboard/test_containers.py",
            "dashboard/decisions/test_exchange.py",
            "dashboard/cli/test_annotate.py",
            "test_unchanged.py",
            "dashboard/test_web_intake.py",
            "dashboard/test_intake.py",
        )
    )
}
"""Modules that take longest, which begin first: at the end one process would wait for another.

Those of the browser come last, for it and the servers of its pages stay until the end.
"""


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Don't even import the modules of which a choice by markers leaves nothing."""
    left_out = config.option.markexpr.split(" and ")
    if "not browser" in left_out and collection_path == _BROWSER:
        return True
    if "not gazetteer" in left_out and collection_path in _WHOLE:
        return True
    return None  # as pytest decides


def _is_of_browser(path: Path) -> bool:
    return path.parent == _BROWSER


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Iterator[None]:
    """Search for no garbage in what is collected: modules and tests stay until the end."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.enable()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the modules that take longest in front, and mark tests by what they need.

    Those that need nothing can be run by themselves.
    """
    items.sort(key=lambda item: _LONGEST.get(item.path, len(_LONGEST) + _is_of_browser(item.path)))
    for item in items:
        if item.path.is_relative_to(_BROWSER):
            item.add_marker("browser")
        if (
            item.path in _WHOLE
            or _GAZETTEER_FIXTURES & set(getattr(item, "fixturenames", ()))
            or _PROGRAMS & _names_in(item)
        ):
            item.add_marker("gazetteer")
        if "disk" in getattr(item, "fixturenames", ()):
            item.add_marker("disk")


def _names_in(item: pytest.Item) -> set[str]:
    code = getattr(getattr(item, "function", None), "__code__", None)
    return set(code.co_names) if code else set()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    """Let a test fail that opens the gazetteer without the marker that says so."""
    if {"browser", "gazetteer"} & {mark.name for mark in item.iter_markers()}:
        return (yield)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SITMAP_CACHE_DIR", _cache_without_gazetteer().name)
        return (yield)


@cache
def _cache_without_gazetteer() -> TemporaryDirectory[str]:
    """A folder for caches in which no gazetteer can be compiled: a file is in its place."""
    folder = TemporaryDirectory()
    Path(folder.name, "gazetteer").touch()
    return folder


@pytest.fixture(scope="session")
def gazetteer() -> CompiledGazetteer:
    """The embedded gazetteer, compiled into the user's cache when it is not there yet."""
    return open_gazetteer()


@pytest.fixture(scope="session")
def geoparser(gazetteer: CompiledGazetteer) -> Geoparser:
    return Geoparser(gazetteer)


@pytest.fixture(scope="session")
def article_path() -> Path:
    return data_path("documents", "idlib-al-tanf-2020.txt")


@pytest.fixture(scope="session")
def article(article_path: Path) -> Document:
    return read_document(article_path)


@pytest.fixture(scope="session")
def parsed_article(geoparser: Geoparser, article: Document) -> ParsedText:
    return geoparser.parse(article.text)


@pytest.fixture(scope="session")
def annotated_article(geoparser: Geoparser, article: Document) -> AnnotatedDocument:
    return Annotator(geoparser).annotate(article)


@pytest.fixture
def world() -> MemoryGazetteer:
    """A tiny world: two neighbours of the real map, and towns that are made up."""
    gazetteer = MemoryGazetteer()
    demonyms = {"Syrian": NameKind.DEMONYM, "Syrians": NameKind.DEMONYM}
    gazetteer.add_place(
        "Syria",
        38.5,
        35.0,
        feature="A.PCLI",
        country_code="SY",
        population=20_000_000,
        names=demonyms,
    )
    gazetteer.add_place(
        "Jordan",
        36.5,
        31.2,
        feature="A.PCLI",
        country_code="JO",
        population=10_000_000,
        names={"Jordanian": NameKind.DEMONYM},
    )
    gazetteer.add_place("Fooville", 37.0, 35.0, country_code="SY", population=200_000)
    gazetteer.add_place("Bartown", 38.0, 35.5, country_code="SY", population=150_000)
    return gazetteer
