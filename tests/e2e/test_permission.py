"""A site is asked for and granted for real: the browser's own prompt, on a screen that nobody sees."""

import os
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
from playwright.sync_api import Page, expect

from callers import token_for
from e2e.relay import Relay
from extension import Chrome, chrome, in_french

SITE: Final = "crm.test"
TEAM: Final = "lexibulle.test"
RULES: Final = f"--host-resolver-rules=MAP {SITE} 127.0.0.1"
UNDERLINED: Final = "[...CSS.highlights.values()].reduce((sum, marked) => sum + marked.size, 0)"
STILL: Final = 4  # looks at the screen, a tenth of a second apart, that show the same


class Screen:
    """A screen of its own, which Xvfb keeps in a file."""

    def __init__(self, name: str, file: Path) -> None:
        self.environment = {**os.environ, "DISPLAY": name}
        self._file = file

    def wait_for_change(self, before: bytes) -> None:
        """Until the screen shows something else than before, and keeps still."""
        deadline = time.monotonic() + 30
        seen: list[bytes] = []
        while len(seen) < STILL or len({before, *seen[-STILL:]}) != 2 or before in seen[-STILL:]:
            assert time.monotonic() < deadline, "the prompt did not come"
            time.sleep(0.1)
            seen.append(self.look())

    def look(self) -> bytes:
        return self._file.read_bytes()

    def press(self, *keys: str) -> None:
        """Keys of a real keyboard, for what no page may press."""
        subprocess.run(["xdotool", "key", *keys], env=self.environment, check=True)


@pytest.fixture(scope="module")
def screen(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Screen]:
    folder = tmp_path_factory.mktemp("screen")
    read, write = os.pipe()
    command = ["Xvfb", "-displayfd", str(write), "-screen", "0", "1200x900x24", "-nolisten", "tcp",
               "-fbdir", str(folder)]
    with subprocess.Popen(command, pass_fds=[write], stderr=subprocess.DEVNULL) as process:
        os.close(write)
        try:
            with os.fdopen(read) as answer:
                yield Screen(f":{answer.readline().strip()}", folder / "Xvfb_screen0")
        finally:
            process.terminate()


@pytest.fixture(scope="module")
def browser(screen: Screen, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chrome]:
    folder = tmp_path_factory.mktemp("chrome")
    with chrome(folder / "profile", RULES, "--window-size=1100,800", extension=in_french(folder), headless=False,
                env=screen.environment, no_viewport=True) as started:
        started.first_run().close()
        yield started


@pytest.fixture
def choosing(browser: Chrome, relay: Relay, home: Path) -> Page:
    """The third step of the first run, paired."""
    relay.forget()
    browser.keep(settings={"service": relay.address},
                 token={"value": token_for(home, origin=browser.origin), "service": relay.address})
    return browser.open("welcome/welcome.html#choose")


def ask(screen: Screen, choosing: Page, *answer: str) -> None:
    """Ask for the site, and answer the prompt of the browser."""
    choosing.get_by_label("Autre site").fill(f"http://{SITE}")
    before = screen.look()
    choosing.get_by_role("button", name="Ajouter").click()
    screen.wait_for_change(before)
    screen.press(*answer)


def test_site_is_not_read_when_the_user_says_no(browser: Chrome, screen: Screen, choosing: Page) -> None:
    ask(screen, choosing, "Escape")

    expect(choosing.locator("#sites-said")).to_have_text(f"Le navigateur n’a pas donné l’accès à {SITE}.")
    assert browser.kept("sites") == {}
    choosing.close()


def test_site_is_read_at_once_when_the_user_says_yes(
    browser: Chrome, screen: Screen, choosing: Page, site: str
) -> None:
    """Also in the tab that was open before; taken away, it is left alone again."""
    page = browser.context.new_page()
    page.goto(f"{site.replace('127.0.0.1', SITE)}/article.html")
    choosing.bring_to_front()

    ask(screen, choosing, "Tab", "Return")

    expect(choosing.get_by_role("checkbox", name=SITE)).to_be_checked()
    page.bring_to_front()
    page.wait_for_function(f"{UNDERLINED} > 0")
    browser.worker.evaluate(f"chrome.permissions.remove({{origins: ['http://{SITE}/*']}})")
    page.wait_for_function(f"{UNDERLINED} === 0")
    choosing.bring_to_front()
    expect(choosing.locator("#sites")).to_contain_text("le navigateur ne l’autorise plus")
    assert granted(browser, f"http://www.{SITE}/*")

    choosing.get_by_role("button", name=f"Retirer {SITE}").click()

    wait_until_lost(browser, choosing, f"http://www.{SITE}/*")
    choosing.close()


def test_server_that_is_replaced_loses_its_permission(browser: Chrome, screen: Screen, choosing: Page) -> None:
    choosing.goto(browser.url("options/options.html"))
    choosing.get_by_label("Adresse du service").fill(TEAM)
    before = screen.look()
    choosing.get_by_role("button", name="Enregistrer").click()
    screen.wait_for_change(before)
    screen.press("Tab", "Return")
    expect(choosing.locator("#service-said")).to_contain_text("C’est noté.")
    assert granted(browser, f"https://{TEAM}/*")

    choosing.get_by_label("Adresse du service").fill("localhost:9")
    choosing.get_by_role("button", name="Enregistrer").click()

    wait_until_lost(browser, choosing, f"https://{TEAM}/*")
    assert granted(browser, "http://localhost/*")
    choosing.close()


def granted(browser: Chrome, pattern: str) -> bool:
    is_granted: bool = browser.worker.evaluate("origin => chrome.permissions.contains({origins: [origin]})", pattern)
    return is_granted


def wait_until_lost(browser: Chrome, page: Page, pattern: str) -> None:
    deadline = time.monotonic() + 20
    while granted(browser, pattern):
        assert time.monotonic() < deadline
        page.wait_for_timeout(50)
