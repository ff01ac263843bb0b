"""Promise 6: no submitted word outlives its answer in an object that the process still reaches."""

import gc
import sys
import threading
from collections.abc import Callable, Iterator
from types import FrameType, FunctionType, ModuleType
from typing import Any

import numpy as np
import pytest
from spacy.language import Language

import lexibulle
from found import annotator_of, default_annotator, term
from lexibulle import tokens

# Held backwards, so that this module itself is no place where they are found.
BACKWARDS = [f"{letter}qwkxv{letter}zaiv" for letter in "abcdefgh"]
TEXTS = [
    "Notre lead {0} et le {1}-closing de l'{2}, MQL→SQL : cold email à {3}@exemple.fr, {4}.{5} et segmantation {6}.",
    "L’ICP ({0} {1} {2}) de {3} : https://{4}.fr/lead, #{5}Lead, {6}'lead, lead-{7} et {0}‑lead, roi x3.",
    "{0}" * 40 + " lead", "prospect·e·{0}", "lead scorring{0}", "c'{0}'lead", "taux d’ouverture et de {0}",
]


def canaries() -> list[str]:
    return [word[::-1] for word in BACKWARDS]


def feed(annotate: Callable[[str], object]) -> None:
    words = canaries()
    for text in TEXTS:
        annotate(text.format(*words))


def in_many_threads(action: Callable[[], None], look: Callable[[], None], number: int = 4) -> None:
    """The action in threads that are still alive when one looks."""
    done, go = threading.Barrier(number + 1), threading.Event()

    def work() -> None:
        action()
        done.wait(60)
        go.wait(60)

    threads = [threading.Thread(target=work) for _ in range(number)]
    for thread in threads:
        thread.start()
    done.wait(60)
    try:
        look()
    finally:
        go.set()
        for thread in threads:
            thread.join(60)


# ---- looking for them ----------------------------------------------------

def own_modules() -> list[ModuleType]:
    return [module for name, module in sorted(sys.modules.items()) if name.partition(".")[0] == "lexibulle"]


def reachable(roots: list[object]) -> Iterator[object]:
    """All objects that can be reached; frames, and modules and classes of others, are borders."""
    seen, waiting = {id(root) for root in roots}, list(roots)
    while waiting:
        found = waiting.pop()
        yield found
        for other in referents(found):
            if id(other) not in seen and not is_border(other):
                seen.add(id(other))
                waiting.append(other)


def referents(found: object) -> list[Any]:
    if isinstance(found, dict):
        return [*found.keys(), *found.values()]  # the collector passes over keys that are strings
    if isinstance(found, FunctionType) and not is_own(found):
        return [found.__closure__, found.__defaults__, found.__kwdefaults__]  # its globals are another world
    return gc.get_referents(found)


def is_border(found: object) -> bool:
    return isinstance(found, ModuleType | FrameType) or (isinstance(found, type) and not is_own(found))


def is_own(found: object) -> bool:
    return str(getattr(found, "__module__", "")).partition(".")[0] == "lexibulle"


def spellings(word: str) -> list[bytes]:
    return [word.encode(encoding) for encoding in ("utf-8", "utf-16-le", "utf-32-le")]


def holds(found: object, words: list[str]) -> bool:
    if isinstance(found, str):
        return any(word in found.lower() for word in words)
    if isinstance(found, bytes | bytearray):
        raw = bytes(found)
    elif isinstance(found, np.ndarray) and found.dtype != object:
        raw = found.tobytes()
    else:
        return False
    return any(spelling in raw for word in words for spelling in spellings(word))


def places(roots: list[object]) -> list[str]:
    words = canaries()
    return [f"{type(found).__name__} of {len(found)}" for found in reachable(roots) if holds(found, words)]  # type: ignore[arg-type]  # strings and arrays have a length


def remembered_by_spacy() -> list[str]:
    """Words that any pipeline of the process still knows."""
    words = canaries()
    forms = [form for word in words for form in (word, word.capitalize(), word.upper(), f"l'{word}", f"{word}-closing")]
    pipelines = [found for found in gc.get_objects() if isinstance(found, Language)]
    assert pipelines
    strings = [text for nlp in pipelines for text in nlp.vocab.strings]
    return ([form for form in forms for nlp in pipelines if form in nlp.vocab.strings]
            + [text for text in strings if any(word in text.lower() for word in words)])


def nothing_is_left(*more: object) -> None:
    gc.collect()
    assert remembered_by_spacy() == []
    assert places([*own_modules(), *more]) == []


# ---- what is promised ----------------------------------------------------

def test_no_word_outlives_its_answer() -> None:
    feed(default_annotator().annotate)

    nothing_is_left(default_annotator())


def test_no_word_outlives_the_page() -> None:
    annotator = default_annotator()
    texts = [text.format(*canaries()) for text in TEXTS]
    context = annotator.annotate_page(texts, title=texts[0], explain=True).context
    annotator.annotate_page(texts, context)
    annotator.annotate_many(texts)
    del texts

    nothing_is_left(annotator)


def test_no_word_outlives_its_answer_in_any_thread() -> None:
    in_many_threads(lambda: feed(default_annotator().annotate), lambda: nothing_is_left(default_annotator()))


def test_no_word_outlives_an_answer_of_another_glossary() -> None:
    annotator = annotator_of(term("Lead"), term("Vitrine d’essai"))
    feed(annotator.annotate)

    nothing_is_left(annotator)


def test_no_word_outlives_a_failure() -> None:
    annotator = default_annotator()
    for wrong in (None, 3, b"lead"):
        with pytest.raises((TypeError, AttributeError)):
            annotator.annotate(wrong)  # type: ignore[arg-type]  # on purpose
    feed(annotator.annotate)

    nothing_is_left(annotator)


def test_memory_does_not_grow_with_the_texts() -> None:
    annotator = default_annotator()
    feed(annotator.annotate)
    pipelines = [found for found in gc.get_objects() if isinstance(found, Language)]
    sizes = [len(nlp.vocab.strings) for nlp in pipelines]
    for i in range(200):
        annotator.annotate(f"l'x{i}y et co-x{i}y, lead-x{i}y : x{i}y-lead, l'ICP de x{i}y@exemple.fr")

    assert [len(nlp.vocab.strings) for nlp in pipelines] == sizes


def test_a_pipeline_that_was_asked_about_many_words_is_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    """spaCy keeps a slot for each of them, in a memory zone too."""
    monkeypatch.setattr(tokens, "_MOST_ASKED", 100)
    chunks = [f"l’x{number}y-closing" for number in range(100)]
    nlp = tokens._pipeline()

    found = tokens.borders(chunks[:99])
    assert tokens._pipeline() is nlp
    tokens.borders(chunks[99:])

    assert tokens._pipeline() is not nlp
    assert tokens.borders(chunks[:99]) == found


# ---- the search itself ---------------------------------------------------

@pytest.mark.parametrize("hide", [
    lambda word: [word], lambda word: {"a": {word}}, lambda word: {word: 1}, lambda word: (word.encode(),),
    lambda word: np.frombuffer(word.encode("utf-32-le"), np.uint32), lambda word: bytearray(word.encode()),
    lambda word: (lambda: word), Exception, lambda word: f"un lead de {word.upper()}",
], ids=["list", "set", "key", "bytes", "array", "bytearray", "closure", "exception", "inside"])
def test_a_hidden_word_would_be_found(hide: Callable[[str], Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lexibulle, "_hidden", hide(canaries()[0]), raising=False)

    assert len(places(list(own_modules()))) >= 1


def test_a_word_that_spacy_remembers_would_be_found() -> None:
    feed(default_annotator().annotate)
    nlp = next(found for found in gc.get_objects() if isinstance(found, Language))
    with nlp.memory_zone():
        nlp.vocab.strings.add(canaries()[0])
        assert remembered_by_spacy() != []
    assert remembered_by_spacy() == []
