"""The cards of documents in a real browser: they open without a server, and paper shows what a reader needs."""

import io
from pathlib import Path

import pypdfium2
import pytest

from chromium import Chromium
from lexibulle import Annotator, documents
from tagging import tagged

pytestmark = pytest.mark.xdist_group("chromium")
TEXT = "Nos MQL attendent un appel, le churn baisse."
PAGE = f"<!doctype html><meta charset=utf-8><title>Point</title><style>p {{ color: red }}</style><p>{TEXT}"
XHTML = (f'<html xmlns="http://www.w3.org/1999/xhtml"><head><title>Point</title><script src=""/></head><body>'
         f"<p>{TEXT}</p></body></html>\n")
OPEN = "document.querySelector('.lexibulle-card:popover-open')"
FACT = "aucun commercial ne l’a encore validé"  # of the card of MQL
OTHER = "partis avant la fin"  # of that of churn


def with_open_card(browser: Chromium, page: Path) -> str:
    """Opens the page and the card of MQL; what the card says."""
    browser.emulate()
    browser.open(page.as_uri())
    browser.click(".lexibulle-term")
    text: str = browser.wait_for(f"{OPEN}?.innerText")
    return text


def printed(browser: Chromium) -> str:
    document = pypdfium2.PdfDocument(io.BytesIO(browser.pdf()))
    text = " ".join(" ".join(page.get_textpage().get_text_range().split()) for page in document)
    document.close()
    return text.replace("\xa0", " ")


@pytest.mark.parametrize(("name", "source"), [("point.html", PAGE), ("point.xhtml", XHTML)])
def test_card_of_a_tagged_page_opens_without_a_server_and_stays_off_paper(
    browser: Chromium, annotator: Annotator, tmp_path: Path, name: str, source: str
) -> None:
    page = tmp_path / name
    page.write_bytes(tagged(annotator, source.encode(), name)[2])

    assert FACT in with_open_card(browser, page)
    text = printed(browser)
    assert "attendent un appel" in text
    assert FACT not in text


def test_page_made_of_a_document_prints_every_card_open_or_not(
    browser: Chromium, annotator: Annotator, tmp_path: Path
) -> None:
    document = documents.read(TEXT.encode(), "point.txt")
    page = tmp_path / "page.html"
    hits = documents.annotate(annotator, document)
    page.write_text(documents.as_html(document, hits, glossary=annotator.glossary), "utf-8")

    assert FACT in with_open_card(browser, page)
    text = printed(browser)
    assert FACT in text
    assert OTHER in text
