"""`lexibulle.batch.tag`: names, what is skipped, what is done again, and the same bytes on every engine."""

import os
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import get_args

import pytest

from batches import JOB, TEXTS, folder, jsonl, lines, many, names, outputs, rows, shared
from lexibulle.batch import FileUnit, Job, Record, RecordsUnit, Table, Trouble, executor, in_order, tag, work
from lexibulle.batch.work import Format
from lexibulle.documents import SUFFIXES, Limits


@pytest.fixture(autouse=True)
def _shared_annotator(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(work, "Annotator", shared)


DOCUMENTS = Path(__file__).with_name("documents")
NOTE = {"note.txt": TEXTS[0]}


def test_documents_come_back_annotated_under_their_names(tmp_path: Path) -> None:
    given = folder(tmp_path / "in", {"clients/a.txt": TEXTS[0], "b.md": TEXTS[1], "c.html": f"<p>{TEXTS[3]}</p>"})

    summary = tag([given], out=tmp_path / "out", job=JOB)

    made = outputs(tmp_path / "out")
    assert {"clients/a.txt", "b.md", "c.html", "report.html", "report.xlsx", "report/documents.csv"} <= made.keys()
    assert made["clients/a.txt"].decode().startswith(TEXTS[0])
    assert "contact intéressé, à valider" in made["clients/a.txt"].decode()
    assert (summary.done, summary.kept, summary.failed) == (3, 0, [])


def test_inputs_are_not_touched(tmp_path: Path) -> None:
    given = many(tmp_path / "in", 9)
    before = {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in given.rglob("*") if path.is_file()}

    tag([given], out=tmp_path / "in" / "out", job=JOB)

    assert {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in before} == before


def test_output_folder_inside_the_input_is_not_read_back(tmp_path: Path) -> None:
    given = many(tmp_path / "in", 6)

    first = tag([given], out=given / "out", job=JOB)
    second = tag([given], out=given / "out", job=JOB)

    assert (first.done, second.done, second.kept) == (6, 0, 6)
    assert not (given / "out" / "out").exists()


@pytest.mark.parametrize("out", ["in", "in/../in"])
def test_output_folder_that_is_the_input_is_refused(tmp_path: Path, out: str) -> None:
    given = folder(tmp_path / "in", NOTE)
    with pytest.raises(Trouble, match="jamais remplacés"):
        tag([given], out=tmp_path / out, job=JOB)
    assert (given / "note.txt").read_text("utf-8") == TEXTS[0]


def test_output_that_would_replace_an_input_is_refused(tmp_path: Path) -> None:
    given = folder(tmp_path, NOTE)
    with pytest.raises(Trouble, match=r"seraient remplacés.*note\.txt"):
        tag([given / "note.txt"], out=given, job=JOB)


def test_file_of_somebody_else_is_not_replaced(tmp_path: Path) -> None:
    given = folder(tmp_path / "in", NOTE)
    out = folder(tmp_path / "out", {"note.txt": "à moi"})

    with pytest.raises(Trouble, match="que Lexibulle n’a pas écrit"):
        tag([given], out=out, job=JOB)

    assert (out / "note.txt").read_text("utf-8") == "à moi"


def test_files_of_several_folders_keep_the_folders_that_tell_them_apart(tmp_path: Path) -> None:
    given = folder(tmp_path / "in", {"2025/a/note.txt": TEXTS[0], "2026/a/note.txt": TEXTS[1]})

    tag([given / "2025" / "a" / "note.txt", given / "2026" / "a"], out=tmp_path / "out", job=JOB)

    assert {"2025/a/note.txt", "2026/a/note.txt"} <= outputs(tmp_path / "out").keys()


def test_inputs_that_become_one_file_are_told_apart(tmp_path: Path) -> None:
    given = folder(tmp_path / "in", {"note.txt": TEXTS[0], "note.md": TEXTS[1], "note.txt.html": f"<p>{TEXTS[3]}</p>",
                                     "report.html": "<p>lead</p>"})

    tag([given], out=tmp_path / "out", job=replace(JOB, format="html"))

    made = outputs(tmp_path / "out")
    assert {"note.txt.html", "note.md.html", "note.txt-2.html", "report-2.html", "report.html"} <= made.keys()
    assert b"Par o\xc3\xb9 commencer" in made["report.html"]


def test_folder_called_as_the_report_keeps_its_documents(tmp_path: Path) -> None:
    given = folder(tmp_path / "in", {"Report/documents.csv": "note\nLe MQL\n", "report-2/a.txt": TEXTS[0],
                                     "report.html/b.txt": TEXTS[1]})

    tag([given], out=tmp_path / "out", job=JOB)

    made = outputs(tmp_path / "out")
    assert {"Report-2/documents.csv", "report-2/a.txt", "report-2.html/b.txt"} <= made.keys()
    assert made["report/documents.csv"].startswith("\ufeffdocument;dossier".encode())


def test_same_name_from_another_folder_is_told_apart(tmp_path: Path) -> None:
    """While the first is there: a folder that has moved goes on under its names."""
    given, out = folder(tmp_path / "in", {"jan/note.txt": TEXTS[0], "fév/note.txt": TEXTS[1]}), tmp_path / "out"
    tag([given / "jan" / "note.txt"], out=out, job=JOB)
    before = outputs(out)["note.txt"]

    for again in (0, 1):
        summary = tag([given / "fév" / "note.txt"], out=out, job=JOB)
        assert (summary.kept, summary.outdated, summary.gone) == (again, [], [])

    made = outputs(out)
    assert made["note.txt"] == before
    assert made["note-2.txt"].decode().startswith(TEXTS[1])
    (given / "jan").rename(given / "mars")
    assert tag([given / "mars"], out=out, job=JOB).kept == 1
    assert tag([given / "fév"], out=out, job=replace(JOB, format="html")).done == 1
    assert {"note.txt", "note-2.txt", "note-2.txt.html"} <= outputs(out).keys()


def test_same_table_name_from_another_folder_is_told_apart(tmp_path: Path) -> None:
    given, out = tmp_path / "in", tmp_path / "out"
    folder(given, {"jan/t.csv": "text\nLe MQL\n", "fév/t.csv": "text\nLe churn\n", "doc/t.csv": "text\nLe lead\n"})
    for _ in range(2):
        for month in ("jan", "fév"):
            tag(out=out, job=JOB, table=Table(given / month / "t.csv", "csv"))
        tag([given / "doc"], out=out, job=JOB)

    assert [rows(out / f"t{number}.csv")[0]["lexibulle_termes"] for number in ("", "-2")] == ["MQL", "Churn"]
    assert "Le lead" in (out / "t-3.csv").read_text("utf-8")


def test_pattern_gives_the_same_names_whatever_it_meets(tmp_path: Path) -> None:
    given, out = folder(tmp_path / "in", {"2025/a.txt": TEXTS[0]}), tmp_path / "out"
    tag([f"{given}/*/*.txt"], out=out, job=JOB)
    folder(given, {"2026/b.txt": TEXTS[1]})

    summary = tag([f"{given}/*/*.txt"], out=out, job=JOB)

    assert (summary.done, summary.kept) == (1, 1)
    assert {"2025/a.txt", "2026/b.txt"} <= outputs(out).keys()


def test_output_that_has_another_name_now_is_told(tmp_path: Path) -> None:
    given, out = folder(tmp_path / "in", {"2025/a.txt": TEXTS[0]}), tmp_path / "out"
    tag([given / "2025"], out=out, job=JOB)
    for _ in range(2):
        assert tag([given], out=out, job=JOB).outdated == ["a.txt"]
    assert {"2025/a.txt", "a.txt"} <= outputs(out).keys()


def test_same_file_given_twice_is_read_once(tmp_path: Path) -> None:
    given = folder(tmp_path / "in", NOTE)
    assert tag([given, given / "note.txt", given / "*.txt"], out=tmp_path / "out", job=JOB).done == 1


def test_pattern_is_understood_without_a_shell(tmp_path: Path) -> None:
    given = folder(tmp_path / "in", {"a/x.txt": TEXTS[0], "b/y.txt": TEXTS[1], "b/z.md": TEXTS[1]})

    tag([f"{given}/**/*.txt"], out=tmp_path / "out", job=JOB)

    assert {name for name in outputs(tmp_path / "out") if not name.startswith("report")} == {"a/x.txt", "b/y.txt"}


@pytest.mark.skipif(os.name != "posix", reason="links need a right on Windows")
def test_loop_of_links_is_harmless_and_told(tmp_path: Path) -> None:
    given = folder(tmp_path / "in", {"a/note.txt": TEXTS[0]})
    (given / "a" / "loop").symlink_to(given)
    (given / "dangling.txt").symlink_to(given / "nowhere.txt")

    summary = tag([given], out=tmp_path / "out", job=JOB)

    assert summary.done == 1
    assert summary.links == [str(given / "a" / "loop")]
    assert names(summary.failed) == ["dangling.txt"]


def test_hidden_and_office_lock_files_are_left_aside(tmp_path: Path) -> None:
    given = folder(tmp_path / "in", {**NOTE, ".git/x.txt": "lead", ".cache.txt": "lead", "~$note.txt": "lead",
                                     "photo.JPG": b"\xff\xd8"})

    summary = tag([given], out=tmp_path / "out", job=JOB)

    assert (summary.done, summary.failed, summary.others) == (1, [], {".jpg": 1})


def test_what_cannot_be_read_is_named_and_the_others_go_on(tmp_path: Path) -> None:
    given = folder(tmp_path / "in", {**NOTE, "vide.txt": "", "vieux.doc": b"\xd0\xcf", "long.txt": "lead " * 500})
    job = replace(JOB, limits=Limits(file_bytes=2000))

    summary = tag([given, tmp_path / "absent.txt"], out=tmp_path / "out", job=job)

    problems = dict(summary.failed)
    assert summary.done == 1
    assert problems.keys() == {str(tmp_path / "absent.txt"), "vide.txt", "vieux.doc", "long.txt"}
    assert ".docx" in problems["vieux.doc"]
    assert "--max-size" in problems["long.txt"]
    assert all(problem.count(". ") or problem.endswith(".") for problem in problems.values())


@pytest.mark.skipif(os.name != "posix", reason="links need a right on Windows")
@pytest.mark.parametrize("pattern", ["**/*.txt", "*/*.txt", "**", "*"])
def test_pattern_leads_through_no_link(tmp_path: Path, pattern: str) -> None:
    given = folder(tmp_path / "in", {"a/note.txt": TEXTS[0]})
    (given / "loop").symlink_to(tmp_path)
    folder(tmp_path, {"other.txt": TEXTS[1]})

    summary = tag([f"{given}/{pattern}"], out=tmp_path / "out", job=JOB)

    assert (summary.done, summary.failed) == (1, [])
    assert summary.links == [str(given / "loop")]


def test_pattern_takes_names_as_a_shell_does(tmp_path: Path) -> None:
    """A folder that is named is looked into, whatever it is; what begins with a point is not met by chance."""
    given = folder(tmp_path / "in", {"a1/x.txt": TEXTS[0], "a2/y.txt": TEXTS[0], ".b/z.txt": TEXTS[0],
                                     "c/d/e/v.txt": TEXTS[0], ".w.txt": TEXTS[0]})
    met = {"a[12]/?.txt": 2, ".b/*.txt": 1, "**/e/*.txt": 1, "c/**/v.txt": 1, "**/**/*.txt": 3, ".*.txt": 1, "*.txt": 0}

    for number, (pattern, count) in enumerate(met.items()):
        assert tag([f"{given}/{pattern}"], out=tmp_path / f"out{number}", job=JOB).done == count, pattern


def test_output_folders_of_other_runs_are_passed_over_and_told(tmp_path: Path) -> None:
    """Given by name they are read, without the report that stands in them."""
    given = many(tmp_path / "in", 3)
    tag([given], out=given / "out", job=JOB)

    walked = tag([given], out=tmp_path / "walked", job=JOB)
    matched = tag([given / "**" / "*.*"], out=tmp_path / "matched", job=JOB)
    named = tag([given / "out"], out=tmp_path / "named", job=JOB)

    assert (walked.done, matched.done, named.done) == (3, 3, 3)
    assert walked.tagged == matched.tagged == [str(given / "out")]
    assert "autres passages" in (tmp_path / "walked" / "report.html").read_text("utf-8")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="pipes have no names on Windows")
def test_pipe_is_passed_over_and_told_where_it_was_given(tmp_path: Path) -> None:
    given = folder(tmp_path / "in", NOTE)
    os.mkfifo(given / "pipe.txt")

    walked = tag([given], out=tmp_path / "walked", job=JOB)
    named = tag([given / "pipe.txt"], out=tmp_path / "named", job=JOB)

    assert (walked.done, walked.failed, walked.others.total()) == (1, [], 1)
    assert "Enregistrez d’abord" in dict(named.failed)["pipe.txt"]


LATIN = os.fsdecode(b"r\xe9union")  # as it was written on a system that was not UTF-8
needs_bytes = pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="names are Unicode there")


@needs_bytes
@pytest.mark.parametrize("form", get_args(Format))
def test_name_that_is_not_utf8_is_one_like_others(tmp_path: Path, form: Format) -> None:
    if form == "parquet":
        pytest.importorskip("pyarrow")
    given = folder(tmp_path / LATIN, {f"{LATIN}.txt": TEXTS[0], f"{LATIN}/a.eml": f"Subject: Note\n\n{TEXTS[1]}",
                                      f"{LATIN}/vide.txt": ""})
    job = replace(JOB, format=form, quotes=True)

    first, then = (tag([given], out=tmp_path / "out", job=job, workers=workers) for workers in (1, 2))

    assert (first.done, then.done, then.kept) == (2, 0, 2)
    assert names(first.failed) == names(then.failed) == [f"{LATIN}/vide.txt"]
    assert "r\ufffdunion.txt" in (tmp_path / "out" / "report.html").read_text("utf-8")
    if form == "same":
        assert (tmp_path / "out" / f"{LATIN}.txt").read_text("utf-8").startswith(TEXTS[0])
    (given / f"{LATIN}.txt").unlink()
    assert names(tag([given], out=tmp_path / "out", job=job).gone) == [f"{LATIN}.txt"]


@pytest.mark.skipif(sys.platform == "win32", reason="a path is limited there, not a name")
def test_name_that_leaves_no_room_for_a_suffix_fails_alone(tmp_path: Path) -> None:
    long = f"{'x' * 251}.eml"
    given = folder(tmp_path / "in", {**NOTE, long: f"Subject: Note\n\n{TEXTS[0]}"})

    for done, kept in ((1, 0), (0, 1)):
        summary = tag([given], out=tmp_path / "out", job=JOB)

        assert (summary.done, summary.kept) == (done, kept)
        assert "Raccourcissez" in dict(summary.failed)[long]


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root reads everything")
def test_forbidden_file_is_named(tmp_path: Path) -> None:
    given = folder(tmp_path / "in", NOTE)
    (given / "note.txt").chmod(0)
    assert "droits" in dict(tag([given], out=tmp_path / "out", job=JOB).failed)["note.txt"]


# ---- Again ----------------------------------------------------------------------------------------------------


def test_second_run_does_nothing_and_gives_the_same(tmp_path: Path) -> None:
    given = many(tmp_path / "in", 12)
    tag([given], out=tmp_path / "out", job=JOB)
    before = {path: path.stat().st_mtime_ns for path in (tmp_path / "out").rglob("note*")}

    summary = tag([given], out=tmp_path / "out", job=JOB)

    assert (summary.done, summary.kept) == (0, 12)
    assert {path: path.stat().st_mtime_ns for path in before} == before


@pytest.mark.parametrize(("change", "again"), [
    (lambda given, _out: (given / "d1" / "note-0001.md").write_text("lead", "utf-8"), 1),
    (lambda _given, out: (out / "d1" / "note-0001.md").unlink(), 1),
    (lambda given, _out: (given / "d0" / "new.txt").write_text("lead", "utf-8"), 1),
    (lambda given, _out: (given / "d1" / "note-0001.md").touch(), 0),
], ids=["changed input", "output deleted", "new input", "only touched"])
def test_only_what_has_changed_is_done_again(tmp_path: Path, change: "object", again: int) -> None:
    given, out = many(tmp_path / "in", 6), tmp_path / "out"
    tag([given], out=out, job=JOB)

    change(given, out)  # type: ignore[operator]
    summary = tag([given], out=out, job=JOB)

    assert summary.done == again
    assert outputs(out).keys() >= {path.relative_to(given).as_posix() for path in given.rglob("*.*")}


@pytest.mark.parametrize("job", [
    replace(JOB, every=True), replace(JOB, typos=False), replace(JOB, min_confidence=0.9),
    replace(JOB, glossary=replace(JOB.glossary, terms=(replace(JOB.glossary.terms[0], note="Chez nous."),
                                                       *JOB.glossary.terms[1:])))],
    ids=["every", "typos", "confidence", "glossary"])
def test_changed_job_does_everything_again(tmp_path: Path, job: "object") -> None:
    given = many(tmp_path / "in", 6)
    tag([given], out=tmp_path / "out", job=JOB)
    assert tag([given], out=tmp_path / "out", job=job).done == 6  # type: ignore[arg-type]


def test_vanished_input_is_told_and_its_output_left(tmp_path: Path) -> None:
    given, out = many(tmp_path / "in", 3), tmp_path / "out"
    tag([given], out=out, job=JOB)
    (given / "d1" / "note-0001.md").unlink()

    summary = tag([given], out=out, job=JOB)

    assert summary.gone == [("d1/note-0001.md", "d1/note-0001.md")]
    assert (out / "d1" / "note-0001.md").exists()
    assert "d1/note-0001.md" in (out / "report.html").read_text("utf-8")
    (out / "d1" / "note-0001.md").unlink()
    assert tag([given], out=out, job=JOB).gone == [("d1/note-0001.md", "")]
    assert tag([given], out=out, job=JOB).gone == []


@pytest.mark.parametrize(("first", "then", "left"), [
    ("same", "html", ["d0/note-0000.txt", "d1/note-0001.md"]),
    ("same", "csv", ["d0/note-0000.txt", "d1/note-0001.md", "d2/note-0002.html"]),
    ("jsonl", "same", ["annotations.jsonl"]), ("jsonl", "csv", ["annotations.jsonl"]), ("same", "same", []),
])
def test_outputs_in_a_form_that_is_no_longer_made_are_told_and_left(
    tmp_path: Path, first: Format, then: Format, left: list[str]
) -> None:
    """HTML is HTML in both forms. What somebody else has put there is neither told nor touched."""
    given, out = many(tmp_path / "in", 3), tmp_path / "out"
    tag([given], out=out, job=replace(JOB, format=first))
    folder(out, {"reportage.md": "Le mien."})
    before = outputs(out)

    for _ in range(2):
        summary = tag([given], out=out, job=replace(JOB, format=then))

        assert summary.outdated == left
        assert {name: outputs(out)[name] for name in [*left, "reportage.md"]} == {
            name: before[name] for name in [*left, "reportage.md"]}
        assert all(name in (out / "report.html").read_text("utf-8") for name in left)
    for name in left:
        (out / name).unlink()
    assert tag([given], out=out, job=replace(JOB, format=then)).outdated == []


def test_outputs_of_other_inputs_are_not_outdated(tmp_path: Path) -> None:
    out = tmp_path / "out"
    one, two = folder(tmp_path / "one", {"a.txt": "Le churn."}), folder(tmp_path / "two", {"b.txt": "Le MQL."})
    tag([one], out=out, job=JOB)
    tag(out=out, job=JOB, table=Table(jsonl(tmp_path / "t.jsonl", 3), "jsonl", id="id"))

    summary = tag([two], out=out, job=replace(JOB, format="html"))

    assert summary.outdated == []
    assert {"a.txt", "t.jsonl", "b.txt.html"} <= outputs(out).keys()


def test_words_left_out_of_the_lexicons_are_told(tmp_path: Path) -> None:
    """Of what was done before too; a table has no lexicon."""
    given, out = tmp_path / "in", tmp_path / "out"
    folder(given, {"a.md": "Une relance du devis, puis le churn et le MQL.", "b.txt": "Le churn.",
                   "c.csv": "note\nLe MQL\n", "d.eml": "Subject: Point\n\nUn MQL.\n"})
    for _ in range(2):
        summary = tag([given], out=out, job=replace(JOB, lexicon=True))

        assert summary.left_out == [("a.md", "relance, MQL"), ("d.eml", "MQL")]
    assert [row["hors du lexique"] for row in rows(out / "report" / "documents.csv")] == ["relance, MQL", "", "", "MQL"]
    assert "Mots laissés hors du lexique" in (out / "report.html").read_text("utf-8")
    assert tag([given], out=out, job=replace(JOB, format="html", lexicon=True)).left_out[1] == ("c.csv", "MQL")
    assert tag([given], out=out, job=JOB).left_out == []
    assert "Mots laissés hors du lexique" not in (out / "report.html").read_text("utf-8")


@pytest.mark.parametrize("again", [
    ((replace(JOB, every=True), TEXTS[0]), (JOB, TEXTS[0])), ((JOB, TEXTS[3]), (JOB, TEXTS[0])),
], ids=["options", "source"])
def test_output_that_was_written_in_is_kept_aside(tmp_path: Path, again: Sequence[tuple[Job, str]]) -> None:
    given, out = folder(tmp_path / "in", {"note.txt": f"{TEXTS[0]} Un MQL."}), tmp_path / "out"
    tag([given], out=out, job=JOB)
    note, was = out / "note.txt", JOB
    for (job, text), name in zip(again, ("note (modifié).txt", "note (modifié 2).txt"), strict=True):
        edited = note.read_bytes() + b"Le mien."
        note.write_bytes(edited)
        assert tag([given], out=out, job=was).edited == [], "there is nothing to write"
        folder(given, {"note.txt": f"{text} Un MQL."})

        summary = tag([given], out=out, job=job)

        assert summary.edited == [("note.txt", name)]
        assert (out / name).read_bytes() == edited
        assert b"Le mien." not in note.read_bytes()
        was = job
    assert tag([given], out=out, job=replace(JOB, lexicon=True)).edited == []


def test_export_and_report_that_were_written_in_are_kept_aside(tmp_path: Path) -> None:
    out, table = tmp_path / "out", Table(jsonl(tmp_path / "t.jsonl", 450), "jsonl")
    job = replace(JOB, format="html")
    tag(out=out, job=job, table=table)
    names_written = ("report.html", "t-001.html", "t-003.html")
    for name in names_written:
        (out / name).write_bytes(b"Le mien.")

    summary = tag(out=out, job=job, table=Table(jsonl(table.path, 100), "jsonl"))

    assert sorted(names(summary.edited)) == sorted(names_written)
    assert all((out / kept).read_bytes() == b"Le mien." for _, kept in summary.edited)
    assert not (out / "t-003.html").exists()
    assert tag(out=out, job=replace(job, every=True), table=table).edited == []


def test_failed_document_is_tried_again(tmp_path: Path) -> None:
    given = folder(tmp_path / "in", {"vide.txt": ""})
    assert names(tag([given], out=tmp_path / "out", job=JOB).failed) == ["vide.txt"]
    folder(given, {"vide.txt": TEXTS[0]})
    assert tag([given], out=tmp_path / "out", job=JOB).done == 1


# ---- Engines --------------------------------------------------------------------------------------------------


def test_two_processes_give_the_same_bytes_as_one(tmp_path: Path) -> None:
    given = many(tmp_path / "in", 40)

    alone = tag([given], out=tmp_path / "one", job=JOB, workers=1)
    shared = tag([given], out=tmp_path / "two", job=JOB, workers=2)

    assert (alone.engine, shared.engine) == ("inline", "processes")
    one, two = outputs(tmp_path / "one"), outputs(tmp_path / "two")
    # The report names its own folder.
    two["report.html"] = two["report.html"].replace(str(tmp_path / "two").encode(), str(tmp_path / "one").encode())
    assert one == two


def test_small_job_takes_no_other_process(tmp_path: Path) -> None:
    assert tag([many(tmp_path / "in", 3)], out=tmp_path / "out", job=JOB).engine == "inline"


@pytest.mark.parametrize("workers", [1, 2])
def test_outcomes_come_in_the_order_of_the_units(workers: int) -> None:
    sizes = [400, 1, 90, 1, 1, 200, 3, 1]
    units = [RecordsUnit(f"u{number}", tuple(Record(i, TEXTS[0]) for i in range(size)))
             for number, size in enumerate(sizes)]

    with executor(JOB, workers=workers) as engine:
        found = [(unit.name, outcome.tally.documents) for unit, outcome in in_order(engine, units) if outcome.tally]

    assert found == [(f"u{number}", size) for number, size in enumerate(sizes)]


class Deadly(bytes):
    """A document that ends the process that is handed it, as a fault in a C library would."""

    def __reduce__(self) -> tuple[object, ...]:
        return os._exit, (9,)


def test_unit_that_kills_its_process_is_given_up_and_the_others_go_on() -> None:
    units = [FileUnit(f"{number}.txt", Deadly(b"x") if number == 3 else TEXTS[0].encode()) for number in range(8)]

    with executor(JOB, workers=2) as engine:
        found = {unit.name: outcome.problem for unit, outcome in in_order(engine, units)}

    assert "s’est arrêté net" in found.pop("3.txt")
    assert set(found.values()) == {""}


# ---- Records --------------------------------------------------------------------------------------------------


def test_records_keep_their_order_and_their_fields(tmp_path: Path) -> None:
    table = Table(jsonl(tmp_path / "textes.jsonl", 1200), "jsonl", "text", "id")

    summary = tag(out=tmp_path / "out", job=JOB, table=table, workers=2)

    made = list(lines(tmp_path / "out" / "textes.jsonl"))
    assert summary.done == 1200
    assert [(line["id"], line["tri"]) for line in made] == [(f"r{number}", number) for number in range(1200)]
    assert [span["surface"] for span in made[0]["spans"]] == ["MQL", "cold emails", "relance"]


def test_only_changed_records_are_done_again(tmp_path: Path) -> None:
    table = Table(jsonl(tmp_path / "textes.jsonl", 1000), "jsonl")
    tag(out=tmp_path / "out", job=JOB, table=table)
    text = table.path.read_text("utf-8").replace("Note 999.", "Neuf :")
    table.path.write_text(text, "utf-8")

    summary = tag(out=tmp_path / "out", job=JOB, table=table)

    assert (summary.done, summary.kept) == (250, 750)
    assert "Neuf" in (tmp_path / "out" / "textes.jsonl").read_text("utf-8")


def test_shorter_table_leaves_nothing_of_the_longer_one(tmp_path: Path) -> None:
    table = Table(jsonl(tmp_path / "textes.jsonl", 600), "jsonl")
    tag(out=tmp_path / "out", job=JOB, table=table)
    jsonl(table.path, 100)

    summary = tag(out=tmp_path / "out", job=JOB, table=table)

    assert (summary.documents, summary.gone) == (100, [])
    assert len((tmp_path / "out" / "textes.jsonl").read_text("utf-8").splitlines()) == 100


# ---- Every format ---------------------------------------------------------------------------------------------


def test_real_documents_come_back_and_twice_the_same(tmp_path: Path) -> None:
    """Those of `tests/documents`, made by other programs; one is a scanned page, which has no text."""
    given = [path for path in DOCUMENTS.iterdir() if path.suffix.lower() in SUFFIXES]

    summaries = [tag(given, out=tmp_path / name, job=JOB) for name in ("one", "two")]

    made, again = outputs(tmp_path / "one"), outputs(tmp_path / "two")
    assert {name: data for name, data in made.items() if not name.startswith("report")} == {
        name: data for name, data in again.items() if not name.startswith("report")}
    assert names(summaries[0].failed) == ["scan.pdf"]
    assert "texte à lire" in summaries[0].failed[0][1]
    assert {name for name in made if not name.startswith("report")} == {
        f"{path.name}.html" if path.suffix == ".pptx" else path.name for path in given} - {"scan.pdf"}


def test_document_that_was_tagged_before_carries_each_note_once(tmp_path: Path) -> None:
    given = folder(tmp_path / "in", {**NOTE, "b.html": f"<p>{TEXTS[3]}</p>", "c.md": f"# Note\n\n{TEXTS[1]}\n"})
    tag([given], out=tmp_path / "one", job=JOB)

    tag([tmp_path / "one" / name for name in ("note.txt", "b.html", "c.md")], out=tmp_path / "two", job=JOB)

    once, twice = outputs(tmp_path / "one"), outputs(tmp_path / "two")
    assert {name: once[name] for name in ("note.txt", "b.html", "c.md")} == {
        name: twice[name] for name in ("note.txt", "b.html", "c.md")}
