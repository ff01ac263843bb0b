"""`.msg`: Outlook's own files; read only, shown as a page."""

import codecs
import struct
from collections.abc import Callable, Iterator
from typing import Final

from oxmsg import Message
from oxmsg.domain.constants import PID_MESSAGE_CODEPAGE
from oxmsg.domain.model import UnrecognizedCodePageError, UnsupportedEncodingError

from lexibulle.documents.mail import Attachment, Shown, in_french, message_blocks, version
from lexibulle.documents.model import AS_PAGE, Document, Limits, Unreadable
from lexibulle.documents.notes import Notes
from lexibulle.documents.sniffing import what_it_is

_NO_CODEC: Final = (LookupError, UnrecognizedCodePageError, UnsupportedEncodingError)
_FAILS: Final = (OSError, ValueError, AttributeError, AssertionError, TypeError, struct.error, *_NO_CODEC)
_DAMAGED: Final = "Ce message Outlook est abîmé. Enregistrez-le de nouveau depuis Outlook."
_IN_NO_CODEC: Final = ("Ce message Outlook est écrit dans une page de codes inconnue ici. Enregistrez-le de nouveau "
                       "depuis Outlook, au format Unicode (.msg) ou au format .eml.")
# As python-oxmsg calls code pages that Python knows by another name only; a name can be added, to the whole process.
codecs.register({"dos_720": codecs.lookup("cp720"), "windows_874": codecs.lookup("cp874"),
                 "windows_950": codecs.lookup("cp950")}.get)


def read(data: bytes, name: str, _limits: Limits) -> Document:
    message = _opened(data)
    try:
        subject, sender = _text(message, lambda: message.subject), _text(message, lambda: message.sender)
        sent = message.sent_date
        to = ", ".join(recipient.name or recipient.email_address for recipient in message.recipients)
        blocks = tuple(message_blocks(subject, version(
            _shown(message, lambda: message.body), _shown(message, lambda: message.html_body, is_html=True))))
    except _FAILS as error:
        raise Unreadable(_IN_NO_CODEC if type(error) in _NO_CODEC else _DAMAGED) from error
    if not any(block.place != "objet" for block in blocks):
        raise Unreadable("Ce message Outlook n’a pas de texte simple à lire. Enregistrez-le au format .eml ou HTML.")
    date = in_french(sent) if sent else ""
    facts = tuple((label, text) for label, text in (("De", sender), ("À", to), ("Date", date)) if text)
    return Document("msg", name, subject, blocks, data, facts=facts)


def _shown(message: Message, get: Callable[[], str | None], *, is_html: bool = False) -> list[Shown]:
    """A body, if there is one."""
    text = _text(message, get)
    return [Shown(text, is_html)] if text.strip() else []


def _text(message: Message, get: Callable[[], str | None]) -> str:
    """What came as UTF-8 may be kept in the code page of the machine."""
    try:
        return get() or ""
    except UnicodeDecodeError as error:
        page = message.properties.int_prop_value(PID_MESSAGE_CODEPAGE) or 1252
        return error.object.decode(f"cp{page}", "replace")


def write(document: Document, _notes: Notes) -> bytes:
    raise Unreadable(f"{document.name} : un .msg se lit seulement. {AS_PAGE}")


def untag(data: bytes, _limits: Limits) -> bytes:
    return data


def attachments(data: bytes, _limits: Limits) -> Iterator[Attachment]:
    for attachment in _opened(data).attachments:
        try:
            name, content = attachment.file_name, attachment.file_bytes
        except _FAILS:
            continue
        if name and content:
            yield name, content


def _opened(data: bytes) -> Message:
    try:
        return Message.load(data)
    except _FAILS as error:
        raise Unreadable(f"Ce n’est pas un message Outlook (.msg) lisible : {what_it_is(data)}") from error
