"""Glossaries in tables: CSV as spreadsheets write it, and workbooks. The first row names the columns.

Rows with a name and nothing else wait to be filled in, as those of a report's `a-definir.csv`: they are passed over,
unless there is no other.
"""

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Final

from lexibulle.delimiters import delimiter_of
from lexibulle.glossary import Alias, Glossary, GlossaryError, Source, Term, comparable
from lexibulle.glossary_checks import CONTROL, Faults, check_terms, either, listed
from lexibulle.wording import number

_COLUMNS: Final = {
    "name": ("nom", "terme", "mot", "name"), "definition": ("définition", "definition"),
    "aliases": ("alias", "synonymes", "synonyme", "variantes", "aliases"), "category": ("catégorie", "category"),
}
_KEYS: Final = {comparable(spelling): key for key, spellings in _COLUMNS.items() for spelling in spellings}
_ALIAS_SEPARATORS: Final = re.compile(r"[|;,\n]")
_LONGEST_CELL: Final = 100_000  # characters; below what the csv module takes, which any part of the process may change
_SHOWN: Final = 60  # characters of a cell or line in a message
_MOST_EXPANDED: Final = 200_000_000  # bytes of a workbook's parts; markup takes ten times the text


def read_csv(path: Path, raw: bytes) -> Glossary:
    text = decoded(raw)
    delimiter, begins = delimiter_of(text)
    lines = io.StringIO(text[begins:], newline="").readlines()
    rows = csv.reader(lines, delimiter=delimiter, strict=True)
    read: list[list[str]] = []
    begin = 0
    try:
        for row in rows:
            read.append(row)
            begin = rows.line_num
    except csv.Error as error:
        raise GlossaryError([_badly_quoted(path, read, lines[begin], delimiter)]) from error
    return _read_rows(path, read)


def _badly_quoted(path: Path, read: Sequence[list[str]], line: str, delimiter: str) -> str:
    """What is said of a row that would swallow the next ones; `read` are those before it."""
    cells = next(csv.reader([line[:_LONGEST_CELL]], delimiter=delimiter), [])
    names = [cell for head, cell in zip(read[0] if read else (), cells, strict=False)
             if _KEYS.get(comparable(head)) == "name"]
    faults = Faults(path.name)
    what = (f"dans « {line.strip()[:_SHOWN]} », un guillemet n’est pas refermé, ou le texte est trop long ; fermez-le "
            'à la fin de la cellule et doublez ceux du texte (""), ou raccourcissez le texte.')
    faults.add("".join(names)[:_SHOWN], "", what, len(read) + 1)
    return faults.problems[0]


def read_xlsx(path: Path, raw: bytes) -> Glossary:
    """The first sheet of a workbook. What reads it is loaded here: most glossaries are none."""
    from lexibulle.documents.model import Limits, Unreadable
    from lexibulle.documents.workbook import other_sheets, sheet_texts

    stream = io.BytesIO(raw)
    try:
        rows = list(sheet_texts(stream, Limits(expanded_bytes=_MOST_EXPANDED)))
        return _read_rows(path, rows, tuple(other_sheets(stream)))
    except Unreadable as error:
        raise GlossaryError([f"{path.name} : {error}"]) from error


def _read_rows(path: Path, rows: Sequence[list[str]], unread_sheets: tuple[str, ...] = ()) -> Glossary:
    faults = Faults(path.name)
    columns = _columns(rows[0] if rows else [], faults)
    faults.stop_if_any()
    glossary = slug(path.stem) or "lexique"
    terms = []
    waiting: list[tuple[int, list[str]]] = []
    for line, row in enumerate(rows[1:], 2):
        if not any(cell.strip() for cell in row) or not _check_cells(row, columns, line, faults):
            continue
        if [place for place, cell in enumerate(row) if cell.strip()] == [columns["name"]]:
            waiting.append((line, row))
        else:
            terms += _term(row, columns, glossary, line, faults)
    if not terms:
        for line, row in waiting:
            _term(row, columns, glossary, line, faults)
    _check_ids(terms, faults)
    check_terms(terms, faults)
    faults.stop_if_any()
    return Glossary(id=glossary, name=path.stem, version="0", terms=tuple(terms),
                    sources=(Source(glossary, "0", len(terms), path.name, len(waiting), unread_sheets),))


def decoded(raw: bytes) -> str:
    """Text of a file written by a spreadsheet: UTF-8 or UTF-16 with a mark, UTF-8 without, else Windows-1252."""
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return raw.decode("utf-16", "replace")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("cp1252", "replace")


def _columns(header: list[str], faults: Faults) -> dict[str, int]:
    """Where each of our columns stands; one without a name holds nothing of ours."""
    columns: dict[str, int] = {}
    for place, cell in enumerate(header):
        name = comparable(cell)
        key = _KEYS.get(name)
        if key in columns:
            faults.add("", cell.strip(), f"la colonne « {header[columns[key]].strip()} » dit déjà la même chose ; "
                       "gardez-en une.")
        elif key:
            columns[key] = place
        elif name:
            faults.add("", cell.strip(), "colonne inconnue ; les colonnes admises sont "
                       f"{listed(spellings[0] for spellings in _COLUMNS.values())}.")
    for key in ("name", "definition"):
        if key not in columns:
            faults.add("", _COLUMNS[key][0], f"aucune colonne ne s’appelle {either(_COLUMNS[key])} ; "
                       "la première ligne doit porter les noms des colonnes.")
    return columns


def _check_cells(row: Sequence[str], columns: Mapping[str, int], line: int, faults: Faults) -> bool:
    """Whether a row can be read: no cell too long, none that belongs to no column, none that a terminal would obey."""
    name = _cell(row, columns["name"])[:_SHOWN]
    known = len(faults.problems)
    for place, cell in enumerate(row):
        if len(cell) > _LONGEST_CELL:
            faults.add(name, "", f"une cellule a {number(len(cell))} caractères, c’est plus que les "
                       f"{number(_LONGEST_CELL)} admis ; raccourcissez-la.", line)
        elif place not in columns.values() and cell.strip():
            faults.add(name, "", f"« {cell.strip()[:_SHOWN]} » n’est dans aucune colonne ; mettez entre guillemets le "
                       "texte qui contient le séparateur, ou videz cette cellule.", line)
            break
        elif CONTROL.search(cell):
            faults.add(name, "", f"« {cell.strip()[:_SHOWN]} » contient un caractère de commande ; retirez-le.", line)
    return len(faults.problems) == known


def _cell(row: Sequence[str], place: int) -> str:
    return " ".join(row[place].split()) if place < len(row) else ""


def _term(row: Sequence[str], columns: Mapping[str, int], glossary: str, line: int, faults: Faults) -> list[Term]:
    cells = {key: _cell(row, place) for key, place in columns.items()}
    missing = {"name": "le nom manque ; ajoutez-le", "definition": "la définition manque ; ajoutez-la"}
    for key, what in missing.items():
        if not cells[key]:
            faults.add(cells["name"], "", f"{what} ou supprimez la ligne.", line)
    if not (cells["name"] and cells["definition"]):
        return []
    if not slug(cells["name"]):
        faults.add("", "", f"« {cells['name']} » n’a ni lettre ni chiffre ; écrivez le mot tel qu’on le lit.", line)
        return []
    listed_forms = row[columns["aliases"]] if columns.get("aliases", len(row)) < len(row) else ""
    aliases = [" ".join(form.split()) for form in _ALIAS_SEPARATORS.split(listed_forms) if form.strip()]
    for form in aliases:
        if not comparable(form):
            faults.add(cells["name"], "", f"« {form} » n’a ni lettre ni chiffre ; retirez-le.", line)
    return [Term(id=slug(cells["name"]), name=cells["name"], definition=cells["definition"], glossary=glossary,
                 category=cells.get("category", ""), alias=tuple(map(Alias, aliases)))]


def _check_ids(terms: Iterable[Term], faults: Faults) -> None:
    seen: dict[str, str] = {}
    for term in terms:
        if term.id in seen:
            faults.add(term.name, "name", f"ce nom est déjà sur une autre ligne (« {seen[term.id]} ») ; gardez-en une.")
        seen[term.id] = term.name


def slug(name: str) -> str:
    """Identifier made from a name: « Taux d’ouverture » gives `taux-d-ouverture`."""
    return "-".join(re.findall(r"[a-z0-9]+", comparable(name)))
