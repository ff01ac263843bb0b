"""Which module reads which suffix. A module is imported when a file asks for it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from importlib import import_module
from pathlib import PurePath
from typing import Final

from lexibulle.documents.model import Document, Limits, Unreadable
from lexibulle.documents.notes import Notes

_MODULES: Final = {
    ".html": "html", ".htm": "html", ".xhtml": "html", ".md": "markdown", ".markdown": "markdown",
    ".txt": "text", ".text": "text", ".docx": "word", ".pdf": "pdf", ".eml": "mail", ".mbox": "mail", ".msg": "outlook",
    ".xlsx": "sheets", ".csv": "table", ".pptx": "slides",
}
SUFFIXES: Final = tuple(_MODULES)
KNOWN_OTHERS: Final = {
    **dict.fromkeys((".doc", ".docm"), "Ouvrez-le dans Word et enregistrez-le en .docx."),
    **dict.fromkeys((".xls", ".xlsm"), "Ouvrez-le dans Excel et enregistrez-le en .xlsx."),
    **dict.fromkeys((".ppt", ".pptm"), "Ouvrez-le dans PowerPoint et enregistrez-le en .pptx."),
    ".odt": "Enregistrez-le en .docx.",
    ".ods": "Enregistrez-le en .xlsx.", ".odp": "Enregistrez-le en .pptx.", ".rtf": "Enregistrez-le en .docx.",
    ".zip": "Décompressez l’archive et donnez le dossier.", ".pages": "Exportez-le en .docx ou en .pdf.",
}


@dataclass(frozen=True, slots=True)
class Format:
    """What a module does with the bytes of its formats."""

    read: Callable[[bytes, str, Limits], Document]
    write: Callable[[Document, Notes], bytes]
    untag: Callable[[bytes, Limits], bytes]
    attachments: Callable[[bytes, Limits], Iterable[tuple[str, bytes]]] | None


def may_be_read(name: str) -> bool:
    """Is this a document, of a format that we read or can say a cure for? Pictures and programs are none."""
    suffix = PurePath(name).suffix.lower()
    return suffix in SUFFIXES or suffix in KNOWN_OTHERS


def format_of(name: str) -> Format:
    """The format of a file name; Unreadable when it is none of ours."""
    suffix = PurePath(name).suffix.lower()
    if suffix not in _MODULES:
        cure = KNOWN_OTHERS.get(suffix, f"Formats lus : {', '.join(SUFFIXES)}.")
        raise Unreadable(f"Lexibulle ne lit pas les fichiers {suffix}. {cure}" if suffix else
                         f"Ce fichier n’a pas d’extension. {cure}")
    module = import_module(f"lexibulle.documents.{_MODULES[suffix]}")
    return Format(module.read, module.write, module.untag, getattr(module, "attachments", None))
