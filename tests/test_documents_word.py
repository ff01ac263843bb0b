"""Word documents: comments reopened with independent readers, text and formatting as they were."""

import io
from collections.abc import Iterator
from typing import Any
from zipfile import ZipFile

import docx
import docx.enum.style
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.text.paragraph import Paragraph
from lxml import etree

from lexibulle import Annotator, documents
from tagging import corpus, surfaces, tagged

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
NAME = "note.docx"


@pytest.fixture(scope="module")
def note() -> bytes:
    """What each paragraph holds is what a test looks for."""
    document = docx.Document()
    document.add_heading("Point MQL", 1)
    paragraph = document.add_paragraph("Nos ")
    paragraph.add_run("cold").bold = True
    paragraph.add_run(" email").italic = True
    paragraph.add_run("s partent. Le churn monte.")
    changed = document.add_paragraph("Voir ")
    extend(changed, (
        f'<w:ins {nsdecls("w")} w:id="9" w:author="Zoé"><w:r><w:t xml:space="preserve"> un lead </w:t></w:r></w:ins>'))
    extend(changed, (
        f'<w:del {nsdecls("w")} w:id="10" w:author="Zoé"><w:r><w:delText>un prospect</w:delText></w:r></w:del>'))
    linked = document.add_paragraph("Lire ")
    extend(linked, (
        f'<w:hyperlink {nsdecls("w")} w:anchor="x"><w:r><w:t>le pipeline commercial</w:t></w:r></w:hyperlink>'))
    document.add_paragraph("cold\temail")
    table = document.add_table(2, 2)
    table.cell(0, 0).text, table.cell(0, 1).text, table.cell(1, 0).text = "cold", "call", "no-show"
    table.cell(1, 1).add_table(1, 1).cell(0, 0).text = "lead magnet"
    document.sections[0].header.paragraphs[0].text = "Le ROI de la campagne"
    document.add_comment(document.paragraphs[1].runs[0], text="à revoir", author="Zoé", initials="Z")
    return saved(document)


def extend(paragraph: Paragraph, markup: str) -> None:
    paragraph._p.append(parse_xml(markup))  # type: ignore[arg-type]  # a paragraph holds more than paragraphs


def saved(document: docx.document.Document) -> bytes:
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def part(data: bytes, name: str = "word/document.xml") -> Any:
    with ZipFile(io.BytesIO(data)) as archive:
        return etree.fromstring(archive.read(name))


def commented(data: bytes, author: str = "Lexibulle") -> dict[str, str]:
    """First line of each comment of an author, and the words between its two signs."""
    ours = {comment.get(f"{W}id"): "".join(comment.find(f"{W}p").itertext(f"{W}t"))
            for comment in part(data, "word/comments.xml") if comment.get(f"{W}author") == author}
    open_, words = set(), dict.fromkeys(ours, "")
    for node in part(data).iter():
        if node.tag == f"{W}commentRangeStart":
            open_.add(node.get(f"{W}id"))
        elif node.tag == f"{W}commentRangeEnd":
            open_.discard(node.get(f"{W}id"))
        elif node.tag == f"{W}t":
            words |= {number: words[number] + node.text for number in open_ if number in ours}
    assert not open_
    return {ours[number].split("\u00a0:")[0]: words[number] for number in ours}


def test_words_are_commented_wherever_they_stand(annotator: Annotator, note: bytes) -> None:
    _, hits, written = tagged(annotator, note, NAME)

    assert surfaces(hits) == ["MQL", "cold emails", "churn", "lead", "pipeline commercial", "no-show", "lead magnet",
                              "ROI"]
    assert commented(written) == {
        "MQL (Marketing Qualified Lead)": "MQL", "Cold email": "cold emails", "Churn": "churn", "Lead": "lead",
        "Pipeline commercial": "pipeline commercial", "No-show": "no-show", "Lead magnet": "lead magnet",
        "ROI (Return on Investment, retour sur investissement)": ""}
    assert commented(written, "Zoé") == {"à revoir": "Nos "}


def test_a_word_of_the_header_is_commented_where_word_allows_it(annotator: Annotator, note: bytes) -> None:
    _, _, written = tagged(annotator, note, NAME)

    comment = next(comment for comment in docx.Document(io.BytesIO(written)).comments if "ROI" in comment.text)
    assert comment.author == "Lexibulle"
    assert comment.text.endswith("«\u00a0ROI\u00a0» (en-tête)")
    with ZipFile(io.BytesIO(written)) as archive:
        assert not any(b"commentRange" in archive.read(name) for name in archive.namelist() if "header" in name)


def formatting(data: bytes) -> Iterator[tuple[str, bytes]]:
    """Each character of the body with the formatting of its run."""
    for text in part(data).iter(f"{W}t"):
        properties = text.getparent().find(f"{W}rPr")
        written = b"" if properties is None else etree.tostring(properties, method="c14n")
        yield from ((char, written) for char in text.text)


@pytest.mark.parametrize("every", [False, True])
def test_every_character_keeps_its_formatting(annotator: Annotator, note: bytes, every: bool) -> None:
    _, _, written = tagged(annotator, note, NAME, every=every)

    assert list(formatting(written)) == list(formatting(note))


def canonical(data: bytes) -> dict[str, bytes]:
    """The markup of every part; whether blanks at the edges were declared kept is no matter."""
    with ZipFile(io.BytesIO(data)) as archive:
        return {name: etree.tostring(etree.fromstring(archive.read(name)), method="c14n")
                .replace(b' xml:space="preserve"', b"") for name in archive.namelist() if name.endswith("xml")}


@pytest.mark.parametrize("lexicon", [False, True])
def test_what_is_taken_off_leaves_the_markup_as_it_was(annotator: Annotator, note: bytes, lexicon: bool) -> None:
    _, _, written = tagged(annotator, note, NAME, every=True, lexicon=lexicon)

    assert canonical(documents.untag(written, NAME)) == canonical(note)


def test_a_document_of_libreoffice_too(annotator: Annotator) -> None:
    data = corpus("compte-rendu.docx")
    _, _, written = tagged(annotator, data, NAME, every=True, lexicon=True)

    resaved = saved(docx.Document(io.BytesIO(data)))
    assert canonical(documents.untag(written, NAME)) == canonical(resaved)


def test_notes_come_off_a_document_that_libreoffice_saved_again() -> None:
    resaved = corpus("annote-compte-rendu.docx")
    assert len(commented(resaved)) > 10

    back = documents.untag(resaved, NAME)

    assert not list(docx.Document(io.BytesIO(back)).comments)
    assert documents.read(back, NAME).texts == documents.read(corpus("compte-rendu.docx"), NAME).texts


def test_the_lexicon_is_bookmarked_at_the_end(annotator: Annotator, note: bytes) -> None:
    document, hits, written = tagged(annotator, note, NAME, lexicon=True)

    marks = [mark for mark in part(written).iter(f"{W}bookmarkStart") if mark.get(f"{W}name").startswith("Lexibulle")]
    paragraphs = [mark.getparent() for mark in marks]
    lines = ["".join(paragraph.itertext(f"{W}t")) for paragraph in paragraphs]
    assert paragraphs[-1].getnext().tag == f"{W}sectPr"
    assert [paragraph.find(f"{W}bookmarkEnd").get(f"{W}id") for paragraph in paragraphs] == [
        mark.get(f"{W}id") for mark in marks]
    assert lines[:2] == ["", "Lexique"]
    assert [line.split("\u00a0:")[0] for line in lines if "\u00a0: " in line] == [
        "Churn", "ROI (Return on Investment, retour sur investissement)"]
    assert documents.left_out(document, hits) == (
        "6\u00a0mots internes laissés de côté\u00a0: MQL, cold email, lead, pipeline commercial, no-show, lead magnet")


def test_blocks_tell_where_they_stand(annotator: Annotator) -> None:
    document, _, _ = tagged(annotator, corpus("compte-rendu.docx"), NAME)

    places = {block.text: block.place for block in document.blocks}
    assert places["Point sur le pipeline commercial"] == "en-tête"
    assert places["Le CAC de la campagne figure au budget."].startswith("note de bas de page")
    assert document.title == "Compte rendu de novembre"


def without_part(data: bytes, name: str, kind: str) -> bytes:
    """A document without one part and the relation to it."""
    document = docx.Document(io.BytesIO(data))
    relations = document.part.rels
    del relations[next(number for number, relation in relations.items() if relation.reltype.endswith(kind))]
    assert name not in ZipFile(io.BytesIO(saved(document))).namelist()
    return saved(document)


def test_a_document_without_styles_gets_none(annotator: Annotator, note: bytes) -> None:
    data = without_part(note, "word/styles.xml", "/styles")

    _, hits, written = tagged(annotator, data, NAME)

    assert "MQL" in surfaces(hits)
    assert "word/styles.xml" not in ZipFile(io.BytesIO(written)).namelist()
    assert canonical(documents.untag(written, NAME)).keys() == canonical(data).keys()


@pytest.mark.parametrize("lexicon", [False, True])
def test_a_document_with_nothing_to_explain_is_given_back_to_the_byte(annotator: Annotator, lexicon: bool) -> None:
    document = docx.Document()
    document.add_paragraph("Bonjour à tous.")
    data = saved(document)

    assert tagged(annotator, data, NAME, lexicon=lexicon)[2] == data


def test_words_around_a_body_without_a_paragraph_bear_no_comment(annotator: Annotator) -> None:
    """Word takes none in a footer, and the body has no place for it: the file is read, and stays as it is."""
    document = docx.Document()
    document.sections[0].footer.paragraphs[0].text = "Nos MQL ne répondent plus."
    data = saved(document)

    read, hits, written = tagged(annotator, data, NAME)

    assert [block.place for block in read.blocks] == ["pied de page"]
    assert surfaces(hits) == ["MQL"]
    assert written == data
    assert documents.untag(tagged(annotator, data, NAME, lexicon=True)[2], NAME) == data


def test_a_signed_document_is_left_as_it_is(annotator: Annotator, note: bytes) -> None:
    buffer = io.BytesIO(note)
    with ZipFile(buffer, "a") as archive:
        archive.writestr("_xmlsignatures/sig1.xml", "<Signature/>")
    document = documents.read(buffer.getvalue(), "note.docx")
    hits = documents.annotate(annotator, document)

    with pytest.raises(documents.Unreadable, match="signature électronique"):
        documents.write(document, hits)
    assert documents.write(document, [[] for _ in hits]) == buffer.getvalue()
    assert "MQL" in documents.as_html(document, hits)


def field(code: str, result: str) -> str:
    """A field of Word and the runs of its result."""
    char = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'.format
    return f'{char("begin")}<w:r><w:instrText> {code} </w:instrText></w:r>{char("separate")}{result}{char("end")}'


def run(text: str) -> str:
    return f"<w:r><w:t>{text}</w:t></w:r>"


@pytest.mark.parametrize("code", ["TOC \\o", "INDEX", 'TOC \\c "Figure"'])
@pytest.mark.parametrize("page", [run("2"), field("PAGEREF _x", run("2"))])
@pytest.mark.parametrize("ends", [True, False])
def test_what_word_lists_by_itself_is_left_out(annotator: Annotator, code: str, page: str, ends: bool) -> None:
    """The first note stands where the word is said, not in the table of contents."""
    document = docx.Document()
    first, last = document.add_paragraph("Sommaire"), document.add_paragraph()
    markup = field(code, run("Nos MQL") + page) + run("Fin")
    for number, node in enumerate(list(parse_xml(f'<w:p {nsdecls("w")}>{markup}</w:p>'))):
        (first if number < 4 else last)._p.append(node)  # type: ignore[arg-type]  # as above
    if not ends:
        last._p.remove(last._p[-2])
    document.add_paragraph("Nos MQL montent.")

    read, _, written = tagged(annotator, saved(document), NAME)

    assert read.texts == (["Sommaire", "Fin"] if ends else ["SommaireNos MQL", "2Fin"]) + ["Nos MQL montent."]
    assert documents.read(documents.untag(written, NAME), NAME).texts == read.texts


def test_lists_that_word_has_made_are_told_by_their_style_too() -> None:
    document = docx.Document()
    document.styles.add_style("toc 1", docx.enum.style.WD_STYLE_TYPE.PARAGRAPH)
    document.add_paragraph("Nos MQL", style="toc 1")
    document.add_paragraph("Sommaire", style="TOC Heading")
    extend(document.add_paragraph("Page "), (
        f'<w:fldSimple {nsdecls("w")} w:instr=" INDEX "><w:r><w:t>MQL</w:t></w:r></w:fldSimple>'))

    assert documents.read(saved(document), NAME).texts == ["Sommaire", "Page "]


def test_text_is_not_joined_with_the_text_box_or_the_field_after_it(annotator: Annotator) -> None:
    """A comment on the box would hold that text too, the next time."""
    document = docx.Document()
    box = document.add_paragraph("ROI")
    extend(box, (f'<w:r {nsdecls("w")} xmlns:v="urn:schemas-microsoft-com:vml"><w:pict><v:shape><v:textbox>'
                 "<w:txbxContent><w:p><w:r><w:t>MQL</w:t></w:r></w:p></w:txbxContent></v:textbox></v:shape></w:pict>"
                 "</w:r>"))
    field = document.add_paragraph("churn")
    extend(field, f'<w:r {nsdecls("w")}><w:fldChar w:fldCharType="end"/></w:r>')
    data = saved(document)

    _, hits, once = tagged(annotator, data, NAME)
    _, _, twice = tagged(annotator, once, NAME)

    assert surfaces(hits) == ["ROI", "MQL", "churn"]
    assert twice == once
    for paragraph in docx.Document(io.BytesIO(documents.untag(once, NAME))).paragraphs:
        assert len(paragraph.runs) == 2
