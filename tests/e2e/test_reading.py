"""What is read of a page, and what is underlined there."""

import json
import unicodedata
from typing import Final

import pytest

from e2e.browsers import Chromium
from e2e.reader import Reader

CHROMIUM: Final = pytest.mark.parametrize("reader", ["chromium"], indirect=True)


@pytest.mark.parametrize(("page", "words"), [
    ("article.html", ["MQL", "relance", "prospect", "SQL", "ROI", "MQL"]),  # once a section, never in a menu
    ("letters.html", ["lead", "cold\u00a0email", unicodedata.normalize("NFD", "démo produit"), "taux d’ouverture",
                      "𝗽𝗿𝗼𝘀𝗽𝗲𝗰𝘁", "p\u00adi\u00adp\u00ade\u00adline commercial"]),
    ("inline.html", ["cold", " ", "email", "p", "ro", "spect", "taux\n      de\n      conversion",
                     "base", "de données", "lead", "KPI"]),
    ("tables.html", ["Prospect", "Prospect", "MQL", "Relance", "prospect", "Opt-in", "upsell"]),
    ("quiet.html", ["lead", "scraping", "CRM", "MQL"]),
    ("shadow.html", ["prospect", "CRM", "MQL"]),
    ("strict.html", ["MQL"]),
])
def test_terms_are_underlined(reader: Reader, page: str, words: list[str]) -> None:
    reader.open(page)

    reader.wait_underlined(*words)


@CHROMIUM
def test_long_grid_is_read_in_time_that_grows_with_its_rows(reader: Reader) -> None:
    """To count the rows of this one takes milliseconds: too long to be done for each cell."""
    reader.open("grid.html")

    reader.wait_underlined("prospect")


def test_frames_are_read_each(reader: Reader) -> None:
    reader.open("frames.html")

    reader.wait_for("lead")
    for frame, word in (("address", "prospect"), ("srcdoc", "churn")):
        marked = f"[...document.getElementById('{frame}').contentWindow.CSS.highlights.values()]"
        reader.browser.wait(f"{marked}.some(ranges => [...ranges].some(range => range.startContainer.data"
                            f".slice(range.startOffset, range.endOffset) === '{word}'))")


def test_frame_is_left_alone_while_it_is_written(reader: Reader) -> None:
    marked = "[...document.getElementById('srcdoc').contentWindow.CSS.highlights.values()].some(ranges => ranges.size)"
    reader.open("frames.html")
    reader.browser.wait(marked)
    reader.browser.run("""(() => {
        const written = document.getElementById('srcdoc').contentDocument;
        written.designMode = 'on';
        written.body.innerHTML = '<p>Mon brouillon, un pitch.</p>';
        document.querySelector('p').textContent = 'Un funnel dehors.';
    })()""")
    reader.wait_for("funnel")
    assert "Mon brouillon, un pitch." not in reader.relay.texts()

    reader.browser.run("""(written => {
        written.designMode = 'off';
        written.body.append('Signé.');
    })(document.getElementById('srcdoc').contentDocument)""")

    reader.browser.wait(marked)
    assert "Mon brouillon, un pitch." in reader.relay.texts()


def test_evidence_two_screens_later_decides_what_was_read_before(reader: Reader) -> None:
    reader.open("evidence.html")
    reader.browser.wait("CSS.highlights.size > 0")
    assert "SQL" not in reader.underlined()

    reader.browser.run("document.getElementById('last').scrollIntoView()")

    reader.wait_underlined("MQL")
    reader.browser.run("scrollTo(0, 0)")
    reader.wait_for("SQL")


def test_secrets_in_fields_are_never_sent(reader: Reader) -> None:
    reader.open("secrets.html")
    reader.wait_underlined("lead")

    sent = json.dumps(reader.relay.bodies)
    assert "Un lead vous attend" in sent
    assert "secret" not in sent


@pytest.mark.parametrize("page", ["article.html", "shadow.html", "tables.html"])
def test_page_at_rest_sees_nothing_of_us(reader: Reader, page: str) -> None:
    """Its own observer sees no record, its markup is the same to the letter, and no address of ours is in it."""
    reader.open(page)
    reader.browser.run("""(() => {
        window.records = 0;
        new MutationObserver(seen => window.records += seen.length).observe(document,
            {attributes: true, characterData: true, childList: true, subtree: true});
        window.before = document.documentElement.outerHTML;
    })()""")
    reader.wait_for("prospect")
    if page == "article.html":
        reader.open_card("prospect", "Prospect")
        reader.browser.press("Escape")
        reader.wait_for_no_card()
        assert reader.browser.run("window.records") == 2  # the host came, and went
        reader.browser.run("window.records = 0")

    assert reader.browser.run("window.records") == 0
    assert reader.browser.run("document.documentElement.outerHTML === window.before")
    assert "-extension:" not in reader.browser.run("document.documentElement.outerHTML")


def test_level_and_known_words_leave_words_out(reader: Reader) -> None:
    reader.set(level=2)
    reader.open("article.html")
    reader.wait_underlined("MQL", "SQL", "ROI", "MQL")

    reader.set(level=3)
    reader.open("article.html")
    reader.wait_underlined("ROI")


def test_pause_and_discreet_hide_everything_at_once(reader: Reader) -> None:
    reader.open("article.html")
    reader.wait_for("ROI")
    reader.in_background("changeSettings({loudness: 'discreet'})")
    reader.wait_underlined()
    reader.in_background("changeSettings({loudness: 'underline'})")
    reader.wait_for("ROI")
    reader.in_background("changeSettings({pausedUntil: Date.now() + 60000})")
    reader.browser.wait("CSS.highlights.size === 0")
    assert reader.browser.run("document.adoptedStyleSheets.length") == 0


@CHROMIUM
def test_underlines_are_not_printed(reader: Reader) -> None:
    assert isinstance(reader.browser, Chromium)
    lines = """[...CSS.highlights.keys()].map(name =>
        getComputedStyle(document.querySelector('p'), `::highlight(${name})`).textDecorationLine)"""
    reader.open("article.html")
    reader.wait_for("ROI")
    assert "underline" in reader.browser.run(lines)

    reader.browser.page.emulate_media(media="print")
    try:
        assert "underline" not in reader.browser.run(lines)
    finally:
        reader.browser.page.emulate_media(media="screen")
