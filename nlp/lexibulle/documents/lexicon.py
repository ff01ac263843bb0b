"""The lexicon appended to a document, and the notes at the foot of a text: delimited and signed."""

from collections.abc import Iterable, Iterator
from typing import Final

from lexibulle.cards import Entry, headline, note_line
from lexibulle.documents.bubbles import escaped
from lexibulle.documents.model import SIGNATURE
from lexibulle.documents.notes import term_lines
from lexibulle.glossary import Term

TITLE: Final = "Lexique"
BY: Final = f"Ajouté par {SIGNATURE} ; le texte qui précède n’a pas été modifié."


def lexicon_html(terms: Iterable[Term]) -> str:
    """A section of its own, dressed by `bubbles.css` or by whatever page it stands in."""
    rows = "".join(f"<dt><strong>{escaped(headline(term))}</strong></dt><dd>{_described(term)}</dd>" for term in terms)
    return (f'<section class="lexibulle-lexicon"><h2>{TITLE}</h2><dl>{rows}</dl>'
            f"<p><small>{escaped(BY)}</small></p></section>") if rows else ""


def lexicon_lines(terms: Iterable[Term]) -> Iterator[str]:
    """Plain text, a blank line between two terms."""
    for term in terms:
        yield from term_lines(term)
        yield ""


def notes_lines(entries: Iterable[Entry]) -> Iterator[str]:
    """The same with the remarks on the places found."""
    for entry in entries:
        yield from (*term_lines(entry.term), *entry.notes, "")


def _described(term: Term) -> str:
    return "<br/>".join(escaped(line) for line in (term.plain, term.definition, note_line(term)) if line)
