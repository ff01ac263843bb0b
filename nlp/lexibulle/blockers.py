"""What rules a candidate out for good: a phrase that is never its term, or a verb that looks like it."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from typing import Final

from lexibulle.folding import Folded
from lexibulle.matching import Candidate, Rule
from lexibulle.scene import pause, word_after, word_before, words

MOST_PHRASE: Final = 100  # folded letters of a never-phrase before the form it holds

_PHRASE_BREAK: Final = re.compile(r"(?:[^\W\d_]{2}|[\s)])[.!?…](?:\s|\Z)|[;:,|()]|\n\s*\n|\n\s*[-•*]")
_LAST_SIGNS: Final = re.compile(r"[+#]+\Z")
_SUBJECTS: Final = words("je j tu il elle on ils elles qui")
_CLITICS: Final = words("me m te t se s ne n y lui")
_OBJECTS: Final = words("le la l les leur nous vous en")
_OWNERS: Final = words("son sa ses")
_ARTICLES: Final = words("le la l les")
_NO_OBJECTS: Final = words(  # « relance la semaine prochaine », « relance la plus utile »
    "semaine fois veille journee matinee lendemain jour jours mois trimestre lundi mardi mercredi jeudi vendredi "
    "samedi dimanche plus premiere premier deuxieme derniere dernier")
_BEFORE_ORDERS: Final = words("puis et ou alors ensuite")
_BEFORE_VERBS: Final = _SUBJECTS | _CLITICS | _OBJECTS
_MOST_CLITICS: Final = 4  # « je vous les relance »
_BEFORE_CLITICS: Final = words("qui ne n se")
_BEFORE_PRONOUNS: Final = _BEFORE_VERBS | _BEFORE_CLITICS
_BEFORE_FEMININES: Final = words(
    "la une cette ma ta sa notre votre leur les des mes tes ses nos vos leurs ces aux de d chaque plusieurs quelques "
    "deux trois quatre cinq six dix premiere derniere nouvelle nouvelles jeune jeunes autre autres")


def rule_out(candidates: Iterable[Candidate], rules: Iterable[Rule], folded: Folded) -> None:
    """Mark what a never-phrase covers, and verbs (« tu prospectes », « je la relance »)."""
    by_term: dict[str, list[Rule]] = {}
    for rule in sorted(rules, key=_rule_start):
        by_term.setdefault(rule.never.term.id, []).append(rule)
    for candidate in candidates:
        own = by_term.get(candidate.term_id) if by_term else None
        if own and (covering := _covering(candidate, own)):
            candidate.blocked, candidate.means_another = covering.never.text, True
        elif " " not in candidate.form.folded:
            candidate.blocked = _as_verb(candidate, folded)


def _as_verb(candidate: Candidate, folded: Folded) -> str:
    """What makes a verb of a one-word candidate, or nothing."""
    if subject := _subject_before(candidate, folded):
        return f"verbe après « {subject} »"
    if candidate.form.feminine and not _after_article(candidate, folded):
        return "verbe, et non le nom"
    if owner := _owner_after(candidate, folded):
        return f"verbe avant « {owner} »"
    if candidate.form.folded.endswith("e") and _is_order(candidate, folded):
        return "verbe, et non le nom"
    return ""


def _rule_start(rule: Rule) -> int:
    return rule.first


def _covering(candidate: Candidate, rules: list[Rule]) -> Rule | None:
    """The never-phrase (of the sorted ones of its term) that a candidate lies in."""
    end = bisect_right(rules, candidate.first, key=_rule_start)
    start = bisect_left(rules, candidate.first - MOST_PHRASE, 0, end, key=_rule_start)
    return next((rule for rule in rules[start:end] if candidate.last <= rule.last), None)


def is_one_phrase(rule: Rule, folded: Folded) -> bool:
    """No pause inside a never-phrase (« CAC : 40 € » is not « CAC 40 »), its last signs after it (« template C++ »).

    Dots of an acronym are no pause.
    """
    start, end = folded.span(rule.first, rule.last)
    signs = _LAST_SIGNS.search(rule.never.text)
    return not _PHRASE_BREAK.search(folded.text, start, end) and (not signs or folded.text.startswith(signs[0], end))


def _subject_before(candidate: Candidate, folded: Folded) -> str:
    """The subject pronoun before a candidate, or nothing."""
    if folded.text[candidate.start].isupper():
        return ""
    start, end = word_before(folded, candidate.first)
    word = folded.data[start:end]
    if word not in _BEFORE_VERBS:
        return ""
    for _ in range(_MOST_CLITICS):
        if word in _SUBJECTS:
            return "" if _is_inverted(folded, start) or pause(folded, start, candidate.first) else word
        start, end = word_before(folded, start)
        earlier = folded.data[start:end]
        if earlier not in _BEFORE_PRONOUNS:
            return ""
        if word in _CLITICS and earlier in _BEFORE_CLITICS:
            return "" if pause(folded, start, candidate.first) else earlier
        word = earlier
    return ""


def _owner_after(candidate: Candidate, folded: Folded) -> str:
    """« l’agence relance sa campagne »: the possessive right after a candidate, which no noun has there, or nothing."""
    word = word_after(folded, candidate.last)
    is_object = word in _OWNERS and not pause(folded, candidate.last, candidate.last + 2)
    return word if is_object and not _after_article(candidate, folded) else ""


def _is_order(candidate: Candidate, folded: Folded) -> bool:
    """« Relance la synchronisation »: said to somebody, with its object; « relance la semaine prochaine » is a noun."""
    following = folded.data[candidate.last : candidate.last + MOST_PHRASE].split()[:2]
    if len(following) < 2 or following[0] not in _ARTICLES or following[1] in _NO_OBJECTS or following[1].isdigit():
        return False
    start, end = word_before(folded, candidate.first)
    opens = start == end or pause(folded, start, end + 1) or folded.data[start:end] in _BEFORE_ORDERS
    return opens and not pause(folded, candidate.last, candidate.last + 2)


def _is_inverted(folded: Folded, start: int) -> bool:
    """« arrivent-elles en spam »: the pronoun is the subject of the verb before it."""
    at = folded.at[start]
    return at > 0 and folded.text[at - 1] in "-\u2010\u2011"


def _after_article(candidate: Candidate, folded: Folded) -> bool:
    """Whether a form that may be a verb (« prospecte ») follows an article, a number or an adjective."""
    start, end = word_before(folded, candidate.first)
    return folded.data[start:end] in _BEFORE_FEMININES
