"""The journal: what was committed is there after a crash, what was not is not, and one run at a time."""

import sqlite3
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lexibulle.batch.journal import FOLDER, Busy, Foreign, Journal, UnitRow
from lexibulle.batch.tally import Tally

NAMES = ("a.txt", "b.txt", "dossier/é.md")
JOBS = (b"job 1", b"job 2")
WRITES = st.tuples(st.sampled_from(NAMES), st.sampled_from([b"x", b"y"]), st.sampled_from(JOBS),
                   st.sampled_from(["", "illisible"]))
STEPS = st.lists(st.one_of(WRITES, st.sampled_from(["commit", "crash"])), max_size=24)


def row(name: str, content: bytes, job: bytes, problem: str = "", place: int = 0) -> UnitRow:
    return UnitRow(name, place, f"/in/{name}", name, content, job, problem, None if problem else Tally(documents=1))


def crash(journal: Journal) -> None:
    """Let go without a word, as a killed process does."""
    journal._data.close()


@settings(max_examples=40)
@given(steps=STEPS)
def test_a_crash_leaves_exactly_what_was_committed(steps: Sequence[tuple[str, bytes, bytes, str] | str]) -> None:
    with TemporaryDirectory() as place:
        out = Path(place)
        journal = Journal(out)
        committed: dict[str, UnitRow] = {}
        written: dict[str, UnitRow] = {}
        for number, step in enumerate(steps):
            if step == "crash":
                crash(journal)
                journal, written = Journal(out), dict(committed)
            elif step == "commit":
                journal.commit()
                committed = dict(written)
            elif isinstance(step, tuple):
                name, content, job, problem = step
                written[name] = row(name, content, job, problem, number)
                journal.write(written[name])
        crash(journal)

        with Journal(out) as after:
            assert list(after.units()) == []
            for name in NAMES:
                for content in (b"x", b"y"):
                    for job in JOBS:
                        known = committed.get(name)
                        done = known is not None and (known.content, known.job, known.problem) == (content, job, "")
                        assert after.keep(row(name, content, job)) == done
            kept = {each.name for each in after.units()}
            assert kept == {name for name, each in committed.items() if not each.problem}
            assert {each.name for each in after.left()} == committed.keys() - kept


@given(places=st.permutations(range(40)))
@settings(max_examples=10)
def test_units_come_in_the_order_of_their_places(places: list[int]) -> None:
    with TemporaryDirectory() as folder, Journal(Path(folder)) as journal:
        for place in places:
            journal.write(row(f"{place}.txt", b"x", b"job", place=place))
        assert [each.place for each in journal.units()] == list(range(40))


def test_changed_place_is_kept_too(tmp_path: Path) -> None:
    """A new input in front moves the others; an export must follow."""
    with Journal(tmp_path) as journal:
        journal.write(row("b.txt", b"x", b"job", place=0))
    with Journal(tmp_path) as journal:
        assert journal.keep(row("b.txt", b"x", b"job", place=1))
        journal.write(row("a.txt", b"x", b"job", place=0))
        assert [each.name for each in journal.units()] == ["a.txt", "b.txt"]


def test_other_output_name_is_not_kept(tmp_path: Path) -> None:
    with Journal(tmp_path) as journal:
        journal.write(row("a.txt", b"x", b"job"))
        moved = UnitRow("a.txt", 0, "/in/a.txt", "a-2.txt", b"x", b"job")
        assert not journal.keep(moved)


def test_second_journal_of_a_folder_is_busy_until_the_first_ends(tmp_path: Path) -> None:
    with Journal(tmp_path), pytest.raises(Busy):
        Journal(tmp_path)
    with Journal(tmp_path):
        pass


@pytest.mark.parametrize("content", [b"no database at all, but long enough to be looked at" * 40, b"SQLite format 3\0"])
def test_file_that_is_no_journal_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / FOLDER).mkdir()
    (tmp_path / FOLDER / "journal.sqlite").write_bytes(content)
    with pytest.raises(Foreign):
        Journal(tmp_path)


def test_journal_of_another_version_is_refused(tmp_path: Path) -> None:
    with Journal(tmp_path):
        pass
    data = sqlite3.connect(tmp_path / FOLDER / "journal.sqlite")
    data.execute("PRAGMA user_version=99")
    data.close()
    with pytest.raises(Foreign):
        Journal(tmp_path)


def test_totals_are_those_of_the_last_run_that_ended(tmp_path: Path) -> None:
    with Journal(tmp_path) as journal:
        assert journal.last_totals() is None
        journal.finish("2026-11-27", "{}")
    crash(Journal(tmp_path))
    with Journal(tmp_path) as journal:
        assert journal.last_totals() == ("2026-11-27", "{}")


def test_contents_are_known_until_the_next_has_taken_their_place(tmp_path: Path) -> None:
    """Killed between the digest and the file, both are ours."""
    with Journal(tmp_path) as journal:
        journal.will_write("a.txt", b"old")
        journal.has_written("a.txt", b"old")
        journal.will_write("a.txt", b"new")
    with Journal(tmp_path) as journal:
        assert journal.wrote("a.txt", b"old")
        assert journal.wrote("a.txt", b"new")
        journal.has_written("a.txt", b"new")
        assert not journal.wrote("a.txt", b"old")
        assert not journal.wrote("b.txt", b"new")


def test_names_that_are_no_utf8_come_back_as_they_were(tmp_path: Path) -> None:
    name = "r\udce9union\ud800.txt"
    with Journal(tmp_path) as journal:
        journal.claim([name, "é.txt"])
        journal.write(row(name, b"x", b"job", problem=f"{name} manque"))
        journal.exported(f"html/{name}", [name], b"digest")
        assert journal.owns(name)
        assert [(each.name, each.source, each.problem) for each in journal.units()] == [
            (name, f"/in/{name}", f"{name} manque")]
        assert journal.exports_of(f"html/{name}") == {name: b"digest"}
        assert list(journal.outdated(name, f"jsonl/{name}")) == ["é.txt", name]
