"""The extension's own pages in Firefox: pairing in two clicks, the popup in its states, no fault for axe."""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import pytest

from callers import token_for
from e2e import browsers
from e2e.browsers import UUID, Firefox
from e2e.look import AXE, FAULTS, PICTURES
from e2e.relay import Relay
from e2e.states import ANSWERS, FORBIDDEN, STATES, TEAM
from extension import KEEP_TOKEN, answering

pytestmark = pytest.mark.xdist_group("firefox")
OWN: Final = f"moz-extension://{UUID}"
LINE: Final = "document.querySelector('#line')?.textContent"


@pytest.fixture(scope="module")
def started(build: Path) -> Iterator[Firefox]:
    """A Firefox of its own: nothing is paired in it."""
    with browsers.firefox(build, network_dns_localDomains=TEAM) as browser:
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


def click(browser: Firefox, text: str, within: str = "*") -> None:
    """A real click on the button with this text, in what matches a CSS selector."""
    button = (f"[...document.querySelectorAll('button')]"
              f".find(one => one.textContent === '{text}' && one.offsetHeight && one.closest(`{within}`))")
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
    mine_only = f'.request:has([aria-label="{" ".join(code)}"])'  # one of an earlier try may wait too
    click(fresh, "Accepter", within=mine_only)

    fresh.driver.switch_to_window(mine)
    fresh.wait("document.querySelector('#pair-line').textContent === 'L’extension est associée.'")
    assert opened not in fresh.driver.window_handles
    assert fresh.run("(await chrome.runtime.sendMessage({kind: 'lexicon'})).value.length") >= 50


@pytest.mark.parametrize("step", ["try", "pair", "choose", "ready"])
def test_first_run_has_no_fault_in_firefox(fresh: Firefox, step: str) -> None:
    fresh.open(f"{OWN}/welcome/welcome.html#{step}")
    fresh.wait(f"!document.querySelector('#{step}').hidden")

    check_faults(fresh, f"welcome-{step}")


@pytest.mark.parametrize("name", STATES)
def test_popup_says_its_state_in_firefox(fresh: Firefox, relay: Relay, home: Path, site: str, name: str) -> None:
    state = STATES[name]
    keep(fresh, *state.kept(relay.address, token_for(home, origin=OWN), "127.0.0.1", "http://127.0.0.1/*"))

    with popup_over(fresh, f"{site}/away.html"):
        check_popup(fresh, f"popup-{name}", state.line, state.buttons)


@pytest.mark.parametrize("name", ANSWERS)
def test_popup_says_how_the_service_is_in_firefox(fresh: Firefox, site: str, name: str) -> None:
    answer = ANSWERS[name]
    with answering(answer.status, answer.body, **answer.headers) as (address, _):
        keep(fresh, {"value": "x", "service": address}, {"settings": {"service": address}}, {})

        with popup_over(fresh, f"{site}/away.html"):
            check_popup(fresh, f"popup-service-{name}", answer.line, answer.buttons)


def test_popup_says_in_firefox_that_the_browser_forbids_a_page(fresh: Firefox, relay: Relay, home: Path) -> None:
    keep(fresh, {"value": token_for(home, origin=OWN), "service": relay.address},
         {"settings": {"service": relay.address}}, {})

    with popup_over(fresh, "about:support"):
        check_popup(fresh, "popup-forbidden", FORBIDDEN.line, FORBIDDEN.buttons)


def keep(browser: Firefox, secret: dict[str, str], local: dict[str, Any], session: dict[str, Any]) -> None:
    """All that the extension knows: its token, and what it keeps on disk and in memory."""
    browser.in_extension(f"""(async () => {{
        await chrome.storage.local.clear();
        await chrome.storage.local.set({json.dumps(local)});
        await ({KEEP_TOKEN})({json.dumps(secret)});
        await chrome.storage.session.set({json.dumps(session)});
    }})()""")


@contextmanager
def popup_over(browser: Firefox, page: str) -> Iterator[None]:
    """The popup as it opens over a page: here in a tab behind it."""
    browser.open(page)
    mine, before = browser.driver.current_window_handle, set(browser.driver.window_handles)
    browser.aside("await chrome.tabs.create({url: '/popup/popup.html', active: false}).then(() => null)")
    [popup] = set(browser.driver.window_handles) - before - {browser.helper}
    browser.driver.switch_to_window(popup, focus=False)
    try:
        yield
    finally:
        browser.driver.close()
        browser.driver.switch_to_window(mine)


def check_popup(browser: Firefox, name: str, line: str, buttons: list[str]) -> None:
    browser.wait(f"/{line_of(line, '127.0.0.1')}/u.test({LINE})")
    texts = browser.run("[...document.querySelectorAll('#buttons button')].map(one => one.textContent)")
    assert texts == [text.format(site="127.0.0.1") for text in buttons]
    check_faults(browser, name)


def line_of(line: str, site: str) -> str:
    """The pattern of a line, in JavaScript: its spaces stand for no-break ones too, `#` for a number."""
    plain = re.sub(r"([.?/])", r"\\\1", line.format(site=site))
    return "^" + plain.replace(" ", r"\s").replace("#", r"\d+") + "$"


def test_options_have_no_fault_in_firefox(fresh: Firefox) -> None:
    fresh.open(f"{OWN}/options/options.html")
    fresh.wait("document.querySelector('#keys dt')")

    check_faults(fresh, "options")
