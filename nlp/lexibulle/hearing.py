"""What is heard around a candidate: cues for its sense, words of other trades, field words, figures."""

import re
from collections.abc import Mapping
from typing import Final

from mypy_extensions import mypyc_attr

from lexibulle.cues import Cue, Label, Occurrence
from lexibulle.folding import Folded
from lexibulle.forms import SMALL_WORDS
from lexibulle.matching import Candidate
from lexibulle.scene import NOWHERE, Scene, Span, pause, word_before, words
from lexibulle.weights import BLOCKED

REACH: Final = 4  # words crossed to find the complement of a noun
REACH_BYTES: Final = 26
ANY_NUMBER: Final = "0"  # how a glossary writes « any number » among the words just before
_NO_CUE: Final = Cue("")  # of what is heard and is no cue
A_FIGURE: Final = Occurrence(_NO_CUE, NOWHERE, NOWHERE)  # a rate, an amount or a number

# « 12 % », « 3,5 », « x3 »: what each alternative begins with comes first, and is looked for quickly.
_FIGURE: Final = re.compile(r"[\dx×](?:(?<=\d)(?:\s?(?:%|k?€)|,\d)|(?<=[x×])(?<!\w.)\s?\d)")
_FIGURE_REACH: Final = 40
_MOST_OF_FIELD: Final = 2  # strong words, and weak ones
_BETWEEN: Final = words(" ".join(SMALL_WORDS)) | words(
    "nos notre votre vos leur leurs son sa ses mon ma mes ton ta tes ce cet cette ces d l nouveau nouvelle "
    "nouveaux nouvelles premier premiere petit petite grand grande gros bon bonne meilleur meilleure tout "
    "toute tous toutes pas non peu plus moins tres trop")
_NUMBERS: Final = words(
    "deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize vingt vingts trente "
    "quarante cinquante soixante cent cents mille two three four five six seven eight nine ten")
_COUNTED: Final = _NUMBERS | words(
    "premier premiere premiers premieres dernier derniere derniers dernieres nouveau nouveaux nouvelle nouvelles "
    "autres propres seul seule futur futurs")


@mypyc_attr(acyclic=True)
class Witness:
    """A candidate that is sure of its sense without its neighbours, as they see it: its term and raw span.

    An anchor is one for which more speaks than its letters. `label` is how it is named to a reader, once it was.
    """

    __slots__ = ("end", "is_anchor", "label", "start", "term")

    def __init__(self, term: str, start: int, end: int, is_anchor: bool) -> None:
        self.term = term
        self.start = start
        self.end = end
        self.is_anchor = is_anchor
        self.label: Label | None = None


Heard = dict[str, Occurrence]  # by key
NearKeys = tuple[dict[str, None], dict[str, None]]  # keys for, keys against

# What every weighing begins with, and nobody writes to.
_NONE_NEAR: Final[NearKeys] = ({}, {})
_NOTHING: Final[Heard] = {}
_SILENCE: Final[list[Occurrence]] = []
_NO_NEIGHBOURS: Final[dict[str, Witness]] = {}


@mypyc_attr(acyclic=True)
class Weighing:
    """What speaks about a candidate; `alone` is its score before the neighbours are heard.

    `pro` and `con` are the distinct words heard on each side, `strong` and `weak` the words of the field, two of each
    at most; `strange` those of trades in which it means nothing else; `near` are those of `pro` and `con` that belong
    to its noun phrase; `neighbours` the other terms that stand by themselves in scope, by id, of whom so many are
    `anchors`. `home` is its paragraph (folded span) if words of other trades stand in it. Nothing leads back to the
    candidate: a cycle would wait for the collector.
    """

    __slots__ = ("alone", "anchors", "base", "con", "defined", "end", "home", "near", "neighbours", "pro", "start",
                 "strange", "strong", "weak")

    def __init__(self, start: int, end: int, base: float) -> None:
        self.start = start
        self.end = end
        self.base = base
        self.pro: Heard = {}
        self.con: Heard = _NOTHING
        self.near: NearKeys = _NONE_NEAR
        self.home: Span | None = None
        self.strange: Heard = _NOTHING
        self.strong = _SILENCE
        self.weak = _SILENCE
        self.defined = 0.0
        self.alone = BLOCKED
        self.neighbours: dict[str, Witness] = _NO_NEIGHBOURS
        self.anchors = 0

    def speaks_against(self, key: str, one: Occurrence) -> None:
        """Note a word heard for another sense, where it stands first."""
        if not self.con:
            self.con = {}
        self.con.setdefault(key, one)

    @property
    def favour(self) -> bool:
        return bool(self.pro or self.strong or self.weak)


def hear(scene: Scene, candidate: Candidate, weighing: Weighing) -> None:
    """Sort the cues around: one in a mention of the form says nothing, one in its noun phrase counts twice."""
    term, index = candidate.term_id, scene.index
    bit = index.bits.get(term, 0)
    cues = scene.cues(bit, weighing.start, weighing.end)
    _hear_own(scene, candidate, weighing, cues.own, bit)
    close = [one for one in cues.own if _is_close(one, candidate)]
    if cues.foreign:
        _hear_foreign(scene, candidate, weighing, cues.foreign)
        close += [one for one in cues.foreign if _is_close(one, candidate)]
        if len(close) > 1:
            close.sort(key=_end)
    if close:
        _hear_near(scene, candidate, weighing, close, bit)
    _hear_others(scene, candidate, weighing)
    if term in index.before:
        _hear_word_before(scene, candidate, weighing, index.before[term])
    if term in index.figures and _has_figure(scene, candidate):
        weighing.pro["%"] = A_FIGURE
    if weighing.con:
        weighing.home = _home(scene, candidate, weighing.con)
    if cues.field:
        _hear_field(cues.field, candidate.form.folded, weighing)


def _home(scene: Scene, candidate: Candidate, con: Heard) -> Span | None:
    """The paragraph of a candidate if another sense is heard in it."""
    home = scene.paragraph(candidate.first)
    return home if any(home[0] <= one.begin < home[1] for one in con.values()) else None


def _hear_own(scene: Scene, candidate: Candidate, weighing: Weighing, cues: list[Occurrence], bit: int) -> None:
    """Cues of the term itself, whose `bit` is given."""
    pro = weighing.pro
    first, last, form = candidate.first, candidate.last, candidate.form.folded
    for one in cues:
        if (one.end <= first or one.begin >= last) and one.form != form:
            if one.cue.pro & bit:
                pro.setdefault(one.cue.key, one)
            elif not scene.names_customer(one.begin + 1, first):
                weighing.speaks_against(one.cue.key, one)


def _is_close(one: Occurrence, candidate: Candidate) -> bool:
    """Whether a cue stands just before or after a candidate."""
    begin, end = one.begin, one.end
    return (candidate.first - REACH_BYTES < end <= candidate.first
            or (candidate.last <= begin and end <= candidate.last + 2 * REACH_BYTES))


def _hear_foreign(scene: Scene, candidate: Candidate, weighing: Weighing, cues: list[Occurrence]) -> None:
    """Words of other trades, but for those inside the candidate."""
    first, last = candidate.first, candidate.last
    rivals = scene.index.rivals.get(candidate.term_id)
    strange: Heard = {}
    for one in cues:
        if not first <= one.begin + 1 < last and not scene.names_customer(one.begin + 1):
            if rivals is None or one.cue.trade in rivals:
                weighing.speaks_against(one.cue.key, one)
            else:
                strange.setdefault(one.cue.key, one)
    weighing.strange = strange


def _hear_others(scene: Scene, candidate: Candidate, weighing: Weighing) -> None:
    """« Le CAC 40 recule, le CAC perd 2 % »: what a term is close by it is here too; twice so in one sentence."""
    for first, last in scene.others(candidate.term_id, weighing.start, weighing.end):
        if first <= candidate.first < last:
            continue
        key = scene.folded.data[first:last]
        weighing.speaks_against(key, Occurrence(_NO_CUE, first - 1, last + 1))
        if scene.sentence(first) == scene.sentence(candidate.first):
            pro, con = weighing.near
            weighing.near = pro, {**con, key: None}


def _hear_word_before(scene: Scene, candidate: Candidate, weighing: Weighing, said: Mapping[str, bool]) -> None:
    """« notre prospect », « la ROI », « 58 leads », « nos trois ICP »: what the word just before says of the name."""
    folded = scene.folded
    start, end = word_before(folded, candidate.first)
    word = folded.data[start:end]
    if word in _COUNTED and not (word in _NUMBERS and ANY_NUMBER in said):
        start, end = word_before(folded, start)
        word = folded.data[start:end]
    is_number = word.isdigit() or word in _NUMBERS
    if is_number:
        word = ANY_NUMBER
    if word in said and not candidate.form.has_own_head and not pause(folded, start, end + 1):
        pro, con = weighing.near
        one = A_FIGURE if is_number else Occurrence(_NO_CUE, start - 1, end + 1)
        if said[word]:
            weighing.pro.setdefault(word, one)
            weighing.near = {**pro, word: None}, con
        else:
            weighing.speaks_against(word, one)
            weighing.near = pro, {**con, word: None}


def _hear_near(scene: Scene, candidate: Candidate, weighing: Weighing, close: list[Occurrence], bit: int) -> None:
    """Note which of the cues close by stand in the noun phrase of the candidate."""
    for one in close:
        speaks_for, key = one.cue.pro & bit != 0, one.cue.key
        heard = weighing.pro if speaks_for else weighing.con
        if key in heard and _is_complement(scene.folded, candidate.first, candidate.last, one.begin + 1, one.end):
            if not (weighing.near[0] or weighing.near[1]):
                weighing.near = {}, {}
            weighing.near[0 if speaks_for else 1][key] = None
            heard[key] = one


def _has_figure(scene: Scene, candidate: Candidate) -> bool:
    """Whether a rate or an amount stands close by (« roi x3 », « ROI de 150 % »)."""
    text = scene.folded.text
    return (_FIGURE.search(text[candidate.end : candidate.end + _FIGURE_REACH]) is not None
            or _FIGURE.search(text[max(0, candidate.start - _FIGURE_REACH) : candidate.start]) is not None)


def _is_complement(folded: Folded, first: int, last: int, start: int, end: int) -> bool:
    """Whether only small words, and no pause, stand between a candidate and a cue (`start:end`)."""
    left, right = (end, first) if end <= first else (last, start)
    if right - left > REACH_BYTES:
        return False
    if end <= first and folded.data[end - 1] != " ":
        left = folded.data.find(" ", end, first + 1)  # past the ending of a stem
    between = folded.data[left:right].split()
    if len(between) > REACH or not _BETWEEN.issuperset(between):
        return False
    return not pause(folded, max(left - 1, 0), right)


def _hear_field(cues: list[Occurrence], form: str, weighing: Weighing) -> None:
    """Distinct words of the field, but for those in mentions of the form and those that speak against it.

    Where another sense is heard in one's own paragraph, those of others say nothing.
    """
    con, home = weighing.con, weighing.home
    strong: list[Occurrence] = []
    weak: list[Occurrence] = []
    for one in cues:
        heard, key = strong if one.cue.strong else weak, one.cue.key
        if len(heard) == _MOST_OF_FIELD or (heard and heard[0].cue.key == key) or key in con or one.form == form:
            continue
        if not home or home[0] < one.end <= home[1]:
            heard.append(one)
    weighing.strong, weighing.weak = strong, weak


def _end(one: Occurrence) -> int:
    return one.end
