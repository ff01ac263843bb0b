"""The card in a page: by mouse and by keyboard, above whatever the page puts on top."""

import json
import re
from collections.abc import Iterator

import pytest

from e2e.look import AXE
from e2e.reader import CARD, HOST, Reader

FOCUS = f"{HOST}.activeElement"
NOT_KEPT = "Ce n’est pas noté\u00a0: le navigateur n’a pas pu l’enregistrer."


@pytest.fixture
def article(reader: Reader) -> Reader:
    reader.open("article.html")
    reader.wait_for("ROI")
    return reader


def test_card_opens_under_the_pointer_and_goes_with_it(article: Reader) -> None:
    article.open_card("ROI", "ROI")

    assert "entabilité de la dépense" in article.card_text()
    article.browser.move(5, 5)
    article.wait_for_no_card()


def test_card_stays_while_the_pointer_rests_on_it(article: Reader) -> None:
    article.open_card("ROI", "ROI")
    article.browser.move(*article.place_of_button("toggle"))
    article.browser.run("new Promise(after => setTimeout(after, 1100))")
    article.wait_for_card("ROI")

    article.browser.move(5, 5)
    article.wait_for_no_card()


def test_card_never_covers_the_line_that_is_hovered(article: Reader) -> None:
    article.open_card("MQL", "MQL")

    _, y = article.place_of("MQL")
    top, bottom = article.browser.run(f"(box => [box.top, box.bottom])({CARD}.getBoundingClientRect())")
    assert not top <= y <= bottom


def test_card_opens_what_is_related_in_place_and_comes_back(article: Reader) -> None:
    article.open_card("ROI", "ROI")
    article.press_button("toggle")
    article.browser.wait(f"{CARD}.querySelector('.chip')")
    assert "Calcul" in article.card_text()
    article.browser.run(f"{CARD}.querySelector('.chip').scrollIntoView()")
    article.press_button("related")
    article.browser.wait(f"{CARD}.querySelector('.name').textContent !== 'ROI'")
    article.press_button("back")
    article.wait_for_card("ROI")


def test_official_term_tells_its_source_and_date_as_people_write_them(article: Reader) -> None:
    article.open_card("ROI", "ROI")
    article.press_button("toggle")

    article.browser.wait(f"{CARD}.querySelector('.official')?.title === 'officiel, Journal officiel, 14 mai 2005'")


@pytest.mark.parametrize(("actions", "said"), [
    (["learn"], "«\u00a0ROI\u00a0» ne sera plus souligné."),
    (["more", "dismiss"], "Merci\u00a0: cette occurrence n’est plus soulignée."),
    (["more", "hideSite"], "Masqué sur 127.0.0.1."),
])
def test_each_action_answers_in_place_with_a_way_back(article: Reader, actions: list[str], said: str) -> None:
    article.open_card("ROI", "ROI")
    for action in actions:
        article.press_button(action)
    article.browser.wait(f"{CARD}.innerText.includes({json.dumps(said)})")
    article.wait_underlined("MQL", "relance", "prospect", "SQL", "MQL")

    article.press_button("undo")

    article.wait_for_no_card()
    article.wait_for("ROI")


@pytest.fixture
def full(article: Reader) -> Iterator[Reader]:
    """The article, in a browser that can keep nothing more."""
    article.browser.fill_up(True)
    yield article
    article.browser.fill_up(False)


@pytest.mark.parametrize("actions", [["learn"], ["more", "dismiss"], ["more", "hideSite"]])
def test_what_could_not_be_kept_is_said_not_to_be(full: Reader, actions: list[str]) -> None:
    full.open_card("ROI", "ROI")
    for action in actions:
        full.press_button(action)

    full.browser.wait(f"{CARD}.innerText.includes({json.dumps(NOT_KEPT)})")
    full.wait_underlined("MQL", "relance", "prospect", "SQL", "ROI", "MQL")
    full.press_button("undo")
    full.wait_for_card("ROI")


def test_what_could_not_be_taken_back_is_said_not_to_be(request: pytest.FixtureRequest, article: Reader) -> None:
    article.open_card("ROI", "ROI")
    article.press_button("learn")
    article.browser.wait(f"{CARD}.innerText.includes('ne sera plus souligné')")
    request.getfixturevalue("full")

    article.press_button("undo")

    article.browser.wait(f"{CARD}.innerText.includes({json.dumps(NOT_KEPT)})")


def test_place_that_is_not_meant_is_kept_as_a_salted_hash(article: Reader) -> None:
    """It is found again with the salt of this installation, and with no other."""
    article.open_card("ROI", "ROI")
    article.press_button("more")
    article.press_button("dismiss")
    article.wait_underlined("MQL", "relance", "prospect", "SQL", "MQL")
    kept = article.browser.aside("chrome.storage.local.get(['salt', 'words'])")
    [place] = kept["words"]["dismissed"]["127.0.0.1"]
    assert re.fullmatch("[0-9a-z]{8,14}", place)
    assert len(kept["salt"]) == 36

    article.open("article.html")
    article.wait_underlined("MQL", "relance", "prospect", "SQL", "MQL")

    article.browser.aside("chrome.storage.local.set({salt: 'of another installation'})")
    article.open("article.html")
    article.wait_for("ROI")


def test_probable_sense_says_so_when_it_is_asked_for(reader: Reader) -> None:
    reader.set(uncertain=True)
    reader.open("evidence.html")
    reader.open_card_of_first()

    assert "Sens probable" in reader.card_text()


def test_terms_and_buttons_are_reached_by_keyboard_alone(article: Reader) -> None:
    article.tell({"kind": "next"})
    article.browser.wait(f"document.querySelector(':popover-open') && {FOCUS}?.className === 'spot'")
    assert article.browser.run(f"{FOCUS}.textContent") == "MQL"
    described = article.browser.run(f"{HOST}.getElementById({FOCUS}.getAttribute('aria-describedby')).textContent")
    assert described.startswith("contact intéressé, à valider. Lead repéré")
    article.tell({"kind": "next"})
    article.browser.wait(f"document.querySelector(':popover-open') && {FOCUS}?.textContent === 'relance'")
    article.tell({"kind": "previous"})
    article.browser.wait(f"document.querySelector(':popover-open') && {FOCUS}?.textContent === 'MQL'")

    article.browser.press("Enter")
    article.browser.wait(f"{FOCUS}.className === 'card'")
    for action in ("toggle", "learn", "more"):
        article.browser.press("Tab")
        assert article.browser.run(f"{FOCUS}.dataset.action") == action
    article.browser.press("Escape")
    article.wait_for_no_card()


@pytest.mark.parametrize("news", [{"kind": "next"}, {"kind": "go-to", "key": "prospection-b2b:churn"}])
def test_term_off_the_screen_is_brought_there_and_explained(reader: Reader, news: dict[str, str]) -> None:
    reader.open("far.html")
    reader.wait_for("lead")
    reader.browser.run("scrollTo({top: document.body.scrollHeight, behavior: 'instant'})")
    reader.wait_for("churn")
    reader.browser.run("scrollTo({top: 0, behavior: 'instant'})")
    reader.browser.run("new Promise(after => setTimeout(after, 400))")  # our own scroll would close the card
    reader.tell({"kind": "next"})
    reader.browser.wait(f"document.querySelector(':popover-open') && {FOCUS}?.textContent === 'lead'")

    reader.tell(news)

    reader.browser.wait(f"document.querySelector(':popover-open') && {FOCUS}?.textContent === 'churn'")
    assert reader.browser.run("scrollY") > 1000
    top, bottom = reader.browser.run(f"(box => [box.top, box.bottom])({FOCUS}.getBoundingClientRect())")
    assert top > 0
    assert bottom < reader.browser.run("innerHeight")
    reader.browser.run("new Promise(after => setTimeout(after, 400))")  # scroll events that come late
    reader.wait_for_card("Churn")


def test_focus_goes_back_to_where_it_was(reader: Reader) -> None:
    reader.open("quiet.html")
    reader.wait_for("CRM")
    reader.browser.run("document.querySelector('button').focus()")
    reader.tell({"kind": "next"})
    reader.browser.wait(f"document.querySelector(':popover-open') && {FOCUS}?.className === 'spot'")
    reader.browser.press("Escape")

    reader.wait_for_no_card()
    assert reader.browser.run("document.activeElement.localName") == "button"


@pytest.mark.parametrize(("keys", "times"), [(["Tab"], 4), (["Shift", "Tab"], 1)], ids=["behind", "before"])
def test_card_closes_when_tab_leads_out_of_it(reader: Reader, keys: list[str], times: int) -> None:
    reader.open("quiet.html")
    reader.wait_for("CRM")
    reader.tell({"kind": "next"})
    reader.browser.wait(f"document.querySelector(':popover-open') && {FOCUS}?.className === 'spot'")
    for _ in range(times - 1):
        reader.browser.press(*keys)
        assert reader.browser.run(f"{FOCUS}.localName") == "button"

    reader.browser.press(*keys)

    reader.wait_for_no_card()
    if keys == ["Shift", "Tab"]:
        assert reader.browser.run("document.activeElement.textContent") == "notre scraping de données"


def test_card_stays_when_the_page_takes_the_focus_back(reader: Reader) -> None:
    reader.open("quiet.html")
    reader.wait_for("CRM")
    reader.tell({"kind": "next"})
    reader.browser.wait(f"document.querySelector(':popover-open') && {FOCUS}?.className === 'spot'")

    reader.browser.run("document.querySelector('button').focus()")

    reader.browser.run("new Promise(after => setTimeout(after, 300))")
    assert reader.card_text()


def test_escape_is_the_page_s_own_unless_a_card_is_open(article: Reader) -> None:
    article.browser.run("document.addEventListener('keydown', ({key}) => document.title += key)")
    article.open_card("ROI", "ROI")
    article.browser.press("Escape")
    article.wait_for_no_card()
    assert "Escape" not in article.browser.run("document.title")

    article.browser.press("Escape")
    assert article.browser.run("document.title").endswith("Escape")


def test_card_closes_on_scrolling_and_on_a_press_elsewhere(reader: Reader) -> None:
    reader.open("evidence.html")
    reader.browser.run("document.getElementById('last').scrollIntoView({block: 'center'})")
    reader.wait_for("MQL")
    reader.open_card("MQL", "MQL")
    reader.browser.run("scrollBy(0, -40)")
    reader.wait_for_no_card()


def test_card_stays_when_something_else_scrolls(reader: Reader) -> None:
    """A list beside the text, or our own scroll to the term, which a busy browser tells late."""
    reader.open("evidence.html")
    reader.browser.run("""document.body.insertAdjacentHTML('beforeend', `<div id="list" style="position: fixed; top: 0;
        right: 0; width: 40px; height: 40px; overflow: auto"><div style="height: 900px"></div></div>`)""")
    reader.browser.run("document.getElementById('last').scrollIntoView({block: 'center'})")
    reader.wait_for("MQL")
    reader.open_card("MQL", "MQL")
    reader.browser.run("""new Promise(after => {
        const list = document.getElementById('list');
        list.addEventListener('scroll', () => setTimeout(after, 100));
        list.scrollTop = 200;
    })""")

    reader.wait_for_card("MQL")


def test_events_that_a_page_makes_up_are_ignored(article: Reader) -> None:
    x, y = article.place_of("ROI")
    article.browser.run(f"""document.getElementById('third').dispatchEvent(new PointerEvent('pointermove',
        {{bubbles: true, composed: true, clientX: {x}, clientY: {y}, pointerType: 'mouse'}}))""")
    article.open_card("MQL", "MQL")  # a real one is seen after it

    assert article.browser.run("document.querySelectorAll(':popover-open').length") == 1


def test_card_stands_inside_a_modal_dialog(reader: Reader) -> None:
    reader.open("modal.html")
    reader.browser.run("document.querySelector('dialog').showModal()")
    reader.wait_for("prospect")
    reader.open_card("prospect", "Prospect")

    assert reader.browser.run("document.querySelector(':popover-open').parentNode.localName") == "dialog"
    reader.press_button("toggle")
    reader.browser.wait(f"{CARD}.querySelector('.chip')")


def test_card_stands_inside_what_is_fullscreen(reader: Reader) -> None:
    reader.open("modal.html")
    reader.wait_for("churn")
    x, y = reader.middle_of("button")
    reader.browser.click(x, y)
    reader.browser.wait("document.fullscreenElement")
    reader.open_card("churn", "Churn")

    assert reader.browser.run("document.querySelector(':popover-open').parentNode.id") == "full"
    reader.browser.run("document.exitFullscreen()")
    reader.browser.wait("!document.fullscreenElement")


@pytest.mark.parametrize(("page", "word", "name"), [
    ("strict.html", "MQL", "MQL"), ("shadow.html", "MQL", "MQL"), ("shadow.html", "prospect", "Prospect")])
def test_card_opens_under_the_strictest_policy_and_in_shadow_trees(
    reader: Reader, page: str, word: str, name: str
) -> None:
    reader.open(page)
    reader.wait_for(word)
    reader.open_card(word, name)

    assert reader.browser.run(f"getComputedStyle({CARD}).borderRadius") == "12px"


def test_shift_explains_what_is_never_underlined(reader: Reader) -> None:
    reader.open("quiet.html")
    reader.wait_for("CRM")
    x, y = reader.middle_of("#menu")
    reader.browser.hold("Shift")
    reader.browser.move(x - 2, y)
    reader.browser.move(x, y)
    reader.wait_for_card("Prospect")
    reader.browser.release("Shift")


@pytest.mark.parametrize("dark", [False, True])
def test_axe_finds_no_fault_with_the_card(article: Reader, dark: bool) -> None:
    article.browser.dark(dark)
    article.browser.run(f"(() => {{ {AXE} }})()")
    article.open_card("ROI", "ROI")
    article.press_button("toggle")
    article.browser.wait(f"{CARD}.querySelector('.chip')")

    found = article.browser.run("""axe.run({include: [[':popover-open', '.card']], exclude: []})
        .then(found => found.violations.map(one => [one.id, one.nodes[0].html]))""")
    article.browser.dark(False)
    assert found == []


def test_selection_that_nobody_has_explained_can_be_noted(article: Reader) -> None:
    looked = {"text": "SDR", "matches": [], "terms": {}, "noted": False}
    article.tell({"kind": "lookup-shown", "looked": looked})
    article.browser.wait(f"document.querySelector(':popover-open') && {CARD}?.innerText.includes('n’est pas encore')")
    x, y = article.browser.run(f"""(box => [box.left + box.width / 2, box.top + box.height / 2])(
        {CARD}.querySelector('button').getBoundingClientRect())""")
    article.browser.click(x, y)

    article.browser.wait(f"{CARD}.innerText.includes('est noté pour votre équipe')")
    noted = article.browser.aside("chrome.storage.local.get(null)")
    assert "SDR" in json.dumps(noted)


def test_selection_that_could_not_be_noted_says_so(full: Reader) -> None:
    full.tell({"kind": "lookup-shown", "looked": {"text": "SDR", "matches": [], "terms": {}, "noted": False}})
    full.browser.wait(f"document.querySelector(':popover-open') && {CARD}?.innerText.includes('n’est pas encore')")

    full.browser.press("Tab")
    full.browser.press("Enter")

    full.browser.wait(f"{CARD}.innerText.includes({json.dumps(NOT_KEPT)})")


def test_card_of_a_selection_in_a_field_stands_by_it_and_gives_the_focus_back(reader: Reader) -> None:
    reader.open("quiet.html")
    reader.wait_for("CRM")
    reader.browser.run("document.querySelector('textarea').focus()")
    reader.browser.run("document.querySelector('textarea').setSelectionRange(3, 6)")
    reader.tell({"kind": "lookup-shown", "looked": {"text": "SDR", "matches": [], "terms": {}, "noted": False}})
    reader.browser.wait(f"document.querySelector(':popover-open') && {CARD}?.innerText.includes('n’est pas encore')")
    gap = reader.browser.run(f"""(({{top}}, {{bottom}}) => top - bottom)(
        {CARD}.getBoundingClientRect(), document.querySelector('textarea').getBoundingClientRect())""")
    assert 0 <= gap <= 20

    reader.browser.press("Escape")

    reader.wait_for_no_card()
    assert reader.browser.run("(({localName, selectionEnd}) => [localName, selectionEnd])(document.activeElement)") == [
        "textarea", 6]


def test_long_word_leaves_room_for_the_button_beside_it(article: Reader) -> None:
    looked = {"text": "prospectioncommercialeinternationale" * 2, "matches": [], "terms": {}, "noted": False}
    article.tell({"kind": "lookup-shown", "looked": looked})
    article.browser.wait(f"document.querySelector(':popover-open') && {CARD}?.querySelector('.said button')")

    card, button = article.browser.run(f"""[{CARD}, {CARD}.querySelector('button')]
        .map(one => one.getBoundingClientRect()).map(({{left, right}}) => [left, right])""")
    assert card[0] < button[0] < button[1] <= card[1]
    assert article.browser.run(f"{CARD}.querySelector('button').offsetHeight") < 40  # in one line


def test_card_keeps_its_size_and_place_on_a_page_that_zooms_itself(reader: Reader) -> None:
    reader.open("zoomed.html")
    reader.wait_for("prospect")
    reader.open_card("prospect", "Prospect")

    x, y = reader.place_of("prospect")
    width, left, top = reader.browser.run(f"(box => [box.width, box.left, box.top])({CARD}.getBoundingClientRect())")
    assert round(width) == 340
    assert 0 < x - left < 60
    assert 0 < top - y < 40
    reader.tell({"kind": "next"})
    reader.browser.wait(f"document.querySelector(':popover-open') && {FOCUS}?.className === 'spot'")
    spot = reader.browser.run(f"""(box => [box.left + box.width / 2, box.top + box.height / 2])(
        {FOCUS}.getBoundingClientRect())""")
    assert spot == pytest.approx(reader.place_of("prospect"), abs=1)
