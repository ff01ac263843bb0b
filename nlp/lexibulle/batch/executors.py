"""Three engines behind one `executor()`: this process, several processes, a Dask cluster.

All do the same units with the same `Worker`, and `in_order` gives the outcomes in the order of the units,
with a bounded number of them under way. A worker that dies costs nothing but its unit's time; a unit that kills
whoever takes it is given up, and the others go on.
"""

import multiprocessing
import os
import signal
import threading
from abc import ABC, abstractmethod
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import BrokenExecutor, Future, ProcessPoolExecutor
from multiprocessing.connection import wait
from typing import ClassVar, Final, Self

from lexibulle.batch.work import Job, Outcome, Unit, Worker

KILLER: Final = ("Le processus qui lisait ce document s’est arrêté net, deux fois de suite. Ouvrez-le et "
                 "enregistrez-le de nouveau, ou retirez-le.")
CLUSTER_WAIT: Final = 60  # seconds for the scheduler to answer, and for a first worker: they may be just starting
_UNDER_WAY: Final = 3  # units for each worker, so that none waits for the next
_BYTES_UNDER_WAY: Final = 256_000_000  # of input, whatever their number


class Engine(ABC):
    """Does units. Leaving the context stops it; what is under way is given up."""

    name: ClassVar[str]

    @property
    @abstractmethod
    def workers(self) -> int:
        """How many units are done at a time."""

    @abstractmethod
    def submit(self, unit: Unit) -> "Future[Outcome]":
        """Begin a unit."""

    @abstractmethod
    def result(self, unit: Unit, future: "Future[Outcome]") -> Outcome:
        """What came of it, whatever has happened to the worker."""

    def __enter__(self) -> Self:
        return self

    @abstractmethod
    def __exit__(self, *_: object) -> None: ...


def executor(job: Job, *, workers: int = 1, cluster: str = "") -> Engine:
    """The engine for a job: the cluster at an address, else `workers` processes, else this process."""
    if cluster:
        from lexibulle.batch.cluster import Cluster

        return Cluster(job, cluster)
    return Processes(job, workers) if workers > 1 else Inline(job)


def in_order(engine: Engine, units: Iterable[Unit]) -> Iterator[tuple[Unit, Outcome]]:
    """Every unit with its outcome, in the order of the units."""
    under_way: deque[tuple[Unit, Future[Outcome]]] = deque()
    size = 0
    for unit in units:
        under_way.append((unit, engine.submit(unit)))
        size += unit.size
        while under_way and (len(under_way) > _UNDER_WAY * engine.workers or size > _BYTES_UNDER_WAY
                             or under_way[0][1].done()):
            first, future = under_way.popleft()
            size -= first.size
            yield first, engine.result(first, future)
    for last, future in under_way:
        yield last, engine.result(last, future)


class Inline(Engine):
    """This process, one unit after the other."""

    name = "inline"
    workers = 1

    def __init__(self, job: Job) -> None:
        self._worker = Worker(job)

    def __exit__(self, *_: object) -> None:
        """Nothing is under way."""

    def submit(self, unit: Unit) -> "Future[Outcome]":
        future: Future[Outcome] = Future()
        future.set_result(self._worker.do(unit))
        return future

    def result(self, unit: Unit, future: "Future[Outcome]") -> Outcome:  # noqa: ARG002  # it is there
        return future.result()


class Processes(Engine):
    """Processes on this machine, started afresh on every platform (« spawn »): no lock or thread is inherited."""

    name = "processes"

    def __init__(self, job: Job, workers: int) -> None:
        self._workers = workers
        self._job = job
        self._pool = self._new_pool(workers)

    @property
    def workers(self) -> int:
        return self._workers

    def _new_pool(self, workers: int) -> ProcessPoolExecutor:
        return ProcessPoolExecutor(workers, multiprocessing.get_context("spawn"), _start, (self._job,))

    def __exit__(self, *_: object) -> None:
        self._pool.shutdown(cancel_futures=True)

    def submit(self, unit: Unit) -> "Future[Outcome]":
        try:
            return self._pool.submit(_do, unit)
        except BrokenExecutor:
            self._pool.shutdown()
            self._pool = self._new_pool(self._workers)
            return self._pool.submit(_do, unit)

    def result(self, unit: Unit, future: "Future[Outcome]") -> Outcome:
        try:
            return future.result()
        except BrokenExecutor:
            return self._alone(unit)

    def _alone(self, unit: Unit) -> Outcome:
        """In a process of its own, so that the next death is this unit's doing."""
        with self._new_pool(1) as alone:
            try:
                return alone.submit(_do, unit).result()
            except BrokenExecutor:
                return Outcome(problem=KILLER)


_workers: list[Worker] = []  # of a worker process: the one it has


def _start(job: Job) -> None:
    """The beginning of a worker process: Ctrl-C is its parent's business, and it does not outlive its parent."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _workers[:] = [Worker(job)]


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)


def _do(unit: Unit) -> Outcome:
    return _workers[0].do(unit)
