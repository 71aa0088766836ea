"""Deciding: what a decision would move, doing it, taking it back.

A decision and the readings that follow from it are stored in one transaction: who reads the
workspace sees both or neither, also when the process is killed.
"""

from collections.abc import Collection, Sequence

from ..annotate.verdicts import Reach, Target, Verdict
from ..workspace import Workspace
from .records import Done, Entry, Preview, Standing


class Desk:
    """Where reviewers decide; may be used by several threads.

    Parameters
    ----------
    workspace
        The reports and what was decided about them.
    """

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    def preview(self, target: Target, verdict: Verdict, reach: Reach) -> Preview:
        """Return what a decision would move; nothing is changed.

        Raises
        ------
        DecisionError
            It can't be decided; the message says what was expected.
        """
        raise NotImplementedError

    def decide(
        self,
        target: Target,
        verdict: Verdict,
        reach: Reach,
        *,
        who: str = "",
        why: str = "",
        uid: str,
        leave_out: Collection[Target] = (),
    ) -> Done:
        """Decide, and read the reports again that it reaches.

        Parameters
        ----------
        target, verdict, reach
            What is decided about which words, and how far.
        who, why
            The reviewer and the reasons, as far as they are given.
        uid
            Names the decision: what is said twice is said once.
        leave_out
            Mentions that a wide decision is not to reach.

        Raises
        ------
        DecisionError
            It can't be decided; the message says what was expected.
        WorkspaceError
            It can't be stored; nothing was changed.
        """
        raise NotImplementedError

    def decide_all(
        self, choices: Sequence[tuple[Target, Verdict]], *, who: str = "", why: str = "", uid: str
    ) -> Done:
        """Decide about many mentions, each by itself, as one batch; raises as `decide` does."""
        raise NotImplementedError

    def undo(self, batch: str = "", *, who: str = "", uid: str) -> Done:
        """Take back a batch, or the latest that holds; raises `DecisionError` if there is none."""
        raise NotImplementedError

    def redo(self, *, who: str = "", uid: str) -> Done:
        """Decide again what was taken back last, unless something was decided since.

        Raises
        ------
        DecisionError
            There is nothing to do again.
        """
        raise NotImplementedError

    def history(self, most: int, before: str = "") -> list[Entry]:
        """Return what was decided, the newest first.

        Parameters
        ----------
        most
            How many batches at most.
        before
            Batch before which to go on; the newest when empty.
        """
        raise NotImplementedError

    def standing(self, document: str) -> list[Standing]:
        """Return the decisions that hold for a report, in text order, and those that were left."""
        raise NotImplementedError
