"""The progress of a batch on a terminal: documents done, time left. Elsewhere it says only what it waits for."""

import sys
from types import TracebackType
from typing import TYPE_CHECKING, Final, Self

from lexibulle.batch import Progress
from lexibulle.wording import counted
from lexibulle_server.console import complain

if TYPE_CHECKING:
    from rich.progress import Progress as RichProgress

_ENGINES: Final = {"inline": "", "processes": ", plusieurs processus", "cluster": ", cluster"}


class Bar(Progress):
    """A bar on standard error, when it is a terminal."""

    def __init__(self) -> None:
        self.documents = 0
        self._bar: RichProgress | None = None
        self._engine = ""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None,
                 trace: TracebackType | None) -> None:
        if self._bar:
            self._bar.stop()

    def begin(self, total: int, engine: str) -> None:
        self._engine = _ENGINES[engine]
        if sys.stderr.isatty():
            self._bar = _rich()
            self._bar.add_task("", total=total or None)
            self._bar.start()
            self._show()

    def advance(self, size: int, documents: int) -> None:
        self.documents += documents
        if self._bar:
            self._bar.advance(self._bar.task_ids[0], size)
            self._show()

    def say(self, what: str) -> None:
        if self._bar:
            self._bar.update(self._bar.task_ids[0], description=what)

    def wait(self, what: str) -> None:
        complain(what)

    def _show(self) -> None:
        self.say(f"{counted(self.documents, 'document')}{self._engine}")


def _rich() -> "RichProgress":
    from rich.console import Console
    from rich.progress import BarColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as RichProgress

    columns = (TextColumn("{task.description}", markup=False), BarColumn(), TextColumn("{task.percentage:.0f} %"),
               TextColumn("reste"), TimeRemainingColumn())
    return RichProgress(*columns, console=Console(stderr=True), transient=True)
