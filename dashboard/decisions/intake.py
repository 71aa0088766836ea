"""Decisions while reports are taken in: readers are told of them, and none comes too late."""

from ..annotate.rulings import Rulings
from ..executors import Decided, Packs, Reading, reading
from ..workspace import DocumentRows, Workspace, Writer
from ..workspace.decisions import changed_since, latest, rulings_of
from .rereading import as_it_gives_itself, read_again


class StandingDecisions:
    """What is decided at the moment, for processes that read.

    Parameters
    ----------
    workspace
        Where it is kept.
    """

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._kept = Decided()

    def now(self) -> Decided:
        """Return every decision that holds now."""
        connection = self._workspace.reader
        number = latest(connection)
        if number != self._kept.latest:
            # A decision that comes in between is read twice, and none is missed.
            self._kept = Decided(rulings_of(connection).as_json(), number)
        return self._kept

    def latest(self) -> int:
        """Return the id of the latest decision; 0 when there is none."""
        return latest(self._workspace.reader)

    def rulings(self) -> Rulings:
        """Return every decision that holds now."""
        return Rulings.from_json(self.now().rulings)


def obeying(writer: Writer, packs: Packs, read: Reading) -> DocumentRows:
    """Return what was read of a report, read again where somebody decided about it meanwhile.

    Parameters
    ----------
    writer
        In the transaction that stores it, so that nobody can decide in between.
    packs
        Places of the user's own.
    read
        With rows.
    """
    rows = read.rows
    if rows is None:
        raise ValueError(f"nothing was read: {read.problem}")
    if latest(writer.connection) == read.decided:
        return rows
    changed = changed_since(writer.connection, read.decided)
    if not any(ruling.is_about(rows.document) for ruling in changed):
        return rows
    with reading(packs) as (_engine, annotator):
        rulings = rulings_of(writer.connection)
        return read_again(annotator, as_it_gives_itself(rows), rulings)
