"""What the command line reads: files, `--text` or standard input, decoded with a little forgiveness."""

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import BinaryIO, Final

from lexibulle.glossary_tables import decoded
from lexibulle_server.console import Refused, complain
from lexibulle_server.glossaries import unreadable

STDIN: Final = "-"
_BINARY: Final = (
    # first bytes, what it is
    (b"%PDF-", "un PDF"),
    (b"PK\x03\x04", "un document Office, LibreOffice ou une archive zip"),
    (b"\xd0\xcf\x11\xe0", "un ancien document Office"),
)
_UTF16_MARKS: Final = (b"\xff\xfe", b"\xfe\xff")
_LOOKED_AT: Final = 8192  # bytes


class NotText(Exception):
    """A file that holds no plain text; the message says what it is."""


class Inputs:
    """The inputs of one command, in order. What cannot be read is reported, counted and left out."""

    def __init__(self, files: Sequence[str], text: str | None) -> None:
        self._files = tuple(files)
        self._text = text
        self.failed = 0

    def __len__(self) -> int:
        return max(1, len(self._files))

    def texts(self) -> Iterator[tuple[str, str]]:
        """Name and text of each input; standard input and `--text` are called « - »."""
        if self._text is not None:
            yield STDIN, self._text
            return
        for name, raw in self.files():
            try:
                yield name, _plain_text(raw)
            except NotText as error:
                self.report(name, str(error))

    def files(self) -> Iterator[tuple[str, bytes]]:
        """Name and bytes of each input, whatever it holds."""
        for name in self._files or (STDIN,):
            try:
                raw = _all_bytes(name)
            except OSError as error:
                self.report(name, unreadable(error))
            else:
                yield name, raw

    def streams(self) -> Iterator[tuple[str, BinaryIO]]:
        """Name and bytes of each input, to be read line by line."""
        for name in self._files or (STDIN,):
            try:
                if name == STDIN:
                    yield name, _standard_input()
                else:
                    with Path(name).open("rb") as stream:
                        yield name, stream
            except OSError as error:
                self.report(name, unreadable(error))

    def report(self, where: str, what: str) -> None:
        self.failed += 1
        complain(f"{where} : {what}")


def _all_bytes(name: str) -> bytes:
    if name != STDIN:
        return Path(name).read_bytes()
    stream = _standard_input()
    if stream.isatty():
        complain("Collez votre texte, puis terminez par Ctrl-D (Ctrl-Z et Entrée sous Windows).")
    return stream.read()


def _standard_input() -> BinaryIO:
    if not sys.stdin:
        raise Refused("L’entrée standard est fermée. Donnez un fichier, --text ou un tube.", status=1)
    return sys.stdin.buffer


def _plain_text(raw: bytes) -> str:
    for start, kind in _BINARY:
        if raw.startswith(start):
            raise NotText(f"c’est {kind}, pas du texte. Copiez son contenu dans un fichier .txt.")
    if not raw.startswith(_UTF16_MARKS) and b"\0" in raw[:_LOOKED_AT]:
        raise NotText("ce fichier ne contient pas de texte lisible. Donnez un fichier de texte (.txt, .md…).")
    return decoded(raw)
