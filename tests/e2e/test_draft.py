"""« Vérifier mon brouillon »: only when asked, and the draft is never touched."""

import json

import pytest

from e2e.reader import HOST, Reader
from e2e.relay import Mood
from e2e.states import STRANGER

PANEL = f"{HOST}.querySelector('.panel')"


def checked(reader: Reader) -> list[str]:
    """What was sent to be checked."""
    return [json.loads(body)["text"] for path, body in reader.relay.bodies if path == "/v1/check"]


def wait_checked(reader: Reader, *texts: str) -> None:
    """Until exactly these were sent to be checked."""
    for _ in range(100):
        if len(checked(reader)) >= len(texts):
            break
        reader.browser.run("new Promise(after => setTimeout(after, 50))")
    assert checked(reader) == list(texts)


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
    (text,) = checked(reader)
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


def test_panel_stays_while_the_draft_is_changed(reader: Reader) -> None:
    reader.open("draft.html")
    reader.wait_for("lead")
    reader.tell({"kind": "draft-check"})
    reader.browser.wait(f"document.querySelector(':popover-open') && {PANEL}?.innerText.includes('message de rappel')")

    reader.browser.press("Shift", "Tab")
    reader.browser.wait("document.activeElement.id === 'draft'")
    reader.browser.press("a")

    reader.browser.run("new Promise(after => setTimeout(after, 300))")
    assert "message de rappel" in reader.browser.run(f"{PANEL}.innerText")


def test_page_without_a_draft_says_so(reader: Reader) -> None:
    reader.open("article.html")
    reader.wait_for("ROI")
    reader.tell({"kind": "draft-check"})

    reader.browser.wait(f"document.querySelector(':popover-open') && {PANEL}?.innerText.includes('Aucun brouillon')")


@pytest.mark.parametrize(("mood", "said"), [
    ("gone", "Lexibulle est à l’arrêt. Le brouillon n’a pas été lu\u00a0; recommencez quand il sera de retour."),
    ("stranger", STRANGER),
    ("broken", "Le service a rencontré une erreur. Recommencez\u00a0; si elle revient, redémarrez-le."),
])
def test_draft_that_could_not_be_read_says_why(reader: Reader, mood: Mood, said: str) -> None:
    reader.open("drafts.html")
    reader.wait_for("prospect")
    reader.relay.mood = mood
    reader.browser.run("document.getElementById('small').focus()")

    reader.tell({"kind": "draft-check"})

    reader.browser.wait(f"document.querySelector(':popover-open') && {PANEL}?.innerText.includes({json.dumps(said)})")


def test_check_reads_what_is_written_in_the_frame_with_the_cursor_only(reader: Reader) -> None:
    reader.open("drafts.html")
    reader.wait_for("prospect")
    reader.browser.wait("document.querySelector('iframe').contentDocument.querySelector('textarea') !== null")
    reader.browser.run("document.getElementById('small').focus()")
    reader.tell({"kind": "draft-check"})
    wait_checked(reader, "Une relance demain.")
    reader.browser.run("new Promise(after => setTimeout(after, 300))")  # for what another frame might send
    assert checked(reader) == ["Une relance demain."]

    reader.relay.forget()
    x, y = reader.middle_of("iframe")
    reader.browser.click(x, y)
    reader.tell({"kind": "draft-check"})
    wait_checked(reader, "Un closing entre nous.")
    reader.browser.run("new Promise(after => setTimeout(after, 300))")
    assert checked(reader) == ["Un closing entre nous."]


@pytest.mark.parametrize("again", ["button", "command"])
def test_check_again_reads_the_same_draft_and_gives_the_cursor_back(reader: Reader, again: str) -> None:
    reader.open("drafts.html")
    reader.wait_for("prospect")
    x, y = reader.middle_of("#small")
    reader.browser.click(x, y)
    reader.tell({"kind": "draft-check"})
    wait_checked(reader, "Une relance demain.")
    reader.browser.wait(f"{PANEL}?.innerText.includes('message de rappel')")

    if again == "button":
        reader.press_button("again")
    else:
        reader.tell({"kind": "draft-check"})

    wait_checked(reader, "Une relance demain.", "Une relance demain.")
    reader.browser.press("Escape")
    reader.wait_for_no_card()
    assert reader.browser.run("document.activeElement.id") == "small"


CHANGED = "Ce n’est plus le texte qui a été lu. Vérifiez-le de nouveau."


@pytest.fixture
def waiting(reader: Reader) -> Reader:
    """Who has asked about the small draft, and waits for the answer."""
    reader.open("drafts.html")
    reader.wait_for("prospect")
    reader.relay.mood = "held"
    reader.browser.click(*reader.middle_of("#small"))
    reader.tell({"kind": "draft-check"})
    wait_checked(reader, "Une relance demain.")
    return reader


def test_answer_about_what_is_no_longer_written_is_not_shown(waiting: Reader) -> None:
    waiting.browser.click(*waiting.middle_of("#small"))
    waiting.browser.write("Non ")

    waiting.relay.mood = "well"

    waiting.browser.wait(f"!{PANEL}.innerText.includes('Lecture')")
    assert CHANGED in waiting.browser.run(f"{PANEL}.innerText")
    assert "message de rappel" not in waiting.browser.run(f"{PANEL}.innerText")
    assert checked(waiting) == ["Une relance demain."]  # what was written since is sent on a click only


def test_answer_about_a_field_that_was_left_is_not_shown_and_the_new_one_may_be_checked(waiting: Reader) -> None:
    waiting.browser.click(*waiting.middle_of("#large"))

    waiting.relay.mood = "well"

    waiting.browser.wait(f"!{PANEL}.innerText.includes('Lecture')")
    assert CHANGED in waiting.browser.run(f"{PANEL}.innerText")
    waiting.press_button("again")
    wait_checked(waiting, "Une relance demain.", "Un pitch pour lundi.")
    waiting.browser.wait(f"{PANEL}.innerText.includes('présentation éclair')")


def test_newest_question_wins_and_what_was_closed_stays_closed(waiting: Reader) -> None:
    waiting.browser.press("Escape")
    waiting.wait_for_no_card()
    waiting.browser.run("document.getElementById('small').textContent = ''")
    waiting.tell({"kind": "draft-check"})
    waiting.browser.wait(f"document.querySelector(':popover-open') && {PANEL}?.innerText.includes('est vide')")

    waiting.relay.mood = "well"

    waiting.browser.run("new Promise(after => setTimeout(after, 300))")  # for the answer that comes too late
    assert "est vide" in waiting.browser.run(f"{PANEL}.innerText")
    waiting.browser.press("Escape")
    waiting.wait_for_no_card()
