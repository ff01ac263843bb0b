"""The output folder: a file is written aside, flushed to the disk and renamed, so that it is whole or absent."""

import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from lexibulle.batch.journal import FOLDER, Journal
from lexibulle.batch.plan import shown
from lexibulle.batch.trouble import Trouble

_ASIDE: Final = "aside"


class Store:
    """Puts outputs in their place. Only names that the journal has claimed are written over.

    `edited` are those that somebody had changed, with the names that they have now.
    """

    def __init__(self, out: Path, journal: Journal) -> None:
        self.out = out
        self.edited: list[tuple[str, str]] = []
        self._journal = journal
        self._aside = out / FOLDER / _ASIDE
        shutil.rmtree(self._aside, ignore_errors=True)  # what a killed run has left
        self._aside.mkdir(parents=True)

    def claim(self, names: Iterable[str]) -> None:
        """Trouble when a file of somebody else has one of these names."""
        names = list(names)
        foreign = [name for name in names if (self.out / name).exists() and not self._journal.owns(name)]
        if foreign:
            raise Trouble(f"Le dossier de sortie « {self.out} » contient déjà {shown(foreign)}, que Lexibulle n’a pas "
                          "écrit. Donnez un dossier vide à --out, ou déplacez ces fichiers.")
        self._journal.claim(names)

    def has(self, name: str) -> bool:
        return (self.out / name).is_file()

    def put(self, name: str, data: bytes) -> None:
        """A file of a claimed name. OSError when it cannot be written; the one before it is then untouched."""
        with self.making(name) as path:
            path.write_bytes(data)

    def drop(self, name: str) -> None:
        """Take away an output that is no longer made."""
        (self.out / name).unlink(missing_ok=True)

    @contextmanager
    def making(self, name: str) -> Iterator[Path]:
        """Where to write a file; on leaving it takes its place, unless there was an error."""
        aside = self._aside / "making"
        try:
            yield aside
            _flush(aside)
            target = self.out / name
            target.parent.mkdir(parents=True, exist_ok=True)
            aside.replace(target)
            _flush_folder(target.parent)
        finally:
            aside.unlink(missing_ok=True)


def _flush(path: Path) -> None:
    with path.open("rb+") as stream:
        os.fsync(stream.fileno())


def _flush_folder(folder: Path) -> None:
    """So that the new name is on the disk too; Windows does it by itself."""
    if os.name == "posix":
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
