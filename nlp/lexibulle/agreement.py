"""What the candidates of one text say of one another: which of them prove something, and which follow the others."""

from collections.abc import Callable, Sequence
from typing import Final

from lexibulle.cues import NOBODY
from lexibulle.hearing import Weighing
from lexibulle.matching import Candidate
from lexibulle.weights import BASE, DOUBT, UNSUPPORTED

MANY: Final = 2  # words of other senses, around a word that then proves nothing
OTHER_SENSE: Final = 2  # times that a word stands in another sense, more often than in ours

Weighed = Sequence[tuple[Candidate, Weighing]]


def silence_unproven(weighed: Weighed, must_be_proven: Callable[[Candidate], bool]) -> None:
    """Words of several senses do not prove one another: one in another sense is no cue for the others.

    One that `must_be_proven` is none without other evidence, nor with words of other senses around it.
    """

    for _, weighing in weighed:
        unproven = [key for key, one in weighing.pro.items()
                    if one.mention != NOBODY and not _is_proven(weighed[one.mention], must_be_proven)]
        for key in unproven:
            del weighing.pro[key]
            weighing.near[0].pop(key, None)


def _is_proven(weighed: tuple[Candidate, Weighing], must_be_proven: Callable[[Candidate], bool]) -> bool:
    candidate, weighing = weighed
    if candidate.form.context == "free":
        return True
    if not must_be_proven(candidate):
        return not weighing.con or bool(weighing.strong) or _has_other_words(weighing)
    return len(weighing.con) < MANY and (bool(weighing.strong or weighing.weak) or _has_other_words(weighing))


def keep_one_sense(weighed: Weighed) -> None:
    """A word keeps its sense through a text (Gale, Church, Yarowsky 1992): one that nothing decides follows."""
    votes: dict[str, int] = {}
    followers: list[tuple[Candidate, Weighing]] = []
    for candidate, weighing in weighed:
        term = candidate.term_id
        decided = weighing.favour or weighing.anchors or weighing.defined
        if candidate.score < 0:
            votes[term] = votes.get(term, 0) - bool(weighing.con)
        elif decided:
            votes[term] = votes.get(term, 0) + 1
        if not decided and not candidate.blocked and candidate.form.context != "free":
            followers.append((candidate, weighing))
    for candidate, weighing in followers:
        vote = votes.get(candidate.term_id, 0)
        if candidate.score >= 0 and vote <= -OTHER_SENSE:
            candidate.score = UNSUPPORTED
            candidate.evidence = "écarté : ailleurs sur la page, le mot a un autre sens"
        elif candidate.score < 0 < vote and weighing.alone >= BASE["usual"] and not weighing.con:
            candidate.score = weighing.alone + DOUBT
            candidate.evidence = "même sens qu’ailleurs sur la page"


def leave_to_another_trade(weighed: Weighed) -> None:
    """Where more terms have another sense than ours, a word that only such words speak for has one too."""
    others = {one.term_id for one, weighing in weighed if one.means_another or (one.score < 0 and weighing.con)}
    ours = {one.term_id for one, weighing in weighed if one.score >= 0 and _is_shown(one, weighing)}
    if len(others - ours) <= len(ours):
        return
    for candidate, weighing in weighed:
        if candidate.score >= 0 and not _is_shown(candidate, weighing):
            candidate.score = UNSUPPORTED
            candidate.evidence = "écarté : la page parle d’autre chose"


def _is_shown(candidate: Candidate, weighing: Weighing) -> bool:
    """Whether its form, or a word that is no candidate itself, speaks for a candidate."""
    return (candidate.form.context == "free" or weighing.defined > 0
            or bool(weighing.strong or weighing.near[0]) or _has_other_words(weighing))


def _has_other_words(weighing: Weighing) -> bool:
    """Whether a word that is part of no candidate speaks for the sense."""
    return any(one.mention == NOBODY for one in weighing.pro.values())
