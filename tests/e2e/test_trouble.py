"""A service that is away, slow or broken, a page that is hostile: the page is untouched, and it all comes back."""

import json

import pytest

from e2e.reader import CARD, HOST, Reader
from e2e.relay import Mood

FOCUS = f"{HOST}.activeElement"


@pytest.mark.parametrize("mood", ["gone", "broken"])
def test_page_is_untouched_while_the_service_is_away_and_it_comes_back(reader: Reader, mood: Mood) -> None:
    reader.relay.mood = mood
    reader.open("away.html")
    before = reader.browser.run("document.documentElement.outerHTML")
    reader.relay.wait(1)
    for _ in range(5):
        reader.browser.run("document.getElementById('first').append(' Encore un lead.')")
    assert reader.underlined() == []
    assert sum(path == "/v1/annotate" for path, _ in reader.relay.bodies) <= 3  # Firefox itself asks again by GET

    reader.relay.mood = "well"

    reader.wait_for("ROI")
    assert reader.browser.run("document.documentElement.outerHTML") == before.replace(
        "le sait.</p>", "le sait." + " Encore un lead." * 5 + "</p>", 1)


def test_answer_that_comes_too_late_for_a_text_is_thrown_away(reader: Reader) -> None:
    reader.relay.mood = "slow"
    reader.open("away.html")
    reader.relay.wait(1)
    reader.browser.run("document.getElementById('text').firstChild.data = 'Un lead arrive.'")

    reader.wait_underlined("ROI", "prospect", "lead")


@pytest.mark.parametrize("left", [False, True], ids=["refused", "left"])
def test_popup_is_told_that_nothing_more_comes(reader: Reader, left: bool) -> None:
    """Neither of a text that the service refuses, nor of one that has left the page while the service was away."""
    told = """Object.entries(await chrome.storage.session.get(null)).filter(([name]) => name.startsWith('page:'))
        .map(([_, {reading, refused}]) => [reading, refused].join())"""
    reader.relay.mood = "gone" if left else "held"
    reader.open("away.html" if left else "long.html")
    reader.relay.wait(1)
    reader.browser.wait_aside(f"({told}).includes('true,false')")
    if left:
        reader.browser.run("document.body.replaceChildren()")

    reader.relay.mood = "well"

    reader.browser.wait_aside(f"({told}).includes('false,{str(not left).lower()}')")


def test_hostile_entries_of_a_glossary_stay_text(reader: Reader) -> None:
    reader.set(uncertain=True)
    reader.open("hostile.html")
    reader.browser.wait("[...CSS.highlights.values()].some(marked => marked.size === 100)")
    for number in range(100):
        reader.tell({"kind": "next"})
        word = "zorg" + "".join("abcdefghij"[int(digit)] for digit in f"{number:02}")
        reader.browser.wait(f"document.querySelector(':popover-open') && {FOCUS}?.textContent === '{word}'")
        assert reader.browser.run(f"{CARD}.querySelector('.name').textContent").endswith(f" {number}")
        assert reader.browser.run(f"{HOST}.querySelectorAll('img, script, svg, iframe, a, style').length") == 0

    assert reader.browser.run("document.title") == "Piège"


def test_few_requests_carry_a_page(reader: Reader) -> None:
    reader.open("article.html")
    reader.wait_for("ROI")

    asked = [json.loads(body) for path, body in reader.relay.bodies if path == "/v1/annotate"]
    assert len(asked) <= 2
    assert all("token" not in json.dumps(one) for one in asked)


def test_scripts_put_in_twice_make_one_reader(reader: Reader) -> None:
    reader.open("article.html")
    reader.wait_for("ROI")
    reader.browser.aside("""(async () => {
        const { PAGE_SCRIPTS } = await import('/background/scripts.js');
        const tabs = await chrome.tabs.query({url: 'http://127.0.0.1/*'});
        await Promise.all(tabs.map(({id}) => chrome.scripting.executeScript(
            {target: {tabId: id}, files: PAGE_SCRIPTS})));
    })()""")

    reader.wait_underlined("MQL", "relance", "prospect", "SQL", "ROI", "MQL")
    assert reader.browser.run("CSS.highlights.size") == 3
    assert reader.browser.run("document.adoptedStyleSheets.length") == 1
