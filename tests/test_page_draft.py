"""« Vérifier un brouillon » in a real browser: a verdict, the words to review, plain wordings to copy."""

import json

import pytest

from chromium import Chromium

pytestmark = pytest.mark.xdist_group("chromium")
VERDICT = "document.getElementById('verdict').textContent"
CHECKED = "document.getElementById('checked').innerText"
STATUS = "document.getElementById('draft-status').textContent"


@pytest.fixture
def view(browser: Chromium, address: str) -> Chromium:
    browser.emulate()
    browser.open(f"{address}brouillon")
    browser.wait_for("document.getElementById('view-brouillon').checkVisibility()")
    return browser


def check(page: Chromium, draft: str, thread: str = "") -> str:
    """The verdict on this draft."""
    page.run("document.querySelector('.thread').open = true")
    for field, text in (("draft", draft), ("thread", thread)):
        page.run(f"document.getElementById({field!r}).select()")
        page.write(text)
    page.click("#check")
    page.wait_for("document.activeElement.id === 'verdict'")
    verdict: str = page.run(VERDICT)
    return verdict


def test_sample_is_checked_but_for_quote_and_signature(view: Chromium) -> None:
    before = view.run("document.getElementById('draft').value")
    view.click("#check")
    view.wait_for("document.querySelector('.words')")

    assert view.run(VERDICT) == "4 mots à revoir avant l’envoi"
    text = view.run(CHECKED)
    parts = ["Suite à ma relance", "À éviter", "message de rappel", "présentation éclair", "À expliquer",
             "rentabilité de la dépense", "Terme officiel", "part de clients perdus"]
    places = [text.find(part) for part in parts]
    assert -1 not in places
    assert places == sorted(places)
    assert "Non vérifié\u00a0: la signature et la réponse citée." in text
    assert view.run("document.getElementById('draft').value") == before


def test_draft_without_jargon_has_nothing_to_review(view: Chromium) -> None:
    assert check(view, "Bonjour Claire, à jeudi.") == "Rien à revoir"
    assert view.run("document.querySelectorAll('.words').length") == 0


def test_word_that_the_client_used_is_not_counted(view: Chromium) -> None:
    assert check(view, "Le ROI de votre salon est bon.").startswith("1 mot")
    assert check(view, "Le ROI de votre salon est bon.", "Quel est le ROI de notre salon ?") == "Rien à revoir"


def test_plain_wording_is_copied(view: Chromium, address: str) -> None:
    view._call("Emulation.setFocusEmulationEnabled", enabled=True)
    view._call("Browser.grantPermissions", origin=address,
               permissions=["clipboardReadWrite", "clipboardSanitizedWrite"])
    check(view, "Je prépare ma relance à votre devis.")

    view.click(".words button")

    view.wait_for("document.querySelector('.words button').textContent === 'Copié'")
    assert view.run("document.querySelector('.words button').ariaLabel") == "Copié «\u00a0message de rappel\u00a0»"
    assert view.run("navigator.clipboard.readText()") == "message de rappel"


def test_changed_draft_says_that_its_verdict_is_old(view: Chromium) -> None:
    check(view, "Je prépare ma relance à votre devis.")
    view.run("document.getElementById('draft').focus()")
    view.write(" Merci.")

    view.wait_for(f"{STATUS} === 'Le brouillon a changé\\u00a0: vérifiez-le de nouveau.'")


def test_empty_draft_is_not_sent(view: Chromium) -> None:
    view.click("#draft-clear")
    view.events.clear()
    view.click("#check")

    view.wait_for(f"{STATUS}.startsWith('Il n’y a rien à vérifier')")
    assert not [event for event in view.events if event.get("method") == "Network.requestWillBeSent"]


def test_erased_draft_comes_back(view: Chromium) -> None:
    before = view.run("document.getElementById('draft').value")
    view.click("#draft-clear")
    assert view.run("document.getElementById('draft').value") == ""

    view.click("#draft-replaced button")

    assert view.run("document.getElementById('draft').value") == before


def test_too_long_a_thread_is_told_by_its_name(view: Chromium) -> None:
    view.run("document.getElementById('thread').value = 'a'.repeat(200001)")
    view.click("#check")

    view.wait_for(f"{STATUS}.startsWith('Le fil dépasse 200')")


def test_word_that_a_sentence_repeats_is_explained_once(view: Chromium) -> None:
    check(view, "Notre ROI, votre ROI et leur ROI.")

    assert view.run("document.querySelectorAll('mark').length") == 3
    assert view.run("document.querySelectorAll('.words > li').length") == 1


BAR = """(box => 0 <= box.top && box.bottom <= innerHeight)(
  document.getElementById('draft-status').parentElement.getBoundingClientRect())"""


def test_verdict_is_brought_into_view_each_time(view: Chromium) -> None:
    view.emulate(width=360, height=740)
    check(view, "Je prépare ma relance à votre devis.\n" * 20)
    assert view.run(BAR)
    view.run("scrollTo(0, document.body.scrollHeight)")

    view.run("document.getElementById('check').click()")
    view.wait_for(BAR)

    view.run("document.getElementById('thread').value = 'a'.repeat(200001); scrollTo(0, 0)")
    view.click("#check")
    view.wait_for(f"{STATUS}.startsWith('Le fil')")
    assert view.run(BAR)


def test_marks_stand_on_the_words(view: Chromium) -> None:
    draft = "🙂🙂 Votre ROI, puis\nnotre relance du devis 🙂 et le ROI encore."
    check(view, draft)

    marks = view.run("[...document.querySelectorAll('mark')].map(mark => mark.textContent)")
    sentences = view.run("[...document.querySelectorAll('.sentence')].map(sentence => sentence.textContent)")
    assert set(marks) == {"ROI", "relance"}
    assert all(sentence in draft for sentence in sentences), json.dumps(sentences)
