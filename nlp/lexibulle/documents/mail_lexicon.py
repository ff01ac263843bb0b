"""A lexicon after a message: a part of its own, put between the message's own bytes, none of which changes.

A `multipart/mixed` message gets one part more before its closing boundary. Any other becomes the first part of a
new one: its `Content-…` headers move to that part, and the new boundary says where they stood and what else was put
in (`m`: a MIME version; `b`: a blank line for a body; `e`: the end of the last header), so that `without_lexicon`
gives back the very same bytes.
"""

import hashlib
import re
from base64 import b64encode
from collections.abc import Sequence
from typing import Final

from lexibulle.documents.lexicon import BY, TITLE, lexicon_html, lexicon_lines
from lexibulle.documents.model import AS_PAGE, SIGNATURE, Unreadable
from lexibulle.glossary import Term

_FIELD: Final = re.compile(rb"[^\r\n][^\n]*(?:\n[ \t][^\n]*)*(?:\n|\Z)")
_MIXED: Final = re.compile(
    rb"""\AContent-Type:\s*multipart/mixed\b.*?;\s*boundary=(?:"([^"\r\n]{1,200})"|([^\s;"]{1,200}))""",
    re.IGNORECASE | re.DOTALL)
_PART: Final = (
    rb"Content-Type: text/(?:plain|html); charset=utf-8(?:\r?\n)Content-Transfer-Encoding: base64(?:\r?\n)"
    rb"Content-Disposition: inline(?:\r?\n)Content-Description: " + SIGNATURE.encode()
    + rb"(?:\r?\n){2}(?:[A-Za-z0-9+/=]+\r?\n)*")
_ADDED: Final = re.compile(rb"--([^\r\n]{1,200})\r?\n" + _PART + rb"(?=--\1--)")
_WRAPPED: Final = re.compile(
    rb'^Content-Type: multipart/mixed; boundary="(=_lexibulle_([0-9.]*)_(m?b?e?)_[0-9a-f]{16})"\r?\n', re.MULTILINE)
_LINE: Final = 76


def with_lexicon(data: bytes, terms: Sequence[Term], *, html: bool) -> bytes:
    """The message and the lexicon, in the form of the message's own body."""
    head, body = _split(data)
    if re.search(rb"\r(?!\n)", head):
        raise Unreadable("Les lignes d’en-tête de ce message sont mal terminées : rien ne peut y être ajouté. "
                         f"Enregistrez-le de nouveau depuis votre messagerie. {AS_PAGE}")
    line_end = b"\r\n" if b"\r\n" in head else b"\n"
    part = _part(terms, html, line_end)
    fields = _FIELD.findall(head)
    mixed = next((found for field in fields if (found := _MIXED.match(field))), None)
    if mixed:
        boundary = mixed[1] or mixed[2]
        closing = re.search(rb"(?<=\n)--" + re.escape(boundary) + rb"--[ \t]*(?:\r?\n|\Z)", body)
        if closing:
            added = b"--" + boundary + line_end + part
            return data[: len(data) - len(body) + closing.start()] + added + body[closing.start() :]
    return _wrapped(fields, body, part, line_end)


def without_lexicon(data: bytes) -> bytes:
    if b"Content-Description: " + SIGNATURE.encode() not in data:
        return data
    head, body = _split(data)
    wrapped = _WRAPPED.search(head)
    return _unwrapped(head, body, wrapped) if wrapped else _ADDED.sub(b"", data)


def _split(data: bytes) -> tuple[bytes, bytes]:
    """Headers with the line end of the last one, and the rest with the blank line that begins it."""
    blank = re.search(rb"(?:\A|(?<=\n))\r?\n", data)
    return (data[: blank.start()], data[blank.start() :]) if blank else (data, b"")


def _part(terms: Sequence[Term], html: bool, line_end: bytes) -> bytes:
    text = lexicon_html(terms) if html else "\n".join([TITLE, "", *lexicon_lines(terms), BY])
    code = b64encode(text.encode())
    lines = [code[start : start + _LINE] for start in range(0, len(code), _LINE)]
    return line_end.join([
        f"Content-Type: text/{'html' if html else 'plain'}; charset=utf-8".encode(),
        b"Content-Transfer-Encoding: base64", b"Content-Disposition: inline",
        b"Content-Description: " + SIGNATURE.encode(), b"", *lines, b""])


def _wrapped(fields: Sequence[bytes], body: bytes, part: bytes, line_end: bytes) -> bytes:
    moved = [number for number, field in enumerate(fields) if field[:8].lower() == b"content-"]
    versioned = any(field.lower().startswith(b"mime-version:") for field in fields)
    ended = not fields or fields[-1].endswith(b"\n")
    if not ended:
        fields = [*fields[:-1], fields[-1] + line_end]
    places = ".".join(map(str, moved))
    put_in = f"{'' if versioned else 'm'}{'' if body else 'b'}{'' if ended else 'e'}"
    digest = hashlib.sha256(b"".join(fields) + body).hexdigest()[:16]
    boundary = f"=_lexibulle_{places}_{put_in}_{digest}".encode()
    kept = [field for number, field in enumerate(fields) if number not in moved]
    added = [b"" if versioned else b"MIME-Version: 1.0" + line_end,
             b'Content-Type: multipart/mixed; boundary="' + boundary + b'"' + line_end]
    inner = b"".join(fields[number] for number in moved) + (body or line_end)
    delimiter = b"--" + boundary
    return b"".join([*kept, *added, line_end, delimiter, line_end, inner, line_end, delimiter, line_end, part,
                     delimiter, b"--", line_end])


def _unwrapped(head: bytes, body: bytes, wrapped: re.Match[bytes]) -> bytes:
    boundary, places, put_in = wrapped[1], wrapped[2], wrapped[3]
    line_end = b"\r\n" if b"\r\n" in head else b"\n"
    fields = _FIELD.findall(head)[: -2 if b"m" in put_in else -1]
    delimiter = b"--" + boundary
    inner = body.partition(delimiter + line_end)[2].rpartition(line_end + delimiter + line_end)[0]
    moved, own = _split(inner)
    for place, field in zip(places.split(b".") if places else [], _FIELD.findall(moved), strict=False):
        fields.insert(int(place), field)
    written = b"".join(fields)
    return (written.removesuffix(line_end) if b"e" in put_in else written) + (b"" if b"b" in put_in else own)
