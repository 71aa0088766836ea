"""Set up and pass every check: formatting, lint, types, unit tests, and a real browser.

    python3 tests/run.py [--without-browser] [PYTEST ARGUMENT ...]

Needs Python 3.11 or newer and a network for the package index; everything else it installs itself,
Python packages into `.venv-test`, Chromium with apt-get where there is one.
"""

import os
import shutil
import subprocess
import sys
import time
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ENVIRONMENT = ROOT / ".venv-test"
WITHOUT_BROWSER = "--without-browser"
CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
TOGETHER = ("-n", "auto", "--maxprocesses", "4", "--dist", "loadfile", "--no-loadscope-reorder")
"""A file of tests is one process's: what it sets up is set up once. They begin in their order."""
COMPILING = "from geocache.gazetteer import open_gazetteer; open_gazetteer()"
"""Before several processes want it at once."""
NO_CHROMIUM = f"""
The browser tests need Chromium, and it is neither installed nor could it be installed here.
Install it (Debian: apt-get install chromium; Fedora: dnf install chromium; else from
https://www.chromium.org), or name it in SITMAP_CHROMIUM, and run this again;
or run everything else with {WITHOUT_BROWSER}.
"""


def main() -> int:
    """Run the checks in order, and stop at the first that fails."""
    arguments = sys.argv[1:]
    browser = WITHOUT_BROWSER not in arguments
    if not browser:
        if os.environ.get("CI") == "true":
            print(f"{WITHOUT_BROWSER} is not for CI")
            return 1
        arguments.remove(WITHOUT_BROWSER)
        arguments.append("--ignore=tests/browser")
    elif not has_chromium():
        print(NO_CHROMIUM)
        return 1
    python = installed()
    steps = {
        "formatting": ["-m", "ruff", "format", "--check", "--diff", "."],
        "lint": ["-m", "ruff", "check", "."],
        "types": ["-m", "mypy"],
        "gazetteer": ["-c", COMPILING],
        "tests": ["-m", "pytest", *TOGETHER, *arguments],
    }
    for name, step in steps.items():
        started = time.monotonic()
        print(f"== {name}", flush=True)
        command = [*(able_to_mount() if name == "tests" else ()), python, *step]
        status = subprocess.run(command, cwd=ROOT, check=False).returncode
        print(f"== {name}: {time.monotonic() - started:.0f} s", flush=True)
        if status:
            return status
    if not browser:
        print("The browser tests were left out, as asked.")
    return 0


def installed() -> Path:
    """Return the Python of an environment with the project and its test tools in it."""
    python = ENVIRONMENT / ("Scripts" if os.name == "nt" else "bin") / "python"
    if not python.exists():
        venv.create(ENVIRONMENT, with_pip=True)
    command = [python, "-m", "pip", "install", "--quiet", "--editable", f"{ROOT}[test]"]
    subprocess.run(command, check=True)
    return python


def able_to_mount() -> list[str]:
    """Return the words before a command that let it mount disks, which tests fill.

    Root needs none. Others get a space of their own, which nobody else sees, where the system
    gives them one.
    """
    unshare = shutil.which("unshare")
    if not unshare or os.geteuid() == 0:
        return []
    words = [unshare, "--map-root-user", "--mount"]
    is_given = subprocess.run([*words, sys.executable, "-c", ""], capture_output=True, check=False)
    return [] if is_given.returncode else words


def has_chromium() -> bool:
    """Whether there is a Chromium, after trying to install one."""
    if os.environ.get("SITMAP_CHROMIUM") or any(map(shutil.which, CHROMIUM)):
        return True
    if not shutil.which("apt-get"):
        return False
    root = [] if os.geteuid() == 0 else ["sudo", "-n"]
    if root and not shutil.which("sudo"):
        return False
    apt = [*root, "apt-get", "-qq"]
    print("Installing Chromium with apt-get", flush=True)
    for command in (["update"], ["install", "--yes", "--no-install-recommends", "chromium"]):
        if subprocess.run([*apt, *command], stdout=subprocess.DEVNULL, check=False).returncode:
            return False
    return any(map(shutil.which, CHROMIUM))


if __name__ == "__main__":
    sys.exit(main())
