"""Workbooks, tables and slides: cells keep apart, comments are reopened with an independent reader."""

import csv
import io
from zipfile import ZipFile

import openpyxl
import pptx
import pytest
from lxml import etree

from lexibulle import Annotator, documents
from lexibulle.documents import Unreadable
from tagging import corpus, surfaces, tagged

BOOK, TABLE, SLIDES = "suivi.xlsx", "suivi.csv", "formation.pptx"


def comments(data: bytes) -> dict[str, tuple[str, str]]:
    """Sheet and cell to author and text, as openpyxl reads them."""
    return {f"{sheet.title}!{cell.coordinate}": (cell.comment.author, cell.comment.text)
            for sheet in openpyxl.load_workbook(io.BytesIO(data)) for row in sheet.iter_rows() for cell in row
            if cell.comment}


def values(data: bytes) -> list[list[object]]:
    return [[cell.value for cell in row] for sheet in openpyxl.load_workbook(io.BytesIO(data))
            for row in sheet.iter_rows()]


def parts(data: bytes) -> dict[str, bytes]:
    with ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def canonical(data: bytes) -> dict[str, bytes]:
    """The parts, markup in its canonical form."""
    return {name: etree.tostring(etree.fromstring(part), method="c14n") if name.endswith(("xml", "rels")) else part
            for name, part in parts(data).items()}


def test_cells_are_commented(annotator: Annotator) -> None:
    _, hits, written = tagged(annotator, corpus(BOOK), BOOK)

    found = comments(written)
    assert surfaces(hits) == ["MQL", "Churn", "taux d’ouverture", "pipeline commercial"], "no term crosses a cell"
    assert {place: author for place, (author, _) in found.items()} == {
        "Suivi 2026!A2": "Lexibulle", "Suivi 2026!A4": "Zoé", "Suivi 2026!B4": "Lexibulle", "Notes!A1": "Lexibulle"}
    assert found["Suivi 2026!A2"][1].startswith(
        "Lexibulle\u00a0:\nMQL (Marketing Qualified Lead)\u00a0: contact intéressé, à valider\n")


def test_a_comment_of_somebody_else_stays_first(annotator: Annotator) -> None:
    _, _, written = tagged(annotator, corpus(BOOK), BOOK)

    text = comments(written)["Suivi 2026!A4"][1]
    assert text.startswith("à vérifier\n\nLexibulle\u00a0:\nChurn")


def test_the_workbook_keeps_its_values_and_its_other_parts(annotator: Annotator) -> None:
    _, _, written = tagged(annotator, corpus(BOOK), BOOK)

    before, after = parts(corpus(BOOK)), parts(written)
    assert values(written) == values(corpus(BOOK))
    changed = {name for name in before if before[name] != after[name]}
    assert changed <= {"[Content_Types].xml", "xl/comments1.xml", "xl/drawings/vmlDrawing1.vml",
                       "xl/worksheets/sheet2.xml"}


def test_comments_come_off_and_every_part_is_as_it_was(annotator: Annotator) -> None:
    _, _, once = tagged(annotator, corpus(BOOK), BOOK, every=True)
    _, _, twice = tagged(annotator, once, BOOK, every=True)

    assert twice == once
    assert canonical(documents.untag(once, BOOK)) == canonical(corpus(BOOK))


def test_comments_come_off_a_workbook_that_was_saved_again(annotator: Annotator) -> None:
    _, _, written = tagged(annotator, corpus(BOOK), BOOK)
    buffer = io.BytesIO()
    openpyxl.load_workbook(io.BytesIO(written)).save(buffer)

    back = documents.untag(buffer.getvalue(), BOOK)

    assert comments(back) == {"Suivi 2026!A4": ("Zoé", "à vérifier")}
    assert values(back) == values(corpus(BOOK))


def test_comments_come_off_a_workbook_that_libreoffice_saved_again() -> None:
    """It forgets who wrote what: our name in the comment itself tells."""
    resaved = corpus("annote-suivi.xlsx")
    assert len(comments(resaved)) == 4

    back = documents.untag(resaved, BOOK)

    assert {place: text for place, (_, text) in comments(back).items()} == {"Suivi 2026!A4": "à vérifier"}
    assert values(back) == values(corpus(BOOK))


def test_a_workbook_of_another_writer(annotator: Annotator) -> None:
    """Inline strings, no relations, a chart sheet's neighbour: as openpyxl writes it."""
    book = openpyxl.Workbook()
    book.worksheets[0]["AB12"] = "Le churn & le ROI du budget"
    book.worksheets[0]["A1"] = "=1+1"
    buffer = io.BytesIO()
    book.save(buffer)

    document, _, written = tagged(annotator, buffer.getvalue(), BOOK)

    assert [block.place for block in document.blocks] == ["Sheet!AB12"]
    ((place, (author, text)),) = comments(written).items()
    assert (place, author) == ("Sheet!AB12", "Lexibulle")
    assert "Churn" in text
    assert "ROI" in text
    assert canonical(documents.untag(written, BOOK)) == canonical(buffer.getvalue())


@pytest.mark.parametrize("encoding", ["cp1252", "utf-8-sig", "utf-8", "utf-16"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_a_table_gets_one_column_more(annotator: Annotator, delimiter: str, encoding: str) -> None:
    text = corpus(TABLE).decode("cp1252").replace(";", delimiter)
    text += f'"Le ""closing""{delimiter} du\r\nmois"{delimiter}x\r\n'
    data = text.encode(encoding)

    document, hits, written = tagged(annotator, data, TABLE)
    before, after = ([*csv.reader(io.StringIO(raw.decode(encoding), newline=""), delimiter=delimiter)]
                     for raw in (data, written))

    assert surfaces(hits) == ["MQL", "Churn", "closing"]
    assert [row[:2] for row in after] == before
    assert [row[2].partition("\u00a0:")[0] for row in after] == [
        "Lexibulle", "MQL (Marketing Qualified Lead)", "", "Churn", "Closing"]
    assert documents.untag(written, TABLE) == data
    assert document.blocks[2].place == "ligne 2, colonne A"


@pytest.mark.parametrize(("text", "delimiter"), [
    ("a;b;c\nMQL\nx;y;churn\n\nz\nroi;\n", ";"), ("a,b\nMQL,1,2\nx\n", ","),
    ("Export du jour\r\na;b\r\nMQL;\r\nchurn;x\r\n", ";"), ('a;b\n"MQL";""\n"churn"\n"ROI";;', ";"),
    ("a\tb\r\"MQL\"\r", "\t")])
def test_notes_of_uneven_rows_stand_in_the_added_column(annotator: Annotator, text: str, delimiter: str) -> None:
    _, hits, written = tagged(annotator, text.encode(), TABLE)
    before, after = ([*csv.reader(io.StringIO(raw, newline=""), delimiter=delimiter)]
                     for raw in (text, written.decode()))

    width = max(map(len, before))
    notes = [row[width].strip() for row in after if len(row) > width and row[width]]
    assert notes[0] == "Lexibulle"
    assert len(notes) == 1 + len(surfaces(hits))
    assert [row[: len(own)] for row, own in zip(after, before, strict=True)] == before
    assert not any("".join(row[len(own) : width]) for row, own in zip(after, before, strict=True))
    assert documents.untag(written, TABLE) == text.encode()


def test_a_cell_that_was_filled_since_is_kept(annotator: Annotator) -> None:
    _, _, written = tagged(annotator, b"a;b;c\nMQL\n", TABLE)

    filled = written.replace(b"MQL;;;", b"MQL;x;;")

    assert documents.untag(filled, TABLE) == b"a;b;c\nMQL;x\n"


@pytest.mark.parametrize("text", [
    "note;Lexibulle\nMQL;lu\n", "note;Lexibulle (outil)\nMQL;x\n", "note;Lexibulle\nMQL;\n",
    '"note";"Lexibulle"\n"MQL";"fait"\n', "note;Lexibulle | MQL\nMQL;\n"])
def test_a_column_of_somebody_that_is_called_like_ours_is_his(annotator: Annotator, text: str) -> None:
    assert documents.untag(text.encode(), TABLE) == text.encode()

    _, _, written = tagged(annotator, text.encode(), TABLE)

    assert documents.untag(written, TABLE) == text.encode()
    assert tagged(annotator, written, TABLE)[2] == written


@pytest.mark.parametrize("text", ["a;b\nMQL;x\ny;z\n", "a;b\nMQL\ny;z\n", "a;MQL\nb;z\n"])
def test_our_column_comes_off_where_others_were_added_after_it(annotator: Annotator, text: str) -> None:
    _, _, written = tagged(annotator, text.encode(), TABLE)
    rows = [*csv.reader(io.StringIO(written.decode()), delimiter=";")]
    buffer = io.StringIO()
    csv.writer(buffer, delimiter=";", lineterminator="\n").writerows(
        [*row, *[""] * (len(rows[0]) - len(row)), f"suivi {number}"] for number, row in enumerate(rows))

    back = documents.untag(buffer.getvalue().encode(), TABLE).decode()

    own = text.splitlines()
    assert back.splitlines() == [f"{row}{';' * (1 - row.count(';'))};suivi {number}" for number, row in enumerate(own)]


@pytest.mark.parametrize("first", ["sep=,\r\n", '"SEP=|"\n', "sep=\t\r"])
def test_a_first_line_that_says_the_delimiter_stays_the_first(annotator: Annotator, first: str) -> None:
    delimiter = first.strip('"\r\n')[-1]
    text = f"{first}nom{delimiter}note; autre\nZoé{delimiter}MQL\n"

    document, _, written = tagged(annotator, text.encode(), TABLE)
    rows = [*csv.reader(io.StringIO(written.decode().removeprefix(first)), delimiter=delimiter)]

    assert [block.place for block in document.blocks][:2] == ["ligne 1, colonne A", "ligne 1, colonne B"]
    assert written.decode().startswith(first)
    assert rows[0] == ["nom", "note; autre", "Lexibulle"]
    assert rows[1][:2] == ["Zoé", "MQL"]
    assert rows[1][2].startswith("MQL (")
    assert documents.untag(written, TABLE) == text.encode()


def test_one_endless_row_does_not_make_all_endless(annotator: Annotator) -> None:
    document = documents.read(b"a" + b";" * 100_000 + b"b\n" + b"MQL\n" * 110, TABLE)

    with pytest.raises(Unreadable, match="inégales"):
        documents.write(document, documents.annotate(annotator, document), every=True)


@pytest.mark.parametrize("text", [
    "MQL", "MQL;", "a;b\n\nMQL\n", "\nMQL", 'x"y";MQL\r\n', "a\rMQL\r", "MQL\n;\n", "a,b\nMQL,c", "sep=;\nMQL",
    "MQL\nsep=;"])
def test_odd_tables_come_back_to_the_byte(annotator: Annotator, text: str) -> None:
    _, hits, written = tagged(annotator, text.encode(), TABLE)

    assert surfaces(hits) == ["MQL"]
    assert documents.untag(written, TABLE) == text.encode()


def test_a_quote_that_is_not_closed_is_said(annotator: Annotator) -> None:
    document = documents.read(b'MQL;"x\ny', TABLE)

    with pytest.raises(Unreadable, match="guillemet"):
        documents.write(document, documents.annotate(annotator, document))


def test_slides_are_read_and_shown_as_a_page(annotator: Annotator) -> None:
    document, hits, written = tagged(annotator, corpus(SLIDES), SLIDES)

    assert surfaces(hits) == ["MQL", "cold call", "Churn"]
    assert {block.place for block in document.blocks} == {"diapositive 1", "diapositive 2"}
    assert documents.suffix_written(document) == ".html"
    assert written.startswith(b"<!doctype html>")


def test_titles_groups_and_notes_of_slides_are_read(annotator: Annotator) -> None:
    show = pptx.Presentation()
    slide = show.slides.add_slide(show.slide_layouts[5])
    slide.shapes.title.text = "Le churn"
    group = slide.shapes.add_group_shape()
    group.shapes.add_textbox(0, 0, 100, 100).text_frame.text = "Un lead magnet"
    slide.notes_slide.notes_text_frame.text = "Parler des MQL"
    buffer = io.BytesIO()
    show.save(buffer)

    document, hits, _ = tagged(annotator, buffer.getvalue(), SLIDES)

    assert [(block.text, block.role) for block in document.blocks] == [
        ("Le churn", "heading"), ("Un lead magnet", "text"), ("Parler des MQL", "aside")]
    assert surfaces(hits) == ["churn", "lead magnet", "MQL"]
    assert document.title in ("Le churn", "PowerPoint Presentation")
