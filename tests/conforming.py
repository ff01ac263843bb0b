"""Answers of the service held against its OpenAPI document."""

import json
import re
from typing import Any

from openapi_schema_validator import OAS31Validator
from werkzeug.test import TestResponse

from lexibulle_server.contract import document

DOCUMENT = document()


def resolved(part: Any) -> Any:
    """A part of the document, or what it refers to."""
    while "$ref" in part:
        place = part["$ref"]
        part = DOCUMENT
        for name in place.removeprefix("#/").split("/"):
            part = part[name]
    return part


def faults(schema: Any, value: Any) -> list[str]:
    validator = OAS31Validator({**schema, "components": DOCUMENT["components"]})
    return [f"{error.json_path}: {error.message[:300]}" for error in validator.iter_errors(value)]


def operation_of(response: TestResponse) -> Any:
    """The operation that the request of an answer was for."""
    path, method = response.request.path, response.request.method.lower()
    for template, operations in DOCUMENT["paths"].items():
        if re.fullmatch(re.sub(r"\{\w+\}", "[^/]+", template), path):
            return operations.get(method) or next(iter(operations.values()))
    raise AssertionError(f"{path} is not in the document")


def assert_conforms(response: TestResponse) -> None:
    """Status, headers, type and body are those that the document promises."""
    promised = operation_of(response)["responses"]
    assert str(response.status_code) in promised
    answer = resolved(promised[str(response.status_code)])
    for name, header in answer.get("headers", {}).items():
        assert name in response.headers
        value: Any = response.headers[name]
        schema = resolved(header)["schema"]
        assert faults(schema, int(value) if schema.get("type") == "integer" else value) == []
    if "content" not in answer:
        assert response.data == b""
        return
    (media,) = answer["content"]
    assert response.content_type == media
    assert faults(answer["content"][media]["schema"], json.loads(response.data)) == []
