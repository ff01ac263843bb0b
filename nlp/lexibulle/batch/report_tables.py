"""The tables of the report: sheets of one workbook, and the same as CSV files for French Excel."""

import csv
from collections.abc import Iterable, Iterator
from itertools import count as numbers
from pathlib import Path
from typing import Final

from lexibulle.batch.journal import Journal
from lexibulle.batch.records import layout_of
from lexibulle.batch.report import BOOK, TABLES, TO_DEFINE, Report, folder_of
from lexibulle.batch.store import Store
from lexibulle.batch.tables import Row, write_csv, write_xlsx
from lexibulle.cards import REGISTERS
from lexibulle.glossary_tables import decoded

LEVELS: Final = {1: "premier jour", 2: "première semaine", 3: "premier mois"}
_DEFINED: Final = ("nom", "définition", "alias", "catégorie")  # as a glossary in CSV is read
_HEADERS: Final = {
    # file and sheet: columns
    "documents": ("document", "dossier", "annoté dans", "mots lus", "mots du métier", "à éviter", "à expliquer",
                  "hors du lexique"),
    "dossiers": ("dossier", "lu par des clients", "documents", "mots lus", "mots du métier", "à éviter", "à expliquer",
                 "mots du métier pour 1 000"),
    "termes": ("terme", "formule claire", "chez le client", "à savoir dès", "documents", "occurrences"),
    "graphies": ("terme", "écrit", "dossier", "occurrences"),
    "manquants": ("mot", "genre", "documents", "occurrences"),
    "non-lus": ("document", "raison et remède"),
}


def write(report: Report, journal: Journal, store: Store) -> None:
    names = [f"{TABLES}/{name}.csv" for name in _HEADERS]
    store.claim(names)
    for name, path in zip(_HEADERS, names, strict=True):
        with store.making(path) as place:
            write_csv(place, _HEADERS[name], _rows(name, report, journal))
    with store.making(BOOK) as place:
        write_xlsx(place, ((name.capitalize(), header, _rows(name, report, journal))
                           for name, header in _HEADERS.items()))
    report.to_define = _write_to_define(report, store)


def _write_to_define(report: Report, store: Store) -> str:
    """The words to define, as a glossary to fill in. One that somebody has begun to fill in is never replaced."""
    for number in numbers(1):
        name = TO_DEFINE if number == 1 else TO_DEFINE.replace(".csv", f"-{number}.csv")
        if not store.has(name) or not _is_filled_in(store.out / name):
            break
    store.claim([name])
    with store.making(name) as place:
        write_csv(place, _DEFINED, ([word, "", "", ""] for word, _ in report.gaps()))
    return name


def _is_filled_in(path: Path) -> bool:
    """Is there anything beside the words, whatever program has saved it?"""
    rows = csv.reader(decoded(path.read_bytes()).splitlines()[1:], delimiter=layout_of(path).delimiter)
    try:
        return any(cell.strip() for row in rows for cell in row[1:])
    except csv.Error:  # a quotation mark that somebody has left open
        return True


def _rows(name: str, report: Report, journal: Journal) -> Iterable[Row]:
    if name == "documents":
        return _documents(report, journal)
    makers = {"dossiers": _folders, "termes": _terms, "graphies": _spellings, "manquants": _gaps,
              "non-lus": _unread}
    return makers[name](report)


def _documents(report: Report, journal: Journal) -> Iterator[Row]:
    """One row a file, or a part of a table."""
    for row in journal.units():
        if tally := row.tally:
            yield [row.name, folder_of(row), row.output, tally.words, tally.hits, tally.avoid, tally.explain,
                   report.words_left_out(row)]


def _folders(report: Report) -> Iterator[Row]:
    for folder in sorted(report.folders.values(), key=lambda folder: (folder.name, folder.client)):
        rate = round(1000 * folder.hits / folder.words, 2) if folder.words else 0.0
        yield [folder.name, "oui" if folder.client else "", folder.documents, folder.words, folder.hits, folder.avoid,
               folder.explain, rate]


def _terms(report: Report) -> Iterator[Row]:
    for term, count in report.met():
        level = LEVELS[term.level] if term.level else ""
        yield [term.name, term.plain or term.definition, REGISTERS[term.client], level, count.documents, count.hits]


def _spellings(report: Report) -> Iterator[Row]:
    for term, forms in report.variants():
        for form, folders in sorted(forms.items(), key=lambda item: (-item[1].total(), item[0])):
            for folder, count in sorted(folders.items()):
                yield [term.name, form, folder, count]


def _gaps(report: Report) -> Iterator[Row]:
    return ([word, gap.kind, gap.documents, gap.hits] for word, gap in report.gaps())


def _unread(report: Report) -> Iterator[Row]:
    return iter(report.summary.failed)
