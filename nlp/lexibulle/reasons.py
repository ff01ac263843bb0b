"""Why a candidate was taken or left out, in words for the reader."""

import re
from typing import Final

from mypy_extensions import mypyc_attr

from lexibulle.cues import Label, Occurrence
from lexibulle.definitions import ANOTHER_SENSE
from lexibulle.folding import Folded
from lexibulle.hearing import A_FIGURE, Heard, Weighing
from lexibulle.matching import Candidate

_MOST_WORDS: Final = 3
_QUOTING: Final = re.compile(r"[\s>*_]+")
# « près de « notre » », « de « à rappeler » »: what opens with these words is quoted.
_TAKE_NO_DE: Final = frozenset(
    "à au aux en de du des le les un une ce cet cette mon ma mes ton ta tes son sa ses notre nos votre vos leur leurs "
    "quelle aucun aucune".split())
_VOWELS: Final = frozenset("aeiouyàâäéèêëîïôöùûü")


@mypyc_attr(acyclic=True)
class _Enumeration:
    """« de leads, d’ICP et de CRM »: the first of the labels that do not repeat one another."""

    def __init__(self) -> None:
        self._words: list[str] = []
        self._known: list[str] = []

    @property
    def is_full(self) -> bool:
        return len(self._words) == _MOST_WORDS

    def add(self, label: Label) -> None:
        lower = label[0]
        for other in self._known:
            if lower in other or other in lower:
                return
        self._known.append(lower)
        self._words.append(label[1])

    @property
    def text(self) -> str:
        """Nothing where there is no label."""
        words = self._words
        if len(words) < 2:
            return words[0] if words else ""
        return f"{', '.join(words[:-1])} et {words[-1]}"


class Reasons:
    """The reasons of one text."""

    def __init__(self, folded: Folded) -> None:
        self._folded = folded

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
            if weighing.anchors:
                self._name(said, weighing, True)
            if len(weighing.neighbours) > weighing.anchors:
                self._name(said, weighing, False)
            self._hear(said, weighing.pro, weighing.near[0])
        else:
            for one in (*weighing.strong, *weighing.weak):
                if not said.is_full:
                    said.add(self._heard(one))
        if heard := said.text:
            return f"près {heard}"
        return "d’après le reste de la page" if candidate.score > weighing.alone else ""

    def _name(self, said: _Enumeration, weighing: Weighing, anchors: bool) -> None:
        """The other terms around: those that are sure of their sense, or the others."""
        for one in weighing.neighbours.values():
            if said.is_full:
                return
            if one.is_anchor == anchors:
                if one.label is None:
                    one.label = self._label(one.start, one.end)
                said.add(one.label)

    def _hear(self, said: _Enumeration, heard: Heard, near: dict[str, None]) -> None:
        """The words heard, those of the noun phrase first."""
        for key in near:
            if said.is_full:
                return
            said.add(self._heard(heard[key]))
        for key, one in heard.items():
            if said.is_full:
                return
            if key not in near:
                said.add(self._heard(one))

    def _heard(self, one: Occurrence) -> Label:
        """A cue, to the end of its last word."""
        if one is A_FIGURE:
            return _FIGURES
        if one.label is None:
            start, end = self._folded.span(one.begin + 1, self._folded.data.find(" ", one.end - 1))
            one.label = self._label(start, end)
        return one.label

    def _label(self, start: int, end: int) -> Label:
        """Something as the text writes it."""
        return _labelled(_quoted(self._folded.text[start:end]))


def _labelled(text: str) -> Label:
    lower = text.lower()
    first = lower.split(" ", 1)[0] if " " in lower else lower
    if lower == "la" or first in _TAKE_NO_DE:
        return lower, f"de « {text} »"
    return lower, ("d’" if lower[0] in _VOWELS else "de ") + text


def _quoted(text: str) -> str:
    """On one line, and without the signs of quoted mail and Markdown."""
    if text.isalnum() or (text.isprintable() and not (
            "  " in text or ">" in text or "*" in text or "_" in text)):  # the search is slow, and seldom finds
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
