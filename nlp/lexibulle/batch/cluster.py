"""The engine that is a Dask cluster (extra `lexibulle[cluster]`).

Texts travel to the workers and outcomes travel back: workers need the same version of Lexibulle, and neither
the files nor the glossary nor a shared disk. A worker that joins later gets the glossary when it joins; what
a lost worker was doing is done by another.
"""

import logging
from concurrent.futures import CancelledError, Future
from time import monotonic
from typing import Any, Final

import lexibulle
from lexibulle.annotator import Annotator
from lexibulle.batch.executors import CLUSTER_WAIT, KILLER, Engine
from lexibulle.batch.trouble import Trouble
from lexibulle.batch.work import Job, Outcome, Unit, Worker

_LOG: Final = logging.getLogger("distributed.lexibulle")  # shown with those of the worker
CURE: Final = "Installez-le : pip install \"lexibulle[cluster]\""
_RETRIES: Final = 3  # workers that may die over one unit
_PROTOCOLS: Final = ("tcp://", "tls://", "ws://", "wss://")
_JOBS: Final = 4  # a worker keeps what the last jobs need, for clients that work at the same time
_LOOK: Final = 2  # seconds between two looks at the workers
_PATIENCE: Final = 60  # seconds without a worker
_GO_ON: Final = "Rien n’est perdu : relancez la même commande quand il est revenu, elle continuera."


class Cluster(Engine):
    """The workers of a Dask scheduler, each thread doing one unit at a time."""

    name = "cluster"

    def __init__(self, job: Job, address: str) -> None:
        if not address.startswith(_PROTOCOLS):
            raise Trouble(f"« {address} » n’est pas l’adresse d’un cluster. Écrivez celle que dask scheduler affiche, "
                          "par exemple tcp://machine:8786.")
        self._distributed = _dask()
        self._client = _connected(self._distributed, address)
        try:
            self._check(address)
            self._client.register_plugin(_loader(job), name=f"lexibulle-{job.digest.hex()[:16]}")
        except BaseException:
            self._client.close()
            raise
        self._job = job.digest
        self._executor: Any = self._client.get_executor(pure=False, retries=_RETRIES)

    @property
    def workers(self) -> int:
        threads: dict[str, int] = self._client.nthreads()
        return max(1, sum(threads.values()))

    def _check(self, address: str) -> None:
        """There are workers, and all run our version."""
        try:
            self._client.wait_for_workers(1, timeout=CLUSTER_WAIT)
            versions: dict[str, str] = self._client.run(_version)
        except TimeoutError as error:
            raise Trouble(f"Le cluster {address} n’a aucun ouvrier. Lancez-en un : dask worker {address}") from error
        except ModuleNotFoundError as error:
            raise Trouble(f"Un ouvrier du cluster {address} n’a pas Lexibulle. Installez-y la version "
                            f"{lexibulle.__version__} : pip install \"lexibulle[cluster]\"") from error
        if others := sorted({version for version in versions.values() if version != lexibulle.__version__}):
            raise Trouble(f"Des ouvriers du cluster ont Lexibulle {', '.join(others)}, et vous "
                            f"{lexibulle.__version__}. Installez partout la même version.")

    def __exit__(self, *_: object) -> None:
        self._executor.shutdown(wait=False)
        self._client.close()

    def submit(self, unit: Unit) -> "Future[Outcome]":
        future: Future[Outcome] = self._executor.submit(_do, self._job, unit)
        return future

    def result(self, unit: Unit, future: "Future[Outcome]") -> Outcome:  # noqa: ARG002  # the scheduler tries again
        alone_since = monotonic()
        while True:
            try:
                return future.result(_LOOK)
            except TimeoutError:
                alone_since = monotonic() if self._client.nthreads() else alone_since
                if monotonic() - alone_since > _PATIENCE:
                    raise Trouble(f"Le cluster n’a plus d’ouvrier depuis {_PATIENCE} s. {_GO_ON}") from None
            except self._distributed.KilledWorker:
                return Outcome(problem=KILLER)
            except (CancelledError, OSError) as error:
                raise Trouble(f"La liaison avec le cluster est perdue. {_GO_ON}") from error


def _dask() -> Any:
    try:
        import distributed
    except ImportError as error:
        raise Trouble(f"--cluster a besoin de Dask. {CURE}") from error
    return distributed


def _connected(distributed: Any, address: str) -> Any:
    try:
        return distributed.Client(address, timeout=CLUSTER_WAIT, set_as_default=False)
    except (OSError, ValueError) as error:
        raise Trouble(f"Aucun cluster ne répond à {address}. Vérifiez l’adresse, et que l’ordonnanceur tourne : "
                        "dask scheduler") from error


def _version() -> str:
    return lexibulle.__version__


class _ClusterWorker(Worker):
    """Tells the log of its machine when it has loaded what it needs."""

    def compiled(self) -> Annotator:
        annotator = super().compiled()
        _LOG.info("Lexibulle: glossary compiled")
        return annotator


def _loader(job: Job) -> Any:
    """What every worker gets, now or when it joins: the job, with the glossary."""
    from distributed import WorkerPlugin

    class Loader(WorkerPlugin):
        def setup(self, worker: Any) -> None:
            workers = vars(worker).setdefault("lexibulle", {})
            workers.setdefault(job.digest, _ClusterWorker(job))
            for oldest in list(workers)[:-_JOBS]:
                del workers[oldest]

    return Loader()


def _do(job: bytes, unit: Unit) -> Outcome:
    from distributed import get_worker

    worker: Any = get_worker()
    outcome: Outcome = worker.lexibulle[job].do(unit)
    return outcome
