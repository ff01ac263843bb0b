"""The service, put together."""

from collections.abc import Callable
from typing import Any

from flask import Flask

from lexibulle_server import cors, gate, pages, problems, request_log
from lexibulle_server.access import access
from lexibulle_server.api import api
from lexibulle_server.contract import contract
from lexibulle_server.documents import documents
from lexibulle_server.engine import Engine
from lexibulle_server.glossaries import load_all, own_files
from lexibulle_server.service import Service
from lexibulle_server.settings import Settings


class _App(Flask):
    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        """Itself: nothing here is async, which Flask would find out for six functions of every request."""
        return func


def create_app(settings: Settings | None = None) -> Flask:
    """The application under these settings. GlossaryError when the user's own glossaries cannot be used."""
    settings = settings or Settings()
    app = _App(__name__)
    app.config["MAX_CONTENT_LENGTH"] = max(settings.max_body_bytes, settings.max_file_body_bytes)
    Service.made(settings, Engine(load_all(own_files(settings.home)))).init_app(app)
    request_log.init_app(app)
    problems.init_app(app)
    gate.init_app(app)
    cors.init_app(app)
    pages.init_app(app)
    app.register_blueprint(api)
    app.register_blueprint(documents)
    app.register_blueprint(access)
    app.register_blueprint(contract)
    return app
