"""The interactive documentation in a real browser: it renders, asks nobody else, and its buttons work."""

from pathlib import Path

import pytest

from callers import token_for
from chromium import Chromium
from conforming import DOCUMENT

pytestmark = pytest.mark.xdist_group("chromium")
COMPLAINTS = ("Log.entryAdded", "Runtime.exceptionThrown", "Runtime.consoleAPICalled")
OPERATIONS = sum(len(item) for item in DOCUMENT["paths"].values())
ANSWER = "document.querySelector('{} .live-responses-table tbody .response-col_status')?.textContent"


@pytest.fixture
def docs(browser: Chromium, address: str) -> Chromium:
    browser.emulate()
    browser.events.clear()
    browser.open(f"{address}docs")
    browser.wait_for(f"document.querySelectorAll('.opblock').length === {OPERATIONS}")
    return browser


def try_out(docs: Chromium, operation: str) -> str:
    """The status that « Execute » gets; the operation is unfolded first."""
    place = f"#operations-{operation}"
    docs.click(f"{place} .opblock-summary-control")
    for button in (".try-out__btn", ".execute"):
        docs.wait_for(f"document.querySelector('{place} {button}')")
        docs.click(f"{place} {button}")
    status: str = docs.wait_for(ANSWER.format(place))
    return status


@pytest.mark.parametrize("operation", ["text-annotate", "text-check", "glossary-terms", "service-health"])
def test_try_it_out_works_with_the_token_of_the_page(docs: Chromium, operation: str) -> None:
    assert try_out(docs, operation).strip().startswith("200")


def test_try_it_out_works_with_a_token_of_ones_own(docs: Chromium, home: Path) -> None:
    scheme = ".auth-container:first-of-type"
    docs.click(".btn.authorize")
    docs.wait_for(f"document.querySelector('{scheme} .btn:not(.authorize)')")
    docs.click(f"{scheme} .auth-btn-wrapper .btn")  # forget the page's token
    docs.wait_for(f"document.querySelector('{scheme} input')")
    docs.run(f"document.querySelector('{scheme} input').focus()")
    docs.write(token_for(home))
    docs.click(f"{scheme} .btn.authorize")
    docs.wait_for(f"!document.querySelector('{scheme} input')")
    docs.click(".modal-ux .close-modal")
    docs.wait_for("!document.querySelector('.modal-ux')")

    assert try_out(docs, "text-lookup").strip().startswith("200")


def test_command_that_is_shown_leaves_the_token_to_who_runs_it(docs: Chromium) -> None:
    """The page's own opens nothing in a terminal."""
    try_out(docs, "text-lookup")

    assert "Authorization: Bearer $TOKEN" in docs.run("document.querySelector('.curl').textContent")


def test_docs_lead_back_to_the_page(docs: Chromium) -> None:
    docs.click(".way a")

    docs.wait_for("location.pathname === '/' && document.querySelector('.term')")


def test_docs_ask_nobody_else_and_break_no_rule(docs: Chromium, address: str) -> None:
    try_out(docs, "text-lookup")

    asked = {event["params"]["request"]["url"] for event in docs.events
             if event.get("method") == "Network.requestWillBeSent"}
    assert {f"{address}docs", f"{address}openapi.json", f"{address}v1/lookup"} <= asked
    assert all(url.startswith((address, "data:image/svg+xml")) for url in asked)
    assert [event for event in docs.events if event.get("method") in COMPLAINTS] == []


def test_docs_fit_a_small_window(docs: Chromium) -> None:
    docs.emulate(width=390)

    assert docs.run("document.documentElement.scrollWidth <= innerWidth")
