"""`python -m bench.naive_service`: what people write first, in the same server: spaCy and a PhraseMatcher in a view."""

from typing import Any

from flask import Flask, jsonify, request

from bench.baselines import Phrases
from lexibulle.glossary import Glossary
from lexibulle_server.binding import bound, url_of
from lexibulle_server.http_server import HttpServer
from lexibulle_server.settings import Settings


def naive_app() -> Flask:
    app = Flask("naive")
    glossary = Glossary.default()
    found = Phrases([term.name for term in glossary])
    definitions = {term.name.lower(): term.definition for term in glossary}

    @app.post("/v1/annotate")
    def annotate() -> Any:
        spans = found(request.get_json()["text"])
        return jsonify(spans=spans, terms={text: definitions[text.lower()] for _, _, text in spans})

    return app


def main() -> None:
    settings = Settings(port=0)
    with bound(settings) as place:
        server = HttpServer(place, naive_app(), settings, prepare=lambda: None)
        print(url_of(place), flush=True)
        server.run_until_told()


if __name__ == "__main__":
    main()
