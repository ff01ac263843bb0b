"""The extension's own pages in Firefox: pairing in two clicks, the popup, no fault for axe."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from e2e import browsers
from e2e.browsers import UUID, Firefox
from e2e.look import AXE, FAULTS, PICTURES
from e2e.relay import Relay

pytestmark = pytest.mark.xdist_group("firefox")
OWN: Final = f"moz-extension://{UUID}"
LINE: Final = "document.querySelector('#line')?.textContent"


@pytest.fixture(scope="module")
def started(build: Path) -> Iterator[Firefox]:
    """A Firefox of its own: nothing is paired in it."""
    with browsers.firefox(build) as browser:
        yield browser


@pytest.fixture
def fresh(started: Firefox, relay: Relay) -> Firefox:
    relay.forget()
    started.in_extension(f"""(async () => {{
        await chrome.storage.local.clear();
        await chrome.storage.session.clear();
        await chrome.storage.local.set({{settings: {{service: '{relay.address}'}}}});
    }})()""")
    return started


def click(browser: Firefox, text: str) -> None:
    """A real click on the button with this text."""
    button = f"[...document.querySelectorAll('button')].find(one => one.textContent === '{text}' && one.offsetHeight)"
    browser.wait(f"!!{button}")
    x, y = browser.run(f"""(box => [box.left + box.width / 2, box.top + box.height / 2])(
        ({button}).getBoundingClientRect())""")
    browser.click(x, y)


def check_faults(browser: Firefox, name: str) -> None:
    browser.run(f"(() => {{ {AXE} }})()")
    assert browser.run(f"await {FAULTS % '{}'}") == []
    for dark in (False, True):
        browser.dark(dark)
        if PICTURES:
            browser.picture(Path(PICTURES) / f"firefox-{name}-{'dark' if dark else 'light'}.png")
    browser.dark(False)


def test_two_clicks_pair_in_firefox(fresh: Firefox) -> None:
    fresh.open(f"{OWN}/welcome/welcome.html#pair")
    before = set(fresh.driver.window_handles)
    mine = fresh.driver.current_window_handle
    click(fresh, "Associer")
    fresh.wait("document.querySelector('#code').textContent.length === 4")
    code = fresh.run("document.querySelector('#code').textContent")
    [opened] = set(fresh.driver.window_handles) - before

    fresh.driver.switch_to_window(opened)
    fresh.wait(f"document.body.innerText.replaceAll(' ', '').includes('{code}')")
    click(fresh, "Accepter")

    fresh.driver.switch_to_window(mine)
    fresh.wait("document.querySelector('#pair-line').textContent === 'L’extension est associée.'")
    assert opened not in fresh.driver.window_handles
    assert fresh.run("(await chrome.runtime.sendMessage({kind: 'lexicon'})).value.length") >= 50


@pytest.mark.parametrize("step", ["try", "pair", "choose", "ready"])
def test_first_run_has_no_fault_in_firefox(fresh: Firefox, step: str) -> None:
    fresh.open(f"{OWN}/welcome/welcome.html#{step}")
    fresh.wait(f"!document.querySelector('#{step}').hidden")

    check_faults(fresh, f"welcome-{step}")


def test_popup_says_that_a_step_is_left(fresh: Firefox) -> None:
    fresh.open(f"{OWN}/popup/popup.html")

    fresh.wait(f"{LINE} === 'Encore une étape\\u00a0: associer l’extension à Lexibulle.'")
    check_faults(fresh, "popup")


def test_options_have_no_fault_in_firefox(fresh: Firefox) -> None:
    fresh.open(f"{OWN}/options/options.html")
    fresh.wait("document.querySelector('#keys dt')")

    check_faults(fresh, "options")
