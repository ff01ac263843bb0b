"""A text for the terminal or a pipe: its terms underlined, then a legend. The text itself is not altered."""

import os
import sys
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise
from operator import attrgetter
from typing import Final

from lexibulle.annotator import Hit
from lexibulle.cards import Entry, entries, headline, note_line
from lexibulle_server.console import shown

NOTHING: Final = "Rien à expliquer dans ce texte."
_UNDERLINE, _NO_UNDERLINE, _BOLD, _NORMAL = "\x1b[4m", "\x1b[24m", "\x1b[1m", "\x1b[22m"
_MARK: Final = "‾"
_START, _END = attrgetter("start"), attrgetter("end")


def is_styled() -> bool:
    """Underlining by control codes: on a terminal that accepts them, unless NO_COLOR is set."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def render(text: str, hits: Sequence[Hit], *, styled: bool) -> str:
    """The text and its legend; `styled` for a terminal, otherwise with a line of marks under each line."""
    text = shown(text)  # of the same length
    body = _underlined(text, hits) if styled else "\n".join(_marked_lines(text, hits))
    legend = "\n".join(_legend(entry, styled) for entry in entries(hits)) or NOTHING
    return f"{body.rstrip()}\n\n{legend}"


def _underlined(text: str, hits: Sequence[Hit]) -> str:
    pieces, done = [], 0
    for hit in hits:
        pieces += [text[done : hit.start], _UNDERLINE, text[hit.start : hit.end], _NO_UNDERLINE]
        done = hit.end
    return "".join([*pieces, text[done:]])


def _marked_lines(text: str, hits: Sequence[Hit]) -> Iterator[str]:
    start = 0
    for line in text.split("\n"):
        end = start + len(line)
        marked = [(max(hit.start, start) - start, min(hit.end, end) - start)
                  for hit in hits[bisect_right(hits, start, key=_END) : bisect_left(hits, end, key=_START)]]
        yield line
        if marked:
            yield _marks(line, marked)
        start = end + 1


def _marks(line: str, marked: Sequence[tuple[int, int]]) -> str:
    """A line as wide as `line` up to its last term: marks under the terms, blanks elsewhere."""
    edges = [0, *(edge for pair in marked for edge in pair)]
    return "".join(
        "".join(_under(char, _MARK if number % 2 else " ") for char in line[start:end])
        for number, (start, end) in enumerate(pairwise(edges)))


def _under(char: str, mark: str) -> str:
    """What stands under one character so that the columns agree."""
    if char == "\t" and mark == " ":
        return char
    if unicodedata.category(char) in ("Mn", "Me", "Cf"):
        return ""
    return mark * (2 if unicodedata.east_asian_width(char) in "WF" else 1)


def _legend(entry: Entry, styled: bool) -> str:
    name = f"{_BOLD}{headline(entry.term)}{_NORMAL}" if styled else headline(entry.term)
    title = f"{name} : {entry.term.plain}" if entry.term.plain else name
    lines = [entry.term.definition, note_line(entry.term), *entry.notes]
    return "\n".join([title, *(f"    {shown(line)}" for line in lines if line)])
