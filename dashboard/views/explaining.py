"""Why words mean their places, worked out once and kept for all who ask."""

from functools import lru_cache

from geocache.gazetteer import LayeredGazetteer, PackSource

from ..annotate.explanations import Explained
from ..attribution import licence_of
from ..decisions.intake import StandingDecisions
from ..executors import explain_document
from ..model import OwnKnowledge
from ..situation.why import WhyPlaces
from ..workspace import Workspace
from .shared import gazetteer

_KEPT = 64


def reasons(workspace: Workspace) -> WhyPlaces:
    """Return what explains the reports of a workspace, its own places among all others."""
    return _reasons(workspace, workspace.own_knowledge())


@lru_cache(maxsize=1)
def _reasons(workspace: Workspace, own: OwnKnowledge) -> WhyPlaces:
    base = gazetteer()
    packs = [PackSource(*pack) for pack in own.packs]
    layered = LayeredGazetteer(base, packs) if packs else base
    names = [pack.name for pack in packs]

    decisions = StandingDecisions(workspace)

    @lru_cache(maxsize=_KEPT)
    def explained_then(document_hash: str, _decided: int) -> list[Explained]:
        document = workspace.document(document_hash)
        return explain_document(own, document, decisions.rulings()) if document else []

    def explained(document_hash: str) -> list[Explained]:
        return explained_then(document_hash, decisions.latest())

    return WhyPlaces(layered, explained, lambda place: licence_of(place, names))
