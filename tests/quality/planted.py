"""How many single slips of the terms are found, planted in sales sentences and in a bare one."""

import random
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rapidfuzz.distance import OSA

from lexibulle import Annotator, Glossary
from lexibulle.folding import fold_words
from lexibulle.forms import forms_of_term
from lexibulle.glossary import Term, is_acronym
from lexibulle.lexicon import Lexicon
from quality import typos
from quality.figures import Part, Share, against, table
from quality.sentences import BARE, SALES, is_found, letters, mid_sentence, spelt_out

LONG, SHORT = 6, 5  # letters of a form
EACH = 8  # slips of a form
LOW = 92  # percent: terms under it are named
EXAMPLES = 25  # of each kind that are written down; all are printed
KINDS = {
    "letters swapped": typos.swapped,
    "letter doubled": typos.doubled,
    "letter missing": typos.missing,
    "neighbouring key": typos.next_key,
    "spelt by ear": typos.respelled,
}
TWO_EDITS = "spelt by ear, two edits"  # « ph » for « f », « ss » for « c »
JOINED = "space or hyphen missing"


@dataclass(frozen=True, slots=True)
class Planted:
    """One slip: in how many of the sentences where the right spelling is found, it is found too."""

    term: Term
    form: str
    written: str
    kind: str
    found: Share

    @property
    def is_long(self) -> bool:
        return letters(self.form) >= LONG

    @property
    def is_name(self) -> bool:
        return self.form == mid_sentence(self.term.name)

    @property
    def is_phrase(self) -> bool:
        return " " in fold_words(self.form)

    @property
    def is_in_first_letter(self) -> bool:
        return self.written[0] != self.form[0]


def written_forms(glossary: Glossary) -> Iterator[tuple[Term, str]]:
    """What is listed, and the plurals and feminines of single words; no acronym, which is never mistyped."""
    for term in glossary:
        listed = {mid_sentence(text) for text in (term.name, *(alias.form for alias in term.alias))}
        texts = [mid_sentence(form.text) for form in spelt_out(term) if not is_acronym(form.text)]
        yield from ((term, text) for text in dict.fromkeys(texts)
                    if letters(text) >= SHORT and (text in listed or " " not in fold_words(text)))


def planted(annotator: Annotator, glossary: Glossary) -> Iterator[Planted]:
    """A slip that is another form of ours is none, unless only a space or hyphen is missing."""
    ours = {form.folded for term in glossary for form in forms_of_term(term) if form.match != "typo"}
    for term, form in written_forms(glossary):
        sentences = (*SALES, BARE) if letters(form) >= LONG else SALES
        right = [sentence for sentence in sentences if is_found(annotator, term, form, sentence)]
        seed = random.Random(f"{term.id} {form}")  # noqa: S311  # the same slips in every run, no secret
        for slip in typos.slips(form, seed, EACH, Lexicon.default().knows):
            kind = kind_of(form, slip)
            if kind == JOINED or fold_words(slip) not in ours:
                found = Share.of(is_found(annotator, term, slip, sentence) for sentence in right)
                yield Planted(term, form, slip, kind, found)


def kind_of(form: str, slip: str) -> str:
    """The first kind that makes this slip: a letter doubled is not « spelt by ear » too."""
    kind = next((name for name, make in KINDS.items() if slip in typos.in_words(make, form)), JOINED)
    far = kind == "spelt by ear" and OSA.distance(fold_words(form), fold_words(slip)) > 1
    return TWO_EDITS if far else kind


def share(slips: Iterable[Planted]) -> Share:
    return sum((slip.found for slip in slips), Share())


def part(annotator: Annotator, glossary: Glossary) -> Part:
    slips = list(planted(annotator, glossary))
    forms = len({(slip.term.id, slip.form) for slip in slips})
    intro = (f"{len(slips)} slips of {forms} forms, each in three sales sentences and, from {LONG} letters, "
             "in a bare one; counted where the right spelling is found. Found: the exact span and the term. "
             "A slip that makes a word of the lexicon is left out, as it must not be corrected.")
    unseen = f"Written right and yet not found in a sales sentence: {_unseen(annotator, glossary)}."
    heading = f"Missed (sentences missed of those counted), at most {EXAMPLES} of a kind:"
    figures = [_shares(slips), _by_kind(slips), _by_term(slips)]
    kept = [intro, *figures, unseen, heading, _missed(slips, EXAMPLES)]
    return Part("\n\n".join(kept), f"All that are missed:\n\n{_missed(slips, len(slips))}")


def _shares(slips: list[Planted]) -> str:
    long = [slip for slip in slips if slip.is_long]
    one_edit = [slip for slip in long if slip.kind != TWO_EDITS]
    short = [slip for slip in slips if not slip.is_long]
    lines = [
        f"forms of {LONG} letters or more: {against(share(long), 92, 97)}",
        f"the same without slips of two edits: {against(share(one_edit), 92, 97)}",
        f"of these the names: {share(slip for slip in one_edit if slip.is_name)} %",
        f"forms of {SHORT} letters, with evidence: {against(share(short), 70, 85)}",
    ]
    return "\n".join(f"- {line}" for line in lines)


def _by_kind(slips: list[Planted]) -> str:
    rows = []
    for kind in (*KINDS, TWO_EDITS, JOINED):
        these = [slip for slip in slips if slip.kind == kind]
        word, phrase = (share(slip for slip in these if slip.is_phrase is wanted) for wanted in (False, True))
        first = share(slip for slip in these if slip.is_in_first_letter)
        rows.append((kind, share(these).n, share(these), word, phrase, first))
    return table(("slip", "planted", "found %", "in one word %", "in a phrase %", "first letter %"), rows)


def _by_term(slips: list[Planted]) -> str:
    by_term = defaultdict[str, list[Planted]](list)
    for slip in slips:
        by_term[slip.term.id].append(slip)
    shares = {term: found for term, these in by_term.items() if (found := share(these)).n}
    mean = sum(found.percent for found in shares.values()) / max(1, len(shares))
    low = sorted((found.percent, term) for term, found in shares.items() if found.percent < LOW)
    listed = ", ".join(f"{term} {percent:.0f}" for percent, term in low) or "none"
    return f"Mean over {len(shares)} terms: {mean:.1f} %. Terms under {LOW} %: {listed}."


def _unseen(annotator: Annotator, glossary: Glossary) -> str:
    """A matter of senses and not of typos."""
    unseen = [form for term, form in written_forms(glossary)
              if not all(is_found(annotator, term, form, sentence) for sentence in SALES)]
    return ", ".join(unseen) or "none"


def _missed(slips: list[Planted], most: int) -> str:
    """By kind; of more than `most`, every second, third… one, so that all terms have a chance."""
    by_kind = defaultdict[str, list[str]](list)
    for slip in slips:
        if missed := slip.found.n - slip.found.ok:
            by_kind[slip.kind].append(f"{slip.written} ({slip.form}: {missed}/{slip.found.n})")
    some = {kind: "; ".join(these[:: -(-len(these) // most)]) for kind, these in by_kind.items()}
    return "\n".join(f"- {kind}, {len(by_kind[kind])}: {these}" for kind, these in some.items()) or "none"
