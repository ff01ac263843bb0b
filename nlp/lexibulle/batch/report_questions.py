"""The four questions of the report: where to begin, what to learn, do we all say the same, what is missing."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

from lexibulle.batch.charts import bars
from lexibulle.batch.report import Report
from lexibulle.batch.report_html import table
from lexibulle.batch.report_tables import LEVELS
from lexibulle.batch.tally import Heavy, Word
from lexibulle.cards import headline
from lexibulle.documents.bubbles import escaped
from lexibulle.glossary import Term
from lexibulle.wording import capital, counted, number

_WORDS: Final = 8  # words named for one document
_SPELLINGS: Final = 15  # terms whose spellings are compared
_GAPS: Final = 30


def begin(report: Report) -> Iterator[str]:
    yield '<section><h2 id="commencer">Par où commencer ?</h2>'
    heavy = [each for each in report.first.heaviest if each.avoid or each.explain]
    if report.unused_globs:
        named = ", ".join(f"« {escaped(glob)} »" for glob in sorted(report.unused_globs))
        yield ('<p class="attention">'
               f"Aucun document ne correspond à {named} (--client). Vérifiez ce qui suit --client.</p>")
    if not report.globs:
        yield ('<p class="lead">Les documents les plus chargés. Dites quels dossiers vos clients lisent, par exemple '
               "<code>--client \"propositions\"</code>\u00a0: le jargon d’une note interne n’est pas une faute.</p>")
    elif heavy:
        yield '<p class="lead">Les documents lus par vos clients à réécrire en premier, avec les mots à remplacer.</p>'
    if not heavy:
        yield '<p class="empty">Rien à réécrire.</p></section>' if report.first.documents else "</section>"
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


# ---- 2. What to learn -----------------------------------------------------------------------------------------------


def learn(report: Report) -> Iterator[str]:
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
    plain = f"<b>{escaped(capital(term.plain))}.</b> " if term.plain else ""
    return (f'<div><dt lang="{escaped(term.lang)}">{escaped(headline(term))}</dt>'
            f'<dd>{plain}{escaped(term.definition)} <span class="count">{counted(documents, "document")}</span>'
            "</dd></div>")


# ---- 3. Do we all say the same --------------------------------------------------------------------------------


def agree(report: Report) -> Iterator[str]:
    yield '<section><h2 id="pareil">Disons-nous tous pareil ?</h2>'
    variants = report.variants()
    if not variants:
        yield '<p class="empty">Oui\u00a0: chaque notion n’est écrite que d’une façon.</p></section>'
        return
    yield '<p class="lead">Une notion, plusieurs écritures. Choisissez-en une, et tenez-vous-y.</p>'
    rows = [[escaped(term.name), _forms(forms), _where(forms)] for term, forms in variants[:_SPELLINGS]]
    yield table(("Notion", "Écritures", "Où"), rows, of=len(variants)) + "</section>"


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


def lack(report: Report) -> Iterator[str]:
    yield '<section><h2 id="manque">Que manque-t-il au lexique ?</h2>'
    gaps = report.gaps()
    if not gaps:
        yield '<p class="empty">Aucun sigle ni anglicisme inexpliqué dans trois documents ou plus.</p></section>'
        return
    file = report.to_define
    yield (f'<p class="lead">{counted(len(gaps), "mot")} que rien n’explique dans trois documents ou plus. Complétez '
           f'<a href="{file}">{file}</a> dans Excel (une ligne sans définition ne compte pas), puis relancez avec '
           f"<code>--glossary {escaped(str(report.summary.out / file))}</code>.</p>")
    rows = [[escaped(word), gap.kind, number(gap.documents), number(gap.hits)] for word, gap in gaps[:_GAPS]]
    yield table(("Mot", "Genre", "Documents", "Occurrences"), rows, of=len(gaps)) + "</section>"
