"""Is this *SQL* the lead or the language? Evidence for and against, added up, with the reason kept.

The score of a candidate starts from how much its form says by itself (its `context`), then counts distinct
cue words around it: full weight within two sentences, twice in one noun phrase (« démo du groupe punk »),
little on the rest of the page. At zero or above it is a hit; `confidence` is the logistic of the score.
Weights follow a prototype measured on held-out sentences and pages, see tests/quality.
"""

import math
import re
from bisect import bisect_left
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Final

from lexibulle.complements import is_doubtful
from lexibulle.cues import Place
from lexibulle.folding import SPACE, Folded
from lexibulle.forms import SMALL_WORDS
from lexibulle.glossary import Context
from lexibulle.matching import Candidate
from lexibulle.scene import Cues, Page, Scene, pause, word_before, words

BASE: Final[Mapping[Context, float]] = {
    "free": 3.0, "usual": 1.0, "hint": -0.4, "needed": -0.5, "proof": -2.0}
FOR: Final = 1.25
STRONG: Final = 1.0
WEAK: Final = 0.5
AGAINST: Final = -2.0
AGAINST_PHRASE: Final = -1.5  # a phrase of two words is less often another thing
NEIGHBOUR: Final = 1.5
AMBIGUOUS_NEIGHBOUR: Final = 0.3  # a neighbour that itself has nothing but its letters
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
REACH: Final = 4  # words crossed to find the complement of a noun
REACH_BYTES: Final = 26
TYPO_PENALTY: Final = -0.5
SHORT_TYPO_PENALTY: Final = -1.5
BLOCKED: Final = -9.0
SAID_A_FIGURE: Final = -1  # where a rate or an amount was heard, in the place of an offset

_FIGURE = re.compile(r"\d\s?(?:%|€|k€)|(?:^|\W)[x×]\s?\d")
_FIGURE_REACH = 40
_BETWEEN: Final = words(" ".join(SMALL_WORDS)) | words(
    "nos notre votre vos leur leurs son sa ses mon ma mes ton ta tes ce cet cette ces d l nouveau nouvelle "
    "nouveaux nouvelles premier premiere petit petite grand grande gros bon bonne meilleur meilleure tout "
    "toute tous toutes")

Heard = dict[str, int]  # key of a cue, and where it stands
Near = tuple[dict[str, None], dict[str, None]]  # keys for, keys against

_NO_ROLES: Final[Mapping[int, bool]] = {}
_NONE_NEAR: Final[Near] = ({}, {})


class Weighing:
    """What speaks about a candidate; `alone` is its score before the neighbours are heard.

    `pro` and `con` are the distinct words heard on each side and where they stand; `near` are those of them
    that belong to its noun phrase; `neighbours` the raw spans of the other terms that stand by themselves in
    scope, by id, and `anchors` the ids of those that are sure of their sense. Nothing leads back to the
    candidate: a cycle would wait for the collector.
    """

    __slots__ = ("alone", "anchors", "base", "con", "defined", "end", "home", "near", "neighbours", "pro", "start",
                 "strong", "weak")

    def __init__(self, start: int, end: int, base: float) -> None:
        self.start = start
        self.end = end
        self.base = base
        self.pro: Heard = {}
        self.con: Heard = {}
        self.near: Near = _NONE_NEAR
        self.home: tuple[int, int] | None = None
        self.strong = self.weak = 0
        self.defined = 0.0
        self.alone = BLOCKED
        self.neighbours: dict[str, tuple[int, int]] = {}
        self.anchors: set[str] = set()

    @property
    def favour(self) -> bool:
        return bool(self.pro or self.strong or self.weak)


class Judge:
    """Scores the candidates of one text: each alone first, then with those that stand alone as witnesses."""

    def __init__(self, scene: Scene, page: Page, candidates: Iterable[Candidate]) -> None:
        self._scene = scene
        self._page = page
        self._foreign = frozenset().union(*page.trades.values())
        self._is_foreign_page = len(self._foreign) >= FOREIGN_ON_PAGE and len(self._foreign) > len(page.strong)
        self._long = len(scene.folded.spaces) - 1 >= LONG_TEXT
        self._weighed = [(candidate, self._weigh(candidate)) for candidate in sorted(candidates, key=_first)]
        witnesses = [(c, weighing) for c, weighing in self._weighed if weighing.alone >= 1.0 and c.match != "typo"]
        self._places = [witness.first for witness, _ in witnesses]
        self._witnesses = [(witness.form.term.id, (witness.start, witness.end), _is_anchor(witness, weighing))
                           for witness, weighing in witnesses]
        page.terms.update([term for term, _, is_anchor in self._witnesses if is_anchor])

    def settle(self) -> None:
        """Set score, evidence and `undecided` of every candidate."""
        for candidate, weighing in self._weighed:
            self._settle(candidate, weighing)

    def _weigh(self, candidate: Candidate) -> Weighing:
        start, end = self._scene.around(candidate.first)
        weighing = Weighing(start, end, self._base(candidate))
        if self._page.definitions:
            weighing.defined = self._defined(candidate)
        if candidate.blocked:
            return weighing
        self._hear(candidate, weighing)
        score = weighing.base + STRONG * weighing.strong + WEAK * weighing.weak
        if weighing.con:
            against = AGAINST_PHRASE if " " in candidate.form.folded else AGAINST
            home = self._scene.paragraph(candidate.first)
            score += against * _loudness(weighing.con, weighing.near[1], MOST_AGAINST, home)
            if any(home[0] <= at < home[1] for at in weighing.con.values()):
                weighing.home = home
        if weighing.pro:
            score += FOR * _loudness(weighing.pro, weighing.near[0], MOST_FOR, weighing.home)
        weighing.alone = score + weighing.defined
        if self._is_foreign_page:
            weighing.alone += self._foreign_page(weighing)
        return weighing

    def _hear(self, candidate: Candidate, weighing: Weighing) -> None:
        """Sort the cues around: a word in the candidate is no cue, one in its noun phrase counts twice."""
        scene, term = self._scene, candidate.form.term.id
        keys, roles = scene.index.keys, scene.index.roles.get(term, _NO_ROLES)
        heard = self._hear_roles(candidate, weighing, roles) if roles else []
        heard += self._hear_trades(candidate, weighing, roles)
        left, right = candidate.first - REACH_BYTES, candidate.last + 2 * REACH_BYTES
        if close := [place for place in heard if left < place[2] <= right]:
            self._hear_near(weighing, close, roles, candidate.first, candidate.last)
        if term in scene.index.before:
            self._hear_word_before(candidate, weighing, scene.index.before[term])
        if term in scene.index.figures and self._has_figure(candidate):
            weighing.pro["%"] = SAID_A_FIGURE
        weighing.strong = _distinct(scene.strong, candidate, weighing, keys, MOST_STRONG)
        weighing.weak = _distinct(scene.weak, candidate, weighing, keys, MOST_WEAK)

    def _hear_roles(self, candidate: Candidate, weighing: Weighing, roles: Mapping[int, bool]) -> list[Place]:
        """Cues of the term itself; gives them back."""
        scene, pro, con = self._scene, weighing.pro, weighing.con
        keys, first, last = scene.index.keys, candidate.first, candidate.last
        heard = [place for place in scene.all.between(weighing.start, weighing.end) if place[0] in roles]
        for number, begin, stop in heard:
            if stop <= first or begin >= last:
                if roles[number]:
                    pro.setdefault(keys[number], begin)
                elif not scene.names_customer(begin + 1):
                    con.setdefault(keys[number], begin)
        return heard

    def _hear_trades(self, candidate: Candidate, weighing: Weighing, roles: Mapping[int, bool]) -> list[Place]:
        """Words of other trades, but for those that the term knows; gives them back."""
        scene, first, last = self._scene, candidate.first, candidate.last
        heard = [place for place in scene.trade.between(weighing.start, weighing.end)
                 if place[0] not in roles and not first <= place[1] + 1 < last]
        for number, begin, _ in heard:
            if not scene.names_customer(begin + 1):
                weighing.con.setdefault(scene.index.keys[number], begin)
        return heard

    def _hear_word_before(self, candidate: Candidate, weighing: Weighing, said: Mapping[bytes, bool]) -> None:
        """« notre prospect », « la ROI »: what the word just before the candidate says of it."""
        folded = self._scene.folded
        start, end = word_before(folded, candidate.first)
        word = folded.data[start:end]
        if word in said and not pause(folded, start, end + 1):
            (weighing.pro if said[word] else weighing.con).setdefault(word.decode("ascii"), start - 1)

    def _hear_near(
        self, weighing: Weighing, close: list[Place], roles: Mapping[int, bool], first: int, last: int
    ) -> None:
        """Note which of the cues close by stand in the noun phrase of the candidate."""
        keys = self._scene.index.keys
        near: Near = ({}, {})
        close.sort(key=_end)
        for number, begin, stop in close:
            speaks_for, key = roles.get(number, False), keys[number]
            heard = weighing.pro if speaks_for else weighing.con
            if (key in heard and (stop <= first or begin + 1 >= last)
                    and self._is_complement(first, last, begin + 1, stop)):
                near[not speaks_for][key] = None
                heard[key] = begin
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
        return not pause(folded, max(left - 1, 0), right)

    def _defined(self, candidate: Candidate) -> float:
        """What the page's own definition of an acronym adds, for every place where it stands in capitals."""
        ours = self._page.definitions.get(candidate.form.term.id)
        if ours is None or not _is_capital_acronym(candidate, self._scene.folded):
            return 0.0
        return OWN_DEFINITION if ours else -OWN_DEFINITION

    def _settle(self, candidate: Candidate, weighing: Weighing) -> None:
        self._call_witnesses(weighing, candidate.form.term.id)
        anchors = len(weighing.anchors)
        score = weighing.alone
        if candidate.form.context != "proof" or weighing.near[0] or "%" in weighing.pro:
            score += NEIGHBOUR * min(anchors - self._anchors_elsewhere(weighing) / 2, MOST_NEIGHBOURS)
            score += AMBIGUOUS_NEIGHBOUR * min(len(weighing.neighbours) - anchors, MOST_AMBIGUOUS)
            score += self._far(weighing, candidate.form.term.id)
        else:
            score = min(score, BASE["proof"])  # a word of every day: only its own noun phrase or a figure prove it
        if weighing.defined < 0:
            score = min(score, weighing.defined)  # what the page says of an acronym is stronger than its neighbours
        if not anchors and self._must_show_evidence(candidate, weighing):
            score += UNSUPPORTED
        if candidate.form.term.detect.doubt == "thing" and self._is_of_another_thing(candidate, weighing):
            score = min(score, BASE["usual"] + UNSUPPORTED)
        candidate.score = BLOCKED if candidate.blocked else score
        candidate.weighing = weighing
        candidate.undecided = (score < 0 and weighing.base < 0 and not candidate.blocked and not weighing.con
                               and not weighing.favour and not weighing.defined)

    def _call_witnesses(self, weighing: Weighing, term: str) -> None:
        """Note the other terms of the glossary that stand by themselves in scope."""
        low, high = bisect_left(self._places, weighing.start), bisect_left(self._places, weighing.end)
        for other, span, is_anchor in self._witnesses[low:high]:
            if other != term:
                weighing.neighbours[other] = span
                if is_anchor:
                    weighing.anchors.add(other)

    def _anchors_elsewhere(self, weighing: Weighing) -> int:
        if not weighing.home:
            return 0
        start, end = (self._scene.folded.at[min(at, len(self._scene.folded.at) - 1)] for at in weighing.home)
        return sum(not start <= weighing.neighbours[anchor][0] < end for anchor in weighing.anchors)

    def _foreign_page(self, weighing: Weighing) -> float:
        """What the words of other trades elsewhere on the page take away, where they outnumber those of the field."""
        foreign = len(self._foreign) - len(self._foreign.intersection(weighing.con))
        if foreign < FOREIGN_ON_PAGE or foreign <= len(self._page.strong):
            return 0.0
        return -min(FAR * foreign, MOST_FAR_FOREIGN)

    def _far(self, weighing: Weighing, term: str) -> float:
        """What the terms and the field words elsewhere on the page add."""
        terms = self._page.terms
        elsewhere = len(terms) - (term in terms) - len(weighing.anchors)
        strong = len(self._page.strong) - weighing.strong
        return ((min(FAR_NEIGHBOUR * elsewhere, MOST_FAR) if elsewhere > 0 else 0.0)
                + (min(FAR * strong, MOST_FAR_STRONG) if strong > 0 else 0.0))

    def _must_show_evidence(self, candidate: Candidate, weighing: Weighing) -> bool:
        """A borrowed word in a long text, in English prose or said of something else needs one sign of the trade."""
        form = candidate.form
        if form.context != "usual" or form.case == "upper" or weighing.favour:
            return False
        if self._long and len(self._page.strong) < FIELD_ON_PAGE and not self._page.terms - {form.term.id}:
            return True
        return self._scene.in_english(candidate.first) or is_doubtful(candidate, self._scene.folded)


    def _is_of_another_thing(self, candidate: Candidate, weighing: Weighing) -> bool:
        """« le pitch de sa voix »: the rest of a page about sales does not outweigh it, its own sentence does."""
        if not is_doubtful(candidate, self._scene.folded):
            return False
        first, last = self._scene.sentence(candidate.first)
        start, end = self._scene.folded.at[first], self._scene.folded.at[last - 1]
        return not (any(first <= at < last for at in weighing.pro.values())
                    or any(start <= at < end for at, _ in weighing.neighbours.values()))


def _is_anchor(candidate: Candidate, weighing: Weighing) -> bool:
    """Whether a witness is sure of its sense without its neighbours: ambiguous words prove nothing to one another."""
    return candidate.form.context == "free" or bool(weighing.strong or weighing.pro or weighing.defined > 0)


def _distinct(cues: Cues, candidate: Candidate, weighing: Weighing, keys: Sequence[str], most: int) -> int:
    """Distinct field words, up to `most` (two), but for those in the candidate and those that speak against it."""
    con, heard = weighing.con, ""
    for number, begin, _ in cues.between(weighing.start, weighing.end):
        key = keys[number]
        if key != heard and key not in con and not candidate.first <= begin + 1 < candidate.last:
            if heard:
                return most
            heard = key
    return 1 if heard else 0


def _first(candidate: Candidate) -> int:
    return candidate.first


def _end(place: Place) -> int:
    return place[2]


def _loudness(heard: Heard, near: Collection[str], most: int, home: tuple[int, int] | None) -> float:
    """The loudest `most` words: 1 each, a half outside of `home` if there is one, NEAR in the noun phrase."""
    elsewhere = sum(not home[0] <= at < home[1] for at in heard.values() if at != SAID_A_FIGURE) if home else 0
    return min(len(heard) - elsewhere / 2, most) + (NEAR - 1) * min(len(near), most)


def _is_capital_acronym(candidate: Candidate, folded: Folded) -> bool:
    return candidate.form.acronym and folded.text[candidate.start : candidate.start + 2].isupper()


def confidence_of(score: float) -> float:
    """0 to 1; 0.5 at score 0."""
    return 1 / (1 + math.exp(-max(-20.0, min(20.0, score))))
