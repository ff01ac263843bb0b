"""« Vérifier mon brouillon »: only when asked, and the draft is never touched."""

import json

from e2e.reader import HOST, Reader

PANEL = f"{HOST}.querySelector('.panel')"


def tell(reader: Reader, kind: str) -> None:
    """What the background does when the command or the popup asks for it."""
    reader.tell({"kind": kind})


def test_draft_is_checked_and_stays_as_it_was(reader: Reader) -> None:
    reader.open("draft.html")
    reader.wait_for("lead")
    before = reader.browser.run("document.getElementById('draft').innerHTML")
    reader.browser.run("document.getElementById('draft').focus()")

    tell(reader, "draft-check")

    reader.browser.wait(f"document.querySelector(':popover-open') && {PANEL}?.innerText.includes('3')")
    said = reader.browser.run(f"{PANEL}.innerText")
    assert "cold email" in said
    assert "message de rappel" in said
    assert "chasseur" not in said
    (text,) = [json.loads(body)["text"] for path, body in reader.relay.bodies if path == "/v1/check"]
    assert "leads" not in text
    assert reader.browser.run("document.getElementById('draft').innerHTML") == before
