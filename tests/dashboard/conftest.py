"""What tests of the application share."""

from collections.abc import Iterator

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from dashboard.views.routes import data_routes
from dashboard.views.shared import WORKSPACE_VARIABLE
from dashboard.workspace import Workspace


@pytest.fixture
def client(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> Iterator[TestClient]:
    """Ask the routes of a server that shows the ``workspace`` of the module."""
    monkeypatch.setenv(WORKSPACE_VARIABLE, str(workspace.path))
    with TestClient(Starlette(routes=data_routes())) as client:
        yield client
