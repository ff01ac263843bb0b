"""Documents of every format: read to blocks, written back with notes, their own text untouched."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html as lxml_html
from markdown_it import MarkdownIt

from lexibulle import Annotator, documents
from lexibulle.documents import Unreadable
from tagging import CORPUS, corpus, surfaces, tagged

PAGE = """<!doctype html><html><head><meta charset=utf-8><title>Compte rendu</title><style>p{color:red}</style></head>
<body><h1>Point MQL &amp; ROI</h1><p class=x>Nos <b>MQL</b> ne r&eacute;pondent plus aux <b>cold
  </b><i>emails</i>. <a href="#">Le pipeline commercial</a> \N{SLIGHTLY SMILING FACE} : 3 < 5 leads</p>
<p>cold</p><p>email</p><table><tr><td>cold<td>call</table><script>var lead = "MQL"</script><code>lead</code>
<p>dernier <b>churn</body></html>
"""
MARKDOWN = """---
title: lead
---
# Point MQL

Nos **cold
emails** et le [pipeline commercial](leads.md), `lead`.

> - un lead
>   froid

```
lead MQL
```

| Terme | a |
|---|---|
| churn | x \\| y |
"""
TEXT = "Nos MQL ne répondent plus.\n\nCold\n\nemail : le churn monte."
SOURCES = {"note.html": PAGE, "note.md": MARKDOWN, "note.txt": TEXT}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
@pytest.mark.parametrize("lexicon", [False, True])
@pytest.mark.parametrize("name", SOURCES)
def test_notes_are_written_once_and_taken_off_to_the_byte(
    annotator: Annotator, name: str, encoding: str, line_end: str, lexicon: bool
) -> None:
    text = SOURCES[name].replace("\n", line_end)
    text = text.replace("\N{SLIGHTLY SMILING FACE}", "é").replace("utf-8", encoding) if encoding == "cp1252" else text
    data = text.encode(encoding)

    document, _, once = tagged(annotator, data, name, lexicon=lexicon)
    again, _, twice = tagged(annotator, once, name, lexicon=lexicon)

    assert once != data
    assert documents.untag(once, name) == data
    assert again == document
    assert twice == once


LINES = ("MQL", "Le churn monte.", "", "a;b;c", 'x;"y\n;z"', "a,b", "sep=;", "# Point", "~~~", "- lead", "<p>ROI",
         "<!-- x", "| a | b |", "|---|---|", "---", "> lead", " ")
ENDS = ("\n", "\r", "\r\n")


@pytest.mark.parametrize("name", ["a.txt", "a.md", "a.csv", "a.html"])
@given(lines=st.lists(st.tuples(st.sampled_from(LINES), st.sampled_from(ENDS)), max_size=6),
       last=st.sampled_from(["MQL", *(f"MQL{end}" for end in ENDS)]), lexicon=st.booleans())
def test_any_line_ends_come_back_to_the_byte(
    annotator: Annotator, name: str, lines: list[tuple[str, str]], last: str, lexicon: bool
) -> None:
    data = "".join([*(line + end for line, end in lines), last]).encode()

    once = tagged(annotator, data, name, lexicon=lexicon)[2]

    assert documents.untag(once, name) == data
    assert tagged(annotator, once, name, lexicon=lexicon)[2] == once


MADE_ELSEWHERE = sorted(path.name for path in CORPUS.glob("compte-rendu.*"))


@pytest.mark.parametrize("lexicon", [False, True])
@pytest.mark.parametrize("every", [False, True])
@pytest.mark.parametrize("name", MADE_ELSEWHERE)
def test_a_file_of_another_program_keeps_its_text(
    annotator: Annotator, name: str, every: bool, lexicon: bool
) -> None:
    document, hits, once = tagged(annotator, corpus(name), name, every=every, lexicon=lexicon)
    again, _, twice = tagged(annotator, once, name, every=every, lexicon=lexicon)

    assert surfaces(hits)
    assert again.blocks == document.blocks
    assert twice == once, "each note once, and the same bytes each time"
    assert documents.read(documents.untag(once, name), name).blocks == document.blocks
    assert documents.untag(corpus(name), name) == corpus(name)


@pytest.mark.parametrize("name", ["compte-rendu.docx", "compte-rendu.html", "compte-rendu.pdf"])
def test_the_same_report_gives_the_same_terms_in_every_format(annotator: Annotator, name: str) -> None:
    _, hits, _ = tagged(annotator, corpus(name), name)

    found = {" ".join(surface.split()).lower() for surface in surfaces(hits)}
    assert found >= {"mql", "cold emails", "taux d’ouverture", "base de données", "lead magnet", "churn", "lead",
                     "no-show", "roi", "démo produit", "closing", "upsell", "séquence de prospection",
                     "pipeline commercial", "cac"}
    assert not found & {"cold email", "cold call", "lead scoring"}, "no term crosses a paragraph or a cell"


def test_white_space_stays_outside_the_buttons(annotator: Annotator) -> None:
    """A browser does not show it at the edge of a button: « cold emails » would read « coldemails »."""
    _, _, once = tagged(annotator, b"<p>Nos <b>cold</b> emails et nos <i>no-show </i>.", "note.html")

    marks = [mark.text_content() for mark in lxml_html.fromstring(once.decode()).iter("button")]
    assert marks == ["cold", "emails", "no-show"]


@pytest.mark.parametrize("name", SOURCES)
def test_bytes_of_no_encoding_come_back(annotator: Annotator, name: str) -> None:
    data = SOURCES[name].encode() + bytes(range(128, 256)) + b" MQL"

    _, hits, once = tagged(annotator, data, name)

    assert "MQL" in surfaces(hits)
    assert documents.untag(once, name) == data


def test_a_page_is_read_in_blocks(annotator: Annotator) -> None:
    document, hits, _ = tagged(annotator, PAGE.encode(), "note.html")

    assert document.title == "Compte rendu"
    assert document.texts[:2] == [
        "Point MQL & ROI",
        "Nos MQL ne répondent plus aux cold emails. Le pipeline commercial \N{SLIGHTLY SMILING FACE} : 3 < 5 leads"]
    assert surfaces(hits) == ["MQL", "ROI", "MQL", "cold emails", "pipeline commercial", "leads", "churn"]


def test_an_independent_reader_sees_the_same_page(annotator: Annotator) -> None:
    _, _, written = tagged(annotator, PAGE.encode(), "note.html", every=True)

    before, after = (lxml_html.document_fromstring(data) for data in (PAGE.encode(), written))
    marks = after.xpath("//*[contains(@class, 'lexibulle-term')]")
    for added in after.xpath("//div[@popover] | //style[contains(., 'lexibulle')]"):
        added.drop_tree()

    assert [mark.text_content() for mark in marks] == [
        "MQL", "ROI", "MQL", "cold", "emails", "pipeline commercial", "leads", "churn"]
    assert [mark.tag for mark in marks][5] == "span", "a link stays a link"
    assert after.text_content() == before.text_content()


@pytest.mark.parametrize("source", [
    "<p>MQL <b", "<p>MQL <!-- lead", "<p>MQL<script>lead", "<p>MQL <a title='x>lead", "MQL", "<p>MQL</body>lead</html>",
    "<p title=l'offre>MQL</p>", "<p a='>' b=\">\">MQL</p>",
    "a < b MQL </ p> c", "<title>MQL<p>lead", "MQL &eacute &#0; &x",
])
def test_broken_markup_stays_as_broken_as_it_was(annotator: Annotator, source: str) -> None:
    _, hits, written = tagged(annotator, source.encode(), "a.html")

    assert not surfaces(hits) or surfaces(hits)[0] == "MQL"
    assert documents.untag(written, "a.html") == source.encode()


@pytest.mark.parametrize("name", ["a.html", "a.xhtml"])
@pytest.mark.parametrize("piece", [
    "<", "<!--", "<a ", "<a b=\"", "<p>", "&", "&#", "<svg>", "<title>", "</", "<a href='", "<![CDATA[", "<?",
    "<script>", "<!DOCTYPE[>"])
def test_hostile_markup_is_read_in_linear_time(piece: str, name: str) -> None:
    """A quadratic reading of so much would not end while one waits."""
    assert documents.read((piece * 300_000).encode(), name).kind == "html"


def test_markdown_references_stand_outside_links_and_code(annotator: Annotator) -> None:
    _, _, written = tagged(annotator, MARKDOWN.encode(), "note.md")
    text = written.decode()

    assert "emails[^lexibulle-2]** et le [pipeline commercial](leads.md)[^lexibulle-3], `lead`." in text
    assert "```\nlead MQL\n```" in text
    assert "| churn[^lexibulle-5] | x" in text
    assert "[^lexibulle-1]: **MQL (Marketing Qualified Lead)\u00a0: contact intéressé, à valider.** Lead" in text


@pytest.mark.parametrize(("source", "body"), [
    ("[MQL](http://x.fr/a_(b) 'churn')", "[MQL](http://x.fr/a_(b) 'churn')[^1]"),
    ("![churn](a_(b).png) MQL", "![churn](a_(b).png) MQL[^1]"),
    ('[MQL](url\n"churn")', '[MQL](url\n"churn")[^1]'), ("[[MQL]], [[page|churn]]", "[[MQL]][^1], [[page|churn]][^2]"),
    ("`` a ` MQL`` et churn", "`` a ` MQL`` et churn[^1]"), ("`MQL et churn", "`MQL[^1] et churn[^2]"),
    ('+++\nx = "MQL"\n+++\nchurn', '+++\nx = "MQL"\n+++\nchurn[^1]')])
def test_markdown_references_break_no_link_no_code_no_metadata(annotator: Annotator, source: str, body: str) -> None:
    _, _, written = tagged(annotator, source.encode(), "note.md")

    assert written.decode().partition("\n\n<!--")[0].replace("lexibulle-", "") == body
    assert documents.untag(written, "note.md") == source.encode()


@pytest.mark.parametrize("lexicon", [False, True])
@pytest.mark.parametrize("opened", ["~~~\ncode", "   ````py\n```\n\nx\n", "<!-- x\n\n", "<script>\n\nx", "<?php\n"])
@pytest.mark.parametrize("before", ["", "---\ntitle: x\n---\n", "# Point\r\r"])
def test_what_is_added_to_markdown_stands_before_a_block_left_open(
    annotator: Annotator, before: str, opened: str, lexicon: bool
) -> None:
    source = f"{before}Le churn.\n{opened}"

    _, _, written = tagged(annotator, source.encode(), "note.md", lexicon=lexicon)

    seen = MarkdownIt("commonmark").render(written.decode().partition("title: x\n---\n")[2] or written.decode())
    assert ("<h2>Lexique</h2>" if lexicon else "<p>[^lexibulle-1]: <strong>Churn") in seen
    assert written.decode().endswith(f"<!-- /Lexibulle -->\n{opened}")
    assert documents.untag(written, "note.md") == source.encode()


def test_a_lexicon_holds_no_word_to_avoid(annotator: Annotator) -> None:
    document, hits, written = tagged(annotator, TEXT.encode(), "note.txt", lexicon=True)

    foot = written.decode().removeprefix(TEXT)
    assert "Churn" in foot
    assert "MQL" not in foot
    assert documents.left_out(document, hits) == "1\u00a0mot interne laissé de côté\u00a0: MQL"


def test_a_page_of_any_document_shows_its_text(annotator: Annotator) -> None:
    document = documents.read(TEXT.encode(), "note.txt")
    page = documents.as_html(document, documents.annotate(annotator, document), glossary=annotator.glossary)

    tree = lxml_html.document_fromstring(page)
    assert [p.text_content() for p in tree.xpath("//article/p")] == document.texts
    assert set(tree.xpath("//button/@popovertarget")) == set(tree.xpath("//div[@popover]/@id"))
    assert "<script" not in page


@pytest.mark.parametrize(("after", "left"), [
    ("PS : vu.", f"{TEXT}\n\nPS : vu."), ("\nPS : vu.\n", f"{TEXT}\n\n\nPS : vu.\n")])
def test_notes_of_a_text_come_off_where_somebody_wrote_on_after_them(
    annotator: Annotator, after: str, left: str
) -> None:
    _, _, written = tagged(annotator, TEXT.encode(), "note.txt")

    assert documents.untag(written + after.encode(), "note.txt").decode() == left
    assert documents.untag(written.rstrip(), "note.txt").decode() == TEXT


@pytest.mark.parametrize(("name", "said"), [
    ("a.xyz", "ne lit pas les fichiers .xyz. Formats lus\u00a0: .html"), ("a.doc", "enregistrez-le en .docx"),
    ("a", "n’a pas d’extension")])
def test_a_suffix_that_is_not_read_names_the_cure(name: str, said: str) -> None:
    with pytest.raises(Unreadable, match=said):
        documents.read(b"x", name)


def test_an_empty_file_is_refused() -> None:
    with pytest.raises(Unreadable, match="vide"):
        documents.read(b"", "a.txt")
