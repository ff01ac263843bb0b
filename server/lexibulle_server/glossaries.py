"""The glossaries that are active: the shipped one, and those that the user adds."""

import hashlib
import os
from collections.abc import Iterable, Iterator
from dataclasses import fields
from pathlib import Path
from typing import Final

from lexibulle.causes import NO_FILE, unreadable
from lexibulle.glossary import SHIPPED, Glossary, GlossaryError, Term, shipped_file
from lexibulle.wording import harmless

_LOCK: Final = "~$"  # how Excel begins the name of the file beside one that is open


def home() -> Path:
    """Where the user's own data lie: `$LEXIBULLE_HOME`, else where the platform puts them."""
    if chosen := os.environ.get("LEXIBULLE_HOME"):
        return Path(chosen)
    from platformdirs import user_data_path

    return user_data_path("lexibulle", appauthor=False)


def own_files(folder: Path) -> list[Path]:
    """The glossary files of the user's `home()`, in the order of their names."""
    from lexibulle.glossary_files import SUFFIXES  # with all that reads them

    if not (folder / "glossaries").is_dir():
        return []
    return sorted(path for path in (folder / "glossaries").iterdir()
                  if path.suffix.lower() in SUFFIXES and not path.name.startswith(_LOCK))


def load_all(paths: Iterable[str | Path]) -> list[Glossary]:
    """The shipped glossary and these files. GlossaryError lists the problems of all of them.

    Whether links from one of several files lead anywhere is known once they are combined.
    """
    files = list(paths)
    glossaries = [Glossary.default()]
    problems: list[str] = []
    for path in files:
        try:
            glossaries.append(Glossary.load(path, alone=len(files) == 1))
        except GlossaryError as error:
            problems += error.problems
        except OSError as error:
            problems.append(f"{path} : {unreadable(error)}")
    problems += _same_ids(glossaries)
    if problems:
        raise GlossaryError(problems)
    return glossaries


def load_as_used(path: str | Path, others: Iterable[str | Path] = ()) -> tuple[Glossary, Glossary]:
    """One file alone, and with the shipped glossary and the others as the service uses them. GlossaryError as it."""
    shipped = shipped_file().resolve()
    own = [file for file in map(Path, (path, *others)) if file.resolve() != shipped]
    own.sort(key=lambda file: file.name)
    parts = load_all(own)
    files = [shipped, *(file.resolve() for file in own)]
    return parts[files.index(Path(path).resolve())], Glossary.combine(parts)


def cautions(glossary: Glossary) -> Iterator[str]:
    """What its files hold and is not in it, for who keeps them."""
    for source in glossary.sources:
        if sheets := ", ".join(f"« {sheet} »" for sheet in source.unread_sheets):
            yield harmless(f"{source.file} : seule la première feuille d’un classeur est lue, et non {sheets}. Mettez "
                           "tous les mots sur elle, ou enregistrez chaque feuille dans un classeur à part.")


def version_of(glossary: Glossary) -> str:
    """The version of the shipped glossary; where there are others, a digest too: they may carry none."""
    if [source.id for source in glossary.sources] == [SHIPPED]:
        return glossary.version
    names = [field.name for field in fields(Term)]
    said = repr((glossary.cues, [[getattr(term, name) for name in names] for term in glossary]))
    return f"{glossary.version}+{hashlib.sha256(said.encode(errors='replace')).hexdigest()[:8]}"


def load_combined(paths: Iterable[str | Path]) -> Glossary:
    """The same as one glossary; later files win."""
    return Glossary.combine(load_all(paths))


def why_no_file(path: Path) -> str:
    """Of a name that is no regular file."""
    if path.is_dir():
        return unreadable(IsADirectoryError())
    if path.exists():
        return NO_FILE
    return unreadable(FileNotFoundError())


def _same_ids(glossaries: Iterable[Glossary]) -> list[str]:
    seen: set[str] = set()
    problems = []
    for glossary in glossaries:
        if glossary.id in seen:
            problems.append(f"Deux lexiques portent l’identifiant « {glossary.id} ». Changez celui du vôtre "
                            "(« id = … » en tête d’un fichier .toml, le nom d’un fichier .csv ou .xlsx).")
        seen.add(glossary.id)
    return problems
