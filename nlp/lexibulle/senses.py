"""Is this *SQL* the lead or the language? Evidence for and against, added up, with the reason kept.

The score of a candidate starts from how much its form says by itself (its `context`), then counts distinct cue
words around it: full weight within two sentences, twice in one noun phrase (« démo du groupe punk »), half against
it from another paragraph and, where another trade is heard in its own, half for it too (other terms: nothing),
little on the rest of the page, nothing where another sense is heard in its own sentence. At zero or above it is a
hit; `confidence` is the logistic of the score. What stands nearer to another mention of the term is left to that one
(see mentions.py). In a long text a word of every day needs more than one word that speaks for it, words of any office
prove nothing to those that need evidence, and words of several senses do not prove one another; what nothing around it
decides keeps the sense it has elsewhere, or that of a page on which more terms have another sense than ours
(agreement.py).
"""

import math
from collections.abc import Collection, Sequence
from typing import Final

from lexibulle import weights
from lexibulle.agreement import keep_one_sense, leave_to_another_trade, silence_unproven
from lexibulle.complements import is_doubtful
from lexibulle.folding import Folded
from lexibulle.forms import SHORT_TYPO_LETTERS
from lexibulle.hearing import A_FIGURE, Heard, Weighing, Witness, hear
from lexibulle.matching import Candidate
from lexibulle.mentions import Mentions
from lexibulle.scene import Page, Scene, Span
from lexibulle.search import first_from

FOREIGN_ON_PAGE: Final = 3  # distinct words of other trades
FIELD_ON_PAGE: Final = 3  # distinct strong words that make a page one of the trade
LONG_TEXT: Final = 40  # words; a long text without any sign of the trade must show one


class Judge:
    """Scores the candidates of one text: each alone first, then with those that stand alone as witnesses."""

    def __init__(self, scene: Scene, page: Page, candidates: Sequence[Candidate]) -> None:
        """The candidates are in order of the text, and do not overlap."""
        self._scene = scene
        self._page = page
        self._trade_of = {word: trade for trade, words in page.trades.items() for word in words}
        self._is_foreign_page = len(self._trade_of) >= FOREIGN_ON_PAGE and len(self._trade_of) > len(page.strong)
        self._foreign_to = _foreign_to(page, scene) if self._is_foreign_page else {}
        self._long = len(scene.folded.spaces) - 1 >= LONG_TEXT
        self._mentions = Mentions(scene, page, candidates)
        self._weighed = [(candidate, self._heard_around(candidate)) for candidate in candidates]
        silence_unproven(self._weighed, lambda one: self._long or scene.in_english(one.first))
        self._witnesses: list[Witness] = []
        self._places: list[int] = []  # where they begin
        for candidate, weighing in self._weighed:
            if not candidate.blocked:
                weighing.alone = self._alone(candidate, weighing)
                if weighing.alone >= 1.0 and candidate.match != "typo":
                    self._admit(candidate, weighing)

    def _admit(self, candidate: Candidate, weighing: Weighing) -> None:
        """Make a witness of a candidate."""
        witness = Witness(candidate.term_id, candidate.start, candidate.end, _is_anchor(candidate, weighing))
        self._witnesses.append(witness)
        self._places.append(candidate.first)
        if witness.is_anchor:
            self._page.terms.add(witness.term)

    def settle(self) -> None:
        """Set score, evidence and `undecided` of every candidate."""
        for candidate, weighing in self._weighed:
            self._settle(candidate, weighing)
        keep_one_sense(self._weighed)
        if self._long and not self._page.strong:
            leave_to_another_trade(self._weighed)

    def _heard_around(self, candidate: Candidate) -> Weighing:
        scope = self._scene.around(candidate.first)
        if candidate.blocked:
            return Weighing(scope[0], scope[1], self._base(candidate))
        weighing = self._heard_in(scope, candidate)
        nearer = self._mentions.territory(candidate, scope) if weighing.con else scope
        return weighing if nearer == scope else self._heard_nearer(nearer, candidate, weighing)

    def _heard_in(self, scope: Span, candidate: Candidate) -> Weighing:
        weighing = Weighing(scope[0], scope[1], self._base(candidate))
        hear(self._scene, candidate, weighing)
        return weighing

    def _heard_nearer(self, nearer: Span, candidate: Candidate, weighing: Weighing) -> Weighing:
        """« la relance au pied du gardien, et ma relance du devis »: what stands nearer to another mention is left
        to it, where the rest speaks clearly on one side.
        """
        heard = self._heard_in(nearer, candidate)
        is_for = bool(heard.strong or heard.near[0] or not self._scene.index.common.issuperset(heard.pro))
        is_clear = not heard.con if is_for else bool(heard.near[1])
        return heard if is_clear else weighing

    def _alone(self, candidate: Candidate, weighing: Weighing) -> float:
        """The score before the neighbours are heard."""
        score = weighing.base + weights.STRONG * len(weighing.strong)
        score += weights.STRANGE * min(len(weighing.strange), weights.MOST_AGAINST)
        if weighing.con:
            against = weights.AGAINST_PHRASE if " " in candidate.form.folded else weights.AGAINST
            home = self._scene.paragraph(candidate.first)
            score += against * _loudness(weighing.con, weighing.near[1], weights.MOST_AGAINST, home)
        outweighed = self._is_outweighed(weighing)
        if not outweighed and not (self._long and weighing.base < 0):
            score += weights.WEAK * len(weighing.weak)
        if weighing.pro:
            score += (weights.WEAK if outweighed else weights.FOR) * _loudness(
                weighing.pro, weighing.near[0], weights.MOST_FOR, weighing.home)
        if self._page.definitions:
            weighing.defined = self._defined(candidate)
        score += weighing.defined
        return score + self._foreign_page(candidate.term_id, weighing) if self._is_foreign_page else score

    def _is_outweighed(self, weighing: Weighing) -> bool:
        """Whether another sense is heard, and for ours only words of any office (« client », « commande »).

        From another paragraph it outweighs no word of one's own.
        """
        if not weighing.con or weighing.strong or weighing.near[0] or (weighing.pro and not weighing.home):
            return False
        return self._scene.index.common.issuperset(weighing.pro)

    def _base(self, candidate: Candidate) -> float:
        form = candidate.form
        context = form.context
        if form.caps_context and self._all_capitals(candidate):
            context = form.caps_context
        base = weights.NEEDED_IN_LONG if context == "needed" and self._long else weights.BASE[context]
        if candidate.match != "typo":
            return base
        short = len(form.folded) <= SHORT_TYPO_LETTERS
        return base + (weights.SHORT_TYPO_PENALTY if short else weights.TYPO_PENALTY)

    def _all_capitals(self, candidate: Candidate) -> bool:
        """Whether the sentence is in capitals too, so that case proves nothing."""
        text, at = self._scene.folded.text, self._scene.folded.at
        first, last = self._scene.sentence(candidate.first)
        start, end = max(at[first], candidate.start - 60), min(at[last - 1], candidate.end + 60)
        around = text[start : candidate.start] + text[candidate.end : end]
        return around.isupper() and sum(map(str.isalpha, around)) >= 8

    def _defined(self, candidate: Candidate) -> float:
        """What the page's own definition of an acronym adds, for every place where it stands in capitals."""
        ours = self._page.definitions.get(candidate.term_id)
        if ours is None or not _is_capital_acronym(candidate, self._scene.folded):
            return 0.0
        return weights.OWN_DEFINITION if ours else -weights.OWN_DEFINITION

    def _settle(self, candidate: Candidate, weighing: Weighing) -> None:
        self._call_witnesses(weighing, candidate.term_id)
        anchors = weighing.anchors
        score = weighing.alone + weights.DOUBT
        if candidate.form.context != "proof" or weighing.near[0] or "%" in weighing.pro:
            score += weights.NEIGHBOUR * min(self._anchors_heard(weighing), weights.MOST_NEIGHBOURS)
            score += weights.AMBIGUOUS_NEIGHBOUR * min(len(weighing.neighbours) - anchors, weights.MOST_AMBIGUOUS)
            if not self._is_contradicted(candidate, weighing):
                score += self._far(candidate, weighing)
        else:  # a word of every day: only its own noun phrase or a figure prove it
            score = min(score, weights.BASE["proof"])
        if weighing.defined < 0 and _holds_against_definition(weighing):
            score -= weighing.defined
            weighing.defined = 0.0
        elif weighing.defined < 0:
            score = min(score, weighing.defined)  # what the page says of an acronym is stronger than its neighbours
        if not anchors and self._must_show_evidence(candidate, weighing):
            score += weights.UNSUPPORTED
        if candidate.form.term.detect.doubt == "thing" and self._is_of_another_thing(candidate, weighing):
            score = min(score, weights.BASE["usual"] + weights.UNSUPPORTED)
        candidate.score = weights.BLOCKED if candidate.blocked else score
        candidate.weighing = weighing
        candidate.undecided = (score < 0 and weighing.base < 0 and not candidate.blocked and not weighing.con
                               and not weighing.defined)

    def _call_witnesses(self, weighing: Weighing, term: str) -> None:
        """Note the other terms of the glossary that stand by themselves in scope, an anchor rather than another."""
        low = first_from(self._places, weighing.start)
        high = first_from(self._places, weighing.end, low)
        if low == high:
            return
        neighbours: dict[str, Witness] = {}
        for number in range(low, high):
            witness = self._witnesses[number]
            known = neighbours.get(witness.term)
            if witness.term != term and (known is None or witness.is_anchor or not known.is_anchor):
                neighbours[witness.term] = witness
        weighing.neighbours = neighbours
        weighing.anchors = sum(one.is_anchor for one in neighbours.values())

    def _anchors_heard(self, weighing: Weighing) -> int:
        """How many anchors count: where another trade is heard in one's own paragraph, only those that stand there."""
        if not weighing.home or not weighing.anchors:
            return weighing.anchors
        start, end = (self._scene.folded.at[min(at, len(self._scene.folded.at) - 1)] for at in weighing.home)
        return sum(one.is_anchor and start <= one.start < end for one in weighing.neighbours.values())

    def _foreign_page(self, term: str, weighing: Weighing) -> float:
        """What the words of other trades elsewhere on the page take away, where they outnumber those of the field.

        Those of trades in which the term means nothing else count half.
        """
        rivals = self._scene.index.rivals.get(term)
        words = len(self._trade_of) if rivals is None else self._foreign_to.get(term, 0)
        foreign = words + (len(self._trade_of) - words - len(weighing.strange)) / 2
        for word in weighing.con:
            trade = self._trade_of.get(word)
            foreign -= trade is not None and (rivals is None or trade in rivals)
        if foreign < FOREIGN_ON_PAGE or foreign <= len(self._page.strong):
            return 0.0
        return -min(weights.FAR * foreign, weights.MOST_FAR_FOREIGN)

    def _far(self, candidate: Candidate, weighing: Weighing) -> float:
        """What the terms and the field words elsewhere on the page add."""
        terms = self._page.terms
        elsewhere = len(terms) - (candidate.term_id in terms) - weighing.anchors
        strong = len(self._page.strong) - len(weighing.strong) - self._mentions.strong_words(candidate.form.folded)
        return ((min(weights.FAR_NEIGHBOUR * elsewhere, weights.MOST_FAR) if elsewhere > 0 else 0.0)
                + (min(weights.FAR * strong, weights.MOST_FAR_STRONG) if strong > 0 else 0.0))

    def _must_show_evidence(self, candidate: Candidate, weighing: Weighing) -> bool:
        """A borrowed word in a long text, in English prose or said of something else needs one sign of the trade."""
        form = candidate.form
        if form.context != "usual" or weighing.favour:
            return False
        if form.case == "upper" or _is_capital_acronym(candidate, self._scene.folded):
            return False
        if self._long and len(self._page.strong) < FIELD_ON_PAGE and not self._page.terms - {candidate.term_id}:
            return True
        return self._scene.in_english(candidate.first) or is_doubtful(candidate, self._scene.folded)

    def _is_contradicted(self, candidate: Candidate, weighing: Weighing) -> bool:
        """Whether another sense is heard in its own sentence: the rest of the page does not outweigh that."""
        if not weighing.con:
            return False
        first, last = self._scene.sentence(candidate.first)
        return any(first <= one.begin < last for one in weighing.con.values())

    def _is_of_another_thing(self, candidate: Candidate, weighing: Weighing) -> bool:
        """« le pitch de sa voix »: the rest of a page about sales does not outweigh it, its own sentence does."""
        if not is_doubtful(candidate, self._scene.folded):
            return False
        first, last = self._scene.sentence(candidate.first)
        start, end = self._scene.folded.at[first], self._scene.folded.at[last - 1]
        return not (any(first <= one.begin < last for one in weighing.pro.values())
                    or any(start <= one.start < end for one in weighing.neighbours.values()))


def _foreign_to(page: Page, scene: Scene) -> dict[str, int]:
    """By term, how many words on the page are of the trades in which it means something else."""
    found: dict[str, int] = {}
    for trade, words in page.trades.items():
        for term in scene.index.rivalled[trade]:
            found[term] = found.get(term, 0) + len(words)
    return found


def _is_anchor(candidate: Candidate, weighing: Weighing) -> bool:
    """Whether a witness is sure of its sense without its neighbours: ambiguous words prove nothing to one another."""
    return candidate.form.context == "free" or bool(weighing.strong or weighing.pro or weighing.defined > 0)


def _holds_against_definition(weighing: Weighing) -> bool:
    """Whether a page that explains an acronym in another sense means ours here all the same."""
    evidence = weighing.alone - weighing.defined - weighing.base
    return evidence >= weights.FIRM and weighing.anchors >= weights.FIRM_NEIGHBOURS


def _loudness(heard: Heard, near: Collection[str], most: int, home: tuple[int, int] | None) -> float:
    """The loudest `most` words: 1 each, a half outside of `home` if there is one, weights.NEAR in the noun phrase."""
    elsewhere = sum(not home[0] <= one.begin < home[1] for one in heard.values() if one is not A_FIGURE) if home else 0
    return min(len(heard) - elsewhere / 2, most) + (weights.NEAR - 1) * min(len(near), most)


def _is_capital_acronym(candidate: Candidate, folded: Folded) -> bool:
    return candidate.form.acronym and folded.text[candidate.start : candidate.start + 2].isupper()


def confidence_of(score: float) -> float:
    """0 to 1; 0.5 at score 0."""
    return 1 / (1 + math.exp(-max(-20.0, min(20.0, score))))
