"""Whether what is installed is whole."""

import hashlib
from base64 import urlsafe_b64encode
from importlib.metadata import PathDistribution
from pathlib import Path

import pytest

from dashboard.cli.check import installed

_CONTENT = b"weights"


@pytest.fixture
def package(tmp_path: Path) -> PathDistribution:
    """A package of one file of data, and one that nobody keeps the digest of."""
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "models.npz").write_bytes(_CONTENT)
    digest = urlsafe_b64encode(hashlib.sha256(_CONTENT).digest()).rstrip(b"=").decode()
    info = tmp_path / "some-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: some\nVersion: 1.0\n")
    record = f"data/models.npz,sha256={digest},{len(_CONTENT)}\ndata/models.pyc,,\n"
    (info / "RECORD").write_text(record)
    return PathDistribution(info)


def test_check_says_that_an_installation_is_whole(package: PathDistribution):
    (finding,) = installed(package)
    assert finding.ok
    assert "1 files" in finding.title


@pytest.mark.parametrize("content", [None, b"", b"weight", b"Weights"])
def test_check_names_every_file_that_is_missing_or_altered(
    package: PathDistribution, tmp_path: Path, content: bytes | None
):
    path = tmp_path / "data" / "models.npz"
    if content is None:
        path.unlink()
    else:
        path.write_bytes(content)
    (finding,) = installed(package)
    assert not finding.ok
    assert "data/models.npz" in finding.title
    assert finding.hint
