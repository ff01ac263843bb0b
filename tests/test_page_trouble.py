"""What the page says when something is wrong, and how it goes on when that is over."""

import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from chromium import Chromium
from serving import Service, serving

pytestmark = pytest.mark.xdist_group("chromium")
STATUS = "document.getElementById('status').innerText"
DIALOG = "document.getElementById('token-dialog').open"


def write(page: Chromium, text: str) -> None:
    page.run("document.getElementById('text').select()")
    page.write(text)


def test_stopped_service_is_told_and_its_return_noticed(browser: Chromium, tmp_path: Path) -> None:
    """The token of the page dies with the service; the page fetches the new one and keeps the text."""
    browser.emulate()
    with serving(tmp_path) as address:
        browser.open(address)
        browser.wait_for("document.querySelectorAll('.term').length > 10")
    write(browser, "Un lead et un MQL.")
    browser.wait_for(f"{STATUS}.includes('Lexibulle est à l’arrêt sur cet ordinateur.')")
    assert browser.run(f"{STATUS}.includes('Réessayer')")
    assert browser.run("document.getElementById('reading-title').offsetHeight") < 20  # it is in one line
    assert browser.run("document.querySelectorAll('.stale').length") == 3  # the reading and both lists are old
    browser.click("#status summary")
    assert "lexibulle serve" in browser.run(STATUS)

    with serving(tmp_path, urlsplit(address).port or 0):
        browser.wait_for("document.querySelectorAll('.term').length === 2")
        assert browser.run(STATUS) == "2\u00a0mots expliqués."
        assert browser.run("document.getElementById('text').value") == "Un lead et un MQL."


def test_busy_service_is_asked_again(page: Chromium) -> None:
    page._call("Fetch.enable", patterns=[{"urlPattern": "*/v1/annotate"}])
    write(page, "Un lead.")
    asked = paused(page)
    page._call("Fetch.fulfillRequest", requestId=asked, responseCode=503,
               responseHeaders=[{"name": "Retry-After", "value": "1"}])
    page.wait_for(f"{STATUS} === 'Service occupé, nouvel essai dans 1\\u00a0s.'")

    page._call("Fetch.disable")

    page.wait_for("document.querySelectorAll('.term').length === 1")
    page.wait_for(f"{STATUS} === '1\\u00a0mot expliqué.'")


def paused(page: Chromium) -> str:
    """The request that the browser holds back."""
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        for event in page.events:
            if event.get("method") == "Fetch.requestPaused":
                request: str = event["params"]["requestId"]
                return request
        page.run("1")
    raise TimeoutError


@pytest.fixture(scope="module")
def team(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    """The address of a team's server, and a token of it."""
    with Service(tmp_path_factory.mktemp("team"), host_names=("lexibulle.acme.example",)) as service:
        yield service.address, service.token


def test_team_server_is_given_a_token_that_stays_in_memory(browser: Chromium, team: tuple[str, str]) -> None:
    address, token = team
    browser.emulate()
    browser.open(address)
    browser.wait_for(DIALOG)
    browser.write("lxb_faux")
    browser.press("Enter")
    browser.wait_for(f"{DIALOG} && document.getElementById('token-wrong').checkVisibility()")
    browser.write(token)
    browser.press("Enter")

    browser.wait_for("document.querySelectorAll('.term').length > 10")
    assert token not in browser.run("document.documentElement.outerHTML + location.href")
    assert browser.run("[localStorage.length, sessionStorage.length, document.cookie.length]") == [0, 0, 0]
    browser.open(address)
    browser.wait_for(DIALOG)


def test_team_server_without_a_token_says_what_it_needs(browser: Chromium, team: tuple[str, str]) -> None:
    address, _ = team
    browser.emulate()
    browser.open(f"{address}extensions")
    browser.wait_for(DIALOG)
    browser.press("Escape")
    browser.wait_for(f"!{DIALOG}")

    assert "lexibulle pair approve" in browser.run("document.getElementById('view-extensions').innerText")
    browser.click('nav a[href="/"]')
    browser.wait_for(f"{STATUS}.includes('Ce serveur demande un jeton.')")
    write(browser, "Un lead à moi.")
    browser.run("new Promise(after => setTimeout(after, 500))")
    assert not browser.run(DIALOG)  # it would take the keys of who writes
    browser.click("#status button")
    browser.wait_for(DIALOG)
    browser.press("Escape")
    browser.click('nav a[href="/brouillon"]')
    browser.click("#check")
    browser.wait_for(DIALOG)
