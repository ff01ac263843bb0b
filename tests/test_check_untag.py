"""`lexibulle check` and `lexibulle untag` as their users meet them."""

import errno
import io
import json
import os
import subprocess
import sys
from pathlib import Path
from unittest.mock import Mock

import pytest

from batches import COMMAND, folder, outputs
from lexibulle import Annotator
from lexibulle_server.cli import main
from lexibulle_server.commands.check import Draft
from tagging import corpus, tagged

MESSAGE = """\
From: Zoé <zoe@exemple.fr>
Subject: Point sur les prospects
Content-Type: text/plain; charset=utf-8

Bonjour Paul,

Nos MQL ne répondent plus, et le churn monte. Vos leads aussi.
Le ROI de la campagne baisse.

Cordialement,
Zoé Martin

Le lun. 2 nov. 2026 à 08:12, Paul <paul@client.fr> a écrit :
> Et mes leads du webinaire ?
"""
NBSP = "\u00a0"


@pytest.fixture
def message(tmp_path: Path) -> str:
    path = tmp_path / "brouillon.eml"
    path.write_text(MESSAGE, "utf-8")
    return str(path)


def test_a_message_is_checked_sentence_by_sentence(message: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", message]) == 0

    assert capsys.readouterr().out == f"""\
4 mots à revoir avant l’envoi

Point sur les prospects
  prospects  À éviter  client potentiel

Nos MQL ne répondent plus, et le churn monte.
  MQL    À éviter     contact intéressé, à valider
  churn  À expliquer  part de clients perdus

Le ROI de la campagne baisse.
  ROI  À expliquer  rentabilité de la dépense (terme officiel{NBSP}: rendement de l’investissement)

Non relus{NBSP}: citations, signature.
"""


def test_offsets_of_json_are_those_of_the_sentence(message: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", message, "--format", "json"]) == 0

    (result,) = json.loads(capsys.readouterr().out)["results"]
    assert result["verdict"] == "4 mots à revoir avant l’envoi"
    assert result["count"] == 4
    for sentence in result["sentences"]:
        for word in sentence["words"]:
            start, end = (word[side] - sentence["start"] for side in ("start", "end"))
            assert sentence["text"][start:end] == word["surface"]
    assert [word["advice"] for sentence in result["sentences"] for word in sentence["words"]] == [
        "avoid", "avoid", "explain", "explain"]


@pytest.mark.parametrize(("text", "verdict"), [
    (MESSAGE, "4 mots à revoir avant l’envoi"), ("Nos MQL montent.", "1 mot à revoir avant l’envoi"),
    ("Objet: relance du devis\n\nBonjour.", "1 mot à revoir avant l’envoi"), ("Bonjour à tous.", "Rien à revoir")])
def test_standard_input_is_a_message_or_a_text(text: str, verdict: str) -> None:
    done = subprocess.run([sys.executable, "-m", "lexibulle_server", "check", "-"], input=text.encode(), check=True,
                          capture_output=True)

    assert done.stdout.decode().splitlines()[0] == verdict


def test_what_the_client_wrote_before_is_not_counted(
    tmp_path: Path, message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "fil.txt").write_text("Quel est le churn ? Et le ROI de la campagne ?", "utf-8")

    assert main(["check", message, "--thread", str(tmp_path / "fil.txt")]) == 0

    assert capsys.readouterr().out.startswith("2 mots à revoir")


def test_what_a_message_of_the_thread_quotes_is_of_the_thread(
    tmp_path: Path, message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "reponse.eml").write_text("""\
From: Paul <paul@client.fr>
Content-Type: text/plain; charset=utf-8

Et le ROI de la campagne ?

Le lun. 2 nov. 2026 à 07:10, Zoé <zoe@exemple.fr> a écrit :
> Vous demandiez le churn.
""", "utf-8")

    assert main(["check", message, "--thread", str(tmp_path / "reponse.eml")]) == 0

    assert capsys.readouterr().out.startswith("2 mots à revoir")


def test_documents_are_checked_too(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    for name in ("compte-rendu.docx", "compte-rendu.pdf"):
        (tmp_path / name).write_bytes(corpus(name))

    assert main(["check", *(str(tmp_path / name) for name in ("compte-rendu.docx", "compte-rendu.pdf"))]) == 0

    out = capsys.readouterr().out
    assert out.startswith(f"== {tmp_path / 'compte-rendu.docx'} ==\n16 mots à revoir")
    assert f"== {tmp_path / 'compte-rendu.pdf'} ==" in out


def test_what_cannot_be_read_is_said_and_the_rest_is_checked(
    tmp_path: Path, message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "scan.pdf").write_bytes(corpus("scan.pdf"))

    assert main(["check", str(tmp_path / "rien.txt"), str(tmp_path / "scan.pdf"), message]) == 1

    out, err = capsys.readouterr()
    assert "4 mots à revoir" in out
    assert "introuvable" in err
    assert "ne contient que des images" in err


@pytest.mark.parametrize("form", ["text", "json"])
def test_what_of_a_document_could_not_be_read_is_said(
    tmp_path: Path, form: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "offre.html").write_bytes(b"<img src=offre.png>")

    assert main(["check", str(tmp_path / "offre.html"), "--format", form]) == 1

    out = capsys.readouterr().out
    assert ("\n\nNon relu, tout le fichier" if form == "text" else '"unread": [') in out
    assert f"tout le fichier{NBSP}: aucun texte n’y a été trouvé." in out


def test_a_thread_that_was_not_read_whole_checks_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "fil.html").write_bytes(b"<img src=offre.png>")
    (tmp_path / "note.txt").write_text("Nos MQL.", "utf-8")

    assert main(["check", str(tmp_path / "note.txt"), "--thread", str(tmp_path / "fil.html")]) == 1

    out, err = capsys.readouterr()
    assert not out
    assert f"fil.html{NBSP}: tout le fichier" in err


def test_each_file_is_answered_when_it_is_done(
    message: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A fault of ours in a later one does not take the answers along."""
    drafts = Mock(side_effect=[Draft("Nos MQL."), ZeroDivisionError])
    monkeypatch.setattr("lexibulle_server.commands.check._draft", drafts)

    with pytest.raises(ZeroDivisionError):
        main(["check", message, message])

    assert "1 mot à revoir" in capsys.readouterr().out


def test_notes_are_taken_off_a_folder(
    annotator: Annotator, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place = tmp_path / "annoté"
    (place / "sous").mkdir(parents=True)
    names = ["compte-rendu.pdf", "sous/suivi.csv", "compte-rendu.html"]
    for name in names:
        (place / name).write_bytes(tagged(annotator, corpus(Path(name).name), Path(name).name)[2])
    (place / "sans.txt").write_text("Bonjour.", "utf-8")
    (place / "autre.bin").write_bytes(b"\0")
    given = {path: path.read_bytes() for path in place.rglob("*") if path.is_file()}

    assert main(["untag", str(place), "--out", str(place / "propre")]) == 0

    assert {name: (place / "propre" / name).read_bytes() for name in names} == {
        name: corpus(Path(name).name) for name in names}
    assert (place / "propre" / "sans.txt").read_bytes() == b"Bonjour."
    assert not (place / "propre" / "autre.bin").exists()
    assert {path: path.read_bytes() for path in given} == given
    assert capsys.readouterr().out == (f"4{NBSP}documents dans «{NBSP}{place / 'propre'}{NBSP}», dont "
                                      f"3{NBSP}débarrassés de leurs notes.\n")


def test_what_tag_passes_over_is_no_document(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder(tmp_path / "in", {"a.txt": "Bonjour.", "~$a.docx": "lock", ".git/b.txt": "x"})

    assert main(["untag", str(tmp_path / "in"), "--out", str(tmp_path / "out")]) == 0

    assert outputs(tmp_path / "out").keys() == {"a.txt"}
    assert f"1{NBSP}document dans «{NBSP}{tmp_path / 'out'}{NBSP}», dont 0{NBSP}débarrassé de ses notes." in (
        capsys.readouterr().out)


def test_folder_that_cannot_be_read_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Root reads everything: the refusal is the system's all the same."""
    folder(tmp_path / "in", {"a.txt": "Bonjour.", "sous/b.txt": "x"})
    scandir = os.scandir

    def refuse(path: str) -> object:
        if Path(path).name == "sous":
            raise PermissionError(errno.EACCES, "denied", str(path))
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refuse)
    assert main(["untag", str(tmp_path / "in"), "--out", str(tmp_path / "out")]) == 1

    assert f"{tmp_path / 'in' / 'sous'} : lecture interdite" in capsys.readouterr().err.replace(NBSP, " ")
    assert outputs(tmp_path / "out").keys() == {"a.txt"}


def test_disk_that_refuses_leaves_no_part_of_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder(tmp_path / "in", {"a.txt": "Bonjour."})

    def refuse(_stream: object) -> None:
        raise OSError(errno.ENOSPC, "full")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", refuse)
        assert main(["untag", str(tmp_path / "in"), "--out", str(tmp_path / "out")]) == 1

    assert list((tmp_path / "out").iterdir()) == []
    assert main(["untag", str(tmp_path / "in"), "--out", str(tmp_path / "out")]) == 0


def test_a_file_is_on_the_disk_before_it_has_its_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.txt").write_text("Nos MQL", "utf-8")
    flushed: list[str] = []
    monkeypatch.setattr(os, "fsync", lambda stream: flushed.append(Path(stream.name).read_text("utf-8")))

    assert main(["untag", str(tmp_path / "a.txt"), "--out", str(tmp_path / "out")]) == 0

    assert flushed == ["Nos MQL"]


def test_nothing_is_replaced(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "note.txt").write_text("Bonjour.", "utf-8")

    assert main(["untag", str(tmp_path / "note.txt"), str(tmp_path / "rien.pdf"), "--out", str(tmp_path)]) == 1

    err = capsys.readouterr().err
    assert "existe déjà. Donnez un dossier vide" in err
    assert "introuvable" in err
    assert (tmp_path / "note.txt").read_text("utf-8") == "Bonjour."


def test_a_file_is_no_output_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "note.txt").write_text("Bonjour.", "utf-8")

    assert main(["untag", str(tmp_path / "note.txt"), "--out", str(tmp_path / "note.txt")]) == 2
    assert "Donnez un dossier à --out" in capsys.readouterr().err


def test_an_output_that_cannot_be_written_is_said_in_french(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "note.txt").write_text("Bonjour.", "utf-8")

    assert main(["untag", str(tmp_path / "note.txt"), "--out", str(tmp_path / "note.txt" / "propre")]) == 1

    err = capsys.readouterr().err
    assert f"ne peut pas être écrit. Vérifiez le dossier donné à --out{NBSP}: son nom" in err
    assert "directory" not in err


def test_a_wrong_glossary_is_refused(message: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "x.csv").write_text("nom;x\n", "utf-8")

    assert main(["check", message, "--glossary", str(tmp_path / "x.csv")]) == 2
    assert "Ce lexique ne peut pas servir" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["compte-rendu.pdf", "compte-rendu.docx", "compte-rendu.html"])
def test_standard_input_may_be_a_document(
    name: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(corpus(name))))

    assert main(["check", "-"]) == 0
    assert "cold emails" in capsys.readouterr().out


def test_standard_input_of_bytes_is_refused_when_it_is_no_text(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(corpus("scan.pdf"))))

    assert main(["check", "-"]) == 1


def test_report_of_a_tagged_folder_is_no_document(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text("Nos MQL.", "utf-8")
    subprocess.run([*COMMAND, tmp_path / "in", "--out", tmp_path / "out"], check=True, capture_output=True)

    assert main(["untag", str(tmp_path / "out"), "--out", str(tmp_path / "clean")]) == 0

    assert [path.name for path in (tmp_path / "clean").rglob("*")] == ["a.txt"]
    assert (tmp_path / "clean" / "a.txt").read_text("utf-8") == "Nos MQL."
