"""Bytes of a text file and back again: whatever the bytes are, `encoded` gives back the very same."""

import codecs
import re
from dataclasses import dataclass
from typing import Final

from lexibulle.documents.model import Unreadable
from lexibulle.documents.sniffing import is_binary, unmarked_utf16, what_it_is

_MARKS: Final = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_META: Final = re.compile(
    rb"""(?:<meta\b[^>]{0,200}?charset|\A<\?xml\b[^>]{0,200}?encoding)\s*=\s*["']?\s*([\w.:-]{1,40})""", re.IGNORECASE)
_LOOKED_AT: Final = 4096  # bytes, four times what browsers look at
_LATIN: Final = frozenset({"iso8859-1", "ascii"})  # what browsers read as Windows-1252
_STAND_INS: Final = {"\u202f": "\u00a0", "−": "-", "→": "->", "≤": "<=", "≥": ">="}


@dataclass(frozen=True, slots=True)
class Encoding:
    """A codec, its mark at the head, and the odd byte at the end of a truncated UTF-16 file."""

    codec: str
    mark: bytes = b""
    tail: bytes = b""

    def encoded(self, text: str) -> bytes:
        """The inverse of `decoded`."""
        return self.mark + text.encode(self.codec, _errors(self.codec)) + self.tail

    def holding(self, text: str) -> str:
        """A text of ours in characters that this encoding has: the nearest ones, « ? » as a last resort."""
        if self.codec.startswith("utf"):
            return text
        plain = "".join(_STAND_INS.get(char, char) for char in text)
        return plain.encode(self.codec, "replace").decode(self.codec)


def readable(data: bytes) -> str:
    """The text of a file that should hold some; Unreadable when it is something else."""
    if is_binary(data):
        raise Unreadable(f"Ce fichier n’est pas du texte : {what_it_is(data)}")
    return decoded(data)[0]


def decoded(data: bytes, *, html: bool = False) -> tuple[str, Encoding]:
    """Text and encoding: the mark, what a page declares, UTF-8 where it is valid, else Windows-1252."""
    for mark, codec in _MARKS:
        if data.startswith(mark):
            return _read(data[len(mark) :], codec, mark)
    if codec := unmarked_utf16(data):
        return _read(data, codec)
    declared = _declared(data) if html else ""
    if declared and declared not in ("utf-8", "cp1252"):
        try:
            text, encoding = _read(data, declared)
            if encoding.encoded(text) == data:
                return text, encoding
        except (UnicodeError, LookupError):
            pass
    try:
        return data.decode(), Encoding("utf-8")
    except UnicodeDecodeError:
        return _read(data, "utf-8" if declared == "utf-8" else "cp1252")


def _read(data: bytes, codec: str, mark: bytes = b"") -> tuple[str, Encoding]:
    even = len(data) // 2 * 2 if codec.startswith("utf-16") else len(data)
    return data[:even].decode(codec, _errors(codec)), Encoding(codec, mark, data[even:])


def _errors(codec: str) -> str:
    return "surrogatepass" if codec.startswith("utf-16") else "surrogateescape"


def _declared(data: bytes) -> str:
    found = _META.search(data[:_LOOKED_AT])
    try:
        codec = codecs.lookup(found[1].decode()).name if found else ""
    except LookupError:
        return ""
    return "cp1252" if codec in _LATIN else codec
