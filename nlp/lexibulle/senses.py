"""Is this *SQL* the lead or the language? Evidence for and against, added up, with the reason kept.

The score of a candidate starts from how much its form says by itself (its `context`), then counts distinct
cue words around it: full weight within two sentences, twice in one noun phrase (« démo du groupe punk »),
little on the rest of the page. At zero or above it is a hit; `confidence` is the logistic of the score.
Weights follow a prototype measured on held-out sentences and pages, see tests/bench/QUALITY.md.
"""

import math
import re
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain, pairwise
from typing import Final

import numpy as np

from lexibulle.cues import Cue, CueIndex, Place
from lexibulle.folding import KIND_BLANK, KIND_LOWER, KIND_NEWLINE, KIND_STOP, SPACE, Folded
from lexibulle.forms import SMALL_WORDS
from lexibulle.glossary import Context, Term
from lexibulle.matching import Candidate, Rule

BASE: Final[Mapping[Context, float]] = {
    "free": 3.0, "usual": 1.0, "hint": -0.4, "needed": -0.5, "proof": -2.0}
FOR: Final = 1.25
STRONG: Final = 1.0
WEAK: Final = 0.5
AGAINST: Final = -2.0
AGAINST_PHRASE: Final = -1.5  # a phrase of two words is less often another thing
NEIGHBOUR: Final = 1.5
AMBIGUOUS_NEIGHBOUR: Final = 0.5  # a neighbour that itself has nothing but its letters
MOST_AMBIGUOUS: Final = 2
FAR_NEIGHBOUR: Final = 0.5
OWN_DEFINITION: Final = 5.0
UNSUPPORTED: Final = -1.5  # a borrowed word in a long text, or in English, without one sign of the trade
FAR: Final = 0.3  # each word that stands elsewhere on the page
MOST_FAR: Final = 1.5
MOST_FAR_STRONG: Final = 1.0
MOST_FAR_FOREIGN: Final = 4.0
FOREIGN_ON_PAGE: Final = 3  # distinct words of other trades
MOST_FOR = MOST_STRONG = MOST_WEAK = 2
MOST_AGAINST = MOST_NEIGHBOURS = 3
NEAR: Final = 2.0  # weight of a cue in the same noun phrase
LONG_TEXT: Final = 40  # words; a long text without any sign of the trade must show one
FIELD_ON_PAGE: Final = 3  # distinct strong words that make a page one of the trade
SCOPE: Final = 2  # sentences on each side
MOST_PHRASE: Final = 100  # folded letters of a never-phrase before the form it holds
MOST_SENTENCE: Final = 400  # folded letters
REACH: Final = 4  # words crossed to find the complement of a noun
REACH_BYTES: Final = 26
TYPO_PENALTY: Final = -0.5
SHORT_TYPO_PENALTY: Final = -1.5
BLOCKED: Final = -9.0

_SENTENCE_PAUSE = re.compile(r"[.!?…;:,()\n|/]")
_PHRASE_BREAK = re.compile(r"(?:[^\W\d_]{2}|[\s)])[.!?…](?:\s|\Z)|[;:,|()]|\n\s*\n|\n\s*[-•*]")
_FIGURE = re.compile(r"\d\s?(?:%|€|k€)|(?:^|\W)[x×]\s?\d")
_FIGURE_REACH = 40
# « le prospect, un notaire », « un client de la clinique »: the trade of a customer is not the text's.
_CUSTOMER = re.compile(
    rb" (?:prospects?|clients?|leads?|comptes?|cibles?|acheteurs?|chez|vend\w{1,5}|secteurs?|marches?|demos?|rdv)"
    rb"(?: (?:de|du|des|d|la|le|les|l|chez|au|aux|a|un|une|nos|nouveau|nouvelle|grand|petit))* $")
_CUSTOMER_REACH = 40


def _words(text: str) -> frozenset[bytes]:
    return frozenset(text.encode().split())


_SUBJECTS: Final = _words("je j tu il elle on ils elles")
_CLITICS: Final = _words("me m te t se s ne n y lui")
_OBJECTS: Final = _words("le la l les leur nous vous en")
_BEFORE_VERBS: Final = _SUBJECTS | _CLITICS | _OBJECTS
_MOST_CLITICS: Final = 4  # « je vous les relance »
_BEFORE_CLITICS: Final = _words("qui ne n se")
_BEFORE_FEMININES: Final = _words(
    "la une cette ma ta sa notre votre leur les des mes tes ses nos vos leurs ces aux de d chaque plusieurs quelques "
    "deux trois quatre cinq six dix premiere derniere nouvelle nouvelles jeune jeunes autre autres")
_ENGLISH: Final = _words(
    "the is are was were of and to with for this that there our your their we it at by from has have not be "
    "been will would can an")
_BETWEEN: Final = _words(" ".join(SMALL_WORDS)) | _words(
    "nos notre votre vos leur leurs son sa ses mon ma mes ton ta tes ce cet cette ces d l nouveau nouvelle "
    "nouveaux nouvelles premier premiere petit petite grand grande gros bon bonne meilleur meilleure tout "
    "toute tous toutes")


@dataclass(slots=True)
class Page:
    """What is known of the whole page, earlier parts included. Distinct cue keys and term ids, no text."""

    strong: set[str] = field(default_factory=set)
    trades: dict[str, set[str]] = field(default_factory=dict)
    terms: set[str] = field(default_factory=set)
    definitions: dict[str, bool] = field(default_factory=dict)  # acronym's term: ours or not

    def learn(self, scene: "Scene") -> None:
        """Add the field words and the words of other trades of one text."""
        shared, cues = scene.index.shared, scene.index.cues
        for number in dict.fromkeys([number for number, _, _ in scene.cues if shared[number]]):
            cue = cues[number]
            if cue.strong:
                self.strong.add(cue.key)
            if cue.trade:
                self.trades.setdefault(cue.trade, set()).add(cue.key)


class Surroundings:
    """The cues of a sentence and its neighbours, shared by the candidates of the sentence."""

    __slots__ = ("_data", "anchors", "cues", "end", "foreign", "start", "strong", "weak", "witnesses")

    def __init__(self, start: int, end: int, scene: "Scene") -> None:
        self.start = start
        self.end = end
        self._data = scene.folded.data
        self.cues = scene.between(start, end)
        self.strong: list[Place] = []
        self.weak: list[Place] = []
        self.foreign: list[Place] = []
        self.witnesses: dict[str, Candidate] | None = None  # terms that stand alone here, by id
        self.anchors: frozenset[str] = frozenset()  # ids of those that are sure of their sense
        shared = scene.index.shared
        for place in [place for place in self.cues if shared[place[0]]]:
            self._sort(place, scene.index.cues[place[0]])

    def _sort(self, place: Place, cue: Cue) -> None:
        if cue.trade and not _CUSTOMER.search(self._data, max(0, place[1] + 1 - _CUSTOMER_REACH), place[1] + 1):
            self.foreign.append(place)
        if cue.strong:
            self.strong.append(place)
        elif cue.weak:
            self.weak.append(place)


class Scene:
    """The cues and sentences of one text."""

    def __init__(self, folded: Folded, index: CueIndex) -> None:
        self.folded = folded
        self.index = index
        self.cues = index.find(folded.data)
        self._ends = [end for _, _, end in self.cues]
        self._surroundings: dict[int, Surroundings] = {}
        self._english: dict[int, bool] = {}

    def between(self, start: int, end: int) -> list[Place]:
        """Cues that end in a folded span."""
        return self.cues[bisect_right(self._ends, start) : bisect_right(self._ends, end)]

    @cached_property
    def _sentences(self) -> list[int]:
        """Folded offsets where a sentence, line or paragraph begins, the first and the end included."""
        kinds = self.folded.kinds
        here, following = kinds[:-1], kinds[1:]
        stops = (here == KIND_STOP) & ((following == KIND_BLANK) | (following == KIND_NEWLINE))
        lines = (here == KIND_NEWLINE) & (following != KIND_LOWER)
        raw = (np.flatnonzero(stops | lines) + 1).astype(np.int32)
        begins = [0, *np.searchsorted(self.folded.positions, raw).tolist(), len(self.folded.data)]
        # An endless sentence is cut, so that what surrounds a candidate is bounded and the whole stays linear.
        return [cut for start, end in pairwise(begins) for cut in range(start, end, MOST_SENTENCE)] + begins[-1:]

    def sentence(self, offset: int) -> tuple[int, int]:
        """Folded span of the sentence at an offset."""
        here = bisect_right(self._sentences, offset) - 1
        return self._sentences[here], self._sentences[min(here + 1, len(self._sentences) - 1)]

    def in_english(self, offset: int) -> bool:
        """Whether the sentence at an offset is in English."""
        start, end = self.sentence(offset)
        if start not in self._english:
            words = self.folded.data[start : min(end, start + 2000)].split()
            self._english[start] = sum(word in _ENGLISH for word in words) >= 2
        return self._english[start]

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
    for rule in sorted(rules, key=_rule_start):
        by_term.setdefault(rule.never.term.id, []).append(rule)
    for candidate in candidates:
        if (own := by_term.get(candidate.form.term.id)) and (covering := _covering(candidate, own, folded)):
            candidate.blocked = covering.never.text
        if not candidate.blocked and (subject := _subject_before(candidate, folded)):
            candidate.blocked = f"verbe après « {subject.decode()} »"
        if not candidate.blocked and candidate.form.feminine and not _after_article(candidate, folded):
            candidate.blocked = "verbe, et non le nom"


def _rule_start(rule: Rule) -> int:
    return rule.first


def _covering(candidate: Candidate, rules: list[Rule], folded: Folded) -> Rule | None:
    """The never-phrase (of the sorted ones of its term) that a candidate lies in."""
    end = bisect_right(rules, candidate.first, key=_rule_start)
    start = bisect_left(rules, candidate.first - MOST_PHRASE, 0, end, key=_rule_start)
    for rule in rules[start:end]:
        if candidate.last <= rule.last and _one_phrase(folded, rule):
            return rule
    return None


def _one_phrase(folded: Folded, rule: Rule) -> bool:
    """No pause inside a never-phrase (« CAC : 40 € » is not « CAC 40 »); dots of an acronym are none."""
    start, end = folded.span(rule.first, rule.last)
    return not _PHRASE_BREAK.search(folded.text[start:end])


def _subject_before(candidate: Candidate, folded: Folded) -> bytes:
    """The subject pronoun that makes a verb of a one-word candidate, or nothing."""
    start, end = _word_before(folded, candidate.first)
    word = folded.data[start:end]
    if (word not in _BEFORE_VERBS or " " in candidate.form.folded or folded.text[candidate.start].isupper()
            or _pause(folded, start, end + 1)):
        return b""
    for _ in range(_MOST_CLITICS):
        if word in _SUBJECTS:
            return word
        start, end = _word_before(folded, start)
        earlier = folded.data[start:end]
        if _pause(folded, start, end + 1) or earlier not in _BEFORE_VERBS | _BEFORE_CLITICS:
            return b""
        if word in _CLITICS and earlier in _BEFORE_CLITICS:
            return earlier
        word = earlier
    return b""


def _after_article(candidate: Candidate, folded: Folded) -> bool:
    """Whether a form that may be a verb (« prospecte ») follows an article, a number or an adjective."""
    start, end = _word_before(folded, candidate.first)
    return folded.data[start:end] in _BEFORE_FEMININES


def _word_before(folded: Folded, offset: int) -> tuple[int, int]:
    """The folded word that ends just before an offset; an empty one where there is none, or a long one."""
    end = max(0, offset - 1)
    start = folded.data.rfind(b" ", max(0, end - REACH_BYTES), end) + 1
    return (start, end) if start else (end, end)


def _pause(folded: Folded, start: int, end: int) -> bool:
    """Whether the raw text of a folded span holds a sign that ends a phrase."""
    at = folded.at
    return _SENTENCE_PAUSE.search(folded.text, at[start], at[end]) is not None


_SAID_A_FIGURE: Final = -1
_MOST_REASONS: Final = 3


class Weighing:
    """What speaks about a candidate of one term; `alone` is its score before the neighbours are heard.

    `pro` and `con` are the distinct words heard on each side and where they stand; `near` are those of them
    that belong to its noun phrase. Nothing leads back to the candidate: a cycle would wait for the collector.
    """

    __slots__ = ("alone", "around", "base", "con", "defined", "near", "pro", "strong", "term", "weak")

    def __init__(self, term: Term, around: Surroundings, base: float) -> None:
        self.term = term
        self.around = around
        self.base = base
        self.pro: dict[str, int] = {}
        self.con: dict[str, int] = {}
        self.near: tuple[Collection[str], Collection[str]] = _NONE_NEAR
        self.strong = self.weak = 0
        self.defined = 0.0
        self.alone = BLOCKED

    @property
    def favour(self) -> bool:
        return bool(self.pro or self.strong or self.weak)

    @property
    def anchors(self) -> int:
        """How many other terms of the glossary are sure of their sense in scope."""
        return len(self.around.anchors) - (self.term.id in self.around.anchors)

    @property
    def neighbours(self) -> int:
        """How many other terms of the glossary stand by themselves in scope."""
        witnesses = self.around.witnesses or {}
        return len(witnesses) - (self.term.id in witnesses)


_NO_ROLES: Final[Mapping[int, bool]] = {}
_NONE_NEAR: Final[tuple[Collection[str], Collection[str]]] = ((), ())


class Judge:
    """Scores the candidates of one text: each alone first, then with those that stand alone as witnesses."""

    def __init__(self, scene: Scene, page: Page, candidates: Iterable[Candidate]) -> None:
        self._scene = scene
        self._page = page
        self._foreign = frozenset().union(*page.trades.values())
        self._long = len(scene.folded.spaces) - 1 >= LONG_TEXT
        self._weighed = [(candidate, self._weigh(candidate)) for candidate in sorted(candidates, key=_first)]
        self._witnesses = [c for c, weighing in self._weighed if weighing.alone >= 1.0 and c.match != "typo"]
        self._places = [witness.first for witness in self._witnesses]
        self._anchors = {id(c) for c, weighing in self._weighed if _is_anchor(c, weighing)}
        page.terms.update(witness.form.term.id for witness in self._witnesses if id(witness) in self._anchors)

    def settle(self) -> None:
        """Set score, evidence and `undecided` of every candidate."""
        for candidate, weighing in self._weighed:
            self._settle(candidate, weighing)

    def _weigh(self, candidate: Candidate) -> Weighing:
        weighing = Weighing(candidate.form.term, self._scene.around(candidate.first), self._base(candidate))
        if self._page.definitions:
            weighing.defined = self._defined(candidate)
        if candidate.blocked:
            return weighing
        self._hear(candidate, weighing)
        score = weighing.base
        if weighing.pro:
            score += FOR * _total(weighing.pro, weighing.near[0], MOST_FOR)
        score += STRONG * weighing.strong
        score += WEAK * weighing.weak
        if weighing.con:
            against = AGAINST_PHRASE if " " in candidate.form.folded else AGAINST
            score += against * _total(weighing.con, weighing.near[1], MOST_AGAINST)
        weighing.alone = score + weighing.defined + self._foreign_page(weighing)
        return weighing

    def _hear(self, candidate: Candidate, weighing: Weighing) -> None:
        """Sort the cues around: a word in the candidate is no cue, one in its noun phrase counts twice."""
        first, last, index = candidate.first, candidate.last, self._scene.index
        around, pro, con = weighing.around, weighing.pro, weighing.con
        keys, roles = index.keys, index.roles.get(weighing.term.id, _NO_ROLES)
        for number, start, end in around.cues:
            if number in roles and (end <= first or start >= last):
                (pro if roles[number] else con).setdefault(keys[number], start)
        for number, start, _ in around.foreign:
            if number not in roles and not first <= start + 1 < last:
                con.setdefault(keys[number], start)
        if pro or con:
            self._hear_near(weighing, roles, first, last)
        if weighing.term.id in index.figures and self._has_figure(candidate):
            pro["%"] = _SAID_A_FIGURE
        weighing.strong = _distinct(around.strong, keys, candidate, con, MOST_STRONG) if around.strong else 0
        weighing.weak = _distinct(around.weak, keys, candidate, con, MOST_WEAK) if around.weak else 0

    def _hear_near(self, weighing: Weighing, roles: Mapping[int, bool], first: int, last: int) -> None:
        """Note which of the cues stand in the noun phrase of the candidate."""
        index = self._scene.index
        cues, keys, shared = index.cues, index.keys, index.shared
        near: tuple[dict[str, None], dict[str, None]] = ({}, {})
        for number, start, end in self._scene.between(first - REACH_BYTES, last + 2 * REACH_BYTES):
            is_heard = number in roles or (shared[number] and cues[number].trade)
            if is_heard and (end <= first or start + 1 >= last):
                speaks_for, key = roles.get(number, False), keys[number]
                heard = weighing.pro if speaks_for else weighing.con
                if key in heard and self._is_complement(first, last, start + 1, end):
                    near[not speaks_for][key] = None
                    heard[key] = start
        weighing.near = near

    def _has_figure(self, candidate: Candidate) -> bool:
        """Whether a rate or an amount stands close by (« roi x3 », « ROI de 150 % »)."""
        text = self._scene.folded.text
        return bool(_FIGURE.search(text[candidate.end : candidate.end + _FIGURE_REACH])
                    or _FIGURE.search(text[max(0, candidate.start - _FIGURE_REACH) : candidate.start]))

    def _base(self, candidate: Candidate) -> float:
        form = candidate.form
        context = form.context
        if form.caps_context and self._all_capitals(candidate):
            context = form.caps_context
        if candidate.match != "typo":
            return BASE[context]
        return BASE[context] + (SHORT_TYPO_PENALTY if len(form.folded) <= 5 else TYPO_PENALTY)

    def _all_capitals(self, candidate: Candidate) -> bool:
        """Whether the sentence is in capitals too, so that case proves nothing."""
        text, at = self._scene.folded.text, self._scene.folded.at
        first, last = self._scene.sentence(candidate.first)
        start, end = max(at[first], candidate.start - 60), min(at[last - 1], candidate.end + 60)
        around = text[start : candidate.start] + text[candidate.end : end]
        return around.isupper() and sum(map(str.isalpha, around)) >= 8

    def _is_complement(self, first: int, last: int, start: int, end: int) -> bool:
        """Whether only small words, and no pause, stand between a candidate and a cue (`start:end`)."""
        left, right = (end, first) if end <= first else (last, start)
        if right - left > REACH_BYTES:
            return False
        folded = self._scene.folded
        if end <= first and folded.data[end - 1] != SPACE:
            left = folded.data.find(b" ", end, first + 1)  # past the ending of a stem
        between = folded.data[left:right].split()
        if len(between) > REACH or not _BETWEEN.issuperset(between):
            return False
        return not _pause(folded, max(left - 1, 0), right)

    def _defined(self, candidate: Candidate) -> float:
        """What the page's own definition of an acronym adds, for every place where it stands in capitals."""
        ours = self._page.definitions.get(candidate.form.term.id)
        if ours is None or not _is_capital_acronym(candidate, self._scene.folded):
            return 0.0
        return OWN_DEFINITION if ours else -OWN_DEFINITION

    def _settle(self, candidate: Candidate, weighing: Weighing) -> None:
        self._call_witnesses(weighing.around)
        anchors, neighbours = weighing.anchors, weighing.neighbours
        score = weighing.alone
        if candidate.form.context != "proof" or weighing.near[0] or "%" in weighing.pro:
            score += NEIGHBOUR * min(anchors, MOST_NEIGHBOURS)
            score += AMBIGUOUS_NEIGHBOUR * min(neighbours - anchors, MOST_AMBIGUOUS)
            score += self._far(weighing, anchors)
        else:
            score = min(score, BASE["proof"])  # a word of every day: only its own noun phrase or a figure prove it
        if weighing.defined < 0:
            score = min(score, weighing.defined)  # what the page says of an acronym is stronger than its neighbours
        if not anchors and self._must_show_evidence(candidate, weighing):
            score += UNSUPPORTED
        candidate.score = BLOCKED if candidate.blocked else score
        candidate.weighing = weighing
        candidate.undecided = (score < 0 and weighing.base < 0 and not candidate.blocked and not weighing.con
                               and not weighing.favour and not weighing.defined)

    def _call_witnesses(self, around: Surroundings) -> None:
        """Note the terms of the glossary that stand by themselves in scope."""
        if around.witnesses is None:
            low, high = bisect_left(self._places, around.start), bisect_left(self._places, around.end)
            witnesses = self._witnesses[low:high]
            around.witnesses = {witness.form.term.id: witness for witness in witnesses}
            around.anchors = frozenset(w.form.term.id for w in witnesses if id(w) in self._anchors)

    def _foreign_page(self, weighing: Weighing) -> float:
        """What the words of other trades elsewhere on the page take away, where they outnumber those of the field."""
        foreign = len(self._foreign) - sum(key in self._foreign for key in weighing.con)
        if foreign < FOREIGN_ON_PAGE or foreign <= len(self._page.strong):
            return 0.0
        return -min(FAR * foreign, MOST_FAR_FOREIGN)

    def _far(self, weighing: Weighing, neighbours: int) -> float:
        """What the terms and the field words elsewhere on the page add."""
        page = self._page
        elsewhere = len(page.terms) - (weighing.term.id in page.terms) - neighbours
        return (min(FAR_NEIGHBOUR * max(0, elsewhere), MOST_FAR)
                + min(FAR * max(0, len(page.strong) - weighing.strong), MOST_FAR_STRONG))

    def _must_show_evidence(self, candidate: Candidate, weighing: Weighing) -> bool:
        """A borrowed or English word in a long text, or in English prose, needs one sign of the trade."""
        form = candidate.form
        if form.context != "usual" or form.case == "upper" or weighing.favour:
            return False
        if self._long and len(self._page.strong) < FIELD_ON_PAGE and not self._page.terms - {form.term.id}:
            return True
        return self._scene.in_english(candidate.first)


def _is_anchor(candidate: Candidate, weighing: Weighing) -> bool:
    """Whether a candidate is sure of its sense without its neighbours: ambiguous words prove nothing to one another."""
    if weighing.alone < 1.0 or candidate.match == "typo":
        return False
    return candidate.form.context == "free" or bool(weighing.strong or weighing.pro or weighing.defined > 0)


def _first(candidate: Candidate) -> int:
    return candidate.first


def _total(heard: Collection[str], near: Collection[str], most: int) -> float:
    """The loudest `most` words: 1 each, NEAR in the noun phrase."""
    return min(len(heard), most) + (NEAR - 1) * min(len(near), most)


def _distinct(
    places: Iterable[Place], keys: Sequence[str], candidate: Candidate, against: Collection[str], most: int
) -> int:
    """Distinct field words, up to `most`, but for those in the candidate and those that speak against it."""
    heard: set[str] = set()
    for number, start, _ in places:
        if keys[number] not in against and not candidate.first <= start + 1 < candidate.last:
            heard.add(keys[number])
            if len(heard) == most:
                break
    return len(heard)


def _is_capital_acronym(candidate: Candidate, folded: Folded) -> bool:
    return candidate.form.acronym and folded.text[candidate.start : candidate.start + 2].isupper()


_QUOTING = re.compile(r"[\s>*_]+")
_VOWELS = "aeiouyàâäéèêëîïôöùûü"


def reason(candidate: Candidate, folded: Folded) -> str:
    """Why a candidate was taken or left out, in words for the reader."""
    surface = _QUOTING.sub(" ", folded.text[candidate.start : candidate.end])
    said = candidate.evidence
    if not said and candidate.weighing:
        said = _evidence(candidate, candidate.weighing, folded)
    if candidate.match == "typo" and not candidate.blocked:
        read = f"lu comme « {candidate.form.text} »"
        said = f"{read}, {said}" if said else read
    return f"{surface} : {said or _nothing_said(candidate)}"


def _nothing_said(candidate: Candidate) -> str:
    """What a form says by itself, where nothing around it speaks."""
    if candidate.score < 0:
        return "rien autour ne dit s’il s’agit de vente"
    name = candidate.form.term.name
    return {"exact": "terme courant du métier", "form": f"autre graphie de « {name} »"}.get(
        candidate.match, f"autre façon de dire « {name} »")


def _evidence(candidate: Candidate, weighing: Weighing, folded: Folded) -> str:
    """What a person is told, most telling first."""
    if candidate.blocked:
        return f"écarté : {candidate.blocked}"
    if weighing.defined:
        return "défini ainsi sur la page" if weighing.defined > 0 else "écarté : la page lui donne un autre sens"
    if candidate.score < 0:
        against = _words_at(weighing.con, weighing.near[1], folded)
        return "écarté : près " + _and(against) if weighing.con else ""
    return _support(candidate, weighing, folded)


def _support(candidate: Candidate, weighing: Weighing, folded: Folded) -> str:
    """What speaks for a sense that was taken."""
    if weighing.neighbours or weighing.pro:
        heard = _words_at(weighing.pro, weighing.near[0], folded)
        return "près " + _and(chain(_neighbours(weighing, folded), heard))
    if weighing.strong or weighing.weak:
        return "le passage semble parler de vente"
    return "d’après le reste de la page" if candidate.score > weighing.alone else ""


def _neighbours(weighing: Weighing, folded: Folded) -> Iterator[str]:
    """The other terms that stand by themselves in scope, as the text writes them, the sure ones first."""
    around, own = weighing.around, weighing.term.id
    others = [(term, witness) for term, witness in (around.witnesses or {}).items() if term != own]
    for _, witness in sorted(others, key=lambda other: other[0] not in around.anchors):
        yield _QUOTING.sub(" ", folded.text[witness.start : witness.end])


def _words_at(heard: Mapping[str, int], near: Collection[str], folded: Folded) -> Iterator[str]:
    """The words heard, as the text writes them, those of the noun phrase first."""
    for key in chain(near, (key for key in heard if key not in near)):
        yield "chiffres" if heard[key] == _SAID_A_FIGURE else _cue_at(heard[key], key, folded)


def _cue_at(start: int, key: str, folded: Folded) -> str:
    """A cue as the text writes it, to the end of its last word."""
    last_word = start + 1 + (key.rfind(" ") + 1)
    first, last = folded.span(start + 1, folded.data.index(b" ", last_word))
    return _QUOTING.sub(" ", folded.text[first:last])


def _and(labels: Iterator[str]) -> str:
    words: dict[str, str] = {}
    for label in labels:
        if not any(label.casefold() in known or known in label.casefold() for known in words):
            words[label.casefold()] = ("d’" if label[0].lower() in _VOWELS else "de ") + label
        if len(words) == _MOST_REASONS:
            break
    *others, last = words.values()
    return f"{', '.join(others)} et {last}" if others else last


def confidence(score: float) -> float:
    """0 to 1; 0.5 at score 0."""
    return 1 / (1 + math.exp(-max(-20.0, min(20.0, score))))
