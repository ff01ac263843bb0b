"""What assistive technology is told, by the browser's own tree; the card in little room and few colours."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest
from playwright.sync_api import Page, ViewportSize

from e2e.browsers import Browser, Chromium, Firefox
from e2e.look import PICTURES
from e2e.reader import CARD, HOST, Reader

FOCUS: Final = f"{HOST}.activeElement"
CHROMIUM: Final = pytest.mark.parametrize("reader", ["chromium"], indirect=True)
_ZOOM: Final = 4
_BUTTONS: Final = f"""[...{CARD}.querySelectorAll('button')].map(button => {{
    button.focus();
    const {{left, top, right, bottom}} = button.getBoundingClientRect();
    const seen = {HOST}.elementFromPoint((left + right) / 2, (top + bottom) / 2);
    return [button.textContent, left >= 0 && right <= innerWidth && top >= 0 && bottom <= innerHeight,
            button === seen || button.contains(seen)];
}})"""


def told(browser: Browser, selector: str) -> tuple[str, str, str]:
    """Role, name and description of an element in the card's tree, as a screen reader gets them."""
    found = f"{HOST}.querySelector({json.dumps(selector)})"
    if isinstance(browser, Chromium):
        session = browser.page.context.new_cdp_session(browser.page)
        object_id = session.send("Runtime.evaluate", {"expression": found})["result"]["objectId"]
        session.send("Accessibility.enable")
        node: dict[str, Any] = session.send(
            "Accessibility.getPartialAXTree", {"objectId": object_id, "fetchRelatives": False})["nodes"][0]
        session.detach()
        role, name, description = (node.get(key, {}).get("value", "") for key in ("role", "name", "description"))
        return role, name, description
    assert isinstance(browser, Firefox)
    role, name, description = browser.accessible(found)
    return role, name, description


def test_term_reached_by_keyboard_is_told_with_its_meaning(reader: Reader) -> None:
    reader.open("article.html")
    reader.wait_for("ROI")
    reader.tell({"kind": "next"})
    reader.browser.wait(f"document.querySelector(':popover-open') && {FOCUS}?.className === 'spot'")

    role, name, description = told(reader.browser, ".spot")

    assert "button" in role
    assert name == "MQL"
    assert description.startswith("contact intéressé, à valider. Lead repéré")


def test_card_is_told_as_a_dialog_with_the_name_of_its_word(reader: Reader) -> None:
    reader.open("article.html")
    reader.wait_for("ROI")
    reader.open_card("ROI", "ROI")

    role, name, _ = told(reader.browser, ".card")

    assert (role, name) == ("dialog", "ROI")


@pytest.fixture
def small(reader: Reader) -> Iterator[Page]:
    """What a window of 1,280 × 1,024 pixels holds at 400 %."""
    assert isinstance(reader.browser, Chromium)
    page = reader.browser.page
    before = page.viewport_size
    assert before
    page.set_viewport_size(ViewportSize(width=1280 // _ZOOM, height=1024 // _ZOOM))
    yield page
    page.emulate_media(forced_colors="none")
    page.set_viewport_size(before)


@CHROMIUM
@pytest.mark.parametrize("forced", [False, True], ids=["own-colours", "forced-colours"])
def test_card_fits_at_400_percent_and_every_button_is_reached(reader: Reader, small: Page, forced: bool) -> None:
    small.emulate_media(forced_colors="active" if forced else "none")
    reader.open("article.html")
    reader.wait_for("MQL")
    reader.open_card("MQL", "MQL")
    for action in ("", "toggle", "more"):
        if action:
            reader.browser.run(f"{CARD}.querySelector('[data-action={action}]').scrollIntoView({{block: 'nearest'}})")
            reader.press_button(action)
        if PICTURES:
            small.screenshot(path=Path(PICTURES) / f"card-400-{'forced' if forced else 'own'}-{action or 'closed'}.png")
        left, top, right, bottom, cut = reader.browser.run(f"""(card => {{
            const {{left, top, right, bottom}} = card.getBoundingClientRect();
            return [left, top, innerWidth - right, innerHeight - bottom, card.scrollWidth > card.clientWidth];
        }})({CARD})""")
        assert min(left, top, right, bottom) >= 0
        assert not cut
        buttons = reader.browser.run(_BUTTONS)
        assert buttons
        assert [text for text, is_inside, is_on_top in buttons if not (is_inside and is_on_top)] == []


@pytest.fixture
def forced(reader: Reader) -> Iterator[Reader]:
    """A reader whose system chooses all colours, white on black where it can: shadows and tints go away there."""
    reader.browser.forced_colours(True)
    reader.browser.dark(True)
    yield reader
    reader.browser.dark(False)
    reader.browser.forced_colours(False)


def test_forced_colours_leave_the_card_a_border(forced: Reader) -> None:
    forced.open("article.html")
    forced.wait_for("ROI")
    forced.open_card("ROI", "ROI")

    border = forced.browser.run(f"(style => [style.borderTopStyle, style.borderTopWidth])(getComputedStyle({CARD}))")

    assert border[0] == "solid"
    assert float(border[1].removesuffix("px")) >= 1


def test_forced_colours_leave_words_a_line_or_a_mark(forced: Reader) -> None:
    forced.open("article.html")
    forced.wait_for("ROI")

    line, colour, ground, ink, mark = forced.browser.run("""(() => {
        const word = document.querySelector('p');
        const [sure] = CSS.highlights.keys();
        const said = getComputedStyle(word, `::highlight(${sure})`);
        const marked = document.body.appendChild(document.createElement('mark'));
        return [said.textDecorationLine, said.textDecorationColor, said.backgroundColor,
                getComputedStyle(word).color, getComputedStyle(marked).backgroundColor];
    })()""")

    if isinstance(forced.browser, Firefox):
        assert ground == mark
    else:
        assert (line, colour) == ("underline", ink)


def test_forced_colours_leave_the_ring_around_a_term_and_the_term_in_it(forced: Reader) -> None:
    forced.open("article.html")
    forced.wait_for("ROI")
    forced.tell({"kind": "next"})
    forced.browser.wait(f"document.querySelector(':popover-open') && {FOCUS}?.className === 'spot'")

    ring, text = forced.browser.run(f"(style => [style.outlineColor, style.color])(getComputedStyle({FOCUS}))")

    assert text == "rgba(0, 0, 0, 0)"
    assert ring != text


def test_forced_colours_leave_the_marked_words_of_a_draft(forced: Reader) -> None:
    forced.open("draft.html")
    forced.wait_for("lead")
    forced.tell({"kind": "draft-check"})
    forced.browser.wait(f"document.querySelector(':popover-open') && {HOST}.querySelector('mark')")

    mark, line, sentence = forced.browser.run(f"""(({{ color, textDecorationColor }}, sentence) =>
        [color, textDecorationColor, sentence.color])(
        ...['mark', '.sentence'].map(part => getComputedStyle({HOST}.querySelector(part))))""")

    assert (mark, line) == (sentence, sentence)
