"""A glossary: terms, their cards and the facts that detection needs.

`Glossary.load` reads one file (TOML, or a table as spreadsheets write it) and refuses a bad one, naming file, term,
field and cure. `Glossary.combine` puts several together: a later one may overlay entries of the earlier ones,
and wins where both claim the same written form. Nothing here imports spaCy, numpy or Flask.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any, Final, Literal

from lexibulle.paths import data_dir
from lexibulle.wording import harmless

Case = Literal["any", "upper", "lower"]
Context = Literal["free", "usual", "hint", "needed", "proof"]
Doubt = Literal["thing", "role"]  # what, said of by the word, makes it need a sign of the trade
ACRONYM_LETTERS: Final = 5  # an all-capitals name of at most so many letters is read as an acronym
SHIPPED: Final = "prospection-b2b"  # id of the lexicon that comes with Lexibulle
MIN_CONFIDENCE: Final = 0.5  # of a hit, unless other is asked; here, where a command reads it without the engine


class GlossaryError(ValueError):
    """A glossary that cannot be used. `problems` lists every fault found, one sentence each, in French."""

    def __init__(self, problems: Iterable[str]) -> None:
        self.problems = tuple(map(harmless, problems))
        super().__init__("\n".join(self.problems))


@dataclass(frozen=True, slots=True)
class Alias:
    """One written form as the glossary lists it; its plurals and spellings are made in `forms`."""

    form: str
    lang: str = "fr"
    case: Case | None = None
    context: Context | None = None
    typos: bool | None = None


@dataclass(frozen=True, slots=True)
class Detect:
    """How the name is recognised; `None` means the default for a name of this shape (see `forms`)."""

    case: Case | None = None
    context: Context | None = None
    typos: bool | None = None
    feminine: str = ""
    proper: bool = False  # a proper noun, whose capital inside a sentence says nothing
    for_: tuple[str, ...] = ()
    against: tuple[str, ...] = ()
    never: tuple[str, ...] = ()
    before_for: tuple[str, ...] = ()  # single words just before it (« notre »); 0 is any number
    before_against: tuple[str, ...] = ()
    doubt: Doubt | None = None
    trades: tuple[str, ...] | None = None  # those in whose texts it means something else; None: any


@dataclass(frozen=True, slots=True)
class Expansion:
    en: str = ""
    fr: str = ""


@dataclass(frozen=True, slots=True)
class Formula:
    expression: str
    worked: str = ""


@dataclass(frozen=True, slots=True)
class Confusion:
    """A neighbour the reader may take for this word: a term id (`with_`) or words outside the glossary."""

    how: str
    with_: str = ""
    other: str = ""


@dataclass(frozen=True, slots=True)
class Caution:
    text: str
    source: str
    checked: str


@dataclass(frozen=True, slots=True)
class Official:
    """`seen` (YYYY-MM) when found in a dump of that date, `published` (YYYY-MM-DD) when the decree is dated."""

    term: str
    status: str
    source: str
    seen: str = ""
    published: str = ""


@dataclass(frozen=True, slots=True, repr=False)
class Term:
    """One entry. Empty fields are empty strings, tuples or None; `glossary` is the id of the file it comes from."""

    id: str
    name: str
    definition: str
    glossary: str = ""
    number: int | None = None
    lang: str = "fr"
    gender: str = ""
    say: str = ""
    expansion: Expansion | None = None
    category: str = ""
    level: int | None = None
    client: str = ""
    plain: str = ""
    detail: str = ""
    example: str = ""
    ask: str = ""
    note: str = ""
    formula: Formula | None = None
    confused: tuple[Confusion, ...] = ()
    caution: Caution | None = None
    official: Official | None = None
    related: tuple[str, ...] = ()
    alias: tuple[Alias, ...] = ()
    also: tuple[str, ...] = ()  # the aliases worth telling a reader, those that people say; none: all of them
    detect: Detect = field(default_factory=Detect)

    @property
    def is_acronym(self) -> bool:
        return is_acronym(self.name)

    @property
    def other_names(self) -> tuple[str, ...]:
        """What it is also called, without the spellings and slips that it is found by."""
        return self.also or tuple(alias.form for alias in self.alias)

    def __repr__(self) -> str:
        return f"<Term {self.glossary}:{self.id}>"


@dataclass(frozen=True, slots=True)
class Partial:
    """Fields of a nested table that an overlay names; where the entry has such a table, its others stay."""

    table: Callable[..., Any]  # its class
    required: tuple[str, ...]
    fields: dict[str, object]


@dataclass(frozen=True, slots=True)
class Overlay:
    """Fields that replace those of an entry of another glossary."""

    id: str
    fields: dict[str, object]
    file: str  # its name, for messages


@dataclass(frozen=True, slots=True)
class Cues:
    """The field's cue words, shared by all terms of a glossary."""

    strong: tuple[str, ...] = ()
    weak: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """One file that takes part in a glossary."""

    id: str
    version: str
    terms: int
    file: str = ""  # its name, for messages
    undefined: int = 0  # lines of a table that still wait for a definition
    unread_sheets: tuple[str, ...] = ()  # of a workbook, whose first is read


@dataclass(frozen=True)
class Glossary:
    """Terms in order; later ones win a written form claimed by two glossaries."""

    id: str
    name: str
    version: str
    terms: tuple[Term, ...]
    language: str = "fr"
    licence: str = ""
    cues: Cues = field(default_factory=Cues)
    overlays: tuple[Overlay, ...] = ()
    sources: tuple[Source, ...] = ()

    def __iter__(self) -> Iterator[Term]:
        return iter(self.terms)

    def __len__(self) -> int:
        return len(self.terms)

    def __getitem__(self, term_id: str) -> Term:
        """The term of that id; with several glossaries also `glossary:id`. The last one wins. KeyError if none."""
        return self._by_id[term_id]

    def __contains__(self, term_id: object) -> bool:
        return term_id in self._by_id

    @cached_property
    def _by_id(self) -> Mapping[object, Term]:
        return {key: term for term in self.terms for key in (term.id, f"{term.glossary}:{term.id}")}

    @classmethod
    def default(cls) -> Glossary:
        """The lexicon of B2B prospecting that ships with Lexibulle."""
        return cls.load(shipped_file())

    @classmethod
    def load(cls, path: str | Path, *, alone: bool = True) -> Glossary:
        """Read one `.toml`, `.csv` or `.xlsx` file; GlossaryError when it is refused, OSError when it cannot be read.

        Its links lead to its own terms or to those that ship with Lexibulle. Where it is not read `alone`, they may
        lead elsewhere, and like a file of overlays it is complete only once combined with the others.
        """
        from lexibulle.glossary_files import read_glossary

        return read_glossary(Path(path), alone=alone)

    @classmethod
    def combine(cls, glossaries: Iterable[Glossary]) -> Glossary:
        """Several glossaries as one, in order of growing authority; overlays are applied.

        Raises GlossaryError when an overlay or a link names a term that none of them has, or when an overlay
        gives a written form that belongs to another term.
        """
        from lexibulle.glossary_overlays import overlaid

        parts = tuple(glossaries)
        terms = overlaid([term for part in parts for term in part.terms],
                         [overlay for part in parts for overlay in part.overlays])
        first = parts[0]
        sources = tuple(source for part in parts for source in part.sources)
        return replace(
            first,
            id="+".join(part.id for part in parts),
            version="+".join(part.version for part in parts),
            terms=with_ways_back(terms, sources),
            cues=Cues(tuple(_distinct(cue for part in parts for cue in part.cues.strong)),
                      tuple(_distinct(cue for part in parts for cue in part.cues.weak))),
            overlays=(),
            sources=sources,
        )


def shipped_file() -> Path:
    """Where the lexicon that comes with Lexibulle lies."""
    return data_dir() / "glossaries" / f"{SHIPPED}.toml"


def is_acronym(name: str) -> bool:
    """Two to five letters, all capitals; dots between them do not count."""
    letters = name.replace(".", "")
    return 2 <= len(letters) <= ACRONYM_LETTERS and letters.isalpha() and letters.isupper()


def usual_case(form: str, of_name: Case | None = None) -> Case:
    """The case rule of a form that has none itself: an acronym stands in capitals, if the name is not free of case."""
    return "upper" if is_acronym(form) and of_name != "any" else "any"


def comparable(form: str) -> str:
    """Lower case, no accents, hyphen = apostrophe = space: `folding` for a few words, without numpy."""
    plain = unicodedata.normalize("NFKD", form.lower().replace("œ", "oe").replace("æ", "ae"))
    return " ".join(re.findall(r"[^\W_]+", "".join(char for char in plain if not unicodedata.combining(char))))


def with_ways_back(terms: Iterable[Term], sources: Iterable[Source] = ()) -> tuple[Term, ...]:
    """`related` and `confused` made symmetric; GlossaryError for a link that leads nowhere."""
    terms = tuple(terms)
    ids = {term.id for term in terms}
    _check_links(terms, ids, {source.id: source.file for source in sources})
    related: dict[str, list[str]] = {term_id: [] for term_id in ids}
    confused: dict[str, list[Confusion]] = {term_id: [] for term_id in ids}
    for term in terms:
        for other in term.related:
            related[other].append(term.id)
        for pair in term.confused:
            if pair.with_:
                confused[pair.with_].append(Confusion(pair.how, with_=term.id))
    return tuple(
        replace(term, related=tuple(_distinct([*term.related, *related[term.id]])),
                confused=_distinct_pairs([*term.confused, *confused[term.id]]))
        for term in terms)


def links_of(term: Term) -> Iterator[tuple[str, str]]:
    """Field and target of each link of a term."""
    yield from (("related", other) for other in term.related)
    yield from (("confused", pair.with_) for pair in term.confused if pair.with_)


def dangling(other: str) -> str:
    """What is said of a link that leads nowhere."""
    return (f"« {other} » ne correspond à aucun terme des lexiques actifs ; corrigez l’identifiant, ajoutez le "
            f"lexique qui a ce terme, ou retirez le lien (« other » est fait pour les mots hors du lexique).")


def _check_links(terms: Iterable[Term], ids: set[str], files: Mapping[str, str]) -> None:
    problems = [f"{files.get(term.glossary) or term.glossary}, terme « {term.id} », champ « {field} » : "
                f"{dangling(other)}" for term in terms for field, other in links_of(term) if other not in ids]
    if problems:
        raise GlossaryError(problems)


def _distinct(values: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(values))


def _distinct_pairs(pairs: Iterable[Confusion]) -> tuple[Confusion, ...]:
    return tuple({(pair.with_, pair.other): pair for pair in reversed(list(pairs))}.values())[::-1]
