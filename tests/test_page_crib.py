"""The crib: two A4 pages that hold every term, black on white."""

import io
from collections.abc import Iterator

import pypdfium2
import pytest
from PIL import Image

from chromium import Chromium
from lexibulle import Glossary

pytestmark = pytest.mark.xdist_group("chromium")
A4 = (595, 842)  # points


@pytest.fixture
def printed(browser: Chromium, address: str) -> Iterator[pypdfium2.PdfDocument]:
    browser.emulate(dark=True)
    browser.open(f"{address}aide-memoire")
    browser.wait_for("document.querySelector('.row')")
    document = pypdfium2.PdfDocument(io.BytesIO(browser.pdf()))
    yield document
    document.close()


def text_of(document: pypdfium2.PdfDocument) -> str:
    return " ".join(" ".join(page.get_textpage().get_text_range().split()) for page in document)


def test_crib_is_two_a4_pages(printed: pypdfium2.PdfDocument) -> None:
    assert [(round(width), round(height)) for width, height in (page.get_size() for page in printed)] == [A4, A4]


def test_crib_holds_every_term_with_its_plain_wording_and_definition(
    printed: pypdfium2.PdfDocument, glossary: Glossary
) -> None:
    text = _comparable(text_of(printed))

    missing = [(term.id, part) for term in glossary for part in (term.name, term.plain, term.definition)
               if _comparable(part) not in text]
    assert missing == []


def test_crib_holds_every_formula(printed: pypdfium2.PdfDocument, glossary: Glossary) -> None:
    text = _comparable(text_of(printed))

    formulas = [term.formula.expression for term in glossary if term.formula]
    assert len(formulas) == 7
    assert [formula for formula in formulas if _comparable(formula) not in text] == []


def test_what_the_end_of_a_line_would_break_badly_is_kept_together(browser: Chromium, address: str) -> None:
    browser.emulate()
    browser.open(f"{address}aide-memoire")
    browser.wait_for("document.querySelector('.row')")
    text = browser.run("document.getElementById('crib').textContent")

    assert "e\u2011mail" in text
    assert "e-mail" not in text
    assert "\u00a0×\u00a0100" in text


def test_crib_is_black_on_white_in_dark_mode_too(printed: pypdfium2.PdfDocument) -> None:
    picture: Image.Image = printed[0].render(scale=1).to_pil().convert("L")

    lights = picture.histogram()
    assert picture.getpixel((3, 3)) == 255
    assert sum(lights[250:]) > 0.75 * sum(lights)


def test_pages_are_about_equally_full(printed: pypdfium2.PdfDocument) -> None:
    lengths = [len(page.get_textpage().get_text_range()) for page in printed]

    assert min(lengths) > 0.7 * max(lengths)


def test_reading_is_printed_once_and_without_what_is_pressed(page: Chromium) -> None:
    document = pypdfium2.PdfDocument(io.BytesIO(page.pdf()))
    text = text_of(document)
    document.close()

    assert text.count("Trois mois de prospection") == 1
    assert [label for label in ("Votre texte", "Effacer", "fautes de frappe", "Détails", "Extensions")
            if label in text] == []


def test_crib_that_could_not_be_loaded_is_not_printed(browser: Chromium, address: str) -> None:
    browser.emulate()
    browser.open(address)
    browser._call("Fetch.enable", patterns=[{"urlPattern": "*/v1/terms"}])
    browser.click('nav a[href="/aide-memoire"]')
    assert browser.run("document.getElementById('print').disabled")

    browser._call("Fetch.disable")

    browser.wait_for("!document.getElementById('print').disabled")


def _comparable(text: str) -> str:
    """Without spaces and hyphens, which a line end may eat or add; names in any case."""
    return "".join(text.split()).translate(dict.fromkeys(map(ord, "-\u2010\u2011\ufffe"))).lower()
