"""Hostile and broken files: a plain reason and its cure, in bounded time and memory, and nothing else happens."""

import io
import struct
from collections.abc import Callable
from zipfile import ZIP_DEFLATED, ZipFile

import docx
import pytest
from pypdf import PdfReader, PdfWriter

from compound import compound
from lexibulle import Annotator, documents
from lexibulle.batch.offsets import places_in_file
from lexibulle.documents import SUFFIXES, Limits, Unreadable
from tagging import corpus, tagged

WORD, PDF, BOOK, SLIDES = "compte-rendu.docx", "compte-rendu.pdf", "suivi.xlsx", "formation.pptx"
LAUGHS = '<!DOCTYPE a [<!ENTITY l "lol"><!ENTITY m "&l;&l;&l;&l;&l;&l;&l;&l;">]>'
FILE = '<!DOCTYPE a [<!ENTITY s SYSTEM "file:///etc/passwd">]>'


def with_part(name: str, part: str, change: Callable[[bytes], bytes]) -> bytes:
    """A file of the corpus with one part changed."""
    return changed(corpus(name), part, change)


def changed(data: bytes, part: str, change: Callable[[bytes], bytes]) -> bytes:
    buffer = io.BytesIO()
    with ZipFile(io.BytesIO(data)) as old, ZipFile(buffer, "w", ZIP_DEFLATED) as new:
        for entry in old.infolist():
            new.writestr(entry, change(old.read(entry)) if entry.filename == part else old.read(entry))
    return buffer.getvalue()


def after_declaration(markup: str, codec: str = "utf-8") -> Callable[[bytes], bytes]:
    def change(part: bytes) -> bytes:
        text = part.decode()
        declaration, _, rest = text.partition("?>")
        return f"{declaration.replace('UTF-8', codec)}?>{markup}{rest}".encode(codec)

    return change


def with_more_parts(name: str, count: int) -> bytes:
    buffer = io.BytesIO(corpus(name))
    with ZipFile(buffer, "a") as archive:
        for number in range(count):
            archive.writestr(f"word/media/{number}.txt", b"")
    return buffer.getvalue()


def with_a_bomb(name: str, part: str, size: int = 30_000_000) -> bytes:
    """One part more, of blanks: some 30 kB that expand to `size`."""
    buffer = io.BytesIO(corpus(name))
    with ZipFile(buffer, "a", ZIP_DEFLATED) as archive, archive.open(part, "w", force_zip64=True) as entry:
        for _ in range(size // 1_000_000):
            entry.write(bytes(1_000_000))
    return buffer.getvalue()


def lying_about_its_size(name: str, part: str) -> bytes:
    """The table of contents declares 10 bytes for a part that has more."""
    data = bytearray(corpus(name))
    at = data.rfind(part.encode()) - 46
    assert data[at : at + 4] == b"PK\x01\x02"
    data[at + 24 : at + 28] = struct.pack("<I", 10)
    return bytes(data)


def in_strict(part: bytes) -> bytes:
    return part.replace(b"http://schemas.openxmlformats.org/", b"http://purl.oclc.org/ooxml/")


def nested(depth: int) -> Callable[[bytes], bytes]:
    def change(part: bytes) -> bytes:
        return part.replace(b"<w:body>", b"<w:body>" + b"<w:sdt><w:sdtContent>" * depth
                            ).replace(b"</w:body>", b"</w:sdtContent></w:sdt>" * depth + b"</w:body>")

    return change


def flagged_as_encrypted(name: str) -> bytes:
    data = bytearray(corpus(name))
    at = data.find(b"PK\x01\x02")
    data[at + 8] |= 1
    return bytes(data)


def locked_pdf() -> bytes:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(corpus(PDF))))
    writer.encrypt("mot de passe", algorithm="RC4-128")
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def empty_pdf() -> bytes:
    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


HOSTILE: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "no byte at all": ("a.docx", lambda: b"", "vide"),
    "a zip bomb": ("a.docx", lambda: with_a_bomb(WORD, "word/bomb.xml"), "démesuré"),
    "a bomb in a workbook": ("a.xlsx", lambda: with_a_bomb(BOOK, "xl/bomb.xml"), "démesuré"),
    "a bomb in slides": ("a.pptx", lambda: with_a_bomb(SLIDES, "ppt/bomb.xml"), "démesuré"),
    "twenty thousand parts": ("a.docx", lambda: with_more_parts(WORD, 20_000), "plus de 10\u202f000 éléments"),
    "a part that lies about its size": ("a.docx", lambda: lying_about_its_size(WORD, "word/document.xml"), "abîmé"),
    "entities that multiply": ("a.docx", lambda: with_part(WORD, "word/document.xml", after_declaration(LAUGHS)),
                               "entités XML"),
    "an entity that reads a file": ("a.docx", lambda: with_part(WORD, "word/document.xml", after_declaration(FILE)),
                                    "entités XML"),
    "the same in UTF-16": ("a.docx", lambda: with_part(WORD, "word/document.xml", after_declaration(FILE, "utf-16")),
                           "entités XML"),
    "entities in a workbook": ("a.xlsx", lambda: with_part(BOOK, "xl/sharedStrings.xml", after_declaration(FILE)),
                               "entités XML"),
    "entities in slides": ("a.pptx", lambda: with_part(SLIDES, "ppt/slides/slide1.xml", after_declaration(FILE)),
                           "entités XML"),
    "markup that is cut off": ("a.docx", lambda: with_part(WORD, "word/document.xml", lambda part: part[:900]),
                               "abîmé"),
    "markup without an end to its depth": ("a.docx", lambda: with_part(WORD, "word/document.xml", nested(2000)),
                                           "abîmé"),
    "a zip cut in half": ("a.docx", lambda: corpus(WORD)[:4000], "abîmé"),
    "a workbook cut in half": ("a.xlsx", lambda: corpus(BOOK)[:4000], "abîmé"),
    "a sheet that is no markup": ("a.xlsx", lambda: with_part(BOOK, "xl/worksheets/sheet1.xml", lambda _: b"x"),
                                  "abîmé"),
    "a string that is not there": ("a.xlsx", lambda: with_part(
        BOOK, "xl/worksheets/sheet1.xml", lambda part: part.replace(b"<v>0</v>", b"<v>999</v>")), "abîmé"),
    "a strict document": ("a.docx", lambda: with_part(WORD, "word/document.xml", in_strict), "Strict Open XML"),
    "a strict workbook": ("a.xlsx", lambda: with_part(BOOK, "xl/workbook.xml", in_strict), "Strict Open XML"),
    "strict slides": ("a.pptx", lambda: with_part(SLIDES, "ppt/presentation.xml", in_strict), "Strict Open XML"),
    "a part with a password": ("a.docx", lambda: flagged_as_encrypted(WORD), "mot de passe"),
    "a document with a password": ("a.docx", lambda: compound({"EncryptedPackage": b"x" * 600}), "mot de passe"),
    "an old document": ("a.docx", lambda: compound({"WordDocument": b"x" * 600}), "ancien Office"),
    "a PDF called .docx": ("a.docx", lambda: corpus(PDF), "un PDF. Renommez-le en .pdf"),
    "a workbook called .docx": ("a.docx", lambda: corpus(BOOK), "un classeur Excel. Renommez-le en .xlsx"),
    "a document called .pptx": ("a.pptx", lambda: corpus(WORD), "un document Word. Renommez-le en .docx"),
    "a document called .pdf": ("a.pdf", lambda: corpus(WORD), "un document Word. Renommez-le en .docx"),
    "a page called .pdf": ("a.pdf", lambda: corpus("compte-rendu.html"), "une page HTML. Renommez-le en .html"),
    "a document called .txt": ("a.txt", lambda: corpus(WORD), "Renommez-le en .docx"),
    "a picture called .html": ("a.html", lambda: b"\x89PNG\r\n\x1a\n" + bytes(99), "une image"),
    "a program called .md": ("a.md", lambda: b"MZ" + bytes(range(256)) * 9, "un programme"),
    "a PDF called .csv": ("a.csv", lambda: corpus(PDF), "Renommez-le en .pdf"),
    "a PDF called .eml": ("a.eml", lambda: corpus(PDF), "Renommez-le en .pdf"),
    "a text called .mbox": ("a.mbox", lambda: b"Bonjour", "boîte de messages"),
    "a text called .eml": ("a.eml", lambda: b"Bonjour \xc3\xa0 tous", "en-têtes"),
    "a text called .msg": ("a.msg", lambda: b"Bonjour", "message Outlook"),
    "an Outlook message cut off": ("a.msg", lambda: compound({"__properties_version1.0": b"x" * 600})[:900], "Outlook"),
    "a PDF cut off": ("a.pdf", lambda: corpus(PDF)[:300], "abîmé"),
    "a PDF of noise": ("a.pdf", lambda: b"%PDF-1.7\n" + bytes(range(256)) * 40, "abîmé"),
    "a PDF with a password": ("a.pdf", locked_pdf, "mot de passe"),
    "a PDF of pictures": ("a.pdf", lambda: corpus("scan.pdf"), "ne contient que des images"),
    "a PDF of nothing": ("a.pdf", empty_pdf, "aucun texte"),
    "an archive": ("a.zip", lambda: b"PK\x03\x04", "Décompressez l’archive"),
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_file_that_cannot_be_read_says_why_and_what_to_do(kind: str) -> None:
    name, make, said = HOSTILE[kind]

    with pytest.raises(Unreadable) as refusal:
        documents.read(make(), name)

    assert said in str(refusal.value)
    assert str(refusal.value).count(".") >= 1 + said.count(".")
    assert str(refusal.value).endswith((".", "lire."))


@pytest.mark.parametrize("kind", HOSTILE)
def test_taking_notes_off_refuses_or_changes_nothing(kind: str) -> None:
    name, make, _ = HOSTILE[kind]
    data = make()

    try:
        assert documents.untag(data, name) == data
    except Unreadable as refusal:
        assert str(refusal)  # noqa: PT017  # either is right


@pytest.mark.parametrize(("limits", "name", "said"), [
    (Limits(file_bytes=1_000_000), "compte-rendu.docx", "dépasse 1"),
    (Limits(entries=3), "compte-rendu.docx", "éléments"),
    (Limits(expanded_bytes=9_000), "suivi.xlsx", "démesuré"), (Limits(pages=1), "compte-rendu.pdf", "plus de 1 pages"),
    (Limits(characters=50), "suivi.csv", "plus de 50 caractères")])
def test_limits_can_be_set(limits: Limits, name: str, said: str) -> None:
    data = corpus(name) + b"\0" * 1_000_000 if limits.file_bytes == 1_000_000 else corpus(name)

    with pytest.raises(Unreadable, match=said):
        documents.read(data, name, limits)


@pytest.mark.parametrize("suffix", SUFFIXES)
@pytest.mark.parametrize("data", [b"\0", b"\xff" * 99, b"<" * 999, b"PK\x03\x04" * 9, b"%PDF-", b"From ", b"\r\n" * 99,
                                  b'"' * 99, bytes(range(256))])
def test_any_bytes_are_read_or_refused(suffix: str, data: bytes) -> None:
    try:
        document = documents.read(data, f"a{suffix}")
        documents.write(document, [[] for _ in document.blocks])
    except Unreadable as refusal:
        assert str(refusal)  # noqa: PT017  # either is right


@pytest.mark.parametrize("name", [WORD, PDF, BOOK, SLIDES, "compte-rendu.html", "suivi.csv"])
@pytest.mark.parametrize("part", [0.2, 0.5, 0.9, 0.99])
def test_a_file_cut_anywhere_is_read_or_refused(name: str, part: float) -> None:
    data = corpus(name)
    try:
        documents.read(data[: int(len(data) * part)], name)
    except Unreadable as refusal:
        assert str(refusal)  # noqa: PT017  # either is right


@pytest.mark.parametrize("name", [WORD, BOOK, SLIDES, "annote-compte-rendu.docx", "annote-suivi.xlsx"])
def test_a_part_cut_short_is_passed_over_or_refused(annotator: Annotator, name: str) -> None:
    """By every way in; what is refused is the markup, no fault of ours."""
    document, hits, noted = tagged(annotator, corpus(name), name)
    for data in {corpus(name), *([noted] if name != SLIDES else [])}:
        for part in ZipFile(io.BytesIO(data)).namelist():
            cut = changed(data, part, lambda content: content[: len(content) * 2 // 3])
            try:
                documents.untag(cut, name)
                read = documents.read(cut, name)
                assert read.blocks == document.blocks
                documents.write(read, hits)
            except Unreadable as refusal:
                assert "abîmé" in str(refusal), part  # noqa: PT017  # either is right
                assert isinstance(refusal.__cause__, SyntaxError), part  # noqa: PT017


@pytest.mark.parametrize("name", [WORD, BOOK])
def test_a_picture_of_one_colour_is_no_bomb_and_our_own_file_none(annotator: Annotator, name: str) -> None:
    data = with_a_bomb(name, "word/media/image.emf", 2_000_000)

    _, _, written = tagged(annotator, data, name)

    assert written != data
    assert tagged(annotator, written, name)[2] == written
    assert documents.read(documents.untag(written, name), name).blocks == documents.read(data, name).blocks


@pytest.mark.parametrize("change", [
    lambda _: b"<a/>", lambda part: part.replace(b' w:type="paragraph"', b""),
    lambda part: part.replace(b"<w:name ", b"<w:noname ")], ids=["no styles", "no type", "no name"])
def test_odd_styles_stop_nothing(annotator: Annotator, change: Callable[[bytes], bytes]) -> None:
    data = with_part(WORD, "word/styles.xml", change)

    assert documents.untag(tagged(annotator, data, WORD)[2], WORD) != data
    assert documents.read(data, WORD).texts == documents.read(corpus(WORD), WORD).texts


@pytest.mark.parametrize(("before", "after"), [
    (b'authorId="0"', b'authorId="7"'), (b"authors>", b"a>"), (b"commentList>", b"a>")])
def test_comments_that_nobody_wrote_are_refused_before_ours_join_them(
    annotator: Annotator, before: bytes, after: bytes
) -> None:
    data = with_part(BOOK, "xl/comments1.xml", lambda part: part.replace(before, after))

    with pytest.raises(Unreadable, match="abîmé"):
        tagged(annotator, data, BOOK)


def empty_word() -> bytes:
    buffer = io.BytesIO()
    docx.Document().save(buffer)
    return buffer.getvalue()


@pytest.mark.parametrize(("name", "data", "read"), [
    ("a.txt", b"MZ : le churn", "MZ : le churn"), ("a.csv", b"Rar! le churn", "Rar! le churn"),
    ("a.html", b"<html><p>Le churn\0", "Le churn\0")])
def test_what_looks_like_something_else_at_first_is_read(name: str, data: bytes, read: str) -> None:
    assert documents.read(data, name).texts == [read]


@pytest.mark.parametrize(("name", "data"), [
    ("a.docx", empty_word()), ("a.txt", b" \n"), ("a.html", b"<img src=x.png>"), ("a.eml", b"From: a@b.fr\n\n"),
    ("a.csv", b" ; \n")])
def test_a_document_without_text_says_so(name: str, data: bytes) -> None:
    (unread,) = documents.read(data, name).unread

    assert unread.startswith("tout le fichier\u00a0: aucun texte n’y a été trouvé.")


@pytest.mark.parametrize(("name", "piece"), [
    ("a.md", "["), ("a.md", "`"), ("a.md", "> "), ("a.md", "|"), ("a.md", "![]("), ("a.txt", "\n "), ("a.csv", '"'),
    ("a.csv", ";"), ("a.eml", "a: b\n"), ("a.eml", "\n> "), ("a.mbox", "From a\n")])
def test_long_runs_are_read_in_reasonable_time(name: str, piece: str) -> None:
    """A quadratic reading of so much would not end while one waits."""
    try:
        documents.read((piece * 100_000).encode(), name)
    except Unreadable as refusal:
        assert str(refusal)  # noqa: PT017  # either is right


@pytest.mark.parametrize(("name", "piece"), [
    ("a.html", "Nos MQL &amp; <b>le</b> taux de clic, "), ("a.md", "Nos MQL et le taux de clic [ici](x), "),
    ("a.md", "Nos MQL et le taux de clic\n"), ("a.txt", "Nos MQL et le taux de clic\n")])
def test_a_long_paragraph_takes_all_its_notes_in_reasonable_time(
    annotator: Annotator, name: str, piece: str
) -> None:
    """Each note looked for from the beginning of the paragraph would take minutes."""
    document, hits, written = tagged(annotator, (piece * 10_000).encode(), name, every=True)

    assert sum(map(len, hits)) == 20_000
    assert len(list(places_in_file(document, hits))) == 1
    assert documents.untag(written, name) == document.data
