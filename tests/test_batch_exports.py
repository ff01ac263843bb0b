"""Exports of a batch, each read back by a reader of its own kind."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any, get_args

import openpyxl
import pytest
import spacy
from spacy.tokens import DocBin, Span

import lexibulle.component  # noqa: F401  # declares `span._.lexibulle`
from batches import JOB, TEXTS, folder, jsonl, lines, rows, shared
from lexibulle.batch import Table, Trouble, tag, work
from lexibulle.batch.records import distinct
from lexibulle.batch.work import Format

FILES = {"clients/a.txt": f"{TEXTS[0]}\n\n{TEXTS[1]}", "b.md": f"# Point\n\n{TEXTS[3]}"}
FOUND = ["MQL", "cold emails", "relance", "démo produit", "closing", "lead", "taux de clic"]


@pytest.fixture(autouse=True)
def _shared_annotator(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(work, "Annotator", shared)


@pytest.fixture
def export(tmp_path: Path) -> Callable[[Format], Path]:
    """Export the two files; the folder it went to."""
    def exported(form: Format) -> Path:
        given = folder(tmp_path / "in", FILES)
        summary = tag([given], out=tmp_path / "out", job=replace(JOB, format=form))
        assert (summary.documents, summary.failed) == (2, [])
        return tmp_path / "out"

    return exported


def by_text(found: list[Any]) -> list[str]:
    """In the order of FOUND, which is that of a.txt, then b.md; the export has b.md first."""
    return sorted(found, key=FOUND.index)


def test_jsonl_has_a_line_for_each_block(export: Callable[[Format], Path]) -> None:
    made = list(lines(export("jsonl") / "annotations.jsonl"))

    assert [(line["id"], line["place"]) for line in made][-1] == ("clients/a.txt", "paragraphe 2")
    assert all(line["text"][span["start"] : span["end"]] == span["surface"] for line in made for span in line["spans"])
    assert by_text([span["surface"] for line in made for span in line["spans"]]) == FOUND


def test_csv_is_what_french_excel_opens(export: Callable[[Format], Path]) -> None:
    path = export("csv") / "annotations.csv"

    raw, made = path.read_bytes(), rows(path)
    assert raw.startswith(b"\xef\xbb\xbf")
    assert raw.count(b"\r\n") == 1 + len(made)
    assert by_text([row["mot"] for row in made]) == FOUND
    assert all(row["confiance"].replace(",", "", 1).isdigit() for row in made)
    assert any("," in row["confiance"] for row in made)


def test_xlsx_is_a_workbook_with_a_row_for_each_hit(export: Callable[[Format], Path]) -> None:
    sheet = openpyxl.load_workbook(export("xlsx") / "annotations.xlsx").worksheets[0]
    assert by_text([row[2] for row in sheet.iter_rows(min_row=2, values_only=True)]) == FOUND
    assert sheet.freeze_panes == "A2"


def test_web_annotations_quote_and_place_their_text(export: Callable[[Format], Path]) -> None:
    made = json.loads((export("webannotation") / "annotations.jsonld").read_text("utf-8"))

    items = made["first"]["items"]
    assert made["@context"] == "http://www.w3.org/ns/anno.jsonld"
    assert made["total"] == len(items) == len(FOUND)
    assert len({item["id"] for item in items}) == len(items)
    for item in items:
        quote, position = item["target"]["selector"]
        text = FILES[item["target"]["source"]]
        assert text[position["start"] : position["end"]] == quote["exact"]
        assert quote["prefix"] + quote["exact"] + quote["suffix"] in text


def test_offsets_are_those_of_the_text_of_the_file(tmp_path: Path) -> None:
    """Where it is one; elsewhere the place and the line of the export say it."""
    files = {"a.txt": "\ufeffBonjour.\r\n\r\n\r\n  Le churn\r\nmonte, nos MQL\r\naussi.\r\n",
             "b.md": "---\ntitle: x\n---\n# Le `churn` et le churn\n\n> Nos cold\n> emails, nos MQL.\n\n\n* Le lead\n",
             "c.html": "<p>Le churn</p>"}
    given = folder(tmp_path / "in", files)
    for form in ("csv", "webannotation", "jsonl"):
        tag([given], out=tmp_path / "out", job=replace(JOB, format=form))

    found = rows(tmp_path / "out" / "annotations.csv")
    texts = {name: text.lstrip("\ufeff") for name, text in files.items()}
    said = [(row["mot"], texts[row["document"]][int(row["début"]) : int(row["fin"])].replace("\n> ", "\n"))
            for row in found if row["début"]]
    assert [word for word, _ in said] == ["churn", "MQL", "churn", "cold\nemails", "MQL", "lead"]
    assert all(word == text for word, text in said)
    assert [(row["document"], row["fin"]) for row in found if not row["début"]] == [("c.html", "")]
    items = json.loads((tmp_path / "out" / "annotations.jsonld").read_text("utf-8"))["first"]["items"]
    assert [len(item["target"]["selector"]) for item in items] == [2] * 6 + [1]
    assert "in_file" not in list(lines(tmp_path / "out" / "annotations.jsonl"))[-1]


def test_docbin_is_a_corpus_of_spacy(export: Callable[[Format], Path]) -> None:
    nlp = spacy.blank("fr")
    docs = list(DocBin().from_disk(export("docbin") / "annotations-001.spacy").get_docs(nlp.vocab))

    assert Span.has_extension("lexibulle")
    assert by_text([span.text for doc in docs for span in doc.spans["lexibulle"]]) == FOUND
    assert {span.kb_id_ for doc in docs for span in doc.spans["lexibulle"]} == {"prospection-b2b"}


def test_parquet_of_files_is_a_table_of_blocks(export: Callable[[Format], Path]) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    made = parquet.read_table(export("parquet") / "annotations.parquet").to_pylist()
    assert by_text([span["surface"] for row in made for span in row["lexibulle"]]) == FOUND


@pytest.mark.parametrize("form", ["jsonl", "csv", "xlsx", "webannotation", "docbin", "parquet"])
def test_export_is_the_same_twice_and_follows_its_inputs(
    export: Callable[[Format], Path], form: Format, tmp_path: Path
) -> None:
    (path,) = (path for path in export(form).iterdir() if path.name.startswith("annotations"))
    first = path.read_bytes()
    path.unlink()

    export(form)
    assert path.read_bytes() == first

    folder(tmp_path / "in", {"b.md": "# Point\n\nLe churn."})
    tag([tmp_path / "in"], out=tmp_path / "out", job=replace(JOB, format=form))
    assert path.read_bytes() != first


# ---- Tables ---------------------------------------------------------------------------------------------------

EXCEL = "id;note;prix\r\n1;Nos MQL, « vite »;1,5\r\n2;\"Le lead ;\r\nsur deux lignes\";2\r\n3;;3\r\n"


def tagged(path: Path, kind: str, **options: Any) -> Path:
    text, key, form = options.get("text", "note"), options.get("id", "id"), options.get("form", "same")
    table = Table(path, kind, text, key)  # type: ignore[arg-type]
    tag(out=path.parent / "out", job=replace(JOB, format=form), table=table)
    return path.parent / "out"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_csv_of_french_excel_comes_back_with_columns_added(tmp_path: Path, encoding: str) -> None:
    (tmp_path / "t.csv").write_bytes(EXCEL.encode(encoding))

    made = rows(tagged(tmp_path / "t.csv", "csv") / "t.csv")

    assert [row["id"] for row in made] == ["1", "2", "3"]
    assert made[1]["note"] == "Le lead ;\r\nsur deux lignes"
    assert [row["prix"] for row in made] == ["1,5", "2", "3"]
    assert [row["lexibulle_termes"] for row in made] == ["MQL", "Lead", ""]
    assert made[0]["lexibulle_explications"] == "MQL : contact intéressé, à valider"


def test_csv_with_commas_keeps_them(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text('id,note\n1,"Nos MQL, vite"\n', "utf-8")
    raw = (tagged(tmp_path / "t.csv", "csv") / "t.csv").read_bytes()
    assert raw.startswith(b"id,note,lexibulle_nombre")


def test_row_with_too_many_cells_is_told_and_the_others_go_on(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("id;note\n1;lead\n2;un;deux;trois\n3;MQL\n", "utf-8")

    summary = tag(out=tmp_path / "out", job=JOB, table=Table(tmp_path / "t.csv", "csv", "note", "id"))

    assert [where for where, _ in summary.failed] == ["t.csv, ligne 3"]
    assert [row["id"] for row in rows(tmp_path / "out" / "t.csv")] == ["1", "3"]


def test_xlsx_table_is_read_and_written(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    day, hour = map(datetime.fromisoformat, ("2026-11-27", "2026-11-27 08:30"))
    given: list[tuple[Any, ...]] = [
        ("id", "montant", "note", "actif", "date", "vu"), (1, 1250.5, "Nos MQL", True, day, hour),
        (2, None, None, False, None, None)]
    for row in given:
        book.active.append(row)  # type: ignore[union-attr]
    book.save(tmp_path / "t.xlsx")

    sheet = openpyxl.load_workbook(tagged(tmp_path / "t.xlsx", "xlsx") / "t.xlsx").worksheets[0]
    assert [row[:6] for row in sheet.iter_rows(values_only=True)] == given

    made, _ = rows(tagged(tmp_path / "t.xlsx", "xlsx", form="csv") / "t.csv")
    assert list(made.values())[:6] == ["1", "1250,5", "Nos MQL", "VRAI", "2026-11-27", "2026-11-27 08:30:00"]
    line, _ = lines(tagged(tmp_path / "t.xlsx", "xlsx", form="jsonl") / "t.jsonl")
    assert (line["id"], line["montant"], line["actif"], line["date"]) == (1, 1250.5, True, "2026-11-27")


def test_json_lines_as_a_table_have_the_columns_of_all(tmp_path: Path) -> None:
    (tmp_path / "t.jsonl").write_text('{"id": 1, "text": "MQL", "n": 1234567.89}\n{"text": "x", "o": [1]}\n', "utf-8")
    made = rows(tagged(tmp_path / "t.jsonl", "jsonl", text="text", id="", form="csv") / "t.csv")
    assert [list(row.items())[:5] for row in made] == [
        [("id", "1"), ("text", "MQL"), ("n", "1234567,89"), ("o", ""), ("lexibulle_nombre", "1")],
        [("id", "2"), ("text", "x"), ("n", ""), ("o", "[1]"), ("lexibulle_nombre", "0")]]


@pytest.mark.parametrize("kind", ["csv", "xlsx", "jsonl", "parquet"])
def test_table_that_was_tagged_before_has_our_columns_once(tmp_path: Path, kind: str) -> None:
    if kind == "parquet":
        pytest.importorskip("pyarrow")
    (tmp_path / "t.jsonl").write_text('{"id": 1, "note": "Nos MQL"}\n', "utf-8")
    first = tmp_path / "out" / f"t.{kind}"
    tagged(tmp_path / "t.jsonl", "jsonl", form=kind)
    first = first.rename(tmp_path / f"u.{kind}")
    column = "text" if kind == "parquet" else "note"

    again = tagged(first, kind, text=column) / first.name

    if kind == "parquet":
        parquet = pytest.importorskip("pyarrow.parquet")
        assert parquet.read_table(again).equals(parquet.read_table(first))
    elif kind == "xlsx":
        one, two = (openpyxl.load_workbook(path).worksheets[0] for path in (first, again))
        assert list(one.values) == list(two.values)
    else:
        assert again.read_bytes() == first.read_bytes()


def test_columns_of_others_that_are_called_as_ours_stay(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("lexibulle_termes;note\nà moi;Nos MQL\n", "utf-8")
    (row,) = rows(tagged(tmp_path / "t.csv", "csv", id="") / "t.csv")
    assert (row["lexibulle_termes"], row["lexibulle_termes (2)"]) == ("à moi", "MQL")

    arrow, parquet = pytest.importorskip("pyarrow"), pytest.importorskip("pyarrow.parquet")
    parquet.write_table(arrow.table({"note": ["Nos MQL"], "lexibulle": ["à moi"]}), tmp_path / "u.parquet")
    made = parquet.read_table(tagged(tmp_path / "u.parquet", "parquet", id="") / "u.parquet")
    assert made.column_names == ["note", "lexibulle", "lexibulle (2)"]


def test_columns_without_a_name_have_one_each_however_many() -> None:
    """Numbers tried from the first one again for each would take hours."""
    names = distinct(["note", " note", "note (2)", *[""] * 16_000])

    assert names[:5] == ["note", "note (2)", "note (2) (2)", "", " (2)"]
    assert len(set(names)) == 16_003


def test_changed_column_of_parquet_is_noticed(tmp_path: Path) -> None:
    arrow, parquet = pytest.importorskip("pyarrow"), pytest.importorskip("pyarrow.parquet")
    for value in ("avant", "après"):
        parquet.write_table(arrow.table({"note": ["Nos MQL"], "autre": [value]}), tmp_path / "t.parquet")
        made = parquet.read_table(tagged(tmp_path / "t.parquet", "parquet", id="") / "t.parquet")
        assert made["autre"].to_pylist() == [value]


def test_cell_that_looks_like_a_formula_stays_a_text(tmp_path: Path) -> None:
    folder(tmp_path / "in", {"=1+1.txt": TEXTS[0]})
    tag([tmp_path / "in"], out=tmp_path / "out", job=JOB)

    assert rows(tmp_path / "out" / "report" / "documents.csv")[0]["document"] == "'=1+1.txt"
    cell = openpyxl.load_workbook(tmp_path / "out" / "report.xlsx")["Documents"]["A2"]
    assert (cell.value, cell.data_type) == ("=1+1.txt", "s")


def test_parquet_table_keeps_its_columns_and_types(tmp_path: Path) -> None:
    arrow = pytest.importorskip("pyarrow")
    parquet = pytest.importorskip("pyarrow.parquet")
    table = arrow.table({"id": range(700), "note": [TEXTS[i % 4] if i % 5 else None for i in range(700)],
                         "jour": [date(2026, 11, 27)] * 700})
    parquet.write_table(table, tmp_path / "t.parquet")

    made = parquet.read_table(tagged(tmp_path / "t.parquet", "parquet") / "t.parquet")

    assert made.drop_columns(["lexibulle"]).equals(table)
    assert [[span["surface"] for span in spans] for spans in made["lexibulle"].to_pylist()[3:5]] == [
        ["closing", "lead", "taux de clic"], ["MQL", "cold emails", "relance"]]
    assert made["lexibulle"].to_pylist()[0] == []


@pytest.mark.parametrize("form", ["jsonl", "csv", "xlsx"])
def test_parquet_table_keeps_its_columns_in_other_forms(tmp_path: Path, form: str) -> None:
    arrow, parquet = pytest.importorskip("pyarrow"), pytest.importorskip("pyarrow.parquet")
    table = {"jour": [date(2026, 11, 27)], "note": ["Nos MQL"], "prix": [1.5]}
    parquet.write_table(arrow.table(table), tmp_path / "t.parquet")
    tagged_before = (tagged(tmp_path / "t.parquet", "parquet", id="") / "t.parquet").rename(tmp_path / "u.parquet")

    made = tagged(tagged_before, "parquet", id="", form=form) / f"u.{form}"

    if form == "jsonl":
        line = json.loads(made.read_text("ascii"))
        assert [*line.items()][:3] == [("jour", "2026-11-27"), ("note", "Nos MQL"), ("prix", 1.5)]
        assert [span["term"] for span in line["spans"]] == ["mql"]
    elif form == "csv":
        assert [*rows(made)[0].values()][:5] == ["2026-11-27", "Nos MQL", "1,5", "1", "MQL"]
    else:
        _, row = openpyxl.load_workbook(made).worksheets[0].values
        assert row[:5] == (datetime(2026, 11, 27), "Nos MQL", 1.5, 1, "MQL")  # noqa: DTZ001  # Excel knows no zone


KILLED = """
import os, signal, sys
from pathlib import Path
from lexibulle.batch.tables import write_xlsx
def rows():
    yield from [("Nos leads",)] * 10_000
    if "kill" in sys.argv:
        os.kill(os.getpid(), signal.SIGKILL)
write_xlsx(Path(sys.argv[1]), [("Un", ["note"], [("Nos MQL",)]), ("Deux", ["note"], rows())])
"""


def test_a_workbook_that_is_killed_leaves_nothing_where_nobody_looks(tmp_path: Path) -> None:
    """Its sheets hold texts: they lie beside it, and the next run takes them away."""
    (tmp_path / "tmp").mkdir()
    (tmp_path / "out").mkdir()
    command = [sys.executable, "-c", KILLED, str(tmp_path / "out" / "making")]
    env = os.environ | {"TMPDIR": str(tmp_path / "tmp")}

    assert subprocess.run([*command, "kill"], env=env, check=False).returncode == -signal.SIGKILL
    assert list((tmp_path / "tmp").iterdir()) == []
    assert subprocess.run(command, env=env, check=False).returncode == 0
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["making"]
    with (tmp_path / "out" / "making").open("rb") as made:
        assert openpyxl.load_workbook(made).worksheets[1].max_row == 10_001


def test_other_sheets_of_a_workbook_are_told(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.worksheets[0].append(["note"])
    for number, title in enumerate(("Vide", "Archives", "Listes")):
        sheet = book.create_sheet(title)
        if number:
            sheet.append(["Nos MQL"])
    book["Listes"].sheet_state = "hidden"
    book.worksheets[0].append(["Nos leads"])
    book.save(tmp_path / "t.xlsx")

    summary = tag(out=tmp_path / "out", job=JOB, table=Table(tmp_path / "t.xlsx", "xlsx", "note"))

    assert [where for where, _ in summary.failed] == ["t.xlsx, feuille «\u00a0Archives\u00a0»"]
    assert openpyxl.load_workbook(tmp_path / "out" / "t.xlsx").worksheets[0]["A2"].value == "Nos leads"


def test_records_as_pages_need_no_server(tmp_path: Path) -> None:
    out = tagged(jsonl(tmp_path / "t.jsonl", 450), "jsonl", text="text", form="html")
    pages = sorted(path.name for path in out.glob("t-*.html"))
    assert pages == ["t-001.html", "t-002.html", "t-003.html"]
    assert "default-src 'none'" in (out / "t-001.html").read_text("utf-8")

    jsonl(tmp_path / "t.jsonl", 100)
    tagged(tmp_path / "t.jsonl", "jsonl", text="text", form="html")
    assert [path.name for path in out.glob("t-*.html")] == ["t-001.html"]


def test_line_that_is_no_record_is_told_and_the_others_go_on(tmp_path: Path) -> None:
    path = tmp_path / "t.jsonl"
    path.write_bytes(b'\xef\xbb\xbf{"id": 1, "text": "lead", "spans": "mine"}\n{"id": 2}\n\nnothing\n[1]\n\xff\n'
                     b'{"text": "MQL"}')

    summary = tag(out=tmp_path / "out", job=JOB, table=Table(path, "jsonl"))

    made = list(lines(tmp_path / "out" / "t.jsonl"))
    assert [where for where, _ in summary.failed] == [f"t.jsonl, ligne {number}" for number in (2, 4, 5, 6)]
    assert [line["text"] for line in made] == ["lead", "MQL"]
    assert made[0]["spans"] == "mine"
    assert made[0]["lexibulle_spans"][0]["term"] == "lead"


ODD = (
    r'{"text": "Nos MQL", "id": "\udc00"}', r'{"text": "x\ud800 MQL", "id": "b", "\udfff": "\ud800"}',
    r'{"text": "n\u0000\u001b MQL", "id": "\u001b"}', '{"text": "Le lead", "id": NaN, "n": 1e999, "o": [-Infinity]}',
    f'{{"text": "Le lead", "id": {"9" * 4000}}}', f'{{"text": "Le lead", "id": 2, "o": {"[" * 900}{"]" * 900}}}')


@pytest.mark.parametrize("form", get_args(Format))
def test_odd_records_stop_no_other(tmp_path: Path, form: Format) -> None:
    if form == "parquet":
        pytest.importorskip("pyarrow")
    path = tmp_path / "t.jsonl"
    path.write_text("\n".join([*ODD, "{" * 100_000, '{"text": "MQL", "id": "last"}']), "utf-8")

    summary = tag(out=tmp_path / "out", job=replace(JOB, format=form, quotes=True),
                  table=Table(path, "jsonl", "text", "id"))

    assert (summary.done, len(summary.failed)) == (len(ODD) + 1, 1)


def test_what_json_has_no_number_for_is_null(tmp_path: Path) -> None:
    def refuse(constant: str) -> None:
        raise AssertionError(constant)

    (tmp_path / "t.jsonl").write_text(ODD[3], "utf-8")
    written = (tagged(tmp_path / "t.jsonl", "jsonl", text="text") / "t.jsonl").read_text("utf-8")

    row = json.loads(written, parse_constant=refuse)
    assert (row["id"], row["n"], row["o"]) == (None, None, [None])


@pytest.mark.parametrize(("kind", "content", "said"), [
    ("csv", b"a;b\n1;2\n", "n’a pas de colonne « note ». Donnez à --text-column l’une de celles-ci : « a », « b »"),
    ("csv", b"", "aucune, le fichier est vide"),
    ("csv", b"note;b\n1;2\n", "n’a pas de colonne « id ». Donnez à --id-column"),
    ("csv", b"PK\x03\x04\x14\x00\x06\x00", "ne contient pas du texte"),
    ("xlsx", b"no zip", "Enregistrez-le de nouveau"),
    ("parquet", b"no parquet", "n’est pas un fichier Parquet"),
])
def test_table_that_cannot_be_read_is_refused_with_the_cure(
    tmp_path: Path, kind: str, content: bytes, said: str
) -> None:
    (tmp_path / f"t.{kind}").write_bytes(content)
    with pytest.raises(Trouble, match=said):
        tagged(tmp_path / f"t.{kind}", kind)


def test_table_that_is_not_there_is_refused_before_anything_is_made(tmp_path: Path) -> None:
    with pytest.raises(Trouble, match=r"t\.csv\u00a0: fichier introuvable"):
        tagged(tmp_path / "t.csv", "csv")

    assert not list(tmp_path.iterdir())
