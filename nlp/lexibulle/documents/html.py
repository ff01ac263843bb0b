"""`.html`: saved pages. Marks are written into the source at their places; nothing else of it is touched.

A `.xhtml` is read as XML is, and stays well-formed.
"""

from pathlib import PurePath

from lexibulle.documents.bubbles import XMLNS, Bubbles, style, without_bubbles
from lexibulle.documents.encodings import decoded
from lexibulle.documents.html_source import read_source
from lexibulle.documents.lexicon import lexicon_html
from lexibulle.documents.model import BEGIN, END, Block, Document, Limits, Unreadable
from lexibulle.documents.notes import Notes
from lexibulle.documents.sniffing import is_binary, suffix_of, what_it_is


def read(data: bytes, name: str, _limits: Limits) -> Document:
    if is_binary(data) and suffix_of(data) != ".html":  # a page may hold a null: browsers pass over it
        raise Unreadable(f"Ce n’est pas une page HTML : {what_it_is(data)}")
    text, _ = decoded(data, html=True)
    page = read_source(text, xml=_is_xml(name))
    blocks = tuple(Block(block.text, f"paragraphe {number}", block.role, row=block.row)
                   for number, block in enumerate(page.blocks, 1))
    return Document("html", name, page.title, blocks, data)


def write(document: Document, notes: Notes) -> bytes:
    text, encoding = decoded(document.data, html=True)
    return encoding.encoded(_marked(text, notes, xml=_is_xml(document.name)))


def as_unicode(document: Document, notes: Notes) -> str:
    """The same as text, with a mark at its head where the page declares another encoding than UTF-8."""
    text, encoding = decoded(document.data, html=True)
    written = _marked(text, notes, xml=_is_xml(document.name))
    return written if encoding.codec == "utf-8" else f"\ufeff{written}"


def untag(data: bytes, _limits: Limits) -> bytes:
    text, encoding = decoded(data, html=True)
    return encoding.encoded(without_bubbles(text))


def _is_xml(name: str) -> bool:
    return PurePath(name).suffix.lower() == ".xhtml"


def _marked(source: str, notes: Notes, *, xml: bool) -> str:
    """A source with marks and, at its end, their cards. All that is added is ASCII: any encoding holds it."""
    page = read_source(source, xml=xml)
    bubbles = Bubbles(notes.glossary, xml=xml)
    pieces, done = [], 0
    for number, hit in notes.marked():
        for start, end, inert in page.blocks[number].ranges(hit.start, hit.end):
            word = source[start:end].strip()
            if word:
                begin = source.index(word, start)  # white space at the edge of a button would not be seen
                opening, closing = bubbles.tags(hit, inert=inert)
                pieces += [source[done:begin], _ascii(opening), word, closing]
                done = begin + len(word)
    if not pieces and not notes.lexicon:
        return source
    lexicon = lexicon_html(notes.lexicon) if notes.lexicon else ""
    foot = f"<style>{style()}</style>{bubbles.cards()}{lexicon}"
    added = f"{BEGIN}<div{XMLNS}>{foot}</div>{END}" if xml else f"{BEGIN}{foot}{END}"
    return "".join([*pieces, source[done : page.end], _ascii(added), source[page.end :]])


def _ascii(html: str) -> str:
    return html.encode("ascii", "xmlcharrefreplace").decode()
