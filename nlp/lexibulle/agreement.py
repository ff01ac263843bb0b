"""What the candidates of one text say of one another: which of them prove something, and which follow the others."""

from collections import Counter
from collections.abc import Callable, Sequence
from typing import Final

from lexibulle.cues import Occurrence
from lexibulle.hearing import Weighing
from lexibulle.matching import Candidate
from lexibulle.weights import BASE, DOUBT, UNSUPPORTED

MANY: Final = 2  # words of other senses, around a word that then proves nothing
OTHER_SENSE: Final = 2  # times that a word stands in another sense, more often than in ours

Weighed = Sequence[tuple[Candidate, Weighing]]
Owner = Callable[[Occurrence], int | None]  # number of the candidate that a cue is part of


def silence_unproven(weighed: Weighed, owner: Owner, must_be_proven: Callable[[Candidate], bool]) -> None:
    """Words of several senses do not prove one another: one in another sense is no cue for the others.

    One that `must_be_proven` is none without other evidence, nor with words of other senses around it.
    """

    def is_proven(number: int) -> bool:
        candidate, weighing = weighed[number]
        if candidate.form.context == "free":
            return True
        if not must_be_proven(candidate):
            return not weighing.con or bool(weighing.strong) or _has_other_words(weighing, owner)
        return len(weighing.con) < MANY and (
            bool(weighing.strong or weighing.weak) or _has_other_words(weighing, owner))

    for _, weighing in weighed:
        for key, one in list(weighing.pro.items()):
            if (number := owner(one)) is not None and not is_proven(number):
                del weighing.pro[key]
                weighing.near[0].pop(key, None)


def keep_one_sense(weighed: Weighed) -> None:
    """A word keeps its sense through a text (Gale, Church, Yarowsky 1992): one that nothing decides follows."""
    votes: Counter[str] = Counter()
    followers: list[tuple[Candidate, Weighing]] = []
    for candidate, weighing in weighed:
        decided = weighing.favour or weighing.anchors or weighing.defined
        if candidate.score < 0:
            votes[candidate.form.term.id] -= bool(weighing.con)
        elif decided:
            votes[candidate.form.term.id] += 1
        if not decided and not candidate.blocked and candidate.form.context != "free":
            followers.append((candidate, weighing))
    for candidate, weighing in followers:
        vote = votes[candidate.form.term.id]
        if candidate.score >= 0 and vote <= -OTHER_SENSE:
            candidate.score = UNSUPPORTED
            candidate.evidence = "écarté : ailleurs sur la page, le mot a un autre sens"
        elif candidate.score < 0 < vote and weighing.alone >= BASE["usual"] and not weighing.con:
            candidate.score = weighing.alone + DOUBT
            candidate.evidence = "même sens qu’ailleurs sur la page"


def leave_to_another_trade(weighed: Weighed, owner: Owner) -> None:
    """Where more terms have another sense than ours, a word that only such words speak for has one too."""
    others = {one.form.term.id for one, weighing in weighed if one.means_another or (one.score < 0 and weighing.con)}
    ours = {one.form.term.id for one, weighing in weighed if one.score >= 0 and _is_shown(one, weighing, owner)}
    if len(others - ours) <= len(ours):
        return
    for candidate, weighing in weighed:
        if candidate.score >= 0 and not _is_shown(candidate, weighing, owner):
            candidate.score = UNSUPPORTED
            candidate.evidence = "écarté : la page parle d’autre chose"


def _is_shown(candidate: Candidate, weighing: Weighing, owner: Owner) -> bool:
    """Whether its form, or a word that is no candidate itself, speaks for a candidate."""
    return (candidate.form.context == "free" or weighing.defined > 0
            or bool(weighing.strong or weighing.near[0]) or _has_other_words(weighing, owner))


def _has_other_words(weighing: Weighing, owner: Owner) -> bool:
    """Whether a word that is part of no candidate speaks for the sense."""
    return None in map(owner, weighing.pro.values())
