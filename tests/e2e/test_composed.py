"""Pages made of web components: what has the focus stands in shadow trees, and the document knows the host only."""

from typing import Final

import pytest

from e2e.reader import CARD, HOST, Reader

INSIDE: Final = "document.querySelector('x-mail').shadowRoot.querySelector('x-compose').shadowRoot"
FIELD: Final = f"{INSIDE}.querySelector('textarea')"
FRAME: Final = f"{INSIDE}.querySelector('iframe')"


@pytest.fixture
def writer(reader: Reader) -> Reader:
    """Who writes in the field, behind « n »."""
    reader.open("composed.html")
    reader.wait_for("prospect")
    reader.browser.run(f"({FIELD}.focus(), {FIELD}.setSelectionRange(1, 2))")
    return reader


def test_focus_goes_back_to_the_field_after_a_word_was_explained(writer: Reader) -> None:
    writer.tell({"kind": "next"})
    writer.browser.wait(f"document.querySelector(':popover-open') && {HOST}.activeElement?.className === 'spot'")

    writer.browser.press("Escape")

    writer.wait_for_no_card()
    assert writer.browser.run(f"[{INSIDE}.activeElement?.localName, {FIELD}.selectionEnd]") == ["textarea", 2]


def test_card_of_a_selection_stands_by_the_field(writer: Reader) -> None:
    writer.tell({"kind": "lookup-shown", "looked": {"text": "SDR", "matches": [], "terms": {}, "noted": False}})

    writer.browser.wait(f"document.querySelector(':popover-open') && {CARD}?.innerText.includes('n’est pas encore')")
    gap = writer.browser.run(f"""(({{top}}, {{bottom}}) => top - bottom)(
        {CARD}.getBoundingClientRect(), {FIELD}.getBoundingClientRect())""")
    assert 0 <= gap <= 20


def test_shift_writes_a_capital_and_explains_nothing_while_one_writes(writer: Reader) -> None:
    """Under the pointer, which only lies there."""
    x, y = writer.middle_of("#menu")
    writer.browser.move(x, y)
    writer.browser.run("new Promise(after => setTimeout(after, 100))")  # until it is known where the pointer lies

    writer.browser.hold("Shift")
    writer.browser.run("new Promise(after => setTimeout(after, 400))")
    assert not writer.browser.run("document.querySelector(':popover-open')")
    writer.browser.release("Shift")

    writer.browser.run(f"{FIELD}.blur()")
    writer.browser.hold("Shift")
    writer.browser.move(x + 1, y)
    writer.wait_for_card("Lead")
    writer.browser.release("Shift")


def test_command_goes_to_the_next_word_of_the_frame_with_the_cursor_only(writer: Reader) -> None:
    writer.browser.run(f"""{INSIDE}.append(Object.assign(
        document.createElement('iframe'), {{srcdoc: '<p>Un churn qui monte.'}}))""")
    writer.browser.wait(f"[...{FRAME}.contentWindow.CSS.highlights.values()].some(({{size}}) => size > 0)")
    x, y = writer.browser.run(f"""(box => [box.left + box.width / 2, box.top + box.height / 2])(
        {FRAME}.getBoundingClientRect())""")
    writer.browser.click(x, y)
    writer.browser.wait(f"{FRAME}.contentDocument.hasFocus()")
    writer.browser.run("""(window.opened = 0, document.addEventListener(
        'beforetoggle', ({newState}) => void (opened += newState === 'open'), true))""")

    writer.tell({"kind": "next"})

    writer.browser.wait(f"{FRAME}.contentDocument.querySelector(':popover-open') !== null")
    writer.browser.run("new Promise(after => setTimeout(after, 100))")  # for what the document around it might open
    assert writer.browser.run("opened") == 0
