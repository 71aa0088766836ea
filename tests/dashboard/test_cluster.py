"""Reports read by a Dask cluster: two worker processes on loopback, and one that is killed."""

import asyncio
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from importlib.util import module_from_spec, spec_from_file_location
from logging import CRITICAL
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from command import sitmap

from dashboard import executors, running
from dashboard.errors import DashboardError
from dashboard.executors import cluster_executor, means_death
from dashboard.pipeline import Counts, Pipeline
from dashboard.workspace import Workspace
from dashboard.workspace.content import content_hash
from dashboard.workspace.jobs import Run
from geocache.gazetteer import CompiledGazetteer

distributed = pytest.importorskip("distributed")

REPORTS = 60
GENERATOR = Path(__file__).parents[1] / "benchmarks" / "generated_reports.py"
TEXTS = """
    SELECT d.hash, t.text FROM document d JOIN document_text t ON t.document_id = d.id ORDER BY 1
"""
MENTIONS = """
    SELECT d.hash, p.number, e.start, e."end", l.key
    FROM document d
    JOIN passage p ON p.document_id = d.id
    JOIN footprint f ON f.passage_id = p.id
    JOIN mention e ON e.footprint_id = f.id
    LEFT JOIN place l ON l.id = e.place_id
    ORDER BY 1, 2, 3, 4
"""
OBSERVATIONS = """
    SELECT d.hash, p.number, f.start, f."end", o.first_day, o.last_day
    FROM document d
    JOIN passage p ON p.document_id = d.id
    JOIN observation o ON o.passage_id = p.id
    JOIN footprint f ON f.id = o.footprint_id
    ORDER BY 1, 2, 3, 4
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("reports")
    spec = spec_from_file_location("generated_reports", GENERATOR)
    assert spec
    assert spec.loader
    generator = module_from_spec(spec)
    spec.loader.exec_module(generator)
    generator.write_reports(folder, REPORTS)
    return folder


@pytest.fixture(scope="module")
def local(folder: Path, gazetteer: CompiledGazetteer) -> Workspace:
    """The same reports, read by this process alone, whatever it read before."""
    assert len(gazetteer)
    workspace = Workspace(folder.parent / "local.sitmap")
    Pipeline(workspace, workers=1).run([folder])
    return workspace


@pytest.fixture(scope="module")
def shared_cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    with distributed.LocalCluster(
        n_workers=2,
        threads_per_worker=1,
        processes=True,
        host="127.0.0.1",
        dashboard_address=None,
        silence_logs=CRITICAL,
        local_directory=str(tmp_path_factory.mktemp("dask")),
    ) as cluster:
        yield cluster


@pytest.fixture
def cluster(shared_cluster: Any) -> Any:
    """Two workers, also after a test that killed some."""
    shared_cluster.wait_for_workers(2, timeout=60)
    return shared_cluster


@pytest.fixture
def scheduler(tmp_path: Path) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """Address and process of a scheduler that a test may kill; it has one worker."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    address = f"tcp://127.0.0.1:{port}"
    options = ["--host", "127.0.0.1", "--no-dashboard"]
    folder = ["--local-directory", str(tmp_path)]
    commands = (
        ["distributed.cli.dask_scheduler", *options, "--port", str(port)],
        ["distributed.cli.dask_worker", address, *options, "--no-nanny", *folder],
    )
    processes = [
        subprocess.Popen([sys.executable, "-m", *command], stderr=subprocess.DEVNULL)
        for command in commands
    ]
    yield address, processes[0]
    for process in processes:
        process.kill()
        process.wait()


def dump(workspace: Workspace) -> list[Any]:
    with closing(sqlite3.connect(workspace.path)) as connection:
        return [connection.execute(query).fetchall() for query in (TEXTS, MENTIONS, OBSERVATIONS)]


def worker_pids(cluster: Any) -> set[int]:
    with distributed.Client(cluster.scheduler_address, set_as_default=False) as client:
        return set(client.run(os.getpid).values())


def read(workspace: Workspace, cluster: Any, folder: Path, **options: Any) -> Counts:
    return Pipeline(workspace, scheduler=cluster.scheduler_address, **options).run([folder])


def test_cluster_reads_as_one_process_does(
    cluster: Any, folder: Path, local: Workspace, tmp_path: Path
):
    workspace = Workspace(tmp_path / "cluster.sitmap")
    counts = read(workspace, cluster, folder)
    assert (counts.read, counts.problems) == (REPORTS, [])
    documents, mentions, observations = dump(workspace)
    assert len(documents) == REPORTS
    assert len(mentions) > REPORTS
    assert len(observations) > REPORTS
    assert dump(workspace) == dump(local)
    assert content_hash(workspace) == content_hash(local)


def test_worker_that_is_killed_loses_nothing(
    cluster: Any, folder: Path, local: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(running, "_STORED_AT_ONCE", 1)
    workspace = Workspace(tmp_path / "killed.sitmap")
    victim = min(worker_pids(cluster))
    read_when_killed: list[int] = []

    def kill_once(run: Run) -> None:
        if not read_when_killed:
            read_when_killed.append(run.done)
            os.kill(victim, signal.SIGKILL)

    counts = read(workspace, cluster, folder, follow=kill_once)
    assert read_when_killed[0] < REPORTS / 2
    assert (counts.read, counts.problems) == (REPORTS, [])
    assert content_hash(workspace) == content_hash(local)
    assert victim not in worker_pids(cluster)


def test_annotations_come_from_a_cluster_in_the_order_given(
    cluster: Any, folder: Path, tmp_path: Path
):
    files = sorted(folder.rglob("*.txt"))[:20]
    one = sitmap("annotate", *files, "--workers", 1).stdout
    many = sitmap("annotate", *files, "--scheduler", cluster.scheduler_address).stdout
    assert len(one.splitlines()) == 20
    assert many == one
    output = tmp_path / "table"
    sitmap("annotate", *files, "--scheduler", cluster.scheduler_address, "-o", output)
    assert [path.name for path in output.iterdir()] == ["part-00000.parquet"]


def test_work_that_kills_every_worker_is_told_apart(cluster: Any):
    with cluster_executor(cluster.scheduler_address) as executor:
        assert executor.workers == 2
        deadly: Future[Any] = executor.submit(os._exit, 1)
        error = deadly.exception(timeout=90)
    assert error is not None
    assert means_death(error)


def test_scheduler_that_goes_away_is_one_clear_error(
    scheduler: tuple[str, subprocess.Popen[bytes]],
):
    address, process = scheduler
    with cluster_executor(address) as executor:
        answer = executor.submit(time.sleep, 20)
        process.kill()
        with pytest.raises(DashboardError, match=f"{address} does not answer any more"):
            answer.result(timeout=60)


def test_scheduler_address_where_nothing_listens_is_named(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(executors, "_CONNECT_S", 1)
    expected = "no Dask scheduler answers at tcp://127.0.0.1:1: "
    with pytest.raises(DashboardError, match=expected), cluster_executor("tcp://127.0.0.1:1"):
        pass


def answer_as_a_web_server(server: socket.socket) -> None:
    with server.accept()[0] as connection:
        connection.recv(1024)
        connection.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")


def test_scheduler_address_of_another_service_is_one_line(folder: Path):
    with socket.create_server(("127.0.0.1", 0)) as server:
        address = f"tcp://127.0.0.1:{server.getsockname()[1]}"
        answering = Thread(target=answer_as_a_web_server, args=(server,))
        answering.start()
        process = sitmap("annotate", next(folder.rglob("*.txt")), "--scheduler", address, status=1)
        answering.join()
    (error,) = process.stderr.splitlines()
    assert error == f"sitmap: what answers at {address} is no Dask scheduler"


@pytest.mark.parametrize("command", ["add", "annotate"])
def test_scheduler_address_that_is_invalid_is_one_line(command: str, folder: Path, tmp_path: Path):
    file = next(folder.rglob("*.txt"))
    extra = ["--workspace", tmp_path / "a.sitmap"] if command == "add" else []
    process = sitmap(command, file, *extra, "--scheduler", "nonsense", status=1)
    (error,) = process.stderr.splitlines()
    assert "no Dask scheduler answers at nonsense: missing port number" in error


def test_cluster_can_be_asked_for_where_an_event_loop_runs(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(executors, "_CONNECT_S", 1)

    async def asked() -> None:
        with cluster_executor("tcp://127.0.0.1:1"):
            pass

    # In a thread of its own, for a browser's driver may run an event loop in this one.
    with (
        ThreadPoolExecutor(1) as thread,
        pytest.raises(DashboardError, match="no Dask scheduler answers"),
    ):
        thread.submit(lambda: asyncio.run(asked())).result()
