"""What a worker does with one unit: bytes in, bytes out. It writes nothing, so that it may die at any moment.

A unit is a file, or some records that follow one another. The outcome of a file is the file to give back (or
the lines that exports are made of); that of records is lines: compressed JSON, one text a line.
"""

import hashlib
import json
import zlib
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime, time
from functools import cached_property
from threading import Lock
from typing import Any, Final, Literal

import lexibulle
from lexibulle import documents
from lexibulle.annotator import Annotator, Hit
from lexibulle.batch.gaps import borrowed_words, find_gaps
from lexibulle.batch.offsets import places_in_file
from lexibulle.batch.tally import Found, Tally, tally_of
from lexibulle.documents import Document, Limits, Unreadable
from lexibulle.documents.notes import OF_OTHERS
from lexibulle.glossary import MIN_CONFIDENCE, Glossary, Term

Format = Literal["same", "html", "jsonl", "csv", "xlsx", "webannotation", "docbin", "parquet"]
PER_DOCUMENT: Final = ("same", "html")  # one output for each file; the others make one for all
_OF_JSON: Final = (str, int, float, bool, list, dict, type(None))
SPAN: Final = {"start", "end", "term", "glossary", "surface", "match", "confidence", "reason"}  # its fields
_FASTEST: Final = 1  # of zlib: a quarter of the size for a tenth of the engine's time

Line = dict[str, Any]
"""One annotated text: `id`, `text`, `spans`; of a file `block` and `place`, and where it is a text the start and end of
each span `in_file`; of a record its `row` and which of its fields are `dates`."""


@dataclass(frozen=True)
class Job:
    """What is done to every document. The same job on the same input gives the same bytes."""

    glossary: Glossary
    format: Format = "same"
    every: bool = False
    lexicon: bool = False
    typos: bool = True
    min_confidence: float = MIN_CONFIDENCE
    quotes: bool = False
    attachments: bool = False
    limits: Limits = field(default_factory=Limits)

    @cached_property
    def digest(self) -> bytes:
        """Of everything an outcome depends on besides its input: options, glossary, version."""
        said = json.dumps([lexibulle.__version__, asdict(self)], sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(said.encode("utf-8", "surrogatepass")).digest()


@dataclass(frozen=True, slots=True)
class FileUnit:
    """A file: its name among the inputs, and its bytes."""

    name: str
    data: bytes = field(repr=False)

    @property
    def size(self) -> int:
        return len(self.data)


@dataclass(frozen=True, slots=True)
class Record:
    """One text of a table: its id, and its row as it was read (None when the export reads it again).

    Values of the row are those of JSON, and dates.
    """

    id: Any
    text: str
    row: dict[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class RecordsUnit:
    """Some records of a file that follow one another; each is a text of its own."""

    name: str
    records: tuple[Record, ...] = field(repr=False)
    size: int = 0


Unit = FileUnit | RecordsUnit


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a unit: `payload` and its tally, or the `problem` that is told to the person."""

    payload: bytes = b""
    tally: Tally | None = None
    problem: str = ""


class Worker:
    """Does units, for several threads at a time. The glossary is compiled once, when the first unit comes."""

    def __init__(self, job: Job) -> None:
        self.job = job
        self._lock = Lock()
        self._annotator: Annotator | None = None

    @property
    def annotator(self) -> Annotator:
        with self._lock:
            if self._annotator is None:
                self._annotator = self.compiled()
            return self._annotator

    def compiled(self) -> Annotator:
        return Annotator(self.job.glossary)

    def do(self, unit: Unit) -> Outcome:
        try:
            return self._file(unit) if isinstance(unit, FileUnit) else self._records(unit)
        except Unreadable as error:
            return Outcome(problem=str(error))
        except MemoryError:
            return Outcome(problem="Ce document demande plus de mémoire qu’il n’y en a. Coupez-le en plusieurs.")
        except RecursionError:
            return Outcome(problem="Ce document est imbriqué trop profondément pour être lu. Simplifiez-le.")
        except Exception as error:  # noqa: BLE001  # a fault met in one document must not stop the others
            return Outcome(problem=f"Erreur inattendue à la lecture ({type(error).__name__}). Ouvrez ce document et "
                           "enregistrez-le de nouveau ; si elle revient, signalez-la.")

    def _file(self, unit: FileUnit) -> Outcome:
        job = self.job
        document = documents.read(unit.data, unit.name, job.limits, attachments=job.attachments)
        hits = documents.annotate(self.annotator, document, typos=job.typos, min_confidence=job.min_confidence)
        own = [(block.text, block.place, found) for block, found in zip(document.blocks, hits, strict=True)
               if block.role not in OF_OTHERS]
        texts = [text for text, _, _ in own]
        tally = self._tally(unit.name, texts, [place for _, place, _ in own], [found for _, _, found in own],
                            borrowed_words(texts))
        tally.unread = list(document.unread)
        return Outcome(self._written(document, hits), tally)

    def _written(self, document: Document, hits: Sequence[Sequence[Hit]]) -> bytes:
        job = self.job
        if job.format == "same":
            return documents.write(document, hits, every=job.every, lexicon=job.lexicon, glossary=job.glossary)
        if job.format == "html":
            page = documents.as_html(document, hits, every=job.every, lexicon=job.lexicon, glossary=job.glossary)
            return page.encode("utf-8", "replace")
        return packed(_document_lines(document, hits))

    def _records(self, unit: RecordsUnit) -> Outcome:
        lines: list[Line] = []
        tally = Tally()
        borrowed = borrowed_words(record.text for record in unit.records)
        for record in unit.records:
            hits = self.annotator.annotate(record.text, typos=self.job.typos, min_confidence=self.job.min_confidence)
            lines.append(_record_line(record, hits))
            tally.add(self._tally(str(record.id), [record.text], [""], [hits], borrowed))
        return Outcome(packed(lines), tally)

    def _tally(
        self, name: str, texts: Sequence[str], places: Sequence[str], hits: Sequence[Sequence[Hit]],
        borrowed: Collection[str],
    ) -> Tally:
        found = list(map(Found, texts, places, hits))
        return tally_of(name, found, find_gaps(texts, hits, borrowed), quotes=self.job.quotes)


# ---- Lines ----------------------------------------------------------------------------------------------------


def packed(lines: Iterable[Line]) -> bytes:
    text = "\n".join(json.dumps(line, separators=(",", ":")) for line in lines)
    return zlib.compress(text.encode("ascii"), _FASTEST)


def unpacked(payload: bytes) -> Iterator[Line]:
    text = zlib.decompress(payload).decode("ascii")
    return map(json.loads, text.split("\n")) if text else iter(())


def hits_of(line: Line, terms: dict[tuple[str, str], Term]) -> list[Hit]:
    """The hits of a line again; `terms` by glossary and id."""
    return [Hit(span["start"], span["end"], span["surface"], terms[span["glossary"], span["term"]],
                span["match"], span["confidence"], span["reason"]) for span in line["spans"]]


def _document_lines(document: Document, hits: Sequence[Sequence[Hit]]) -> Iterator[Line]:
    blocks = zip(document.blocks, hits, places_in_file(document, hits), strict=True)
    for number, (block, found, places) in enumerate(blocks):
        line = {"id": document.name, "block": number, "place": block.place, "text": block.text,
                "spans": list(map(_span, found))}
        yield line if places is None else line | {"in_file": places}


def _record_line(record: Record, hits: Sequence[Hit]) -> Line:
    line = {"id": record.id, "text": record.text, "spans": list(map(_span, hits))}
    return line if record.row is None else line | of_row(record.row)


def of_row(row: dict[str, Any]) -> Line:
    """What a line says of the row that its record comes from."""
    dates = [name for name, value in row.items() if isinstance(value, date)]
    return {"row": {name: plain(value) for name, value in row.items()}, **({"dates": dates} if dates else {})}


def plain(value: Any) -> Any:
    """A value of a table as JSON takes it. A day, which a workbook calls its midnight, is one."""
    if isinstance(value, datetime):
        return value.isoformat() if value.time() > time() else value.date().isoformat()
    return value if isinstance(value, _OF_JSON) else str(value)


def _span(hit: Hit) -> dict[str, Any]:
    return {"start": hit.start, "end": hit.end, "term": hit.term.id, "glossary": hit.term.glossary,
            "surface": hit.surface, "match": hit.match, "confidence": hit.confidence, "reason": hit.reason}
