"""What the training programs of recognition and resolution share."""

import argparse
import hashlib
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from ..data_files import data_path
from ..errors import CorpusError
from ..evaluation import MARKDOWN_HELP
from ..recognition.lexical import code

FOLDS = 5


def common_arguments(
    program: str, description: str | None, examples: str
) -> argparse.ArgumentParser:
    """Return a parser of the arguments that both programs take.

    Parameters
    ----------
    program, description
        As help says them.
    examples
        File of ``data/models`` with marked sentences that are learnt beside the corpora.
    """
    parser = argparse.ArgumentParser(program, description=description)
    parser.add_argument(
        "--examples",
        type=Path,
        default=data_path("models", examples),
        help="sentences with marks that are learnt beside the corpora",
    )
    parser.add_argument("corpora", nargs="+", type=Path, metavar="CORPUS", help="JSON lines")
    parser.add_argument(
        "--output",
        type=Path,
        default=data_path("models"),
        help="folder for the weights and their card; those in use when not given",
    )
    parser.add_argument("--scores-only", action="store_true", help="print scores, write nothing")
    parser.add_argument("--folds", type=int, default=FOLDS, help="parts left out one at a time")
    parser.add_argument(
        "--by-corpus",
        action="store_true",
        help="leave out whole corpora instead, for scores on what nothing was learnt from",
    )
    parser.add_argument(
        "--markdown", action="store_true", help=f"{MARKDOWN_HELP}, scored both ways; write nothing"
    )
    return parser


def check_names(corpora: Sequence[Path]) -> None:
    """Raise `CorpusError` when two corpora have one name, by which they are told apart."""
    counts = Counter(path.stem for path in corpora)
    for path in corpora:
        if counts[path.stem] > 1:
            raise CorpusError(f"{path}: expected corpora of different names, {path.stem} is there")


def folds_of(
    texts: Sequence[str], corpora: Sequence[str], folds: int | None, seed: int
) -> npt.NDArray[np.int64]:
    """Return the fold of each document, which depends on its text alone, or on its corpus.

    Parameters
    ----------
    texts, corpora
        Of each document.
    folds
        How many; None for one of each corpus.
    seed
        Other seeds make other folds.
    """
    if folds is None:
        names = sorted(set(corpora))
        return np.array([names.index(corpus) for corpus in corpora], np.int64)
    return np.array([code(f"{seed}:{text}") for text in texts], dtype=np.int64) % folds


def publish(folder: Path, name: str, write: Callable[[Path], None], card: str) -> int:
    """Write weights and their card, say so, and return the exit status."""
    try:
        _write_both(folder, name, write, card)
    except OSError as error:
        print(f"error: {folder}: can't be written to: {error}", file=sys.stderr)  # noqa: T201
        return 1
    print(f"written to {folder}")  # noqa: T201
    return 0


def _write_both(folder: Path, name: str, write: Callable[[Path], None], card: str) -> None:
    """Write weights and their card; each is there whole or not at all."""
    folder.mkdir(parents=True, exist_ok=True)
    drafts = folder / f"{name}.draft.npz", folder / f"{name}.draft.md"
    try:
        write(drafts[0])
        drafts[1].write_text(card, encoding="utf-8")
        for draft in drafts:
            draft.replace(folder / draft.name.replace(".draft", ""))
    finally:
        for draft in drafts:
            draft.unlink(missing_ok=True)


def source_line(path: Path, documents: int) -> str:
    """Line of a card that says what was learnt from."""
    digest = hashlib.sha256(path.read_bytes()).hexdigest()[:16]
    return f"- {path.name}: {documents} documents, SHA-256 {digest}"
