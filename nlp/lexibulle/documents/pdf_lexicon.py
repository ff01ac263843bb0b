"""The lexicon as pages of a PDF, in Helvetica, which every reader has."""

from collections.abc import Iterator, Sequence
from typing import Final

from pypdf import PageObject
from pypdf._codecs.core_font_metrics import CORE_FONT_METRICS  # the widths of the standard fonts, nowhere public
from pypdf.generic import BooleanObject, DecodedStreamObject, DictionaryObject, NameObject

from lexibulle.documents.encodings import Encoding
from lexibulle.documents.lexicon import BY, TITLE
from lexibulle.documents.notes import term_lines
from lexibulle.glossary import Term

MARK: Final = "/Lexibulle"  # a key of our own in the page's dictionary
_ENCODING: Final = Encoding("cp1252")
_PAGE: Final = (595.0, 842.0)  # A4, in points
_MARGIN: Final = 64.0
_FONTS: Final = {"/F1": "Helvetica", "/F2": "Helvetica-Bold"}
Line = tuple[str, float, str, float]  # font, size, text, space above


def lexicon_pages(terms: Sequence[Term]) -> Iterator[PageObject]:
    """As many pages as the terms need; none for no term."""
    if not terms:
        return
    page: list[bytes] = []
    height = _PAGE[1] - _MARGIN
    for font, size, text, above in _lines(terms):
        height -= size * 1.35 + above
        if height < _MARGIN:
            yield _page(page)
            page, height = [], _PAGE[1] - _MARGIN - size
        page.append(b"BT %s %.1f Tf %.1f %.1f Td (%s) Tj ET" % (font.encode(), size, _MARGIN, height, _escaped(text)))
    yield _page(page)


def _lines(terms: Sequence[Term]) -> Iterator[Line]:
    yield "/F2", 18.0, TITLE, 0.0
    for term in terms:
        name, *more = term_lines(term)
        yield from _wrapped("/F2", 10.5, name, 10.0)
        for text in more:
            yield from _wrapped("/F1", 10.5, text, 0.0)
    yield from _wrapped("/F1", 8.0, BY, 14.0)


def _wrapped(font: str, size: float, text: str, above: float) -> Iterator[Line]:
    line = ""
    for word in _ENCODING.holding(text).split(" "):
        longer = f"{line} {word}".strip()
        if line and _width(longer, font) * size > _PAGE[0] - 2 * _MARGIN:
            yield font, size, line, above
            line, above = word, 0.0
        else:
            line = longer
    yield font, size, line, above


def _width(text: str, font: str) -> float:
    """In ems. Accented letters and signs that the metrics leave out are as wide as a figure."""
    widths = CORE_FONT_METRICS[_FONTS[font]].character_widths
    return sum(widths.get(char, 556) for char in text) / 1000


def _escaped(text: str) -> bytes:
    return text.encode("cp1252").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")


def _page(lines: Sequence[bytes]) -> PageObject:
    page = PageObject.create_blank_page(width=_PAGE[0], height=_PAGE[1])
    content = DecodedStreamObject()
    content.set_data(b"\n".join(lines))
    fonts = DictionaryObject({NameObject(name): _font(base) for name, base in _FONTS.items()})
    page[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts})
    page[NameObject("/Contents")] = content
    page[NameObject(MARK)] = BooleanObject(value=True)
    return page


def _font(base: str) -> DictionaryObject:
    values = {"/Type": "/Font", "/Subtype": "/Type1", "/BaseFont": f"/{base}", "/Encoding": "/WinAnsiEncoding"}
    return DictionaryObject({NameObject(key): NameObject(value) for key, value in values.items()})
