"""Is this *SQL* the lead or the language? Evidence for and against, added up, with the reason kept.

The score of a candidate starts from how much its form says by itself (its `context`), then counts distinct cue
words around it: full weight within two sentences, twice in the same noun phrase (« démo du groupe punk »), little
on the rest of the page. At zero or above it is a hit; `confidence` is the logistic of the score. Weights follow a
prototype measured on held-out sentences and pages, see tests/bench/QUALITY.md.
"""

import math
import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

import numpy as np

from lexibulle.cues import Cue, CueIndex
from lexibulle.folding import KIND_LOWER, KIND_NEWLINE, KIND_OTHER, KIND_STOP, Folded
from lexibulle.forms import SMALL_WORDS
from lexibulle.glossary import Context
from lexibulle.matching import Candidate, Rule

BASE: Final[Mapping[Context, float]] = {"free": 3.0, "usual": 1.0, "hint": -0.4, "needed": -1.0, "proof": -2.0}
FOR: Final = 1.25
STRONG: Final = 1.0
WEAK: Final = 0.5
AGAINST: Final = -1.75
AGAINST_PHRASE: Final = -1.3  # a phrase of two words is less often another thing
NEIGHBOUR: Final = 1.5
FAR_NEIGHBOUR: Final = 0.5
OWN_DEFINITION: Final = 5.0
UNSUPPORTED: Final = -1.5  # a borrowed word in a long text, or in English, without one sign of the trade
FAR: Final = 0.3  # each word that stands elsewhere on the page
MOST_FAR: Final = 1.5
MOST_FAR_STRONG: Final = 1.0
MOST_FAR_FOREIGN: Final = 2.0
FOREIGN_ON_PAGE: Final = 2  # distinct words of one other trade
MOST_FOR = MOST_STRONG = MOST_WEAK = 2
MOST_AGAINST = MOST_NEIGHBOURS = 3
NEAR: Final = 2.0  # weight of a cue in the same noun phrase
LONG_TEXT: Final = 40  # words; a long text without any sign of the trade must show one
FIELD_ON_PAGE: Final = 3  # distinct strong words that make a page one of the trade
SCOPE: Final = 2  # sentences on each side
REACH: Final = 4  # words crossed to find the complement of a noun
REACH_BYTES: Final = 26
TYPO_PENALTY: Final = -0.5
SHORT_TYPO_PENALTY: Final = -2.0
CAPS_PENALTY: Final = -2.0
BLOCKED: Final = -9.0

_SENTENCE_PAUSE = re.compile(r"[.!?…;:,()\n|/]")
_PHRASE_BREAK = re.compile(r"(?:[^\W\d_]{2}|[\s)])[.!?…](?:\s|\Z)|[;:,|()]|\n\s*\n|\n\s*[-•*]")
_FIGURE = re.compile(r"\d\s?(?:%|€|k€)|(?:^|\W)[x×]\s?\d")
_FIGURE_REACH = 40
_FIGURE_SIGNS = frozenset({"%", "€", "×"})  # as cues they stand for any rate or amount
_SUBJECTS = frozenset("je j tu il elle on ils elles".split())
_CLITICS = frozenset("me m te t se s ne n y lui".split())
_OBJECTS = frozenset("le la l les leur nous vous en".split())
_BEFORE_VERBS = _SUBJECTS | _CLITICS | _OBJECTS
_BEFORE_CLITICS = frozenset({"qui", "ne", "n", "se"})
_ENGLISH = frozenset("the is are was were of and to with for this that there our your their we it at by from has have "
                     "not be been will would can an".split())
_BETWEEN = SMALL_WORDS | frozenset(
    "nos notre votre vos leur leurs son sa ses mon ma mes ton ta tes ce cet cette ces d l nouveau nouvelle nouveaux "
    "nouvelles premier premiere petit petite grand grande gros bon bonne meilleur meilleure tout toute tous toutes".split())


@dataclass(slots=True)
class Page:
    """What is known of the whole page, earlier parts included. Distinct cue keys and term ids, no text."""

    strong: set[str] = field(default_factory=set)
    trades: dict[str, set[str]] = field(default_factory=dict)
    terms: set[str] = field(default_factory=set)
    definitions: dict[str, bool] = field(default_factory=dict)  # acronym's term: ours or not

    def learn(self, cues: Iterable[tuple[int, int, Cue]]) -> None:
        """Add the field words and the words of other trades of one text."""
        for _, _, cue in cues:
            if cue.strong:
                self.strong.add(cue.key)
            elif cue.trade:
                self.trades.setdefault(cue.trade, set()).add(cue.key)


@dataclass(slots=True)
class Surroundings:
    """The cues of a sentence and its neighbours, counted once for all candidates of the sentence."""

    start: int
    end: int
    special: list[tuple[int, int, Cue]] = field(default_factory=list)  # cues with a role for some term
    strong: Counter[str] = field(default_factory=Counter)
    weak: Counter[str] = field(default_factory=Counter)
    foreign: dict[str, tuple[int, Cue]] = field(default_factory=dict)

    def count(self, cues: Iterable[tuple[int, int, Cue]]) -> "Surroundings":
        for place in cues:
            cue = place[2]
            if cue.roles:
                self.special.append(place)
            if cue.strong:
                self.strong[cue.key] += 1
            elif cue.weak:
                self.weak[cue.key] += 1
            if cue.trade:
                self.foreign.setdefault(cue.key, (place[0], cue))
        return self


class Scene:
    """The cues and sentences of one text, found when the first candidate asks."""

    def __init__(self, folded: Folded, index: CueIndex) -> None:
        self.folded = folded
        self._index = index
        self._surroundings: dict[int, Surroundings] = {}

    @cached_property
    def cues(self) -> list[tuple[int, int, Cue]]:
        return self._index.find(self.folded.data)

    @cached_property
    def _cue_starts(self) -> list[int]:
        return [start for start, _, _ in self.cues]

    @cached_property
    def _sentences(self) -> list[int]:
        """Folded offsets where a sentence, line or paragraph begins, the first and the end included."""
        kinds = self.folded.kinds
        if len(kinds) == 0:
            return [0, 0]
        following = np.append(kinds[1:], np.uint8(KIND_NEWLINE))
        stops = (kinds == KIND_STOP) & (following != KIND_OTHER) & (following != KIND_LOWER) & (following != KIND_STOP)
        lines = (kinds == KIND_NEWLINE) & (following != KIND_LOWER)
        raw = np.flatnonzero(stops | lines) + 1
        return [0, *np.searchsorted(self.folded.positions, raw).tolist(), len(self.folded.data)]

    def sentence(self, offset: int) -> tuple[int, int]:
        """Folded span of the sentence at an offset."""
        here = bisect_right(self._sentences, offset) - 1
        return self._sentences[here], self._sentences[min(here + 1, len(self._sentences) - 1)]

    def around(self, offset: int) -> Surroundings:
        """What surrounds an offset, SCOPE sentences on each side."""
        borders = self._sentences
        here = bisect_right(borders, offset) - 1
        if here not in self._surroundings:
            start, end = borders[max(0, here - SCOPE)], borders[min(len(borders) - 1, here + SCOPE + 1)]
            self._surroundings[here] = Surroundings(start, end).count(self.between(start, end))
        return self._surroundings[here]

    def between(self, start: int, end: int) -> list[tuple[int, int, Cue]]:
        """Cues that begin in a folded span."""
        starts = self._cue_starts
        return self.cues[bisect_left(starts, start) : bisect_left(starts, end)]


def rule_out(candidates: Iterable[Candidate], rules: Iterable[Rule], folded: Folded) -> None:
    """Mark what a never-phrase covers, and verbs (« tu prospectes », « je la relance »)."""
    by_term: dict[str, list[Rule]] = {}
    for rule in rules:
        by_term.setdefault(rule.never.term.id, []).append(rule)
    for candidate in candidates:
        for rule in by_term.get(candidate.form.term.id, ()):
            if rule.first <= candidate.first and candidate.last <= rule.last and _one_phrase(folded, rule):
                candidate.blocked = rule.never.text
        if not candidate.blocked and (subject := _subject_before(candidate, folded)):
            candidate.blocked = f"verbe après « {subject} »"


def _one_phrase(folded: Folded, rule: Rule) -> bool:
    """No pause inside the words of a never-phrase (« CAC : 40 € » is not « CAC 40 »); dots of an acronym are none."""
    start, end = folded.span(rule.first, rule.last)
    return not _PHRASE_BREAK.search(folded.text[start:end])


def _subject_before(candidate: Candidate, folded: Folded) -> str:
    """The subject pronoun that makes a verb of a one-word candidate, or ''."""
    word, offset = _word_before(folded, candidate.first)
    if word not in _BEFORE_VERBS or " " in candidate.form.folded or folded.text[candidate.start].isupper():
        return ""
    if word in _SUBJECTS:
        return word
    earlier, _ = _word_before(folded, offset)
    if earlier in _SUBJECTS or (word in _CLITICS and earlier in _BEFORE_CLITICS):
        return earlier
    return ""


def _word_before(folded: Folded, offset: int) -> tuple[str, int]:
    """The folded word that ends just before an offset and where it begins; '' beyond a pause."""
    data = folded.data
    start = data.rfind(b" ", 0, max(0, offset - 1)) + 1
    if offset - start > REACH_BYTES or start >= offset - 1:
        return "", start
    raw = folded.text[int(folded.positions[start]) : int(folded.positions[offset])]
    return ("" if _SENTENCE_PAUSE.search(raw) else data[start : offset - 1].decode("latin-1")), start


Said = tuple[float, int]  # weight, and folded offset of the word
_SAID_A_FIGURE: Final = -1


@dataclass(slots=True)
class _Weighing:
    """What speaks about one candidate: words for and against with their weight, and the words of the field."""

    candidate: Candidate
    around: Surroundings
    base: float
    pro: dict[str, Said] = field(default_factory=dict)
    con: dict[str, Said] = field(default_factory=dict)
    strong: int = 0
    weak: int = 0
    alone: float = 0.0  # score before the neighbours are heard
    neighbours: list[str] = field(default_factory=list)

    @property
    def favour(self) -> bool:
        return bool(self.pro or self.strong or self.weak)


class Judge:
    """Scores the candidates of one text: each alone first, then with those that stand by themselves as witnesses."""

    def __init__(self, scene: Scene, page: Page, candidates: Iterable[Candidate]) -> None:
        self._scene = scene
        self._page = page
        self._foreign_words = max(map(len, page.trades.values()), default=0)
        self._long = len(scene.folded.spaces) - 1 >= LONG_TEXT
        self._weighed = [self._weigh(candidate) for candidate in sorted(candidates, key=_first)]
        self._witnesses = [w for w in self._weighed if w.alone >= 1.0 and w.candidate.match != "typo"]
        self._places = [w.candidate.first for w in self._witnesses]
        page.terms.update(w.candidate.form.term.id for w in self._witnesses)

    def settle(self) -> None:
        """Set score, evidence and `undecided` of every candidate."""
        for weighing in self._weighed:
            self._settle(weighing)

    def _weigh(self, candidate: Candidate) -> _Weighing:
        around = self._scene.around(candidate.first)
        weighing = _Weighing(candidate, around, self._base(candidate))
        if candidate.blocked:
            weighing.alone = BLOCKED
            return weighing
        self._hear(weighing)
        against = AGAINST_PHRASE if " " in candidate.form.folded else AGAINST
        weighing.alone = (weighing.base + FOR * _loudest(weighing.pro, MOST_FOR) + STRONG * weighing.strong
                          + WEAK * weighing.weak + against * _loudest(weighing.con, MOST_AGAINST)
                          + self._defined(candidate) + self._foreign_page(weighing))
        return weighing

    def _hear(self, weighing: _Weighing) -> None:
        """Sort the cues around: a word inside the candidate is no cue, one in its noun phrase counts twice."""
        candidate, around, con = weighing.candidate, weighing.around, weighing.con
        term, first, last = candidate.form.term.id, candidate.first, candidate.last
        for start, end, cue in around.special:
            role = cue.roles.get(term)
            if role is not None and (end <= first or start >= last):
                _louder(weighing.pro if role else con, cue.key, 1.0, start)
        for key, (start, cue) in around.foreign.items():
            if key not in con and term not in cue.roles:
                con[key] = (1.0, start)
        inside: list[Cue] = []
        for start, end, cue in self._scene.between(first - REACH_BYTES, last + REACH_BYTES):
            if first <= start < last:
                inside.append(cue)
            elif cue.key in con and (cue.trade or cue.roles.get(term) is False):
                self._hear_near(con, cue, first, last, start, end)
            elif cue.key in weighing.pro and cue.roles.get(term):
                self._hear_near(weighing.pro, cue, first, last, start, end)
        if not _FIGURE_SIGNS.isdisjoint(candidate.form.term.detect.for_) and self._has_figure(candidate):
            weighing.pro["%"] = (1.0, _SAID_A_FIGURE)
        weighing.strong = _heard(around.strong, inside, con, MOST_STRONG)
        weighing.weak = _heard(around.weak, inside, con, MOST_WEAK)

    def _has_figure(self, candidate: Candidate) -> bool:
        """Whether a rate or an amount stands close by (« roi x3 », « ROI de 150 % »)."""
        text = self._scene.folded.text
        return bool(_FIGURE.search(text[candidate.end : candidate.end + _FIGURE_REACH])
                    or _FIGURE.search(text[max(0, candidate.start - _FIGURE_REACH) : candidate.start]))

    def _hear_near(
        self, heard: dict[str, Said], cue: Cue, first: int, last: int, start: int, end: int
    ) -> None:
        if (end <= first or start >= last) and self._is_complement(first, last, start, end):
            _louder(heard, cue.key, NEAR, start)

    def _base(self, candidate: Candidate) -> float:
        form = candidate.form
        base = BASE[form.context]
        if candidate.match == "typo":
            base += SHORT_TYPO_PENALTY if len(form.folded) <= 5 else TYPO_PENALTY
        if form.case == "upper" and self._all_capitals(candidate):
            base += CAPS_PENALTY
        return base

    def _all_capitals(self, candidate: Candidate) -> bool:
        """Whether the sentence is in capitals too, so that case proves nothing."""
        folded = self._scene.folded
        start, end = (int(folded.positions[i]) for i in (lambda span: (span[0], span[1] - 1))(
            self._scene.sentence(candidate.first)))
        text = folded.text
        around = text[max(start, candidate.start - 60) : candidate.start] + text[candidate.end : min(end, candidate.end + 60)]
        return around.isupper() and sum(map(str.isalpha, around)) >= 8

    def _is_complement(self, first: int, last: int, start: int, end: int) -> bool:
        """Whether only small words and no pause stand between a candidate `first:last` and a cue `start:end`."""
        left, right = (end, first) if end <= first else (last, start)
        if not 0 <= right - left <= REACH_BYTES:
            return False
        folded = self._scene.folded
        words = folded.data[left:right].decode("latin-1")
        if end <= first and words[:1] != " ":
            words = words.partition(" ")[2]  # the ending of a stem
        between = words.split()
        if len(between) > REACH or any(word not in _BETWEEN for word in between):
            return False
        return not _SENTENCE_PAUSE.search(folded.text[int(folded.positions[left]) : int(folded.positions[right])])

    def _defined(self, candidate: Candidate) -> float:
        """What the page's own definition of an acronym adds, for every place where it stands in capitals."""
        ours = self._page.definitions.get(candidate.form.term.id)
        if ours is None or not _is_capital_acronym(candidate, self._scene.folded):
            return 0.0
        return OWN_DEFINITION if ours else -OWN_DEFINITION

    def _settle(self, weighing: _Weighing) -> None:
        candidate = weighing.candidate
        weighing.neighbours = self._neighbours(weighing)
        score = weighing.alone + NEIGHBOUR * min(len(weighing.neighbours), MOST_NEIGHBOURS) + self._far(weighing)
        if self._must_show_evidence(weighing):
            score += UNSUPPORTED
        candidate.score = BLOCKED if candidate.blocked else score
        defined = self._defined(candidate)
        candidate.evidence = _evidence(weighing, defined, self._scene.folded)
        candidate.undecided = (score < 0 and weighing.base < 0 and not candidate.blocked and not weighing.con
                               and not weighing.favour and not defined)

    def _neighbours(self, weighing: _Weighing) -> list[str]:
        """Names of other terms of the glossary that stand by themselves in scope."""
        low, high = bisect_left(self._places, weighing.around.start), bisect_left(self._places, weighing.around.end)
        own = weighing.candidate.form.term.id
        names = {w.candidate.form.term.id: w.candidate.form.term.name for w in self._witnesses[low:high]}
        names.pop(own, None)
        return list(names.values())

    def _foreign_page(self, weighing: _Weighing) -> float:
        """What the words of another trade elsewhere on the page take away."""
        foreign = self._foreign_words
        if weighing.con and foreign >= FOREIGN_ON_PAGE:
            foreign = max(len(words.difference(weighing.con)) for words in self._page.trades.values())
        return -min(FAR * foreign, MOST_FAR_FOREIGN) if foreign >= FOREIGN_ON_PAGE else 0.0

    def _far(self, weighing: _Weighing) -> float:
        """What the terms and the field words elsewhere on the page add."""
        page = self._page
        own = weighing.candidate.form.term.id
        elsewhere = len(page.terms) - (own in page.terms) - len(weighing.neighbours)
        return (min(FAR_NEIGHBOUR * max(0, elsewhere), MOST_FAR)
                + min(FAR * max(0, len(page.strong) - weighing.strong), MOST_FAR_STRONG))

    def _must_show_evidence(self, weighing: _Weighing) -> bool:
        """A borrowed or English word in a long text, or in English prose, needs one sign of the trade."""
        form = weighing.candidate.form
        if form.context != "usual" or form.case == "upper" or weighing.favour or weighing.neighbours:
            return False
        if self._long and len(self._page.strong) < FIELD_ON_PAGE and not self._page.terms - {form.term.id}:
            return True
        start, end = self._scene.sentence(weighing.candidate.first)
        words = self._scene.folded.data[start : min(end, start + 2000)].decode("latin-1").split()
        return sum(word in _ENGLISH for word in words) >= 2


def _first(candidate: Candidate) -> int:
    return candidate.first


def _louder(heard: dict[str, Said], key: str, weight: float, start: int) -> None:
    if key not in heard or heard[key][0] < weight:
        heard[key] = (weight, start)


def _loudest(heard: dict[str, Said], most: int) -> float:
    if not heard:
        return 0.0
    return sum(sorted((weight for weight, _ in heard.values()), reverse=True)[:most])


def _heard(around: Mapping[str, int], inside: list[Cue], against: Mapping[str, object], most: int) -> int:
    """Distinct field words, up to `most`; those inside the candidate and those that speak against it left out."""
    if len(around) - len(inside) - len(against) >= most:
        return most
    own = [cue.key for cue in inside]
    return min(most, sum(1 for key, count in around.items() if count > own.count(key) and key not in against))


def _is_capital_acronym(candidate: Candidate, folded: Folded) -> bool:
    surface = folded.text[candidate.start : candidate.end]
    return candidate.form.term.is_acronym and len(surface) <= 6 and surface[:2].isupper()


def reason(candidate: Candidate, folded: Folded) -> str:
    """Why a candidate was taken or left out, in words for the reader."""
    surface = " ".join(folded.text[candidate.start : candidate.end].split())
    said = [candidate.evidence] if candidate.evidence else []
    if candidate.match == "typo" and not candidate.blocked:
        said.insert(0, f"lu comme « {candidate.form.text} »")
    elif not said:
        said.append({"exact": "nom du lexique", "form": "forme du nom", "alias": "autre nom du terme"}[candidate.match])
        if candidate.score < 0:
            said.append("sens incertain, rien autour ne le précise")
    return f"{surface} : {', '.join(said)}"


def _evidence(weighing: _Weighing, defined: float, folded: Folded) -> str:
    """What a person is told, most telling first."""
    candidate = weighing.candidate
    if candidate.blocked:
        return f"écarté : {candidate.blocked}"
    if defined:
        return "défini ainsi sur la page" if defined > 0 else "écarté : la page lui donne un autre sens"
    if candidate.score < 0 and weighing.con:
        return "écarté : près de " + _and(_words_at(weighing.con, folded))
    if weighing.neighbours or weighing.pro:
        return "près de " + _and([*weighing.neighbours, *_words_at(weighing.pro, folded)])
    return "dans un propos de vente" if weighing.strong or weighing.weak else ""


def _words_at(heard: Mapping[str, Said], folded: Folded) -> Iterable[str]:
    """The words heard as the text writes them, loudest first."""
    for _, start in sorted(heard.values(), key=lambda said: (-said[0], said[1])):
        yield "chiffres" if start == _SAID_A_FIGURE else _word_at(start, folded)


def _word_at(start: int, folded: Folded) -> str:
    first, last = folded.span(start, folded.data.index(b" ", start))
    return folded.text[first:last]


def _and(labels: Iterable[str]) -> str:
    words = list({label.casefold(): label for label in labels}.values())[:3]
    return words[0] if len(words) == 1 else ", de ".join(words[:-1]) + " et de " + words[-1]


def confidence(score: float) -> float:
    """0 to 1; 0.5 at score 0."""
    return 1 / (1 + math.exp(-max(-20.0, min(20.0, score))))
