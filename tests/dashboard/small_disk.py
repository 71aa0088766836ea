"""A real file system that gets full, or can't be written: a small one in memory."""

import shutil
import subprocess
from pathlib import Path

MOUNT, UNMOUNT = shutil.which("mount") or "", shutil.which("umount") or ""
NOT_MOUNTED = (
    "no small file system could be mounted here, and nothing else is full as a disk is: run the "
    "tests as root, or with `unshare --map-root-user --mount`, as tests/run.py does by itself; "
    '`-m "not disk"` leaves these tests out'
)


class SmallDisk:
    """A file system with little room.

    Parameters
    ----------
    folder
        An empty one, where it is mounted.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def mount(self, size: int) -> bool:
        """Make it with so many bytes; return False where nobody here may."""
        if not MOUNT or not UNMOUNT:
            return False
        command = [MOUNT, "-t", "tmpfs", "-o", f"size={size}", "tmpfs", self.folder]
        return subprocess.run(command, capture_output=True, check=False).returncode == 0

    def unmount(self) -> None:
        """Take it away, also from who still has a file of it open."""
        subprocess.run([UNMOUNT, "--lazy", self.folder], check=True)

    def resize(self, size: int) -> None:
        """Give it another number of bytes."""
        self._remount(f"size={size}")

    def make_read_only(self) -> None:
        """Let nobody write on it."""
        self._remount("ro")

    def _remount(self, option: str) -> None:
        # "none": else options are repeated that only the owner of the machine may give.
        subprocess.run([MOUNT, "-o", f"remount,{option}", "none", self.folder], check=True)

    def fill(self) -> Path:
        """Leave no room; return the file that takes it."""
        path = self.folder / "filling"
        with path.open("wb", buffering=0) as stream:
            while True:
                try:
                    stream.write(bytes(4096))
                except OSError:
                    return path
