"""`.eml` and `.mbox`: the subject, then what the writer wrote, the quoted replies and the signature told apart.

Every text that a mail program shows is read, in its order: Apple Mail cuts a text at each picture. Of a plain and an
HTML version the plain one is read, unless the HTML says something else: it is what most people see. A message is
shown as a page; with a lexicon it is given back as a message.
"""

import email
import email.policy
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage, Message, MIMEPart
from email.utils import parsedate_to_datetime
from itertools import chain, groupby, pairwise
from operator import attrgetter
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
_NEARLY: Final = 0.8  # of the words of an HTML version: the plain one says the same
_SHOWN: Final = ("text/plain", "text/html")
_WORD: Final = re.compile(r"\w+")
Attachment = tuple[str, bytes]
Passage = tuple[str, Role]


@dataclass(frozen=True, slots=True)
class Shown:
    """A text of a message that mail programs show."""

    text: str
    is_html: bool = False

    def words(self) -> set[str]:
        texts = [block.text for block in read_source(self.text).blocks] if self.is_html else [self.text]
        return {word for text in texts for word in _WORD.findall(text.lower())}


def read(data: bytes, name: str, limits: Limits) -> Document:
    if name.lower().endswith(".mbox"):
        return _mailbox(data, name, limits)
    if not _HEADER.match(data):
        what = what_it_is(data) if is_binary(data) else "il n’a pas d’en-têtes (De, Objet…). Enregistrez-le de nouveau."
        raise Unreadable(f"Ce n’est pas un message (.eml) : {what}")
    message = _parsed(data, limits)
    subject = _header(message, "subject")
    facts = tuple((label, text) for label, header in _FACTS if (text := _fact(message, header)))
    blocks = tuple(message_blocks(subject, _shown(message)))
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
    """Name and bytes of each attached file, messages included; not the texts that are read with the message."""
    for message in _messages(data) if data.startswith(b"From ") else [data]:
        for part in _leaves(_parsed(message, limits)):
            name = _filename(part)
            if part.get_content_type() == "message/rfc822":
                yield name or "message.eml", _inner_message(part)
            elif name and not _is_shown(part):
                yield name, _bytes_of(part)


def message_blocks(subject: str, shown: Iterable[Shown]) -> Iterator[Block]:
    if subject:
        yield Block(subject, "objet", "heading")
    runs = groupby(shown, key=lambda text: text.is_html)
    passages = chain.from_iterable((_html_passages if is_html else _plain_passages)([text.text for text in run])
                                   for is_html, run in runs)
    for at, (text, role) in enumerate(passages, 1):
        yield Block(text, f"paragraphe {at}", role)


def version(plain: Sequence[Shown], html: Sequence[Shown]) -> Sequence[Shown]:
    """Which of two versions is read. A plain one may be a stub that sends to the other."""
    words = _words(html)
    return plain if len(words & _words(plain)) >= _NEARLY * len(words) and plain else html


def _words(shown: Iterable[Shown]) -> set[str]:
    return {word for text in shown for word in text.words()}


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
                   for block in message_blocks(subject, _shown(message)))
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


def _shown(part: MIMEPart) -> Sequence[Shown]:
    """The texts that are shown of a message, or of a part of one, in their order."""
    kind = _kind(part)
    if kind.startswith("multipart/"):
        parts = [shown for inner in part.iter_parts() if (shown := _shown(inner))]
        if kind == "multipart/alternative" and parts:
            return version(parts[0], parts[-1])  # from the plainest to the richest
        return list(chain.from_iterable(parts))
    text = _text_of(part) if _is_shown(part) else ""
    return [Shown(text, kind == "text/html")] if text.strip() else []


def _leaves(part: MIMEPart) -> Iterator[MIMEPart]:
    """The parts that hold something, attached messages whole; Apple Mail has files beside the richer of two texts."""
    if _kind(part).startswith("multipart/"):
        for inner in part.iter_parts():
            yield from _leaves(inner)
    else:
        yield part


def _is_shown(part: MIMEPart) -> bool:
    try:
        return _kind(part) in _SHOWN and not part.is_attachment()
    except _PARSER_FAILS:
        return False


def _kind(part: MIMEPart) -> str:
    try:
        return part.get_content_type()
    except _PARSER_FAILS:
        return ""


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


def _plain_passages(texts: Sequence[str]) -> Iterator[Passage]:
    """Texts on end: what is quoted may begin in one and go on in the next."""
    text, done = "\n\n".join(texts), 0
    for part in skipped(text):
        yield from ((paragraph, "text") for paragraph in paragraphs(text[done : part.start]))
        yield from ((paragraph, part.kind) for paragraph in paragraphs(text[part.start : part.end]))
        done = part.end
    yield from ((paragraph, "text") for paragraph in paragraphs(text[done:]))


def _html_passages(sources: Iterable[str]) -> Iterator[Passage]:
    """Quotes are told by their markup, or by the words that mail programs put above them."""
    blocks = [block for source in sources for block in read_source(source).blocks]
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
        part = bisect_right(left_out, start, key=attrgetter("start")) - 1
        roles.append(left_out[part].kind if part >= 0 and start < left_out[part].end else "text")
        start += len(text) + len(between)
    return roles
