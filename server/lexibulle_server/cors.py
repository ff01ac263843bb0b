"""What a browser lets a paired extension read. flask-cors writes the headers; it never refuses anybody.

The gate has already compared the Origin, exactly; here it is the only one allowed, for this answer only. So
there is no list that could be leaked, taken for a pattern, or met by `null`. Error answers get the headers too:
without them the extension would see a network failure instead of our message.
"""

from typing import Any, Final

from flask import Flask, Request, Response, current_app, g, request
from flask_cors.core import get_cors_headers, get_cors_options

from lexibulle_server.database import StoreError
from lexibulle_server.gate import EXTENSION, check_origin
from lexibulle_server.problems import Problem
from lexibulle_server.service import Service

_OPTIONS: Final[dict[str, Any]] = {
    "methods": ["GET", "POST"],
    "allow_headers": ["Authorization", "Content-Type", "If-None-Match"],
    "expose_headers": ["ETag", "Retry-After"],
    "max_age": 600,
    "supports_credentials": False,
    "always_send": False,
    "vary_header": False,  # ours is on every answer, allowed or not
}
_VARY: Final = ("Vary", "Origin")


def init_app(app: Flask) -> None:
    app.after_request(_allow)


def _allow(response: Response) -> Response:
    response.headers.extend(_headers(current_app, request, g.get("allowed_origin")))
    return response


def headers_before_the_gate(app: Flask, asked: Request) -> list[tuple[str, Any]]:
    """The same for an answer that is given before Flask, and so before the gate."""
    try:
        origin = check_origin(asked, Service.of(app).tokens)
    except (Problem, StoreError):
        origin = None
    return _headers(app, asked, origin)


def _headers(app: Flask, asked: Request, origin: str | None) -> list[tuple[str, Any]]:
    if not (origin and EXTENSION.fullmatch(origin)):
        return [_VARY]
    options = get_cors_options(app, _OPTIONS, {"origins": [origin]})
    return [_VARY, *get_cors_headers(options, asked.headers, asked.method).items()]
