"""`lexibulle untag`: documents without our notes, into another folder."""

import argparse
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from lexibulle.causes import unreadable
from lexibulle.wording import counted
from lexibulle_server.console import Refused, complain, out_folder
from lexibulle_server.glossaries import why_no_file

DESCRIPTION: Final = """\
Retire de documents ce que Lexibulle y a ajouté : commentaires, surlignages, notes,
lexique. Le texte et les commentaires des autres restent. Les fichiers donnés ne
sont jamais modifiés : le résultat va dans un autre dossier."""
EPILOG: Final = """\
Exemples :
  lexibulle untag note.docx --out propre/
  lexibulle untag annoté/ --out propre/

Code de sortie : 0 tout est fait, 1 un document n’a pas pu être lu, 2 commande mal formée."""


def configure(parser: argparse.ArgumentParser) -> None:
    parser.description, parser.epilog = DESCRIPTION, EPILOG
    parser.add_argument("paths", nargs="+", metavar="CHEMIN", help="fichier ou dossier")
    parser.add_argument("--out", type=out_folder, required=True, metavar="DOSSIER",
                        help="dossier de sortie, créé s’il n’existe pas")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    out = Path(args.out)
    if out.exists() and not out.is_dir():
        raise Refused(f"{out} est un fichier. Donnez un dossier à --out.")
    done = changed = failed = 0
    refused: list[OSError] = []
    for source, name in _files(map(Path, args.paths), out, refused):
        try:
            changed += _write_without_notes(source, out / name)
            done += 1
        except _Failed as error:
            failed += 1
            complain(f"{source} : {error}")
    for unread in refused:
        complain(f"{unread.filename}\u00a0: {unreadable(unread)}")
    print(f"{counted(done, 'document')} dans «\u00a0{out}\u00a0», dont {counted(changed, 'débarrassé')} de "
          f"{'ses' if changed < 2 else 'leurs'} notes.")
    return 1 if failed or refused else 0


class _Failed(Exception):
    """A document that was not written, and why."""


def _files(paths: Iterable[Path], out: Path, refused: list[OSError]) -> Iterator[tuple[Path, Path]]:
    """Each document and its place in the output folder; of folders, those that we read, as `tag` does, without reports.

    Folders that cannot be read go to `refused`.
    """
    from lexibulle.batch.journal import is_output_folder
    from lexibulle.batch.plan import is_hidden, is_special
    from lexibulle.batch.report import NAMES
    from lexibulle.documents import SUFFIXES

    for path in paths:
        if not path.is_dir():
            yield path, Path(path.name)
            continue
        for folder, folders, names in os.walk(path, onerror=refused.append):
            here = Path(folder)
            made = NAMES if is_output_folder(here) else ()
            folders[:] = sorted(name for name in folders if name not in made and not is_hidden(name)
                                and (here / name).resolve() != out.resolve())
            for name in sorted(names):
                if (name.lower().endswith(SUFFIXES) and name not in made
                        and not is_hidden(name) and not is_special(here / name)):
                    yield here / name, (here / name).relative_to(path)


def _write_without_notes(source: Path, target: Path) -> bool:
    """Whether there was something to take off. A file that is there already is not replaced."""
    from lexibulle.documents import Unreadable, untag

    try:
        if not source.is_file():
            raise _Failed(why_no_file(source))
        data = source.read_bytes()
        clean = untag(data, source.name)
    except Unreadable as error:
        raise _Failed(str(error)) from error
    except OSError as error:
        raise _Failed(unreadable(error)) from error
    try:
        if os.path.lexists(target):
            raise _Failed(f"{target} existe déjà. Donnez un dossier vide à --out, ou déplacez ce fichier.")
        _write_whole(target, clean)
    except OSError as error:
        raise _Failed(f"{target} ne peut pas être écrit. Vérifiez le dossier donné à --out : son nom, vos droits et la "
                      "place qui reste.") from error
    return clean != data


def _write_whole(target: Path, data: bytes) -> None:
    """Written aside first: stopped at any moment, the file is whole or absent."""
    target.parent.mkdir(parents=True, exist_ok=True)
    aside = target.parent / f".lexibulle-{os.getpid()}"
    try:
        with aside.open("wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream)
        aside.replace(target)
    finally:
        aside.unlink(missing_ok=True)
