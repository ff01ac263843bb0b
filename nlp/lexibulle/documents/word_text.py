"""The text of a Word document with the way back: passages, each made of pieces of runs.

Read in this order: the body (tables and content controls where they stand, tracked insertions taken, deletions
left out, text boxes after the paragraph that holds them), then headers, footers, foot- and endnotes. A tab, a page
or a column break ends a passage: a term crosses none of them. What Word lists by itself (a table of contents or of
figures, an index) is left out: its words stand elsewhere, and it is made anew.
"""

import re
from collections.abc import Container, Iterator
from dataclasses import dataclass
from typing import Any, Final

from docx.document import Document as WordDocument

from lexibulle.documents.archive import parsed
from lexibulle.documents.model import Role

W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_RELATED: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_HOLDERS: Final = frozenset(
    W + name for name in "hyperlink ins moveTo smartTag sdt sdtContent fldSimple customXml dir bdo".split())
_FALLBACK: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
SIGNS: Final = {W + "br": "\n", W + "cr": "\n", W + "noBreakHyphen": "-", W + "softHyphen": "\u00ad"}
_STORIES: Final = {"header": "en-tête", "footer": "pied de page"}
_NOTES: Final = {"footnote": "note de bas de page", "endnote": "note de fin"}
_LISTING: Final = re.compile(r"\s*(?:TOC|INDEX|TOA)\b", re.IGNORECASE)
_LISTING_STYLE: Final = re.compile(r"(?:toc|index) \d|table of (?:figures|authorities)")
_LONGEST_CODE: Final = 100  # characters of a field's code that are looked at
_SHOWN: Final = "shown"  # in the place of a listing's code, once its result has begun
Element = Any  # lxml's elements under python-docx's classes


@dataclass(slots=True)
class Piece:
    """A stretch of text: the node that holds it, in its run."""

    run: Element
    node: Element
    text: str


@dataclass(slots=True)
class Passage:
    """A block and its pieces. `anchor` is where a note on it goes when it cannot stand at the word itself."""

    pieces: list[Piece]
    place: str
    role: Role = "text"
    row: int = 0
    anchor: Element | None = None

    @property
    def text(self) -> str:
        return "".join(piece.text for piece in self.pieces)

    @property
    def takes_notes(self) -> bool:
        """Is there a place for them? Not on a header or footer of a body without a paragraph."""
        return self.role != "aside" or self.anchor is not None


def passages(document: WordDocument) -> Iterator[Passage]:
    """Every passage that holds text, in order; the same order each time."""
    for passage in (*_body(document), *_around(document)):
        if passage.text.strip():
            yield passage


def _body(document: WordDocument) -> Iterator[Passage]:
    names = _style_names(document)
    listed = _listed(document.element.body)
    rows: dict[Element, int] = {}
    number = 0
    for paragraph in document.element.body.iter(W + "p"):
        style = _style(paragraph, names)
        if _is_fallback(paragraph) or _LISTING_STYLE.fullmatch(style):
            continue
        found = list(_pieces_of(paragraph, listed))
        number += any(piece.text.strip() for pieces in found for piece in pieces)
        role, row = _role(paragraph, style, rows)
        for pieces in found:
            yield Passage(pieces, f"paragraphe {number}", role, row, _text_box(paragraph))


def _around(document: WordDocument) -> Iterator[Passage]:
    """What stands outside the body, with the place in the body that a note on it goes to."""
    first = next(document.element.body.iter(W + "p"), None)
    for place, story, anchor in (*_margins(document), *_notes(document)):
        for paragraph in story.iter(W + "p"):
            for pieces in _pieces_of(paragraph):
                yield Passage(pieces, place, "aside", anchor=first if anchor is None else anchor)


def _pieces_of(paragraph: Element, listed: Container[Element] = ()) -> Iterator[list[Piece]]:
    pieces: list[Piece] = []
    for run in _runs(paragraph):
        if run in listed:
            continue
        for node in run:
            if node.tag == W + "t":
                if node.text:
                    pieces.append(Piece(run, node, node.text))
            elif node.tag in (W + "tab", W + "ptab") or (node.tag == W + "br" and node.get(W + "type")):
                yield pieces
                pieces = []
            elif node.tag in SIGNS:
                pieces.append(Piece(run, node, SIGNS[node.tag]))
    yield pieces


def _runs(parent: Element) -> Iterator[Element]:
    """The runs of a paragraph that are seen: in links, insertions and controls too, not those of text boxes."""
    for child in parent:
        if child.tag == W + "r":
            if child.find(f"{W}rPr/{W}vanish") is None:
                yield child
        elif child.tag in _HOLDERS and not _LISTING.match(child.get(W + "instr", "")):
            yield from _runs(child)


def _is_fallback(paragraph: Element) -> bool:
    """The second writing of a text box, for programs that do not know the first."""
    return next(paragraph.iterancestors(_FALLBACK), None) is not None


def _text_box(paragraph: Element) -> Element | None:
    """The run that holds the text box around a paragraph: Word takes no comment inside it."""
    box = next(paragraph.iterancestors(W + "txbxContent"), None)
    return None if box is None else next(box.iterancestors(W + "r"), None)


def _role(paragraph: Element, style: str, rows: dict[Element, int]) -> tuple[Role, int]:
    row = next(paragraph.iterancestors(W + "tr"), None)
    if row is not None:
        return "cell", rows.setdefault(row, len(rows) + 1)
    return ("heading" if style.startswith(("heading", "titre", "title")) else "text"), 0


def _style(paragraph: Element, names: dict[str, str]) -> str:
    style = paragraph.find(f"{W}pPr/{W}pStyle")
    return "" if style is None else names.get(style.get(W + "val"), "")


def _style_names(document: WordDocument) -> dict[str, str]:
    """Names by identity, in small letters. python-docx would put its own styles into a file that has none."""
    return {style.get(W + "styleId"): style.find(W + "name").get(W + "val", "").lower()
            for relation in document.part.rels.values() if relation.reltype == _RELATED + "styles"
            for style in relation.target_part.element.iter(W + "style") if style.find(W + "name") is not None}


def _listed(body: Element) -> set[Element]:
    """The runs of what Word lists by itself; none where such a field has no end."""
    runs: set[Element] = set()
    fields: list[str] = []
    listings = 0
    for node in body.iter(W + "r", W + "instrText", W + "fldChar"):
        if node.tag != W + "r":
            listings += _in_field(fields, node)
        elif listings:
            runs.add(node)
    return set() if listings else runs


def _in_field(fields: list[str], node: Element) -> int:
    """Keep the codes of the fields that are open, one in another; by how many the shown listings change."""
    kind = node.get(W + "fldCharType")
    if kind == "begin":
        fields.append("")
    elif fields and kind == "end":
        return -1 if fields.pop() == _SHOWN else 0
    elif fields and kind == "separate" and _LISTING.match(fields[-1]):
        fields[-1] = _SHOWN
        return 1
    elif fields and fields[-1] != _SHOWN:
        fields[-1] = (fields[-1] + (node.text or ""))[:_LONGEST_CODE]
    return 0


def _margins(document: WordDocument) -> Iterator[tuple[str, Element, None]]:
    """Headers and footers, each once."""
    for relation in document.part.rels.values():
        kind = relation.reltype.removeprefix(_RELATED)
        if kind in _STORIES and not relation.is_external:
            yield _STORIES[kind], relation.target_part.element, None


def _notes(document: WordDocument) -> Iterator[tuple[str, Element, Element | None]]:
    """Foot- and endnotes with the run that calls them. python-docx leaves their parts as bytes."""
    for relation in document.part.rels.values():
        kind = relation.reltype.removeprefix(_RELATED).removesuffix("s")
        if kind not in _NOTES or relation.is_external:
            continue
        calls = {call.get(W + "id"): call.getparent() for call in document.element.body.iter(f"{W}{kind}Reference")}
        for note in parsed(relation.target_part.blob):
            if note.get(W + "type") in (None, "normal"):
                yield f"{_NOTES[kind]} {note.get(W + 'id')}", note, calls.get(note.get(W + "id"))
