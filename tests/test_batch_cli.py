"""`lexibulle tag` as it is typed: exit codes, what is said where, refusals with their cure."""

import os
import pty
import subprocess
from pathlib import Path

import pytest

from batches import COMMAND, TEXTS, command, folder, rows


def test_done_is_exit_0_and_says_where(tmp_path: Path) -> None:
    given = folder(tmp_path / "in", {"a.txt": TEXTS[0], "b.txt": TEXTS[1]})

    done = command(given, "--out", tmp_path / "out")

    assert done.returncode == 0
    assert done.stdout.splitlines() == [f"2\u00a0documents dans {tmp_path / 'out'}.",
                                        f"Rapport : {tmp_path / 'out' / 'report.html'}"]
    assert done.stderr == "", "no progress where there is no terminal"


def test_unread_document_is_exit_1_with_a_list(tmp_path: Path) -> None:
    given = folder(tmp_path / "in", {"a.txt": TEXTS[0], "vide.txt": "", "faux.docx": "pas un docx"})

    done = command(given, "--out", tmp_path / "out", "--client", "in")

    assert done.returncode == 1
    said = done.stderr.splitlines()
    assert said[0] == "2\u00a0documents à revoir :"
    assert [line.partition(" : ")[0] for line in said[1:]] == ["- faux.docx", "- vide.txt"]


def test_words_left_out_of_a_lexicon_and_outdated_files_are_told(tmp_path: Path) -> None:
    given = folder(tmp_path / "in", {f"a{number:02}.txt": "Le MQL et la relance du devis." for number in range(21)})
    first = command(given, "--out", tmp_path / "out", "--lexicon")
    then = command(given, "--out", tmp_path / "out", "--format", "html")

    assert first.returncode == then.returncode == 0
    assert "Mots internes laissés hors du lexique, à revoir avant l’envoi\u00a0:" in first.stderr
    assert "a19.txt\u00a0: MQL, relance" in first.stderr
    assert "a20.txt" not in first.stderr
    assert "et 1\u00a0autre document\u00a0: voyez report.xlsx" in first.stderr
    assert "hors du lexique" not in then.stderr
    assert "sous une autre forme\u00a0: «\u00a0a00.txt\u00a0»" in then.stderr
    assert "et 16\u00a0autres. Supprimez ce qui ne sert plus." in then.stderr


def test_progress_is_shown_on_a_terminal(tmp_path: Path) -> None:
    given = folder(tmp_path / "in", {f"{number}.txt": TEXTS[0] for number in range(30)})
    control, terminal = pty.openpty()
    running = subprocess.Popen([*COMMAND, given, "--out", tmp_path / "out"], stdout=subprocess.DEVNULL, stderr=terminal,
                               env=os.environ | {"TERM": "xterm", "COLUMNS": "100"})
    os.close(terminal)
    said = b""
    try:
        while read := os.read(control, 4096):
            said += read
    except OSError:  # Linux's way to say that the other side is closed
        pass
    os.close(control)

    assert running.wait() == 0
    assert "reste" in said.decode()
    assert "documents" in said.decode()


@pytest.mark.parametrize(("arguments", "said"), [
    ([], "Donnez des fichiers, un dossier ou une table"),
    (["x", "--workers", "0"], "donnez un nombre de 1 à 256"),
    (["x", "--format", "pdf"], "n’est pas admis"),
    (["x", "--min-confidence", "2"], "n’est pas un nombre de 0 à 1"),
    (["x", "--max-size", "beaucoup"], "n’est pas un nombre entier positif"),
    (["--from-csv", "absent.csv"], "absent.csv : fichier introuvable"),
    (["x", "--from-csv", "absent.csv"], "sans autre fichier"),
    (["x", "--glossary", "absent.toml"], "Ce lexique ne peut pas servir"),
])
def test_wrong_use_is_exit_2_with_the_cure(tmp_path: Path, arguments: list[str], said: str) -> None:
    done = command(*arguments, "--out", tmp_path / "out")
    assert done.returncode == 2
    assert said in done.stderr
    assert not (tmp_path / "out").exists()


def test_table_and_options_of_the_command(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_bytes("réf;note\n7;Nos MQL, votre propsect\n".encode("cp1252"))

    done = command("--from-csv", tmp_path / "t.csv", "--text-column", "note", "--id-column", "réf", "--no-typos",
                   "--min-confidence", "0,6", "--out", tmp_path / "out")

    assert done.returncode == 0, done.stderr
    assert [(row["réf"], row["lexibulle_termes"]) for row in rows(tmp_path / "out" / "t.csv")] == [("7", "MQL")]
