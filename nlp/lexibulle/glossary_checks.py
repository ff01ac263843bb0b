"""What a glossary file is checked for, whatever it is written in, and how its faults are gathered.

Each fault is told with file, term, field, value and cure (in French, for the person who keeps the glossary).
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from lexibulle.glossary import GlossaryError, Term, comparable, is_acronym


@dataclass
class Faults:
    """Problems found so far in one file."""

    file: str
    problems: list[str] = field(default_factory=list)

    def add(self, term: str, key: str, what: str) -> None:
        where = f"{self.file}, terme « {term} »" if term else self.file
        self.problems.append(f"{where}{f', champ « {key} »' if key else ''} : {what}")

    def stop_if_any(self) -> None:
        if self.problems:
            raise GlossaryError(self.problems)


def check_terms(terms: Iterable[Term], faults: Faults) -> None:
    """No written form may be claimed by two terms, nor listed twice; names told to a reader are found in texts."""
    claimed: dict[str, list[tuple[str, str]]] = {}
    for term in terms:
        found = {alias.form for alias in term.alias}
        for name in term.also:
            if name not in found:
                faults.add(term.id, "also", f"« {name} » n’est pas une forme de « alias » ; écrivez-la de la même "
                           "façon aux deux endroits, ou retirez-la d’ici.")
        for key, text, case in _claims(term):
            others = claimed.setdefault(comparable(text), [])
            for other, other_case in others:
                if other == term.id and case == other_case:
                    faults.add(term.id, key, f"« {text} » est écrit deux fois ; gardez-en un.")
                elif other != term.id and (case == other_case or "any" in (case, other_case)):
                    faults.add(term.id, key, f"« {text} » est déjà une forme du terme « {other} » ; "
                               "retirez-la de l’un des deux.")
            others.append((term.id, case))


def _claims(term: Term) -> Iterable[tuple[str, str, str]]:
    """Field, written form and case rule of everything a term is found by."""
    yield "name", term.name, term.detect.case or _usual_case(term.name)
    if term.detect.feminine:
        yield "detect.feminine", term.detect.feminine, "any"
    for alias in term.alias:
        yield "alias", alias.form, alias.case or _usual_case(alias.form)


def _usual_case(form: str) -> str:
    return "upper" if is_acronym(form) else "any"


def listed(values: Iterable[object], last: str = ", ") -> str:
    return last.join(sorted(str(value) for value in values)) if last == ", " else last.join(map(str, values))
