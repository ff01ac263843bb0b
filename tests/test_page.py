"""The page of the service in a real browser: what a reader sees, with mouse, keyboard and finger."""

from pathlib import Path

import pytest

from chromium import Chromium
from lexibulle import Annotator
from lexibulle.cards import SURE

pytestmark = pytest.mark.xdist_group("chromium")
TERM = '.term[data-term="{}"]'
CARD = "document.querySelector('.card')"
COMPLAINTS = ("Log.entryAdded", "Runtime.exceptionThrown", "Runtime.consoleAPICalled")
NAME = "document.querySelector('.card .name')?.textContent"
SHARED = Path(__file__).parents[1] / "extension/card"


def fill(page: Chromium, text: str) -> None:
    """Replace the text as a reader does who selects all and pastes."""
    page.run("document.getElementById('text').select()")
    page.write(text)
    page.wait_for(f"document.getElementById('reading').textContent === {text!r}")


def shown_terms(page: Chromium) -> list[str]:
    terms: list[str] = page.run("[...document.querySelectorAll('.term')].map(word => word.textContent)")
    return terms


def test_sample_is_underlined_and_its_twin_is_not(page: Chromium) -> None:
    terms = shown_terms(page)

    assert {"MQL", "SQL", "ROI", "cold emails", "closign"} <= set(terms)
    assert "roi" not in terms
    assert " roi" in page.run("document.getElementById('reading').textContent")
    assert "underline" in page.run("getComputedStyle(document.querySelector('.term')).textDecorationLine")


def test_reading_shows_the_text_to_the_letter(page: Chromium) -> None:
    page.run("document.getElementById('text').select()")
    text = "🙂  Un lead,\n\n  <b>deux</b> leads &amp; 𝗹𝗲𝗮𝗱\n"
    page.write(text)

    page.wait_for("document.querySelectorAll('.term').length === 3")
    assert page.run("document.getElementById('reading').textContent") == text
    assert shown_terms(page) == ["lead", "leads", "𝗹𝗲𝗮𝗱"]


def test_list_counts_the_terms(page: Chromium) -> None:
    fill(page, "Un lead, deux leads, un MQL.")

    page.wait_for("document.querySelectorAll('#found li').length === 2")
    assert page.run("document.getElementById('found-title').textContent") == "2\u00a0mots expliqués"
    assert page.run("document.getElementById('status').textContent") == "2\u00a0mots expliqués."
    assert page.run("document.querySelector('#found .count').textContent") == "× 2"


def test_text_without_terms_says_so(page: Chromium) -> None:
    fill(page, "Il fait beau.")

    page.wait_for("document.getElementById('status').textContent === 'Rien à expliquer dans ce texte.'")
    assert page.run("document.querySelector('.found').hidden")


def test_card_opens_under_a_resting_mouse_and_goes_with_it(page: Chromium) -> None:
    page.hover(TERM.format("mql"))
    page.wait_for(f"{NAME} === 'MQL'")

    page.hover("h1")
    page.wait_for("!document.querySelector('.card')")


def test_card_has_its_parts_in_order(page: Chromium) -> None:
    page.click(TERM.format("roi"))
    page.wait_for(f"{NAME} === 'ROI'")
    closed = page.run("document.querySelector('.card .body').innerText")
    page.click('.card [data-action="toggle"]')
    page.wait_for("document.querySelector('.card .chip')")
    opened = page.run("document.querySelector('.card').innerText")

    parts = ["ROI", "Return on Investment", "entabilité de la dépense", "Ce qu’une dépense", "Calcul",
             "Exemple", "Ne pas confondre", "À savoir", "À demander", "Terme officiel", "KPI", "Réduire",
             "Je connais", "Copier"]
    places = [opened.find(part) for part in parts]
    assert -1 not in places
    assert places == sorted(places)
    assert "Calcul" not in closed


def test_closed_cards_are_small(page: Chromium) -> None:
    sizes = []
    for number in range(len(shown_terms(page))):
        page.run(f"document.querySelectorAll('.term')[{number}].click()")
        page.wait_for(NAME)
        sizes.append(page.run("(card => [card.offsetWidth, card.offsetHeight])(" + CARD + ")"))
        page.press("Escape")

    assert max(width for width, _ in sizes) <= 340
    assert max(height for _, height in sizes) <= 240


def test_card_is_reached_and_left_by_keyboard(page: Chromium) -> None:
    page.run(f"document.querySelector({TERM.format('mql')!r}).focus()")
    page.press("Enter")
    page.wait_for("document.activeElement === document.querySelector('.card')")
    page.press("Tab")
    assert page.run("document.activeElement.textContent") == "En savoir plus"
    page.press(" ")
    page.wait_for("document.querySelector('.card .chip')")
    assert page.run("document.activeElement.textContent") == "Réduire"

    page.press("Escape")

    assert page.run("document.querySelector('.card')") is None
    assert page.run("document.activeElement.dataset.term") == "mql"


def test_card_opens_under_a_finger(page: Chromium) -> None:
    page.emulate(width=390, height=844, touch=True)
    page.tap(TERM.format("mql"))
    page.wait_for(f"{NAME} === 'MQL'")

    edges = page.run(f"(box => [box.left, box.right, innerWidth])({CARD}.getBoundingClientRect())")
    assert 0 <= edges[0] < edges[1] <= edges[2]


def test_related_word_opens_in_place_with_a_way_back(page: Chromium) -> None:
    page.click(TERM.format("roi"))
    page.click('.card [data-action="toggle"]')
    page.wait_for("document.querySelector('.card .chip')")
    page.click(".card .chip")
    page.wait_for(f"{NAME} !== 'ROI'")

    page.click('.card [data-action="back"]')

    page.wait_for(f"{NAME} === 'ROI'")


def test_known_word_is_no_longer_underlined_until_undone(page: Chromium) -> None:
    page.click(TERM.format("mql"))
    page.click('.card [data-action="learn"]')
    page.wait_for("document.querySelector('.card').innerText.includes('«\u00a0MQL\u00a0» ne sera plus souligné.')")
    assert "MQL" not in shown_terms(page)
    assert page.run("getComputedStyle(document.querySelector('.card .said')).marginBottom") == "0px"

    page.click(".card .said button")

    page.wait_for("!document.querySelector('.card')")
    assert "MQL" in shown_terms(page)


def test_word_that_is_known_is_no_longer_counted(page: Chromium) -> None:
    fill(page, "Un lead, un MQL.")
    page.click(TERM.format("mql"))
    page.click('.card [data-action="learn"]')

    page.wait_for("document.getElementById('found-title').textContent === '1\u00a0mot expliqué'")
    assert page.run("document.getElementById('details-count').textContent") == "1\u00a0mot souligné"
    assert page.run("document.querySelector('#found .known .name').textContent") == "MQL"


def test_dismissed_place_stays_dismissed_when_the_text_goes_on(page: Chromium) -> None:
    fill(page, "Nous avons un lead, un MQL. Puis un autre lead.")
    page.click(TERM.format("lead"))
    page.click('.card [data-action="more"]')
    page.click('.card [data-action="dismiss"]')
    page.wait_for("document.querySelector('.card').innerText.includes('plus soulignée')")
    assert page.run("document.getElementById('details-count').textContent") == "2\u00a0mots soulignés"

    page.run("document.getElementById('text').setSelectionRange(0, 0); document.getElementById('text').focus()")
    page.write("Voici. ")

    page.wait_for("document.getElementById('reading').textContent.startsWith('Voici.')")
    assert shown_terms(page) == ["MQL", "lead"]


def test_card_that_was_opened_on_purpose_is_not_replaced_in_passing(page: Chromium) -> None:
    page.click(TERM.format("mql"))
    page.wait_for(f"{NAME} === 'MQL'")

    page.hover(TERM.format("roi"))
    page.run("new Promise(after => setTimeout(after, 500))")

    assert page.run(NAME) == "MQL"


@pytest.mark.parametrize(("button", "said"), [("clear", "Texte effacé."), ("sample", "Exemple remis.")])
def test_replaced_text_comes_back(page: Chromium, button: str, said: str) -> None:
    text = "document.getElementById('text').value"
    fill(page, "Un lead à moi.")
    for undo in ("document.execCommand('undo')", "document.querySelector('#text-replaced button').click()"):
        page.click(f"#{button}")
        assert page.run("document.getElementById('text-replaced').innerText").startswith(said)
        assert page.run(text) != "Un lead à moi."

        page.run(undo)

        assert page.run(text) == "Un lead à moi."
    page.wait_for("document.getElementById('reading').textContent === 'Un lead à moi.'")


def test_blank_text_is_an_empty_one(page: Chromium) -> None:
    page.run("document.getElementById('text').select()")
    page.write("  \n ")

    page.wait_for("document.getElementById('reading').matches(':empty')")
    assert page.run("document.getElementById('status').textContent") == ""


def test_typo_says_how_it_was_read(page: Chromium) -> None:
    page.click(TERM.format("closing"))
    page.wait_for("document.querySelector('.card .body').innerText.includes('Lu comme «\u00a0Closing\u00a0»')")


def test_switch_shows_the_probable_senses_too(page: Chromium, annotator: Annotator) -> None:
    text = "Paul suit ce KPI. Il fait beau. La salle est grande. On mange. La segmentation est à 15h."
    probable = [hit.surface for hit in annotator.annotate(text) if hit.confidence < SURE]
    assert probable
    fill(page, text)
    page.wait_for("document.querySelectorAll('.term').length > 0")
    assert not set(probable) & set(shown_terms(page))

    page.click("#probable")

    page.wait_for(f"document.querySelectorAll('.term.probable').length === {len(probable)}")
    assert set(probable) <= set(shown_terms(page))
    assert page.run("getComputedStyle(document.querySelector('.term.probable')).textDecorationStyle") == "dashed"
    page.click(".term.probable")
    page.wait_for(f"{CARD}.innerText.includes('Sens probable')")


def test_details_say_why_each_word_was_taken_or_left_out(page: Chromium) -> None:
    assert page.run("document.getElementById('details-count').textContent").endswith("1\u00a0laissé de côté")
    page.click("#details summary")
    page.wait_for("document.querySelector('.explained .left-out')")

    rows = page.run("[...document.querySelectorAll('#reasons button')].map(row => row.innerText)")
    assert rows[0].split("\n") == ["roi", "Écarté\u00a0: client est roi", "ROI"]
    assert len(rows) == len(shown_terms(page)) + 1
    assert any("Lu comme" in row for row in rows)
    assert page.run("getComputedStyle(document.querySelector('.left-out')).textDecorationLine") == "line-through"


def test_list_opens_the_card_at_the_word(page: Chromium) -> None:
    page.click('#found [data-term="crm"]')
    page.wait_for(f"{NAME} === 'CRM'")


@pytest.mark.parametrize(("length", "cure"), [(200_001, "Coupez-le en deux"), (1_000_000, "Coupez-le en 5")])
def test_too_long_a_text_is_told_and_not_sent(page: Chromium, length: int, cure: str) -> None:
    page.run(f"document.getElementById('text').value = '🙂'.repeat({length});"
             "document.getElementById('text').dispatchEvent(new Event('input'))")

    page.wait_for("document.getElementById('status').textContent.startsWith('Ce texte dépasse 200')")
    said = page.run("document.getElementById('status').textContent")
    assert f"il en compte {length:,}".replace(",", "\u202f") in said
    assert cure in said
    assert not [event for event in page.events if event.get("method") == "Network.requestWillBeSent"]


def test_page_asks_nobody_else_and_breaks_no_rule(page: Chromium, address: str) -> None:
    page.click(TERM.format("roi"))
    page.click('.card [data-action="toggle"]')
    page.wait_for("document.querySelector('.card .chip')")

    asked = {event["params"]["request"]["url"] for event in page.events
             if event.get("method") == "Network.requestWillBeSent"}
    told = [event for event in page.events if event.get("method") in COMPLAINTS]
    assert all(url.startswith(address) for url in asked)
    assert told == []


def test_page_and_command_call_the_same_senses_probable() -> None:
    assert f"SURE = {SURE};" in (SHARED / "parts.js").read_text("utf-8")
