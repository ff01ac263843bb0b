"""What a page itself says an acronym is: « ICP (Ideal Customer Profile) », « intervention coronaire (ICP) »

After Schwartz and Hearst (2003): an expansion is the run of words beside the acronym whose initials spell it,
small words apart. It is another sense only if it shares fewer than two content words with every expansion we
know.
"""

import re
from typing import Final

from lexibulle.folding import Folded
from lexibulle.forms import SMALL_WORDS
from lexibulle.glossary import Term, comparable
from lexibulle.matching import Candidate

ANOTHER_SENSE: Final = "la page lui donne un autre sens"
_AFTER: Final = re.compile(
    r"\s*(?:\(\s?|[=:]\s|,?\s(?:signifie|veut dire|désigne|pour)\s[«\"“]?\s?|,\s(?=(?:l[ea]s?|une?|soit|ou)\s|l['’]))"
    r"([^()\n.;]{4,90})")
_WORD: Final = re.compile(r"[^\W_]+")
_LOOK_BACK: Final = 110
_SHARED: Final = 2
_STEM: Final = 5  # letters that two inflections of a content word share


def read_definitions(candidates: list[Candidate], folded: Folded) -> dict[str, bool]:
    """Term id to whether the page defines its acronym as we do; terms it does not define are left out.

    The acronym itself is ruled out where it is given another sense.
    """
    verdicts: dict[str, bool] = {}
    for candidate in candidates:
        if not candidate.form.acronym:
            continue
        term = candidate.form.term
        surface = folded.text[candidate.start : candidate.end]
        if surface.isupper() and surface.isalpha():
            said = _expansion(surface, candidate, folded.text)
            if said:
                ours = _is_ours(said, term)
                verdicts[term.id] = verdicts.get(term.id, False) or ours
                if not ours:
                    candidate.blocked, candidate.means_another = ANOTHER_SENSE, True
    return verdicts


def _expansion(acronym: str, candidate: Candidate, text: str) -> list[str]:
    """Content words of the expansion beside the acronym, or none."""
    letters = acronym.lower()
    after = _AFTER.match(text, candidate.end)
    if after and (words := _spelling(letters, _WORD.findall(after[1]))):
        return words
    start, end = candidate.start, candidate.end
    if text[start - 1 : start] == "(" and text[end : end + 1] in (")", ",", ";"):
        before = _WORD.findall(text[max(0, start - _LOOK_BACK) : start - 1])
        return _spelling(letters[::-1], before[::-1])
    return []


def _spelling(letters: str, words: list[str]) -> list[str]:
    """The first content words, one for each letter, if their initials are the letters.

    In any order: an acronym may come from another language (« indicateurs de performance clés (ICP) »).
    """
    content = [word for word in words if comparable(word) and comparable(word) not in SMALL_WORDS][: len(letters)]
    folded = [comparable(word) for word in content]
    initials = "".join(word[0] for word in folded)
    return folded if sorted(initials) == sorted(letters) else []


def _is_ours(said: list[str], term: Term) -> bool:
    stems = {word[:_STEM] for word in said}
    return any(len(stems & known) >= min(_SHARED, len(known)) for known in _known(term))


def _known(term: Term) -> list[set[str]]:
    written = [alias.form for alias in term.alias]
    if term.expansion:
        written += [text for text in (term.expansion.en, term.expansion.fr) if text]
    phrases = [[word for word in comparable(text).split() if word not in SMALL_WORDS] for text in written]
    return [{word[:_STEM] for word in phrase} for phrase in phrases if len(phrase) > 1]
