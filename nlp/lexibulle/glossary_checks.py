"""What a glossary file is checked for, whatever it is written in, and how its faults are gathered.

Each fault is told with file, term, field, value and cure (in French, for the person who keeps the glossary).
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

from lexibulle.glossary import GlossaryError, Term, comparable, usual_case

CONTROL: Final = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]")  # no text has them, and terminals obey them


@dataclass
class Faults:
    """Problems found so far in one file."""

    file: str
    problems: list[str] = field(default_factory=list)

    def add(self, term: str, key: str, what: str, line: int = 0) -> None:
        where = (self.file, f"ligne {line}" if line else "", f"terme « {term} »" if term else "",
                 f"champ « {key} »" if key else "")
        self.problems.append(f"{', '.join(filter(None, where))} : {what}")

    def add_missing(self, term: str, key: str) -> None:
        name = key.rpartition(".")[2]
        named = {"name": "le nom", "definition": "la définition"}.get(name, f"« {name} »")
        self.add(term, key, f"il manque {named} ; ajoutez ce champ.")

    def add_claimed(self, term: str, key: str, form: str, owner: str) -> None:
        self.add(term, key, f"« {form} » est déjà une forme du terme « {owner} » ; retirez-la de l’un des deux.")

    def stop_if_any(self) -> None:
        if self.problems:
            raise GlossaryError(self.problems)


def check_terms(terms: Iterable[Term], faults: Faults) -> None:
    """No written form may be claimed by two terms, nor listed twice; names told to a reader are found in texts."""
    claimed: dict[str, list[tuple[str, str]]] = {}
    for term in terms:
        check_also(term, faults)
        for key, text, case in claims(term):
            others = claimed.setdefault(comparable(text), [])
            for other, other_case in others:
                if other == term.id and case == other_case:
                    faults.add(term.id, key, f"« {text} » est écrit deux fois ; gardez-en un.")
                elif other != term.id and meet(case, other_case):
                    faults.add_claimed(term.id, key, text, other)
            others.append((term.id, case))


def check_also(term: Term, faults: Faults) -> None:
    found = {alias.form for alias in term.alias}
    for name in term.also:
        if name not in found:
            faults.add(term.id, "also", f"« {name} » n’est pas une forme de « alias » ; écrivez-la de la même "
                       "façon aux deux endroits, ou retirez-la d’ici.")


def claims(term: Term) -> Iterator[tuple[str, str, str]]:
    """Field, written form and case rule of everything a term is found by."""
    yield "name", term.name, term.detect.case or usual_case(term.name)
    if term.detect.feminine:
        yield "detect.feminine", term.detect.feminine, "any"
    for alias in term.alias:
        yield "alias", alias.form, alias.case or usual_case(alias.form, term.detect.case)


def meet(case: str, other: str) -> bool:
    """Whether a form may stand in a text where both of these case rules hold."""
    return case == other or "any" in (case, other)


def listed(values: Iterable[object]) -> str:
    """Names that are admitted, in the order of the alphabet."""
    return ", ".join(sorted(map(str, values)))


def either(values: Iterable[object]) -> str:
    """One of these values."""
    return " ou ".join(map(str, values))
