"""The test pages, served as a site would: each page with the headers it asks for, and files of npm packages."""

import json
import re
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Final

ROOT: Final = Path(__file__).parents[2]
PAGES: Final = ROOT / "tests/pages"
_HEADER: Final = re.compile(r"<!-- header ([\w-]+): (.+) -->")
_TYPES: Final = {".html": "text/html; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".css": "text/css"}


class _Handler(BaseHTTPRequestHandler):
    """`/name.html` is a test page; `/name.bundle.js` is `name.entry.js` or `.jsx` with the packages it imports."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        path = PAGES / Path(self.path.partition("?")[0]).name
        if path.name.endswith(".bundle.js"):
            self._answer(_bundle(path.name.removesuffix(".bundle.js")), ".js")
        elif path.is_file():
            self._answer(path.read_bytes(), path.suffix)
        else:
            self.send_error(404)

    def _answer(self, body: bytes, kind: str) -> None:
        self.send_response(200)
        self.send_header("Content-Type", _TYPES[kind])
        self.send_header("Content-Length", str(len(body)))
        if kind == ".html":
            for name, value in _HEADER.findall(body.decode()):
                self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the name that http.server gives
        """Tests say what they want to say."""


@cache
def _bundle(name: str) -> bytes:
    """A test page's script with its packages: bundled for tests only, nothing of this ships."""
    (entry,) = PAGES.glob(f"{name}.entry.*")
    command: list[str | Path] = [
        ROOT / "node_modules/.bin/esbuild", entry, "--bundle", "--format=iife",
        "--jsx=automatic", f"--define:process.env.NODE_ENV={json.dumps('production')}"]
    return subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout


@contextmanager
def site() -> Iterator[str]:
    """The address of the site, without a slash at the end."""
    with ThreadingHTTPServer(("127.0.0.1", 0), _Handler) as server:
        server.daemon_threads = True
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()
            thread.join()
