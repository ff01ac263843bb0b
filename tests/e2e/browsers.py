"""Two real browsers with the extension, driven alike: Chromium by Playwright, Firefox by Marionette."""

import json
import shutil
import socket
import subprocess
import tempfile
import time
import warnings
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Final, TypeVar

from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import Page

from chromium import PageLeft
from extension import EXTENSION, chrome

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # it has strings that new Pythons warn about
    from marionette_driver.addons import Addons
    from marionette_driver.keys import Keys
    from marionette_driver.marionette import ActionSequence, Marionette

PATIENCE: Final = 20.0  # seconds; the machine may be busy
WIDTH: Final = 1000
HEIGHT: Final = 800
GECKO_ID: Final = "lexibulle@extension"
UUID: Final = "4c1b0d2e-6a55-4f0b-9d8e-51b00c1e5a11"
_PREFERENCES: Final = {
    "app.normandy.enabled": False, "app.update.enabled": False, "browser.region.update.enabled": False,
    "browser.safebrowsing.downloads.remote.enabled": False, "browser.shell.checkDefaultBrowser": False,
    "datareporting.policy.dataSubmissionEnabled": False, "extensions.update.enabled": False,
    "extensions.webextOptionalPermissionPrompts": False, "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False, "services.settings.server": "data:,",
    "toolkit.telemetry.enabled": False,
    "extensions.webextensions.uuids": json.dumps({GECKO_ID: UUID}),
}


def test_build(folder: Path) -> Path:
    """A copy of the extension that speaks French in every browser, whose shadow roots are open, with an empty page
    of its own to set things up from.
    """
    copy = folder / "extension"
    shutil.copytree(EXTENSION, copy)
    start = copy / "content/start.js"
    start.write_text(start.read_text("utf-8").replace("shadowMode = 'closed'", "shadowMode = 'open'"), "utf-8")
    shutil.rmtree(copy / "_locales/en")
    (copy / "empty.html").write_text("<!doctype html><title>empty</title>", "utf-8")
    return copy


Value = TypeVar("Value")
_FULL: Final = """(storage, full) => {
    storage.whole ??= storage.set;
    storage.set = full ? () => Promise.reject(new Error('full')) : storage.whole;
}"""
_TELL: Final = """(async () => {{
    const tabs = await chrome.tabs.query({{}});
    await Promise.all(tabs.map(tab => chrome.tabs.sendMessage(tab.id, {}).catch(() => {{}})));
}})()"""


class Browser(ABC):
    """One browser with one tab. JavaScript runs in the page's own world, and its last value comes back."""

    name: str

    @abstractmethod
    def open(self, url: str) -> None: ...

    @abstractmethod
    def run(self, script: str) -> Any:
        """The value of an expression; a promise is awaited. Raises `PageLeft`."""

    @abstractmethod
    def move(self, x: float, y: float) -> None: ...

    @abstractmethod
    def click(self, x: float, y: float) -> None: ...

    @abstractmethod
    def press(self, *keys: str) -> None:
        """Keys by their DOM names; those before the last are held."""

    @abstractmethod
    def hold(self, key: str) -> None: ...

    @abstractmethod
    def release(self, key: str) -> None: ...

    @abstractmethod
    def write(self, text: str) -> None: ...

    @abstractmethod
    def picture(self, path: Path) -> None: ...

    @abstractmethod
    def dark(self, dark: bool) -> None: ...

    @abstractmethod
    def forced_colours(self, forced: bool) -> None: ...

    @abstractmethod
    def own_page(self) -> None:
        """Open an empty page of the extension."""

    @abstractmethod
    def aside(self, script: str) -> Any:
        """The value of an expression in a page of the extension in a second tab; ours stays in front."""

    @abstractmethod
    def fill_up(self, full: bool) -> None:
        """Let the background keep nothing more, as where there is no room; or again."""

    def tell(self, news: dict[str, Any]) -> None:
        """Send a message from the extension to the page that is open."""
        self.aside(_TELL.format(json.dumps(news)))

    def wait(self, condition: str) -> Any:
        """The value of an expression once it is true, in whatever page is then open."""
        def ask() -> Any:
            with suppress(PageLeft):
                return self.run(condition)

        try:
            return _until(ask)
        except TimeoutError as error:
            raise TimeoutError(condition) from error

    def wait_aside(self, condition: str) -> Any:
        """The value of an expression in a page of the extension in a second tab, once it is true."""
        try:
            return _until(lambda: self.aside(condition))
        except TimeoutError as error:
            raise TimeoutError(condition) from error

    def in_extension(self, script: str) -> Any:
        """The value of an expression in a page of the extension, which is left open."""
        self.own_page()
        return self.run(script)


class Chromium(Browser):
    name = "chromium"

    def __init__(self, page: Page, extension_id: str) -> None:
        self.page = page
        self._other: Page | None = None
        self._own = f"chrome-extension://{extension_id}/empty.html"
        page.set_default_timeout(PATIENCE * 1000)

    def open(self, url: str) -> None:
        self.page.goto(url)

    def run(self, script: str) -> Any:
        try:
            return self.page.evaluate(f"(async () => ({script}))()")
        except PlaywrightError as error:
            if "Execution context was destroyed" in error.message:
                raise PageLeft from error
            raise

    def move(self, x: float, y: float) -> None:
        self.page.mouse.move(x, y)

    def click(self, x: float, y: float) -> None:
        self.page.mouse.click(x, y)

    def press(self, *keys: str) -> None:
        self.page.keyboard.press("+".join(keys))

    def hold(self, key: str) -> None:
        self.page.keyboard.down(key)

    def release(self, key: str) -> None:
        self.page.keyboard.up(key)

    def write(self, text: str) -> None:
        self.page.keyboard.type(text)

    def picture(self, path: Path) -> None:
        self.page.screenshot(path=path)

    def dark(self, dark: bool) -> None:
        self.page.emulate_media(color_scheme="dark" if dark else "light")

    def forced_colours(self, forced: bool) -> None:
        self.page.emulate_media(forced_colors="active" if forced else "none")

    def own_page(self) -> None:
        self.page.goto(self._own)

    def fill_up(self, full: bool) -> None:
        [worker] = self.page.context.service_workers
        worker.evaluate(f"full => ({_FULL})(chrome.storage.local, full)", full)

    def aside(self, script: str) -> Any:
        if not self._other:
            self._other = self.page.context.new_page()
            self._other.goto(self._own)
            self.page.bring_to_front()
        return self._other.evaluate(f"(async () => ({script}))()")


class Firefox(Browser):
    name = "firefox"

    def __init__(self, driver: Marionette) -> None:
        self.driver = driver
        self._other = ""
        self.driver.timeout.script = PATIENCE

    def open(self, url: str) -> None:
        self.driver.navigate(url)

    def run(self, script: str) -> Any:
        code = (f"const done = arguments[0]; (async () => ({script}))()"
                ".then(value => done([value ?? null, null]), error => done([null, String(error)]))")
        answer = self.driver.execute_async_script(code, sandbox=None, new_sandbox=False)
        if answer is None:
            raise PageLeft
        value, error = answer
        if error:
            raise RuntimeError(error)
        return value

    def move(self, x: float, y: float) -> None:
        self._pointer().pointer_move(round(x), round(y)).perform()

    def click(self, x: float, y: float) -> None:
        self._pointer().pointer_move(round(x), round(y)).pointer_down().pointer_up().perform()

    def press(self, *keys: str) -> None:
        action = ActionSequence(self.driver, "key", "keys")
        codes = [getattr(Keys, key.upper(), key) for key in keys]
        for code in codes:
            action.key_down(code)
        for code in reversed(codes):
            action.key_up(code)
        action.perform()

    def hold(self, key: str) -> None:
        ActionSequence(self.driver, "key", "keys").key_down(getattr(Keys, key.upper())).perform()

    def release(self, key: str) -> None:
        ActionSequence(self.driver, "key", "keys").key_up(getattr(Keys, key.upper())).perform()

    def write(self, text: str) -> None:
        action = ActionSequence(self.driver, "key", "keys")
        for letter in text:
            action.key_down(letter).key_up(letter)
        action.perform()

    def picture(self, path: Path) -> None:
        path.write_bytes(self.driver.screenshot(format="binary", full=False))

    def dark(self, dark: bool) -> None:
        self._prefer("layout.css.prefers-color-scheme.content-override", 0 if dark else 1)

    def forced_colours(self, forced: bool) -> None:
        self._prefer("browser.display.document_color_use", 2 if forced else 0)

    def own_page(self) -> None:
        self.driver.navigate(f"moz-extension://{UUID}/empty.html")

    def aside(self, script: str) -> Any:
        ours = self.driver.current_window_handle
        self.driver.switch_to_window(self.helper, focus=False)
        try:
            return self.run(script)
        finally:
            self.driver.switch_to_window(ours, focus=False)

    def fill_up(self, full: bool) -> None:
        self.aside(f"""({_FULL})(
            (await browser.runtime.getBackgroundPage()).browser.storage.local, {json.dumps(full)})""")

    def accessible(self, found: str) -> tuple[str, str, str]:
        """Role, name and description of an element, as the accessibility service of Firefox tells them."""
        script = f"""
            const service = Components.classes['@mozilla.org/accessibilityService;1']
                .getService(Components.interfaces.nsIAccessibilityService);
            const told = service.getAccessibleFor({found});
            return told && [service.getStringRole(told.role), told.name, told.description];"""
        role, name, description = _until(lambda: self.driver.execute_script(script, sandbox="system"))
        return role, name, description

    @property
    def helper(self) -> str:
        """A second tab, behind ours, with an empty page of the extension."""
        if not self._other:
            ours = self.driver.current_window_handle
            self._other = self.driver.open(type="tab", focus=False)["handle"]
            self.driver.switch_to_window(self._other, focus=False)
            self.driver.navigate(f"moz-extension://{UUID}/empty.html")
            self.driver.switch_to_window(ours, focus=False)
        return self._other

    def _prefer(self, name: str, value: int) -> None:
        with self.driver.using_context("chrome"):
            self.driver.execute_script("Services.prefs.setIntPref(...arguments)", script_args=[name, value])

    def _pointer(self) -> ActionSequence:
        return ActionSequence(self.driver, "pointer", "mouse", {"pointerType": "mouse"})


@contextmanager
def chromium(folder: Path, extension: Path) -> Iterator[Chromium]:
    with chrome(folder, extension=extension, viewport={"width": WIDTH, "height": HEIGHT}) as started:
        page = started.context.new_page()
        started.first_run().close()
        page.bring_to_front()
        yield Chromium(page, started.id)


@contextmanager
def firefox(extension: Path, **more: str) -> Iterator[Firefox]:
    """A Firefox without another program between: Marionette is its own port. It takes any certificate; `more` are
    preferences, with `_` for a dot.
    """
    profile = Path(tempfile.mkdtemp(prefix="lexibulle-firefox-"))
    port = _free_port()
    preferences = {**_PREFERENCES, **{name.replace("_", "."): value for name, value in more.items()},
                   "marionette.port": port}
    lines = [f"user_pref({json.dumps(name)}, {json.dumps(value)});" for name, value in preferences.items()]
    (profile / "user.js").write_text("\n".join(lines), "utf-8")
    command = ["firefox-esr", "--headless", "--no-remote", "--profile", str(profile), "--marionette",
               "--remote-allow-system-access", f"--width={WIDTH}", f"--height={HEIGHT}", "about:blank"]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            driver = Marionette("127.0.0.1", port=port, bin=None)
            _wait_for_port(port)
            driver.start_session({"acceptInsecureCerts": True})
            Addons(driver).install(str(extension), temp=True)
            _close_welcome(driver)
            driver.set_window_rect(width=WIDTH, height=HEIGHT)
            yield Firefox(driver)
            driver.delete_session()
        finally:
            process.terminate()
            process.wait(PATIENCE)
            shutil.rmtree(profile, ignore_errors=True)


def _close_welcome(driver: Marionette) -> None:
    """The first run opens in a tab of its own, above ours."""
    ours = driver.current_window_handle
    with suppress(TimeoutError):
        _until(lambda: len(driver.window_handles) > 1)
    for handle in driver.window_handles:
        if handle != ours:
            driver.switch_to_window(handle)
            driver.close()
    driver.switch_to_window(ours)


def _wait_for_port(port: int) -> None:
    def answers() -> bool:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return True
        return False

    _until(answers)


def _until(ask: Callable[[], Value]) -> Value:
    """What `ask` answers once it is true."""
    deadline = time.monotonic() + PATIENCE
    while not (value := ask()):
        if time.monotonic() > deadline:
            raise TimeoutError
        time.sleep(0.05)
    return value


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port: int = taken.getsockname()[1]
        return port
