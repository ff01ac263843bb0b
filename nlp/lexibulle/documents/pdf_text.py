"""The text of a PDF page with the way back to its rectangles.

A PDF knows letters and places, no paragraphs. Lines are told apart by the reader; here they are cut at wide gaps
(cells of a table) and gathered into paragraphs: a line goes on in the next one when that lies just below, in the
same size, and when its first word would not have fitted on the line before.
"""

import ctypes
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Any, Final

import pypdfium2.raw as pdfium_c

from lexibulle.sentences import BULLET

_HYPHENS: Final = dict.fromkeys((0x02, 0xFFFE), "-")  # how PDFium gives a hyphen at the end of a line
_LINE: Final = re.compile(r"[^\r\n]*[^\s]")
_GAP: Final = re.compile(r"\S([ \t\u00a0]+)(?=\S)")
_ITEM: Final = re.compile(BULLET)
_WIDE: Final = 0.9  # of a line's height: a space in justified text stays below, a gap between cells above
_LEADING: Final = 1.3  # of the usual distance between two lines: more is a new paragraph
_SAME_SIZE: Final = 1.15  # a heading is larger than that
_TEXT_BELOW: Final = 3.0  # heights: farther down is another place

Box = tuple[float, float, float, float]  # left, bottom, right, top, in points from the page's lower left corner


@dataclass(slots=True)
class Line:
    """Characters `start:end` of a page and the box around them."""

    start: int
    end: int
    box: Box
    first_word: float  # its width

    @property
    def height(self) -> float:
        return self.box[3] - self.box[1]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """The characters of a page from `start` on; their text has one character for each."""

    text: str
    start: int


class PageText:
    """One page of an open PDF; `page` is pypdfium2's."""

    def __init__(self, page: Any) -> None:
        self._textpage = page.get_textpage()
        self._rotation = page.get_rotation()
        count = self._textpage.count_chars()
        codes = (pdfium_c.FPDFText_GetUnicode(self._textpage, number) for number in range(count))
        self.text = "".join(_HYPHENS.get(code) or (chr(code) if 0 < code < 0x110000 else "\ufffd") for code in codes)

    def paragraphs(self) -> list[Paragraph]:
        lines = list(self._lines())
        if not lines:
            return []
        gaps = [above.box[1] - below.box[1] for above, below in pairwise(lines)]
        usual = median([gap for gap in gaps if gap > 0] or [0.0])
        groups = [[lines[0]]]
        for line in lines[1:]:
            if _goes_on(groups[-1], line, self.text, usual):
                groups[-1].append(line)
            else:
                groups.append([line])
        return [self._paragraph(group[0].start, group[-1].end)
                for run in groups for group in _split_where_it_would_fit(run)]

    def rectangles(self, start: int, end: int) -> list[Box]:
        """Boxes of characters `start:end`, one for each line."""
        boxes: list[Box] = []
        for number in range(self._textpage.count_rects(start, end - start)):
            box = self._textpage.get_rect(number)
            if boxes and _on_one_line(_as_seen(boxes[-1], self._rotation), _as_seen(box, self._rotation)):
                boxes[-1] = _around(boxes[-1], box)
            else:
                boxes.append(box)
        return boxes

    def _paragraph(self, start: int, end: int) -> Paragraph:
        return Paragraph(self.text[start:end], start)

    def _lines(self) -> Iterator[Line]:
        for found in _LINE.finditer(self.text):
            start = found.start() + len(found[0]) - len(found[0].lstrip())
            height = self._box(start)[3] - self._box(start)[1]
            for gap in _GAP.finditer(self.text, start, found.end()):
                left, right = self._box(gap.start()), self._box(gap.end())
                if right[0] - left[2] > _WIDE * height or right[2] < left[0]:
                    yield self._line(start, gap.start() + 1)
                    start = gap.end()
            yield self._line(start, found.end())

    def _line(self, start: int, end: int) -> Line:
        first, last = self._box(start), self._box(end - 1)
        word = re.compile(r"\S+").match(self.text, start, end)
        word_end = self._box(word.end() - 1)[2] if word else first[2]
        return Line(start, end, _around(first, last), word_end - first[0])

    def _box(self, number: int) -> Box:
        """The box of a character on the page as it is seen, ascenders and descenders included."""
        rect = pdfium_c.FS_RECTF()
        pdfium_c.FPDFText_GetLooseCharBox(self._textpage, number, ctypes.byref(rect))
        return _as_seen((rect.left, rect.bottom, rect.right, rect.top), self._rotation)


def _as_seen(box: Box, rotation: int) -> Box:
    """A box after the page has been turned by `rotation` degrees clockwise; only differences count."""
    left, bottom, right, top = box
    if rotation == 90:
        return bottom, -right, top, -left
    if rotation == 180:
        return -right, -top, -left, -bottom
    return (-top, left, -bottom, right) if rotation == 270 else box


def _goes_on(above: list[Line], line: Line, text: str, usual: float) -> bool:
    """Whether a line lies where the next line of the same paragraph would."""
    last = above[-1]
    down = last.box[1] - line.box[1]
    return (
        0 < down <= min(_TEXT_BELOW * last.height, max(_LEADING * usual, last.height * _LEADING))
        and line.box[0] < last.box[2] and last.box[0] < line.box[2]
        and max(last.height, line.height) <= _SAME_SIZE * min(last.height, line.height)
        and not _ITEM.match(text, line.start)
    )


def _split_where_it_would_fit(run: list[Line]) -> Iterator[list[Line]]:
    """Lines that break though the next word had room: somebody meant the break."""
    right = max(line.box[2] for line in run)
    group = [run[0]]
    for last, line in pairwise(run):
        space = 0.3 * last.height
        if last.box[2] + space + line.first_word < right:
            yield group
            group = []
        group.append(line)
    yield group


def _on_one_line(one: Box, other: Box) -> bool:
    middle = (other[1] + other[3]) / 2
    return one[1] <= middle <= one[3] and other[0] >= one[0]


def _around(one: Box, other: Box) -> Box:
    return min(one[0], other[0]), min(one[1], other[1]), max(one[2], other[2]), max(one[3], other[3])
