"""The output folder: a file is written aside, flushed to the disk and renamed, so that it is whole or absent.

What a person has changed since is never lost: it is moved aside before a new content takes its place.
"""

import hashlib
import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path, PurePosixPath
from typing import Final

from lexibulle.batch.journal import FOLDER, Journal
from lexibulle.batch.plan import is_there, shown
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
        foreign = [name for name in names if is_there(self.out / name) and not self._journal.owns(name)]
        if foreign:
            raise Trouble(f"Le dossier de sortie « {self.out} » contient déjà {shown(foreign)}, que Lexibulle n’a pas "
                          "écrit. Donnez un dossier vide à --out, ou déplacez ces fichiers.")
        self._journal.claim(names)

    def has(self, name: str) -> bool:
        return os.path.isfile(self.out / name)  # noqa: PTH113  # as `is_there`

    def put(self, name: str, data: bytes) -> None:
        """A document, under a claimed name. OSError when it cannot be written; the one before it is then untouched.

        Its digest is committed with its row: after a kill the same bytes come again, and are known by that.
        """
        with self._replacing(name, commit=False) as path:
            path.write_bytes(data)

    def drop(self, name: str) -> None:
        """Take away an output that is no longer made."""
        self._keep_edited(name)
        (self.out / name).unlink(missing_ok=True)

    @contextmanager
    def making(self, name: str) -> Iterator[Path]:
        """Where to write a file; on leaving it takes its place, unless there was an error."""
        with self._replacing(name, commit=True) as path:
            yield path

    @contextmanager
    def _replacing(self, name: str, *, commit: bool) -> Iterator[Path]:
        aside = self._aside / "making"
        try:
            yield aside
            _flush(aside)
            target, digest = self.out / name, digest_of(aside)
            target.parent.mkdir(parents=True, exist_ok=True)
            self._keep_edited(name, digest)
            self._journal.will_write(name, digest)
            if commit:
                self._journal.commit()
            aside.replace(target)
            _flush_folder(target.parent)
            self._journal.has_written(name, digest)
        finally:
            aside.unlink(missing_ok=True)

    def _keep_edited(self, name: str, new: bytes = b"") -> None:
        """Move what stands under a name aside, unless it is ours, or what it becomes now."""
        if not self.has(name):
            return
        digest = digest_of(self.out / name)
        if digest != new and not self._journal.wrote(name, digest):
            kept = self._free_name(name)
            (self.out / name).rename(self.out / kept)
            self.edited.append((name, kept))

    def _free_name(self, name: str) -> str:
        """« note (modifié).docx », « note (modifié 2).docx »…"""
        path = PurePosixPath(name)
        for number in count(1):
            said = "modifié" if number == 1 else f"modifié {number}"
            kept = str(path.with_stem(f"{path.stem} ({said})"))
            if not (is_there(self.out / kept) or self._journal.owns(kept)):
                break
        return kept


def digest_of(path: Path) -> bytes:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").digest()


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
