"""Marks in the XML of a Word document: comments around words, and a lexicon at the end, its paragraphs bookmarked.

Runs are cut at the borders of a word and keep their formatting; `take_off` joins them again.
"""

from collections.abc import Iterable, Sequence
from copy import deepcopy
from typing import Final

from docx.document import Document as WordDocument
from docx.oxml.parser import OxmlElement
from lxml import etree

from lexibulle.documents.lexicon import BY, TITLE
from lexibulle.documents.model import SIGNATURE
from lexibulle.documents.notes import term_lines
from lexibulle.documents.word_text import SIGNS, Element, Passage, Piece, W
from lexibulle.glossary import Term

_INITIALS: Final = "Lx"
_SPACE: Final = "{http://www.w3.org/XML/1998/namespace}space"
_AFTER_BODY: Final = W + "sectPr"
_BOOKMARK: Final = W + "bookmarkStart"
_WRITTEN: Final = frozenset({W + "t", W + "tab", W + "ptab", *SIGNS})  # not fields, pictures, text boxes


def put_comment(comment: int, passage: Passage, start: int, end: int) -> None:
    """Signs of a comment around `start:end` of a passage, or at its anchor where it has one.

    Several on one passage: the last first, for cutting moves what follows.
    """
    mark = _Marker(comment)
    if passage.anchor is None:
        first, last = _cut_out(passage.pieces, start, end)
        mark.around(first, last)
    elif passage.anchor.tag == W + "r":
        mark.around(passage.anchor, passage.anchor)
    else:
        mark.at_start_of(passage.anchor)


def new_comment(document: WordDocument, lines: Sequence[str]) -> int:
    """The number of a new comment of ours. It has no date, so that the same document gives the same bytes."""
    comment = document.comments.add_comment(author=SIGNATURE, initials=_INITIALS)
    comment._comment_elm.attrib.pop(W + "date", None)  # noqa: SLF001  # no public way to leave the date out
    comment.paragraphs[0].add_run(lines[0]).bold = True
    for line in lines[1:]:
        comment.add_paragraph(line)
    return comment.comment_id


class _Marker:
    """Puts the three signs of one comment: start, end, reference."""

    def __init__(self, comment_id: int) -> None:
        self._start = _element("commentRangeStart", id=str(comment_id))
        self._end = _element("commentRangeEnd", id=str(comment_id))
        self._reference = _element("r")
        properties = _element("rPr")
        properties.append(_element("rStyle", val="CommentReference"))
        self._reference.extend([properties, _element("commentReference", id=str(comment_id))])

    def around(self, first: Element, last: Element) -> None:
        """The reference stands outside links and insertions: it is not part of them."""
        first.addprevious(self._start)
        last.addnext(self._end)
        outer = self._end
        while outer.getparent().tag != W + "p":
            outer = outer.getparent()
        outer.addnext(self._reference)

    def at_start_of(self, paragraph: Element) -> None:
        first = 1 if len(paragraph) and paragraph[0].tag == W + "pPr" else 0
        paragraph[first:first] = [self._start, self._end, self._reference]


def _cut_out(pieces: list[Piece], start: int, end: int) -> tuple[Element, Element]:
    """First and last run of `start:end`, which then hold nothing else."""
    last = _cut(pieces, end) - 1
    if (following := pieces[last].node.getnext()) is not None:
        _split(pieces, pieces[last].run, following)
    before = len(pieces)
    first = _cut(pieces, start)
    last += len(pieces) - before
    if any(node.tag != W + "rPr" for node in pieces[first].node.itersiblings(preceding=True)):
        _split(pieces, pieces[first].run, pieces[first].node)
    return pieces[first].run, pieces[last].run


def _cut(pieces: list[Piece], offset: int) -> int:
    """The number of the piece that begins at `offset`, cut there if need be."""
    position = 0
    for number, piece in enumerate(pieces):
        inside = offset - position
        if inside <= 0:
            return number
        if inside < len(piece.text):
            right = deepcopy(piece.node)
            right.text, piece.node.text = piece.text[inside:], piece.text[:inside]
            for node in (right, piece.node):
                node.set(_SPACE, "preserve")
            piece.node.addnext(right)
            pieces.insert(number + 1, Piece(piece.run, right, piece.text[inside:]))
            piece.text = piece.text[:inside]
            return number + 1
        position += len(piece.text)
    return len(pieces)


def _split(pieces: Iterable[Piece], run: Element, node: Element) -> None:
    """Move `node` and what follows it in its run to a run of its own, formatted alike."""
    right = _element("r")
    right.attrib.update(run.attrib)
    if (properties := run.find(W + "rPr")) is not None:
        right.append(deepcopy(properties))
    moved = [node, *node.itersiblings()]
    right.extend(moved)
    run.addnext(right)
    for piece in pieces:
        if piece.node in moved:
            piece.run = right


def append_lexicon(document: WordDocument, terms: Sequence[Term]) -> None:
    """A page of its own after the last paragraph; each of its paragraphs is a bookmark that bears our name.

    One each: LibreOffice loses the end of a bookmark that spans several paragraphs.
    """
    paragraphs = [_page_break(), _paragraph(TITLE, bold=True, size=32)]
    for term in terms:
        name, *more = term_lines(term)
        paragraphs += [_paragraph(name, bold=True), *map(_paragraph, more)]
    paragraphs.append(_paragraph(BY, size=16))
    first = 1 + max((int(mark.get(W + "id")) for mark in document.element.iter(_BOOKMARK)), default=0)
    for number, paragraph in enumerate(paragraphs):
        paragraph.insert(0, _element("bookmarkStart", id=str(first + number), name=f"{SIGNATURE}{number}"))
        paragraph.append(_element("bookmarkEnd", id=str(first + number)))
    body = document.element.body
    last = next(iter(body.iterchildren(_AFTER_BODY)), None)
    if last is None:
        body.extend(paragraphs)
    else:
        for paragraph in paragraphs:
            last.addprevious(paragraph)


def take_off(document: WordDocument) -> None:
    """Our comments and our lexicon; the runs that were cut for them are joined."""
    _remove_lexicon(document)
    ours = {str(comment.comment_id) for comment in document.comments if comment.author == SIGNATURE}
    signs = list(document.element.iter(W + "commentRangeStart", W + "commentRangeEnd", W + "commentReference"))
    seams = [_removed(sign) for sign in signs if sign.get(W + "id") in ours]
    for run in seams:
        _join(run)
    _remove_comments(document)


def _remove_lexicon(document: WordDocument) -> None:
    marks = document.element.xpath(f"w:body/w:p/w:bookmarkStart[starts-with(@w:name, '{SIGNATURE}')]")
    for paragraph in {mark.getparent(): None for mark in marks}:
        paragraph.getparent().remove(paragraph)


def _remove_comments(document: WordDocument) -> None:
    """Ours from the list of comments, and the list itself when it holds no other."""
    comments = document.part._comments_part.element  # noqa: SLF001  # python-docx removes no comment
    for comment in comments.xpath(f"w:comment[@w:author='{SIGNATURE}']"):
        comments.remove(comment)
    if not len(comments):
        for name, relation in list(document.part.rels.items()):
            if relation.reltype.endswith("/comments"):
                del document.part.rels[name]


def _removed(sign: Element) -> Element | None:
    """Take off one sign of a comment; what followed it."""
    if sign.tag == W + "commentReference":
        sign = sign.getparent()
    after = sign.getnext()
    sign.getparent().remove(sign)
    return after


def _join(right: Element | None) -> None:
    """Join a run with the one before it, if they are formatted alike and text meets text."""
    left = None if right is None or right.getparent() is None else right.getprevious()
    if right is None or left is None or left.tag != W + "r" or right.tag != W + "r" or not _alike(left, right):
        return
    nodes = [node for node in right if node.tag != W + "rPr"]
    if not (len(left) and nodes and left[-1].tag in _WRITTEN and nodes[0].tag in _WRITTEN):
        return
    if left[-1].tag == nodes[0].tag == W + "t":
        left[-1].text = (left[-1].text or "") + (nodes.pop(0).text or "")
    left.extend(nodes)
    right.getparent().remove(right)


def _alike(left: Element, right: Element) -> bool:
    properties = [run.find(W + "rPr") for run in (left, right)]
    written = [b"" if found is None else etree.tostring(found, method="c14n") for found in properties]
    return written[0] == written[1] and dict(left.attrib) == dict(right.attrib)


def _paragraph(text: str, *, bold: bool = False, size: int = 20) -> Element:
    """A paragraph with its formatting in itself; `size` in half points."""
    paragraph, run, properties, node = _element("p"), _element("r"), _element("rPr"), _element("t")
    if bold:
        properties.append(_element("b"))
    properties.append(_element("sz", val=str(size)))
    node.text = text
    node.set(_SPACE, "preserve")
    run.extend([properties, node])
    paragraph.append(run)
    return paragraph


def _page_break() -> Element:
    paragraph, run = _element("p"), _element("r")
    run.append(_element("br", type="page"))
    paragraph.append(run)
    return paragraph


def _element(tag: str, **attributes: str) -> Element:
    return OxmlElement(f"w:{tag}", {W + key: value for key, value in attributes.items()})
