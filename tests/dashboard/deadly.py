"""Work over which a process dies; in a module of its own, for processes import it."""

import os
import signal
import time
from collections.abc import Iterator

from dashboard.ingest import Entry, documents_in
from dashboard.model import AnnotatedDocument


def die_over_nine(identity: str | int, annotated: AnnotatedDocument) -> str:
    if identity == 9:
        os._exit(1)
    if identity == 11:
        raise ValueError(annotated.document.text)
    return str(identity)


def hang_or_die(content: bytes, name: str, **options: object) -> Iterator[Entry]:
    """Read as ever, but hang or die over words that say so."""

    def begin(entry: str) -> None:
        begun = options["begin"]
        assert callable(begun)
        begun(entry)
        if "hang" in entry:
            time.sleep(60)
        if "die" in entry:
            os.kill(os.getpid(), signal.SIGKILL)

    return documents_in(content, name, **{**options, "begin": begin})  # type: ignore[arg-type]
