"""Carrier sentences, and what the engine says of the words planted in them."""

from collections.abc import Iterator

from lexibulle import Annotator, Hit
from lexibulle.folding import fold_words
from lexibulle.forms import Form, Gap, forms_of_term
from lexibulle.glossary import Term, is_acronym

SALES = (
    "Le commercial a encore parlé de {} pendant son appel avec le client.",
    "{} : à revoir avec l’équipe commerciale avant la prochaine campagne.",
    "Pour signer plus de clients ce trimestre, l’équipe de vente mise sur {} et sur ses rendez-vous.",
)
BARE = "On en a reparlé hier soir : {}, rien d’autre."
NEUTRAL = "Hier matin, nous avons vu {} avec les voisins."


def plant(sentence: str, words: str) -> tuple[str, int, int]:
    """The sentence with these words in it, and where they stand; a capital where it begins with them."""
    start = sentence.index("{}")
    shown = words if start else words[0].upper() + words[1:]
    return sentence.replace("{}", shown), start, start + len(words)


def is_found(annotator: Annotator, term: Term, words: str, sentence: str) -> bool:
    text, start, end = plant(sentence, words)
    return any((hit.start, hit.end, hit.term.id) == (start, end, term.id) for hit in annotator.annotate(text))


def touching(annotator: Annotator, words: str, sentence: str) -> list[Hit]:
    """Whatever is tagged on the planted words or on a part of them."""
    text, start, end = plant(sentence, words)
    return [hit for hit in annotator.annotate(text) if hit.start < end and start < hit.end]


def spelt_out(term: Term) -> Iterator[Form]:
    """The forms a person would say in full: no dots, no endings set apart, no slips, nothing run together."""
    for form in forms_of_term(term):
        if form.gap is Gap.ANY and form.match != "typo" and form.folded == fold_words(form.text):
            yield form


def mid_sentence(text: str) -> str:
    """« Taux de clic » → « taux de clic », but « SQL » as it is."""
    return " ".join(word if is_acronym(word) else word.lower() for word in text.split(" "))


def letters(text: str) -> int:
    return len(fold_words(text).replace(" ", ""))
