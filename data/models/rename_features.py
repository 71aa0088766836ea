"""Renames features in a file of weights, so that the program can call them otherwise; run by hand.

    python data/models/rename_features.py recognition.npz --column head=led-to
    python data/models/rename_features.py recognition.npz --group "rivals=overlapping names"
    python data/models/rename_features.py resolution.npz --feature sense=same_name

No answer changes: weights stay with their features, and so do the seeds by which the features of
recognition are numbered. The ids in the program have to be renamed with them.
"""

import argparse
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

HERE = Path(__file__).parent
OF_COLUMNS, WHOLE = "_features", "_names"
"""How arrays of ids end: in recognition an id is made of a group and columns, in resolution not."""


def main(arguments: Sequence[str]) -> int:
    """Rename from the command line; returns the exit status."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("file", type=Path, help="relative to the folder of this program")
    for kind in ("group", "column", "feature"):
        parser.add_argument(f"--{kind}", action="append", default=[], metavar="OLD=NEW")
    options = parser.parse_args(arguments)
    groups, columns, features = map(renames, (options.group, options.column, options.feature))
    path = HERE / options.file
    with np.load(path) as file:
        arrays: dict[str, npt.NDArray[np.generic]] = dict(file)
    before = [found for name in arrays for found in ids(arrays, name)]
    for name in arrays:
        if name.endswith(OF_COLUMNS):
            found = [renamed(known, groups, columns) for known in ids(arrays, name)]
            arrays[name] = np.array(found)
        elif name.endswith(WHOLE):
            arrays[name] = np.array([features.get(known, known) for known in ids(arrays, name)])
    after = [found for name in arrays for found in ids(arrays, name)]
    changed = sum(old != new for old, new in zip(before, after, strict=True))
    if not changed:
        parser.error(f"{path}: expected features to rename, found none of them")
    np.savez_compressed(path, **arrays)  # type: ignore[arg-type]
    print(f"{path}: {changed} of {len(after)} ids renamed")
    return 0


def renames(given: Sequence[str]) -> dict[str, str]:
    """Return new ids by old ones."""
    return dict(one.split("=", 1) for one in given)


def ids(arrays: Mapping[str, npt.NDArray[np.generic]], name: str) -> list[str]:
    """Return the ids in an array; none of arrays of numbers."""
    found: list[str] = arrays[name].tolist() if name.endswith((OF_COLUMNS, WHOLE)) else []
    return found


def renamed(known: str, groups: Mapping[str, str], columns: Mapping[str, str]) -> str:
    """Return the id of a feature of recognition with other names of its group and columns."""
    group, _, parts = known.rpartition(": ")
    found = " ".join(columns.get(part, part) for part in parts.split(" "))
    return f"{groups.get(group, group)}: {found}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
