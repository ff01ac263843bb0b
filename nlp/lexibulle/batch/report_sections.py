"""The tables of the report after its questions: folders, terms, change, what was left out and not read."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from lexibulle.batch.charts import bars
from lexibulle.batch.report import Folder, Report, Totals
from lexibulle.batch.report_html import AVOIDED, READ, ROWS, WORDS_MET, noun, signed, table
from lexibulle.cards import REGISTERS
from lexibulle.documents.bubbles import escaped
from lexibulle.wording import counted, french_date, number

if TYPE_CHECKING:
    from lexibulle.batch.run import Summary

_LAST_ROWS: Final = 20


def folders(report: Report) -> Iterator[str]:
    folders = sorted(report.folders.values(), key=lambda folder: (-folder.avoid, folder.name))
    yield '<section><h2 id="dossiers">Par dossier</h2>'
    if len(folders) > 1:
        yield bars("Mots à éviter par dossier", "Mots à éviter", [(each.name, each.avoid) for each in folders[:12]])
    header = ("Dossier", "Documents", "Mots du métier", "À éviter", "À expliquer")
    yield table(header, [_folder(each) for each in folders[:ROWS]], of=len(folders)) + "</section>"


def _folder(folder: Folder) -> list[str]:
    badge = ' <span class="badge">lu par des clients</span>' if folder.client else ""
    return [escaped(folder.name) + badge,
            *map(number, (folder.documents, folder.hits, folder.avoid, folder.explain))]


def terms(report: Report) -> Iterator[str]:
    yield '<section><h2 id="termes">Par terme</h2>'
    met = report.met()
    rows = [[escaped(term.name), escaped(term.plain or term.definition), REGISTERS[term.client],
             number(count.documents), number(count.hits)] for term, count in met[:ROWS]]
    header = ("Terme", "Formule claire", "Chez le client", "Documents", "Occurrences")
    yield table(header, rows, of=len(met)) + "</section>"


def since(report: Report) -> str:
    day, before = report.before or (report.day, Totals())
    here = report.totals()
    avoided = here.client_avoid - before.client_avoid if report.globs else here.avoid - before.avoid
    moved = [(here.documents - before.documents, *READ), (here.hits - before.hits, *WORDS_MET), (avoided, *AVOIDED)]
    said = [f"{signed(value)}\u00a0{noun(abs(value), *nouns)}" for value, *nouns in moved if value]
    return f"Depuis le {french_date(day)}\u00a0: {', '.join(said) if said else 'rien n’a changé'}."


def change(report: Report) -> Iterator[str]:
    if not report.before:
        return
    before, here = report.before[1].terms, report.totals().terms
    moved = [(key, before.get(key, 0), here.get(key, 0)) for key in before.keys() | here.keys()
             if before.get(key, 0) != here.get(key, 0) and key in report.terms]
    yield f'<section><h2 id="evolution">Depuis la dernière fois</h2><p class="lead">{since(report)}</p>'
    if moved:
        moved.sort(key=lambda item: (-abs(item[2] - item[1]), item[0]))
        rows = [[escaped(report.terms[key].name), number(old), number(new), signed(new - old)]
                for key, old, new in moved[:_LAST_ROWS]]
        yield table(("Terme", "Documents avant", "Documents maintenant", "Écart"), rows, of=len(moved), in_book=False)
    yield "</section>"


def left_out(report: Report) -> Iterator[str]:
    told = report.left_out
    if told:
        rows = [[escaped(name), escaped(words)] for name, words in told[:ROWS]]
        yield ('<section><h2 id="hors-lexique">Mots laissés hors du lexique</h2><p class="lead">Le lexique ajouté aux '
               "documents ne contient pas ces mots internes\u00a0: remplacez-les avant l’envoi à un client.</p>")
        yield table(("Document", "Mots internes"), rows, of=len(told)) + "</section>"


def unread(report: Report) -> Iterator[str]:
    summary = report.summary
    left = list(_left_aside(summary))
    if not (summary.failed or summary.gone or left):
        return
    yield '<section><h2 id="non-lus">Documents non lus</h2>'
    if summary.failed:
        rows = [[escaped(name), escaped(problem)] for name, problem in summary.failed[:ROWS]]
        yield table(("Document", "Raison et remède"), rows, of=len(summary.failed))
    if summary.gone:
        rows = [[escaped(name), escaped(output) or "–"] for name, output in summary.gone[:ROWS]]
        yield ("<h3>Disparus depuis un passage précédent</h3><p>Leur version annotée est restée\u00a0: supprimez-la "
               "si elle ne sert plus.</p>")
        yield table(("Document", "Version annotée"), rows, of=len(summary.gone), in_book=False)
    yield from left
    yield "</section>"


def _left_aside(summary: "Summary") -> Iterator[str]:
    """A paragraph for each kind of file or folder that was neither read nor replaced."""
    if summary.outdated:
        yield (f"<p>Restés d’un passage précédent, sous une autre forme ou un autre nom\u00a0: "
               f"{_listed(summary.outdated)}. Supprimez ce qui ne sert plus.</p>")
    if summary.edited:
        kept = _listed([kept for _, kept in summary.edited])
        yield f"<p>Modifiés depuis un passage précédent, et gardés à part\u00a0: {kept}.</p>"
    if summary.tagged:
        yield f"<p>Dossiers de sortie d’autres passages, qui ne sont pas lus\u00a0: {_listed(summary.tagged)}.</p>"
    if summary.links:
        yield f"<p>Liens vers des dossiers, qui ne sont pas suivis\u00a0: {_listed(summary.links)}.</p>"
    if summary.others:
        kinds = [f"{suffix or 'sans extension'} ({count})" for suffix, count in summary.others.most_common()]
        yield f"<p>Autres fichiers, laissés de côté\u00a0: {_listed(kinds)}.</p>"


def _listed(names: Sequence[str]) -> str:
    more = f" et {counted(len(names) - ROWS, 'autre')}" if len(names) > ROWS else ""
    return ", ".join(map(escaped, names[:ROWS])) + more
