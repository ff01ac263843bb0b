"""The report as one page that needs nothing else: no script, no request; light, dark and on paper."""

from collections.abc import Iterator
from importlib.resources import files
from typing import Final

from lexibulle.batch import report_questions, report_sections
from lexibulle.batch.report import BOOK, Report
from lexibulle.batch.report_html import AVOIDED, READ, TERMS, UNREAD, WORDS_MET, big
from lexibulle.documents.bubbles import escaped
from lexibulle.documents.standalone import standalone
from lexibulle.wording import french_date

_BUBBLE: Final = (
    '<svg class="bubble" viewBox="0 0 16 16" width="40" height="40" aria-hidden="true"><path fill="currentColor" '
    'fill-rule="evenodd" d="M4 1h8a3 3 0 0 1 3 3v5a3 3 0 0 1-3 3H7.4C7 13.9 5.3 15.3 3 15.6c1-.9 1.5-2 1.5-3.6H4a3 3 '
    '0 0 1-3-3V4a3 3 0 0 1 3-3zM4 4v2h8V4zM4 8v2h2V8zM7 8v2h2V8zM10 8v2h2V8z"/></svg>')


def render(report: Report) -> str:
    style = files("lexibulle.batch").joinpath("report.css").read_text("utf-8")
    return standalone("Rapport Lexibulle", style, [
        *_head(report),
        *report_questions.begin(report), *report_questions.learn(report), *report_questions.agree(report),
        *report_questions.lack(report),
        *report_sections.folders(report), *report_sections.terms(report), *report_sections.change(report),
        *report_sections.left_out(report), *report_sections.unread(report),
        *_foot(report)])


def _head(report: Report) -> Iterator[str]:
    yield f"<header><h1>{_BUBBLE}Le jargon de vos documents</h1>"
    yield f'<p class="date">Rapport du {french_date(report.day)}. {escaped(report.glossary.name)}.</p></header>'
    failed, total = len(report.summary.failed), report.total
    tiles = [(total.documents, *READ), (total.hits, *WORDS_MET), (len(total.terms), *TERMS),
             (report.first.avoid, *AVOIDED)]
    yield '<ul class="tiles">' + "".join(f"<li>{big(*tile)}</li>" for tile in tiles)
    if failed:
        yield f'<li class="attention"><a href="#non-lus">{big(failed, *UNREAD)}</a></li>'
    yield "</ul>"
    if report.before:
        yield f'<p class="since">{report_sections.since(report)}</p>'


def _foot(report: Report) -> Iterator[str]:
    yield (f'<footer>Tous les chiffres\u00a0: <a href="{BOOK}">{BOOK}</a>. Ce rapport ne contient '
           f"{'que les phrases demandées' if _has_quotes(report) else 'aucune phrase de vos documents'}.</footer>")


def _has_quotes(report: Report) -> bool:
    return any(word.sentence for heavy in report.total.heaviest for word in heavy.words)
