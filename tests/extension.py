"""The extension in a real Chromium, against a real service: what the browser tests of the extension share."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from playwright.sync_api import BrowserContext, Page, Worker, sync_playwright

from chromium import executable
from serving import serving

EXTENSION: Final = Path(__file__).parents[1] / "extension"
_QUIET: Final = ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync",
                 "--no-first-run"]


@contextmanager
def service(home: Path) -> Iterator[str]:
    """The address of a real service whose data lie in `home`, without a slash at the end."""
    with serving(home) as address:
        yield address.rstrip("/")


def in_french(folder: Path) -> Path:
    """A copy that speaks French in every browser: no other language is there to choose."""
    copy = folder / "extension"
    shutil.copytree(EXTENSION, copy)
    shutil.rmtree(copy / "_locales/en")
    return copy


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

    def url(self, path: str) -> str:
        return f"chrome-extension://{self.id}/{path}"

    def keep(self, **values: Any) -> None:
        """Put values into the extension's storage, as if they had been kept before."""
        self.worker.evaluate("values => chrome.storage.local.set(values)", values)

    def kept(self, key: str, area: str = "local") -> Any:
        return self.worker.evaluate("async ([area, key]) => (await chrome.storage[area].get(key))[key]", [area, key])

    def open(self, path: str) -> Page:
        page = self.context.new_page()
        page.goto(self.url(path))
        return page


@contextmanager
def chrome(
    profile: Path, *flags: str, extension: Path = EXTENSION, headless: bool = True, **options: Any
) -> Iterator[Chrome]:
    with sync_playwright() as playwright:
        context = playwright.chromium.launch_persistent_context(
            profile, executable_path=executable(), headless=headless,
            ignore_default_args=["--disable-extensions"],
            args=[f"--disable-extensions-except={extension}", f"--load-extension={extension}",
                  *_QUIET, *flags], **options)
        try:
            yield Chrome(context)
        finally:
            context.close()
