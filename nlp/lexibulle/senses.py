"""Is this *SQL* the lead or the language? Evidence for and against, added up, with the reason kept.

The score of a candidate starts from how much its form says by itself (its `context`), then counts distinct cue
words around it: full weight within two sentences, twice in the same noun phrase (« démo du groupe punk »), little
on the rest of the page. At zero or above it is a hit; `confidence` is the logistic of the score. Weights follow a
prototype measured on held-out sentences and pages, see tests/bench/QUALITY.md.
"""

import math
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain
from typing import Final

import numpy as np

from lexibulle.cues import Cue, CueIndex
from lexibulle.folding import KIND_LOWER, KIND_NEWLINE, KIND_OTHER, KIND_STOP, SPACE, Folded
from lexibulle.forms import SMALL_WORDS
from lexibulle.glossary import Context
from lexibulle.matching import Candidate, Rule

BASE: Final[Mapping[Context, float]] = {"free": 3.0, "usual": 1.0, "hint": -0.4, "needed": -0.5, "proof": -2.0}
FOR: Final = 1.25
STRONG: Final = 1.0
WEAK: Final = 0.5
AGAINST: Final = -2.0
AGAINST_PHRASE: Final = -1.5  # a phrase of two words is less often another thing
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

    def learn(self, scene: "Scene") -> None:
        """Add the field words and the words of other trades of one text."""
        self.strong.update(cue.key for _, _, cue in scene.strong.places)
        for _, _, cue in scene.foreign.places:
            self.trades.setdefault(cue.trade, set()).add(cue.key)


Place = tuple[int, int, Cue]  # folded start (the space before), folded end, cue


class Lane:
    """Cues of one kind in order of their end, so that a stretch of text is a slice."""

    __slots__ = ("ends", "places")

    def __init__(self) -> None:
        self.places: list[Place] = []
        self.ends: list[int] = []

    def add(self, place: Place) -> None:
        self.places.append(place)
        self.ends.append(place[1])

    def between(self, start: int, end: int) -> list[Place]:
        """Cues that end in a folded span."""
        return self.places[bisect_right(self.ends, start) : bisect_right(self.ends, end)]


class Surroundings:
    """The cues of a sentence and its neighbours, shared by the candidates of the sentence."""

    __slots__ = ("end", "foreign", "special", "start", "strong", "weak", "witnesses")

    def __init__(self, start: int, end: int, scene: "Scene") -> None:
        self.start = start
        self.end = end
        self.special = scene.special.between(start, end)
        self.strong = scene.strong.between(start, end)
        self.weak = scene.weak.between(start, end)
        self.foreign = scene.foreign.between(start, end)
        self.witnesses: dict[str, str] | None = None  # names of the terms that stand by themselves here, by id


class Scene:
    """The cues and sentences of one text."""

    def __init__(self, folded: Folded, index: CueIndex) -> None:
        self.folded = folded
        self.special = Lane()  # cues with a role for some term
        self.strong = Lane()
        self.weak = Lane()
        self.foreign = Lane()
        self._surroundings: dict[int, Surroundings] = {}
        for number, start, end in index.find(folded.data):
            self._sort((start, end, index.cues[number]))

    def _sort(self, place: Place) -> None:
        cue = place[2]
        if cue.roles:
            self.special.add(place)
        if cue.trade:
            self.foreign.add(place)
        if cue.strong:
            self.strong.add(place)
        elif cue.weak:
            self.weak.add(place)

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
            self._surroundings[here] = Surroundings(start, end, self)
        return self._surroundings[here]


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


_SAID_A_FIGURE: Final = -1
_MOST_REASONS: Final = 3


class _Heard:
    """Distinct words that speak for one side: where each stands, and those of the candidate's noun phrase."""

    __slots__ = ("near", "places")

    def __init__(self) -> None:
        self.places: dict[str, int] = {}
        self.near: set[str] = set()

    def total(self, most: int) -> float:
        """The loudest `most` words: 1 each, NEAR in the noun phrase."""
        return min(len(self.places), most) + (NEAR - 1) * min(len(self.near), most)


class _Weighing:
    """What speaks about one candidate; `alone` is its score before the neighbours are heard."""

    __slots__ = ("alone", "around", "base", "candidate", "con", "neighbours", "pro", "strong", "weak")

    def __init__(self, candidate: Candidate, around: Surroundings, base: float) -> None:
        self.candidate = candidate
        self.around = around
        self.base = base
        self.pro = _Heard()
        self.con = _Heard()
        self.strong = self.weak = 0
        self.alone = BLOCKED
        self.neighbours: dict[str, str] = {}

    @property
    def favour(self) -> bool:
        return bool(self.pro.places or self.strong or self.weak)


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
        weighing = _Weighing(candidate, self._scene.around(candidate.first), self._base(candidate))
        if candidate.blocked:
            return weighing
        self._hear(weighing)
        against = AGAINST_PHRASE if " " in candidate.form.folded else AGAINST
        weighing.alone = (weighing.base + FOR * weighing.pro.total(MOST_FOR) + STRONG * weighing.strong
                          + WEAK * weighing.weak + against * weighing.con.total(MOST_AGAINST)
                          + self._defined(candidate) + self._foreign_page(weighing))
        return weighing

    def _hear(self, weighing: _Weighing) -> None:
        """Sort the cues around: a word inside the candidate is no cue, one in its noun phrase counts twice."""
        candidate, around = weighing.candidate, weighing.around
        pro, con = weighing.pro.places, weighing.con.places
        term, first, last = candidate.form.term, candidate.first, candidate.last
        term_id = term.id
        for start, end, cue in around.special:
            role = cue.roles.get(term_id)
            if role is not None and (end <= first or start >= last):
                (pro if role else con).setdefault(cue.key, start)
        for start, _, cue in around.foreign:
            if term_id not in cue.roles:
                con.setdefault(cue.key, start)
        if pro or con:
            self._hear_near(weighing, term_id, first, last)
        if not _FIGURE_SIGNS.isdisjoint(term.detect.for_) and self._has_figure(candidate):
            pro["%"] = _SAID_A_FIGURE
        weighing.strong = _distinct(around.strong, candidate, con, MOST_STRONG)
        weighing.weak = _distinct(around.weak, candidate, con, MOST_WEAK)

    def _hear_near(self, weighing: _Weighing, term: str, first: int, last: int) -> None:
        """Note which of the cues stand in the noun phrase of the candidate."""
        for lane in (self._scene.special, self._scene.foreign):
            for start, end, cue in lane.between(first - REACH_BYTES, last + 2 * REACH_BYTES):
                heard = weighing.pro if cue.roles.get(term) else weighing.con
                if (cue.key in heard.places and (cue.trade or term in cue.roles)
                        and (end <= first or start + 1 >= last)
                        and self._is_complement(first, last, start + 1, end)):
                    heard.near.add(cue.key)
                    heard.places[cue.key] = start

    def _has_figure(self, candidate: Candidate) -> bool:
        """Whether a rate or an amount stands close by (« roi x3 », « ROI de 150 % »)."""
        text = self._scene.folded.text
        return bool(_FIGURE.search(text[candidate.end : candidate.end + _FIGURE_REACH])
                    or _FIGURE.search(text[max(0, candidate.start - _FIGURE_REACH) : candidate.start]))

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
        if right - left > REACH_BYTES:
            return False
        folded = self._scene.folded
        if end <= first and folded.data[end - 1] != SPACE:
            left = folded.data.find(b" ", end, first + 1)  # past the ending of a stem
        between = folded.data[left:right].decode("latin-1").split()
        if len(between) > REACH or any(word not in _BETWEEN for word in between):
            return False
        raw = folded.text[int(folded.positions[max(left - 1, 0)]) : int(folded.positions[right])]
        return not _SENTENCE_PAUSE.search(raw)

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
        candidate.undecided = (score < 0 and weighing.base < 0 and not candidate.blocked and not weighing.con.places
                               and not weighing.favour and not defined)

    def _neighbours(self, weighing: _Weighing) -> dict[str, str]:
        """Other terms of the glossary that stand by themselves in scope, name by id."""
        around, own = weighing.around, weighing.candidate.form.term.id
        if around.witnesses is None:
            low, high = bisect_left(self._places, around.start), bisect_left(self._places, around.end)
            terms = (witness.candidate.form.term for witness in self._witnesses[low:high])
            around.witnesses = {term.id: term.name for term in terms}
        if own not in around.witnesses:
            return around.witnesses
        return {term: name for term, name in around.witnesses.items() if term != own}

    def _foreign_page(self, weighing: _Weighing) -> float:
        """What the words of another trade elsewhere on the page take away."""
        foreign = self._foreign_words
        con = weighing.con.places
        if con and foreign >= FOREIGN_ON_PAGE:
            foreign = max(len(words.difference(con)) for words in self._page.trades.values())
        return -min(FAR * foreign, MOST_FAR_FOREIGN) if foreign >= FOREIGN_ON_PAGE else 0.0

    def _far(self, weighing: _Weighing) -> float:
        """What the terms and the field words elsewhere on the page add."""
        page = self._page
        elsewhere = len(page.terms) - (weighing.candidate.form.term.id in page.terms) - len(weighing.neighbours)
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


def _distinct(places: Iterable[Place], candidate: Candidate, against: Mapping[str, int], most: int) -> int:
    """Distinct field words, up to `most`; those inside the candidate and those that speak against it left out."""
    heard: set[str] = set()
    for start, _, cue in places:
        if cue.key not in against and not candidate.first <= start + 1 < candidate.last:
            heard.add(cue.key)
            if len(heard) == most:
                break
    return len(heard)


def _is_capital_acronym(candidate: Candidate, folded: Folded) -> bool:
    return candidate.form.acronym and folded.text[candidate.start : candidate.start + 2].isupper()


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
    if candidate.score < 0 and weighing.con.places:
        return "écarté : près de " + _and(_words_at(weighing.con, folded))
    if weighing.neighbours or weighing.pro.places:
        return "près de " + _and(chain(weighing.neighbours.values(), _words_at(weighing.pro, folded)))
    return "dans un propos de vente" if weighing.strong or weighing.weak else ""


def _words_at(heard: _Heard, folded: Folded) -> Iterator[str]:
    """The words heard, as the text writes them, those of the noun phrase first."""
    for key in chain(heard.near, (key for key in heard.places if key not in heard.near)):
        start = heard.places[key]
        yield "chiffres" if start == _SAID_A_FIGURE else _word_at(start, folded)


def _word_at(start: int, folded: Folded) -> str:
    first, last = folded.span(start + 1, folded.data.index(b" ", start + 1))
    return folded.text[first:last]


def _and(labels: Iterator[str]) -> str:
    words: dict[str, str] = {}
    for label in labels:
        words.setdefault(label.casefold(), label)
        if len(words) == _MOST_REASONS:
            break
    first, *others = words.values()
    return first + "".join(f", de {word}" for word in others[:-1]) + (f" et de {others[-1]}" if others else "")


def confidence(score: float) -> float:
    """0 to 1; 0.5 at score 0."""
    return 1 / (1 + math.exp(-max(-20.0, min(20.0, score))))
