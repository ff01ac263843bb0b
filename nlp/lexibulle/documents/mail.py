"""`.eml` and `.mbox`: the subject, then what the writer wrote, the quoted replies and the signature told apart.

A message with a plain and an HTML version says the same twice: the plain one is read, the HTML one where there is
no other. A message is shown as a page; with a lexicon it is given back as a message.
"""

import email
import email.policy
import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from email.message import EmailMessage, Message, MIMEPart
from email.utils import parsedate_to_datetime
from itertools import pairwise
from typing import Final

from lexibulle.documents.encodings import decoded
from lexibulle.documents.html_source import read_source
from lexibulle.documents.mail_lexicon import with_lexicon, without_lexicon
from lexibulle.documents.model import Block, Document, Limits, Role, Unreadable
from lexibulle.documents.notes import Notes
from lexibulle.documents.sniffing import is_binary, what_it_is
from lexibulle.documents.text import paragraphs
from lexibulle.mails import skipped
from lexibulle.wording import french_date, number

_FACTS: Final = (("De", "from"), ("À", "to"), ("Cc", "cc"), ("Date", "date"))
_LONGEST_HEADER: Final = 10_000  # bytes; the header parser is not linear
_PARSER_FAILS: Final = (ValueError, IndexError, AttributeError, TypeError, LookupError, RecursionError)
_HEADER: Final = re.compile(rb"\A(?:From [^\n]*\n)?[!-9;-~]{1,76}:")
_SEPARATOR: Final = re.compile(rb"(?:\A|(?<=\n\n)|(?<=\n\r\n))From [^\n]*\n")
Attachment = tuple[str, bytes]


def read(data: bytes, name: str, limits: Limits) -> Document:
    if name.lower().endswith(".mbox"):
        return _mailbox(data, name, limits)
    if not _HEADER.match(data):
        what = what_it_is(data) if is_binary(data) else "il n’a pas d’en-têtes (De, Objet…). Enregistrez-le de nouveau."
        raise Unreadable(f"Ce n’est pas un message (.eml) : {what}")
    message = _parsed(data, limits)
    subject = _header(message, "subject")
    facts = tuple((label, text) for label, header in _FACTS if (text := _fact(message, header)))
    blocks = tuple(message_blocks(subject, *_bodies(message)))
    return Document("eml", name, subject, blocks, data, facts=facts)


def write(document: Document, notes: Notes) -> bytes:
    """The message with the lexicon after it; without one it is shown as a page (see `documents.write`)."""
    if not notes.lexicon:
        return document.data
    message = email.message_from_bytes(document.data, policy=email.policy.default)
    body = message.get_body(("html", "plain"))
    html = body is not None and body.get_content_subtype() == "html"
    return with_lexicon(document.data, notes.lexicon, html=html)


def untag(data: bytes, _limits: Limits) -> bytes:
    return without_lexicon(data)


def attachments(data: bytes, limits: Limits) -> Iterator[Attachment]:
    """Name and bytes of each attached file, messages included."""
    for message in _messages(data) if data.startswith(b"From ") else [data]:
        for part in _parsed(message, limits).iter_attachments():
            name = _filename(part)
            if part.get_content_type() == "message/rfc822":
                yield name or "message.eml", _inner_message(part)
            elif name:
                yield name, _bytes_of(part)


def message_blocks(subject: str, plain: str, html: str) -> Iterator[Block]:
    """Blocks of a message given its two bodies, either of which may be empty."""
    if subject:
        yield Block(subject, "objet", "heading")
    passages = _plain_passages(plain) if plain.strip() else _html_passages(html)
    for at, (text, role) in enumerate(passages, 1):
        yield Block(text, f"paragraphe {at}", role)


def _mailbox(data: bytes, name: str, limits: Limits) -> Document:
    """Each message is a unit: none is evidence for another."""
    if not _SEPARATOR.match(data):
        raise Unreadable(f"Ce n’est pas une boîte de messages (.mbox) : {what_it_is(data)}")
    blocks: list[Block] = []
    for unit, raw in enumerate(_messages(data)):
        message = _parsed(raw, limits)
        subject = _header(message, "subject")
        sender = _header(message, "from") or "expéditeur inconnu"
        section = f"Message {unit + 1}, {sender}"
        blocks += (Block(block.text, f"message {unit + 1}, {block.place}", block.role, section, unit=unit)
                   for block in message_blocks(subject, *_bodies(message)))
    return Document("mbox", name, "", tuple(blocks), data)


def _messages(data: bytes) -> Iterator[bytes]:
    """The messages of a mailbox, each without the line that parts it from the one before."""
    starts = [found.start() for found in _SEPARATOR.finditer(data)]
    for start, end in pairwise([*starts, len(data)]):
        yield data[start:end].partition(b"\n")[2]


def _parsed(data: bytes, limits: Limits) -> EmailMessage:
    try:
        message = email.message_from_bytes(data, policy=email.policy.default)
        if sum(1 for _ in message.walk()) > limits.entries:
            raise Unreadable(f"Ce message a plus de {number(limits.entries)} parties : Lexibulle ne l’ouvre pas. "
                             "Enregistrez à part ce que vous voulez lire.")
    except RecursionError as error:
        raise Unreadable("Ce message en contient trop d’autres, emboîtés. Enregistrez à part celui à lire.") from error
    return message


def _header(message: EmailMessage, name: str) -> str:
    """A header as people read it; what cannot be understood is given as it is written."""
    raw = next((value for key, value in message.raw_items() if key.lower() == name), "")
    if len(raw) > _LONGEST_HEADER:
        return " ".join(str(raw)[:_LONGEST_HEADER].split())
    try:
        text = str(message[name] or "")
    except _PARSER_FAILS:
        text = str(raw)
    return " ".join(text.encode("utf-8", "replace").decode().split())


def _fact(message: EmailMessage, name: str) -> str:
    text = _header(message, name)
    if name != "date":
        return text
    try:
        return in_french(parsedate_to_datetime(text))
    except (ValueError, TypeError):
        return text


def in_french(moment: datetime) -> str:
    """« 2 novembre 2026, 09:00 »."""
    return f"{french_date(moment)}, {moment:%H:%M}"


def _bodies(message: EmailMessage) -> tuple[str, str]:
    """The plain and the HTML body."""
    bodies = []
    for kind in ("plain", "html"):
        try:
            part = message.get_body((kind,))
        except _PARSER_FAILS:
            part = None
        bodies.append("" if part is None else _text_of(part))
    return bodies[0], bodies[1]


def _bytes_of(part: MIMEPart) -> bytes:
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""


def _inner_message(part: MIMEPart) -> bytes:
    inner = part.get_payload()
    return inner[0].as_bytes() if isinstance(inner, list) and inner and isinstance(inner[0], Message) else b""


def _text_of(part: MIMEPart) -> str:
    """The text of a part in the character set it declares, or the one that fits."""
    content = _bytes_of(part)
    try:
        return content.decode(part.get_content_charset() or "utf-8")
    except (LookupError, UnicodeError, *_PARSER_FAILS):
        return decoded(content, html=part.get_content_subtype() == "html")[0]


def _filename(part: MIMEPart) -> str:
    try:
        return part.get_filename() or ""
    except _PARSER_FAILS:
        return ""


def _plain_passages(text: str) -> Iterator[tuple[str, Role]]:
    done = 0
    for part in skipped(text):
        yield from ((paragraph, "text") for paragraph in paragraphs(text[done : part.start]))
        yield from ((paragraph, part.kind) for paragraph in paragraphs(text[part.start : part.end]))
        done = part.end
    yield from ((paragraph, "text") for paragraph in paragraphs(text[done:]))


def _html_passages(source: str) -> Iterator[tuple[str, Role]]:
    """Quotes are told by their markup, or by the words that mail programs put above them."""
    blocks = read_source(source).blocks
    roles = _roles([block.text for block in blocks])
    for block, role in zip(blocks, roles, strict=True):
        yield block.text, role if block.role in ("text", "cell", "heading") and role != "text" else block.role


def _roles(texts: Sequence[str]) -> list[Role]:
    """What of these blocks is quoted or signs the message, read as lines of one text."""
    between = "\n\n"
    left_out = skipped(between.join(texts))
    roles: list[Role] = []
    start = 0
    for text in texts:
        roles.append(next((part.kind for part in left_out if part.start <= start < part.end), "text"))
        start += len(text) + len(between)
    return roles
