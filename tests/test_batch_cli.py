"""`lexibulle tag` as it is typed: exit codes, what is said where, refusals with their cure."""

import argparse
import csv
import os
import pty
import subprocess
import sys
from pathlib import Path
from typing import get_args

import pytest

from batches import COMMAND, TEXTS, command, folder, many, rows
from lexibulle.batch.work import Format
from lexibulle.documents import Limits
from lexibulle_server.commands.tag import _FORMATS, _MEGABYTE, configure


def test_done_is_exit_0_and_says_where(tmp_path: Path) -> None:
    given = folder(tmp_path / "in", {"a.txt": TEXTS[0], "b.txt": TEXTS[1]})

    done = command(given, "--out", tmp_path / "out")

    assert done.returncode == 0
    assert done.stdout.splitlines() == [f"2\u00a0documents dans «\u00a0{tmp_path / 'out'}\u00a0».",
                                        f"Rapport : {tmp_path / 'out' / 'report.html'}"]
    assert done.stderr == "", "no progress where there is no terminal"


def test_unread_document_is_exit_1_with_a_list(tmp_path: Path) -> None:
    given = folder(tmp_path / "in", {"a.txt": TEXTS[0], "vide.txt": "", "faux.docx": "pas un docx"})

    done = command(given, "--out", tmp_path / "out", "--client", "in")

    assert done.returncode == 1
    said = done.stderr.splitlines()
    assert said[0] == "2\u00a0documents à revoir :"
    assert [line.partition(" : ")[0] for line in said[1:]] == ["- faux.docx", "- vide.txt"]


@pytest.mark.parametrize(("unread", "more"), [(21, "et 1\u00a0autre"), (22, "et 2\u00a0autres")])
def test_long_list_of_unread_documents_ends_with_their_number(tmp_path: Path, unread: int, more: str) -> None:
    given = folder(tmp_path / "in", {f"{number:02}.txt": "" for number in range(unread)})

    done = command(given, "--out", tmp_path / "out")

    assert done.stderr.splitlines()[-1] == f"{more}\u00a0: voyez report.html"


def test_what_was_left_aside_and_matches_nothing_is_told(tmp_path: Path) -> None:
    given = folder(tmp_path / "in", {"a.txt": TEXTS[0], "b.tsv": "x", "c.emlx": "x", "d.docm": "x"})

    for _ in range(2):
        done = command(given, "--out", tmp_path / "out", "--client", "clents")

    assert done.returncode == 1
    assert "(dont 1 déjà fait)" in done.stdout
    assert "2\u00a0autres fichiers laissés de côté\u00a0: .emlx, .tsv." in done.stderr
    assert "Aucun document ne correspond à «\u00a0clents\u00a0» (--client)" in done.stderr
    assert "enregistrez-le en .docx" in done.stderr


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
    assert "sous une autre forme ou un autre nom\u00a0: «\u00a0a00.txt\u00a0»" in then.stderr
    assert "et 16\u00a0autres. Supprimez ce qui ne sert plus." in then.stderr


def test_help_knows_the_formats_and_limits_of_the_library() -> None:
    """It answers without importing them."""
    parser = argparse.ArgumentParser()
    configure(parser)

    help_ = " ".join(parser.format_help().split())

    assert get_args(Format) == _FORMATS
    assert f"en mégaoctets ({Limits().file_bytes // _MEGABYTE} par défaut)" in help_
    assert f"pages d’un PDF ({Limits().pages} par défaut)" in help_


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
    ([""], "Un nom de fichier est vide"),
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


@pytest.mark.parametrize("out", ["", " "])
def test_empty_output_folder_is_refused(tmp_path: Path, out: str) -> None:
    folder(tmp_path, {"in/a.txt": TEXTS[0]})
    done = subprocess.run([*COMMAND, "in", "--out", out], cwd=tmp_path, capture_output=True, encoding="utf-8",
                          timeout=60, check=False)
    assert done.returncode == 2
    assert "--out\u00a0: ce nom de dossier est vide" in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["in"]


def test_table_and_options_of_the_command(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_bytes("réf;note\n7;Nos MQL, votre propsect\n".encode("cp1252"))

    done = command("--from-csv", tmp_path / "t.csv", "--text-column", "note", "--id-column", "réf", "--no-typos",
                   "--min-confidence", "0,6", "--out", tmp_path / "out")

    assert done.returncode == 0, done.stderr
    assert [(row["réf"], row["lexibulle_termes"]) for row in rows(tmp_path / "out" / "t.csv")] == [("7", "MQL")]


def test_the_line_that_tells_excel_the_delimiter_is_no_header(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("sep=|\nréf|text\n7|Nos MQL, les nôtres; a,b,c\n8|x|y\n", "utf-8")

    done = command("--from-csv", tmp_path / "t.csv", "--out", tmp_path / "out")

    assert "t.csv, ligne 4" in done.stderr
    (row,) = csv.DictReader((tmp_path / "out" / "t.csv").read_text("utf-8").splitlines(), delimiter="|")
    assert (row["réf"], row["lexibulle_termes"]) == ("7", "MQL")


def test_what_was_passed_over_and_kept_is_told_in_a_line_each(tmp_path: Path) -> None:
    given = folder(tmp_path / "in", {"a.txt": f"{TEXTS[0]} Un MQL."})
    command(given, "--out", given / "out")
    command(given, "--out", tmp_path / "out")
    folder(tmp_path / "out", {"a.txt": "Le mien."})

    done = command(given, "--out", tmp_path / "out", "--every")

    assert done.returncode == 0
    assert [line.rpartition("\u00a0: ")[2] for line in done.stderr.splitlines()] == [
        "dossier de sortie d’un autre passage, non lu. Donnez le dossier lui-même s’il faut le lire.",
        "«\u00a0a (modifié).txt\u00a0»."]


def test_control_characters_of_a_file_do_not_reach_the_terminal(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("a\x1b[31m;b\n1;2\n", "utf-8")
    done = command("--from-csv", tmp_path / "t.csv", "--out", tmp_path / "out")
    assert done.returncode == 2
    assert "«\u00a0a␛[31m\u00a0», «\u00a0b\u00a0»" in done.stderr


def test_folder_given_as_a_table_is_told(tmp_path: Path) -> None:
    done = command("--from-jsonl", tmp_path, "--out", tmp_path / "out")
    assert done.returncode == 2
    assert "c’est un dossier" in done.stderr


LIMITED = """
import resource, sys
resource.setrlimit(resource.RLIMIT_FSIZE, (60_000, 60_000))
from lexibulle_server.cli import main
sys.exit(main(sys.argv[1:]))
"""


@pytest.mark.skipif(os.name != "posix", reason="limits of a process are another thing elsewhere")
def test_a_disk_that_refuses_is_told_and_the_next_command_goes_on(tmp_path: Path) -> None:
    given = many(tmp_path / "in", 60)

    done = subprocess.run([sys.executable, "-c", LIMITED, "tag", given, "--out", tmp_path / "out"], capture_output=True,
                          encoding="utf-8", timeout=120, check=False)

    assert done.returncode == 2
    assert "continuera où elle s’est arrêtée" in done.stderr
    assert "Traceback" not in done.stderr
    assert command(given, "--out", tmp_path / "out").returncode == 0
    assert sum(1 for _ in (tmp_path / "out").glob("d*/note*")) == 60


@pytest.mark.skipif(sys.platform != "linux" or os.geteuid() != 0, reason="only root mounts a disk")
def test_a_full_disk_is_told_and_the_next_command_goes_on(tmp_path: Path) -> None:
    given, disk = many(tmp_path / "in", 60), tmp_path / "disk"
    disk.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=200k", "tmpfs", disk], check=False).returncode:
        pytest.skip("this system mounts no disk of memory")
    try:
        full = command(given, "--out", disk / "out")
        subprocess.run(["mount", "-o", "remount,size=20m", disk], check=True)
        again = command(given, "--out", disk / "out")
        made = sum(1 for _ in (disk / "out").glob("d*/note*"))
    finally:
        subprocess.run(["umount", disk], check=True)

    assert full.returncode == 2
    assert "plein. Faites de la place" in full.stderr
    assert "Traceback" not in full.stderr
    assert again.returncode == 0, again.stderr
    assert made == 60
