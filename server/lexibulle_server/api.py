"""`/v1`: read the request, ask the engine, present the answer. Nothing about text is decided here."""

from typing import Final

from flask import Blueprint, Response, current_app, request

from lexibulle import __version__
from lexibulle.glossary import GlossaryError
from lexibulle_server.answers import fresh, revalidated
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
        return fresh(service.engine.annotate(asked))
    except GlossaryError as error:
        raise Problem(422, "Ces lexiques ne vont pas l’un sans l’autre.",
                      [Fault("/glossaries", problem) for problem in error.problems]) from error


@api.post("/check")
def check() -> Response:
    service = Service.of(current_app)
    return fresh(service.engine.check(CheckRequest.parse(read_json(request), service.settings)))


@api.post("/lookup")
def lookup() -> Response:
    service = Service.of(current_app)
    return fresh(service.engine.lookup(LookupRequest.parse(read_json(request), service.settings)))


@api.get("/terms")
def terms() -> Response:
    return revalidated(Service.of(current_app).engine.lexicon)


@api.get("/terms/<term_id>")
def term(term_id: str) -> Response:
    engine = Service.of(current_app).engine
    try:
        return revalidated(to_json(entry(engine.glossary[term_id], engine.glossary)))
    except KeyError as error:
        raise Problem(404, "Ce terme n’est dans aucun lexique actif. La liste est à /v1/terms.") from error


@api.get("/health")
def health() -> Response:
    return fresh(to_json({"service": "lexibulle", "version": __version__, "api": API_VERSION,
                          "instance": Service.of(current_app).instance, "ready": True}))
