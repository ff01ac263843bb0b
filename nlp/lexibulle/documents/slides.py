"""`.pptx`: slides, their tables and speaker notes; read only, shown as a page."""

import io
from collections.abc import Iterator
from typing import Any, Final

import pptx
from pptx.exc import PythonPptxError

from lexibulle.documents.archive import damaged, open_archive
from lexibulle.documents.model import AS_PAGE, Block, Document, Limits, Role, Unreadable
from lexibulle.documents.notes import Notes

_KIND: Final = "une présentation PowerPoint (.pptx)"
_MAIN: Final = "ppt/presentation.xml"


@damaged("Cette présentation est abîmée. Ouvrez-la dans PowerPoint et enregistrez-la de nouveau.",
         PythonPptxError, AttributeError, TypeError)
def read(data: bytes, name: str, _limits: Limits) -> Document:
    show = pptx.Presentation(io.BytesIO(data))
    blocks = tuple(block for number, slide in enumerate(show.slides, 1) for block in _slide(slide, number))
    title = show.core_properties.title or next((block.text for block in blocks if block.role == "heading"), "")
    return Document("pptx", name, title, blocks, data)


def write(document: Document, _notes: Notes) -> bytes:
    raise Unreadable(f"{document.name} : une présentation se lit seulement. {AS_PAGE}")


def untag(data: bytes, limits: Limits) -> bytes:
    """Nothing of ours is ever in it; this is where it is known to be a presentation."""
    open_archive(data, _KIND, _MAIN, limits).close()
    return data


def _slide(slide: Any, number: int) -> Iterator[Block]:
    place = f"diapositive {number}"
    section = place.capitalize()
    title = slide.shapes.title
    for shape in _shapes(slide.shapes):
        role: Role = "heading" if title is not None and shape.shape_id == title.shape_id else "text"
        for text, row in _texts(shape):
            yield Block(text, place, "cell" if row else role, section, row)
    if slide.has_notes_slide and slide.notes_slide.notes_text_frame is not None:
        for paragraph in slide.notes_slide.notes_text_frame.paragraphs:
            if paragraph.text.strip():
                yield Block(paragraph.text, f"{place}, commentaires", "aside", section)


def _shapes(shapes: Any) -> Iterator[Any]:
    """Shapes in order, those of groups where the group stands."""
    for shape in shapes:
        if hasattr(shape, "shapes"):
            yield from _shapes(shape.shapes)
        else:
            yield shape


def _texts(shape: Any) -> Iterator[tuple[str, int]]:
    """Paragraphs of a shape, or cells of its table with the number of their row from 1."""
    if getattr(shape, "has_table", False):
        for row, cells in enumerate(shape.table.rows, 1):
            yield from ((cell.text_frame.text, row) for cell in cells.cells)
    elif shape.has_text_frame:
        yield from ((paragraph.text, 0) for paragraph in shape.text_frame.paragraphs if paragraph.text.strip())
