"""Sentences of a text as people write it: abbreviations, lists, lines wrapped by a mail program."""

import re
from collections.abc import Iterator
from typing import Final

# A run of stops with the quotation marks and brackets that close after it, or a line break. The look-behind and the
# possessive quantifiers keep an endless run from being read once for each of its characters.
_BREAK: Final = re.compile(
    r"(?<![.!?…])[.!?…]++(?:[ \u00A0\u202F]?[»”\"’)\]])*+(?=\s|\Z)|\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]")
_WORD_BEFORE: Final = re.compile(r"[^\W\d_]{1,5}\Z")
_ABBREVIATIONS: Final = frozenset(
    "m mm mme mlle mgr dr pr me st ste cf ex art p pp n no vol éd réf tél env av bd resp apr "
    "lun mar mer jeu ven sam dim janv févr fév avr juil sept oct nov déc vs".split())
_NEXT: Final = re.compile(r"[\s\u00A0«“\"(\[]{0,40}(\S)")
BULLET: Final = r"(?:[-–—•*·▪◦‣►▶▸→➜✓✔✅☑]|\d{1,2}[.)])\s"  # what an item of a list begins with
_ITEM: Final = re.compile(rf"\s{{0,20}}(?:>\s|{BULLET})")  # or a line of a quoted message
_STOPS: Final = ".!?…:;"
_WRAPPED: Final = range(60, 81)  # lengths of lines that a mail program breaks


def sentences(text: str) -> list[tuple[int, int]]:
    """Spans of the sentences, in order, without the white space around them; linear in the length."""
    return list(_trimmed(text))


def _trimmed(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for end in (*_ends(text), len(text)):
        piece = text[start:end]
        if kept := piece.strip():
            first = start + len(piece) - len(piece.lstrip())
            yield first, first + len(kept)
        start = end


def _ends(text: str) -> Iterator[int]:
    line = 0  # where the line at hand begins
    for found in _BREAK.finditer(text):
        if found[0][0] in ".!?…":
            if not _is_abbreviation(text, found) and not _goes_on(text, found.end()):
                yield found.end()
        else:
            if not _is_wrapped(text, line, found):
                yield found.end()
            line = found.end()


def _is_abbreviation(text: str, stop: re.Match[str]) -> bool:
    """« M. Dupont », « p. ex. Acme », « J. Martin », « oct. 2026 »."""
    if stop[0] != ".":
        return False
    word = _WORD_BEFORE.search(text, max(0, stop.start() - 6), stop.start())
    return word is not None and ((len(word[0]) == 1 and word[0].isupper()) or word[0].lower() in _ABBREVIATIONS)


def _goes_on(text: str, end: int) -> bool:
    """Whether the next word begins with a small letter: « etc. », « Quoi ? » dit-il."""
    following = _NEXT.match(text, end)
    return following is not None and following[1].islower()


def _is_wrapped(text: str, line: int, line_break: re.Match[str]) -> bool:
    """Whether a line break stands inside a sentence."""
    end = line_break.end()
    following = _NEXT.match(text, end)
    if following is None or "\n" in text[end : following.start(1)] or _ITEM.match(text, end):
        return False
    before = text[max(line, line_break.start() - _WRAPPED.stop) : line_break.start()].rstrip()
    if not before or before[-1] in _STOPS:
        return False
    return following[1].islower() or line_break.start() - line in _WRAPPED
