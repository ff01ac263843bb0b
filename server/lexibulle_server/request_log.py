"""One line a request: method, route, status, milliseconds, bytes. Never a path, query, address or text."""

import logging
from time import perf_counter
from typing import Final

from flask import Flask, Response, g, request

_log = logging.getLogger("lexibulle.requests")
_METHODS: Final = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


def init_app(app: Flask) -> None:
    app.before_request(_start)
    app.after_request(_note)


def _start() -> None:
    g.started = perf_counter()


def _note(response: Response) -> Response:
    route = request.url_rule.rule if request.url_rule else "-"
    milliseconds = (perf_counter() - g.started) * 1000
    method = request.method if request.method in _METHODS else "?"  # a client may write anything there
    _log.info("%s %s %d %.1f ms %s o", method, route, response.status_code, milliseconds,
              response.content_length or 0)
    return response
