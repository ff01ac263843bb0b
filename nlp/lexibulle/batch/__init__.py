"""Many documents: annotated, resumed, reported on; in this process, in several, or on a Dask cluster.

    from lexibulle import Glossary
    from lexibulle.batch import Job, tag

    summary = tag(["dossier"], out="annoté", job=Job(Glossary.default()))

Read `run.py` first: it calls, it does not do.
"""

from lexibulle.batch.executors import Engine, executor, in_order
from lexibulle.batch.records import Table
from lexibulle.batch.run import Progress, Summary, tag
from lexibulle.batch.trouble import Trouble
from lexibulle.batch.work import FileUnit, Job, Outcome, Record, RecordsUnit, Worker, unpacked

__all__ = ["Engine", "FileUnit", "Job", "Outcome", "Progress", "Record", "RecordsUnit", "Summary", "Table", "Trouble",
           "Worker", "executor", "in_order", "tag", "unpacked"]
