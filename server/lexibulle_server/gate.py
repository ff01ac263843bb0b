"""Who may ask: checked before any view, in this order; the first failure answers.

1. Host: a loopback name from this very machine, or a name that was set, over TLS; else 421. DNS rebinding brings
   the name of the page that tries it.
2. Origin, when present: the service's own, or that of a paired extension (for `/v1/pair`, of any extension);
   else 403. A preflight is answered here: it carries no token.
3. Sec-Fetch-Site `cross-site` or `same-site` without an Origin: 403, but for navigation to a page.
4. A token, else 401, for all of `/v1` but health and pairing. The page's own token only works from the page.
5. JSON only, else 415; not too large, else 413.
"""

import hmac
import re
from collections.abc import Collection
from functools import lru_cache
from ipaddress import ip_address
from typing import Final

from flask import Flask, Request, Response, current_app, g, request

from lexibulle_server.problems import Problem
from lexibulle_server.service import Service
from lexibulle_server.settings import Settings
from lexibulle_server.tokens import Token, Tokens

EXTENSION: Final = re.compile(r"(?:chrome|moz)-extension://[A-Za-z0-9-]{1,64}")
PAGES: Final = "pages"  # the blueprint of the service's own pages
_LOOPBACK: Final = frozenset({"127.0.0.1", "localhost", "[::1]"})
_HOST: Final = re.compile(r"(\[[0-9a-f:.]+\]|[^:\[\]]+)(?::\d{1,5})?", re.IGNORECASE)
_API: Final = "/v1/"
_PAIRING: Final = "/v1/pair/"
_OPEN: Final = ("/v1/health/", _PAIRING)  # and what lies below them, as all places here
_OF_THE_PAGE: Final = ("/v1/pairings/", "/v1/tokens/")
_DOCUMENTS: Final = "/v1/documents/"
_READING: Final = frozenset({"GET", "HEAD"})
_CHALLENGE: Final = {"WWW-Authenticate": 'Bearer realm="lexibulle"'}

_WRONG_HOST: Final = "Ce nom n’est pas celui de ce service. Ouvrez-le par http://127.0.0.1 et son port."
_NO_TLS: Final = "Ce service ne répond à ce nom qu’en https. Ouvrez-le par https:// et son nom."
_WRONG_ORIGIN: Final = "Cette page n’est pas autorisée à interroger Lexibulle."
_NOT_PAIRED: Final = "Cette extension n’est pas associée à Lexibulle. Associez-la depuis ses réglages."
_UNSIGNED: Final = ("Il faut un jeton. Créez-en un avec « lexibulle token create NOM » et envoyez l’en-tête "
                    "« Authorization: Bearer JETON ».")
_UNKNOWN: Final = "Ce jeton n’est pas valable ici : inconnu, révoqué ou d’un autre appelant. Créez-en un autre."
_PAGE_ONLY: Final = "Ceci se fait sur la page de Lexibulle ou avec les commandes « lexibulle pair » et « token »."


def init_app(app: Flask) -> None:
    app.before_request(_check)


def _check() -> Response | None:
    service = Service.of(current_app)
    # The request itself: Flask would look for it again at each of some dozens of questions.
    asked: Request = request._get_current_object()  # type: ignore[attr-defined]  # noqa: SLF001
    check_host(asked, service.settings.host_names)
    g.allowed_origin = check_origin(asked, service.tokens)
    if asked.method == "OPTIONS" and "HTTP_ACCESS_CONTROL_REQUEST_METHOD" in asked.environ:
        return Response(status=204)
    check_fetch_site(asked)
    if _needs_token(asked):
        check_token(asked, service)
    check_body(asked, service.settings)
    return None


def check_host(asked: Request, names: Collection[str]) -> None:
    host = _host(asked)
    if host in _LOOPBACK and _is_from_here(asked):
        return
    if host not in {name.lower() for name in names}:
        raise Problem(421, _WRONG_HOST)
    if asked.scheme != "https":
        raise Problem(421, _NO_TLS)


def check_origin(asked: Request, tokens: Tokens) -> str | None:
    """The Origin when there is one; it may ask, and may read the answer."""
    origin = _origin(asked)
    if origin is None or _is_own(origin, asked):
        return origin
    if not EXTENSION.fullmatch(origin):
        raise Problem(403, _WRONG_ORIGIN)
    if not (_place(asked).startswith(_PAIRING) or tokens.is_paired(origin)):
        raise Problem(403, _NOT_PAIRED)
    return origin


def check_fetch_site(asked: Request) -> None:
    is_foreign = asked.environ.get("HTTP_SEC_FETCH_SITE") in ("cross-site", "same-site")
    if is_foreign and _origin(asked) is None and not _opens_a_page(asked):
        raise Problem(403, _WRONG_ORIGIN)


def check_token(asked: Request, service: Service) -> None:
    scheme, _, secret = asked.environ.get("HTTP_AUTHORIZATION", "").partition(" ")
    if scheme.lower() != "bearer" or not secret:
        raise Problem(401, _UNSIGNED, headers=_CHALLENGE)
    if _is_page(secret, service.page_token, asked):
        return
    token = service.tokens.find(secret)
    if token is None or not _fits(token, asked):
        raise Problem(401, _UNKNOWN, headers=_CHALLENGE)
    if _place(asked).startswith(_OF_THE_PAGE):
        raise Problem(403, _PAGE_ONLY)
    service.tokens.note_use(token)


def check_body(asked: Request, settings: Settings) -> None:
    place = _place(asked)
    if asked.url_rule is None or not place.startswith(_API):
        return
    size, mimetype = asked.content_length or 0, asked.mimetype
    if (size or mimetype) and asked.method not in _READING and mimetype != "application/json":
        raise Problem(415)
    if size > (settings.max_file_body_bytes if place.startswith(_DOCUMENTS) else settings.max_body_bytes):
        raise Problem(413)


def _host(asked: Request) -> str | None:
    host = _HOST.fullmatch(asked.environ.get("HTTP_HOST", ""))
    return host[1].lower() if host else None


def _is_from_here(asked: Request) -> bool:
    """Does the connection come from this machine? Host alone is whatever the caller writes."""
    return _is_loopback(asked.remote_addr or "")


@lru_cache(maxsize=16)
def _is_loopback(address: str) -> bool:
    try:
        return ip_address(address).is_loopback
    except ValueError:
        return False


def _is_own(origin: str, asked: Request) -> bool:
    schemes = ("http", "https") if _host(asked) in _LOOPBACK else ("https",)
    host = asked.environ.get("HTTP_HOST", "").lower()  # what is refused before this gate may have none
    return bool(host) and origin in [f"{scheme}://{host}" for scheme in schemes]


def _origin(asked: Request) -> str | None:
    origin: str | None = asked.environ.get("HTTP_ORIGIN")
    return origin


def _place(asked: Request) -> str:
    """The route, or the path where there is no such route, with a slash at its end."""
    return f"{asked.url_rule.rule if asked.url_rule else asked.path}/"


def _opens_a_page(asked: Request) -> bool:
    """A link from elsewhere; what it opens cannot be framed (see pages.py)."""
    return (asked.method == "GET" and not _place(asked).startswith(_API)
            and asked.environ.get("HTTP_SEC_FETCH_MODE") == "navigate"
            and asked.environ.get("HTTP_SEC_FETCH_DEST") == "document")


def _needs_token(asked: Request) -> bool:
    place = _place(asked)
    return place.startswith(_API) and not place.startswith(_OPEN)


def _is_page(secret: str, page_token: str, asked: Request) -> bool:
    """The page's own token, sent by the page: a browser says so with Origin, or for a GET with Sec-Fetch-Site."""
    if not page_token or not hmac.compare_digest(secret.encode(), page_token.encode()):
        return False
    origin = _origin(asked)
    if origin is not None:
        return _is_own(origin, asked)
    return asked.method in _READING and asked.environ.get("HTTP_SEC_FETCH_SITE") == "same-origin"


def _fits(token: Token, asked: Request) -> bool:
    """A token of an extension is good for that extension only; browsers leave Origin out of its GETs."""
    origin = _origin(asked)
    return token.origin is None or origin == token.origin or (origin is None and asked.method in _READING)
