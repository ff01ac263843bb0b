"""The text of an HTML source with the way back: every character of a block knows its place in the source.

The source is read, never rewritten: broken markup stays as broken as it was. Tags are told apart as browsers do
(HTML Living Standard, 13.2.5; for XHTML as XML does), in linear time whatever the source.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from operator import attrgetter
from typing import Final

from lexibulle.documents.model import Role

_TAG: Final = re.compile(
    r"""<!--(?:>|->|(?s:.*?)(?:--!?>|\Z)) | <[!?][^>]*+(?:>|\Z) | </[^a-zA-Z>][^>]*+(?:>|\Z)
    | <(?P<close>/?)(?P<name>[a-zA-Z][^\s/>]*+)
      (?:[^>=]++ | =\s*+(?:"[^"]*+" | '[^']*+' | [^\s>"'][^\s>]*+ | (?=>)))*+ >""", re.VERBOSE)
_XML_TAG: Final = re.compile(
    r"""<(?P<cdata>!\[CDATA\[)(?s:.*?)(?:\]\]>|\Z) | <\?(?s:.*?)(?:\?>|\Z)
    | <!DOCTYPE[^>\[]{0,500}+\[[^\]]{0,2000}+\]\s*+> | """ + _TAG.pattern, re.VERBOSE)
_STARTS_A_TAG: Final = re.compile(r"<(?:/?[a-zA-Z]|[!?]|/[^a-zA-Z>])")
_PIECE: Final = re.compile(
    r"(?P<blank>[ \t\n\r\f]+)|&(?:#[0-9]{1,9}|#[xX][0-9a-fA-F]{1,8}|[A-Za-z][A-Za-z0-9]{1,31});?")
_BLOCKS: Final = frozenset("""
    address article aside blockquote body center dd details dialog dir div dl dt fieldset figcaption figure footer form
    h1 h2 h3 h4 h5 h6 head header hgroup hr html legend li main menu nav ol option p pre search section summary table
    tbody td tfoot th thead tr ul caption""".split())
_RAW: Final = frozenset("script style textarea title xmp iframe noembed noframes noscript plaintext".split())
_NOT_READ: Final = frozenset("svg math template code kbd samp select datalist object audio video canvas".split())
_FOREIGN: Final = frozenset("svg math".split())  # inside them tags are told apart as in XML
_INTERACTIVE: Final = frozenset("a button label".split())
_FILLER: Final = "\ufffc"
_HEADINGS: Final = frozenset("h1 h2 h3 h4 h5 h6".split())
_START: Final = attrgetter("start")


@dataclass(frozen=True, slots=True)
class Segment:
    """`size` characters of the text from `start` on, written as `source:source_end`; inside a link if `inert`."""

    start: int
    size: int
    source: int
    source_end: int
    inert: bool


@dataclass(slots=True)
class HtmlBlock:
    text: str
    segments: list[Segment]
    role: Role
    row: int

    def ranges(self, start: int, end: int) -> Iterator[tuple[int, int, bool]]:
        """Places in the source of `start:end`, one for each stretch without a tag; whether it is inert."""
        begun: tuple[int, int, bool] | None = None
        first = max(0, bisect_right(self.segments, start, key=_START) - 1)
        for segment in self.segments[first : bisect_left(self.segments, end, key=_START)]:
            if segment.start + segment.size <= start:
                continue
            piece = _cut(segment, start, end)
            if begun and begun[1] == piece[0]:
                begun = (begun[0], piece[1], begun[2])
                continue
            if begun:
                yield begun
            begun = piece
        if begun:
            yield begun


def _cut(segment: Segment, start: int, end: int) -> tuple[int, int, bool]:
    if segment.source_end - segment.source != segment.size:  # an entity, a run of blanks: whole
        return segment.source, segment.source_end, segment.inert
    first = max(0, start - segment.start)
    last = min(segment.size, end - segment.start)
    return segment.source + first, segment.source + last, segment.inert


@dataclass(slots=True)
class HtmlText:
    """A page as blocks. What is added at `end` of the source is part of the page, whatever was left open."""

    title: str
    blocks: list[HtmlBlock]
    end: int


def read_source(source: str, *, xml: bool = False) -> HtmlText:
    reader = _Reader(source, xml)
    reader.read()
    return HtmlText(reader.title, reader.blocks, reader.end)


@dataclass(slots=True)
class _Reader:
    """One pass over a source. Offsets are those of the source; the open block is `parts` and `segments`."""

    source: str
    xml: bool
    title: str = ""
    blocks: list[HtmlBlock] = field(default_factory=list)
    end: int = 0
    body_end: int = -1
    last_close: int = -1
    parts: list[str] = field(default_factory=list)
    segments: list[Segment] = field(default_factory=list)
    size: int = 0
    role: Role = "text"
    row: int = 0
    skipped: str = ""
    skipped_at: int = 0
    depth: int = 0
    preformatted: bool = False
    quotes: int = 0
    interactive: set[str] = field(default_factory=set)

    def read(self) -> None:
        source, done, at = self.source, 0, self.source.find("<")
        tags = _XML_TAG if self.xml else _TAG
        self.end = len(source)
        while at >= 0:
            tag = tags.match(source, at)
            if not tag:
                if _STARTS_A_TAG.match(source, at):  # cut off inside a tag: browsers drop the rest
                    self._text(done, at)
                    self.end = done = at
                    break
                at = source.find("<", at + 1)
                continue
            self._text(done, at)
            if tag.end() == len(source) and not source.endswith(">"):
                self.end = at
            done = self._tag(tag)
            at = source.find("<", done)
        if self.end == len(source):
            self._text(done, self.end)
            self.end = self._end_of_page()
        if self.skipped and not self.xml:
            self.end = min(self.end, self.skipped_at)
        self._flush()

    def _end_of_page(self) -> int:
        """Before the end of the body where nothing follows it; in XML at any rate inside the outermost element."""
        if self.body_end >= 0:
            return self.body_end
        return self.last_close if self.xml and self.last_close >= 0 else self.end

    def _tag(self, tag: re.Match[str]) -> int:
        """Take notice of one tag; where reading goes on."""
        name = self._name(tag)
        empty = tag[0].endswith("/>") and (self.xml or name in _NOT_READ)
        closes = bool(tag["close"]) or empty
        if tag["close"] and not self.skipped:
            self._closed(name, tag.start())
        if name in _RAW and not closes and not self._holds_tags(name):
            return self._raw(name, tag)
        if self.skipped:
            self._skip(name, closes, empty)
        elif self.xml and tag["cdata"]:
            self._add(_FILLER)
        elif not closes and (name in _NOT_READ or name in _RAW):
            self.skipped, self.skipped_at, self.depth = name, tag.start(), 1
            if name in _NOT_READ:
                self._add(_FILLER)
        else:
            self._read_tag(name, closes)
        return tag.end()

    def _read_tag(self, name: str, closes: bool) -> None:
        if name in _BLOCKS:
            self._border(name, closes)
        elif name == "br":
            self._line_break()
        elif name in _INTERACTIVE:
            self._interact(name, closes)

    def _closed(self, name: str, at: int) -> None:
        self.last_close = at
        if name == "body":
            self.body_end = at

    def _name(self, tag: re.Match[str]) -> str:
        name = (tag["name"] or "").lower()
        return name.rpartition(":")[2] if self.xml else name

    def _holds_tags(self, name: str) -> bool:
        """Whether such an element is one like others here: a style inside a picture, a script in XML."""
        return self.skipped in _FOREIGN or (self.xml and name != "title")

    def _skip(self, name: str, closes: bool, empty: bool) -> None:
        if name == self.skipped and not empty:
            self.depth += -1 if closes else 1
            if not self.depth:
                self.skipped = ""

    def _raw(self, name: str, tag: re.Match[str]) -> int:
        """An element whose content holds no tags: only the title is kept."""
        end_tag = re.compile(rf"</{re.escape(tag['name'])}(?=[\s/>])", re.IGNORECASE)
        closing = None if name == "plaintext" else end_tag.search(self.source, tag.end())
        end = closing.start() if closing else len(self.source)
        if name == "title" and not self.title and not self.skipped:
            self.title = " ".join(unescape(self.source[tag.end() : end]).split())
        if not closing:
            self.end = tag.start()
        return end

    def _border(self, name: str, closes: bool) -> None:
        self._flush()
        self.preformatted = name == "pre" and not closes
        self.interactive.clear()
        if name == "tr" and not closes:
            self.row += 1
        if name == "blockquote":
            self.quotes = max(0, self.quotes + (-1 if closes else 1))
        opened: Role = "heading" if name in _HEADINGS else "cell" if name in ("td", "th") else "text"
        self.role = "quote" if self.quotes else "text" if closes else opened

    def _interact(self, name: str, closes: bool) -> None:
        if closes:
            self.interactive.discard(name)
        else:
            self.interactive.add(name)

    def _line_break(self) -> None:
        if self.parts and self.parts[-1] == "\n":
            self._flush()
        elif self.parts:
            self._add("\n")

    def _text(self, start: int, end: int) -> None:
        if self.skipped:
            return
        for piece in _PIECE.finditer(self.source, start, end):
            self._verbatim(start, piece.start())
            start = piece.end()
            if piece["blank"] is None:
                self._substitute(unescape(piece[0]), piece.start(), start)
            elif self.preformatted:
                self._verbatim(piece.start(), start)
            elif self.parts and self.parts[-1][-1] not in " \n":
                self._substitute(" ", piece.start(), start)
        self._verbatim(start, end)

    def _verbatim(self, start: int, end: int) -> None:
        if start < end:
            self._place(end - start, start, end)
            self._add(self.source[start:end])

    def _substitute(self, text: str, start: int, end: int) -> None:
        if end - start == len(text) > 1:  # an unknown entity stands for itself
            self._verbatim(start, end)
        elif text:
            self._place(len(text), start, end)
            self._add(text)

    def _place(self, size: int, start: int, end: int) -> None:
        self.body_end = self.last_close = -1  # text after it belongs to the page
        self.segments.append(Segment(self.size, size, start, end, bool(self.interactive)))

    def _add(self, text: str) -> None:
        self.parts.append(text)
        self.size += len(text)

    def _flush(self) -> None:
        text = "".join(self.parts).rstrip(" \n")
        if text.strip(f"{_FILLER} \n\t\u00a0"):
            row = self.row if self.role == "cell" else 0
            self.blocks.append(HtmlBlock(text, self.segments, self.role, row))
        self.parts, self.segments, self.size = [], [], 0

