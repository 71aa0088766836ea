"""The reports that benchmarks are run on are the same everywhere, and are like reports."""

import os
import re
import subprocess
import sys
from collections import Counter
from datetime import date
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from statistics import mean
from types import ModuleType
from typing import Any

import pytest

from dashboard.annotate import Themes
from dashboard.annotate.passages import passages_of
from dashboard.ingest import read_document

PROGRAM = Path(__file__).parent / "benchmarks" / "generated_reports.py"


@pytest.fixture(scope="module")
def generator() -> ModuleType:
    """The program as a module; its folder is on nobody's path."""
    spec = spec_from_file_location("generated_reports", PROGRAM)
    assert spec
    assert spec.loader
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def reports(generator: ModuleType) -> list[Any]:
    return list(generator.reports(300))


def test_reports_of_a_smaller_run_are_the_first_of_a_larger(generator, reports):
    assert list(generator.reports(20)) == reports[:20]


def test_seed_decides_the_reports(generator, reports):
    others = list(generator.reports(20, seed=8))
    assert not {report.text for report in others} & {report.text for report in reports}


def test_reports_written_by_another_process_are_the_same(generator, reports, tmp_path):
    command = [sys.executable, PROGRAM, tmp_path, "3", "--seed", "7"]
    hashed_otherwise = {**os.environ, "PYTHONHASHSEED": "1", "PYTHONUTF8": "0"}
    subprocess.run(command, check=True, env=hashed_otherwise, stdout=subprocess.DEVNULL)
    for report in reports[:3]:
        written = (tmp_path / "000" / f"{report.name}.txt").read_bytes()
        assert written.decode() == generator.headed(report)


def test_folder_holds_a_thousand(generator, tmp_path, monkeypatch):
    monkeypatch.setattr(generator, "FOLDER_SIZE", 2)
    generator.write_reports(tmp_path, 5)
    files = sorted(path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*.txt"))
    folders = ("000", "000", "001", "001", "002")
    assert files == [f"{folder}/report-{at:06d}.txt" for at, folder in enumerate(folders)]


def test_written_reports_are_what_ingest_reads(generator, reports, tmp_path):
    generator.write_reports(tmp_path, 300)
    for report in reports:
        document = read_document(tmp_path / "000" / f"{report.name}.txt")
        assert (document.title, document.text) == (report.title, report.text)
        assert (document.language, document.date.value) == ("en", report.date)


def test_lengths_are_those_of_reports(reports):
    assert 1_700 < mean(len(report.text) for report in reports) < 2_300
    assert 5 < mean(len(passages_of(report.text)) for report in reports) < 7


def test_templates_leave_nothing_in_braces(reports):
    assert not [report for report in reports if re.search(r"[{}]", report.title + report.text)]


def test_dates_lie_in_three_years_and_few_are_vague(generator):
    dates = [report.date for report in generator.reports(2_000)]
    lengths = Counter(map(len, dates))
    assert set(lengths) == {0, 4, 7, 10}
    assert lengths[10] / len(dates) == pytest.approx(0.95, abs=0.02)
    exact = [date.fromisoformat(day) for day in dates if len(day) == 10]
    assert date(2023, 1, 1) <= min(exact) <= max(exact) <= date(2025, 12, 31)
    weekdays = Counter(day.weekday() for day in exact)
    assert max(weekdays[5], weekdays[6]) < min(weekdays[at] for at in range(5))
    years = Counter(day.year for day in exact)
    assert years[2023] < years[2025]


def test_country_counts_are_led_by_one(generator, reports):
    leading, second, *_ = generator.countries()
    naming = [sum(each.name in report.text for report in reports) for each in (leading, second)]
    assert leading.name == "Syria"
    assert naming[0] > naming[1] > 0


def test_outlets_have_no_real_domain(reports):
    assert {report.source.rpartition(".")[2] for report in reports} <= {
        *("example", "test", "invalid"),
    }


def test_themes_are_all_met(reports):
    themes = Themes.shipped()
    met = Counter(
        hit.theme
        for report in reports
        for hit in themes.hits(report.text, passages_of(report.text))
    )
    assert set(met) == {theme.id for theme in themes.all}
    assert min(met.values()) >= 10


def test_rare_words_are_met_in_few_reports(generator):
    having = sum("cholera" in report.text for report in generator.reports(2_000))
    assert having / 2_000 == pytest.approx(0.02, abs=0.01)


def test_vocabulary_is_that_of_a_language(reports):
    words = Counter(re.findall(r"\w+", " ".join(report.text for report in reports).lower()))
    assert len(words) > 6_000
    assert sum(count == 1 for count in words.values()) > len(words) / 4
