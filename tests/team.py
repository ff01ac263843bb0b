"""A team's server for the tests: a service behind the nginx of the README, over real TLS."""

import shutil
import socket
import ssl
import subprocess
import time
from contextlib import suppress
from http.client import HTTPResponse, HTTPSConnection
from pathlib import Path

from serving import PATIENCE, Service
from test_readme import blocks

NAME = "lexibulle.exemple.fr"
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
