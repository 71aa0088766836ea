"""The address from which the page's exports are saved."""

import json
from collections.abc import Iterator

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from ..errors import DashboardError, QueryError
from ..export import export
from .answers import chosen_of, last
from .shared import gazetteer, situation


def export_file(request: Request) -> Response:
    """Answer with a file of what the choice in the address shows, as ``format`` says."""
    parameters = {key: request.query_params.getlist(key) for key in request.query_params}
    try:
        held = situation()
        made = export(held, chosen_of(held, parameters), last(parameters, "format"), gazetteer())
    except QueryError as error:
        return Response(json.dumps({"error": str(error)}), 400, media_type="application/json")
    except DashboardError as error:
        return Response(json.dumps({"error": str(error)}), 503, media_type="application/json")
    chunks: Iterator[bytes] = made.chunks
    return StreamingResponse(
        chunks,
        media_type=made.media_type,
        headers={
            "Content-Disposition": f'attachment; filename="{made.file_name}"',
            "Cache-Control": "no-store",
            # The standalone page runs its own scripts: opened here it would be one of ours.
            "Content-Security-Policy": "sandbox",
        },
    )
