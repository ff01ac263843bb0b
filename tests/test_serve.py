"""`lexibulle serve` as a process: what it says, what it answers over a real connection, how it ends."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path

import pytest
from flask import Flask

from callers import token_for
from lexibulle_server.console import Refused
from lexibulle_server.runner import bound, server_at
from lexibulle_server.settings import Settings

COMMAND = [sys.executable, "-m", "lexibulle_server", "serve"]
CANARY = "CANARY-1f0a@x.fr"


class Service:
    """A service on a port of its own; `said` is its welcome."""

    def __init__(self, home: Path) -> None:
        self.log = home / "log"
        self.token = token_for(home)
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [*COMMAND, "--port", "0"], stdout=subprocess.PIPE, stderr=log,
                env=os.environ | {"LEXIBULLE_HOME": str(home)})
        self.said = ""
        while "http://" not in self.said:
            self.said += self._line()
        found = re.search(r"http://127\.0\.0\.1:(\d+)/", self.said)
        assert found
        self.port = int(found[1])

    def _line(self) -> str:
        assert self.process.stdout
        line = self.process.stdout.readline()
        assert line, self.log.read_text("utf-8")
        return line.decode()

    def post(self, body: bytes) -> tuple[int, str, bytes]:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=60)
        connection.request("POST", "/v1/annotate", body, {
            "Content-Type": "application/json", "Authorization": f"Bearer {self.token}"})
        response: HTTPResponse = connection.getresponse()
        answer = response.status, response.getheader("Content-Type", ""), response.read()
        connection.close()
        return answer

    def stop(self) -> str:
        """Ctrl-C; what it says at the end."""
        self.process.send_signal(signal.SIGINT)
        last, _ = self.process.communicate(timeout=60)
        return str(last.decode())


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    home = tmp_path_factory.mktemp("home")
    (home / "glossaries").mkdir()
    (home / "glossaries" / "maison.csv").write_text("nom;définition\nSDR;Premiers contacts.\n", "cp1252")
    started = Service(home)
    yield started
    assert "arrêté" in started.stop()
    assert started.process.returncode == 0


def test_welcome_names_the_glossaries_and_the_page(service: Service) -> None:
    said = service.said.replace("\u00a0", " ")

    assert re.search(r"\(prospection-b2b, version [\d.]+\) : 50 termes", said)
    assert "maison (maison, version 0) : 1 terme" in said
    assert f"Ouvrez http://127.0.0.1:{service.port}/" in said


def test_taken_port_is_told_with_the_cure(service: Service, tmp_path: Path) -> None:
    done = subprocess.run([*COMMAND, "--port", str(service.port)], capture_output=True, check=False,
                          env=os.environ | {"LEXIBULLE_HOME": str(tmp_path)})

    assert done.returncode == 1
    assert f"--port {service.port + 1}" in done.stderr.decode()
    assert b"Traceback" not in done.stderr


def test_bad_own_glossary_is_told_before_listening(tmp_path: Path) -> None:
    (tmp_path / "glossaries").mkdir()
    (tmp_path / "glossaries" / "maison.csv").write_text("nom;définition\nSDR;\n", "utf-8")

    done = subprocess.run([*COMMAND, "--port", "0"], capture_output=True, check=False,
                          env=os.environ | {"LEXIBULLE_HOME": str(tmp_path)})

    assert done.returncode == 1
    assert "la définition manque" in done.stderr.decode()


def test_body_that_is_too_large_is_told_to_its_sender(service: Service) -> None:
    status, media, answer = service.post(b'{"text": "' + b"a" * 5_000_000 + b'"}')

    assert (status, media) == (413, "application/problem+json")
    assert json.loads(answer)["status"] == 413


@pytest.mark.parametrize(
    ("sent", "status"),
    [(b"LEXIBULLE\r\n\r\n", 400), (b"GET / HTTP/1.1\r\nX: ".ljust(16_384, b"a"), 431)],
)
def test_what_is_no_http_is_refused_in_the_same_shape(service: Service, sent: bytes, status: int) -> None:
    with socket.create_connection(("127.0.0.1", service.port)) as connection:
        connection.sendall(sent)
        answer = b"".join(iter(lambda: connection.recv(4096), b""))

    head, _, body = answer.partition(b"\r\n\r\n")
    assert b"Content-Type: application/problem+json" in head
    assert json.loads(body)["status"] == status


def test_clients_at_the_same_time_get_the_answers_of_one(service: Service) -> None:
    texts = [f"Le lead n° {number} : un closign, un SDR, l’ICP." for number in range(40)]
    bodies = [json.dumps({"text": text}).encode() for text in texts]
    alone = [service.post(body) for body in bodies]

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(service.post, bodies)) == alone


def test_log_holds_no_text(service: Service) -> None:
    service.post(json.dumps({"text": f"{CANARY} lead"}).encode())
    service.post(json.dumps({"text": [CANARY]}).encode())
    service.post(CANARY.encode())

    log = service.log.read_text("utf-8")
    assert log.count("POST /v1/annotate") >= 3
    assert CANARY not in log


def test_bodies_and_answers_stay_in_memory() -> None:
    """Beyond its overflow marks waitress would write them to temporary files."""
    settings = Settings(port=0)
    with bound(settings) as place:
        server = server_at(place, Flask("empty"), settings)
        server.close()

    assert server.adj.inbuf_overflow > server.adj.max_request_body_size >= settings.max_body_bytes
    assert server.adj.outbuf_overflow > 100 * settings.max_body_bytes


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1", "127.0.0.2"])
def test_loopback_addresses_can_be_listened_on(host: str) -> None:
    bound(Settings(host=host, port=0)).close()


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1", "lexibulle.example", ""])  # noqa: S104  # refused
def test_other_addresses_are_not(host: str) -> None:
    with pytest.raises(Refused, match="d’autres ordinateurs"):
        bound(Settings(host=host, port=0))
