"""What there is to do: files, folders and patterns become inputs, each with a name and an output of its own.

Names are paths below the deepest folder that holds everything given, so they stay as people know them. Links to
folders are not followed (a loop cannot hold us, nor can a link lead out of what was given), the output folder is
left out, and so are hidden files and those of Office (« ~$… »).
"""

import glob
import os
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePath
from typing import Final

from lexibulle.batch.trouble import Trouble, unreadable
from lexibulle.documents import SUFFIXES, Document, suffix_written
from lexibulle.documents.formats import KNOWN_OTHERS
from lexibulle.wording import counted

_MAGIC: Final = "*?["
_SHOWN: Final = 5  # names in one message


@dataclass(frozen=True, slots=True)
class Input:
    """A file to read; `name` is its path among the inputs, with `/`."""

    path: Path
    name: str
    size: int


@dataclass(slots=True)
class Plan:
    """Inputs by name, what cannot be read already, and what was left aside: suffixes, links to folders."""

    inputs: list[Input] = field(default_factory=list)
    problems: list[tuple[str, str]] = field(default_factory=list)
    others: Counter[str] = field(default_factory=Counter)
    links: list[str] = field(default_factory=list)

    @property
    def size(self) -> int:
        return sum(each.size for each in self.inputs)


def make_plan(given: Sequence[str | Path], out: Path) -> Plan:
    """The plan for what was given; Trouble when the output folder is one of the inputs."""
    plan = Plan()
    files: dict[Path, None] = {}
    roots: list[Path] = []
    for path in _expanded(given, plan):
        if path.is_dir():
            if path.resolve() == out.resolve():
                raise Trouble(f"« {path} » est à la fois lu et dossier de sortie. Donnez un autre dossier à --out : "
                              "vos documents ne sont jamais remplacés.")
            roots.append(path)
            files |= dict.fromkeys(_walked(path, out.resolve(), plan))
        else:
            roots.append(path.parent)
            files[path] = None
    plan.inputs = sorted(_inputs(files, _common(roots), plan), key=lambda each: (each.name.casefold(), each.name))
    return plan


def _expanded(given: Sequence[str | Path], plan: Plan) -> Iterator[Path]:
    for each in given:
        path = Path(os.path.abspath(each))  # noqa: PTH100  # `resolve` would give a link the name of its target
        if os.path.lexists(path):
            yield path
        elif any(sign in str(each) for sign in _MAGIC):
            found = sorted(glob.glob(str(path), recursive=True))  # noqa: PTH207  # Path.glob takes no absolute pattern
            if not found:
                plan.problems.append((str(each), "Aucun fichier ne correspond à ce motif. Vérifiez-le."))
            yield from map(Path, found)
        else:
            plan.problems.append((str(each), unreadable(FileNotFoundError())))


def _walked(root: Path, out: Path, plan: Plan) -> Iterator[Path]:
    """The documents below a folder."""
    def failed(error: OSError) -> None:
        plan.problems.append((str(error.filename), unreadable(error)))

    for folder, folders, names in os.walk(root, onerror=failed):
        here = Path(folder)
        plan.links += [str(here / name) for name in sorted(folders) if (here / name).is_symlink()]
        folders[:] = sorted(name for name in folders if not _is_hidden(name) and not (here / name).is_symlink()
                            and (here / name).resolve() != out)
        for name in sorted(names):
            if _is_hidden(name):
                continue
            if (suffix := PurePath(name).suffix.lower()) in SUFFIXES or suffix in KNOWN_OTHERS:
                yield here / name
            else:
                plan.others[suffix] += 1


def _is_hidden(name: str) -> bool:
    return name.startswith((".", "~$"))


def _common(roots: Sequence[Path]) -> Path | None:
    """The deepest folder above all; None on several drives."""
    try:
        return Path(os.path.commonpath(roots)) if roots else None
    except ValueError:
        return None


def _inputs(files: dict[Path, None], root: Path | None, plan: Plan) -> Iterator[Input]:
    for path in files:
        name = _name(path, root)
        try:
            yield Input(path, name, path.stat().st_size)
        except OSError as error:
            plan.problems.append((name, unreadable(error)))


def _name(path: Path, root: Path | None) -> str:
    if root is not None:
        return path.relative_to(root).as_posix()
    return "/".join([path.drive.rstrip(":\\"), *path.parts[1:]])


# ---- Outputs --------------------------------------------------------------------------------------------------


def output_names(inputs: Sequence[Input], reserved: Sequence[str], *, html: bool, lexicon: bool) -> dict[str, str]:
    """Input name to output name: the same, with the suffix of what it becomes after its own.

    Two inputs that would become one file, and those that would take a `reserved` name, get « -2 » and so on.
    """
    taken = {name.casefold() for name in reserved}
    names: dict[str, str] = {}
    for each in inputs:
        name = wanted = _output_name(each.name, html=html, lexicon=lexicon)
        number = 1
        while name.casefold() in taken:
            number += 1
            name = str(PurePath(wanted).with_stem(f"{PurePath(wanted).stem}-{number}").as_posix())
        taken.add(name.casefold())
        names[each.name] = name
    return names


def _output_name(name: str, *, html: bool, lexicon: bool) -> str:
    own = PurePath(name).suffix
    kind = own.lower().removeprefix(".")
    suffix = ".html" if html else suffix_written(Document(kind, name, "", (), b""), lexicon=lexicon)
    keeps = suffix.lower() == own.lower() or (html and kind in ("htm", "html", "xhtml"))
    return name if keeps else f"{name}{suffix}"


def refuse_overwriting(inputs: Sequence[Input], out: Path, outputs: Sequence[str]) -> None:
    """Trouble when an output would take the place of an input."""
    read = {each.path.resolve() for each in inputs}
    hit = [name for name in outputs if (out / name).exists() and (out / name).resolve() in read]
    if hit:
        raise Trouble(f"Le dossier de sortie « {out} » contient des documents à lire, qui seraient remplacés : "
                      f"{shown(hit)}. Donnez un autre dossier à --out.")


def shown(names: Sequence[str]) -> str:
    """The first names of a list, for a message."""
    more = f" et {counted(len(names) - _SHOWN, 'autre')}" if len(names) > _SHOWN else ""
    return ", ".join(f"« {name} »" for name in names[:_SHOWN]) + more
