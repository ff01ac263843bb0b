"""The service as a process of its own, and ways to talk to it that no well-behaved client would use."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from http.client import HTTPConnection
from pathlib import Path
from typing import Any, Self

from callers import token_for

COMMAND = [sys.executable, "-m", "lexibulle_server", "serve", "--port", "0"]
_WITH_SETTINGS = """
import logging
from lexibulle_server.app import create_app
from lexibulle_server.binding import bound, url_of
from lexibulle_server.http_server import HttpServer
from lexibulle_server.settings import Settings
logging.basicConfig(format="%(asctime)s %(message)s", level=logging.INFO)
settings = Settings(port=0, **{settings!r})
with bound(settings) as place:
    server = HttpServer(place, create_app(settings), settings, prepare=lambda: None)
    print(url_of(place), flush=True)
    server.run_until_told()"""
PATIENCE = 120.0  # seconds; the machine may be busy


class Service:
    """A service on a port of its own, as the command starts it; `said` is its welcome.

    With settings it is the same server without the command, not warmed up, which saves seconds.
    """

    def __init__(self, home: Path, *options: str, command: Sequence[str] = COMMAND, **settings: Any) -> None:
        self.home = home
        self.log = home / "log"
        if settings:
            command = [sys.executable, "-c", _WITH_SETTINGS.format(settings=settings)]
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [*command, *options], stdout=subprocess.PIPE, stderr=log,
                env=os.environ | {"LEXIBULLE_HOME": str(home)})
        self.said = ""
        while "http://" not in self.said:
            self.said += self._line()
        found = re.search(r"http://127\.0\.0\.1:(\d+)/", self.said)
        assert found
        self.address, self.port = found[0], int(found[1])

    @cached_property
    def token(self) -> str:
        return token_for(self.home)

    def _line(self) -> str:
        assert self.process.stdout
        line = self.process.stdout.readline()
        assert line, self.log.read_text("utf-8")
        return line.decode()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        if self.process.poll() is None:
            self.stop()

    def stop(self, how: signal.Signals = signal.SIGINT) -> str:
        """Ctrl-C; what it says at the end."""
        self.process.send_signal(how)
        last, _ = self.process.communicate(timeout=PATIENCE)
        return str(last.decode())

    # ---- asking as one should

    def ask(
        self, method: str, path: str, body: bytes | Sequence[bytes] | None = None, **headers: str
    ) -> tuple[int, str, bytes]:
        """Status, media type and body of an answer; a body in pieces is sent in chunks."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        connection.request(method, path, body, {"Authorization": f"Bearer {self.token}",
                                                "Content-Type": "application/json", **headers})
        response = connection.getresponse()
        answer = response.status, response.getheader("Content-Type", ""), response.read()
        connection.close()
        return answer

    def post(self, body: bytes) -> tuple[int, str, bytes]:
        return self.ask("POST", "/v1/annotate", body)

    def is_well(self) -> bool:
        """Does it still answer, both who it is and what a text holds?"""
        status, _, answer = self.post(text_body("Nos leads."))
        return self.ask("GET", "/v1/health")[0] == 200 and status == 200 and b'"leads"' in answer

    # ---- asking as one should not

    def connect(self) -> socket.socket:
        return socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE)

    def raw(self, *headers: str, method: str = "POST", path: str = "/v1/annotate") -> bytes:
        """The head of a request, with these headers only besides those that let it in."""
        lines = [f"{method} {path} HTTP/1.1", f"Host: 127.0.0.1:{self.port}", f"Authorization: Bearer {self.token}",
                 "Content-Type: application/json", *headers]
        return "\r\n".join(lines).encode() + b"\r\n\r\n"

    def send(self, sent: bytes) -> bytes:
        """Everything that comes back until the service closes, which it is asked to do."""
        with self.connect() as connection:
            try:
                connection.sendall(sent)
                connection.shutdown(socket.SHUT_WR)
            except OSError:
                pass  # refused before everything was sent; the answer may still be there
            return received(connection)


@contextmanager
def serving(home: Path, port: int = 0) -> Iterator[str]:
    """The address of a service whose data lie in `home`; it ends with the block."""
    with Service(home, "--port", str(port)) as service:
        yield service.address


def received(connection: socket.socket) -> bytes:
    """What comes until the other side closes."""
    answer = b""
    try:
        while piece := connection.recv(65536):
            answer += piece
    except ConnectionResetError:
        pass
    return answer


def text_body(text: str) -> bytes:
    return json.dumps({"text": text}).encode()


def status_of(answer: bytes) -> int:
    """0 where there is no answer."""
    return int(answer.split(b" ", 2)[1]) if answer.startswith(b"HTTP/") else 0
