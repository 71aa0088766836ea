"""What Help says of keeping is what happens: its examples run."""

import re
import shlex
from pathlib import Path

import pytest
import typer
from command import sitmap

from dashboard.cli import app
from dashboard.views.access import sign_in_settings
from dashboard.views.help_keeping import OWN_PLACES, SECTIONS, SERVING
from dashboard.views.help_page import sections
from dashboard.views.shared import WORKSPACE_VARIABLE

pytestmark = pytest.mark.usefixtures("compiled")


def blocks(language: str, text: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


def commands() -> list[list[str]]:
    """Lines of the terminal, as words after ``sitmap``."""
    lines = [
        line for _, text in SECTIONS for block in blocks("sh", text) for line in block.split("\n")
    ]
    return [shlex.split(line)[1:] for line in lines if line]


def test_its_commands_run_one_after_the_other(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.chdir(tmp_path)
    (plain,) = blocks("", OWN_PLACES)
    (tmp_path / "camps.csv").write_text(plain)
    (folder / "zulu.txt").write_text("Checkpoint Zulu was closed.")
    sitmap("add", "--workspace", "spring.sitmap", "--workers", 1, folder)
    said = {}
    for words in commands():
        if words[0] != "serve":
            said[" ".join(words)] = sitmap(*words).stdout
    assert "Checkpoint Zulu" in said["reread --workspace spring.sitmap --list"]
    assert "1 of these would change" in said["add --workspace spring.sitmap --places camps.csv"]
    assert "camps.csv: 1 places" in said["gazetteer packs --workspace spring.sitmap"]


def test_its_options_exist():
    known = typer.main.get_command(app).commands
    for words in commands():
        options = {option for parameter in known[words[0]].params for option in parameter.opts}
        if words[0] != "gazetteer":
            assert {word for word in words if word.startswith("-")} <= options


def test_its_secrets_are_whole(tmp_path: Path):
    (content,) = blocks("toml", SERVING)
    (tmp_path / "secrets.toml").write_text(content)
    found = sign_in_settings([tmp_path / "secrets.toml"])
    assert found
    assert found.origin == "https://maps.example.org"
    assert found.allowed == ("amal@example.org", "@example.com")


def test_help_has_its_sections(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv(WORKSPACE_VARIABLE, str(tmp_path / "w.sitmap"))
    titles = [title for title, _ in sections()]
    assert [title for title, _ in SECTIONS] == [
        title for title in titles if title in dict(SECTIONS)
    ]
