"""What every format shares: a document as blocks of text, the limits of reading, and the refusal."""

from dataclasses import dataclass, field, replace
from typing import Final, Literal, Self

SIGNATURE: Final = "Lexibulle"  # author of every note, name of every part that is ours
BEGIN: Final = f"<!-- {SIGNATURE} -->"  # around what is added to HTML and Markdown
END: Final = f"<!-- /{SIGNATURE} -->"
AS_PAGE: Final = "La commande « lexibulle tag --format html » en fait une page."
"""The cure of a file that is read and cannot be written in; the service, which makes no page of it, says so too."""
Role = Literal["text", "heading", "cell", "quote", "signature", "aside"]


class Unreadable(Exception):
    """A file that cannot be read or written back. The message gives the reason and the cure, in French."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What a file may ask of the machine; beyond, it is refused with the figure and the cure."""

    file_bytes: int = 100_000_000
    expanded_bytes: int = 400_000_000  # of all the parts of a zip, as declared and as read
    expansion: int = 200  # times its own size, for markup that expands to a megabyte or more; plain pictures do more
    entries: int = 10_000  # parts of a zip, or of a message
    pages: int = 5_000  # of a PDF
    characters: int = 20_000_000  # of text
    nesting: int = 4  # levels of attachments in attachments


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, cell or node: no term crosses its border.

    `place` says where a reader finds it (« page 3 », « Feuil1!B2 »). Blocks of one `section` (page, slide, sheet,
    message) follow one another; cells of one table row share `row`, counted from 1; blocks of different `unit`s
    (messages of a mailbox, attachments) are no evidence for one another.
    """

    text: str
    place: str = ""
    role: Role = "text"
    section: str = ""
    row: int = 0
    unit: int = 0


@dataclass(frozen=True, slots=True)
class Document:
    """A file that was read. `kind` is its suffix; `data` are its bytes without the notes of an earlier run.

    `facts` are lines that are shown and not read (from, to, date); `unread` says which attachments or pages could
    not be read, and why: « scan.pdf : … », « pages 2 à 10 : … ».
    """

    kind: str
    name: str
    title: str
    blocks: tuple[Block, ...]
    data: bytes = field(repr=False)
    facts: tuple[tuple[str, str], ...] = ()
    unread: tuple[str, ...] = ()

    @property
    def texts(self) -> list[str]:
        return [block.text for block in self.blocks]

    def within(self, first_unit: int, section: str) -> Self:
        """The same as a part of a larger document, its units counted from `first_unit`."""
        blocks = tuple(replace(block, unit=first_unit + block.unit, section=section, place=f"{section}, {block.place}")
                       for block in self.blocks)
        return replace(self, blocks=blocks)
