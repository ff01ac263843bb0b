"""The extension in a real Chromium, against a real service: what the browser tests of the extension share."""

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any, Final

from playwright.sync_api import BrowserContext, Page, Playwright, ViewportSize, Worker, sync_playwright

from chromium import executable
from serving import serving

KEEP_TOKEN: Final = "given => import('/background/token.js').then(all => all.keepToken(given))"  # noqa: S105  # code
_BARE: Final = "manifest.json"  # of the extension's own origin, and runs nothing
POPUP: Final = ViewportSize(width=360, height=480)
EXTENSION: Final = Path(__file__).parents[1] / "extension"
_QUIET: Final = ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync",
                 "--no-first-run"]


@contextmanager
def service(home: Path) -> Iterator[str]:
    """The address of a real service whose data lie in `home`, without a slash at the end."""
    with serving(home) as address:
        yield address.rstrip("/")


def in_french(folder: Path, *hosts: str) -> Path:
    """A copy that speaks French in every browser: no other language is there to choose.

    `hosts` are granted from the start, as the browser's own prompt would do.
    """
    copy = folder / "extension"
    shutil.copytree(EXTENSION, copy)
    shutil.rmtree(copy / "_locales/en")
    manifest = json.loads((copy / "manifest.json").read_text("utf-8"))
    manifest["host_permissions"] += hosts
    (copy / "manifest.json").write_text(json.dumps(manifest), "utf-8")
    return copy


@contextmanager
def answering(status: int, body: str = "", **headers: str) -> Iterator[tuple[str, list[str]]]:
    """A server that says the same to everybody; its address, and the paths it was asked for."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def _answer(self) -> None:
            asked.append(self.path)
            self.rfile.read(int(self.headers.get("Content-Length") or 0))
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name.replace("_", "-"), value)
            self.send_header("Content-Length", str(len(body.encode())))
            self.end_headers()
            self.wfile.write(body.encode())

        do_GET = do_POST = _answer  # noqa: N815  # the names that http.server calls

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the name that http.server gives
            """Tests say what they want to say."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}", asked
        finally:
            server.shutdown()
            thread.join()


class Chrome:
    """One Chromium with the extension in it. `worker` is its background, woken when it sleeps."""

    def __init__(self, context: BrowserContext) -> None:
        self.context = context
        running = context.service_workers
        self._worker = running[0] if running else context.wait_for_event("serviceworker")
        self.id = self._worker.url.split("/")[2]

    @property
    def worker(self) -> Worker:
        return self.context.service_workers[0] if self.context.service_workers else self._worker

    @property
    def origin(self) -> str:
        return f"chrome-extension://{self.id}"

    def url(self, path: str) -> str:
        return f"{self.origin}/{path}"

    def keep(self, **values: Any) -> None:
        """Put values into the extension's storage, as if they had been kept before; `token` where it belongs."""
        token = values.pop("token", None)
        self.worker.evaluate("values => chrome.storage.local.set(values)", values)
        if token:
            page = self.open(_BARE)
            page.evaluate(KEEP_TOKEN, token)
            page.close()

    def token(self) -> Any:
        page = self.open(_BARE)
        token = page.evaluate("import('/background/vault.js').then(vault => vault.readSecret())")
        page.close()
        return token

    def kept(self, key: str, area: str = "local") -> Any:
        return self.worker.evaluate("async ([area, key]) => (await chrome.storage[area].get(key))[key]", [area, key])

    def kept_names(self, area: str = "local") -> list[str]:
        names: list[str] = self.worker.evaluate("async area => Object.keys(await chrome.storage[area].get(null))", area)
        return names

    def first_run(self) -> Page:
        """The tab that the installation opens."""
        while not (tabs := [page for page in self.context.pages if page.url.endswith("/welcome.html")]):
            self.context.pages[0].wait_for_timeout(50)  # lets Playwright hear of it
        return tabs[0]

    def open(self, path: str) -> Page:
        page = self.context.new_page()
        page.goto(self.url(path))
        return page

    def popup(self, over: Page) -> Page:
        """The popup as it opens over a page: in a tab behind it, then in front."""
        over.bring_to_front()
        with self.context.expect_page() as opened:
            self.worker.evaluate("chrome.tabs.create({url: 'popup/popup.html', active: false})")
        page = opened.value
        page.set_viewport_size(POPUP)
        page.locator("#line:not(:empty)").wait_for()
        page.bring_to_front()
        return page

    def ask(self, kind: str, **sent: Any) -> Any:
        """What one of the extension's own pages gets for an answer."""
        page = self.open(_BARE)
        try:
            return page.evaluate("message => chrome.runtime.sendMessage(message)", {"kind": kind, **sent})
        finally:
            page.close()

    def in_content(self, page: Page, script: str) -> Any:
        """The value of an expression where the content scripts live, in the page's main frame."""
        session = self.context.new_cdp_session(page)
        contexts: list[Any] = []
        session.on("Runtime.executionContextCreated", lambda event: contexts.append(event["context"]))
        session.send("Runtime.enable")
        ours = [found["id"] for found in contexts if found["origin"] == self.origin]
        answer = session.send("Runtime.evaluate", {
            "expression": script, "contextId": ours[0], "awaitPromise": True, "returnByValue": True})
        session.detach()
        if "exceptionDetails" in answer:
            raise RuntimeError(answer["exceptionDetails"]["exception"]["description"])
        return answer["result"].get("value")

    def stop_worker(self) -> None:
        """As the browser does after half a minute."""
        page = self.open(_BARE)
        session = self.context.new_cdp_session(page)
        session.send("ServiceWorker.enable")
        session.send("ServiceWorker.stopAllWorkers")
        page.close()

    def forget_all(self) -> None:
        """As it was right after the installation."""
        self.worker.evaluate("""async () => {
            await chrome.storage.local.clear();
            await chrome.storage.session.clear();
            await chrome.alarms.clearAll();
        }""")


@cache
def started() -> Playwright:
    """The one of this process: a second one does not start beside it. `stop` ends it."""
    return sync_playwright().start()


def stop() -> None:
    if started.cache_info().currsize:
        started().stop()
        started.cache_clear()


@contextmanager
def playwright() -> Iterator[Playwright]:
    """The one that is running, or else one of its own."""
    was_running = started.cache_info().currsize
    yield started()
    if not was_running:
        stop()


@contextmanager
def chrome(
    profile: Path, *flags: str, extension: Path = EXTENSION, headless: bool = True, **options: Any
) -> Iterator[Chrome]:
    context = started().chromium.launch_persistent_context(
        profile, executable_path=executable(), headless=headless,
        ignore_default_args=["--disable-extensions"],
        args=[f"--disable-extensions-except={extension}", f"--load-extension={extension}",
              *_QUIET, *flags], **options)
    try:
        yield Chrome(context)
    finally:
        context.close()
