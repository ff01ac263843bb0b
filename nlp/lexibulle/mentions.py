"""Where each term is named, and what stands nearer to one mention of it than to another."""

from bisect import bisect_right
from collections.abc import Iterable

from lexibulle.matching import Candidate
from lexibulle.scene import Page, Scene, Span


class Mentions:
    """The folded spans of one text in which each term is named, in order of the text.

    Side by side, as in « ICP (Ideal Customer Profile) », it is named once.
    """

    def __init__(self, scene: Scene, page: Page, candidates: Iterable[Candidate]) -> None:
        """The candidates are sorted, and do not overlap. The cues that begin in one are told so."""
        self._scene = scene
        self._strong = page.strong
        self._strong_in: dict[str, set[str]] = {}
        self._of: dict[str, list[Span]] = {}
        here = 0
        for number, candidate in enumerate(candidates):
            here = self._mark(number, candidate, here)
            mentions, first = self._of.setdefault(candidate.term_id, []), candidate.first
            if mentions and first == mentions[-1][1] + 1:
                first, _ = mentions.pop()
            mentions.append((first, candidate.last))

    def _mark(self, number: int, candidate: Candidate, here: int) -> int:
        """Tell the cues that begin in a candidate, which are among those from number `here` on; gives that number for
        the next candidate.
        """
        occurrences = self._scene.occurrences
        begin, last = candidate.first - 1, candidate.last
        reach = last + self._scene.index.longest
        while here < len(occurrences) and occurrences[here].end <= begin:
            here += 1
        for ahead in range(here, len(occurrences)):
            one = occurrences[ahead]
            if one.end > reach:
                break
            if begin <= one.begin < last:
                one.mention, one.form = number, candidate.form.folded
                if one.cue.key in self._strong:
                    self._strong_in.setdefault(one.form, set()).add(one.cue.key)
        return here

    def strong_words(self, form: str) -> int:
        """How many strong words of the page begin in mentions of a form."""
        return len(self._strong_in.get(form, ()))

    def territory(self, candidate: Candidate, scope: Span) -> Span:
        """The part of a scope that is nearer to a mention than to the one before it and to the one after it."""
        mentions = self._of[candidate.term_id]
        here = bisect_right(mentions, candidate.first, key=_begin) - 1
        start, end = scope
        if here:
            start = max(start, self._scene.parting(mentions[here - 1][1], candidate.first))
        if here + 1 < len(mentions):
            end = min(end, self._scene.parting(candidate.last, mentions[here + 1][0]))
        return start, end


def _begin(mention: Span) -> int:
    return mention[0]
