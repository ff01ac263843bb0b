"""What is read of a page, and what is underlined there."""

from e2e.reader import Reader


def test_article_is_underlined_once_a_section(reader: Reader) -> None:
    reader.open("article.html")

    reader.wait_underlined("MQL", "relance", "prospect", "SQL", "ROI", "MQL")


def test_card_opens_under_the_pointer_and_goes_with_it(reader: Reader) -> None:
    reader.open("article.html")
    reader.wait_for("ROI")
    reader.open_card("ROI", "ROI")

    assert "Rentabilité de la dépense".lower() in reader.card_text().lower()
    reader.browser.move(5, 5)
    reader.wait_for_no_card()
