"""One line a request: method, route, status, milliseconds, bytes. Never a path, query, address or text.

It is written when the answer has been handed over, so that nobody waits for it.
"""

import logging
from functools import partial
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
    method = request.method if request.method in _METHODS else "?"  # a client may write anything there
    response.call_on_close(partial(_write, g.started, method, route, response.status_code, response.content_length))
    return response


def _write(started: float, method: str, route: str, status: int, size: int | None) -> None:
    _log.info("%s %s %d %.1f ms %s o", method, route, status, (perf_counter() - started) * 1000, size or 0)
