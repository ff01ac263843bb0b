"""What there is to do: files, folders and patterns become inputs, each with a name and an output of its own.

Names are paths below the deepest folder that holds everything given, so they stay as people know them; a pattern
stands for the folder before its first sign, whatever it meets there. Links to folders are not followed (a loop
cannot hold us, nor can a link lead out of what was given), output folders are left out, this run's and those of
others, and so are hidden files, those of Office (« ~$… ») and pipes and devices.
"""

import os
import stat
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from fnmatch import fnmatch
from itertools import count, takewhile
from pathlib import Path, PurePath, PurePosixPath
from typing import Final

from lexibulle.batch.journal import is_output_folder
from lexibulle.batch.trouble import Trouble
from lexibulle.causes import NO_FILE, unreadable
from lexibulle.documents import Document, suffix_written
from lexibulle.documents.formats import may_be_read
from lexibulle.wording import capital, counted

_MAGIC: Final = "*?["
_ANY_DEPTH: Final = "**"
_SPECIAL: Final = "tubes et périphériques"
_SHOWN: Final = 5  # names in one message


@dataclass(frozen=True, slots=True)
class Input:
    """A file to read; `name` is its path among the inputs, with `/`."""

    path: Path
    name: str
    size: int


@dataclass(slots=True)
class Plan:
    """Inputs by name, what cannot be read already, and what was left aside: suffixes, links to folders, output
    folders of other runs."""

    inputs: list[Input] = field(default_factory=list)
    problems: list[tuple[str, str]] = field(default_factory=list)
    others: Counter[str] = field(default_factory=Counter)
    links: list[str] = field(default_factory=list)
    tagged: list[str] = field(default_factory=list)

    @property
    def size(self) -> int:
        return sum(each.size for each in self.inputs)


def make_plan(given: Sequence[str | Path], out: Path, reserved: Sequence[str]) -> Plan:
    """The plan for what was given; Trouble when the output folder is one of the inputs.

    `reserved` are names at the top of an output folder that are no documents.
    """
    plan = Plan()
    files: dict[Path, None] = {}
    roots: list[Path] = []
    for path, root in _expanded(given, out.resolve(), plan):
        if path.is_dir():
            if path.resolve() == out.resolve():
                raise Trouble(f"« {path} » est à la fois lu et dossier de sortie. Donnez un autre dossier à --out : "
                              "vos documents ne sont jamais remplacés.")
            roots.append(root or path)
            files |= dict.fromkeys(_walked(path, out.resolve(), reserved, plan))
        else:
            roots.append(root or path.parent)
            files[path] = None
    plan.inputs = sorted(_inputs(files, _common(roots), plan), key=lambda each: (each.name.casefold(), each.name))
    plan.links, plan.tagged = list(dict.fromkeys(plan.links)), list(dict.fromkeys(plan.tagged))
    return plan


def _expanded(given: Sequence[str | Path], out: Path, plan: Plan) -> Iterator[tuple[Path, Path | None]]:
    """What was given, and of patterns what fits them with the folder that they stand for."""
    for each in given:
        if not str(each).strip():
            raise Trouble("Un nom de fichier est vide. Donnez des fichiers, un dossier ou un motif.")
        path = Path(os.path.abspath(each))  # noqa: PTH100  # `resolve` would give a link the name of its target
        if os.path.lexists(path):
            yield path, None
        elif _is_magic(str(each)):
            found = list(_matching(Path(path.anchor), path.parts[1:], out, plan))
            if not found:
                plan.problems.append((str(each), "Aucun fichier ne correspond à ce motif. Vérifiez-le."))
            yield from ((met, _root(path)) for met in found)
        else:
            plan.problems.append((str(each), "Introuvable. Vérifiez le nom et le dossier."))


def _root(pattern: Path) -> Path:
    return Path(*takewhile(lambda part: not _is_magic(part), pattern.parts[:-1]))


def _matching(here: Path, parts: Sequence[str], out: Path, plan: Plan) -> Iterator[Path]:
    """What lies below a folder and fits the parts of a pattern, read as `glob` reads them.

    Folders that a pattern leads into are passed over as those of a walk; those that it names are not.
    """
    if not parts:
        yield here
        return
    part, rest = parts[0], parts[1:]
    if part == _ANY_DEPTH:
        yield from _matching(here, rest, out, plan)
    for path in _fitting(here, part, plan):
        if not os.path.isdir(path):  # noqa: PTH112  # `Path.is_dir` raises where the folder above may not be entered
            if not rest and part != _ANY_DEPTH:
                yield path
        elif not _is_magic(part) or _is_entered(path, out, plan):
            yield from _matching(path, parts if part == _ANY_DEPTH else rest, out, plan)


def _fitting(folder: Path, part: str, plan: Plan) -> list[Path]:
    """What stands in a folder under the name, or the names, of one part of a pattern."""
    if not _is_magic(part):
        return [folder / part] if os.path.lexists(folder / part) else []
    try:
        entries = sorted(folder.iterdir())
    except OSError as error:
        plan.problems.append((str(folder), capital(unreadable(error))))
        return []
    return [path for path in entries if fnmatch(path.name, part) and (part[0] in ".~" or not is_hidden(path.name))]


def _is_magic(text: str) -> bool:
    return any(sign in text for sign in _MAGIC)


def _walked(root: Path, out: Path, reserved: Sequence[str], plan: Plan) -> Iterator[Path]:
    """The documents below a folder."""
    def failed(error: OSError) -> None:
        plan.problems.append((str(error.filename), capital(unreadable(error))))

    for folder, folders, names in os.walk(root, onerror=failed):
        here = Path(folder)
        made = reserved if here == root and is_output_folder(root) else ()
        folders[:] = sorted(name for name in folders if not is_hidden(name) and name not in made
                            and _is_entered(here / name, out, plan))
        for name in sorted(names):
            if is_hidden(name) or name in made:
                continue
            if not may_be_read(name):
                plan.others[PurePath(name).suffix.lower()] += 1
            elif is_special(here / name):
                plan.others[_SPECIAL] += 1
            else:
                yield here / name


def _is_entered(folder: Path, out: Path, plan: Plan) -> bool:
    """Is a folder that nobody has named looked into? One that is not is noted, but for this run's own output."""
    if folder.is_symlink():
        plan.links.append(str(folder))
        return False
    if folder.resolve() == out:
        return False
    if is_output_folder(folder):
        plan.tagged.append(str(folder))
        return False
    return True


def is_hidden(name: str) -> bool:
    """Is this a name that no walk takes?"""
    return name.startswith((".", "~$"))


def is_special(path: Path) -> bool:
    """A pipe, a socket or a device: whoever opens one may wait for ever. What is not there is none."""
    try:
        return not stat.S_ISREG(path.stat().st_mode)
    except OSError:
        return False


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
            found = path.stat()
        except OSError as error:
            plan.problems.append((name, capital(unreadable(error))))
            continue
        if stat.S_ISREG(found.st_mode):
            yield Input(path, name, found.st_size)
        else:
            plan.problems.append((name, capital(NO_FILE)))


def _name(path: Path, root: Path | None) -> str:
    if root is not None:
        return path.relative_to(root).as_posix()
    return "/".join([path.drive.rstrip(":\\"), *path.parts[1:]])


# ---- Outputs --------------------------------------------------------------------------------------------------


Held = Callable[[str, Path], bool]
"""Does this name belong to another source than this one, of an earlier run?"""


def told_apart(inputs: Sequence[Input], is_held: Held) -> list[Input]:
    """The inputs; those whose name is that of another source get « -2 » and so on."""
    taken = {each.name.casefold() for each in inputs}
    apart = []
    for each in inputs:
        name = _free(each.name, each.path, taken, is_held) if is_held(each.name, each.path) else each.name
        taken.add(name.casefold())
        apart.append(replace(each, name=name))
    return apart


def output_names(
    inputs: Sequence[Input], reserved: Sequence[str], is_held: Held, *, html: bool, lexicon: bool
) -> dict[str, str]:
    """Input name to output name: the same, with the suffix of what it becomes after its own.

    Two inputs that would become one file, and those that would take a `reserved` name, or one in a folder of that
    name, get « -2 » and so on.
    """
    taken: set[str] = set()
    names: dict[str, str] = {}
    for each in inputs:
        wanted = _unreserved(_output_name(each.name, html=html, lexicon=lexicon), reserved)
        name = _free(wanted, each.path, taken, is_held)
        taken.add(name.casefold())
        names[each.name] = name
    return names


def _free(wanted: str, source: Path, taken: Collection[str], is_held: Held) -> str:
    return numbered(wanted, lambda name: name.casefold() in taken or is_held(name, source))


def _unreserved(name: str, reserved: Sequence[str]) -> str:
    first, *rest = name.split("/")
    return "/".join([numbered(first, lambda name: name.casefold() in reserved), *rest])


def numbered(wanted: str, is_taken: Callable[[str], bool]) -> str:
    """The name, or the first free one of « name-2 », « name-3 »…"""
    path = PurePosixPath(wanted)
    names = (str(path.with_stem(f"{path.stem}-{number}")) for number in count(2))
    return wanted if not is_taken(wanted) else next(name for name in names if not is_taken(name))


def _output_name(name: str, *, html: bool, lexicon: bool) -> str:
    own = PurePath(name).suffix
    kind = own.lower().removeprefix(".")
    suffix = ".html" if html else suffix_written(Document(kind, name, "", (), b""), lexicon=lexicon)
    keeps = suffix.lower() == own.lower() or (html and kind in ("htm", "html", "xhtml"))
    return name if keeps else f"{name}{suffix}"


def refuse_overwriting(inputs: Sequence[Input], out: Path, outputs: Sequence[str]) -> None:
    """Trouble when an output would take the place of an input."""
    read = {each.path.resolve() for each in inputs}
    hit = [name for name in outputs if is_there(out / name) and (out / name).resolve() in read]
    if hit:
        raise Trouble(f"Le dossier de sortie « {out} » contient des documents à lire, qui seraient remplacés : "
                      f"{shown(hit)}. Donnez un autre dossier à --out.")


def is_there(path: Path) -> bool:
    """A name that the system does not take is not there; `Path.exists` raises."""
    return os.path.exists(path)  # noqa: PTH110


def shown(names: Sequence[str]) -> str:
    """The first names of a list, for a message."""
    more = f" et {counted(len(names) - _SHOWN, 'autre')}" if len(names) > _SHOWN else ""
    return ", ".join(f"« {name} »" for name in names[:_SHOWN]) + more
