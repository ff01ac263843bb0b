"""`/v1`: read the request, ask the engine, present the answer. Nothing about text is decided here."""

from typing import Any, Final

from flask import Blueprint, Response, current_app, request

from lexibulle import __version__
from lexibulle.glossary import GlossaryError
from lexibulle_server.present import entry, to_json
from lexibulle_server.problems import Fault, Problem
from lexibulle_server.requests import AnnotateRequest, CheckRequest, LookupRequest, read_json
from lexibulle_server.service import Service

API_VERSION: Final = "1"
api: Final = Blueprint("api", __name__, url_prefix="/v1")


@api.post("/annotate")
def annotate() -> Response:
    service = Service.of(current_app)
    asked = AnnotateRequest.parse(read_json(request), service.settings, service.engine.ids)
    try:
        return _fresh(service.engine.annotate(asked))
    except GlossaryError as error:
        raise Problem(422, "Ces lexiques ne vont pas l’un sans l’autre.",
                      [Fault("/glossaries", problem) for problem in error.problems]) from error


@api.post("/check")
def check() -> Response:
    service = Service.of(current_app)
    return _fresh(service.engine.check(CheckRequest.parse(read_json(request), service.settings)))


@api.post("/lookup")
def lookup() -> Response:
    service = Service.of(current_app)
    return _fresh(service.engine.lookup(LookupRequest.parse(read_json(request), service.settings)))


@api.get("/terms")
def terms() -> Response:
    engine = Service.of(current_app).engine
    return _with_etag({"glossary_version": engine.version,
                       "terms": [entry(term, engine.glossary) for term in engine.glossary]})


@api.get("/terms/<term_id>")
def term(term_id: str) -> Response:
    engine = Service.of(current_app).engine
    try:
        return _with_etag(entry(engine.glossary[term_id], engine.glossary))
    except KeyError as error:
        raise Problem(404, "Ce terme n’est dans aucun lexique actif. La liste est à /v1/terms.") from error


@api.get("/health")
def health() -> Response:
    return _fresh({"service": "lexibulle", "version": __version__, "api": API_VERSION,
                   "instance": Service.of(current_app).instance, "ready": True})


def _json(body: Any) -> Response:
    return Response(to_json(body), content_type="application/json")


def _fresh(body: Any) -> Response:
    """An answer that nobody keeps."""
    response = _json(body)
    response.headers["Cache-Control"] = "no-store"
    return response


def _with_etag(body: Any) -> Response:
    """An answer that may be kept and must be asked about; 304 when it has not changed."""
    response = _json(body)
    response.headers["Cache-Control"] = "private, no-cache"
    response.add_etag()
    response.make_conditional(request)
    return response
