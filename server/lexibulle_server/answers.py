"""Answers in JSON, with who may keep them."""

from typing import Any

from flask import Response, request

from lexibulle_server.present import to_json


def fresh(body: Any, status: int = 200) -> Response:
    """An answer that nobody keeps."""
    return Response(to_json(body), status, {"Cache-Control": "no-store"}, content_type="application/json")


def revalidated(body: str) -> Response:
    """JSON that may be kept and must be asked about; 304 when it has not changed."""
    response = Response(body, headers={"Cache-Control": "private, no-cache"}, content_type="application/json")
    response.add_etag()
    response.make_conditional(request)
    return response
