"""What stands in a text around the candidates: its sentences, and its cues sorted by what they say."""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from mypy_extensions import mypyc_attr
from numpy.typing import NDArray

from lexibulle.automaton import Place
from lexibulle.cues import CueIndex, Occurrence
from lexibulle.folding import BLANK, LINE_FEED, NEWLINE, STOP, Folded
from lexibulle.matching import Rule
from lexibulle.search import first_after
from lexibulle.sentences import BULLET

SCOPE: Final = 2  # sentences on each side
MOST_SENTENCE: Final = 400  # folded letters
NOWHERE: Final = -1
_REACH_BYTES: Final = 26  # how far back a word is looked for
_PARAGRAPH: Final = re.compile(rf"\n[^\S\n]*(?:\n|(?={BULLET}))")  # after a blank line, or an item of a list
_SENTENCE_PAUSE: Final = re.compile(r"[.!?…;:,()\n|/]")


def words(text: str) -> frozenset[str]:
    """Folded words as they are found in a folded text."""
    return frozenset(text.split())


# « le prospect, un notaire », « un logiciel pour la clinique »: the trade of a customer is not the text's.
_CUSTOMERS: Final = words(
    "prospect prospects client clients lead leads comptes cible cibles acheteur acheteurs chez aupres secteur "
    "secteurs marche marches rdv prospecte prospectons prospecter demarche demarchons demarcher ciblons cibler visons "
    "directeur directeurs directrice directrices gerant gerants gerante gerantes dirigeant dirigeants dirigeante "
    "dirigeantes patron patrons patronne patronnes")
_SHOWN_TO: Final = words("demo demos")  # « la démo du cabinet », « à la clinique »; « une démo de skate » shows skating
_SELLS: Final = re.compile(r"vend\w{1,5}")
_TO_CUSTOMER: Final = words(
    "de du des d la le les l au aux a un une nos nouveau nouvelle grand petit club federation ligue cabinet entreprise "
    "societe editeur fabricant groupe reseau chaine association ecole lycee clinique salle")
_PRODUCTS: Final = words(
    "logiciel logiciels application applications appli solution solutions outil outils plateforme plateformes saas")
_CUSTOMER_REACH: Final = 50  # folded letters
_ENGLISH: Final = words(
    "the is are was were of and to with for this that there our your their we it at by from has have not be "
    "been will would can an")


@dataclass(slots=True)
class Page:
    """What is known of the whole page, earlier parts included. Distinct cue keys and term ids, no text."""

    strong: set[str] = field(default_factory=set)
    trades: dict[str, set[str]] = field(default_factory=dict)
    terms: set[str] = field(default_factory=set)
    definitions: dict[str, bool] = field(default_factory=dict)  # acronym's term: ours or not

    def learn(self, scene: "Scene") -> None:
        """Add the field words and the words of other trades of one text."""
        self.strong.update([one.cue.key for one in scene.occurrences if one.cue.strong and not one.is_silent])
        for one in scene.foreign:
            self.trades.setdefault(one.cue.trade, set()).add(one.cue.key)


Span = tuple[int, int]


@mypyc_attr(acyclic=True)
class Cues:
    """The cues in a part of a text, by what they are to one term: its own, words of other trades that are not its own,
    and words of the field, which its own may be too.
    """

    __slots__ = ("field", "foreign", "own")

    def __init__(self) -> None:
        self.own: list[Occurrence] = []
        self.foreign: list[Occurrence] = []
        self.field: list[Occurrence] = []


class Scene:
    """The cues and sentences of one text. Offsets are folded ones."""

    def __init__(self, folded: Folded, index: CueIndex, places: list[Place], rules: Collection[Rule]) -> None:
        self.folded = folded
        self.index = index
        self.occurrences = _occurrences(places, index)  # in order of their end
        self._ends = [one.end for one in self.occurrences]
        self.foreign = [one for one in self.occurrences if one.cue.trade]
        self._silence_inside_others(rules)
        self._others = _by_term(rules)
        self._begins_others = {rule.first for rule in rules}
        self._customers: dict[int, int] = {}
        self._english: dict[int, bool] = {}
        self._sentences = self._sentence_borders()
        self._paragraphs: list[int] | None = None  # found when first asked for

    def _silence_inside_others(self, rules: Iterable[Rule]) -> None:
        """The cues inside phrases of other senses and trades, as the *lead* of a « lead time »."""
        spans = [(rule.first - 1, rule.last + 1) for rule in rules]
        spans += [(one.begin, one.end) for one in self.foreign if " " in one.cue.key]
        for begin, end in spans:
            for one in self._ending_in(begin, end):
                if one.begin >= begin and (one.begin > begin or one.end != end):
                    one.is_silent = True

    def _ending_in(self, start: int, end: int) -> list[Occurrence]:
        """The cues that end in a folded span, its start excluded and its end included."""
        first = first_after(self._ends, start)
        return self.occurrences[first : first_after(self._ends, end, first)]

    def cues(self, term: int, start: int, end: int) -> Cues:
        """The cues that end in a folded span, its start excluded and its end included, sorted for the term of a bit."""
        found = Cues()
        occurrences = self.occurrences
        for number in range(first_after(self._ends, start), len(occurrences)):
            one = occurrences[number]
            if one.end > end:
                break
            cue = one.cue
            if cue.con & term or (cue.pro & term and not one.is_silent):
                found.own.append(one)
            elif cue.trade and not cue.pro & term:
                found.foreign.append(one)
            if (cue.strong or cue.weak) and not one.is_silent:
                found.field.append(one)
        return found

    def others(self, term: str, start: int, end: int) -> list[Span]:
        """The folded spans, begun in one, of phrases in which a term is something else (« CAC 40 »)."""
        spans = self._others.get(term)
        if not spans:
            return []
        first = bisect_left(spans, (start,))
        return spans[first : bisect_left(spans, (end,), first)]

    def names_customer(self, offset: int, said_of: int = NOWHERE) -> bool:
        """Whether a customer, and then only small words, stand before an offset.

        The word that begins at `said_of` is none: « un lead du pacemaker » is a lead of that kind.
        """
        named = self._customers.get(offset)
        if named is None:
            named = self._customers[offset] = self._customer(offset)
        return named != NOWHERE and (named != said_of or self._is_shown(named))

    def _is_shown(self, begin: int) -> bool:
        """Whether the word that begins there is shown to customers."""
        return self.folded.data[begin : self.folded.data.find(" ", begin)] in _SHOWN_TO

    def _customer(self, offset: int) -> int:
        """Where the customer is named that stands before an offset."""
        data = self.folded.data
        low, end = max(0, offset - _CUSTOMER_REACH), offset - 1
        while (start := data.rfind(" ", low, end)) >= 0:
            word = data[start + 1 : end]
            if word not in _TO_CUSTOMER:
                return start + 1 if self._is_customer(word, start + 1, offset) else NOWHERE
            end = start
        return NOWHERE

    def _is_customer(self, word: str, begin: int, offset: int) -> bool:
        """Whether a word with only small words after it, up to an offset, makes a customer of what follows."""
        data = self.folded.data
        if word == "pour":
            return data[data.rfind(" ", 0, begin - 1) + 1 : begin - 1] in _PRODUCTS
        if word in _SHOWN_TO:
            return data[begin + len(word) : offset] not in (" ", " de ", " d ")
        is_customer = word in _CUSTOMERS and begin not in self._begins_others  # « un lead data engineer » is none
        return is_customer or _SELLS.fullmatch(word) is not None

    def _sentence_borders(self) -> list[int]:
        """Offsets where a sentence, line or paragraph begins, the first and the end included.

        An endless sentence is cut, so that what surrounds a candidate is bounded and the whole stays linear.
        """
        folded = self.folded
        afterwards = folded.marks + 1
        following = folded.signs.take(afterwards + 1)
        is_break = np.where(folded.signs.take(afterwards) == STOP, (following == BLANK) | (following == NEWLINE),
                            ~folded.is_lower(afterwards))
        begins: list[int] = folded.positions.searchsorted(afterwards[is_break]).tolist()
        borders, border = [0], 0
        for begin in [*begins, len(self.folded.data)]:
            while begin - border > MOST_SENTENCE:
                border += MOST_SENTENCE
                borders.append(border)
            if begin > border:
                border = begin
                borders.append(border)
        return borders

    def sentence(self, offset: int) -> tuple[int, int]:
        """Span of the sentence at an offset."""
        here = first_after(self._sentences, offset) - 1
        return self._sentences[here], self._sentences[min(here + 1, len(self._sentences) - 1)]

    def around(self, offset: int) -> tuple[int, int]:
        """Span of what surrounds an offset, SCOPE sentences on each side."""
        borders = self._sentences
        here = first_after(borders, offset) - 1
        return borders[max(0, here - SCOPE)], borders[min(len(borders) - 1, here + SCOPE + 1)]

    def parting(self, start: int, end: int) -> int:
        """Where what stands between two offsets falls apart: at the border of a sentence, at a pause or between words,
        whichever there is, nearest to the middle.
        """
        middle = (start + end) // 2
        here = first_after(self._sentences, middle)
        borders = [border for border in self._sentences[max(0, here - 1) : here + 1] if start < border <= end]
        if not borders:
            at = self.folded.at
            signs = _SENTENCE_PAUSE.finditer(self.folded.text, at[start], at[end])
            borders = [self.folded.first_at(sign.end(), start, end) for sign in signs]
        return min(borders, key=lambda border: abs(border - middle), default=self.folded.data.find(" ", middle) + 1)

    def paragraph(self, offset: int) -> tuple[int, int]:
        """Span of the paragraph, or of the item of a list, at an offset."""
        borders = self._paragraphs
        if borders is None:
            borders = self._paragraphs = self._paragraph_borders()
        here = first_after(borders, offset)
        return borders[here - 1] if here else 0, borders[here] if here < len(borders) else len(self.folded.data)

    def _paragraph_borders(self) -> list[int]:
        """Offsets where a paragraph, or an item of a list, begins, the first left out."""
        folded = self.folded
        breaks = folded.marks[folded.codes.take(folded.marks) == LINE_FEED]
        following = folded.codes.take(breaks + 1, mode="clip")
        after_blank = following == LINE_FEED
        others = breaks[~(after_blank | _is_letter(following))].tolist()
        begins = [found.end() for at in others if (found := _PARAGRAPH.match(folded.text, at))]
        borders: list[int] = folded.positions.searchsorted(
            np.sort(np.concatenate((breaks[after_blank] + 2, np.array(begins, np.int64))))).tolist()
        return borders

    def in_english(self, offset: int) -> bool:
        """Whether the sentence at an offset is in English."""
        start, end = self.sentence(offset)
        if start not in self._english:
            found = self.folded.data[start : min(end, start + 2000)].split()
            self._english[start] = sum(word in _ENGLISH for word in found) >= 2
        return self._english[start]


def _occurrences(places: list[Place], index: CueIndex) -> list[Occurrence]:
    """Those of what was found in a text that are cues."""
    cues = index.cues
    count = len(cues)
    return [Occurrence(cues[place[2]], place[0], place[1]) for place in places if place[2] < count]


def _by_term(rules: Iterable[Rule]) -> dict[str, list[Span]]:
    """The phrases in which each term is something else, in order."""
    spans: defaultdict[str, list[Span]] = defaultdict(list)
    for rule in rules:
        spans[rule.never.term.id].append((rule.first, rule.last))
    return {term: sorted(found) for term, found in spans.items()}


def _is_letter(codes: NDArray[np.unsignedinteger]) -> NDArray[np.bool_]:
    """Whether code points are Latin letters (or × or ÷); those of other alphabets are none here."""
    return ((codes | 0x20) - 0x61 < 26) | (codes - 0xC0 < 0x40)


def word_before(folded: Folded, offset: int) -> tuple[int, int]:
    """The folded word that ends just before an offset; an empty one where there is none, or a long one."""
    end = max(0, offset - 1)
    start = folded.data.rfind(" ", max(0, end - _REACH_BYTES), end) + 1
    return (start, end) if start else (end, end)


def word_after(folded: Folded, offset: int) -> str:
    """The folded word that begins just after the space at an offset, or nothing."""
    start = offset + 1
    end = folded.data.find(" ", start)
    return folded.data[start:end] if end >= 0 else ""


def pause(folded: Folded, start: int, end: int) -> bool:
    """Whether the raw text of a folded span holds a sign that ends a phrase."""
    at = folded.at
    return _SENTENCE_PAUSE.search(folded.text, at[start], at[end]) is not None
