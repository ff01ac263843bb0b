"""Who may ask: checked before any view, first failure answers.

1. Host: a loopback name, or one that was set, else 421 (DNS rebinding brings the page's own name).
2. Origin, when present, is the service's own, else 403.
3. Sec-Fetch-Site `cross-site` or `same-site` without an allowed Origin: 403, but for navigation to a page.
"""

import re
from collections.abc import Collection
from typing import Final

from flask import Flask, Request, request

from lexibulle_server.problems import Problem

PAGES: Final = "pages"  # the blueprint that a link from elsewhere may open
_LOOPBACK: Final = frozenset({"127.0.0.1", "localhost", "[::1]"})
_HOST: Final = re.compile(r"(\[[0-9a-f:.]+\]|[^:\[\]]+)(?::\d{1,5})?", re.IGNORECASE)
_WRONG_HOST: Final = "Ce nom n’est pas celui de ce service. Ouvrez-le par http://127.0.0.1 et son port."
_WRONG_ORIGIN: Final = "Cette page n’est pas autorisée à interroger Lexibulle."


def init_app(app: Flask, host_names: Collection[str]) -> None:
    names = _LOOPBACK.union(name.lower() for name in host_names)

    @app.before_request
    def check() -> None:
        check_host(request, names)
        check_origin(request)


def check_host(asked: Request, names: Collection[str]) -> None:
    host = _HOST.fullmatch(asked.environ.get("HTTP_HOST", ""))
    if not host or host[1].lower() not in names:
        raise Problem(421, _WRONG_HOST)


def check_origin(asked: Request) -> None:
    origin = asked.headers.get("Origin")
    if origin is not None:
        if not _is_own(origin, asked):
            raise Problem(403, _WRONG_ORIGIN)
    elif asked.headers.get("Sec-Fetch-Site") in ("cross-site", "same-site") and not _opens_a_page(asked):
        raise Problem(403, _WRONG_ORIGIN)


def _is_own(origin: str, asked: Request) -> bool:
    host = asked.environ["HTTP_HOST"].lower()
    return origin in (f"http://{host}", f"https://{host}")


def _opens_a_page(asked: Request) -> bool:
    return (asked.method == "GET" and asked.blueprint == PAGES
            and asked.headers.get("Sec-Fetch-Mode") == "navigate"
            and asked.headers.get("Sec-Fetch-Dest") == "document")
