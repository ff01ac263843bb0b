"""What a note says and which places get one: the same in every format."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from lexibulle.annotator import Hit
from lexibulle.cards import SURE, Entry, entries, headline, note_line, note_of
from lexibulle.documents.model import Document
from lexibulle.glossary import Glossary, Term
from lexibulle.wording import counted

HitsByBlock = Sequence[Sequence[Hit]]
OF_OTHERS: Final = ("quote", "signature")  # explained to who reads, not counted: nobody can rewrite them
FOR_READERS: Final = ("explain", "ok")  # what an appended lexicon may hold


@dataclass(frozen=True, slots=True)
class Notes:
    """What is written into a document: the marked hits of each block, and the terms of its lexicon.

    `lexicon` is None when none was asked for.
    """

    marks: tuple[tuple[Hit, ...], ...]
    entries: tuple[Entry, ...]
    lexicon: tuple[Term, ...] | None
    glossary: Glossary | None

    def marked(self) -> Iterator[tuple[int, Hit]]:
        """Number of the block and hit, in the order of the document."""
        for number, hits in enumerate(self.marks):
            for hit in hits:
                yield number, hit


def notes_on(
    document: Document, hits_by_block: HitsByBlock, *, every: bool, lexicon: bool, glossary: Glossary | None
) -> Notes:
    if len(hits_by_block) != len(document.blocks):
        raise ValueError(f"{len(hits_by_block)} lists of hits for {len(document.blocks)} blocks")
    found = entries(hit for hits in hits_by_block for hit in hits)
    marks = hits_by_block if every else _first(document, hits_by_block)
    return Notes(tuple(map(tuple, marks)), tuple(found), tuple(for_readers(found)) if lexicon else None, glossary)


def _first(document: Document, hits_by_block: HitsByBlock) -> Iterator[list[Hit]]:
    """Each term where it is first met; each message of a mailbox begins anew."""
    seen: set[tuple[int, str, str]] = set()
    for block, hits in zip(document.blocks, hits_by_block, strict=True):
        kept = []
        for hit in hits:
            key = (block.unit, hit.term.glossary, hit.term.id)
            if key not in seen:
                seen.add(key)
                kept.append(hit)
        yield kept


def for_readers(found: Iterable[Entry]) -> list[Term]:
    """The terms that may stand in a lexicon for people outside, by name."""
    kept = (entry.term for entry in found if entry.term.client in FOR_READERS)
    return sorted(kept, key=lambda term: term.name.casefold())


def left_out(document: Document, hits_by_block: HitsByBlock) -> str:
    """« 2 mots internes laissés de côté : relance, objection », for the writer; empty when there is none."""
    own = (hits for block, hits in zip(document.blocks, hits_by_block, strict=True) if block.role not in OF_OTHERS)
    names = kept_inside(entry.term for entry in entries(hit for hits in own for hit in hits))
    return f"{counted(len(names), 'mot interne laissé')} de côté : {', '.join(names)}" if names else ""


def kept_inside(terms: Iterable[Term]) -> list[str]:
    """Those of these terms that stand in no lexicon for people outside, named as inside a sentence."""
    return [_inside_a_sentence(term) for term in terms if term.client not in FOR_READERS]


def _inside_a_sentence(term: Term) -> str:
    return term.name if term.is_acronym else term.name[:1].lower() + term.name[1:]


def title_line(term: Term) -> str:
    """« MQL (Marketing Qualified Lead) : contact intéressé, à valider »."""
    return f"{headline(term)} : {term.plain}" if term.plain else headline(term)


def term_lines(term: Term) -> list[str]:
    """Name with its plain wording, definition, the team's own line."""
    return [title_line(term), term.definition, *filter(None, [note_line(term)])]


def note_lines(hit: Hit) -> list[str]:
    """The lines of one note: the term, then why it was taken where that is not plain to see."""
    lines = term_lines(hit.term)
    if why := note_of(hit):
        lines.append(f"Sens probable : {why}" if hit.confidence < SURE and hit.match != "typo" else why)
    return lines


def in_one_line(lines: Iterable[str]) -> str:
    """« MQL : contact intéressé, à valider. Lead repéré par le marketing… »"""
    return " ".join(line if line.endswith(".") else f"{line}." for line in lines)
