"""Running the command as a person would: a process of its own."""

import os
import subprocess
import sys

SITMAP = [sys.executable, "-c", "from dashboard.cli import main; main()"]


def sitmap(*arguments: object, status: int = 0) -> subprocess.CompletedProcess[str]:
    process = subprocess.run(
        [*SITMAP, *map(str, arguments)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        timeout=120,
        env={**os.environ, "PYTHONIOENCODING": "latin-1", "COLUMNS": "500"},
    )
    assert process.returncode == status, process.stderr
    return process
