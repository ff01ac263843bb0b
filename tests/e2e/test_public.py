"""The build that ships, at a page of the public network: a page cannot reach this computer, nor into the card."""

import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import CDPSession, Error, Page

from callers import token_for
from e2e.browsers import PATIENCE, Chromium
from e2e.reader import UNDERLINED, Reader
from e2e.relay import Relay
from e2e.site import site as serve_site
from extension import Chrome, chrome, in_french

HOST: Final = "www.linkedin.com"
MATCH: Final = f"http://{HOST}/*"
_ASKED: Final = "/asked-by-the-page"  # unlike what the extension asks meanwhile
_FETCHED: Final = f"fetch('{{}}{_ASKED}', {{{{mode: 'no-cors'}}}}).then(() => true, () => false)"


@pytest.fixture(scope="module")
def browser(site: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chrome]:
    """For which the site of the test pages is a public one."""
    folder = tmp_path_factory.mktemp("chrome")
    flags = (f"--host-resolver-rules=MAP {HOST} 127.0.0.1",
             f"--ip-address-space-overrides=127.0.0.1:{urlsplit(site).port}=public")
    with chrome(folder / "profile", *flags, extension=in_french(folder, MATCH)) as started:
        started.first_run().close()
        yield started


@pytest.fixture
def public(browser: Chrome, relay: Relay, home: Path, site: str) -> Iterator[Reader]:
    """A reader of that site, paired."""
    relay.forget()
    browser.keep(settings={"service": relay.address},
                 token={"value": token_for(home, origin=browser.origin), "service": relay.address})
    browser.ask("site-on", name="linkedin.com", matches=[MATCH])
    page: Page = browser.context.new_page()
    yield Reader(Chromium(page, browser.id), site.replace("127.0.0.1", HOST), relay, "")
    page.close()


def asked(relay: Relay) -> int:
    """How often the page itself has reached the service."""
    return [path for path, _ in relay.bodies].count(_ASKED)


def test_public_page_is_read_although_it_may_not_reach_this_computer_itself(public: Reader, relay: Relay) -> None:
    public.open("article.html")

    public.browser.wait(f"{UNDERLINED}.includes('ROI')")
    assert public.browser.run(_FETCHED.format(relay.address)) is False
    assert asked(relay) == 0


def test_page_of_this_computer_may_ask_although_it_gets_no_answer(public: Reader, relay: Relay) -> None:
    """The control of the test above: the same page, but for its address space, does reach the service."""
    with serve_site() as local:
        public.browser.open(f"{local.replace('127.0.0.1', HOST)}/article.html")

        public.browser.run(_FETCHED.format(relay.address))
        assert asked(relay) == 1


def test_page_cannot_reach_into_the_card_of_the_build_that_ships(public: Reader) -> None:
    public.open("article.html")
    public.browser.wait(f"{UNDERLINED}.includes('ROI')")
    public.hover("ROI")
    public.browser.wait("document.querySelector(':popover-open')")

    reached = public.browser.run("""(host => [
        host.shadowRoot, host.childNodes.length, host.getAttributeNames().sort().join(), host.innerText,
        document.elementFromPoint(host.offsetLeft + 1, host.offsetTop + 1)?.shadowRoot ?? null,
        document.documentElement.outerHTML.includes('chrome-extension'),
    ])(document.querySelector(':popover-open'))""")

    assert reached == [None, 0, "lang,popover", "", None, False]


def test_copy_says_so_where_a_page_on_http_has_no_clipboard(public: Reader, browser: Chrome) -> None:
    public.open("article.html")
    public.browser.wait(f"{UNDERLINED}.includes('ROI')")
    public.hover("ROI")
    public.browser.wait("document.querySelector(':popover-open')")
    session = browser.context.new_cdp_session(browser.context.pages[-1])

    for action, then in (("toggle", '"Copier"'), ("copy", '"Copie refusée"')):
        public.browser.click(*_middle_of(session, action))
        _wait_until(session, then)


def _wait_until(session: CDPSession, said: str) -> None:
    """Until the card, in a tree that is closed to the page and its scripts, says this."""
    deadline = time.monotonic() + PATIENCE
    while said not in json.dumps(_tree(session), ensure_ascii=False):
        assert time.monotonic() < deadline, said
        time.sleep(0.05)


def _middle_of(session: CDPSession, action: str) -> tuple[float, float]:
    """Of a button of that card, once it is shown and the same twice."""
    deadline = time.monotonic() + PATIENCE
    before = None
    while (now := _place_of(session, action)) is None or now != before:
        assert time.monotonic() < deadline, action
        before = now
        time.sleep(0.1)
    return now


def _place_of(session: CDPSession, action: str) -> tuple[float, float] | None:
    """None while the button is not there, or has no box yet."""
    buttons = [node for node in _nodes(_tree(session)) if action in node.get("attributes", [])]
    if not buttons:
        return None
    try:
        model = session.send("DOM.getBoxModel", {"backendNodeId": buttons[0]["backendNodeId"]})["model"]
    except Error:
        return None
    quad = model["content"]
    return (quad[0] + quad[4]) / 2, (quad[1] + quad[5]) / 2


def _tree(session: CDPSession) -> dict[str, Any]:
    root: dict[str, Any] = session.send("DOM.getDocument", {"depth": -1, "pierce": True})["root"]
    return root


def _nodes(node: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield node
    for child in [*node.get("children", []), *node.get("shadowRoots", [])]:
        yield from _nodes(child)
