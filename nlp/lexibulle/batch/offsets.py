"""Where hits stand in the text of a file, where the file is a text; in other formats a block and its text say it."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from importlib import import_module
from operator import itemgetter
from typing import Final

from lexibulle.annotator import Hit
from lexibulle.documents import Document

Place = tuple[int, int]
_MODULES: Final = {"txt": "text", "md": "markdown"}


def places_in_file(document: Document, hits: Sequence[Sequence[Hit]]) -> Iterator[list[Place] | None]:
    """Of each block the start and end of its hits, in code points; line ends count as they are written."""
    if document.kind not in _MODULES:
        yield from (None for _ in hits)
        return
    module = import_module(f"lexibulle.documents.{_MODULES[document.kind]}")
    for lines, found in zip(module.starts(document.data), hits, strict=True):
        yield [(_moved(lines, hit.start), _moved(lines, hit.end - 1) + 1) for hit in found]


def _moved(lines: Sequence[tuple[int, int]], offset: int) -> int:
    """`lines` says where each line of the block begins in it, and in the file."""
    here, there = lines[bisect_right(lines, offset, key=itemgetter(0)) - 1]
    return there + offset - here
