"""The command ``sitmap annotate``, as a program of others uses it."""

import json
from datetime import date
from itertools import chain
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.dataset as ds
import pyarrow.parquet as pq
import pytest
import shapely
from command import sitmap
from deadly import die_over_nine
from shapely.geometry import shape

from dashboard.annotate.as_json import as_json
from dashboard.annotate.as_table import SCHEMA, as_record_batch
from dashboard.cli import geoparquet
from dashboard.cli.annotated_batches import annotated_in_order
from dashboard.cli.geoparquet import geoparquet_folder
from dashboard.errors import DashboardError
from dashboard.ingest.json_lines import GivenDocument
from dashboard.model import UNDATED, AnnotatedDocument, Document, Precision
from geocache.gazetteer import CompiledGazetteer

LINES = (
    '{"id": 7, "text": "Shelling hit Aleppo on 5 March.\\n\\nNothing is said.", "source": "a.org"}',
    "not json",
    '{"id": "b", "title": "no text"}',
    '{"id": "c", "text": "Rain in Idlib. All fled there.", "date": "2020-03-05", "language": "en"}',
    '{"id": "d", "text": "Rain in Idlib.", "date": "2020-13-05"}',
    '{"id": "e", "text": "Rain in Idlib.", "language": 5}',
    '{"id": "f", "text": ""}',
)


@pytest.fixture(autouse=True)
def _compiled(gazetteer: CompiledGazetteer) -> None:
    """Commands find the gazetteer compiled, and show no progress of compiling it."""
    assert len(gazetteer)


@pytest.fixture
def lines(tmp_path: Path) -> Path:
    path = tmp_path / "texts.jsonl"
    path.write_text("\n".join(LINES), encoding="utf-8")
    return path


def records(output: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in output.splitlines()]


def test_document_has_passages_and_observations(article_path: Path, article: Document):
    (record,) = records(sitmap("annotate", article_path).stdout)
    assert set(record) == {"id", "language", "passages", "observations"}
    assert (record["id"], record["language"]) == (str(article_path), "en")
    starts = [passage["start"] for passage in record["passages"]]
    assert starts == sorted(starts)
    for passage in record["passages"]:
        assert set(passage) == {"start", "end", "themes", "dates", "unfixed", "casualties"}
        for theme in passage["themes"]:
            assert set(theme) == {"id", "probability", "core", "cues"}
            assert 0 < theme["probability"] < 1
            assert theme["cues"]
        spans = [cue for theme in passage["themes"] for cue in theme["cues"]]
        for span in (*spans, *passage["dates"], *passage["unfixed"]):
            assert article.text[span["start"] : span["end"]] == span["text"]
            assert passage["start"] <= span["start"] < span["end"] <= passage["end"]
    for seen in record["observations"]:
        passage = record["passages"][seen["passage"]]
        inside = passage["start"] <= seen["start"] < seen["end"] <= passage["end"]
        assert inside is not seen["carried"]
        assert seen["role"] in {"literal", "associative"}
    words = [article.text[seen["start"] : seen["end"]] for seen in record["observations"]]
    assert words[0] == "Moscow"


def test_observations_of_the_annotator_all_come_out(annotated_article: AnnotatedDocument):
    record = as_json("x", annotated_article)
    assert len(record["observations"]) == len(annotated_article.observations)
    dates = [(p["dates"], p["unfixed"]) for p in record["passages"]]
    assert len(list(chain(*chain(*dates)))) == len(annotated_article.dates)
    fixed = [d for d in annotated_article.dates if d.when.precision is not Precision.UNKNOWN]
    assert len(list(chain.from_iterable(pair[0] for pair in dates))) == len(fixed)
    themes = [theme for passage in record["passages"] for theme in passage["themes"]]
    assert len(themes) == len(annotated_article.themes)


def test_bad_lines_are_named_and_the_others_come_out(lines: Path):
    process = sitmap("annotate", lines, status=1)
    assert [record["id"] for record in records(process.stdout)] == [7, "c", "f"]
    errors = process.stderr.splitlines()
    assert [error.split(": ")[0] for error in errors] == [f"{lines}:{n}" for n in (2, 3, 5, 6)]
    assert "date '2020-13-05'" in errors[2]
    assert "expected a string under 'language'" in errors[3]


def test_undated_observations_have_no_days(lines: Path):
    first, second, third = records(sitmap("annotate", lines, status=1).stdout)
    assert [passage["dates"] for passage in first["passages"]] == [[], []]
    (unfixed,) = first["passages"][0]["unfixed"]
    assert unfixed["text"] == "5 March"
    assert "no year is stated" in unfixed["note"]
    (undated,) = first["observations"]
    assert (undated["from"], undated["to"], undated["dated"]) == (None, None, None)
    assert {seen["dated"] for seen in second["observations"]} == {"report"}
    assert second["language"] == "en"
    assert third == {"id": "f", "language": "", "passages": [], "observations": []}


def test_date_option_is_given_to_reports_without_a_date(lines: Path):
    first, second, _ = records(sitmap("annotate", lines, "--date", "2024-03-09", status=1).stdout)
    (stated,) = first["passages"][0]["dates"]
    assert (stated["from"], stated["to"], stated["precision"]) == (
        "2024-03-05",
        "2024-03-05",
        "day",
    )
    (seen,) = first["observations"]
    assert (seen["from"], seen["dated"]) == ("2024-03-05", "words")
    assert (seen["place_id"], seen["kind"], seen["carried"]) == ("geonames:170063", "point", False)
    assert {seen["from"] for seen in second["observations"]} == {"2020-03-05"}


@pytest.mark.parametrize("day", ["2024-3-9", "20240309", "2024-02-30", "March"])
def test_date_option_that_is_no_day_is_a_one_line_error(lines: Path, day: str):
    (error,) = sitmap("annotate", lines, "--date", day, status=1).stderr.splitlines()
    assert f"--date: {day!r} is no day; expected YYYY-MM-DD" in error


def test_time_of_day_counts_as_its_day(tmp_path: Path):
    path = tmp_path / "a.jsonl"
    path.write_text('{"id": 1, "text": "Rain in Idlib.", "date": "2020-03-05T23:30:00+02:00"}')
    (record,) = records(sitmap("annotate", path).stdout)
    assert record["observations"][0]["from"] == "2020-03-05"


def test_documents_come_in_the_order_given(tmp_path: Path):
    path = tmp_path / "many.jsonl"
    texts = [f"Convoy {number} reached Aleppo." for number in range(30)]
    path.write_text("".join(json.dumps({"id": n, "text": t}) + "\n" for n, t in enumerate(texts)))
    output = tmp_path / "out.jsonl"
    assert sitmap("annotate", path, "--workers", 2, "-o", output).stdout == ""
    assert [record["id"] for record in records(output.read_text())] == list(range(30))


@pytest.mark.parametrize("count", [12, 40])
def test_document_that_kills_its_process_harms_no_other(count: int):
    documents = [
        GivenDocument(number, f"many.jsonl:{number}", Document("", "", "Rain.", "", "", UNDATED))
        for number in range(count)
    ]
    batches = list(annotated_in_order(documents, die_over_nine, [], workers=2))
    written = [identity for batch in batches for identity in batch.converted]
    assert written == [str(number) for number in range(count) if number not in (9, 11)]
    problems = [problem for batch in batches for problem in batch.problems]
    assert problems == [
        "many.jsonl:9: can't be read: the process that read it died",
        "many.jsonl:11: can't be read: ValueError('Rain.')",
    ]


def test_table_has_a_row_for_every_observation(lines: Path, article_path: Path, tmp_path: Path):
    inputs = (lines, article_path)
    written = records(sitmap("annotate", *inputs, status=1).stdout)
    output = tmp_path / "table"
    sitmap("annotate", *inputs, "-o", f"{output}/", status=1)
    assert [path.name for path in output.iterdir()] == ["part-00000.parquet"]
    table = ds.dataset(output).to_table()
    assert table.schema.equals(SCHEMA, check_metadata=False)
    expected = sum(
        max(1, sum(seen["passage"] == number for seen in record["observations"]))
        for record in written
        for number in range(max(1, len(record["passages"])))
    )
    assert table.num_rows == expected
    rows = table.to_pylist()
    assert list(dict.fromkeys(row["document"] for row in rows)) == [
        str(record["id"]) for record in written
    ]
    (silent,) = [row for row in rows if row["text"] == "Nothing is said."]
    assert (silent["words"], silent["geometry"], silent["themes"]) == (None, None, [])
    (empty,) = [row for row in rows if row["document"] == "f"]
    assert empty["passage"] is None


def test_geometries_are_read_back_as_they_were_drawn(annotated_article: AnnotatedDocument):
    rows = as_record_batch(1, annotated_article).to_pylist()
    drawn = {(f.start, f.end): f for f in annotated_article.footprints}
    for row in rows:
        footprint = drawn.get((row["start"], row["end"]))
        if footprint is None or footprint.geometry is None:
            assert row["geometry"] is None
        else:
            figure = shapely.from_wkb(row["geometry"])
            assert figure.hausdorff_distance(shape(footprint.geometry)) < 1e-5
            assert row["kind"] == footprint.kind
    dated = {row["last_day"] for row in rows if row["words"]}
    assert date(2020, 12, 31) in dated
    assert sum(row["words"] is not None for row in rows) == len(annotated_article.observations)


def test_table_part_declares_itself_as_geoparquet(article_path: Path, tmp_path: Path):
    sitmap("annotate", article_path, "-o", tmp_path / "table.parquet")
    (part,) = (tmp_path / "table.parquet").iterdir()
    geo = json.loads(pq.read_schema(part).metadata[b"geo"])
    assert (geo["version"], geo["primary_column"]) == ("1.1.0", "geometry")
    assert geo["columns"] == {"geometry": {"encoding": "WKB", "geometry_types": []}}


def test_output_folder_that_holds_something_is_refused(article_path: Path, tmp_path: Path):
    kept = tmp_path / "folder" / "kept.txt"
    kept.parent.mkdir()
    kept.write_text("kept")
    process = sitmap("annotate", article_path, "-o", kept.parent, status=1)
    (error,) = process.stderr.splitlines()
    assert f"{kept.parent}: the folder holds kept.txt" in error
    assert [path.name for path in kept.parent.iterdir()] == ["kept.txt"]


def test_output_folder_may_not_be_a_file(article_path: Path, tmp_path: Path):
    output = tmp_path / "out"
    output.write_text("earlier")
    (error,) = sitmap("annotate", article_path, "-o", output, status=1).stderr.splitlines()
    assert "is a file; expected a folder" in error
    assert output.read_text() == "earlier"


def test_output_is_not_made_when_no_document_can_be_read(tmp_path: Path):
    missing = tmp_path / "missing.txt"
    (error,) = sitmap("annotate", missing, "-o", tmp_path / "out", status=1).stderr.splitlines()
    assert str(missing) in error
    assert list(tmp_path.iterdir()) == []


def test_parts_are_cut_between_documents(
    annotated_article: AnnotatedDocument, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(geoparquet, "_PART_ROWS", 40)
    monkeypatch.setattr(geoparquet, "_ROW_GROUP_BYTES", 1)
    batch: pa.RecordBatch = as_record_batch("a", annotated_article)
    with geoparquet_folder(tmp_path / "table") as folder:
        for _ in range(5):
            folder.write(batch)
        assert not list((tmp_path / "table").glob("part-*"))
    parts = sorted((tmp_path / "table").iterdir())
    rows = [pq.read_metadata(part).num_rows for part in parts]
    assert sum(rows) == 5 * batch.num_rows
    assert not [count for count in rows if count % batch.num_rows]
    assert [part.name for part in parts] == [f"part-{n:05d}.parquet" for n in range(len(parts))]
    assert len(parts) > 1


def test_interrupted_table_is_removed(annotated_article: AnnotatedDocument, tmp_path: Path):
    def interrupted() -> None:
        with geoparquet_folder(tmp_path / "table") as folder:
            folder.write(as_record_batch("a", annotated_article))
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert list(tmp_path.iterdir()) == []


def test_table_without_rows_has_its_columns(tmp_path: Path):
    with geoparquet_folder(tmp_path / "table"):
        pass
    assert ds.dataset(tmp_path / "table").to_table().schema.names == SCHEMA.names


def test_output_folder_that_cannot_be_made_is_one_error(tmp_path: Path):
    inside = tmp_path / "no" / "table"
    with pytest.raises(DashboardError, match="can't be written"), geoparquet_folder(inside):
        pass
