"""Answers in JSON, with who may keep them."""

from http import HTTPStatus

from flask import Response, request

from lexibulle_server.problems import Problem


def fresh(body: str | bytes, status: int = 200) -> Response:
    """JSON that nobody keeps."""
    return Response(body, status, {"Cache-Control": "no-store"}, content_type="application/json")


def revalidated(body: str) -> Response:
    """JSON that may be kept and must be asked about; 304 when it has not changed, 412 when it should not have."""
    response = Response(body, headers={"Cache-Control": "private, no-cache"}, content_type="application/json")
    response.add_etag()
    response.make_conditional(request)
    if response.status_code == HTTPStatus.PRECONDITION_FAILED:
        raise Problem(412)
    return response
