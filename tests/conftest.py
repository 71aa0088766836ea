from pathlib import Path

import pytest

from dashboard.annotate import Annotator
from dashboard.ingest import read_document
from dashboard.model import AnnotatedDocument, Document
from geocache import Geoparser, ParsedText
from geocache.data_files import data_path
from geocache.gazetteer import CompiledGazetteer, MemoryGazetteer, open_gazetteer
from geocache.records import NameKind


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
