"""The report: its four questions, what it never holds, its tables, and how it looks in a real browser."""

import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import lxml.html
import openpyxl
import pytest

from batches import JOB, folder, many, rows, shared
from chromium import executable
from extension import playwright
from lexibulle import Glossary
from lexibulle.batch import tag, work
from lexibulle.batch.charts import bars
from lexibulle.batch.report import is_client
from lexibulle.batch.tally import spelling

PHRASE = "ma phrase très reconnaissable"
FILES = {
    "propositions/acme.md": (f"# Offre\n\nNos MQL et le closing, {PHRASE}.\n\nUn lead, une roadmap, le SDR.\n\n"
                             "Encore un lead."),
    "propositions/petit.txt": "Le taux de clic du SDR, la roadmap.",
    "interne/playbook.txt": "Lead, MQL, closing, funnel, cold email, churn, upsell : le SDR et la roadmap.",
    "interne/démo.txt": "La démo produit de lundi, la démonstration du produit de mardi, la démo produit de jeudi.",
    "interne/vide.txt": "",
}


@pytest.fixture(autouse=True)
def _shared_annotator(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(work, "Annotator", shared)


@pytest.fixture
def given(tmp_path: Path) -> Path:
    return folder(tmp_path / "in", FILES)


def page(out: Path) -> Any:
    return lxml.html.fromstring((out / "report.html").read_text("utf-8"))


def section(out: Path, name: str) -> str:
    (heading,) = page(out).xpath(f"//h2[@id='{name}']")
    return " ".join(" ".join(heading.getparent().itertext()).split())


def test_where_to_begin_is_what_clients_read(given: Path, tmp_path: Path) -> None:
    tag([given], out=tmp_path / "out", job=JOB, client=["propositions"])

    names = page(tmp_path / "out").xpath("//ol[@class='heavy']/li/h3/text()")
    assert [name.strip() for name in names] == ["propositions/acme.md", "propositions/petit.txt"]
    begin = section(tmp_path / "out", "commencer")
    assert "lead × 2 → contact qui s’est manifesté" in begin
    assert re.search(r"MQL → contact intéressé, à valider \([^)]+\d\)", begin), "the place of the word"
    assert "playbook" not in begin


def test_without_client_folders_all_documents_count_and_the_option_is_named(given: Path, tmp_path: Path) -> None:
    tag([given], out=tmp_path / "out", job=JOB)
    begin = section(tmp_path / "out", "commencer")
    assert "--client" in begin
    assert begin.index("interne/playbook.txt") < begin.index("propositions/acme.md")


def test_pattern_that_names_no_folder_is_told(given: Path, tmp_path: Path) -> None:
    tag([given], out=tmp_path / "out", job=JOB, client=["propositions", "clents"])
    assert "Aucun document ne correspond à « clents »" in section(tmp_path / "out", "commencer")


@pytest.mark.parametrize(("name", "glob", "expected"), [
    ("clients/acme/devis.docx", "clients", True), ("clients/acme/devis.docx", "clients/*", True),
    ("2026/Clients/devis.docx", "clients", True), ("2026/clients/devis.docx", "*/clients", True),
    ("interne/devis.docx", "devis*", True), ("interne/clients.docx", "clients", False),
    ("interne/note.docx", "client", False), ("clients-perdus/note.docx", "clients", False),
    ("a/b/c.txt", "a/b/", True), ("a/b/c.txt", "**/c.txt", True),
])
def test_client_pattern_names_a_folder_or_a_document(name: str, glob: str, expected: bool) -> None:
    assert is_client(name, glob) == expected


@pytest.mark.parametrize(("given", "glob"), [
    ("clients", "clients"), ("clients", "./clients/"), ("c1/clients", "clients"), ("c1/clients", "c1/clients/**/*.txt"),
    ("clients", "c?ients"), ("{}/clients", "clients"), ("clients", "{}/clients"),
    ("../{name}/clients", "../{name}/clients"),
])
def test_client_pattern_names_what_was_given(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, given: str, glob: str
) -> None:
    monkeypatch.chdir(tmp_path)
    folder(tmp_path, {"clients/a.txt": "Le churn.", "c1/clients/a.txt": "Le churn."})
    said = {"name": tmp_path.name}

    summary = tag([given.format(tmp_path, **said)], out="out", job=JOB, client=[glob.format(tmp_path, **said)])

    assert summary.unmatched == []
    assert "a.txt" in section(tmp_path / "out", "commencer")


def test_client_pattern_does_not_name_folders_above_the_current_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = folder(tmp_path / "clients" / "in", {"a.txt": "Le churn."})
    monkeypatch.chdir(given)

    summary = tag([given], out=tmp_path / "out", job=JOB, client=["clients"])

    assert summary.unmatched == ["clients"]
    assert "Rien à réécrire" not in section(tmp_path / "out", "commencer")


def test_what_to_learn_goes_by_level(given: Path, tmp_path: Path) -> None:
    tag([given], out=tmp_path / "out", job=JOB)
    lesson = section(tmp_path / "out", "apprendre")
    first, week, month = (lesson.index(title) for title in ("Premier jour", "Première semaine", "Premier mois"))
    assert first < lesson.index("Lead Contact qui s’est manifesté.") < week
    assert week < lesson.index("MQL (Marketing Qualified Lead)") < month < lesson.rindex("Upsell")


def test_one_notion_written_in_several_ways_is_shown_with_its_folders(given: Path, tmp_path: Path) -> None:
    tag([given], out=tmp_path / "out", job=JOB)
    assert "« démo produit » × 2, « démonstration du produit » × 1" in section(tmp_path / "out", "pareil")
    assert {(row["terme"], row["écrit"], row["dossier"], row["occurrences"])
            for row in rows(tmp_path / "out" / "report" / "graphies.csv")} == {
        ("Démo produit", "démo produit", "interne", "2"), ("Démo produit", "démonstration du produit", "interne", "1")}


@pytest.mark.parametrize(("one", "other", "same"), [
    ("démo produit", "Démos  produit", True), ("taux d'ouverture", "taux d’ouverture", True), ("MQL", "MQL", True),
    ("cold email", "cold-email", False), ("lead", "leads", True), ("démo", "démonstration", False),
    ("e\u0301quipe", "équipe", True),
])
def test_plural_capitals_and_apostrophes_make_no_other_spelling(one: str, other: str, same: bool) -> None:
    assert (spelling(one) == spelling(other)) == same


def test_missing_words_come_as_a_file_that_loads_once_filled_in(given: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    tag([given], out=out, job=JOB)
    path = out / "report" / "a-definir.csv"
    assert path.read_text("utf-8-sig").split() == ["nom;définition;alias;catégorie", "SDR;;;", "roadmap;;;"]

    filled = path.read_text("utf-8-sig").replace("SDR;;", "SDR;Commercial qui prend les premiers rendez-vous.;")
    path.write_bytes(filled.replace("roadmap;;", "roadmap;Plan des nouveautés à venir.;").encode("cp1252"))
    own = replace(JOB, glossary=Glossary.combine([JOB.glossary, Glossary.load(path)]))
    before = path.read_bytes()
    tag([given], out=out, job=own)

    assert path.read_bytes() == before, "what somebody has filled in is never replaced"
    assert "SDR" in [row["terme"] for row in rows(out / "report" / "termes.csv")]
    assert "Aucun sigle ni anglicisme" in section(out, "manque")


def test_missing_words_with_an_open_quote_are_filled_in_and_stop_nothing(given: Path, tmp_path: Path) -> None:
    tag([given], out=tmp_path / "out", job=JOB)
    path = tmp_path / "out" / "report" / "a-definir.csv"
    path.write_text('nom;définition\nSDR;"' + "Commercial.\n" * 20_000, "utf-8")
    before = path.read_bytes()

    tag([given], out=tmp_path / "out", job=JOB)

    assert path.read_bytes() == before
    assert path.with_name("a-definir-2.csv").exists()


def test_no_sentence_is_in_the_report_unless_asked_for(given: Path, tmp_path: Path) -> None:
    tag([given], out=tmp_path / "out", job=JOB)
    everything = "".join(path.read_bytes().decode("utf-8", "replace") for path in (tmp_path / "out").glob("report*/*"))
    assert PHRASE not in everything + (tmp_path / "out" / "report.html").read_text("utf-8")

    tag([given], out=tmp_path / "out", job=replace(JOB, quotes=True))
    assert f"Nos MQL et le closing, {PHRASE}." in (tmp_path / "out" / "report.html").read_text("utf-8")


@pytest.mark.parametrize("sentence", [
    "Hier, M. Dupont a demandé si le churn baissait.", "Le churn, p. ex. en mai… et le MQL, etc. en juin !",
    "Une base de\ndonnées, du churn."])
def test_whole_sentences_are_quoted(tmp_path: Path, sentence: str) -> None:
    given = folder(tmp_path / "in", {"note.txt": f"Bonjour à tous. {sentence} Et voilà."})
    tag([given], out=tmp_path / "out", job=replace(JOB, quotes=True))
    assert set(page(tmp_path / "out").xpath("//q/text()")) == {" ".join(sentence.split())}


def test_long_sentence_is_quoted_around_its_word(tmp_path: Path) -> None:
    given = folder(tmp_path / "in", {"note.txt": f"{'mais ' * 41}nos MQL baissent{' encore' * 40}."})
    tag([given], out=tmp_path / "out", job=replace(JOB, quotes=True))
    (quote,) = page(tmp_path / "out").xpath("//q/text()")
    assert "mais nos MQL baissent encore" in quote
    assert re.fullmatch(r"… (mais ){21,}nos MQL baissent( encore){14,} …", quote)
    assert len(quote) < 260


def test_change_since_the_last_run_is_told(given: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    tag([given], out=out, job=JOB)
    assert page(out).xpath("//h2[@id='evolution']") == []

    folder(given, {"interne/playbook.txt": "Lead, MQL, closing, funnel, cold email, churn : le SDR."})
    tag([given], out=out, job=JOB)

    assert "Upsell 1 0 −1" in section(out, "evolution")
    assert "−1 mot du métier" in section(out, "evolution")
    tag([given], out=out, job=JOB)
    assert "rien n’a changé" in section(out, "evolution")


def test_what_was_not_read_is_listed_with_its_cure(given: Path, tmp_path: Path) -> None:
    tag([given], out=tmp_path / "out", job=JOB)
    assert "interne/vide.txt Ce fichier est vide" in section(tmp_path / "out", "non-lus")
    assert rows(tmp_path / "out" / "report" / "non-lus.csv")[0]["document"] == "interne/vide.txt"


MAIL = """\
From: Zoé <zoe@exemple.fr>
Subject: Point
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary=b

--b
Content-Type: text/plain; charset=utf-8

Bonjour Paul, le churn monte.

--\x20
Zoé, équipe MQL

Le lun. 2 nov. 2026 à 08:12, Paul <paul@client.fr> a écrit :
> Et mes leads du webinaire, et la relance ?
--b
Content-Type: application/msword
Content-Disposition: attachment; filename=contrat.doc

x
--b
Content-Type: image/png
Content-Disposition: inline; filename=logo.png

x
--b--
"""


def test_words_of_others_are_not_to_be_rewritten(tmp_path: Path) -> None:
    out = tmp_path / "out"
    summary = tag([folder(tmp_path / "in", {"a.eml": MAIL})], out=out, job=replace(JOB, lexicon=True))
    assert [row["terme"] for row in rows(out / "report" / "termes.csv")] == ["Churn"]
    assert summary.left_out == []


def test_attachment_that_cannot_be_read_is_told_each_time(tmp_path: Path) -> None:
    given, out = folder(tmp_path / "in", {"a.eml": MAIL}), tmp_path / "out"
    for done in (1, 0):
        summary = tag([given], out=out, job=replace(JOB, attachments=True))

        ((name, problem),) = summary.failed
        assert (summary.done, name) == (done, "a.eml")
        assert re.match(r"Non lu, contrat\.doc\s: .*\.docx\.", problem)
        assert rows(out / "report" / "non-lus.csv") == [{"document": name, "raison et remède": problem}]
    assert tag([given], out=out, job=JOB).failed == []


def test_long_lists_say_how_many_they_leave_out(tmp_path: Path) -> None:
    """What the workbook does not hold is not looked for there."""
    given, out = many(tmp_path / "in", 45), tmp_path / "out"
    tag([given], out=out, job=JOB)
    tag([given], out=out, job=replace(JOB, format="jsonl"))
    assert re.search(r"sous une autre forme ou un autre nom : .* et 5 autres\. Supprimez", section(out, "non-lus"))

    for path in out.rglob("note-*"):
        path.write_bytes(b"Le mien.")
    tag([given], out=out, job=JOB)
    assert re.search(r"gardés à part : .* et 5 autres\.", section(out, "non-lus"))

    shutil.rmtree(given)
    folder(given, {"tout.txt": " ".join(f"Voici {term.name}." for term in JOB.glossary)})
    summary = tag([given], out=out, job=JOB)
    assert len(summary.gone) == 45
    assert "et 5 autres lignes. Restés" in section(out, "non-lus")
    assert re.search(r"et \d+ autres lignes\.$", section(out, "evolution"))


def test_workbook_has_the_tables_of_the_page(given: Path, tmp_path: Path) -> None:
    tag([given], out=tmp_path / "out", job=JOB, client=["propositions"])
    book = openpyxl.load_workbook(tmp_path / "out" / "report.xlsx")
    assert book.sheetnames == ["Documents", "Dossiers", "Termes", "Graphies", "Manquants", "Non-lus"]
    folders = {row[0]: row[1:4] for row in book["Dossiers"].iter_rows(min_row=2, values_only=True)}
    assert folders["propositions"][:2] == ("oui", 2)
    for sheet in book.worksheets:
        csv_rows = rows(tmp_path / "out" / "report" / f"{sheet.title.lower()}.csv")
        assert sheet.max_row == 1 + len(csv_rows)


def test_names_are_escaped(tmp_path: Path) -> None:
    given = folder(tmp_path / "in", {"<b>&amp;.txt": "Nos MQL et le lead."})
    tag([given], out=tmp_path / "out", job=JOB)
    assert "<b>&amp;.txt" in section(tmp_path / "out", "commencer")


def test_report_on_nothing_says_so(tmp_path: Path) -> None:
    given = folder(tmp_path / "in", {"note.txt": "Le ciel est bleu."})
    tag([given], out=tmp_path / "out", job=JOB)
    assert "Rien à réécrire." in section(tmp_path / "out", "commencer")
    assert "Aucun mot du lexique" in section(tmp_path / "out", "apprendre")


def test_chart_says_aloud_what_it_shows() -> None:
    svg = lxml.html.fromstring(bars("Par dossier", "Mots", [("a & b", 12), ("c", 3), ("d", 0)]))
    assert svg.get("role") == "img"
    assert svg.findtext("title") == "Par dossier"
    assert svg.findtext("desc") == "Mots\u00a0: a & b 12, c 3, d 0"
    widths = [float(bar.get("width", "0")) for bar in svg.iter("rect")]
    assert widths[0] == pytest.approx(4 * widths[1], abs=0.2)


# ---- In a browser ---------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with playwright() as running:
        browser = running.chromium.launch(executable_path=executable(), args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1100, 320])
def test_report_fits_and_asks_for_nothing(given: Path, tmp_path: Path, browser: Any, scheme: str, width: int) -> None:
    tag([given], out=tmp_path / "out", job=JOB, client=["propositions"])
    opened = browser.new_page(viewport={"width": width, "height": 800}, color_scheme=scheme)
    requests: list[str] = []
    complaints: list[str] = []
    opened.on("request", lambda request: requests.append(request.url))
    opened.on("console", lambda message: complaints.append(message.text))

    opened.goto((tmp_path / "out" / "report.html").as_uri())

    assert len(requests) == 1
    assert complaints == []
    assert opened.evaluate("document.documentElement.scrollWidth") <= width
    dark = opened.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(33, 27, 32)"
    assert dark == (scheme == "dark")
    opened.close()
