"""Annotated lines as one file for all documents: JSON Lines, CSV, XLSX, Web Annotation, DocBin, Parquet, pages.

Each writer reads its lines as a stream and puts its files with `Store.making`, so that memory does not grow with
the work (DocBin and pages of HTML come in numbered files for that reason).
"""

import csv
import hashlib
import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from typing import Any, Final

from lexibulle import documents
from lexibulle.annotator import Hit
from lexibulle.batch.holders import Holders
from lexibulle.batch.journal import Journal
from lexibulle.batch.plan import numbered
from lexibulle.batch.records import Table, distinct, layout_of
from lexibulle.batch.store import Store, digest_of
from lexibulle.batch.tables import Cell, write_csv, write_xlsx
from lexibulle.batch.webannotation import write_webannotation
from lexibulle.batch.work import SPAN, Job, Line, hits_of, unpacked
from lexibulle.cards import REGISTERS
from lexibulle.documents import Block, Document
from lexibulle.french import blank_french
from lexibulle.glossary import Glossary, Term

ALL: Final = "annotations"  # stem of an export of files
_PAGE: Final = 200  # texts of one HTML page
_DOCBIN: Final = 10_000  # texts of one DocBin, which is made in memory
_LONE_SURROGATE: Final = re.compile("[\ud800-\udfff]")
_ESCAPED: Final = ("jsonl", "webannotation")  # JSON in ASCII, which holds lone surrogates; UTF-8 does not
_WITH_ROWS: Final = ("jsonl", "csv", "xlsx")  # a record keeps its other fields
ADDED: Final = ("lexibulle_nombre", "lexibulle_termes", "lexibulle_a_eviter", "lexibulle_explications")
_PER_HIT: Final = ("document", "endroit", "mot", "terme", "formule claire", "chez le client", "trouvé comme",
                   "confiance", "pourquoi", "début", "fin", "définition")

Making = Callable[[str], AbstractContextManager[Path]]
"""Claims a name and gives the place to write it, as `Store.making` does."""


@dataclass(frozen=True)
class Export:
    """What is exported: lines, of files or of a table of records; `stem` names the files."""

    lines: Iterable[Line]
    glossary: Glossary
    stem: str
    making: Making
    table: Table | None = None

    @property
    def terms(self) -> dict[tuple[str, str], Term]:
        return {(term.glossary, term.id): term for term in self.glossary}

    def name(self, form: str, number: int = 1) -> str:
        return _name(self.stem, form, number)


def _name(stem: str, form: str, number: int = 1) -> str:
    return stem + _NAMES[form].format(number)


class Exporter:
    """One export of a run; made again only when something in it has changed."""

    def __init__(self, job: Job, table: Table | None, store: Store, journal: Journal, holders: Holders) -> None:
        self._form = form = table.kind if table and job.format == "same" else job.format
        self.stem = ALL
        if table:
            path = table.path
            self.stem = numbered(path.stem, lambda stem: holders.has_stem(stem, _name(stem, form), path))
        self._glossary, self._table, self._store, self._journal = job.glossary, table, store, journal
        self._made: list[str] = []
        store.claim([_name(self.stem, self._form)])  # refused now, and not when all the work is done

    @property
    def family(self) -> str:
        """What the journal calls its files: those of another form, or stem, are others."""
        return f"{self._form}/{self.stem}"

    def write(self) -> None:
        digest = self._digest()
        before = self._journal.exports_of(self.family)
        if before and all(made == digest and self._store.has(name) for name, made in before.items()):
            return
        lines: Iterable[Line] = _Lines(self._journal, escaped=self._form in _ESCAPED)
        if self._table and self._table.kind == "parquet" and self._form in _WITH_ROWS:
            lines = _rejoined(lines, self._table)
        _WRITERS[self._form](Export(lines, self._glossary, self.stem, self._making, self._table))
        for name in before.keys() - set(self._made):
            self._store.drop(name)
        self._journal.exported(self.family, self._made, digest)

    def _digest(self) -> bytes:
        digest = hashlib.sha256(self.family.encode("utf-8", "surrogatepass"))
        for content in self._journal.contents():
            digest.update(content)
        if self._table and self._table.kind == "parquet":  # its other columns are in no unit
            digest.update(digest_of(self._table.path))
        return digest.digest()

    @contextmanager
    def _making(self, name: str) -> Iterator[Path]:
        self._store.claim([name])
        with self._store.making(name) as path:
            yield path
        self._made.append(name)


@dataclass(frozen=True, slots=True)
class _Lines:
    """The lines of a run, as often as they are asked for."""

    journal: Journal
    escaped: bool

    def __iter__(self) -> Iterator[Line]:
        found = (line for payload in self.journal.payloads() for line in unpacked(payload))
        return found if self.escaped else map(_valid, found)


def _rejoined(lines: Iterable[Line], table: Table) -> Iterable[Line]:
    from lexibulle.batch.parquet import Rejoined

    return Rejoined(lines, table)


def _valid(line: Line) -> Line:
    """The line with U+FFFD for each lone surrogate, wherever in it: no offset moves."""
    said = json.dumps(line, ensure_ascii=False)
    valid: Line = json.loads(_LONE_SURROGATE.sub("\ufffd", said)) if _LONE_SURROGATE.search(said) else line
    return valid


# ---- JSON Lines -----------------------------------------------------------------------------------------------


def _write_jsonl(what: Export) -> None:
    with what.making(what.name("jsonl")) as path, path.open("w", encoding="ascii", newline="\n") as stream:
        for line in what.lines:
            stream.write(json.dumps(_public(line), separators=(",", ":")) + "\n")


def _public(line: Line) -> Line:
    """A record keeps its own fields, with ours after them."""
    if "row" not in line:
        return line
    row: Line = line["row"]
    is_free = "spans" not in row or _are_spans(row["spans"])
    return row | {"spans" if is_free else "lexibulle_spans": line["spans"]}


def _are_spans(value: Any) -> bool:
    """Is this what an earlier run has written?"""
    return isinstance(value, list) and all(isinstance(span, dict) and span.keys() == SPAN for span in value)


# ---- CSV and XLSX ---------------------------------------------------------------------------------------------


def _write_csv(what: Export) -> None:
    with what.making(what.name("csv")) as path:
        if what.table and what.table.kind == "csv":
            _write_as_it_came(path, what, what.table)
        else:
            write_csv(path, *_as_table(what))


def _write_xlsx(what: Export) -> None:
    with what.making(what.name("xlsx")) as path:
        write_xlsx(path, [("Lexibulle", *_as_table(what))])


def _as_table(what: Export) -> tuple[Sequence[str], Iterator[list[Cell]]]:
    """One row a record, its columns and ours; of files one row a hit."""
    terms = what.terms
    if what.table is None:
        return _PER_HIT, (row for line in what.lines for row in _hit_rows(line, terms))
    table = what.table
    if table.kind == "csv":
        header = layout_of(table.path).header
    else:
        names = dict.fromkeys(name for line in what.lines for name in line.get("row", ()))
        header = tuple(names or dict.fromkeys((table.id or "id", table.text)))
    own, added = _columns(header)
    return [*own, *added], (_record_row(line, own, table, terms) for line in what.lines)


def _columns(header: Sequence[str]) -> tuple[Sequence[str], Sequence[str]]:
    """The columns of a table and ours; those that an earlier run has put at its end are replaced."""
    own = header[: -len(ADDED)] if tuple(header[-len(ADDED) :]) == ADDED else header
    return own, distinct([*own, *ADDED])[len(own) :]


def _hit_rows(line: Line, terms: dict[tuple[str, str], Term]) -> Iterator[list[Cell]]:
    hits = hits_of(line, terms)
    for hit, (start, end) in zip(hits, line.get("in_file") or [(None, None)] * len(hits), strict=True):
        term = hit.term
        yield [line["id"], line["place"], hit.surface, term.name, term.plain, REGISTERS[term.client],
               hit.match, hit.confidence, hit.reason, start, end, term.definition]


def _record_row(line: Line, header: Sequence[str], table: Table, terms: dict[tuple[str, str], Term]) -> list[Cell]:
    row = {table.id or "id": line["id"], table.text: line["text"]} | (line.get("row") or {})
    dates = line.get("dates", ())
    return [*(_cell(row.get(name), is_date=name in dates) for name in header), *_added(hits_of(line, terms))]


def _cell(value: Any, *, is_date: bool) -> Cell:
    if is_date:
        return datetime.fromisoformat(value) if "T" in value else date.fromisoformat(value)
    return value if isinstance(value, str | int | float | None) else json.dumps(value, ensure_ascii=False)


def _added(hits: Sequence[Hit]) -> list[Cell]:
    """How many, which, which of them to avoid, and what they mean."""
    terms = list(dict.fromkeys(hit.term for hit in hits))
    return [len(hits), ", ".join(term.name for term in terms),
            ", ".join(term.name for term in terms if term.client == "avoid"),
            " | ".join(f"{term.name} : {term.plain or term.definition}" for term in terms)]


def _write_as_it_came(path: Path, what: Export, table: Table) -> None:
    """A CSV with our columns after its own, and its delimiter; with `;` it is what French Excel writes."""
    layout, terms = layout_of(table.path), what.terms
    encoding = "utf-8-sig" if layout.delimiter == ";" or layout.codec == "utf-8-sig" else "utf-8"
    with path.open("w", encoding=encoding, errors="replace", newline="") as stream:
        writer = csv.writer(stream, delimiter=layout.delimiter, lineterminator="\r\n")
        own, added = _columns(layout.header)
        writer.writerow([*own, *added])
        for line in what.lines:
            writer.writerow(_record_row(line, own, table, terms))


# ---- Web Annotation, pages ------------------------------------------------------------------------------------


def _write_webannotation(what: Export) -> None:
    with what.making(what.name("webannotation")) as path:
        write_webannotation(path, what.lines, what.terms)


def _write_pages(what: Export) -> None:
    """Records as pages that need no server, two hundred texts on each."""
    terms = what.terms
    for number, lines in _parts(what.lines, _PAGE):
        blocks = tuple(Block(line["text"], section=str(line["id"]), unit=unit) for unit, line in enumerate(lines))
        document = Document("txt", f"{what.stem}.txt", f"{what.stem}, page {number}", blocks, b"")
        hits = [hits_of(line, terms) for line in lines]
        with what.making(what.name("html", number)) as path:
            page = documents.as_html(document, hits, every=True, glossary=what.glossary)
            path.write_bytes(page.encode("utf-8", "replace"))


def _parts(lines: Iterable[Line], size: int) -> Iterator[tuple[int, list[Line]]]:
    """Numbered from 1; one empty part where there is no line at all."""
    left = iter(lines)
    number = 1
    while (part := list(islice(left, size))) or number == 1:
        yield number, part
        number += 1


# ---- spaCy ----------------------------------------------------------------------------------------------------


def _write_docbin(what: Export) -> None:
    from spacy.tokens import DocBin

    from lexibulle.component import LexibulleComponent

    nlp, component, terms = blank_french(), LexibulleComponent(what.glossary), what.terms
    for number, lines in _parts(what.lines, _DOCBIN):
        found = DocBin(store_user_data=True)
        for line in lines:
            doc = nlp.make_doc(line["text"])
            doc.user_data["id"] = str(line["id"])
            component.set_annotations(doc, hits_of(line, terms))
            found.add(doc)
        with what.making(what.name("docbin", number)) as path:
            path.write_bytes(found.to_bytes())


def _write_parquet(what: Export) -> None:
    from lexibulle.batch.parquet import write_parquet

    with what.making(what.name("parquet")) as path:
        write_parquet(path, what.lines, what.table)


_NAMES: Final = {"jsonl": ".jsonl", "csv": ".csv", "xlsx": ".xlsx", "webannotation": ".jsonld", "parquet": ".parquet",
                 "html": "-{:03}.html", "docbin": "-{:03}.spacy"}
_WRITERS: Final[dict[str, Callable[[Export], None]]] = {
    "jsonl": _write_jsonl, "csv": _write_csv, "xlsx": _write_xlsx, "webannotation": _write_webannotation,
    "html": _write_pages, "docbin": _write_docbin, "parquet": _write_parquet,
}
