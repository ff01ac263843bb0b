"""Overlays put on the entries that they name; what is wrong with one is said of the file that it stands in."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from lexibulle.glossary import GlossaryError, Overlay, Partial, Term, comparable, dangling, links_of
from lexibulle.glossary_checks import Faults, check_also, claims, meet

Claimed = Mapping[str, Sequence[tuple[Term, str]]]
"""Terms that have a written form, each with its case rule."""


def overlaid(terms: Sequence[Term], overlays: Sequence[Overlay]) -> list[Term]:
    """The terms, which come in order of growing authority; an overlay goes on the last one of its id."""
    changed = list(terms)
    places = {term.id: place for place, term in enumerate(terms)}
    checked = [(overlay, Faults(overlay.file)) for overlay in overlays]
    for overlay, faults in checked:
        if overlay.id in places:
            changed[places[overlay.id]] = _on(changed[places[overlay.id]], overlay, faults)
        else:
            faults.add(overlay.id, "", _incomplete(overlay))
    claimed = _claimed(changed) if checked else {}
    ranks = {glossary: rank for rank, glossary in enumerate(dict.fromkeys(term.glossary for term in terms))}
    for overlay, faults in checked:
        if (place := places.get(overlay.id)) is not None:
            _check_references(changed[place], overlay, places, faults)
            _check_forms(changed[place], terms[place], overlay, claimed, ranks, faults)
    if problems := [problem for _, faults in checked for problem in faults.problems]:
        raise GlossaryError(problems)
    return changed


def _on(term: Term, overlay: Overlay, faults: Faults) -> Term:
    values: dict[str, Any] = {}
    for key, value in overlay.fields.items():
        values[key] = _table(term, key, value, faults) if isinstance(value, Partial) else value
    if "alias" in values and "also" not in values:
        forms = {alias.form for alias in values["alias"]}
        values["also"] = tuple(name for name in term.also if name in forms)
    return replace(term, **values)


def _table(term: Term, key: str, part: Partial, faults: Faults) -> Any:
    if (table := getattr(term, key)) is not None:
        return replace(table, **part.fields)
    missing = [name for name in part.required if name not in part.fields]
    for name in missing:
        faults.add_missing(term.id, f"{key}.{name}")
    return None if missing else part.table(**part.fields)


def _incomplete(overlay: Overlay) -> str:
    missing = " et ".join(f"« {key} »" for key in ("name", "definition") if key not in overlay.fields)
    return (f"il manque {missing}, et aucun autre lexique actif n’a de terme « {overlay.id} » à compléter ; "
            "ajoutez ce qui manque, ou corrigez l’identifiant.")


def _claimed(terms: Iterable[Term]) -> Claimed:
    claimed: dict[str, list[tuple[Term, str]]] = {}
    for term in terms:
        for _, form, case in claims(term):
            claimed.setdefault(comparable(form), []).append((term, case))
    return claimed


def _check_references(term: Term, overlay: Overlay, ids: Mapping[str, int], faults: Faults) -> None:
    for key, other in links_of(term):
        if key in overlay.fields and other not in ids:
            faults.add(term.id, key, dangling(other))
    if "also" in overlay.fields:
        check_also(term, faults)


def _check_forms(
    term: Term, before: Term, overlay: Overlay, claimed: Claimed, ranks: Mapping[str, int], faults: Faults
) -> None:
    """A form that is another term's too, of the same glossary or of one that wins, would never be found as this."""
    for key, form, case in sorted(set(claims(term)) - set(claims(before))):
        for owner, other_case in claimed[comparable(form)] if key.partition(".")[0] in overlay.fields else ():
            if owner is not term and meet(case, other_case) and ranks[owner.glossary] >= ranks[term.glossary]:
                faults.add_claimed(term.id, key, form, owner.id)
