"""« Vérifier mon brouillon »: only when asked, and the draft is never touched."""

import json

import pytest

from e2e.reader import HOST, Reader

PANEL = f"{HOST}.querySelector('.panel')"


def test_draft_is_checked_and_stays_as_it_was(reader: Reader) -> None:
    reader.open("draft.html")
    reader.wait_for("lead")
    before = reader.browser.run("document.getElementById('draft').innerHTML")
    reader.browser.run("document.getElementById('draft').focus()")

    reader.tell({"kind": "draft-check"})

    reader.browser.wait(f"document.querySelector(':popover-open') && {PANEL}?.innerText.includes('3')")
    said = reader.browser.run(f"{PANEL}.innerText")
    assert "cold email" in said
    assert "message de rappel" in said
    assert "chasseur" not in said
    (text,) = [json.loads(body)["text"] for path, body in reader.relay.bodies if path == "/v1/check"]
    assert "leads" not in text
    assert reader.browser.run("document.getElementById('draft').innerHTML") == before


@pytest.mark.parametrize("editor", ["prosemirror", "quill", "lexical"])
def test_editors_keep_and_send_what_was_written(reader: Reader, editor: str) -> None:
    reader.open("editors.html")
    reader.wait_underlined("churn")  # nothing in what is being written
    reader.browser.run(f"window.editable.{editor}().focus()")
    reader.browser.write("Oui ")
    reader.browser.wait(f"window.sent.{editor}().includes('Oui ')")
    before = reader.browser.run(f"[window.editable.{editor}().innerHTML, window.sent.{editor}()]")

    reader.tell({"kind": "draft-check"})

    reader.browser.wait(f"document.querySelector(':popover-open') && {PANEL}?.innerText.includes('premier e-mail')")
    assert reader.browser.run(f"[window.editable.{editor}().innerHTML, window.sent.{editor}()]") == before
    reader.browser.press("Escape")
    reader.wait_for_no_card()
    reader.browser.write("encore ")
    reader.browser.wait(f"window.sent.{editor}().includes('encore ')")


def test_page_without_a_draft_says_so(reader: Reader) -> None:
    reader.open("article.html")
    reader.wait_for("ROI")
    reader.tell({"kind": "draft-check"})

    reader.browser.wait(f"document.querySelector(':popover-open') && {PANEL}?.innerText.includes('Aucun brouillon')")
