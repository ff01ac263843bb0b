"""What the command line reads: files, `--text` or standard input, decoded with a little forgiveness."""

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import BinaryIO, Final

from lexibulle.causes import unreadable
from lexibulle_server.console import Refused, complain

STDIN: Final = "-"
_NOT_TEXT: Final = "ce n’est pas du texte. Pour un document (Word, PDF…) : lexibulle tag FICHIER --out DOSSIER"


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
        from lexibulle.documents.encodings import decoded
        from lexibulle.documents.sniffing import is_binary

        for name, raw in self.files():
            if is_binary(raw):
                self.report(name, _NOT_TEXT)
            else:
                yield name, decoded(raw)[0]

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
