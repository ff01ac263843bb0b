"""What a file is, whatever its name says: for messages that help."""

import re
from typing import Final

_ENCRYPTED: Final = "EncryptedPackage".encode("utf-16-le")
_ZIPS: Final = (
    (b"word/document.xml", "un document Word", ".docx"), (b"xl/workbook.xml", "un classeur Excel", ".xlsx"),
    (b"ppt/presentation.xml", "une présentation PowerPoint", ".pptx"),
    (b"application/vnd.oasis.opendocument", "un document LibreOffice", ""),
)
_STARTS: Final = (
    (b"%PDF-", "un PDF", ".pdf"), (b"{\\rtf", "un document RTF", ""), (b"<!doctype html", "une page HTML", ".html"),
    (b"<html", "une page HTML", ".html"), (b"\x89PNG", "une image", ""), (b"\xff\xd8\xff", "une image", ""),
    (b"GIF8", "une image", ""), (b"II*\x00", "une image", ""), (b"MM\x00*", "une image", ""),
    (b"\x1f\x8b", "une archive compressée", ""), (b"7z\xbc\xaf", "une archive compressée", ""),
    (b"Rar!", "une archive compressée", ""), (b"\x7fELF", "un programme", ""), (b"MZ", "un programme", ""),
)
_ZIP: Final = b"PK"
_HEAD: Final = 8192  # bytes that are looked at
_WORDS: Final = (b"GIF8", b"Rar!", b"MZ")  # may begin a text too; the files have nulls
_FIELD: Final = re.compile(rb"[!-9;-~]{1,76}:|[ \t]+\S")
_OF_MAIL: Final = re.compile(rb"(?:from|received|return-path|message-id|mime-version|x-mailer):", re.IGNORECASE)


def what_it_is(data: bytes) -> str:
    """A sentence that ends a refusal: what the bytes look like, and the cure."""
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        if _ENCRYPTED in data:
            return "il est protégé par un mot de passe. Enregistrez-en une copie sans protection."
        return "c’est un fichier d’un ancien Office (ou d’Outlook). Enregistrez-le dans le format actuel."
    kind, suffix = _kind(data)
    if suffix:
        return f"c’est {kind}. Renommez-le en {suffix}."
    if kind:
        return f"c’est {kind}. Enregistrez-le dans un format que Lexibulle lit."
    if data.startswith(_ZIP):
        return "c’est une archive, ou un fichier abîmé. Téléchargez-le ou enregistrez-le de nouveau."
    return "son contenu ne correspond pas à son extension, ou il est abîmé. Enregistrez-le de nouveau."


def suffix_of(data: bytes) -> str:
    """The suffix that bytes without a name should have, or ""."""
    return ".eml" if is_message(data) else _kind(data)[1]


def _kind(data: bytes) -> tuple[str, str]:
    """What bytes look like and the suffix of those that are read; both empty where they look like nothing known."""
    if data.startswith(_ZIP):
        return next(((kind, suffix) for mark, kind, suffix in _ZIPS if mark in data), ("", ""))
    head = data[:1024].lstrip().lower()
    return next(((kind, suffix) for start, kind, suffix in _STARTS if head.startswith(start.lower())), ("", ""))


def is_message(data: bytes) -> bool:
    """Whether bytes without a name are an e-mail: fields up to a blank line, one of which only mail has."""
    head = re.split(rb"\r?\n\r?\n", data[:_HEAD], maxsplit=1)[0].splitlines()
    return all(_FIELD.match(line) for line in head) and any(_OF_MAIL.match(line) for line in head)


def is_binary(data: bytes) -> bool:
    """Whether bytes that should be text are none: known signatures, or nulls that are not UTF-16's."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return False
    known = data.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0", *(
        start for start, _, suffix in _STARTS if suffix != ".html" and start not in _WORDS)))
    return known or (b"\0" in data[:_HEAD] and not unmarked_utf16(data))


def unmarked_utf16(data: bytes) -> str:
    """The codec of UTF-16 without a mark, or "": every other byte of Latin text is a null."""
    head = data[:_HEAD]
    halves = (("utf-16-le", head[1::2]), ("utf-16-be", head[0::2]))
    return next((codec for codec, nulls in halves if nulls.count(0) > 0.7 * len(nulls)), "")
