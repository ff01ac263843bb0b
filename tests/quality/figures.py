"""Shares and tables, as every part of the report writes them."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

NOT_MEASURED = "not measured"


class Part(NamedTuple):
    """A part of the report: what is kept (figures), what is only printed (texts), what is under its bar."""

    kept: str
    printed: str = ""
    faults: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Share:
    """`ok` of `n`; nothing of nothing is no figure."""

    ok: int = 0
    n: int = 0

    @classmethod
    def of(cls, verdicts: Iterable[bool]) -> "Share":
        listed = list(verdicts)
        return cls(sum(listed), len(listed))

    def __add__(self, other: "Share") -> "Share":
        return Share(self.ok + other.ok, self.n + other.n)

    @property
    def percent(self) -> float:
        return 100 * self.ok / self.n if self.n else 0.0

    def __str__(self) -> str:
        return f"{self.percent:.1f}" if self.n else "–"


def against(share: Share, must: float, aim: float) -> str:
    """The figure, its counts and what it is measured against."""
    reached = "aim reached" if share.percent >= aim else "must reached"
    verdict = reached if share.percent >= must else "under the bar"
    return f"**{share} %** ({share.ok} of {share.n}; must {must:g}, aim {aim:g}: {verdict})"


def table(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Markdown, first column to the left and figures to the right, readable as it stands."""
    cells = [list(heads), *([str(cell) for cell in row] for row in rows)]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    rule = ["-" * widths[0], *("-" * (width - 1) + ":" for width in widths[1:])]
    return "\n".join(_line(row, widths) for row in (cells[0], rule, *cells[1:]))


def _line(row: list[str], widths: list[int]) -> str:
    rest = (cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True))
    return f"| {' | '.join((row[0].ljust(widths[0]), *rest))} |"


def read_jsonl(path: Path) -> list[dict[str, Any]]:
    """Split on line feeds only: a text may hold other line ends."""
    return [json.loads(line) for line in path.read_bytes().decode("utf-8").split("\n") if line.strip()]
