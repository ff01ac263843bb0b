"""Pairing: the extension asks, both sides show the same four digits, the user approves once."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from callers import client_with
from lexibulle_server.app import create_app
from lexibulle_server.database import NAME, Database
from lexibulle_server.pairing import LASTS, MOST_OF_ALL, MOST_OF_ONE, Pairing, Pairings, TooManyRequests
from lexibulle_server.service import Service
from lexibulle_server.settings import Settings
from lexibulle_server.tokens import Tokens
from serving import serving
from test_tokens import run

CHROME = "chrome-extension://nfjcaoojbgbkjmmjmbgmdfpoihmljgaf"
FIREFOX = "moz-extension://0a3f1c52-8a0e-4b8e-9d11-7d7c5b1b2c3d"
OWN = "http://localhost"


class Clock:
    now = 1_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def tokens(tmp_path: Path) -> Tokens:
    return Tokens(Database(tmp_path / NAME))


@pytest.fixture
def pairings(tmp_path: Path, tokens: Tokens, clock: Clock) -> Pairings:
    return Pairings(Database(tmp_path / NAME), tokens, clock)


def status_of(pairings: Pairings, asked: Pairing) -> str:
    found = pairings.find(asked.id)
    assert found
    return found.status


def test_request_has_a_secret_id_four_digits_and_two_minutes(pairings: Pairings) -> None:
    asked = pairings.ask("Chrome", CHROME)

    assert len(asked.id) == 43
    assert re.fullmatch(r"\d{4}", asked.code)
    assert (asked.status, asked.expires_in) == ("pending", 120)
    assert pairings.pending() == [asked]


def test_codes_that_are_shown_at_the_same_time_differ(pairings: Pairings) -> None:
    asked = [pairings.ask("Chrome", f"chrome-extension://{number}") for number in range(MOST_OF_ALL)]

    assert len({pairing.code for pairing in asked}) == MOST_OF_ALL


def test_approved_once_and_the_token_is_handed_over_once(pairings: Pairings, tokens: Tokens) -> None:
    asked = pairings.ask("Chrome", CHROME)
    assert pairings.take_token(asked.id) is None

    assert [pairings.decide(asked.id, approve=True) for _ in range(2)] == [True, False]
    taken = [pairings.take_token(asked.id) for _ in range(2)]

    assert taken[0]
    assert taken[1] is None
    assert status_of(pairings, asked) == "approved"
    (token,) = tokens.list()
    assert (token.name, token.origin) == ("Chrome", CHROME)
    assert tokens.find(taken[0]) == token
    assert tokens.is_paired(CHROME)
    assert not tokens.is_paired(FIREFOX)


def test_refused_gives_nothing(pairings: Pairings, tokens: Tokens) -> None:
    asked = pairings.ask("Chrome", CHROME)

    assert pairings.decide(asked.id, approve=False)

    assert status_of(pairings, asked) == "refused"
    assert not pairings.decide(asked.id, approve=True)
    assert pairings.take_token(asked.id) is None
    assert tokens.list() == []


@pytest.mark.parametrize("approved", [False, True])
def test_two_minutes_later_it_has_expired(pairings: Pairings, clock: Clock, approved: bool) -> None:
    """To be approved; and once approved, to be fetched."""
    asked = pairings.ask("Chrome", CHROME)
    if approved:
        pairings.decide(asked.id, approve=True)

    clock.now += LASTS

    assert status_of(pairings, asked) == "expired"
    assert pairings.pending() == []
    assert not pairings.decide(asked.id, approve=True)
    assert pairings.take_token(asked.id) is None


def test_approved_at_the_last_moment_there_is_time_to_fetch(pairings: Pairings, clock: Clock) -> None:
    asked = pairings.ask("Chrome", CHROME)
    clock.now += LASTS - 1
    assert pairings.decide(asked.id, approve=True)

    clock.now += 5

    assert pairings.take_token(asked.id)


def test_one_origin_can_only_ask_so_often(pairings: Pairings, clock: Clock) -> None:
    for _ in range(MOST_OF_ONE):
        asked = pairings.ask("Chrome", CHROME)
        pairings.decide(asked.id, approve=False)
        clock.now += 1

    with pytest.raises(TooManyRequests) as refused:
        pairings.ask("Chrome", CHROME)
    pairings.ask("Firefox", FIREFOX)

    assert refused.value.wait == LASTS - MOST_OF_ONE
    clock.now += refused.value.wait
    pairings.ask("Chrome", CHROME)


def test_the_number_that_wait_is_bounded(pairings: Pairings) -> None:
    for number in range(MOST_OF_ALL):
        pairings.ask("x", f"chrome-extension://{number}")

    with pytest.raises(TooManyRequests):
        pairings.ask("x", "chrome-extension://autre")
    assert len(pairings.pending()) == MOST_OF_ALL


@pytest.mark.parametrize("comes", [
    lambda pairings: pairings.ask("Firefox", FIREFOX), lambda pairings: pairings.pending(),
    lambda pairings: pairings.find("autre"), lambda pairings: pairings.forget()])
def test_old_requests_are_forgotten_whoever_comes(
    pairings: Pairings, clock: Clock, tmp_path: Path, comes: Callable[[Pairings], object]
) -> None:
    pairings.ask("Chrome", CHROME)
    clock.now += 719
    comes(pairings)
    assert origins_kept(tmp_path).count(CHROME) == 1
    clock.now += 2

    comes(pairings)

    assert CHROME not in origins_kept(tmp_path)


def test_the_service_forgets_old_requests_when_it_starts(tmp_path: Path, tokens: Tokens, clock: Clock) -> None:
    Pairings(Database(tmp_path / NAME), tokens, clock).ask("Chrome", CHROME)  # in 1970

    with serving(tmp_path):
        assert origins_kept(tmp_path) == []


def origins_kept(folder: Path) -> list[str]:
    """Of the requests on the disk."""
    return [row["origin"] for row in Database(folder / NAME).rows("SELECT origin FROM pairings")]


# ---- over HTTP ----------------------------------------------------


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    return create_app(Settings(home=tmp_path_factory.mktemp("home")))


@pytest.fixture
def app(made: Flask) -> Flask:
    """An application that nobody has asked yet."""
    for path in Service.of(made).settings.home.glob(f"{NAME}*"):
        path.unlink()
    return made


@pytest.fixture
def page(app: Flask) -> FlaskClient:
    """The service's own page."""
    client = client_with(app, Service.of(app).page_token)
    client.environ_base["HTTP_ORIGIN"] = OWN
    return client


def ask(app: Flask, body: Any = None, origin: str = CHROME) -> TestResponse:
    return app.test_client().post("/v1/pair", json=body or {"name": "Chrome"},
                                  headers={"Origin": origin})


def look(app: Flask, request_id: str, **headers: str) -> TestResponse:
    return app.test_client().get(f"/v1/pair/{request_id}", headers=headers)


def test_an_extension_is_paired_on_the_page(app: Flask, page: FlaskClient) -> None:
    asked = ask(app)
    assert asked.status_code == 201
    assert asked.headers["Access-Control-Allow-Origin"] == CHROME
    assert asked.get_json()["approve_url"] == f"{OWN}/extensions"
    request_id, code = asked.get_json()["id"], asked.get_json()["code"]
    assert request_id not in asked.get_json()["approve_url"]
    assert look(app, request_id).get_json() == {"status": "pending", "code": code, "expires_in": 120}

    (shown,) = page.get("/v1/pairings").get_json()["pending"]
    assert (shown["code"], shown["name"], shown["origin"]) == (code, "Chrome", CHROME)
    assert page.post(f"/v1/pairings/{shown['id']}/approve").status_code == 200

    token = look(app, request_id, Origin=CHROME).get_json()["token"]
    assert "token" not in look(app, request_id).get_json()
    answer = client_with(app, token).post("/v1/annotate", json={"text": "Un lead."}, headers={"Origin": CHROME})
    assert answer.status_code == 200
    (listed,) = page.get("/v1/pairings").get_json()["tokens"]
    assert set(listed) == {"id", "name", "origin", "created", "last_used"}
    assert token not in page.get("/v1/pairings").text


def test_the_page_refuses_and_revokes(app: Flask, page: FlaskClient) -> None:
    request_id = ask(app).get_json()["id"]
    assert page.post(f"/v1/pairings/{request_id}/refuse", json={}).get_json()["status"] == "refused"
    assert look(app, request_id).get_json()["status"] == "refused"
    assert page.post(f"/v1/pairings/{request_id}/approve").status_code == 409

    secret = Service.of(app).tokens.create("essai")
    (token,) = page.get("/v1/pairings").get_json()["tokens"]
    assert page.post(f"/v1/tokens/{token['id']}/revoke").status_code == 200
    assert client_with(app, secret).get("/v1/terms").status_code == 401
    assert page.post(f"/v1/tokens/{token['id']}/revoke").status_code == 404


@pytest.mark.parametrize("path", ["/v1/pairings/x/approve", "/v1/pairings/x/refuse", "/v1/tokens/x/revoke"])
def test_what_is_not_there_is_told(page: FlaskClient, path: str) -> None:
    assert page.post(path).status_code == 404


@pytest.mark.parametrize("headers", [{}, {"Origin": OWN}], ids=str)
def test_only_extensions_ask_to_be_paired(app: Flask, headers: dict[str, str]) -> None:
    response = app.test_client().post("/v1/pair", json={"name": "x"}, headers=headers)

    assert response.status_code == 403
    assert "extension" in response.get_json()["detail"]


@pytest.mark.parametrize("body", [[], {"nom": "x"}, {"name": ""}, {"name": 3}, {"name": "a" * 61}, {"name": "\x1b[2J"}])
def test_name_is_one_visible_line(app: Flask, body: Any) -> None:
    response = ask(app, body or [1])

    assert response.status_code == 422
    assert response.get_json()["errors"][0]["pointer"] == "/name"


def test_asking_too_often_is_told_with_the_time_to_wait(app: Flask) -> None:
    answers = [ask(app) for _ in range(MOST_OF_ONE + 1)]

    assert [answer.status_code for answer in answers] == [201] * MOST_OF_ONE + [429]
    assert 0 < int(answers[-1].headers["Retry-After"]) <= LASTS
    assert answers[-1].headers["Access-Control-Allow-Origin"] == CHROME


def test_another_extension_cannot_fetch_the_token(app: Flask, page: FlaskClient) -> None:
    request_id = ask(app).get_json()["id"]
    page.post(f"/v1/pairings/{request_id}/approve")

    assert look(app, request_id, Origin=FIREFOX).status_code == 404
    assert look(app, "x" * 43).status_code == 404
    assert "token" in look(app, request_id, Origin=CHROME).get_json()


def test_asking_for_the_headers_leaves_the_token(app: Flask, page: FlaskClient) -> None:
    request_id = ask(app).get_json()["id"]
    page.post(f"/v1/pairings/{request_id}/approve")

    head = app.test_client().head(f"/v1/pair/{request_id}", headers={"Origin": CHROME})

    assert (head.status_code, head.data) == (200, b"")
    assert head.headers["Access-Control-Allow-Origin"] == CHROME
    assert Service.of(app).tokens.list() == []
    assert "token" in look(app, request_id, Origin=CHROME).get_json()


# ---- in the terminal, another process than the service ----------------------------------------------------


def test_pairing_is_approved_in_the_terminal(app: Flask) -> None:
    asked, home = ask(app).get_json(), Service.of(app).settings.home
    status, out, _ = run(home, "pair", "list")
    assert status == 0
    assert asked["code"] in out
    assert "Chrome" in out
    assert asked["id"] not in out

    status, out, _ = run(home, "pair", "approve", asked["code"])

    assert (status, out.replace("\u00a0", " ")) == (0, "« Chrome » est associé.\n")
    assert look(app, asked["id"]).get_json()["token"]


def test_pairing_is_refused_in_the_terminal(app: Flask) -> None:
    asked, home = ask(app).get_json(), Service.of(app).settings.home

    assert run(home, "pair", "refuse", asked["code"])[0] == 0

    assert look(app, asked["id"]).get_json()["status"] == "refused"
    status, _, err = run(home, "pair", "approve", asked["code"])
    assert status == 1
    assert f"« {asked['code']} »" in err
    assert "lexibulle pair list" in err
