"""All written forms of a glossary compiled into one automaton, immutable and shared by threads."""

from collections import defaultdict
from dataclasses import dataclass

from ahocorasick_rs import BytesAhoCorasick

from lexibulle.automata import automaton
from lexibulle.folding import fold_words
from lexibulle.forms import Form, Gap, forms_of
from lexibulle.glossary import Glossary, Term
from lexibulle.lexicon import Lexicon


@dataclass(frozen=True, slots=True)
class Never:
    """A phrase that rules out every candidate of its term that lies inside it."""

    term: Term
    text: str


Entry = tuple[Form | Never, ...]


@dataclass(frozen=True, slots=True)
class FormIndex:
    """`entries[n]` are the forms and never-phrases that pattern n of the automaton stands for."""

    automaton: BytesAhoCorasick
    entries: tuple[Entry, ...]
    forms: tuple[Form, ...]


def compile_forms(glossary: Glossary, lexicon: Lexicon) -> FormIndex:
    """Forms and never-phrases; a joined form that is a word of the language is left out."""
    patterns: defaultdict[bytes, list[Form | Never]] = defaultdict(list)
    forms = _without_words_of_the_language(list(forms_of(glossary)), lexicon)
    for form in forms:
        patterns[f" {form.folded} ".encode("latin-1")].append(form)
    for term in glossary:
        for phrase in term.detect.never:
            for pattern in _never_patterns(term, phrase):
                patterns[pattern].append(Never(term, phrase.removesuffix("*")))
    entries = tuple(tuple(sorted(found, key=_authority)) for found in patterns.values())
    return FormIndex(automaton(patterns), entries or ((),), tuple(forms))


def _authority(item: Form | Never) -> int:
    """Forms of the glossary that was added last come first."""
    return -item.rank if isinstance(item, Form) else 0


def _never_patterns(term: Term, phrase: str) -> list[bytes]:
    """The phrase and, where it begins with the acronym, its dotted writing (« C.A.C. 40 »)."""
    folded = fold_words(phrase)
    acronym, _, rest = folded.partition(" ")
    dotted = term.is_acronym and acronym == fold_words(term.name)
    written = [folded, f"{' '.join(acronym)} {rest}"] if dotted else [folded]
    endings = ("",) if phrase.endswith("*") else (" ", "s ")
    return [f" {text}{ending}".encode("latin-1") for text in written for ending in endings] if folded else []


def _without_words_of_the_language(forms: list[Form], lexicon: Lexicon) -> list[Form]:
    joined = [_joined_words(form) for form in forms]
    known = lexicon.known_among(sorted(set().union(*joined)))
    return [form for form, words in zip(forms, joined, strict=True) if known.isdisjoint(words)]


def _joined_words(form: Form) -> set[str]:
    """The words that exist in this form only because a space was left out."""
    original = fold_words(form.text)
    if form.gap is not Gap.ANY or len(form.folded) >= len(original):
        return set()
    return set(form.words) - set(original.split(" "))
