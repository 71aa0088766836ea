"""What tests of taking reports in share: reports, and what is done to their files."""

import os
from pathlib import Path

from command import sitmap
from programs import program

from dashboard.workspace import Workspace

REPORTS = {
    "aleppo.txt": "Rain fell in Aleppo.\n\nA bridge near Homs was closed.",
    "daraa.txt": "A convoy reached Daraa on 5 March 2020.",
    "inner/idlib.TXT": "Clashes went on in Idlib.",
}

faults = program("intake_faults")
generated = program("generated_reports")


def titles(workspace: Workspace) -> list[str]:
    return [document.title for document in workspace.documents()]


def rewrite(path: Path, content: str | bytes) -> None:
    """Write a file so that its time differs, however coarse the clock of the file system is."""
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    touch(path)


def touch(path: Path) -> None:
    changed = path.stat().st_mtime_ns + 1_000_000
    os.utime(path, ns=(changed, changed))


def assert_sound(workspace: Workspace) -> None:
    sitmap("check", "--workspace", workspace.path)
