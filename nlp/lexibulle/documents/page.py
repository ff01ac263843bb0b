"""Any document as one HTML page that needs nothing else: no script, no request, strict escaping."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from pathlib import PurePath
from typing import Final

from lexibulle.annotator import Hit
from lexibulle.cards import Entry
from lexibulle.documents.bubbles import Bubbles, escaped, resource, style
from lexibulle.documents.lexicon import lexicon_html
from lexibulle.documents.model import BEGIN, END, SIGNATURE, Block, Document
from lexibulle.documents.notes import Notes
from lexibulle.documents.standalone import standalone
from lexibulle.wording import counted

_FOOT: Final = f"Lu par {SIGNATURE}. Cliquez sur un mot souligné, ou allez-y au clavier, pour lire sa fiche."
Marked = tuple[Block, Sequence[Hit]]


def render(document: Document, notes: Notes) -> str:
    """Every block in order with its marks, the list of terms found, their cards."""
    bubbles = Bubbles(notes.glossary)
    title = document.title or PurePath(document.name).name
    marked = list(zip(document.blocks, notes.marks, strict=True))
    titled = bool(marked) and marked[0][0].role == "heading" and marked[0][0].text == document.title
    heading = _marked(*_text_and_hits(marked.pop(0)), bubbles) if titled else escaped(title)
    article = "".join(_sections(marked, bubbles))
    found = "".join(_found(notes.entries, bubbles))
    lexicon = lexicon_html(notes.lexicon) if notes.lexicon else ""
    return standalone(title, resource("page.css") + style(), [
        f"<h1>{heading}</h1>", _facts(document), f"<article>{article}</article>",
        BEGIN, found, lexicon, bubbles.cards(), f"<footer>{escaped(_FOOT)}</footer>", END])


def _text_and_hits(marked: Marked) -> tuple[str, Sequence[Hit]]:
    return marked[0].text, marked[1]


def _facts(document: Document) -> str:
    rows = "".join(f"<dt>{escaped(label)}</dt><dd>{escaped(text)}</dd>" for label, text in document.facts)
    facts = f'<dl class="headers">{rows}</dl>' if rows else ""
    unread = "".join(f'<p class="aside">Non lu, {escaped(what)}</p>' for what in document.unread)
    return facts + unread


def _sections(blocks: Iterable[Marked], bubbles: Bubbles) -> Iterator[str]:
    for section, inside in groupby(blocks, key=lambda marked: marked[0].section):
        if section:
            yield f'<p class="section">{escaped(section)}</p>'
        for in_table, group in groupby(inside, key=lambda marked: bool(marked[0].row)):
            together = list(group)
            yield from _table(together, bubbles) if in_table else (_block(*marked, bubbles) for marked in together)


def _table(cells: Iterable[Marked], bubbles: Bubbles) -> Iterator[str]:
    yield '<div class="table"><table>'
    for _, row in groupby(cells, key=lambda marked: marked[0].row):
        yield "<tr>" + "".join(f"<td>{_marked(block.text, hits, bubbles)}</td>" for block, hits in row) + "</tr>"
    yield "</table></div>"


def _block(block: Block, hits: Sequence[Hit], bubbles: Bubbles) -> str:
    text = _marked(block.text, hits, bubbles)
    if block.role == "heading":
        return f"<h2>{text}</h2>"
    if block.role == "quote":
        return f"<blockquote>{text}</blockquote>"
    kind = f' class="{block.role}"' if block.role in ("signature", "aside") else ""
    return f"<p{kind}>{text}</p>"


def _marked(text: str, hits: Sequence[Hit], bubbles: Bubbles) -> str:
    pieces, done = [], 0
    for hit in hits:
        pieces += [escaped(text[done : hit.start]), bubbles.around(hit, escaped(hit.surface))]
        done = hit.end
    return "".join([*pieces, escaped(text[done:])])


def _found(found: Sequence[Entry], bubbles: Bubbles) -> Iterator[str]:
    if not found:
        yield '<section class="found"><h2>Rien à expliquer dans ce document.</h2></section>'
        return
    yield f'<section class="found"><h2>{counted(len(found), "mot expliqué")}</h2><ul>'
    for entry in found:
        times = f' <span class="count">× {entry.count}</span>' if entry.count > 1 else ""
        yield f"<li>{bubbles.named(entry.term)}{times}<br>{escaped(entry.term.plain)}</li>"
    yield "</ul></section>"
