"""Those who may ask the service: what every test of it starts from."""

from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient

from lexibulle_server.database import NAME, Database
from lexibulle_server.service import Service
from lexibulle_server.tokens import Tokens


def client_of(app: Flask) -> FlaskClient:
    """A client of the application with a token of its own, sent with every request."""
    return client_with(app, Service.of(app).tokens.create("essais"))


def client_with(app: Flask, token: str) -> FlaskClient:
    client = app.test_client()
    client.environ_base["HTTP_AUTHORIZATION"] = f"Bearer {token}"
    return client


def token_for(home: Path, name: str = "essais", origin: str | None = None) -> str:
    """A token of the service that keeps its data in this folder; it may be running."""
    return Tokens(Database(home / NAME)).create(name, origin)
