"""Every refusal as `application/problem+json` (RFC 9457): ours, Flask's own, and what went wrong inside.

Who has mistyped an address in a browser gets a page instead.

No message quotes the request, and what goes wrong inside is logged by type and place only: the message of an
exception may hold a piece of the submitted text.
"""

import logging
import traceback
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, Final

from flask import Flask, Response, render_template, request
from werkzeug.exceptions import HTTPException

from lexibulle_server.database import StoreError
from lexibulle_server.present import to_json

_log = logging.getLogger("lexibulle.failures")
_DETAILS: Final = {
    400: "La requête est mal formée.",
    404: "Cette adresse n’existe pas ici. Les adresses du service commencent par /v1/.",
    405: "Cette adresse n’accepte pas cette méthode.",
    412: "Ce n’est plus la version demandée par « If-Match ». Redemandez-la sans cet en-tête.",
    413: "La requête est trop grande. Envoyez moins de texte à la fois.",
    415: "Il faut du JSON. Ajoutez l’en-tête « Content-Type: application/json ».",
    429: "Trop de demandes en peu de temps. Réessayez dans un instant.",
    500: "Lexibulle a rencontré une erreur interne. Réessayez ; si cela se répète, signalez-le.",
    503: "Le service est occupé. Réessayez dans quelques secondes.",
}
_LOST: Final = "Cette page n’existe pas."
_FOR_PROGRAMS: Final = "Cette adresse est faite pour les programmes."
_IN_A_BROWSER: Final = {401: _FOR_PROGRAMS, 404: _LOST, 405: _FOR_PROGRAMS}
_STORE: Final = "Lexibulle ne peut pas lire ou écrire ses jetons. La cause est écrite dans le terminal du service."


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong with a body: where (a JSON pointer) and what, without quoting it."""

    pointer: str
    detail: str


class Problem(Exception):
    """A refusal with its HTTP status; raised anywhere, answered here."""

    def __init__(
        self, status: int, detail: str = "", faults: Sequence[Fault] = (), headers: Mapping[str, str] | None = None
    ) -> None:
        self.status = status
        self.detail = detail or _DETAILS[status]
        self.faults = tuple(faults)
        self.headers = dict(headers or {})
        super().__init__(self.detail)


def init_app(app: Flask) -> None:
    app.register_error_handler(Problem, _answer)
    app.register_error_handler(HTTPException, _answer_http)
    app.register_error_handler(StoreError, _answer_store)
    app.register_error_handler(Exception, _answer_failure)


def problem_body(status: int, detail: str = "", faults: Sequence[Fault] = ()) -> str:
    body: dict[str, Any] = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status,
                            "detail": detail or _DETAILS.get(status, "La requête n’a pas pu être traitée.")}
    if faults:
        body["errors"] = [{"pointer": fault.pointer, "detail": fault.detail} for fault in faults]
    return to_json(body)


def _answer(problem: Problem) -> Response:
    return _as_problem(Response(status=problem.status, headers=problem.headers),
                       problem_body(problem.status, problem.detail, problem.faults))


def _answer_http(error: HTTPException) -> Response:
    """Flask's own refusals keep their headers (`Allow`) and get our body; redirections stay as they are."""
    response = Response(status=error.code, headers=error.get_headers())
    status = error.code or 500
    return response if status < 400 else _as_problem(response, problem_body(status))


def _answer_store(error: StoreError) -> Response:
    _log.error("%s", error)
    return _as_problem(Response(status=500), problem_body(500, _STORE))


def _answer_failure(error: Exception) -> Response:
    places = [f"{frame.filename}:{frame.lineno}" for frame in traceback.extract_tb(error.__traceback__)]
    _log.error("%s at %s", type(error).__name__, " < ".join(reversed(places)))
    return _as_problem(Response(status=500), problem_body(500))


def _as_problem(response: Response, body: str) -> Response:
    said = _IN_A_BROWSER.get(response.status_code)
    if said and request.headers.get("Sec-Fetch-Dest") == "document":
        response.set_data(render_template("lost.html", said=said, is_api=said == _FOR_PROGRAMS))
        response.content_type = "text/html; charset=utf-8"
    else:
        response.set_data(body)
        response.content_type = "application/problem+json"
    response.headers["Cache-Control"] = "no-store"
    return response
