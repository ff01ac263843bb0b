"""The contract of the service for programs (`/openapi.json`) and for people (`/docs`, without the network).

The document is the file beside this one. Swagger UI comes from the wheel of flask-openapi-swagger, of which we take
two static files and no Python.
"""

import json
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

from flask import Blueprint, Response, render_template, send_from_directory

from lexibulle import __version__
from lexibulle_server.answers import revalidated
from lexibulle_server.present import to_json

contract: Final = Blueprint("contract", __name__)
_FILE: Final = Path(__file__).with_name("openapi.json")
_SWAGGER: Final = "templates/swagger"  # in the package of that name
_POLICY: Final = (
    # Swagger UI draws its icons from data URLs, and React makes them of strings: no trusted types here.
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'")


@cache
def document() -> dict[str, Any]:
    """The OpenAPI document of this version; read once, not to be changed."""
    read: dict[str, Any] = json.loads(_FILE.read_text("utf-8"))
    read["info"]["version"] = __version__
    return read


@contract.get("/openapi.json")
def openapi() -> Response:
    return revalidated(to_json(document()))


@contract.get("/docs")
def docs() -> Response:
    """Kept by nobody: on this machine it carries the page's own token, so that « Try it out » works at once."""
    return Response(render_template("docs.html"), headers={
        "Cache-Control": "no-store", "Content-Security-Policy": _POLICY})


@contract.get("/static/swagger/<path:name>")
def swagger(name: str) -> Response:
    return send_from_directory(_swagger_dir(), name)


def _swagger_dir() -> Path:
    spec = find_spec("flask_openapi_swagger")
    if spec is None or spec.origin is None:
        raise FileNotFoundError("flask-openapi-swagger is not installed")
    return Path(spec.origin).parent / _SWAGGER
