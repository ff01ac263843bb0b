"""A glossary in an Excel workbook: read as the same table in CSV is, refused with the same words, and no bomb."""

import csv
import io
import re
import subprocess
import sys
import warnings
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import openpyxl
import pytest

from lexibulle import Glossary
from lexibulle_server.app import create_app
from lexibulle_server.cli import main
from lexibulle_server.glossaries import own_files
from lexibulle_server.service import Service
from lexibulle_server.settings import Settings
from serving import Service as ServiceProcess
from test_documents_hostile import FILE, LAUGHS
from test_glossary import BAD_ROWS, BAD_TYPOGRAPHY, CURES, FRENCH_HEADERS, READ, ROWS, as_read, plain, refusal, usable

NAME = "equipe.xlsx"
SHEET = "xl/worksheets/sheet1.xml"


def workbook(path: Path, rows: Iterable[Iterable[Any]]) -> Path:
    book = openpyxl.Workbook()
    for row in rows:
        book.worksheets[0].append(list(row))
    book.create_sheet("Notes").append(["This sheet is not read."])
    book.save(path)
    return path


def changed(path: Path, part: str, change: Callable[[bytes], bytes]) -> Path:
    """The same workbook with one part changed."""
    with ZipFile(io.BytesIO(path.read_bytes())) as old, ZipFile(path, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, old.read(name) if name != part else _really(change, old.read(name)))
    return path


def _really(change: Callable[[bytes], bytes], content: bytes) -> bytes:
    new = change(content)
    assert new != content
    return new


# ---- read ----

@pytest.mark.parametrize("header", [ROWS[0], *FRENCH_HEADERS])
def test_a_workbook_is_read_as_its_table(header: list[str], tmp_path: Path) -> None:
    assert as_read(usable(workbook(tmp_path / NAME, [header, *ROWS[1:]]))) == READ


@pytest.mark.parametrize(("rows", "read"), [
    ([["nom", "définition"], [], ["Un", "Le premier."], [], []], [("Un", "Le premier.", [], "")]),
    ([["nom", "définition", None, None], ["Un", "Le premier.", None]], [("Un", "Le premier.", [], "")]),
    ([["nom", "définition"], [360, "Vue d’ensemble."]], [("360", "Vue d’ensemble.", [], "")]),
    ([["nom", "définition"], ["Un", date(2026, 11, 28)]], [("Un", "2026-11-28 00:00:00", [], "")]),
    ([["nom", "définition"], ["Un", "Le\npremier."]], [("Un", "Le premier.", [], "")]),
    ([["nom", "synonymes", "définition"], ["Un", "uno|ein; eins", "Le premier."]],
     [("Un", "Le premier.", ["uno", "ein", "eins"], "")]),
], ids=str)
def test_odd_cells_are_read(rows: list[list[Any]], read: object, tmp_path: Path) -> None:
    assert as_read(usable(workbook(tmp_path / NAME, rows))) == read


def test_a_sheet_that_lies_about_its_size_is_read_whole(tmp_path: Path) -> None:
    """Some programs write it wrong."""
    path = changed(workbook(tmp_path / NAME, ROWS), SHEET, lambda xml: xml.replace(b'ref="A1:D3"', b'ref="A1"'))

    assert as_read(usable(path)) == READ


def test_the_glossary_is_named_after_its_file(tmp_path: Path) -> None:
    assert Glossary.load(workbook(tmp_path / "Équipe Lyon.XLSX", ROWS)).id == "equipe-lyon"


def test_other_glossaries_load_neither_openpyxl_nor_numpy(tmp_path: Path) -> None:
    (tmp_path / "equipe.csv").write_text("name,definition\nUn,Le premier.\n", "utf-8")
    check = ("import sys; from lexibulle import Glossary; Glossary.load('equipe.csv'); Glossary.default(); "
             "print({'openpyxl', 'numpy', 'lxml'} & sys.modules.keys())")

    said = subprocess.run([sys.executable, "-c", check], cwd=tmp_path, capture_output=True, text=True, check=True)

    assert said.stdout == "set()\n"


# ---- refused ----

@pytest.mark.parametrize(("rows", "said"), [
    ([], ["nom", "definition"]),
    ([["Un", "Le premier."]], ["nom", "definition"]),
    ([["name", "definition"], ["Un", "Le premier.", None, "Le second."]], ["ligne 2", "« Un »", "« Le second. »"]),
    ([["name", "definition", "couleur"], ["Un", "Le premier.", "bleu"]], ["couleur"]),
    ([["name", "definition"], ["Un", "Le premier."], [], ["", "Le second."]], ["ligne 4", "le nom manque"]),
    ([["name", "definition"], [None, "Le premier."]], ["ligne 2", "le nom"]),
    ([["name", "definition"], ["Un", "Le premier."], ["UN", "Le second."]], ["Un"]),
    ([["name", "definition", "aliases"], ["Un", "x", "uno"], ["Deux", "y", "Uno"]], ["deux", "Uno", "un"]),
], ids=str)
def test_a_bad_workbook_is_refused_with_the_row(rows: list[list[Any]], said: list[str], tmp_path: Path) -> None:
    error = refusal(workbook(tmp_path / NAME, rows))

    assert all(part in plain(error) for part in [NAME, *said]), error
    assert all(CURES.search(problem) for problem in error.problems)


def test_a_workbook_is_refused_with_the_words_of_its_table(tmp_path: Path) -> None:
    (tmp_path / "equipe.csv").write_text(BAD_ROWS, "utf-8")
    path = workbook(tmp_path / NAME, csv.reader(io.StringIO(BAD_ROWS)))

    assert str(refusal(path)) == str(refusal(tmp_path / "equipe.csv")).replace("equipe.csv", NAME)


def test_a_cell_has_the_bound_of_a_table(tmp_path: Path) -> None:
    path = workbook(tmp_path / NAME, [["name", "definition"], ["Un", "short"]])
    long = changed(path, SHEET, lambda xml: xml.replace(b"short", b"x" * 100_001))

    message = plain(refusal(long))

    assert all(part in message for part in ("ligne 2", "100\u202f001", "100\u202f000"))


HOSTILE: dict[str, tuple[Callable[[Path], Path], str]] = {
    "no zip": (lambda path: written(path, b"nom;definition\n"), "Enregistrez-le de nouveau"),
    "an old Excel": (lambda path: written(path, b"\xd0\xcf\x11\xe0" + bytes(2000)), "ancien Office"),
    "a zip cut in half": (lambda path: written(path, path.read_bytes()[:2000]), "abîmé"),
    "a document": (lambda path: written(path, _docx()), "un document Word"),
    "a bomb": (lambda path: changed(path, SHEET, lambda xml: xml + b" " * 30_000_000), "démesuré"),
    "entities": (lambda path: changed(path, SHEET, _with(LAUGHS)), "entités"),
    "entities of styles": (lambda path: changed(path, "xl/styles.xml", _with(FILE)), "entités"),
    "no markup": (lambda path: changed(path, SHEET, lambda _: b"<x"), "abîmé"),
    "a string that is not there": (lambda path: changed(path, SHEET, lambda xml: re.sub(
        rb'(<c r="A2"[^>]*) t="inlineStr">.*?</c>', rb'\1 t="s"><v>999</v></c>', xml)), "abîmé"),
    "a row without end": (lambda path: changed(
        path, SHEET, lambda xml: xml.replace(b'<row r="3"', b'<row r="999999999999"')), "démesurée"),
    "no sheet": (lambda path: changed(path, "xl/workbook.xml", _without_sheets), "abîmé"),
}


def written(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


def _docx() -> bytes:
    return (Path(__file__).parent / "documents/compte-rendu.docx").read_bytes()


def _with(markup: str) -> Callable[[bytes], bytes]:
    return lambda xml: markup.encode() + xml


def _without_sheets(xml: bytes) -> bytes:
    return xml[: xml.index(b"<sheets>")] + b"<sheets/>" + xml[xml.index(b"</sheets>") + 9 :]


@pytest.mark.parametrize("case", HOSTILE)
def test_a_broken_or_hostile_workbook_is_refused_with_the_cure(case: str, tmp_path: Path) -> None:
    change, said = HOSTILE[case]
    path = change(workbook(tmp_path / NAME, ROWS))

    (problem,) = refusal(path).problems

    assert problem.startswith(f"{NAME}\u00a0: ")
    assert said in problem
    assert not BAD_TYPOGRAPHY.search(problem)


# ---- used ----

def test_the_command_checks_a_workbook(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    good = workbook(tmp_path / NAME, ROWS)
    bad = workbook(tmp_path / "faux.xlsx", [["nom", "définition"], ["Un"]])

    assert main(["glossary", "check", str(good)]) == 0
    assert "2\u00a0termes" in capsys.readouterr().out
    assert main(["glossary", "check", str(bad)]) == 1
    assert "faux.xlsx, ligne 2, terme « Un » : la définition manque" in plain(capsys.readouterr().err)


def test_what_openpyxl_warns_of_is_left_to_who_runs_it(tmp_path: Path) -> None:
    """The command line says nothing of styles and extensions; a library changes nothing of its host's process."""
    extension = b'<extLst><ext uri="{CCE6A557-97BC-4B89-ADB6-D9C93CAAB3DF}"/></extLst></worksheet>'
    path = changed(workbook(tmp_path / NAME, ROWS), SHEET, lambda xml: xml.replace(b"</worksheet>", extension))
    filters = [*warnings.filters]

    with pytest.warns(UserWarning, match="extension is not supported"):
        Glossary.load(path)

    assert warnings.filters == filters
    done = subprocess.run([sys.executable, "-m", "lexibulle_server", "glossary", "check", path], capture_output=True,
                          check=True)
    assert done.stderr == b""


def test_sheets_that_are_not_read_are_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Those that people see and that hold something; as `glossary check` says it, so does the start of the service."""
    (tmp_path / "glossaries").mkdir()
    path = workbook(tmp_path / "glossaries" / NAME, ROWS)
    book = openpyxl.load_workbook(path)
    book.create_sheet("Vide")
    book.create_sheet("Lyon\x9b").append(["nom", "définition"])
    book.create_sheet("Cachée").append(["nom"])
    book["Cachée"].sheet_state = "hidden"
    book.save(path)

    assert main(["glossary", "check", str(path)]) == 0
    (said,) = (line for line in capsys.readouterr().out.splitlines() if line.startswith("Attention"))
    with ServiceProcess(tmp_path) as service:
        assert said in service.said

    assert "equipe.xlsx : seule la première feuille" in plain(said)
    assert "et non « Notes », « Lyon\ufffd »." in plain(said)
    assert CURES.search(said)
    assert not BAD_TYPOGRAPHY.search(said)


def test_a_workbook_of_one_sheet_is_read_whole(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in ROWS:
        book.worksheets[0].append(row)
    book.save(tmp_path / NAME)

    (source,) = Glossary.load(tmp_path / NAME).sources
    assert source.unread_sheets == ()


def test_a_workbook_is_added_to_the_shipped_glossary(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = workbook(tmp_path / NAME, ROWS)

    assert main(["annotate", "--text", "Le DSO et le churn montent.", "--format", "json", "--glossary", str(path)]) == 0

    said = capsys.readouterr().out
    assert '"dso"' in said
    assert '"churn"' in said


def test_the_service_takes_the_workbooks_of_its_folder(tmp_path: Path) -> None:
    """But not the file that Excel lays beside one that is open."""
    folder = tmp_path / "glossaries"
    folder.mkdir()
    workbook(folder / NAME, ROWS)
    (folder / f"~${NAME}").write_bytes(b"\x05Marie")

    assert [path.name for path in own_files(tmp_path)] == [NAME]
    assert "equipe" in Service.of(create_app(Settings(home=tmp_path))).engine.ids
