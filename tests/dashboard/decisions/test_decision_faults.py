"""No decision that was acknowledged is lost, and none is half done, whoever is killed.

`tests/benchmarks/decision_faults.py` does the same with hundreds of kills.
"""

import subprocess
import sys

import pytest
from programs import FOLDER

KILLS = 12


@pytest.mark.usefixtures("compiled")
def test_processes_that_are_killed_while_they_decide_lose_nothing():
    given = ["--kills", str(KILLS), "--markdown"]
    program = [sys.executable, FOLDER / "decision_faults.py", *given]
    run = subprocess.run(program, capture_output=True, text=True, check=False, timeout=600)
    assert run.returncode == 0, run.stdout + run.stderr
    kills, acknowledged, faults = run.stdout.splitlines()[2].strip("| ").split(" | ")
    assert int(kills) == KILLS
    assert int(acknowledged) >= KILLS / 2
    assert int(faults) == 0
