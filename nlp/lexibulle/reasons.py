"""Why a candidate was taken or left out, in words for the reader."""

import re
from collections.abc import Collection, Mapping
from typing import Final

from lexibulle.definitions import ANOTHER_SENSE
from lexibulle.folding import Folded
from lexibulle.hearing import SAID_A_FIGURE, Weighing
from lexibulle.matching import Candidate

_MOST_WORDS: Final = 3
_QUOTING: Final = re.compile(r"[\s>*_]+")
_SIGNS: Final = frozenset(">*_")
# « près de « notre » », « de « à rappeler » »: what opens with these words is quoted.
_TAKE_NO_DE: Final = frozenset(
    "à au aux en de du des le les un une ce cet cette mon ma mes ton ta tes son sa ses notre nos votre vos leur leurs "
    "quelle aucun aucune".split())
_VOWELS: Final = frozenset("aeiouyàâäéèêëîïôöùûü")


Label = tuple[str, str]  # lower case, to tell labels apart, and « de … »


class _Enumeration:
    """« de leads, d’ICP et de CRM »: the first of the labels that do not repeat one another."""

    def __init__(self) -> None:
        self.words: list[str] = []
        self._known: list[str] = []

    @property
    def is_full(self) -> bool:
        return len(self.words) == _MOST_WORDS

    def add(self, label: Label) -> None:
        lower, word = label
        for other in self._known:
            if lower in other or other in lower:
                return
        self._known.append(lower)
        self.words.append(word)

    @property
    def text(self) -> str:
        *others, last = self.words
        return f"{', '.join(others)} et {last}" if others else last


class Reasons:
    """The reasons of one text; a word that is named again and again is put in shape once."""

    def __init__(self, folded: Folded) -> None:
        self._folded = folded
        self._labels: dict[tuple[int, int], Label] = {}

    def of(self, candidate: Candidate) -> str:
        """« MQL : près de CRM »; the candidate has been judged."""
        said = candidate.evidence
        if not said and candidate.weighing:
            said = self._evidence(candidate, candidate.weighing)
        if candidate.match == "typo" and not candidate.blocked:
            read = f"lu comme « {candidate.form.text} »"
            said = f"{read}, {said}" if said else read
        surface = _quoted(self._folded.text[candidate.start : candidate.end])
        return f"{surface} : {said or _nothing_said(candidate)}"

    def _evidence(self, candidate: Candidate, weighing: Weighing) -> str:
        """What a person is told, most telling first."""
        if candidate.blocked:
            return f"écarté : {candidate.blocked}"
        if weighing.defined:
            return "défini ainsi sur la page" if weighing.defined > 0 else f"écarté : {ANOTHER_SENSE}"
        if candidate.score >= 0:
            return self._support(candidate, weighing)
        if weighing.con:
            said = _Enumeration()
            self._hear(said, weighing.con, weighing.near[1])
            return f"écarté : près {said.text}"
        return f"{self._support(candidate, weighing)} seulement" if weighing.favour else ""

    def _support(self, candidate: Candidate, weighing: Weighing) -> str:
        """What speaks for a sense that was taken: other terms, the sure ones first, its words, or the field's."""
        said = _Enumeration()
        if weighing.neighbours or weighing.pro:
            self._name(said, weighing)
            self._hear(said, weighing.pro, weighing.near[0])
        else:
            self._hear(said, weighing.strong, ())
            self._hear(said, weighing.weak, ())
        if said.words:
            return f"près {said.text}"
        return "d’après le reste de la page" if candidate.score > weighing.alone else ""

    def _name(self, said: "_Enumeration", weighing: Weighing) -> None:
        """The other terms around, those that are sure of their sense first."""
        neighbours, anchors = weighing.neighbours, weighing.anchors
        sure = [span for term, span in neighbours.items() if term in anchors]
        for span in sure + [span for term, span in neighbours.items() if term not in anchors]:
            if said.is_full:
                return
            said.add(self._label(span))

    def _hear(self, said: "_Enumeration", heard: Mapping[str, int], near: Collection[str]) -> None:
        """The words heard, those of the noun phrase first."""
        for key in [*near, *[key for key in heard if key not in near]]:
            if said.is_full:
                return
            said.add(_FIGURES if heard[key] == SAID_A_FIGURE else self._cue_at(heard[key], key))

    def _cue_at(self, start: int, key: str) -> Label:
        """A cue, to the end of its last word."""
        last_word = start + 1 + (key.rfind(" ") + 1)
        return self._label(self._folded.span(start + 1, self._folded.data.index(b" ", last_word)))

    def _label(self, span: tuple[int, int]) -> Label:
        """Something as the text writes it."""
        label = self._labels.get(span)
        if label is None:
            label = self._labels[span] = _labelled(_quoted(self._folded.text[span[0] : span[1]]))
        return label


def _labelled(text: str) -> Label:
    lower = text.casefold()
    first = lower.split(" ", 1)[0] if " " in lower else lower
    if lower == "la" or first in _TAKE_NO_DE:
        return lower, f"de « {text} »"
    return lower, ("d’" if lower[0] in _VOWELS else "de ") + text


def _quoted(text: str) -> str:
    """On one line, and without the signs of quoted mail and Markdown."""
    if text.isalnum() or (text.isprintable() and "  " not in text and _SIGNS.isdisjoint(text)):
        return text
    return _QUOTING.sub(" ", text)


def _nothing_said(candidate: Candidate) -> str:
    """What a form says by itself, where nothing around it speaks."""
    if candidate.score < 0:
        return "rien autour ne dit s’il s’agit de vente"
    name = candidate.form.term.name
    return {"exact": "terme courant du métier", "form": f"autre graphie de « {name} »"}.get(
        candidate.match, f"autre façon de dire « {name} »")


_FIGURES: Final = _labelled("chiffres")
