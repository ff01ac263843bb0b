"""A relay before the real service: it records what is sent, can be slow, broken or gone, hold its answers, or answer as
another program.
"""

import json
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any, Final, Literal

_NOT_PASSED: Final = {"connection", "transfer-encoding", "keep-alive"}
Mood = Literal["well", "slow", "held", "broken", "stranger", "gone"]


class Relay:
    """`bodies` are the texts of all requests since `forget`, with their paths. `mood` is how it answers."""

    def __init__(self, address: str, service: str) -> None:
        self.address = address
        self.service = service.removeprefix("http://")
        self.mood: Mood = "well"
        self.bodies: list[tuple[str, str]] = []

    def forget(self) -> None:
        self.mood = "well"
        self.bodies.clear()

    def wait(self, count: int) -> None:
        """Until so many requests have come."""
        deadline = time.monotonic() + 20
        while len(self.bodies) < count:
            if time.monotonic() > deadline:
                raise TimeoutError(f"{len(self.bodies)} requests")
            time.sleep(0.03)

    def texts(self) -> list[str]:
        """All texts that were sent to be annotated."""
        asked: list[dict[str, Any]] = [json.loads(body) for path, body in self.bodies if path == "/v1/annotate"]
        return [item["text"] for one in asked for item in one["texts"]]


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    relay: Relay

    def _relay(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.relay.bodies.append((self.path, body.decode("utf-8", "replace")))
        mood = self.relay.mood
        if mood == "gone":
            self.close_connection = True
            self.connection.close()
        elif mood == "broken":
            self.send_error(500)
        elif mood == "stranger":
            self._answer(200, [("Content-Type", "text/html")], b"<h1>Bonjour</h1>")
        else:
            time.sleep(1.5 if mood == "slow" else 0)
            while self.relay.mood == "held":
                time.sleep(0.02)
            self._pass_on(body)

    def _pass_on(self, body: bytes) -> None:
        headers = {name: value for name, value in self.headers.items() if name.lower() not in _NOT_PASSED}
        with closing(HTTPConnection(self.relay.service, timeout=30)) as connection:
            connection.request(self.command, self.path, body, headers)
            answer = connection.getresponse()
            content = answer.read()
        self._answer(answer.status, answer.getheaders(), content)

    def _answer(self, status: int, headers: list[tuple[str, str]], content: bytes) -> None:
        self.send_response(status)
        for name, value in headers:
            if name.lower() not in _NOT_PASSED | {"content-length"}:
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    do_GET = do_POST = do_OPTIONS = _relay  # noqa: N815  # the names that http.server calls

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the name that http.server gives
        """Tests say what they want to say."""


@contextmanager
def relay(service: str) -> Iterator[Relay]:
    with ThreadingHTTPServer(("127.0.0.1", 0), _Handler) as server:
        server.daemon_threads = True
        made = Relay(f"http://127.0.0.1:{server.server_address[1]}", service)
        server.RequestHandlerClass = type("Handler", (_Handler,), {"relay": made})
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield made
        finally:
            server.shutdown()
            thread.join()
