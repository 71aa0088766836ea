"""Decisions while reports are taken in: readers are told of them, and none comes too late."""

from dataclasses import replace

from ..annotate.rulings import Rulings
from ..executors import Decided, Reading, reading
from ..model import OwnKnowledge
from ..workspace import Workspace, Writer
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


def obeying(writer: Writer, own: OwnKnowledge, read: Reading) -> Reading:
    """Return a reading, made again where somebody decided about its report meanwhile.

    Parameters
    ----------
    writer
        In the transaction that stores it, so that nobody can decide in between.
    own
        Places and themes of the user's own.
    read
        What a process made of an input.
    """
    rows = read.rows
    if rows is None or latest(writer.connection) == read.decided:
        return read
    changed = changed_since(writer.connection, read.decided)
    if not any(ruling.is_about(rows.document) for ruling in changed):
        return read
    with reading(own) as (_engine, annotator):
        rulings = rulings_of(writer.connection)
        return replace(read, rows=read_again(annotator, as_it_gives_itself(rows), rulings))
