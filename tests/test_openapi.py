"""The OpenAPI document: valid, complete, and true of every answer, the refusals included."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given, settings
from hypothesis import strategies as st
from openapi_spec_validator import validate
from werkzeug.test import TestResponse

from callers import client_with
from conforming import DOCUMENT, assert_conforms, faults
from lexibulle import __version__
from lexibulle_server.app import create_app
from lexibulle_server.pairing import LASTS, MOST_OF_ONE
from lexibulle_server.requests import MOST_NAMES
from lexibulle_server.service import Service
from lexibulle_server.settings import Settings
from lexibulle_server.tokens import MOST_NAME
from texts import TEXTS

EXTENSION = "chrome-extension://abcdefghijklmnop"
OWN_GLOSSARY = """
schema = 1
id = "maison"
[[term]]
id = "lead"
name = "Piste chaude"
definition = "Un contact très intéressé."
[[term]]
id = "mql"
note = "Score de 40 et plus."
"""


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    home = tmp_path_factory.mktemp("home")
    (home / "glossaries").mkdir()
    (home / "glossaries" / "maison.toml").write_text(OWN_GLOSSARY, "utf-8")
    return create_app(Settings(home=home))


@pytest.fixture
def page(app: Flask) -> FlaskClient:
    """The service's own page."""
    client = client_with(app, Service.of(app).page_token)
    client.environ_base["HTTP_ORIGIN"] = "http://localhost"
    return client


def pair(app: Flask, name: str, origin: str = EXTENSION) -> TestResponse:
    return app.test_client().post("/v1/pair", json={"name": name}, headers={"Origin": origin})


# ---- the document ----------------------------------------------------


def test_document_is_valid() -> None:
    validate(DOCUMENT)


def test_document_is_served_with_the_version(client: FlaskClient) -> None:
    response = client.get("/openapi.json")

    assert_conforms(response)
    assert response.get_json() == DOCUMENT
    assert DOCUMENT["info"]["version"] == __version__
    assert client.get("/openapi.json", headers={"If-None-Match": response.headers["ETag"]}).status_code == 304


def test_document_lists_every_route_and_no_other(app: Flask) -> None:
    """Pages and their files are no part of the contract."""
    routes = {(re.sub(r"<(?:\w+:)?\w+>", "{id}", rule.rule), method.lower())
              for rule in app.url_map.iter_rules() for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
              if rule.rule.startswith("/v1/") or rule.rule == "/openapi.json"}

    assert {(path, method) for path, item in DOCUMENT["paths"].items() for method in item} == routes


def every(part: Any, key: str) -> Iterator[Any]:
    if isinstance(part, dict):
        if key in part:
            yield part[key]
        for value in part.values():
            yield from every(value, key)
    elif isinstance(part, list):
        for value in part:
            yield from every(value, key)


def test_everything_that_is_defined_is_used() -> None:
    used = set(every(DOCUMENT, "$ref"))
    kinds = ("schemas", "responses", "headers")

    assert used == {f"#/components/{kind}/{name}" for kind in kinds for name in DOCUMENT["components"][kind]}


def schemas(part: Any) -> Iterator[dict[str, Any]]:
    """Every schema with a type, deep down."""
    if isinstance(part, dict):
        if isinstance(part.get("type"), str | list) and "in" not in part and "scheme" not in part:
            yield part
        for key, value in part.items():
            if key != "example":
                yield from schemas(value)
    elif isinstance(part, list):
        for value in part:
            yield from schemas(value)


def test_everything_has_bounds() -> None:
    """What a caller may give as an id of a text is bounded by the size of the request only."""
    needed = {"string": {"maxLength"}, "integer": {"minimum", "maximum"}, "array": {"maxItems"}}
    free = DOCUMENT["components"]["schemas"]["TextId"]
    one_of = DOCUMENT["components"]["schemas"]["AnnotateRequest"]["oneOf"]
    chosen = [value for choice in one_of for value in choice["properties"].values()]
    for schema in schemas(DOCUMENT):
        if schema is free or schema in chosen or schema == {"type": "string"}:  # a header has its own bound
            continue
        kinds = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
        for kind in kinds:
            assert needed.get(kind, set()) <= set(schema), schema


def test_bounds_are_those_of_the_settings() -> None:
    parts, settings = DOCUMENT["components"]["schemas"], Settings()

    assert parts["Text"]["maxLength"] == settings.max_text_chars
    assert parts["AnnotateRequest"]["properties"]["text"]["maxLength"] == settings.max_text_chars
    assert parts["AnnotateRequest"]["properties"]["title"]["maxLength"] == settings.max_title_chars
    assert parts["AnnotateRequest"]["properties"]["texts"]["maxItems"] == settings.max_texts
    assert parts["AnnotateRequest"]["properties"]["glossaries"]["maxItems"] == MOST_NAMES
    assert parts["CheckRequest"]["properties"]["thread"]["maxLength"] == settings.max_text_chars
    assert parts["LookupRequest"]["properties"]["text"]["maxLength"] == settings.max_selection_chars
    assert parts["Offset"]["maximum"] == 2 * settings.max_text_chars
    assert parts["PairRequest"]["properties"]["name"]["maxLength"] == MOST_NAME
    assert parts["ExpiresIn"]["maximum"] == LASTS


def test_requests_in_the_document_are_examples(client: FlaskClient) -> None:
    """Each is right, and finds something."""
    for path in ("/v1/annotate", "/v1/check", "/v1/lookup"):
        (content,) = DOCUMENT["paths"][path]["post"]["requestBody"]["content"].values()
        assert faults(content["schema"], content["example"]) == []
        assert client.post(path, json=content["example"]).get_json()["terms"]


# ---- real answers ----------------------------------------------------

RIGHT: list[tuple[str, Any]] = [
    ("/v1/annotate", {"text": "🙂 Nos MQL, nos leads, le CAC 40, une piste chaude, closign."}),
    ("/v1/annotate", {"texts": [{"id": 1, "text": "Un lead."}, {"text": "Le SQL."}], "explain": True}),
    ("/v1/annotate", {"texts": [], "independent": True}),
    ("/v1/annotate", {"text": None, "texts": None, "title": None} | {"text": "lead"}),
    ("/v1/check", {"text": "Nos leads et notre CRM.\n\n> oui\n\nCordialement,\nPaul", "thread": "churn"}),
    ("/v1/check", {"text": ""}),
    ("/v1/lookup", {"text": "les leads"}),
    ("/v1/lookup", {"text": "???"}),
]


@pytest.mark.parametrize(("path", "body"), RIGHT)
def test_answers_are_as_promised(client: FlaskClient, path: str, body: Any) -> None:
    response = client.post(path, json=body)

    assert response.status_code == 200
    assert_conforms(response)


@settings(max_examples=60)
@given(st.lists(TEXTS, max_size=4), TEXTS)
def test_answers_to_any_text_are_as_promised(client: FlaskClient, texts: list[str], selection: str) -> None:
    page = {"texts": [{"id": number, "text": text} for number, text in enumerate(texts)], "explain": True,
            "min_confidence": 0}

    assert_conforms(client.post("/v1/annotate", json=page))
    assert_conforms(client.post("/v1/check", json={"text": "\n".join(texts), "thread": selection}))
    assert_conforms(client.post("/v1/lookup", json={"text": selection}))


@pytest.mark.parametrize("path", ["/v1/terms", "/v1/terms/mql", "/v1/terms/maison:lead", "/v1/health"])
def test_terms_and_health_are_as_promised(client: FlaskClient, path: str) -> None:
    response = client.get(path)

    assert response.status_code == 200
    assert_conforms(response)
    if "ETag" in response.headers:
        assert_conforms(client.get(path, headers={"If-None-Match": response.headers["ETag"]}))


def test_every_card_is_as_promised(client: FlaskClient) -> None:
    for term in client.get("/v1/terms").get_json()["terms"]:
        assert faults({"$ref": "#/components/schemas/Entry"}, term) == []


def test_pairing_is_as_promised_from_asking_to_revoking(app: Flask, page: FlaskClient) -> None:
    """And so are the refusals on the way."""
    asked = pair(app, "Chrome")
    place = f"/v1/pair/{asked.get_json()['id']}"
    listed = page.get("/v1/pairings")
    approved = page.post(f"/v1/pairings/{asked.get_json()['id']}/approve", json={})
    seen = [app.test_client().get(place, headers={"Origin": EXTENSION}) for _ in range(2)]
    late = page.post(f"/v1/pairings/{asked.get_json()['id']}/refuse", json={})
    refused = page.post(f"/v1/pairings/{pair(app, 'Edge').get_json()['id']}/refuse", json={})
    tokens = page.get("/v1/pairings")
    revoked = page.post(f"/v1/tokens/{tokens.get_json()['tokens'][-1]['id']}/revoke", json={})

    answers = (asked, listed, approved, *seen, late, refused, tokens, revoked)
    assert [answer.status_code for answer in answers] == [201, 200, 200, 200, 200, 409, 200, 200, 200]
    assert ["token" in answer.get_json() for answer in seen] == [True, False]
    for answer in answers:
        assert_conforms(answer)


WRONG: list[tuple[int, str, str, dict[str, Any]]] = [
    (400, "POST", "/v1/annotate", {"data": b"{", "content_type": "application/json"}),
    (401, "GET", "/v1/terms", {"headers": {"Authorization": "Bearer no"}}),
    (401, "POST", "/v1/check", {"json": {}, "headers": {"Authorization": ""}}),
    (403, "GET", "/v1/health", {"headers": {"Origin": "https://evil.example"}}),
    (403, "GET", "/v1/pairings", {}),
    (403, "POST", "/v1/pair", {"json": {"name": "x"}}),
    (404, "GET", "/v1/terms/inconnu", {}),
    (404, "GET", "/v1/pair/inconnu", {}),
    (405, "DELETE", "/v1/annotate", {}),
    (405, "GET", "/v1/lookup", {}),
    (405, "PUT", "/v1/terms", {}),
    (412, "GET", "/v1/terms", {"headers": {"If-Match": '"x"'}}),
    (412, "GET", "/v1/terms/mql", {"headers": {"If-Match": '"x"'}}),
    (412, "GET", "/openapi.json", {"headers": {"If-Match": '"x"'}}),
    (413, "POST", "/v1/annotate", {"data": b"{}" + b" " * 4_000_000, "content_type": "application/json"}),
    (415, "POST", "/v1/lookup", {"data": b"{}", "content_type": "text/plain"}),
    (421, "GET", "/openapi.json", {"headers": {"Host": "evil.example"}}),
    (422, "POST", "/v1/annotate", {"json": {"texts": [1, 2], "typos": 3}}),
    (422, "POST", "/v1/check", {"json": {}}),
    (422, "POST", "/v1/lookup", {"json": {"text": "a" * 201}}),
    (422, "POST", "/v1/pair", {"json": {"name": ""}, "headers": {"Origin": EXTENSION}}),
]


@pytest.mark.parametrize(("status", "method", "path", "sent"), WRONG)
def test_refusals_are_as_promised(
    client: FlaskClient, status: int, method: str, path: str, sent: dict[str, Any]
) -> None:
    response = client.open(path, method=method, **sent)

    assert response.status_code == status
    assert_conforms(response)


def test_asking_too_often_is_as_promised(app: Flask) -> None:
    answers = [pair(app, "Chrome", "moz-extension://too-often") for _ in range(MOST_OF_ONE + 1)]

    assert answers[-1].status_code == 429
    assert_conforms(answers[-1])


def test_a_failure_is_as_promised(app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(app.view_functions, "api.health", lambda: 1 / 0)

    response = client.get("/v1/health")

    assert response.status_code == 500
    assert_conforms(response)


def test_document_promises_a_refusal_only_where_it_can_come() -> None:
    """401 where a token is needed, 400 and 422 where a body is read, and always what the gate may say."""
    for item in DOCUMENT["paths"].values():
        for operation in item.values():
            promised = set(operation["responses"])
            assert {"403", "405", "421", "500", "503"} <= promised
            assert ("401" in promised) == (operation.get("security") != [])
            assert ({"400", "422"} <= promised) == ("requestBody" in operation)
