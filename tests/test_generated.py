"""Thousands of requests made from the OpenAPI document, right and wrong: each is answered as the document says.

At least 2 × 400 for texts, 1,000 for selections and 6 × 50 for what takes an id or a name; always the same ones, but
for `HYPOTHESIS_PROFILE=ci`, which looks for others.
"""

import os
import tempfile
from collections.abc import Iterable, Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, settings

from conforming import DOCUMENT
from lexibulle_server.app import create_app
from lexibulle_server.service import Service
from lexibulle_server.settings import Settings

TEXTS = ["/v1/annotate", "/v1/check"]
SELECTION = "/v1/lookup"
FILES = "/v1/documents"  # any bytes are no document: tests/test_api_documents.py sends real ones
ALONE = ["/v1/terms", "/v1/health", "/v1/pairings", "/openapi.json"]  # nothing to vary but a header

# Made when the tests are collected, because schemathesis makes a test of each operation.
_HOME = tempfile.TemporaryDirectory(prefix="lexibulle-")
APP = create_app(Settings(home=Path(_HOME.name)))
TOKEN = Service.of(APP).tokens.create("essais")


def on_this_machine(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    """The service, asked by this machine: schemathesis names no address of the caller."""
    return APP(environ | {"REMOTE_ADDR": "127.0.0.1"}, start_response)


def document() -> dict[str, Any]:
    """The document, with the glossaries that are active here; a stranger is refused, and rightly."""
    known = deepcopy(DOCUMENT)
    known["components"]["schemas"]["GlossaryId"] = {"enum": ["prospection-b2b"]}
    return known


# A body that is too large is refused as such, whatever else is wrong with it; so is a name that is not ours (421), when
# a header that is made up happens to be Host.
CONFIG = schemathesis.Config.from_dict({"checks": {
    "positive_data_acceptance": {"expected-statuses": ["2xx", 304, 403, 404, 413, 429]},
    "negative_data_rejection": {"expected-statuses": [400, 401, 403, 404, 405, 413, 415, 421, 422, 429]}}})
SCHEMA = schemathesis.openapi.from_dict(document(), config=CONFIG)
SCHEMA.app = on_this_machine
SCHEMA.location = "/openapi.json"
PATIENT = [HealthCheck.too_slow, HealthCheck.function_scoped_fixture, HealthCheck.filter_too_much,
           HealthCheck.data_too_large, HealthCheck.large_base_example]


def examples(most: int) -> settings:
    return settings(max_examples=most, suppress_health_check=PATIENT, database=None, deadline=None,
                    derandomize=os.environ.get("HYPOTHESIS_PROFILE") != "ci")


def answered(case: schemathesis.Case[Any]) -> None:
    case.headers["Authorization"] = f"Bearer {TOKEN}"
    case.call_and_validate()


@pytest.fixture
def asked(request: pytest.FixtureRequest) -> Iterator[list[str]]:
    """A list that grows with each request; there must be as many as the mark of the test says."""
    made: list[str] = []
    yield made
    assert len(made) >= request.node.get_closest_marker("requests").args[0]


@pytest.mark.requests(400)
@SCHEMA.include(path=TEXTS).parametrize()
@examples(400)
def test_texts_are_answered_as_promised(case: schemathesis.Case[Any], asked: list[str]) -> None:
    asked.append(case.method)
    answered(case)


@pytest.mark.requests(1000)
@SCHEMA.include(path=SELECTION).parametrize()
@examples(1000)
def test_selections_are_answered_as_promised(case: schemathesis.Case[Any], asked: list[str]) -> None:
    asked.append(case.method)
    answered(case)


@pytest.mark.requests(50)
@SCHEMA.exclude(path=[*TEXTS, SELECTION, FILES, *ALONE]).parametrize()
@examples(60)
def test_ids_and_names_are_answered_as_promised(case: schemathesis.Case[Any], asked: list[str]) -> None:
    asked.append(case.method)
    answered(case)


@SCHEMA.include(path=ALONE).parametrize()
@examples(10)
def test_plain_questions_are_answered_as_promised(case: schemathesis.Case[Any]) -> None:
    answered(case)
