"""The façade of a batch: plan, journal, engine, outputs, exports, report. It calls, it does not do."""

import hashlib
import os
import sqlite3
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from itertools import count
from pathlib import Path
from typing import Final

from lexibulle.batch import report
from lexibulle.batch.executors import CLUSTER_WAIT, Engine, executor, in_order
from lexibulle.batch.exports import ALL, Exporter
from lexibulle.batch.holders import Holders
from lexibulle.batch.journal import Busy, Foreign, Journal, UnitRow
from lexibulle.batch.plan import (
    Input,
    Plan,
    is_there,
    make_plan,
    output_names,
    refuse_overwriting,
    told_apart,
)
from lexibulle.batch.records import Bad, Table, shards, size_of
from lexibulle.batch.store import Store
from lexibulle.batch.trouble import Trouble, unrecorded, unwritable
from lexibulle.batch.work import PER_DOCUMENT, FileUnit, Job, Outcome, RecordsUnit, Unit
from lexibulle.causes import unreadable
from lexibulle.wording import capital, number

PROCESSES_FROM: Final = 2_000_000  # bytes of input; below, starting them costs what they save: tests/bench/BATCH.md
_MOST_PROCESSES: Final = 8


class Progress:
    """Told how the work goes; this one says nothing."""

    def begin(self, total: int, engine: str) -> None:
        """`total` is in bytes of input."""

    def advance(self, size: int, documents: int) -> None:
        """So many more bytes and documents are done."""

    def say(self, what: str) -> None:
        """What goes on now, in French."""

    def wait(self, what: str) -> None:
        """What is waited for before anything can begin, in French."""


@dataclass(slots=True)
class Summary:
    """What a run has done.

    `failed` are documents that could not be read, or not whole, and why. `gone` are inputs that have vanished since an
    earlier run, with their outputs. `outdated` are outputs of earlier runs that this one makes in another form or under
    another name, `edited` those that somebody had changed since, with the names under which they are kept. `left_out`
    are documents with the words that their lexicon does not hold, `unmatched` patterns of `client` that name none.
    `tagged` are output folders of other runs, which were not read.
    """

    out: Path
    engine: str = ""
    done: int = 0
    kept: int = 0
    failed: list[tuple[str, str]] = field(default_factory=list)
    gone: list[tuple[str, str]] = field(default_factory=list)
    outdated: list[str] = field(default_factory=list)
    edited: list[tuple[str, str]] = field(default_factory=list)
    left_out: list[tuple[str, str]] = field(default_factory=list)
    others: Counter[str] = field(default_factory=Counter)
    unmatched: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    tagged: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def documents(self) -> int:
        return self.done + self.kept


def tag(  # noqa: PLR0913  # the options of one command, all but the first by name
    paths: Sequence[str | Path] = (), *, out: str | Path, job: Job, table: Table | None = None,
    workers: int | None = None, cluster: str = "", client: Sequence[str] = (), progress: Progress | None = None,
) -> Summary:
    """Annotate files, folders and patterns, or the records of a table, into the folder `out`.

    Stopped at any moment and called again with the same arguments, it goes on where it was. `workers`: None
    chooses by size, 1 is this process. `client`: patterns of the folders that clients read. Raises Trouble when
    nothing can be done; a document that cannot be read is in `failed`, and the others are done.
    """
    out = Path(out)
    table = table and replace(table, path=table.path.absolute())  # another run may begin elsewhere
    plan = make_plan(paths, out, report.NAMES)
    size = plan.size + (size_of(table) if table else 0)
    progress = progress or Progress()
    if cluster:
        progress.wait(f"Attente du cluster {cluster}, {CLUSTER_WAIT} s au plus…")
    with _journal(out) as journal:
        with _writing(out):
            batch = _Batch(out, job, plan, table, journal, progress)
        with executor(job, workers=workers or _workers_for(size), cluster=cluster) as engine:
            batch.do(engine, size)
        with _writing(out):
            batch.export()
            written = report.write(journal, batch.store, batch.summary, job, client)
            batch.summary.left_out, batch.summary.unmatched = written.left_out, sorted(written.unused_globs)
        return batch.summary


@contextmanager
def _journal(out: Path) -> Iterator[Journal]:
    try:
        with _writing(out):
            journal = Journal(out)
        with journal:
            yield journal
    except Busy as error:
        raise Trouble(f"Une autre commande écrit déjà dans « {out} ». Attendez sa fin, ou donnez un autre dossier "
                      "à --out.") from error
    except Foreign as error:
        raise Trouble(f"Le journal de « {out} » n’est pas lisible par cette version. Donnez un autre dossier à "
                      "--out, ou supprimez son dossier « .lexibulle » pour tout refaire.") from error
    except sqlite3.OperationalError as error:
        raise Trouble(f"« {out} » : {unrecorded(error)}") from error


@contextmanager
def _writing(out: Path) -> Iterator[None]:
    """What is written for all documents; one that cannot be written fails alone."""
    try:
        yield
    except OSError as error:
        raise Trouble(f"« {out} » : {unwritable(error)}") from error


def _workers_for(size: int) -> int:
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(cores, _MOST_PROCESSES) if size >= PROCESSES_FROM else 1


class _Batch:
    """One run: its units as a stream, and what comes of them."""

    def __init__(
        self, out: Path, job: Job, plan: Plan, table: Table | None, journal: Journal, progress: Progress
    ) -> None:
        self._job, self._plan, self._table = job, plan, table
        self._journal, self._progress = journal, progress
        self.store = Store(out, journal)
        self.summary = Summary(out, others=plan.others, links=plan.links, tagged=plan.tagged, edited=self.store.edited)
        self._outputs: dict[str, str] = {}
        self._exporter: Exporter | None = None
        holders = Holders(journal)
        plan.inputs = told_apart(plan.inputs, holders.has_name)
        if table or job.format not in PER_DOCUMENT:
            self._exporter = Exporter(job, table, self.store, journal, holders)
        else:
            self._claim(out, holders)
        self._rows: dict[str, UnitRow] = {}  # of the units under way
        self._places = count()

    def _claim(self, out: Path, holders: Holders) -> None:
        """Each input has an output of its own."""
        self._outputs = output_names(self._plan.inputs, report.NAMES, holders.has_output,
                                     html=self._job.format == "html", lexicon=self._job.lexicon)
        names = list(self._outputs.values())
        refuse_overwriting(self._plan.inputs, out, names)
        self.store.claim(names)

    def do(self, engine: Engine, size: int) -> None:
        self.summary.engine = engine.name
        self._progress.begin(size, engine.name)
        for name, problem in self._plan.problems:
            self._fail(self._row(name, name), problem)
        for unit, outcome in in_order(engine, self._units()):
            self._finish(unit, outcome)
        self._journal.commit()
        self.summary.failed += ((row.name, " ".join(f"Non lu, {what}" for what in row.tally.unread))
                                for row in self._journal.read_in_part() if row.tally)
        self._look_for_gone()

    def export(self) -> None:
        if self._exporter:
            self._progress.say("Écriture du résultat")
            self._exporter.write()
        self._look_for_outdated()

    # ---- units ------------------------------------------------------------------------------------------------

    def _units(self) -> Iterator[Unit]:
        """What is not done yet."""
        for each in self._plan.inputs:
            if unit := self._file_unit(each):
                yield unit
        if self._table and self._exporter:
            yield from self._record_units(self._table, self._exporter.stem)

    def _row(self, name: str, source: str | Path) -> UnitRow:
        return UnitRow(name, next(self._places), str(source), self._outputs.get(name, ""), None, self._job.digest)

    def _file_unit(self, each: Input) -> FileUnit | None:
        row = self._row(each.name, each.path)
        limit = self._job.limits.file_bytes
        if each.size > limit:
            self._fail(row, f"Ce fichier dépasse {number(limit // 1_000_000)}\u00a0Mo. Coupez-le en plusieurs, ou "
                       "relevez la limite avec --max-size.", each.size)
            return None
        try:
            data = each.path.read_bytes()
        except OSError as error:
            self._fail(row, capital(unreadable(error)), each.size)
            return None
        if self._is_new(replace(row, content=hashlib.sha256(data).digest()), each.size, 1):
            return FileUnit(each.name, data)
        return None

    def _record_units(self, table: Table, stem: str) -> Iterator[RecordsUnit]:
        name = table.path.with_stem(stem).name
        rank = position = 0
        for shard in shards(table):
            if isinstance(shard, Bad):
                self._fail(self._row(shard.where, table.path), shard.problem)
                continue
            row, size = self._row(f"{name}#{rank:06}", table.path), shard.position - position
            rank, position = rank + 1, shard.position
            if self._is_new(replace(row, content=shard.digest), size, len(shard.records)):
                yield RecordsUnit(row.name, shard.records, size)

    def _is_new(self, row: UnitRow, size: int, documents: int) -> bool:
        """Is it to be done? Otherwise it is counted as it stands."""
        if (not row.output or self.store.has(row.output)) and self._journal.keep(row):
            self.summary.kept += documents
            self._progress.advance(size, documents)
            return False
        self._rows[row.name] = row
        return True

    # ---- what comes of them -----------------------------------------------------------------------------------

    def _finish(self, unit: Unit, outcome: Outcome) -> None:
        row = self._rows.pop(unit.name)
        problem, payload = outcome.problem, outcome.payload
        if row.output and not problem:
            problem, payload = self._put(row.output, payload), b""
        if problem:
            self._fail(row, problem, unit.size)
            return
        documents = outcome.tally.documents if outcome.tally else 0
        self._journal.write(replace(row, tally=outcome.tally, payload=payload))
        self.summary.done += documents
        self._progress.advance(unit.size, documents)

    def _put(self, output: str, data: bytes) -> str:
        """Why it could not be written, or nothing."""
        try:
            self.store.put(output, data)
        except OSError as error:
            return unwritable(error)
        return ""

    def _fail(self, row: UnitRow, problem: str, size: int = 0) -> None:
        self._journal.write(replace(row, problem=problem))
        self.summary.failed.append((row.name, problem))
        self._progress.advance(size, 1)

    def _look_for_outdated(self) -> None:
        """They are told and left: somebody may have gone on writing in them, or want both forms."""
        stem, family = (self._exporter.stem, self._exporter.family) if self._exporter else (ALL, "")
        self.summary.outdated = [name for name in self._journal.outdated(stem, family)
                                 if self.store.has(name) and not report.is_of_report(name)]

    def _look_for_gone(self) -> None:
        """Inputs of earlier runs that are no more are told, their outputs left where they are."""
        gone: dict[str, tuple[str, str]] = {}
        forgotten = []
        met = {str(each.path) for each in self._plan.inputs}
        if self._table:
            met.add(str(self._table.path))
        for row in self._journal.left():
            output = row.output if row.output and self.store.has(row.output) else ""
            remains = is_there(Path(row.source))
            if not remains and not row.problem:
                gone[row.source] = Path(row.source).name if row.is_part else row.name, output
            if row.problem or not (remains or output) or row.source in met:  # under another name, or cut otherwise
                forgotten.append(row.name)
        self.summary.gone = list(gone.values())
        self._journal.forget(forgotten)
