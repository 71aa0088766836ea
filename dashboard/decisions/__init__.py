"""What people decide about readings: previewed, kept for ever, obeyed, taken back, exchanged."""

from ..annotate.verdicts import Act, Reach, Target, Verdict
from .desk import Desk
from .records import Done, Entry, Move, PlaceFacts, Preview, Standing

__all__ = [
    "Act",
    "Desk",
    "Done",
    "Entry",
    "Move",
    "PlaceFacts",
    "Preview",
    "Reach",
    "Standing",
    "Target",
    "Verdict",
]
