"""A term as a reader sees it, part by part, in the order of the card; for the terminal, reports and documents."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from lexibulle.annotator import Hit
from lexibulle.glossary import Confusion, Glossary, Term

SURE: Final = 0.7  # below, the sense is called probable and its reason is shown at once
REGISTERS: Final = {"avoid": "à éviter", "explain": "à expliquer", "ok": "peut rester", "": ""}  # by `Term.client`
_OURS: Final = "Chez nous"
_GENDERS: Final = {"m": "n. m.", "f": "n. f."}


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the open card: its label, and its lines."""

    label: str
    lines: tuple[str, ...]


@dataclass(slots=True)
class Entry:
    """One distinct term of a text: how often it stands there, and what must be said about these places."""

    term: Term
    count: int
    notes: list[str]


def entries(hits: Iterable[Hit]) -> list[Entry]:
    """Distinct terms in the order of the text."""
    found: dict[tuple[str, str], Entry] = {}
    for hit in hits:
        entry = found.setdefault((hit.term.glossary, hit.term.id), Entry(hit.term, 0, []))
        entry.count += 1
        if (note := note_of(hit)) and note not in entry.notes:
            entry.notes.append(note)
    return list(found.values())


def note_of(hit: Hit) -> str:
    """The reason of a hit, where the reader should know it: a typo, or a sense that is only probable."""
    return hit.reason if hit.match == "typo" or hit.confidence < SURE else ""


def note_line(term: Term) -> str:
    """The team's own line on a term, if it has one."""
    return f"{_OURS} : {term.note}" if term.note else ""


def expansion_of(term: Term) -> str:
    """What the letters stand for, English first."""
    return ", ".join(filter(None, (term.expansion.en, term.expansion.fr))) if term.expansion else ""


def headline(term: Term) -> str:
    """« MQL (Marketing Qualified Lead) »."""
    expansion = expansion_of(term)
    return f"{term.name} ({expansion})" if expansion else term.name


def grammar(term: Term) -> str:
    """« n. m. · lettre à lettre »."""
    return " · ".join(filter(None, (_GENDERS.get(term.gender, ""), term.say)))


def sections(term: Term, glossary: Glossary, *, with_note: bool = True) -> list[Section]:
    """The parts after the definition, the team's own line `with_note`; a part that is empty leaves no trace."""
    parts = [
        (_OURS, (term.note,) if with_note else ()),
        ("Calcul", (term.formula.expression, term.formula.worked) if term.formula else ()),
        ("Exemple", (term.example,)),
        ("Ne pas confondre", tuple(_confusions(term.confused, glossary))),
        ("À savoir", (term.detail,)),
        ("À demander dans votre équipe", ("" if term.note else term.ask,)),
        ("Attention", (_caution(term),)),
        ("Terme officiel", (term.official.term,) if term.official else ()),
        ("Voir aussi", (", ".join(name_of(other, glossary) for other in term.related),)),
    ]
    kept = [Section(label, tuple(filter(None, lines))) for label, lines in parts]
    return [section for section in kept if section.lines]


def name_of(term_id: str, glossary: Glossary) -> str:
    return glossary[term_id].name


def _confusions(pairs: Iterable[Confusion], glossary: Glossary) -> Iterator[str]:
    for pair in pairs:
        yield f"{pair.other or name_of(pair.with_, glossary)} : {pair.how}"


def _caution(term: Term) -> str:
    if not term.caution:
        return ""
    return f"{term.caution.text} ({term.caution.source}, vérifié : {term.caution.checked})"
