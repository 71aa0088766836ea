"""Any geopy service behind a cache, against a local server that speaks Nominatim's JSON."""

import json
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from geopy.adapters import BaseAsyncAdapter
from geopy.exc import (
    ConfigurationError,
    GeocoderUnavailable,
)
from geopy.geocoders import Nominatim
from geopy.point import Point
from served import LINE, POLYGON, Opener, Service, place

from geocache.errors import ItemError
from geocache.geocoder import CachedGeocoder
from geocache.geocoder.answers import AnswerStore
from geocache.geocoder.failures import ServiceOffError


def test_answer_is_asked_for_once_and_kept_with_its_time_and_service(
    service: Service, opened: Opener
):
    cached = opened()
    first = cached.geocode("Idlib")
    assert (first.address, first.latitude, first.longitude) == ("Idlib", 35.931, 36.634)
    assert cached.geocode("Idlib") == first
    assert service.asked == ["Idlib"]
    assert service.agents == ["sitmap-tests"]
    answer = cached.kept("Idlib")
    assert (answer.found, answer.service) == (first, "test")
    age = datetime.now(UTC) - datetime.fromisoformat(answer.answered_at)
    assert timedelta(seconds=-1) < age < timedelta(minutes=5)


@pytest.mark.parametrize("exactly_one", [True, False])
def test_empty_answer_is_kept_too(service: Service, opened: Opener, *, exactly_one: bool):
    service.body = "[]"
    cached = opened()
    assert cached.kept("Nowhere", exactly_one=exactly_one) is None
    assert cached.geocode("Nowhere", exactly_one=exactly_one) is None
    assert cached.geocode("Nowhere", exactly_one=exactly_one) is None
    assert service.asked == ["Nowhere"]
    assert cached.kept("Nowhere", exactly_one=exactly_one).found is None


def test_lists_are_kept_in_their_order(service: Service, opened: Opener):
    service.body = json.dumps([place("b"), place("a")])
    cached = opened()
    for _ in range(2):
        assert [found.address for found in cached.geocode("x", exactly_one=False)] == ["b", "a"]


@pytest.mark.parametrize("geometry", [POLYGON, LINE], ids=["polygon", "line"])
def test_polygons_and_lines_are_kept(service: Service, opened: Opener, geometry: dict):
    service.body = json.dumps([place("Idlib", geojson=geometry)])
    opened().geocode("Idlib", geometry="geojson")
    service.kill()
    assert opened().geocode("Idlib", geometry="geojson").raw["geojson"] == geometry


def test_kept_answers_are_served_after_a_restart_switched_off_without_server(
    service: Service, opened: Opener
):
    opened().geocode("Idlib")
    service.kill()
    cached = opened(enabled=False)
    assert cached.geocode("Idlib").address == "Idlib"
    assert len(cached) == 1


def test_geocoder_is_off_until_it_is_switched_on(service: Service, opened: Opener):
    cached = opened(enabled=False)
    with pytest.raises(ServiceOffError, match="'Idlib' is kept, and test is switched off") as off:
        cached.geocode("Idlib")
    assert isinstance(off.value, GeocoderUnavailable)
    assert isinstance(off.value, ItemError)
    assert service.asked == []
    cached.enabled = True
    assert cached.geocode("Idlib").address == "Idlib"


def test_geocoder_default_is_off(service: Service, nominatim: Nominatim, tmp_path: Path):
    with pytest.raises(ServiceOffError):
        CachedGeocoder(nominatim, tmp_path / "answers", service="test").geocode("Idlib")
    assert service.asked == []


def test_queries_options_and_services_are_kept_apart(service: Service, opened: Opener):
    cached = opened()
    cached.geocode("Idlib")
    cached.geocode("Idlib", language=None)
    cached.geocode(" Idlib\n", timeout=4)
    assert len(service.asked) == 1
    cached.geocode("Idlib", language="ar")
    cached.geocode("Idlib", exactly_one=False)
    cached.geocode("Idlib", viewbox=[Point(35, 36), Point(36, 37)])
    cached.geocode({"city": "Idlib"})
    opened(service="another").geocode("Idlib")
    assert len(service.asked) == 6


def test_forms_of_a_point_are_one_question(service: Service, opened: Opener):
    service.body = json.dumps(place("Idlib"))
    cached = opened()
    for query in [(35.9, 36.6), "35.9, 36.6", Point(35.9, 36.6)]:
        assert cached.reverse(query).address == "Idlib"
    assert service.asked == ["reverse"]


@pytest.mark.parametrize("agent", [None, "", " "])
def test_user_agent_is_required(tmp_path: Path, agent: str | None):
    geocoder = Nominatim(domain="127.0.0.1:1", user_agent=agent)
    with pytest.raises(
        ConfigurationError, match=r"user agent for test is '.*services want to know"
    ):
        CachedGeocoder(geocoder, tmp_path / "answers", service="test")
    assert list(tmp_path.iterdir()) == []


def test_asynchronous_geocoder_is_refused(tmp_path: Path):
    class Adapter(BaseAsyncAdapter):
        get_json = get_text = None

    geocoder = Nominatim(user_agent="sitmap-tests", adapter_factory=Adapter)
    with pytest.raises(ConfigurationError, match="asynchronous"):
        CachedGeocoder(geocoder, tmp_path / "answers", service="test")


@pytest.mark.parametrize("name", ["min_delay_seconds", "max_retries", "error_wait_seconds"])
def test_negative_figure_is_echoed(opened: Opener, name: str):
    with pytest.raises(ConfigurationError, match=f"{name} is -1"):
        opened(**{name: -1})


def test_cache_file_may_be_deleted_at_any_time(service: Service, opened: Opener, tmp_path: Path):
    cached = opened()
    cached.geocode("Idlib")
    for path in (tmp_path / "kept").iterdir():
        path.unlink()
    assert cached.geocode("Idlib").address == "Idlib"
    assert len(service.asked) == 2


def test_processes_write_at_once(service: Service, tmp_path: Path):
    script = """
import sys
from pathlib import Path
from geopy.geocoders import Nominatim
from geocache.geocoder import CachedGeocoder
from geocache.geocoder.failures import ServiceOffError
domain, path, own = sys.argv[1:]
nominatim = Nominatim(domain=domain, scheme="http", user_agent="sitmap-tests", proxies={})
nominatim.timeout = 9
cached = CachedGeocoder(
    nominatim, Path(path), service="test", enabled=True, min_delay_seconds=0, max_retries=0
)
for number in range(25):
    assert cached.geocode(f"{own} {number}").address == f"{own} {number}"
    assert cached.geocode(f"shared {number}").address == f"shared {number}"
"""
    path = tmp_path / "answers.sqlite"
    command = [sys.executable, "-c", script, service.domain, str(path)]
    processes = [subprocess.Popen([*command, own]) for own in ("one", "two")]
    assert [process.wait(timeout=60) for process in processes] == [0, 0]
    assert len(AnswerStore(path)) == 75
