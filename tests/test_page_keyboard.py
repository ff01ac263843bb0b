"""The page with the keyboard alone: every word and button is reached, every card closed, the focus never lost."""

import pytest

from chromium import Chromium

pytestmark = pytest.mark.xdist_group("chromium")
WANTED = """[...document.querySelectorAll('a[href], button, input, select, textarea, summary, [role=button]')]
  .filter(element => element.checkVisibility() && !element.disabled)"""
RING = """(style => style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2)(
  getComputedStyle(document.activeElement))"""
FOCUS = "document.activeElement"


def tab_through(page: Chromium) -> tuple[int, list[str]]:
    """How many of the wanted elements Tab reaches in one round, and those it misses; each shows its ring."""
    wanted = page.run(f"(globalThis.wanted = {WANTED}).length")
    page.run("globalThis.reached = new Set(); document.activeElement.blur()")
    for _ in range(wanted + 5):
        page.press("Tab")
        page.run(f"reached.add({FOCUS})")
        assert page.run(f"{FOCUS} === document.body || {RING}"), page.run(f"{FOCUS}.outerHTML")
    missed: list[str] = page.run("wanted.filter(element => !reached.has(element)).map(element => element.outerHTML)")
    return wanted, missed


@pytest.mark.parametrize(("view", "ready", "least"), [
    ("", ".term", 50), ("document", ".drop", 10), ("brouillon", "#check", 10), ("lexique/roi", ".card.entry", 60),
    ("extensions", "#pending p", 6), ("aide-memoire", ".crib .row", 7),
])
def test_tab_reaches_everything(browser: Chromium, address: str, view: str, ready: str, least: int) -> None:
    browser.emulate()
    browser.open(address + view)
    browser.wait_for(f"document.querySelector({ready!r})")
    if not view:
        browser.wait_for("document.querySelectorAll('.term').length > 10")

    reached, missed = tab_through(browser)

    assert missed == []
    assert reached >= least


def test_every_term_opens_and_closes_and_gives_the_focus_back(page: Chromium) -> None:
    for number in range(page.run("document.querySelectorAll('.term').length")):
        page.run(f"document.querySelectorAll('.term')[{number}].focus()")
        page.press("Enter")
        page.wait_for(f"document.querySelector('.card')?.contains({FOCUS})")

        page.press("Escape")

        assert page.run("document.querySelector('.card')") is None
        assert page.run(f"[...document.querySelectorAll('.term')].indexOf({FOCUS})") == number


def test_card_stands_after_its_word_in_the_order_of_tab(page: Chromium) -> None:
    page.run("document.querySelector('.term[data-term=\"roi\"]').focus()")
    page.press("Enter")
    page.wait_for(f"{FOCUS} === document.querySelector('.card')")
    for label in ("En savoir plus", "Je connais", "⋯"):
        page.press("Tab")
        assert page.run(f"{FOCUS}.textContent") == label

    page.press("Tab")
    assert page.run(f"{FOCUS}.dataset.term") == "lead"
    assert page.run("document.querySelector('.card')") is None  # it might hide what has the focus now


def open_whole_card(page: Chromium) -> None:
    page.run("document.querySelector('.term[data-term=\"roi\"]').focus()")
    page.press("Enter")
    page.wait_for(f"{FOCUS} === document.querySelector('.card')")
    page.press("Tab")
    page.press("Enter")
    page.wait_for("document.querySelector('.card .chip')")


def test_open_card_is_read_to_its_end_by_keyboard(page: Chromium) -> None:
    open_whole_card(page)
    body = "document.querySelector('.card .body')"
    seen = []
    for key in ("ArrowDown", "PageDown", "End", "ArrowUp", "Home"):
        page.press(key)
        seen.append(page.run(f"{body}.scrollTop"))

    assert 0 < seen[0] < seen[1] <= seen[2] > seen[3] > seen[4] == 0
    page.run("document.querySelector('.card').focus()")
    page.press(" ")
    assert page.run(f"{body}.scrollTop > 0 && scrollY") == 0


def test_related_word_is_read_from_its_head(page: Chromium) -> None:
    open_whole_card(page)
    page.run("document.querySelector('.card .chip').focus()")

    page.press("Enter")

    page.wait_for("document.querySelector('.card .name').textContent !== 'ROI'")
    assert page.run(f"{FOCUS} === document.querySelector('.card')")
    assert page.run("document.querySelector('.card .body').scrollTop") == 0


def test_known_word_leaves_the_focus_at_its_place(page: Chromium) -> None:
    page.run("document.querySelector('.term[data-term=\"roi\"]').focus()")
    page.press("Enter")
    page.wait_for(f"{FOCUS} === document.querySelector('.card')")
    page.press("Tab")
    page.press("Tab")
    page.press("Enter")
    page.wait_for(f"{FOCUS}.textContent === 'Annuler'")
    assert page.run("""['role', 'aria-haspopup', 'aria-expanded'].filter(name =>
        document.querySelector('[data-term="roi"]').hasAttribute(name))""") == []

    page.press("Enter")

    page.wait_for("!document.querySelector('.card')")
    assert page.run(f"{FOCUS}.dataset.term") == "roi"


def test_switches_turn_with_the_space_bar(page: Chromium) -> None:
    page.run("document.getElementById('typos').focus()")
    page.press(" ")

    page.wait_for("![...document.querySelectorAll('.term')].some(word => word.textContent === 'closign')")
    assert page.run(f"{FOCUS}.id") == "typos"
    page.press(" ")
    page.wait_for("[...document.querySelectorAll('.term')].some(word => word.textContent === 'closign')")


def test_views_open_with_enter_and_tell_where_one_is(page: Chromium) -> None:
    page.run("document.querySelector('nav a[href=\"/lexique\"]').focus()")
    page.press("Enter")

    page.wait_for(f"{FOCUS}.id === 'lexique-title'")
    assert page.run("document.title") == "Lexique · Lexibulle"
    assert page.run("document.querySelector('nav [aria-current]').textContent") == "Lexique"


def test_reasons_lead_to_their_places(page: Chromium) -> None:
    page.run("document.querySelector('#details summary').focus()")
    page.press("Enter")
    page.wait_for("document.getElementById('details').open")
    page.run("document.querySelector('#reasons button').focus()")
    assert "client est roi" in page.run(f"{FOCUS}.textContent")

    page.press("Enter")

    page.wait_for(f"{FOCUS}.matches('.left-out')")
    assert page.run(f"{FOCUS}.textContent") == "roi"
    page.run("[...document.querySelectorAll('#reasons button')].at(-1).focus()")
    page.press("Enter")
    page.wait_for(f"{FOCUS} === document.querySelector('.card')")
    page.press("Escape")
    assert page.run(f"{FOCUS}.dataset.term") == "closing"
