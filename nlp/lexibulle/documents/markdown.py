"""`.md`: footnotes, each with its reference after the word. The source is read, never rewritten.

markdown-it tells the blocks apart and their lines; what is no prose inside a block (code, addresses, HTML) is
hidden from the reader by as many U+FFFC, so that every offset stays true.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import accumulate
from operator import itemgetter
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.token import Token

from lexibulle.documents.encodings import decoded, readable
from lexibulle.documents.lexicon import TITLE
from lexibulle.documents.model import BEGIN, END, Block, Document, Limits, Role, Unreadable
from lexibulle.documents.notes import Notes, in_one_line, note_lines, term_lines

_OURS: Final = re.compile(rf"\[\^lexibulle-\d+\]|(\r\n|\n)\1{BEGIN}.*?{END}(?:\1)?", re.DOTALL)
_FRONT_MATTER: Final = re.compile(
    r"(?:---[ \t]*\r?\n.*?\n(?:---|\.\.\.)|\+\+\+[ \t]*\r?\n.*?\n\+\+\+)[ \t]*(?:\r?\n|\Z)", re.DOTALL)
_TARGET: Final = r"\((?:[^()]{1,500}+|\([^()]{0,500}+\)){0,9}+\)"  # in parentheses, and one pair of its own
_HIDDEN: Final = re.compile(
    rf"""(?<!`)(?P<ticks>`++)(?:[^`]{{1,500}}+|(?!(?P=ticks)(?!`))`++){{1,9}}+(?P=ticks)(?!`)   # code
    | !\[[^\]\n]{{0,300}}+\]{_TARGET}                      # a picture
    | (?<=\])(?:{_TARGET} | \[[^\[\]\n]{{0,300}}+\])      # where a link leads
    | </?[A-Za-z][^<>]{{0,500}}+> | <[a-z][a-z0-9+.-]{{1,31}}:[^<>\s]{{0,500}}+> | \[\^[^\[\]\s]{{1,100}}+\]""",
    re.VERBOSE)
_LINK: Final = re.compile(
    rf"\[\[[^\[\]\n]{{1,300}}+\]\]|\[(?!\^)[^\[\]]{{1,300}}+\](?:{_TARGET}|\[[^\[\]\n]{{0,300}}+\])?")
_FILLER: Final = "\ufffc"
_LINE_END: Final = re.compile(r"(?<=\n)|(?<=\r)(?!\n)")
_SIGNS: Final = re.compile(r"[\\`*_\[\]<>#|~]")
_BEGIN: Final = itemgetter(0)
_ROLES: Final[dict[str, Role]] = {"heading_open": "heading", "th_open": "cell", "td_open": "cell"}


@dataclass(frozen=True)
class _Passage:
    """A block: its source text, where each of its lines begins in the text and in the source."""

    text: str
    starts: tuple[tuple[int, int], ...]
    role: Role

    @cached_property
    def links(self) -> list[tuple[int, int]]:
        return [link.span() for link in _LINK.finditer(self.text)]

    def after(self, offset: int) -> int:
        """The place in the source after the word that ends at `offset`, and after the link that holds it."""
        link = bisect_left(self.links, offset, key=_BEGIN) - 1
        end = max(offset, self.links[link][1]) if link >= 0 else offset
        text, source = self.starts[bisect_left(self.starts, end, key=_BEGIN) - 1]
        return source + end - text


def read(data: bytes, name: str, _limits: Limits) -> Document:
    text = readable(data)
    passages = list(_passages(text))
    blocks = tuple(Block(_without_code(passage.text), f"paragraphe {number}", passage.role)
                   for number, passage in enumerate(passages, 1))
    title = next((passage.text for passage in passages if passage.role == "heading"), "")
    return Document("md", name, title, blocks, data)


def starts(data: bytes) -> Iterator[tuple[tuple[int, int], ...]]:
    """Of each block, where its lines begin in it and in the text of the file."""
    return (passage.starts for passage in _passages(readable(data)))


def write(document: Document, notes: Notes) -> bytes:
    source, encoding = decoded(document.data)
    line_end = "\r\n" if "\r\n" in source else "\n"
    if notes.lexicon is not None:
        body, foot = source, _lexicon(notes)
    else:
        body, foot = _referenced(source, notes), _footnotes(notes)
    if not foot:
        return document.data
    added = f"\n\n{BEGIN}\n\n{foot}\n\n{END}\n"
    left_open = len(body) - _left_open(source)
    return encoding.encoded(body[:left_open] + encoding.holding(added).replace("\n", line_end) + body[left_open:])


def untag(data: bytes, _limits: Limits) -> bytes:
    text, encoding = decoded(data)
    return encoding.encoded(_OURS.sub("", text)) if BEGIN in text else data


@cache
def _parser() -> MarkdownIt:
    """Blocks only: what stands inside a paragraph is not taken apart."""
    return MarkdownIt("commonmark").enable("table").disable("inline")


def _tokens(source: str) -> tuple[list[str], int, list[Token]]:
    """The lines of a source, how many of them are front matter, and the blocks after it."""
    lines = _LINE_END.split(source.replace("\0", "\ufffd"))
    front = _FRONT_MATTER.match(source)
    skipped = len(_LINE_END.split(front[0])) - 1 if front else 0
    try:
        return lines, skipped, _parser().parse("".join(lines[skipped:]))
    except RecursionError as error:
        raise Unreadable("Ce Markdown est imbriqué trop profondément. Simplifiez ses listes et citations.") from error


def _left_open(source: str) -> int:
    """How many characters at the end are code or HTML that is never closed: what is added there would be too."""
    lines, skipped, tokens = _tokens(f"{source}\n\n{BEGIN}")
    last = tokens[-1]
    if last.content.startswith(BEGIN) or last.map is None:
        return 0
    return max(0, len(source) - sum(map(len, lines[: skipped + last.map[0]])))


def _passages(source: str) -> Iterator[_Passage]:
    lines, skipped, tokens = _tokens(source)
    places = _Places(lines)
    role: Role = "text"
    for token in tokens:
        role = "text" if token.type.endswith("_close") else _ROLES.get(token.type, role)
        if token.type == "inline" and token.map and token.content.strip():
            passage = places.of(token.content.split("\n"), token.map[0] + skipped, role)
            if passage:
                yield passage


class _Places:
    """Finds the lines of a block in the source, in order: what markdown-it strips is at their heads."""

    def __init__(self, lines: list[str]) -> None:
        self._lines = lines
        self._starts = [0, *accumulate(map(len, lines))]
        self._line, self._column = 0, 0

    def of(self, pieces: list[str], first: int, role: Role) -> _Passage | None:
        starts, found, offset = [], [], 0
        for number, piece in enumerate(pieces, first):
            written, column = self._find(piece, number)
            if column < 0:
                return None
            starts.append((offset, self._starts[number] + column))
            found.append(written)
            self._line, self._column = number, column + len(written)
            offset += len(written) + 1
        return _Passage("\n".join(found), tuple(starts), role)

    def _find(self, piece: str, number: int) -> tuple[str, int]:
        """The piece as it is written in that line, bars of a table escaped, tabs not expanded; and its column."""
        line = self._lines[number] if number < len(self._lines) else ""
        after = self._column if number == self._line else 0
        for written in (piece, piece.replace("|", "\\|"), piece.strip()):
            if (column := line.find(written, after)) >= 0:
                return written, column
        return piece, -1


def _without_code(text: str) -> str:
    return _HIDDEN.sub(lambda hidden: _FILLER * len(hidden[0]), text)


def _referenced(source: str, notes: Notes) -> str:
    """The source with a reference after each marked word, outside the link that holds it."""
    passages = list(_passages(source))
    numbers = _numbers(notes)
    pieces, done = [], 0
    for number, hit in notes.marked():
        at = passages[number].after(hit.end)
        pieces += [source[done:at], f"[^lexibulle-{numbers[tuple(note_lines(hit))]}]"]
        done = at
    return "".join([*pieces, source[done:]])


def _numbers(notes: Notes) -> dict[tuple[str, ...], int]:
    """The distinct notes, numbered from 1."""
    distinct = dict.fromkeys(tuple(note_lines(hit)) for _, hit in notes.marked())
    return {lines: number for number, lines in enumerate(distinct, 1)}


def _footnotes(notes: Notes) -> str:
    return "\n".join(f"[^lexibulle-{number}]: {_entry(lines)}" for lines, number in _numbers(notes).items())


def _lexicon(notes: Notes) -> str:
    lines = [f"- {_entry(term_lines(term))}" for term in notes.lexicon or ()]
    return "\n".join([f"## {TITLE}", "", *lines]) if lines else ""


def _entry(lines: Sequence[str]) -> str:
    name, *more = map(_plain, lines)
    return f"**{in_one_line([name])}** {in_one_line(more)}"


def _plain(text: str) -> str:
    """Words of a glossary that Markdown must not read as its own signs."""
    return _SIGNS.sub(r"\\\g<0>", " ".join(text.splitlines()))
