"""« Extensions » in a real browser: requests with their digits, approved or refused; access taken back in place."""

import json
import uuid
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from callers import token_for
from chromium import Chromium
from lexibulle_server.database import NAME, Database
from lexibulle_server.pairing import Pairings
from lexibulle_server.tokens import Tokens

pytestmark = pytest.mark.xdist_group("chromium")
SAID = "document.getElementById('pairing-said').textContent"
HEALTH = "fetch('/v1/health').then(answer => answer.text())"
TOKENS = "[...document.querySelectorAll('.tokens h3')].map(name => name.textContent)"


def call(address: str, origin: str, method: str, path: str, body: object = None) -> dict[str, Any]:
    """As the background of an extension asks."""
    connection = HTTPConnection(urlsplit(address).netloc, timeout=60)
    connection.request(method, path, None if body is None else json.dumps(body),
                       {"Origin": origin} | ({} if body is None else {"Content-Type": "application/json"}))
    answer: dict[str, Any] = json.loads(connection.getresponse().read())
    connection.close()
    return answer


def ask(address: str, name: str = "Chrome") -> dict[str, Any]:
    """The answer to an extension that nobody has seen before: one that asks too often is refused."""
    origin = f"moz-extension://{uuid.uuid4()}"
    return {"origin": origin, **call(address, origin, "POST", "/v1/pair", {"name": name})}


def status(address: str, asked: dict[str, Any]) -> dict[str, Any]:
    return call(address, asked["origin"], "GET", f"/v1/pair/{asked['id']}")


def request_card(asked: dict[str, Any]) -> str:
    return f'.request[data-id="{asked["id"]}"]'


@pytest.fixture
def opened(browser: Chromium, address: str) -> tuple[Chromium, dict[str, Any]]:
    """The page at the address that an extension opens, with its request."""
    asked = ask(address)
    browser.emulate()
    browser.open(asked["approve_url"])
    browser.wait_for(f"document.querySelector('{request_card(asked)}')")
    return browser, asked


def test_request_shows_its_digits_and_who_asks(opened: tuple[Chromium, dict[str, Any]]) -> None:
    page, asked = opened
    shown = page.run(f"document.querySelector('{request_card(asked)}').innerText")

    assert asked["code"] in shown
    assert "Chrome" in shown
    assert "Expire dans" in shown


def test_accepting_pairs_the_extension(opened: tuple[Chromium, dict[str, Any]], address: str) -> None:
    page, asked = opened
    page.click(f"{request_card(asked)} .primary")
    page.wait_for(f"{SAID} === '«\u00a0Chrome\u00a0» est associée. Vous pouvez fermer cet onglet.'")

    answer = status(address, asked)
    assert answer["status"] == "approved"
    assert answer["token"]
    page.wait_for(f"{TOKENS}.includes('Chrome')")
    assert page.run(f"document.querySelector('{request_card(asked)}')") is None


def test_refusing_gives_no_token(opened: tuple[Chromium, dict[str, Any]], address: str) -> None:
    page, asked = opened
    page.click(f"{request_card(asked)} .quiet")
    page.wait_for(f"{SAID} === 'Demande refusée.'")

    assert status(address, asked)["status"] == "refused"
    assert "token" not in status(address, asked)


def test_request_that_was_answered_elsewhere_says_so(
    opened: tuple[Chromium, dict[str, Any]], address: str, home: Path
) -> None:
    page, asked = opened
    page.run("Object.defineProperty(document, 'hidden', {value: true})")  # the page does not look again by itself
    database = Database(home / NAME)
    assert Pairings(database, Tokens(database)).decide(asked["id"], approve=False)

    page.click(f"{request_card(asked)} .primary")

    page.wait_for(f"{SAID}.startsWith('Cette demande a expiré, ou on y a déjà répondu.')")
    assert status(address, asked)["status"] == "refused"


def test_request_that_comes_later_appears_by_itself(opened: tuple[Chromium, dict[str, Any]], address: str) -> None:
    page, first = opened
    page.run(f"document.querySelector('{request_card(first)} .primary').focus()")

    second = ask(address, "Firefox de Julie")

    page.wait_for(f"document.querySelector('{request_card(second)}')")
    assert page.run(f"document.activeElement.closest('.request').dataset.id === {json.dumps(first['id'])}")


def polled(page: Chromium) -> list[str]:
    """What the page asks for when its time to poll has come."""
    page.wait_for("performance.getEntriesByType('resource').some(asked => asked.name.endsWith('/v1/pairings'))")
    page.run(f"{HEALTH}.then(() => performance.clearResourceTimings())")  # what was under way has ended
    page.run(f"document.dispatchEvent(new Event('visibilitychange')); {HEALTH}")
    page.wait_for("performance.getEntriesByName(location.origin + '/v1/health').length > 0")
    paths: list[str] = page.run("performance.getEntriesByType('resource').map(asked => new URL(asked.name).pathname)")
    return paths


def test_requests_are_polled_while_they_can_be_seen(opened: tuple[Chromium, dict[str, Any]]) -> None:
    page, _ = opened
    polled(page)

    page.wait_for("performance.getEntriesByType('resource').some(asked => asked.name.endsWith('/v1/pairings'))")


def test_nothing_is_asked_for_on_another_view(opened: tuple[Chromium, dict[str, Any]]) -> None:
    page, _ = opened
    page.click('nav a[href="/brouillon"]')
    page.wait_for("location.pathname === '/brouillon'")

    assert polled(page) == ["/v1/health"]


def test_nothing_is_asked_for_in_a_hidden_tab(opened: tuple[Chromium, dict[str, Any]]) -> None:
    page, _ = opened
    page.run("Object.defineProperty(document, 'hidden', {value: true})")

    assert polled(page) == ["/v1/health"]


def test_revoking_is_confirmed_in_place_and_acts_at_once(browser: Chromium, address: str, home: Path) -> None:
    token = token_for(home, "À révoquer")
    row = '.tokens li:has(button[aria-label="Révoquer À révoquer"])'
    browser.emulate()
    browser.open(f"{address}extensions")
    browser.wait_for(f"document.querySelector('{row}')")

    browser.click(f"{row} button")
    browser.wait_for("document.activeElement.textContent === 'Annuler'")
    browser.press("Escape")
    browser.wait_for("document.activeElement.getAttribute('aria-label') === 'Révoquer À révoquer'")
    assert answered(address, token) == 200

    browser.press("Enter")
    browser.wait_for("document.querySelector('.tokens .primary')")
    browser.click(".tokens .primary")
    browser.wait_for(f"{SAID}.includes('«\u00a0À révoquer\u00a0» n’a plus accès')")
    assert answered(address, token) == 401
    browser.wait_for(f"!{TOKENS}.includes('À révoquer')")


def answered(address: str, token: str) -> int:
    connection = HTTPConnection(urlsplit(address).netloc, timeout=60)
    connection.request("GET", "/v1/terms", headers={"Authorization": f"Bearer {token}"})
    status = connection.getresponse().status
    connection.close()
    return status
