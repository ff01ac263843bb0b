"""`/v1/pair…` and `/v1/tokens…`: an extension asks to be paired, the service's own page decides and revokes."""

from dataclasses import asdict
from typing import Any, Final

from flask import Blueprint, Response, current_app, request

from lexibulle_server.answers import fresh
from lexibulle_server.gate import EXTENSION
from lexibulle_server.pairing import Pairing, TooManyRequests
from lexibulle_server.present import to_json
from lexibulle_server.problems import Fault, Problem
from lexibulle_server.requests import read_json
from lexibulle_server.service import Service
from lexibulle_server.tokens import MOST_NAME, is_name

access: Final = Blueprint("access", __name__, url_prefix="/v1")
_APPROVAL: Final = "extensions"  # the view of the page that shows what waits
_NOT_EXTENSION: Final = "Seule une extension de navigateur peut demander à être associée."
_NO_PAIRING: Final = "Cette demande n’existe pas, ou plus. Recommencez depuis l’extension."
_DECIDED: Final = "Cette demande a expiré, ou on y a déjà répondu. Recommencez depuis l’extension."
_GONE: Final = "Ce jeton n’existe pas, ou plus."
_WRONG_NAME: Final = f"Il faut un nom d’une ligne, de 1 à {MOST_NAME} caractères, par exemple « Chrome »."


@access.post("/pair")
def ask() -> Response:
    origin = request.headers.get("Origin", "")
    if not EXTENSION.fullmatch(origin):
        raise Problem(403, _NOT_EXTENSION)
    try:
        asked = Service.of(current_app).pairings.ask(_name(read_json(request)), origin)
    except TooManyRequests as error:
        raise Problem(429, headers={"Retry-After": str(error.wait)}) from error
    return fresh(to_json({"id": asked.id, "code": asked.code, "expires_in": asked.expires_in,
                          "approve_url": request.host_url + _APPROVAL}), 201)


@access.get("/pair/<request_id>")
def look(request_id: str) -> Response:
    """Once approved, the token, the first time it is asked for; HEAD, whose answer shows nothing, leaves it there."""
    pairings = Service.of(current_app).pairings
    found = pairings.find(request_id)
    if found is None or request.headers.get("Origin", found.origin) != found.origin:
        raise Problem(404, _NO_PAIRING)
    answer: dict[str, Any] = {"status": found.status, "code": found.code, "expires_in": found.expires_in}
    if found.status == "approved" and request.method == "GET" and (token := pairings.take_token(request_id)):
        answer["token"] = token
    return fresh(to_json(answer))


@access.get("/pairings")
def everything() -> Response:
    service = Service.of(current_app)
    return fresh(to_json({"pending": [_shown(pairing) for pairing in service.pairings.pending()],
                          "tokens": [asdict(token) for token in service.tokens.list()]}))


@access.post("/pairings/<request_id>/approve")
def approve(request_id: str) -> Response:
    return _decide(request_id, approve=True)


@access.post("/pairings/<request_id>/refuse")
def refuse(request_id: str) -> Response:
    return _decide(request_id, approve=False)


@access.post("/tokens/<token_id>/revoke")
def revoke(token_id: str) -> Response:
    if not Service.of(current_app).tokens.revoke(token_id):
        raise Problem(404, _GONE)
    return fresh(to_json({"id": token_id, "status": "revoked"}))


def _decide(request_id: str, *, approve: bool) -> Response:
    pairings = Service.of(current_app).pairings
    if pairings.find(request_id) is None:
        raise Problem(404, _NO_PAIRING)
    if not pairings.decide(request_id, approve=approve):
        raise Problem(409, _DECIDED)
    return fresh(to_json({"id": request_id, "status": "approved" if approve else "refused"}))


def _name(body: Any) -> str:
    name = body.get("name") if isinstance(body, dict) else None
    if not isinstance(name, str) or not is_name(name):
        raise Problem(422, "La demande n’a pas la bonne forme.", [Fault("/name", _WRONG_NAME)])
    return name


def _shown(pairing: Pairing) -> dict[str, Any]:
    return {"id": pairing.id, "code": pairing.code, "name": pairing.name, "origin": pairing.origin,
            "expires_in": pairing.expires_in}
