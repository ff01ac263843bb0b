"""Comments of a worksheet: a list of texts, and for each a yellow-note shape in a drawing of the old kind (VML).

A cell has one comment at most: in one that somebody else wrote, ours stands after theirs. Ours begins with our
name, as Excel itself writes it: LibreOffice forgets the authors.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from lxml import etree

from lexibulle.documents.archive import parsed
from lexibulle.documents.model import SIGNATURE
from lexibulle.documents.sheet_parts import MAIN, RELATED, Parts, child, place_of, serialized

_HEAD: Final = f"{SIGNATURE} :\n"
_BORDER: Final = f"\n\n{_HEAD}"
_THREADED: Final = "tc="  # a comment of the new kind, kept elsewhere too: what is added here would be lost
_COMMENTS_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
_DRAWING_TYPE: Final = "application/vnd.openxmlformats-officedocument.vmlDrawing"
_COMMENT: Final = f"{MAIN}comment"
_AFTER: Final = tuple(MAIN + name for name in (
    "legacyDrawingHF", "drawingHF", "picture", "oleObjects", "controls", "webPublishItems", "tableParts", "extLst"))
_SPACE: Final = "{http://www.w3.org/XML/1998/namespace}space"
_EMPTY_DRAWING: Final = (
    '<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:x="urn:schemas-microsoft-com:office:excel">'
    '<v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe">'
    '<v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype></xml>')
_SHAPE: Final = (
    '<v:shape id="Lexibulle_{reference}" type="#_x0000_t202" fillcolor="#f7eef3" '
    'style="position:absolute;margin-left:60pt;margin-top:2pt;width:260pt;height:{height}pt;visibility:hidden">'
    '<v:fill color2="#f7eef3"/><v:path o:connecttype="none"/><v:textbox style="mso-direction-alt:auto"/>'
    '<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/>'
    "<x:Anchor>{left}, 12, {row}, 2, {right}, 40, {bottom}, 4</x:Anchor><x:AutoFill>False</x:AutoFill>"
    "<x:Row>{row}</x:Row><x:Column>{column}</x:Column></x:ClientData></v:shape>")
_DRAWN: Final = re.compile(rb"<v:shape\b.*?</v:shape>", re.DOTALL)
_LINE_HEIGHT: Final = 13  # points
_LINE_WIDTH: Final = 52  # characters
Comments = Mapping[str, Sequence[Sequence[str]]]  # reference to the notes on its cell, each some lines


def comment_on(parts: Parts, sheet: str, comments: Comments) -> None:
    name = parts.related(sheet, "comments") or _new_list(parts, sheet)
    root = parsed(parts.contents[name])
    listed = child(root, "commentList")
    known = {comment.get("ref"): comment for comment in listed.findall(_COMMENT)}
    authors = _authors(root, known.values())
    author = _our_number(root, authors)
    added = []
    for reference, notes in comments.items():
        comment = known.get(reference)
        if comment is None:
            comment = etree.SubElement(listed, _COMMENT, ref=reference, authorId=author)
            text = etree.SubElement(comment, f"{MAIN}text")
            _run(text, _HEAD, bold=True)
            _write(text, notes)
            added.append(reference)
        elif not authors[comment.get("authorId")].startswith(_THREADED):
            text = child(comment, "text")
            _run(text, _BORDER, bold=True)
            _write(text, notes)
    parts.contents[name] = serialized(root)
    if added:
        _draw(parts, sheet, {reference: comments[reference] for reference in added})


def take_off(parts: Parts, sheet: str) -> None:
    """Our comments, and what we added to others'; the list and its drawing when nothing else is in them."""
    name = parts.related(sheet, "comments")
    if not name or SIGNATURE.encode() not in parts.contents[name]:
        return
    root = parsed(parts.contents[name])
    authors = child(root, "authors")
    ours = [str(number) for number, author in enumerate(authors) if author.text == SIGNATURE]
    listed = child(root, "commentList")
    removed = [comment for comment in listed.findall(_COMMENT)
               if comment.get("authorId") in ours or _text(comment).startswith(_HEAD)]
    for comment in removed:
        listed.remove(comment)
    for comment in listed.findall(_COMMENT):
        _cut_at_border(child(comment, "text"))
    if ours and ours[-1] == str(len(authors) - 1):
        authors.remove(authors[-1])
    _erase(parts, sheet, [comment.attrib["ref"] for comment in removed])
    if len(listed):
        parts.contents[name] = serialized(root)
    else:
        parts.unrelate(sheet, name)
        parts.remove(name)


def _new_list(parts: Parts, sheet: str) -> str:
    name = f"xl/comments{SIGNATURE}{_number(sheet)}.xml"
    root = etree.Element(f"{MAIN}comments", nsmap={None: MAIN[1:-1]})
    etree.SubElement(root, f"{MAIN}authors")
    etree.SubElement(root, f"{MAIN}commentList")
    parts.add(name, serialized(root), _COMMENTS_TYPE)
    parts.relate(sheet, "comments", name, f"rId{SIGNATURE}1")
    return name


def _authors(root: Any, comments: Iterable[Any]) -> dict[str, str]:
    """The authors by number. A comment of a number that nobody has would become ours with the next author."""
    authors = {str(number): author.text or "" for number, author in enumerate(child(root, "authors"))}
    if unknown := {comment.get("authorId") for comment in comments} - authors.keys():
        raise LookupError(f"no authors {unknown}")
    return authors


def _our_number(root: Any, authors: Mapping[str, str]) -> str:
    """The number of our name among the authors, to whom it is added if need be."""
    known = next((number for number, name in authors.items() if name == SIGNATURE), "")
    if not known:
        etree.SubElement(child(root, "authors"), f"{MAIN}author").text = SIGNATURE
    return known or str(len(authors))


def _write(text: Any, notes: Sequence[Sequence[str]]) -> None:
    for number, (first, *more) in enumerate(notes):
        _run(text, "\n\n" * (number > 0) + first, bold=True)
        _run(text, "".join(f"\n{line}" for line in more))


def _run(text: Any, content: str, *, bold: bool = False) -> None:
    run = etree.SubElement(text, f"{MAIN}r")
    properties = etree.SubElement(run, f"{MAIN}rPr")
    if bold:
        etree.SubElement(properties, f"{MAIN}b")
    etree.SubElement(properties, f"{MAIN}sz", val="9")
    node = etree.SubElement(run, f"{MAIN}t")
    node.set(_SPACE, "preserve")
    node.text = content


def _text(comment: Any) -> str:
    return "".join(child(comment, "text").itertext(f"{MAIN}t"))


def _cut_at_border(text: Any) -> None:
    """Leave what stands before our border, in whatever runs the two are written."""
    nodes = list(text.iter(f"{MAIN}t"))
    said = "".join(node.text or "" for node in nodes)
    left = said.find(_BORDER)
    if left < 0:
        return
    for node in nodes:
        written = node.text or ""
        node.text = written[:left]
        left -= len(node.text)
        if not node.text:
            emptied = node if node.getparent() is text else node.getparent()
            text.remove(emptied)


def _draw(parts: Parts, sheet: str, comments: Comments) -> None:
    name = _drawing(parts, sheet)
    if not name:
        name = f"xl/drawings/{SIGNATURE}{_number(sheet)}.vml"
        parts.add(name, _EMPTY_DRAWING.encode(), _DRAWING_TYPE)
        parts.relate(sheet, "vmlDrawing", name, f"rId{SIGNATURE}2")
        _show_drawing(parts, sheet)
    before, end, after = parts.contents[name].rpartition(b"</xml>")
    if not end:
        raise SyntaxError(f"{name} is cut")
    shapes = "".join(_shape(reference, notes) for reference, notes in comments.items())
    parts.contents[name] = before + shapes.encode() + end + after


def _drawing(parts: Parts, sheet: str) -> str:
    """The part that draws the comments of a sheet, or ""."""
    named = parsed(parts.contents[sheet]).find(f"{MAIN}legacyDrawing")
    return "" if named is None else parts.related_as(sheet, named.get(f"{RELATED}id"))


def _show_drawing(parts: Parts, sheet: str) -> None:
    """Name the drawing in the sheet, where the order of its elements wants it."""
    root = parsed(parts.contents[sheet])
    drawing = etree.Element(f"{MAIN}legacyDrawing")
    drawing.set(f"{RELATED}id", f"rId{SIGNATURE}2")
    following = next((child for child in root if child.tag in _AFTER), None)
    if following is None:
        root.append(drawing)
    else:
        following.addprevious(drawing)
    parts.contents[sheet] = serialized(root)


def _shape(reference: str, notes: Sequence[Sequence[str]]) -> str:
    row, column = place_of(reference)
    lines = sum(1 + len(line) // _LINE_WIDTH for note in notes for line in note) + 2 * len(notes)
    return _SHAPE.format(reference=reference, row=row, column=column, left=column + 1, right=column + 4,
                         bottom=row + lines, height=lines * _LINE_HEIGHT)


def _erase(parts: Parts, sheet: str, references: Sequence[str]) -> None:
    """The shapes of these cells: as we wrote them, or as another program has saved them."""
    name = _drawing(parts, sheet)
    if not name:
        return
    places = {place_of(reference) for reference in references}
    drawing = _DRAWN.sub(lambda shape: b"" if _at(shape[0]) in places else shape[0], parts.contents[name])
    parts.contents[name] = drawing
    if name.endswith(f"{SIGNATURE}{_number(sheet)}.vml") and not _DRAWN.search(drawing):
        root = parsed(parts.contents[sheet])
        identity = parts.unrelate(sheet, name)
        for legacy in root.findall(f"{MAIN}legacyDrawing"):
            if legacy.get(f"{RELATED}id") == identity:
                root.remove(legacy)
        parts.contents[sheet] = serialized(root)
        parts.remove(name)


def _at(shape: bytes) -> tuple[int, int]:
    numbers = [re.search(rb"<x:%s>\s*(\d+)" % key, shape) for key in (b"Row", b"Column")]
    return (int(numbers[0][1]), int(numbers[1][1])) if numbers[0] and numbers[1] else (-1, -1)


def _number(sheet: str) -> str:
    return "".join(re.findall(r"\d+", sheet.rpartition("/")[2])) or "0"
