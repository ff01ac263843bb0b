"""Glossaries in tables: CSV as spreadsheets write it, and workbooks. The first row names the columns."""

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from lexibulle.glossary import Alias, Glossary, GlossaryError, Source, Term, comparable, is_acronym
from lexibulle.glossary_checks import Faults, check_terms, listed

_COLUMNS = {
    "name": ("name", "nom", "terme", "mot"), "definition": ("definition",), "category": ("category", "categorie"),
    "aliases": ("aliases", "alias", "synonymes", "synonyme", "variantes"),
}
_ALIAS_SEPARATORS = re.compile(r"[|;,\n]")
_LONGEST_CELL = 100_000  # characters; below what the csv module takes, which any part of the process may change
_MOST_EXPANDED = 200_000_000  # bytes of a workbook's parts; markup takes ten times the text


def read_csv(path: Path, raw: bytes) -> Glossary:
    text = decoded(raw)
    header, _, _ = text.partition("\n")
    delimiter = max(";,\t", key=header.count)
    try:
        return _read_rows(path, list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)))
    except csv.Error as error:
        what = f"{path.name} : tableau illisible ({error}) ; corrigez les guillemets ou la cellule trop longue."
        raise GlossaryError([what]) from error


def read_xlsx(path: Path, raw: bytes) -> Glossary:
    """The first sheet of a workbook. What reads it is loaded here: most glossaries are none."""
    from lexibulle.documents.model import Limits, Unreadable
    from lexibulle.documents.workbook import sheet_rows

    try:
        return _read_rows(path, list(sheet_rows(io.BytesIO(raw), Limits(expanded_bytes=_MOST_EXPANDED))))
    except Unreadable as error:
        raise GlossaryError([f"{path.name} : {error}"]) from error


def _read_rows(path: Path, rows: Sequence[list[str]]) -> Glossary:
    faults = Faults(path.name)
    columns = _columns(rows[0] if rows else [], faults)
    faults.stop_if_any()
    glossary = slug(path.stem) or "lexique"
    terms = []
    for line, row in enumerate(rows[1:], 2):
        if (longest := max(map(len, row), default=0)) > _LONGEST_CELL:
            faults.problems.append(f"{path.name}, ligne {line} : une cellule a {longest} caractères, c’est "
                                   f"plus que les {_LONGEST_CELL} admis ; raccourcissez-la.")
        elif any(cell.strip() for cell in row):
            terms += _term(row, columns, glossary, line, faults)
    _check_ids(terms, faults)
    check_terms(terms, faults)
    faults.stop_if_any()
    return Glossary(id=glossary, name=path.stem, version="0", terms=tuple(terms),
                    sources=(Source(glossary, "0", len(terms), path.name),))


def decoded(raw: bytes) -> str:
    """Text of a file written by a spreadsheet: UTF-8 or UTF-16 with a mark, UTF-8 without, else Windows-1252."""
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return raw.decode("utf-16", "replace")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("cp1252", "replace")


def _columns(header: list[str], faults: Faults) -> dict[str, int]:
    names = [comparable(cell) for cell in header]
    columns = {key: names.index(name) for key, spellings in _COLUMNS.items() for name in spellings if name in names}
    for key in ("name", "definition"):
        if key not in columns:
            faults.add("", key, f"aucune colonne ne s’appelle {listed(_COLUMNS[key], ' ou ')} ; "
                       "la première ligne doit porter les noms des colonnes.")
    unknown = [cell for cell, name in zip(header, names, strict=True)
               if name and not any(name in spellings for spellings in _COLUMNS.values())]
    for cell in unknown:
        faults.add("", cell, "colonne inconnue ; les colonnes admises sont name, definition, aliases et category.")
    return columns


def _term(row: list[str], columns: Mapping[str, int], glossary: str, line: int, faults: Faults) -> list[Term]:
    cells = {key: " ".join(row[i].split()) if i < len(row) else "" for key, i in columns.items()}
    missing = {"name": "le nom", "definition": "la définition"}
    for key, what in missing.items():
        if not cells[key]:
            faults.problems.append(f"{faults.file}, ligne {line} : {what} manque. Ajoutez-{what.split()[0]} "
                                   "ou supprimez la ligne.")
    if not (cells["name"] and cells["definition"]):
        return []
    aliases = [" ".join(form.split()) for form in _ALIAS_SEPARATORS.split(row[columns["aliases"]])
               if form.strip()] if columns.get("aliases", len(row)) < len(row) else []
    if not slug(cells["name"]):
        faults.problems.append(f"{faults.file}, ligne {line} : « {cells['name']} » n’a ni lettre ni chiffre ; "
                               "écrivez le mot tel qu’on le lit.")
        return []
    for form in aliases:
        if not comparable(form):
            faults.add(cells["name"], "aliases", f"« {form} » n’a ni lettre ni chiffre ; retirez-le.")
    return [Term(id=slug(cells["name"]), name=cells["name"], definition=cells["definition"], glossary=glossary,
                 category=cells.get("category", ""), alias=tuple(_alias(form) for form in aliases))]


def _alias(form: str) -> Alias:
    return Alias(form, case="upper", typos=False) if is_acronym(form) else Alias(form)


def _check_ids(terms: Iterable[Term], faults: Faults) -> None:
    seen: dict[str, str] = {}
    for term in terms:
        if term.id in seen:
            faults.add(term.name, "name", f"ce nom est déjà sur une autre ligne (« {seen[term.id]} ») ; gardez-en une.")
        seen[term.id] = term.name


def slug(name: str) -> str:
    """Identifier made from a name: « Taux d’ouverture » gives `taux-d-ouverture`."""
    return "-".join(re.findall(r"[a-z0-9]+", comparable(name)))
