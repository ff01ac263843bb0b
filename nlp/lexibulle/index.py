"""All that is searched for in a text, compiled into one automaton: written forms, never-phrases and cues."""

from collections import defaultdict
from dataclasses import dataclass
from itertools import chain
from typing import Final

from lexibulle.automaton import Search, compile_search
from lexibulle.cues import CueIndex, cue_patterns
from lexibulle.folding import fold, fold_words
from lexibulle.forms import Form, Gap, forms_of
from lexibulle.glossary import Glossary, Term
from lexibulle.lexicon import Lexicon


@dataclass(frozen=True, slots=True)
class Never:
    """A phrase that rules out every candidate of its term that lies inside it."""

    term: Term
    text: str


Entry = tuple[Form | Never, ...]


_NEVER: Final = b" \x00 "  # folded text holds no NUL: an automaton without patterns finds nothing


@dataclass(frozen=True, slots=True)
class Index:
    """Immutable and shared by threads.

    Pattern n is a cue if n < len(cues.cues), and what `entries[n - first_entry]` says if n >= first_entry; a few
    are both.
    """

    find: Search  # everything in a folded text, overlapping: from a space, to past the space of a word
    cues: CueIndex
    first_entry: int
    entries: tuple[Entry, ...]
    forms: tuple[Form, ...]


def compile_index(glossary: Glossary, lexicon: Lexicon) -> Index:
    """Forms, never-phrases and cues; a joined form that is a word of the language is left out."""
    forms = _without_words_of_the_language(list(forms_of(glossary)), lexicon)
    entries, cues = _entries(forms, glossary), cue_patterns(glossary)
    # In order of the alphabet, so that what is read together lies together.
    only_cues = sorted(pattern for pattern in cues if pattern not in entries)
    both = [pattern for pattern in cues if pattern in entries]
    only_entries = sorted(pattern for pattern in entries if pattern not in cues)
    find = compile_search([*only_cues, *both, *only_entries] or [_NEVER], _prose(glossary))
    known_cues = CueIndex.of({pattern: cues[pattern] for pattern in (*only_cues, *both)}, glossary)
    found = tuple(entries[pattern] for pattern in (*both, *only_entries))
    return Index(find, known_cues, len(only_cues), found, tuple(forms))


def _prose(glossary: Glossary) -> bytes:
    """Folded text of the trade."""
    texts = ((term.name, term.definition, term.plain, term.detail, term.example, term.ask) for term in glossary)
    return fold("\n".join(chain.from_iterable(texts))).encoded


def _entries(forms: list[Form], glossary: Glossary) -> dict[bytes, Entry]:
    """What each pattern stands for, the glossary that was added last first."""
    patterns: defaultdict[bytes, list[Form | Never]] = defaultdict(list)
    for form in forms:
        patterns[f" {form.folded} ".encode("latin-1")].append(form)
    for term in glossary:
        for phrase in term.detect.never:
            for pattern in _never_patterns(term, phrase):
                patterns[pattern].append(Never(term, phrase.removesuffix("*")))
    return {pattern: tuple(sorted(found, key=_authority)) for pattern, found in patterns.items()}


def _authority(item: Form | Never) -> int:
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
    if form.gap is not Gap.ANY or len(form.folded) >= len(original := fold_words(form.text)):
        return set()
    return set(form.words) - set(original.split(" "))
