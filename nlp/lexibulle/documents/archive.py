"""Office files are zips: what they declare is checked before anything is expanded, and rewritten alike each time."""

import io
import zlib
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from typing import IO, Any, BinaryIO, Final
from zipfile import ZIP_DEFLATED, BadZipFile, LargeZipFile, ZipFile, ZipInfo

from lxml import etree

from lexibulle.documents.model import AS_PAGE, Limits, Unreadable
from lexibulle.documents.sniffing import what_it_is
from lexibulle.wording import number

_LARGE: Final = 1_000_000  # bytes; a smaller part may expand as it likes
_XML: Final = (".xml", ".rels", ".vml")
_ENTITIES: Final = tuple(mark.encode(codec) for mark in ("<!DOCTYPE", "<!ENTITY")
                         for codec in ("ascii", "utf-16-le", "utf-16-be"))
_STRICT: Final = b"http://purl.oclc.org/ooxml/"  # other names for everything; few programs write them
_HEAD: Final = 4096  # bytes, where the names are told
_SIGNATURES: Final = "_xmlsignatures/"
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)
_LONGEST_MARK: Final = max(map(len, _ENTITIES))
_BLOCK: Final = 1 << 20  # bytes expanded at a time
_PARSER: Final = etree.XMLParser(resolve_entities=False, no_network=True)
_DAMAGED: Final = "Ce fichier est abîmé ou incomplet. Téléchargez-le ou enregistrez-le de nouveau."
_BROKEN: Final[tuple[type[Exception], ...]] = (
    BadZipFile, LargeZipFile, zlib.error, EOFError, OSError, RuntimeError, NotImplementedError, ValueError)


@contextmanager
def damaged(message: str, *faults: type[Exception]) -> Iterator[None]:
    """Unreadable for what a reader meets in broken parts: markup that is cut, names of what is not there.

    `faults` are what its library raises then, besides.
    """
    known: tuple[type[Exception], ...] = (*_BROKEN, SyntaxError, LookupError, *faults)  # lxml's are SyntaxErrors
    try:
        yield
    except known as error:
        raise Unreadable(message) from error


def open_archive(data: bytes | BinaryIO, kind: str, main_part: str, limits: Limits) -> ZipFile:
    """The zip of an Office file, once it is known to be one and to stay within the limits."""
    stream = io.BytesIO(data) if isinstance(data, bytes) else data
    try:
        archive = ZipFile(stream)
        entries = archive.infolist()
    except _BROKEN as error:
        content = _content(stream, limits)
        raise Unreadable(_DAMAGED if content.startswith(b"PK") else
                         f"Ce n’est pas {kind} : {what_it_is(content)}") from error
    if len(entries) > limits.entries:
        raise Unreadable(f"Ce fichier contient plus de {number(limits.entries)} éléments : Lexibulle ne l’ouvre pas. "
                         "Enregistrez-le de nouveau depuis son application.")
    _check_sizes(entries, limits)
    if main_part not in archive.namelist():
        raise Unreadable(f"Ce n’est pas {kind} : {what_it_is(_content(stream, limits))}")
    _check_parts(archive, entries, limits)
    with archive.open(main_part) as part:
        if _STRICT in part.read(_HEAD):
            raise Unreadable(f"C’est {kind} « Strict Open XML », que Lexibulle ne lit pas. Enregistrez-le de nouveau "
                             "sous le type habituel, celui dont le nom ne dit pas « Strict ».")
    return archive


def _content(stream: BinaryIO, limits: Limits) -> bytes:
    stream.seek(0)
    return stream.read(limits.file_bytes)


def _check_sizes(entries: Collection[ZipInfo], limits: Limits) -> None:
    if any(entry.flag_bits & 1 for entry in entries):
        raise Unreadable("Ce fichier est protégé par un mot de passe. Enregistrez-en une copie sans protection.")
    swollen = any(entry.file_size > _LARGE and entry.file_size > limits.expansion * max(1, entry.compress_size)
                  for entry in entries if _is_markup(entry))
    if swollen or sum(entry.file_size for entry in entries) > limits.expanded_bytes:
        raise Unreadable("Ce fichier se déploierait en un volume démesuré : Lexibulle ne l’ouvre pas. "
                         "S’il est sain, enregistrez-le de nouveau depuis son application.")


def _is_markup(entry: ZipInfo) -> bool:
    return entry.filename.lower().endswith(_XML)


def _check_parts(archive: ZipFile, entries: Collection[ZipInfo], limits: Limits) -> None:
    """Every part of markup expands to its end, to no more than it declares, and has no entity (Office never has).

    Whether it is well formed is found when it is read (`damaged`).
    """
    left = limits.expanded_bytes
    for entry in entries:
        if _is_markup(entry):
            try:
                with archive.open(entry) as part:
                    left -= _checked_size(part, left)
            except _BROKEN as error:
                raise Unreadable(_DAMAGED) from error


def _checked_size(part: IO[bytes], most: int) -> int:
    """Bytes of a part that declares no entity; read in blocks, so that a large one takes no more room."""
    size, end = 0, b""
    while block := part.read(_BLOCK):
        size, seen = size + len(block), end + block
        if size > most:
            raise Unreadable("Ce fichier se déploierait en un volume démesuré : Lexibulle ne l’ouvre pas.")
        if any(mark in seen for mark in _ENTITIES):
            raise Unreadable("Ce fichier déclare des entités XML, ce qu’aucun document de bureau ne fait : "
                             "Lexibulle ne l’ouvre pas. Enregistrez-le de nouveau depuis son application.")
        end = block[-_LONGEST_MARK:]
    return size


def check_unsigned(data: bytes) -> None:
    """Unreadable for a file that bears an electronic signature: one more word in it, and the signature is void."""
    with ZipFile(io.BytesIO(data)) as archive:
        if any(name.startswith(_SIGNATURES) for name in archive.namelist()):
            raise Unreadable("Ce fichier porte une signature électronique, que des notes rendraient nulle : il n’est "
                             f"pas modifié. Enregistrez-en une copie sans signature. {AS_PAGE}")


def parts_of(data: bytes) -> dict[str, bytes]:
    """Every part by name, of a file that has passed `open_archive`."""
    with ZipFile(io.BytesIO(data)) as archive:
        return {entry.filename: archive.read(entry) for entry in archive.infolist()}


def parsed(part: bytes) -> Any:
    """The XML of a part; an entity would stay as it is written."""
    return etree.fromstring(part, _PARSER)


def packed(parts: dict[str, bytes], like: bytes) -> bytes:
    """The same bytes for the same parts: dates and order of the zip `like`, then what is new in it."""
    with ZipFile(io.BytesIO(like)) as archive:
        known = {entry.filename: entry for entry in archive.infolist()}
    buffer = io.BytesIO()
    with ZipFile(buffer, "w", ZIP_DEFLATED) as archive:
        for name in [*(name for name in known if name in parts), *(name for name in parts if name not in known)]:
            entry = ZipInfo(name, known[name].date_time if name in known else _EPOCH)
            entry.compress_type = known[name].compress_type if name in known else ZIP_DEFLATED
            archive.writestr(entry, parts[name])
    return buffer.getvalue()
