"""The report as one page that needs nothing else: no script, no request; light, dark and on paper."""

import hashlib
from base64 import b64encode
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from importlib.resources import files
from typing import Final

from lexibulle.batch.charts import bars
from lexibulle.batch.report import BOOK, Folder, Report, Totals
from lexibulle.batch.report_tables import LEVELS, REGISTERS
from lexibulle.batch.tally import Heavy, Word
from lexibulle.cards import headline
from lexibulle.documents.bubbles import escaped
from lexibulle.glossary import Term
from lexibulle.wording import counted, number

_ROWS: Final = 40  # of a table; the workbook has them all
_SPELLINGS: Final = 15  # terms whose spellings are compared
_GAPS: Final = 30
_LAST_ROWS: Final = 20
_READ: Final = ("document lu", "documents lus")
_UNREAD: Final = ("document non lu", "documents non lus")
_WORDS_MET: Final = ("mot du métier", "mots du métier")
_TERMS: Final = ("terme différent", "termes différents")
_AVOIDED: Final = ("mot à éviter", "mots à éviter")
_WORDS: Final = 8  # words named for one document
_BUBBLE: Final = (
    '<svg class="bubble" viewBox="0 0 16 16" width="40" height="40" aria-hidden="true"><path fill="currentColor" '
    'fill-rule="evenodd" d="M4 1h8a3 3 0 0 1 3 3v5a3 3 0 0 1-3 3H7.4C7 13.9 5.3 15.3 3 15.6c1-.9 1.5-2 1.5-3.6H4a3 3 '
    '0 0 1-3-3V4a3 3 0 0 1 3-3zM4 4v2h8V4zM4 8v2h2V8zM7 8v2h2V8zM10 8v2h2V8z"/></svg>')


def render(report: Report) -> str:
    style = files("lexibulle.batch").joinpath("report.css").read_text("utf-8")
    digest = b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    return "\n".join([
        "<!doctype html>", '<html lang="fr">', '<meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        '<meta name="referrer" content="no-referrer">', "<title>Rapport Lexibulle</title>",
        f"<style>{style}</style>", "<main>", *_head(report), *_first(report), *_lesson(report), *_variants(report),
        *_gaps(report), *_folders(report), *_terms(report), *_change(report), *_unread(report), *_foot(report),
        "</main>", "</html>", ""])


# ---- Head -----------------------------------------------------------------------------------------------------


def _head(report: Report) -> Iterator[str]:
    yield f"<header><h1>{_BUBBLE}Le jargon de vos documents</h1>"
    yield f'<p class="date">Rapport du {_french_date(report.date)}. {escaped(report.glossary.name)}.</p></header>'
    failed, total = len(report.summary.failed), report.total
    tiles = [(total.documents, *_READ), (total.hits, *_WORDS_MET), (len(total.terms), *_TERMS),
             (report.first.avoid, *_AVOIDED)]
    yield '<ul class="tiles">' + "".join(f"<li>{_big(*tile)}</li>" for tile in tiles)
    if failed:
        yield f'<li class="attention"><a href="#non-lus">{_big(failed, *_UNREAD)}</a></li>'
    yield "</ul>"
    if report.before:
        yield f'<p class="since">{_since(report)}</p>'


def _big(value: int, one: str, many: str) -> str:
    return f"<strong>{number(value)}</strong> {_noun(value, one, many)}"


def _noun(value: int, one: str, many: str) -> str:
    return many if value > 1 else one


def _french_date(date: str) -> str:
    months = "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split()
    year, month, day = map(int, date.split("-"))
    return f"{'1er' if day == 1 else day} {months[month - 1]} {year}"


# ---- 1. Where to begin ----------------------------------------------------------------------------------------


def _first(report: Report) -> Iterator[str]:
    yield '<section><h2 id="commencer">Par où commencer ?</h2>'
    heavy = [each for each in report.first.heaviest if each.avoid or each.explain]
    if report.unused_globs:
        named = ", ".join(f"« {escaped(glob)} »" for glob in sorted(report.unused_globs))
        yield f'<p class="attention">Aucun document ne répond à {named} (--client). Vérifiez ce motif.</p>'
    if not report.globs:
        yield ('<p class="lead">Les documents les plus chargés. Dites quels dossiers vos clients lisent, par exemple '
               "<code>--client \"propositions\"</code>\u00a0: le jargon d’une note interne n’est pas une faute.</p>")
    elif heavy:
        yield '<p class="lead">Les documents lus par vos clients à réécrire en premier, avec les mots à remplacer.</p>'
    if not heavy:
        yield '<p class="empty">Rien à réécrire.</p></section>'
        return
    yield '<ol class="heavy">' + "".join(_heavy(each, report) for each in heavy) + "</ol></section>"


def _heavy(heavy: Heavy, report: Report) -> str:
    counts = " · ".join(filter(None, (
        f"{number(heavy.avoid)} à éviter" if heavy.avoid else "",
        f"{number(heavy.explain)} à expliquer" if heavy.explain else "")))
    words = "".join(_word(word, report) for word in heavy.words[:_WORDS])
    left = len(heavy.words) - _WORDS
    more = f'<li class="more">et {counted(left, "autre mot")}</li>' if left > 0 else ""
    return (f'<li><h3>{escaped(heavy.name)} <span class="count">{counts}</span></h3>'
            f'<ul class="words">{words}{more}</ul></li>')


def _word(word: Word, report: Report) -> str:
    term = report.terms.get(word.term)
    if term is None:
        return ""
    times = f" × {number(word.count)}" if word.count > 1 else ""
    places = f' <span class="place">({escaped(_places(word.places))})</span>' if word.places else ""
    quote = f"<q>{escaped(word.sentence)}</q>" if word.sentence else ""
    instead = term.plain or term.definition
    return (f'<li class="{term.client}"><b>{escaped(word.surface)}</b>{times} <span class="arrow">→</span> '
            f"{escaped(instead)}{places}{quote}</li>")


def _places(places: Sequence[str]) -> str:
    """« paragraphes 2, 4 » for « paragraphe 2 » and « paragraphe 4 »."""
    kinds = {place.rpartition(" ")[0] for place in places}
    if len(places) > 1 and len(kinds) == 1 and (kind := kinds.pop()).isalpha():
        return f"{kind}s {', '.join(place.rpartition(' ')[2] for place in places)}"
    return ", ".join(places)


# ---- 2. What to learn -----------------------------------------------------------------------------------------


def _lesson(report: Report) -> Iterator[str]:
    lesson = report.lesson()
    yield '<section class="lesson"><h2 id="apprendre">Quoi apprendre ?</h2>'
    if not lesson:
        yield '<p class="empty">Aucun mot du lexique dans ces documents.</p></section>'
        return
    yield (f'<p class="lead">{_the_words(len(lesson))} dans le plus de documents, du premier jour au premier mois'
           "\u00a0: une leçon prête à imprimer.</p>")
    yield bars("Mots présents dans le plus de documents", "Documents", [(term.name, count) for term, count in lesson])
    for level in (1, 2, 3, None):
        words = [(term, count) for term, count in lesson if term.level == level]
        if words:
            title = LEVELS[level].capitalize() if level else "Mots de votre lexique"
            yield f"<h3>{title}</h3><dl>{''.join(_entry(*word) for word in words)}</dl>"
    yield "</section>"


def _the_words(value: int) -> str:
    return "Le mot présent" if value == 1 else f"Les {value} mots présents"


def _entry(term: Term, documents: int) -> str:
    plain = f"<b>{escaped(term.plain[0].upper() + term.plain[1:])}.</b> " if term.plain else ""
    return (f'<div><dt lang="{escaped(term.lang)}">{escaped(headline(term))}</dt>'
            f'<dd>{plain}{escaped(term.definition)} <span class="count">{counted(documents, "document")}</span>'
            "</dd></div>")


# ---- 3. Do we all say the same --------------------------------------------------------------------------------


def _variants(report: Report) -> Iterator[str]:
    yield '<section><h2 id="pareil">Disons-nous tous pareil ?</h2>'
    variants = report.variants()[:_SPELLINGS]
    if not variants:
        yield '<p class="empty">Oui\u00a0: chaque notion n’est écrite que d’une façon.</p></section>'
        return
    yield '<p class="lead">Une notion, plusieurs écritures. Choisissez-en une, et tenez-vous-y.</p>'
    rows = [[escaped(term.name), _forms(forms), _where(forms)] for term, forms in variants]
    yield _table(("Notion", "Écritures", "Où"), rows) + "</section>"


def _forms(forms: dict[str, Counter[str]]) -> str:
    ordered = sorted(forms.items(), key=lambda item: (-item[1].total(), item[0]))
    return ", ".join(f"«\u00a0{escaped(form)}\u00a0»\u00a0×\u00a0{number(places.total())}" for form, places in ordered)


def _where(forms: dict[str, Counter[str]]) -> str:
    """How each folder writes it."""
    folders: dict[str, Counter[str]] = {}
    for form, places in forms.items():
        for folder, count in places.items():
            folders.setdefault(folder, Counter())[form] += count
    lines = [f"{escaped(folder)}\u00a0: " + ", ".join(f"{escaped(form)}\u00a0{number(count)}"
                                                  for form, count in counts.most_common())
             for folder, counts in sorted(folders.items())[:4]]
    more = f"<br>et {counted(len(folders) - 4, 'autre dossier')}" if len(folders) > 4 else ""
    return "<br>".join(lines) + more


# ---- 4. What the glossary lacks -------------------------------------------------------------------------------


def _gaps(report: Report) -> Iterator[str]:
    yield '<section><h2 id="manque">Que manque-t-il au lexique ?</h2>'
    gaps = report.gaps()
    if not gaps:
        yield '<p class="empty">Aucun sigle ni anglicisme inexpliqué dans trois documents ou plus.</p></section>'
        return
    file = report.to_define
    yield (f'<p class="lead">{counted(len(gaps), "mot")} que rien n’explique dans trois documents ou plus. Complétez '
           f'<a href="{file}">{file}</a> dans Excel (retirez les lignes qui ne vous servent pas), puis relancez avec '
           f"<code>--glossary {escaped(str(report.summary.out / file))}</code>.</p>")
    rows = [[escaped(word), gap.kind, number(gap.documents), number(gap.hits)] for word, gap in gaps[:_GAPS]]
    yield _table(("Mot", "Genre", "Documents", "Occurrences"), rows, of=len(gaps)) + "</section>"


# ---- Tables ---------------------------------------------------------------------------------------------------


def _folders(report: Report) -> Iterator[str]:
    folders = sorted(report.folders.values(), key=lambda folder: (-folder.avoid, folder.name))
    yield '<section><h2 id="dossiers">Par dossier</h2>'
    if len(folders) > 1:
        yield bars("Mots à éviter par dossier", "Mots à éviter", [(each.name, each.avoid) for each in folders[:12]])
    header = ("Dossier", "Documents", "Mots du métier", "À éviter", "À expliquer")
    yield _table(header, [_folder(each) for each in folders[:_ROWS]], of=len(folders)) + "</section>"


def _folder(folder: Folder) -> list[str]:
    badge = ' <span class="badge">lu par des clients</span>' if folder.client else ""
    return [escaped(folder.name) + badge,
            *map(number, (folder.documents, folder.hits, folder.avoid, folder.explain))]


def _terms(report: Report) -> Iterator[str]:
    yield '<section><h2 id="termes">Par terme</h2>'
    met = sorted(report.total.terms.items(), key=lambda item: (-item[1].documents, -item[1].hits, item[0]))
    rows = [[escaped(term.name), escaped(term.plain or term.definition), REGISTERS[term.client],
             number(count.documents), number(count.hits)]
            for key, count in met[:_ROWS] if (term := report.terms.get(key))]
    header = ("Terme", "Formule claire", "Chez le client", "Documents", "Occurrences")
    yield _table(header, rows, of=len(met)) + "</section>"


def _table(header: Sequence[str], rows: Sequence[Sequence[str]], of: int = 0) -> str:
    """Cells are HTML; a column of numbers is set to the right."""
    numeric = [bool(rows) and all(_is_number(row[i]) for row in rows) for i in range(len(header))]
    kinds = [' class="number"' if is_number else "" for is_number in numeric]
    head = "".join(f'<th scope="col"{kind}>{name}</th>' for name, kind in zip(header, kinds, strict=True))
    body = "".join(f"<tr>{''.join(_cells(row, kinds))}</tr>" for row in rows)
    more = f'<p class="more">{counted(of - len(rows), "autre ligne")} dans <a href="{BOOK}">{BOOK}</a>.</p>'
    return (f'<div class="table"><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>'
            + (more if of > len(rows) else ""))


def _cells(row: Sequence[str], kinds: Sequence[str]) -> Iterator[str]:
    yield f'<th scope="row">{row[0]}</th>'
    yield from (f"<td{kind}>{cell}</td>" for cell, kind in zip(row[1:], kinds[1:], strict=True))


def _is_number(cell: str) -> bool:
    return cell.replace("\u202f", "").lstrip("+−").isdigit()


# ---- Change, what was not read --------------------------------------------------------------------------------


def _since(report: Report) -> str:
    date, before = report.before or ("", Totals())
    here = report.totals()
    avoided = here.client_avoid - before.client_avoid if report.globs else here.avoid - before.avoid
    moved = [(here.documents - before.documents, *_READ), (here.hits - before.hits, *_WORDS_MET), (avoided, *_AVOIDED)]
    said = [f"{_signed(value)}\u00a0{_noun(abs(value), *nouns)}" for value, *nouns in moved if value]
    return f"Depuis le {_french_date(date)}\u00a0: {', '.join(said) if said else 'rien n’a changé'}."


def _signed(value: int) -> str:
    return f"{'+' if value > 0 else '−'}{number(abs(value))}"


def _change(report: Report) -> Iterator[str]:
    if not report.before:
        return
    before, here = report.before[1].terms, report.totals().terms
    moved = [(key, before.get(key, 0), here.get(key, 0)) for key in before.keys() | here.keys()
             if before.get(key, 0) != here.get(key, 0) and key in report.terms]
    yield f'<section><h2 id="evolution">Depuis la dernière fois</h2><p class="lead">{_since(report)}</p>'
    if moved:
        moved.sort(key=lambda item: (-abs(item[2] - item[1]), item[0]))
        rows = [[escaped(report.terms[key].name), number(old), number(new), _signed(new - old)]
                for key, old, new in moved[:_LAST_ROWS]]
        yield _table(("Terme", "Documents avant", "Documents maintenant", "Écart"), rows)
    yield "</section>"


def _unread(report: Report) -> Iterator[str]:
    summary = report.summary
    if not (summary.failed or summary.gone or summary.others or summary.links):
        return
    yield '<section><h2 id="non-lus">Documents non lus</h2>'
    if summary.failed:
        rows = [[escaped(name), escaped(problem)] for name, problem in summary.failed[:_ROWS]]
        yield _table(("Document", "Raison et remède"), rows, of=len(summary.failed))
    if summary.gone:
        rows = [[escaped(name), escaped(output) or "–"] for name, output in summary.gone[:_ROWS]]
        yield ("<h3>Disparus depuis un passage précédent</h3><p>Leur version annotée est restée\u00a0: supprimez-la "
               "si elle ne sert plus.</p>" + _table(("Document", "Version annotée"), rows))
    if summary.links:
        yield f"<p>Liens vers des dossiers, qui ne sont pas suivis\u00a0: {_listed(summary.links)}.</p>"
    if summary.others:
        kinds = (f"{suffix or 'sans extension'} ({count})" for suffix, count in summary.others.most_common(10))
        yield f"<p>Autres fichiers, laissés de côté\u00a0: {_listed(kinds)}.</p>"
    yield "</section>"


def _listed(names: Iterable[str]) -> str:
    return ", ".join(map(escaped, names))


def _foot(report: Report) -> Iterator[str]:
    yield (f'<footer>Tous les chiffres\u00a0: <a href="{BOOK}">{BOOK}</a>. Ce rapport ne contient '
           f"{'que les phrases demandées' if _has_quotes(report) else 'aucune phrase de vos documents'}.</footer>")


def _has_quotes(report: Report) -> bool:
    return any(word.sentence for heavy in report.total.heaviest for word in heavy.words)
