"""A team's server: the nginx example of the README, real TLS, real nginx, and what gets round neither."""

import json
from base64 import b64encode
from http.client import HTTPConnection, HTTPResponse
from typing import Any

import pytest

from serving import PATIENCE, Service, text_body
from team import NAME, Proxy
from test_tokens import run

EXTENSION = "chrome-extension://nfjcaoojbgbkjmmjmbgmdfpoihmljgaf"
def test_team_is_told_where_the_page_is(team_service: Service) -> None:
    assert "pour le proxy 127.0.0.1" in team_service.said
    assert f"https://{NAME}/" in team_service._line()


@pytest.mark.parametrize(
    ("method", "path", "headers", "status"),
    [
        ("GET", "/", {}, 200),
        ("GET", "/v1/health", {}, 200),
        ("POST", "/v1/annotate", {}, 401),
        ("POST", "/v1/annotate", {"Authorization": "token"}, 200),
        ("POST", "/v1/annotate", {"Authorization": "token", "Origin": "https://{name}:{port}"}, 200),
        ("POST", "/v1/annotate", {"Authorization": "token", "Origin": "http://{name}:{port}"}, 403),
        ("POST", "/v1/annotate", {"Authorization": "token", "Origin": "https://evil.example"}, 403),
        ("GET", "/v1/health", {"Host": "evil.example"}, 421),
        ("GET", "/v1/health", {"X-Forwarded-Proto": "http", "Forwarded": "proto=http;host=evil.example"}, 200),
    ],
)
def test_gate_stands_behind_the_proxy(
    proxy: Proxy, team_service: Service, method: str, path: str, headers: dict[str, str], status: int
) -> None:
    sent = {name: value.format(name=NAME, port=proxy.port).replace("token", f"Bearer {team_service.token}")
            for name, value in headers.items()}

    response, answer = proxy.ask(method, path, text_body("Nos leads.") if method == "POST" else None, **sent)

    assert response.status == status, answer
    if path == "/":
        assert b'<meta name="lexibulle-token" content="">' in answer


def test_large_requests_pass_the_proxy(proxy: Proxy, team_service: Service) -> None:
    response, answer = proxy.ask("POST", "/v1/annotate", text_body("a" * 190_000) + b" " * 3_700_000,
                                 Authorization=f"Bearer {team_service.token}")

    assert response.status == 200, answer


def test_large_documents_pass_the_proxy_and_not_its_disk(proxy: Proxy, team_service: Service) -> None:
    content = b64encode("Bonjour à tous.\n\n".encode() * 550_000 + b"Le churn.").decode()

    response, answer = proxy.ask("POST", "/v1/documents", json.dumps({"name": "a.txt", "content": content}).encode(),
                                 Authorization=f"Bearer {team_service.token}")

    assert response.status == 200, answer
    assert json.loads(answer)["count"] == 1
    assert "buffered to a temporary file" not in proxy.log.read_text("utf-8")


@pytest.mark.parametrize("headers", [{}, {"X-Forwarded-Proto": "http"}, {"Forwarded": "proto=https"}], ids=str)
def test_name_of_the_team_is_answered_over_tls_only(team_service: Service, headers: dict[str, str]) -> None:
    connection = HTTPConnection("127.0.0.1", team_service.port, timeout=PATIENCE)
    connection.request("GET", "/v1/health", headers={"Host": NAME, **headers})

    response = connection.getresponse()

    assert response.status == 421
    assert b"https" in response.read()
    connection.close()


def test_extension_is_paired_in_the_terminal_of_the_server(proxy: Proxy, team_service: Service) -> None:
    def found(answer: tuple[HTTPResponse, bytes]) -> Any:
        return json.loads(answer[1])

    asked = found(proxy.ask("POST", "/v1/pair", b'{"name": "Chrome de Zoe"}', Origin=EXTENSION))
    assert asked["approve_url"] == f"https://{NAME}:{proxy.port}/extensions"

    status, out, _ = run(team_service.home, "pair", "approve", asked["code"])
    token = found(proxy.ask("GET", f"/v1/pair/{asked['id']}"))["token"]
    response, _ = proxy.ask("POST", "/v1/annotate", text_body("Nos leads."), Origin=EXTENSION,
                            Authorization=f"Bearer {token}")

    assert (status, response.status) == (0, 200)
    assert "Chrome de Zoe" in out
    assert response.getheader("Access-Control-Allow-Origin") == EXTENSION
