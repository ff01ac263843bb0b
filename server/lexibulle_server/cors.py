"""What a browser lets a paired extension read. flask-cors writes the headers; it never refuses anybody.

The gate has already compared the Origin, exactly; here it is the only one allowed, for this answer only. So
there is no list that could be leaked, taken for a pattern, or met by `null`. Error answers get the headers too:
without them the extension would see a network failure instead of our message.
"""

from typing import Any, Final

from flask import Flask, Response, current_app, g
from flask_cors.core import get_cors_options, set_cors_headers

from lexibulle_server.gate import EXTENSION

_OPTIONS: Final[dict[str, Any]] = {
    "methods": ["GET", "POST"],
    "allow_headers": ["Authorization", "Content-Type", "If-None-Match"],
    "expose_headers": ["ETag", "Retry-After"],
    "max_age": 600,
    "supports_credentials": False,
    "always_send": False,
    "vary_header": False,  # ours is on every answer, allowed or not
}


def init_app(app: Flask) -> None:
    app.after_request(_allow)


def _allow(response: Response) -> Response:
    response.vary.add("Origin")
    origin = g.get("allowed_origin")
    if origin and EXTENSION.fullmatch(origin):
        set_cors_headers(response, get_cors_options(current_app, _OPTIONS, {"origins": [origin]}))
    return response
