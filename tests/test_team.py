"""A team's server: the nginx example of the README, real TLS, real nginx, and what gets round neither."""

import json
import shutil
import socket
import ssl
import subprocess
import time
from base64 import b64encode
from collections.abc import Iterator
from contextlib import suppress
from http.client import HTTPConnection, HTTPResponse, HTTPSConnection
from pathlib import Path
from typing import Any

import pytest

from serving import PATIENCE, Service, text_body
from test_readme import blocks
from test_tokens import run

NAME = "lexibulle.exemple.fr"
EXTENSION = "chrome-extension://nfjcaoojbgbkjmmjmbgmdfpoihmljgaf"
AROUND = """
{user}
daemon off;
pid {folder}/nginx.pid;
error_log {folder}/error.log warn;
events {{}}
http {{
    client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
    {server}
}}
"""


class Proxy:
    """nginx as the README configures it, but for ports and files, in front of a service."""

    def __init__(self, folder: Path, service: Service) -> None:
        self.folder = folder
        self.port = free_port()
        self.log = folder / "error.log"
        key, self.certificate = folder / "key.pem", folder / "certificate.pem"
        subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1",
                        "-nodes", "-days", "2", "-subj", f"/CN={NAME}", "-addext", f"subjectAltName=DNS:{NAME}",
                        "-keyout", str(key), "-out", str(self.certificate)], check=True, capture_output=True)
        self._configure(key, service.port)
        self.process = subprocess.Popen([nginx(), "-p", str(folder), "-c", str(folder / "nginx.conf")],
                                        stderr=subprocess.DEVNULL)
        wait_for_port(self.port)

    def _configure(self, key: Path, port: int) -> None:
        (example,) = blocks("nginx")
        for shown, here in (("listen 443 ssl", f"listen 127.0.0.1:{self.port} ssl"),
                            ("/etc/ssl/private/lexibulle.key", key), ("/etc/ssl/lexibulle.pem", self.certificate),
                            ("127.0.0.1:5005", f"127.0.0.1:{port}")):
            assert example.count(shown) == 1
            example = example.replace(shown, str(here))
        user = "user root;" if self.folder.owner() == "root" else ""
        (self.folder / "nginx.conf").write_text(AROUND.format(user=user, folder=self.folder, server=example))

    def ask(self, method: str, path: str, body: bytes | None = None, **headers: str) -> tuple[HTTPResponse, bytes]:
        """Over TLS, its certificate checked against the name."""
        trusted = ssl.create_default_context(cafile=str(self.certificate))
        connection = HTTPSConnection(NAME, self.port, timeout=PATIENCE)
        connection.sock = trusted.wrap_socket(socket.create_connection(("127.0.0.1", self.port)), server_hostname=NAME)
        connection.request(method, path, body, {"Content-Type": "application/json", **headers})
        response = connection.getresponse()
        answer = response.read()
        connection.close()
        return response, answer

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(PATIENCE)


def nginx() -> str:
    found = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
    if not found:
        raise RuntimeError("nginx is missing: apt-get install nginx-light")
    return found


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as place:
        port: int = place.getsockname()[1]
        return port


def wait_for_port(port: int) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        with suppress(ConnectionRefusedError):
            socket.create_connection(("127.0.0.1", port)).close()
            return
        time.sleep(0.02)
    raise TimeoutError(port)


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    with Service(tmp_path_factory.mktemp("home"), "--behind-tls", NAME) as started:
        yield started


@pytest.fixture(scope="module")
def proxy(service: Service, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Proxy]:
    started = Proxy(tmp_path_factory.mktemp("nginx"), service)
    yield started
    started.stop()


def test_team_is_told_where_the_page_is(service: Service) -> None:
    assert "pour le proxy 127.0.0.1" in service.said
    assert f"https://{NAME}/" in service._line()


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
    proxy: Proxy, service: Service, method: str, path: str, headers: dict[str, str], status: int
) -> None:
    sent = {name: value.format(name=NAME, port=proxy.port).replace("token", f"Bearer {service.token}")
            for name, value in headers.items()}

    response, answer = proxy.ask(method, path, text_body("Nos leads.") if method == "POST" else None, **sent)

    assert response.status == status, answer
    if path == "/":
        assert b'<meta name="lexibulle-token" content="">' in answer


def test_large_requests_pass_the_proxy(proxy: Proxy, service: Service) -> None:
    response, answer = proxy.ask("POST", "/v1/annotate", text_body("a" * 190_000) + b" " * 3_700_000,
                                 Authorization=f"Bearer {service.token}")

    assert response.status == 200, answer


def test_large_documents_pass_the_proxy_and_not_its_disk(proxy: Proxy, service: Service) -> None:
    content = b64encode("Bonjour à tous.\n\n".encode() * 550_000 + b"Le churn.").decode()

    response, answer = proxy.ask("POST", "/v1/documents", json.dumps({"name": "a.txt", "content": content}).encode(),
                                 Authorization=f"Bearer {service.token}")

    assert response.status == 200, answer
    assert json.loads(answer)["count"] == 1
    assert "buffered to a temporary file" not in proxy.log.read_text("utf-8")


@pytest.mark.parametrize("headers", [{}, {"X-Forwarded-Proto": "http"}, {"Forwarded": "proto=https"}], ids=str)
def test_name_of_the_team_is_answered_over_tls_only(service: Service, headers: dict[str, str]) -> None:
    connection = HTTPConnection("127.0.0.1", service.port, timeout=PATIENCE)
    connection.request("GET", "/v1/health", headers={"Host": NAME, **headers})

    response = connection.getresponse()

    assert response.status == 421
    assert b"https" in response.read()
    connection.close()


def test_extension_is_paired_in_the_terminal_of_the_server(proxy: Proxy, service: Service) -> None:
    def found(answer: tuple[HTTPResponse, bytes]) -> Any:
        return json.loads(answer[1])

    asked = found(proxy.ask("POST", "/v1/pair", b'{"name": "Chrome de Zoe"}', Origin=EXTENSION))
    assert asked["approve_url"] == f"https://{NAME}:{proxy.port}/extensions"

    status, out, _ = run(service.home, "pair", "approve", asked["code"])
    token = found(proxy.ask("GET", f"/v1/pair/{asked['id']}"))["token"]
    response, _ = proxy.ask("POST", "/v1/annotate", text_body("Nos leads."), Origin=EXTENSION,
                            Authorization=f"Bearer {token}")

    assert (status, response.status) == (0, 200)
    assert "Chrome de Zoe" in out
    assert response.getheader("Access-Control-Allow-Origin") == EXTENSION
