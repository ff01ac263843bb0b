"""Messages: what the writer wrote told apart from what is quoted, and given back to the byte."""

import email
import email.policy
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

import pytest
from lxml import html as lxml_html

from compound import message as outlook_message
from lexibulle import Annotator, documents
from lexibulle.documents import Limits, Unreadable, mail
from lexibulle_server.cli import main
from tagging import corpus, surfaces, tagged

PLAIN = """\
From: =?utf-8?q?Zo=C3=A9?= <zoe@exemple.fr>
To: Paul <paul@client.fr>
Subject: =?utf-8?b?UG9pbnQgc3VyIGxlcyBNUUwg8J+Zgg==?=
Date: Mon, 2 Nov 2026 09:00:00 +0100
MIME-Version: 1.0
Content-Type: text/plain; charset=utf-8
X-Mailer: Essai
Content-Transfer-Encoding: quoted-printable

Bonjour Paul,

Le churn baisse, et le ROI de la campagne aussi. Une relance est pr=C3=A9vue.

Cordialement,
Zo=C3=A9 Martin

Le lun. 2 nov. 2026 =C3=A0 08:12, Paul <paul@client.fr> a =C3=A9crit :
> Et vos leads ?
"""
BODY = "Le churn baisse, et le ROI de la campagne aussi."


def both() -> bytes:
    """Plain and HTML versions, and two files."""
    message = EmailMessage()
    message["Subject"], message["From"] = "Offre", "zoe@exemple.fr"
    message.set_content(BODY)
    message.add_alternative(f"<p>{BODY}</p><blockquote>Vos leads ?</blockquote>", subtype="html")
    message.add_attachment("Le taux d’ouverture de la campagne".encode(), maintype="text", subtype="plain",
                           filename="note.txt")
    message.add_attachment(corpus("scan.pdf"), maintype="application", subtype="pdf", filename="scan.pdf")
    return message.as_bytes().replace(b"===============", b"")


def html_only() -> bytes:
    message = EmailMessage()
    message["Subject"] = "Offre"
    message.set_content(f"<p>{BODY}</p><p>Bien à vous</p><blockquote>Vos <b>leads</b> ?</blockquote>", subtype="html",
                        charset="iso-8859-1")
    return message.as_bytes()


MESSAGES = {
    "plain": PLAIN.encode(), "plain, CRLF": PLAIN.replace("\n", "\r\n").encode(), "both": both(), "html": html_only(),
    "bare": b"Subject: point\n\nLe churn baisse", "8 bits": b"Subject: point\n\nL'\xe9t\xe9, le churn baisse\n",
    "no end": both()[:600], "tabs": PLAIN.replace("; charset", ";\n\tcharset").encode(),
}


@pytest.mark.parametrize("data", [
    b"Subject: churn", b"Subject: churn\n", b"Subject: churn\r\n\r\n", b"Content-Type: text/plain\nSubject: churn",
    b"MIME-Version: 1.0\nSubject: churn\r\nContent-Type: text/plain",
    b"Content-Type: multipart/mixed; boundary=a\n\n--a\n\nLe churn\n--a--\nafterwards\n--a--\n"])
def test_bare_and_odd_messages_hold_the_lexicon_and_come_back_to_the_byte(annotator: Annotator, data: bytes) -> None:
    _, _, written = tagged(annotator, data, "m.eml", lexicon=True)

    parts = email.message_from_bytes(written, policy=email.policy.default).walk()
    assert [part["Content-Description"] for part in parts if part["Content-Description"]] == ["Lexibulle"]
    assert tagged(annotator, written, "m.eml", lexicon=True)[2] == written
    assert documents.untag(written, "m.eml") == data


def test_headers_that_end_in_a_bare_return_are_left_alone(annotator: Annotator) -> None:
    with pytest.raises(Unreadable, match="mal terminées"):
        tagged(annotator, b"Subject: point\r\rLe churn\r", "m.eml", lexicon=True)


@pytest.mark.parametrize("kind", MESSAGES)
def test_a_message_is_given_back_with_the_lexicon_after_it(annotator: Annotator, kind: str) -> None:
    data = MESSAGES[kind]

    document, _, written = tagged(annotator, data, "m.eml", lexicon=True)
    before, after = (email.message_from_bytes(raw, policy=email.policy.default) for raw in (data, written))

    kept = [(name, value) for name, value in before.raw_items() if not name.lower().startswith(("content-", "mime-"))]
    assert [(name, value) for name, value in after.raw_items() if not name.lower().startswith(("content-", "mime-"))
            ] == kept
    last = [part for part in after.walk() if not part.is_multipart()][-1]
    assert last["Content-Description"] == "Lexibulle"
    text = last.get_content()
    assert "Churn" in text
    assert "Lead" not in text
    assert "Relance" not in text
    assert kind == "no end" or not any(part.defects for part in after.walk())
    assert documents.read(written, "m.eml") == document


@pytest.mark.parametrize("kind", MESSAGES)
def test_the_lexicon_is_taken_off_to_the_byte(annotator: Annotator, kind: str) -> None:
    _, _, once = tagged(annotator, MESSAGES[kind], "m.eml", lexicon=True)
    _, _, twice = tagged(annotator, once, "m.eml", lexicon=True)

    assert once != MESSAGES[kind]
    assert twice == once
    assert documents.untag(once, "m.eml") == MESSAGES[kind]


def test_quotes_and_signature_are_told_apart(annotator: Annotator) -> None:
    document, hits, _ = tagged(annotator, PLAIN.encode(), "m.eml")

    roles = {block.text.partition("\n")[0]: block.role for block in document.blocks}
    assert roles == {
        "Point sur les MQL \N{SLIGHTLY SMILING FACE}": "heading", "Bonjour Paul,": "text",
        "Le churn baisse, et le ROI de la campagne aussi. Une relance est prévue.": "text",
        "Cordialement,": "signature", "Le lun. 2 nov. 2026 à 08:12, Paul <paul@client.fr> a écrit :": "quote"}
    assert surfaces(hits) == ["MQL", "churn", "ROI", "relance", "leads"]


def test_quotes_of_html_are_told_apart(annotator: Annotator) -> None:
    document, _, _ = tagged(annotator, html_only(), "m.eml")

    assert [(block.text, block.role) for block in document.blocks] == [
        ("Offre", "heading"), (BODY, "text"), ("Bien à vous", "text"), ("Vos leads ?", "quote")]


def of_parts(*kinds_and_texts: tuple[str, str], kind: str = "mixed") -> bytes:
    """A message of parts: their headers from `Content-Type:` on, and their texts."""
    parts = "".join(f"--b\nContent-Type: {head}\n\n{text}\n" for head, text in kinds_and_texts)
    return f'Subject: x\nContent-Type: multipart/{kind}; boundary="b"\n\n{parts}--b--\n'.encode()


PLAIN_PART, HTML_PART = "text/plain; charset=utf-8", "text/html; charset=utf-8"
PICTURE = ('image/png\nContent-Disposition: inline; filename="x.png"', "\x89")


def test_a_text_that_goes_on_after_a_picture_is_read_on() -> None:
    """As Apple Mail writes it; what one part begins to quote, the next goes on quoting."""
    data = of_parts((PLAIN_PART, "Bonjour,\n\nvoici."), PICTURE,
                    (PLAIN_PART, "Le churn.\n\n-----Original Message-----"), PICTURE, (PLAIN_PART, "De: Paul"),
                    (HTML_PART, "<p>Nos <b>MQL</b>"), (f"{PLAIN_PART}\nContent-Disposition: attachment", "ROI"))

    document = documents.read(data, "m.eml")

    assert [(block.text, block.role) for block in document.blocks][1:] == [
        ("Bonjour,", "text"), ("voici.", "text"), ("Le churn.", "text"), ("-----Original Message-----", "quote"),
        ("De: Paul", "quote"), ("Nos MQL", "text")]


def test_a_text_that_is_read_with_its_message_is_not_read_again_as_attached() -> None:
    data = of_parts((PLAIN_PART, "Bonjour,"), (f'{PLAIN_PART}\nContent-Disposition: inline; filename="a.txt"', "MQL"))

    assert documents.read(data, "m.eml", attachments=True).texts == ["x", "Bonjour,", "MQL"]


@pytest.mark.parametrize(("plain", "html", "read"), [
    ("Votre messagerie n’affiche pas le HTML.", "<p>Le churn monte.", "Le churn monte."),
    ("Le churn monte.\n[https://x.fr/]", "<p>Le <b>churn</b> monte.", "Le churn monte.\n[https://x.fr/]"),
    ("Le churn monte.", "<img src=x.png>", "Le churn monte.")])
def test_the_html_version_is_read_where_the_plain_one_does_not_say_it(plain: str, html: str, read: str) -> None:
    data = of_parts((PLAIN_PART, plain), (HTML_PART, html), kind="alternative")
    outlook = outlook_message({0x0037: "x", 0x1000: plain, 0x1013: html})

    assert documents.read(data, "m.eml").texts == ["x", read]
    assert documents.read(outlook, "note.msg").texts == ["x", read]


def test_a_message_is_shown_as_a_page(annotator: Annotator) -> None:
    document, _, written = tagged(annotator, PLAIN.encode(), "m.eml")

    tree = lxml_html.document_fromstring(written)
    assert documents.suffix_written(document) == ".html"
    assert [h.text_content() for h in tree.xpath("//h1")] == ["Point sur les MQL \N{SLIGHTLY SMILING FACE}"]
    assert tree.xpath("//dl[@class='headers']/dd/text()") == [
        "Zoé <zoe@exemple.fr>", "Paul <paul@client.fr>", "2 novembre 2026, 09:00"]
    assert len(tree.xpath("//blockquote")) == 1
    assert set(tree.xpath("//button/@popovertarget")) == set(tree.xpath("//div[@popover]/@id"))


def test_attachments_are_read_when_asked_for(annotator: Annotator) -> None:
    alone = documents.read(both(), "m.eml")
    document = documents.read(both(), "m.eml", attachments=True)

    assert alone.texts == ["Offre", BODY]
    assert document.texts == ["Offre", BODY, "Le taux d’ouverture de la campagne"]
    assert document.blocks[-1].place == "Pièce jointe note.txt, paragraphe 1"
    assert [unread.partition("\u00a0:")[0] for unread in document.unread] == ["scan.pdf"]
    assert len(documents.annotate(annotator, document)) == 3


def test_files_beside_the_html_version_are_attachments_too() -> None:
    """As Apple Mail writes a message with a file in its text."""
    file = 'text/markdown\nContent-Disposition: inline; filename="a.md"'
    rich = f"--c\nContent-Type: {HTML_PART}\n\n<p>Voici.\n--c\nContent-Type: {file}\n\nNos MQL\n--c--"
    data = of_parts((PLAIN_PART, "Voici."), ('multipart/mixed; boundary="c"', rich), kind="alternative")

    assert documents.read(data, "m.eml").texts == ["x", "Voici."]
    assert documents.read(data, "m.eml", attachments=True).texts == ["x", "Voici.", "Nos MQL"]


def test_attachments_are_tagged_on_the_command_line(tmp_path: Path) -> None:
    (tmp_path / "m.eml").write_bytes(both())

    assert main(["tag", str(tmp_path / "m.eml"), "--attachments", "--out", str(tmp_path / "out")]) == 1

    (page,) = (tmp_path / "out").glob("m*.html")
    tree = lxml_html.fromstring(page.read_bytes())
    assert tree.xpath("//p[@class='section']/text()") == ["Pièce jointe note.txt"]
    assert tree.xpath("//p[@class='aside']/text()")[0].startswith("Non lu, scan.pdf\u00a0: Ce PDF ne contient que")


def test_attachments_that_are_too_long_together_are_refused_on_the_way(monkeypatch: pytest.MonkeyPatch) -> None:
    """Thousands of small files may expand to more than the memory holds."""
    read: list[str] = []

    def files(_data: bytes, _limits: Limits) -> Iterator[mail.Attachment]:
        for number in range(1_000):
            read.append(f"{number}.txt")
            yield read[-1], b"Nos MQL ne viennent plus."

    monkeypatch.setattr(mail, "attachments", files)
    with pytest.raises(Unreadable, match="plus de 100 caractères"):
        documents.read(PLAIN.partition("Content-Type")[0].encode() + b"\nBonjour", "m.eml", Limits(characters=100),
                       attachments=True)

    assert len(read) < 5


def test_messages_inside_messages_end_somewhere() -> None:
    inner = EmailMessage()
    inner["Subject"] = "0"
    inner.set_content("Le churn")
    for number in range(1, 9):
        outer = EmailMessage()
        outer["Subject"] = str(number)
        outer.set_content("voir")
        outer.add_attachment(inner)
        inner = outer

    document = documents.read(inner.as_bytes(), "m.eml", Limits(nesting=3), attachments=True)

    assert [text for text in document.texts if text.isdigit()] == ["8", "7", "6", "5"]
    assert "emboîtés" in document.unread[0]


def test_quotes_of_html_are_told_in_reasonable_time() -> None:
    """Each paragraph looked for among all the quotes would take minutes."""
    html = "<p>&gt; Vos leads ?</p><p>Oui.</p>" * 40_000
    document = documents.read(f"From: a@b.fr\nContent-Type: text/html\n\n{html}".encode(), "m.eml")

    assert [block.role for block in document.blocks] == ["quote", "text"] * 40_000


def test_messages_of_a_mailbox_are_no_evidence_for_one_another(annotator: Annotator) -> None:
    first = b"From zoe@exemple.fr Mon Nov  2 09:00:00 2026\nSubject: un\nFrom: zoe@exemple.fr\n\nSQL\n\n"
    second = b"From paul@client.fr Mon Nov  2 09:05:00 2026\nSubject: deux\n\nDouze MQL au webinaire.\n"

    document, hits, written = tagged(annotator, first + second, "boite.mbox")

    assert surfaces(hits) == ["MQL"]
    assert [block.section for block in document.blocks] == [
        "Message 1, zoe@exemple.fr"] * 2 + ["Message 2, expéditeur inconnu"] * 2
    assert b"Message 2" in written


def test_an_outlook_message_is_read(annotator: Annotator) -> None:
    body = "Le churn baisse.\r\n\r\n> et les leads ?"
    data = outlook_message({0x0037: "Point sur les MQL", 0x0C1A: "Zoé", 0x1000: body})

    document, hits, written = tagged(annotator, data, "note.msg")

    assert document.title == "Point sur les MQL"
    assert [(block.text, block.role) for block in document.blocks][1:] == [
        ("Le churn baisse.", "text"), ("> et les leads ?", "quote")]
    assert surfaces(hits) == ["MQL", "churn", "leads"]
    assert b"lexibulle-term" in written
    assert documents.suffix_written(document) == ".html"


@pytest.mark.parametrize(("codec", "pages"), [
    ("cp1252", {0x3FDE: 65001}), ("cp1252", {0x3FDE: 65001, 0x3FFD: 1252}), ("cp1250", {0x3FDE: 65001, 0x3FFD: 1250}),
    ("utf-8", {0x3FDE: 65001})])
def test_an_outlook_message_of_the_old_kind_is_read(codec: str, pages: dict[int, int]) -> None:
    """One that came as UTF-8 says so, and is kept in the code page of the machine all the same."""
    data = outlook_message({0x0037: "Point", 0x1000: "Le churn monte, répondez, Zoé."}, codec=codec, numbers=pages)

    assert documents.read(data, "note.msg").texts == ["Point", "Le churn monte, répondez, Zoé."]


@pytest.mark.parametrize(("page", "text"), [
    (950, "Le churn 報告 monte."), (874, "Le churn รายงาน monte."), (720, "Le churn تقرير monte."),
    (936, "Le churn 鎔 monte."), (932, "Le churn ① monte.")])
def test_an_outlook_message_in_any_code_page_that_python_knows_is_read(page: int, text: str) -> None:
    data = outlook_message({0x0037: text, 0x1000: text}, codec=f"cp{page}", numbers={0x3FDE: page, 0x3FFD: page})

    assert documents.read(data, "note.msg").texts == [text, text]


@pytest.mark.parametrize("page", [0, 1047, 12345, 57002])
def test_an_outlook_message_in_a_code_page_that_is_not_known_says_so(page: int) -> None:
    data = outlook_message({0x1000: "Le churn monte."}, codec="ascii", numbers={0x3FFD: page})

    with pytest.raises(Unreadable, match="page de codes inconnue"):
        documents.read(data, "note.msg")


def test_an_outlook_message_without_plain_text_says_so() -> None:
    with pytest.raises(Unreadable, match="pas de texte simple"):
        documents.read(outlook_message({0x0037: "Vide"}), "note.msg")


@pytest.mark.parametrize("header", [
    b"Subject: =?utf-8?b?////?=", b"Subject: =?inconnu?q?a?=", b"Subject: " + b"=?utf-8?q?a?= " * 20_000,
    b"From: " + b"a@b.fr, " * 20_000, b"Content-Type: text/plain; charset=inconnu", b"Subject: \xff\xfe MQL",
    b"Content-Type: multipart/mixed", b"Content-Transfer-Encoding: base64"])
def test_headers_that_are_wrong_stop_nothing(header: bytes) -> None:
    document = documents.read(b"X: y\n" + header + b"\n\nLe churn\n", "m.eml")

    assert document.kind == "eml"
