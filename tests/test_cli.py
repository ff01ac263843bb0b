"""The command line as its users meet it: a real process, its output, its exit status."""

import ast
import json
import os
import pty
import re
import resource
import select
import shlex
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest

import lexibulle_server
from lexibulle import Annotator, Glossary
from lexibulle.cards import entries
from lexibulle.glossary import shipped_file
from lexibulle_server.app import create_app
from lexibulle_server.html_report import render as render_html
from lexibulle_server.service import Service
from lexibulle_server.settings import Settings
from lexibulle_server.text_report import render

COMMAND = [sys.executable, "-m", "lexibulle_server"]
TEXT = "Nos MQL ne répondent plus aux cold emails."
NBSP = "\u00a0"


def run(*arguments: str | Path, stdin: bytes = b"", env: dict[str, str] | None = None) -> "Outcome":
    done = subprocess.run([*COMMAND, *map(str, arguments)], input=stdin, capture_output=True, check=False,
                          env=os.environ | (env or {}))
    return Outcome(done.returncode, done.stdout.decode(), done.stderr.decode())


class Outcome:
    """Exit status and both outputs; they are UTF-8 or the test fails."""

    def __init__(self, status: int, out: str, err: str) -> None:
        self.status, self.out, self.err = status, out, err


def json_lines(out: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in out.removesuffix("\n").split("\n")]


# ---- help and wrong use ----------------------------------------------------


def test_help_answers_at_once() -> None:
    """In CPU time, for the machine may be busy."""
    def cpu_seconds() -> float:
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        assert run("--help").status == 0
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime

    assert min(cpu_seconds() for _ in range(3)) < 0.3


@pytest.mark.parametrize(
    "command",
    [[], ["annotate"], ["terms"], ["terms", "show"], ["glossary"], ["glossary", "check"], ["serve"], ["token"],
     ["token", "create"], ["pair"], ["pair", "approve"]])
def test_help_of_every_command_is_french(command: list[str]) -> None:
    help_ = run(*command, "--help")

    assert help_.status == 0
    assert help_.out.startswith(f"Utilisation{NBSP}: lexibulle")
    assert not re.search(r"\b(usage|options:|positional|show this|optional)\b", help_.out)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "COMMANDE"),
        (["chercher"], "« chercher » n’est pas admis"),
        (["annotate", "--format", "xml"], "« xml » n’est pas admis"),
        (["annotate", "--min-confidence", "2"], "un nombre de 0 à 1"),
        (["annotate", "--min-confidence", "nan"], "un nombre de 0 à 1"),
        (["annotate", "--text"], "il manque sa valeur"),
        (["annotate", "--colour"], "argument inconnu"),
        (["annotate", "--text", "x", "y.txt"], "pas les deux"),
        (["annotate", "--text", "x", "--glossary", "/absent.toml"], "introuvable"),
        (["terms"], "il manque : ACTION"),
        (["glossary", "check"], "il manque : FICHIER"),
        (["serve", "--port", "70000"], "de 0 à 65535"),
        (["serve", "--host", "0.0.0.0"], "d’autres ordinateurs"),  # noqa: S104  # refused
        (["serve", "--host", "lexibulle.example"], "d’autres ordinateurs"),
    ],
)
def test_wrong_use_is_told_in_french_with_status_2(arguments: list[str], said: str) -> None:
    outcome = run(*arguments)

    assert (outcome.status, outcome.out) == (2, "")
    assert said in outcome.err.replace(NBSP, " ")


@pytest.mark.parametrize(
    ("arguments", "command"),
    [(["--bogus"], "lexibulle"), (["annotate", "--bogus"], "lexibulle annotate"),
     (["annotate", "a.txt", "--bogus=1"], "lexibulle annotate"), (["token", "list", "x"], "lexibulle token list")])
def test_unknown_argument_is_told_with_the_help_of_its_command(arguments: list[str], command: str) -> None:
    outcome = run(*arguments)

    assert outcome.status == 2
    assert "argument inconnu" in outcome.err
    assert outcome.err.splitlines()[-1].endswith(f": {command} --help")


@pytest.mark.parametrize(
    ("command", "said"),
    [
        ("annotate --text MQL >/dev/full", "disque plein"),
        ("annotate --format jsonl --text MQL >/dev/full", "disque plein"),
        ("terms list >/dev/full", "disque plein"),
        ("serve --port 0 >/dev/full", "disque plein"),
        ("--help >/dev/full", "disque plein"),
        ("annotate --help >/dev/full", "disque plein"),
        ("--version >/dev/full", "disque plein"),
        ("annotate absent.txt >/dev/full", "introuvable"),
        ("annotate --format json --text MQL >&-", "sortie standard est fermée"),
        ("terms list >&-", "sortie standard est fermée"),
        ("annotate <&-", "entrée standard est fermée"),
        ("annotate --format jsonl <&-", "entrée standard est fermée"),
        ("check <&-", "entrée standard est fermée"),
        ("annotate absent.txt 2>&-", ""),
    ],
)
def test_streams_that_are_full_or_closed_are_told(tmp_path: Path, command: str, said: str) -> None:
    outcome = in_shell(command, tmp_path)

    assert (outcome.status, outcome.out.strip()) == (1, "")
    assert said in outcome.err
    assert len(outcome.err.splitlines()) == bool(said)


def test_a_complaint_that_nobody_can_hear_stops_nothing(tmp_path: Path) -> None:
    (tmp_path / "mail.txt").write_text("Un MQL", encoding="utf-8")
    outcome = in_shell(f"annotate absent.txt {tmp_path}/mail.txt 2>/dev/full", tmp_path)

    assert (outcome.status, "MQL" in outcome.out) == (1, True)


def test_wrong_use_is_told_though_nothing_can_be_written(tmp_path: Path) -> None:
    outcome = in_shell("annotate --bogus >&-", tmp_path)

    assert (outcome.status, "--bogus" in outcome.err) == (2, True)


def test_token_that_nobody_has_seen_is_withdrawn(tmp_path: Path) -> None:
    outcome = in_shell("token create essai >/dev/full", tmp_path)

    assert (outcome.status, len(outcome.err.splitlines())) == (1, 1)
    assert in_shell("token list", tmp_path).out.startswith("Aucun jeton")


def in_shell(command: str, home: Path) -> Outcome:
    """With redirections."""
    line = f"{shlex.join(COMMAND)} {command}"
    done = subprocess.run(["sh", "-c", line], capture_output=True, check=False, stdin=subprocess.DEVNULL,
                          env=os.environ | {"LEXIBULLE_HOME": str(home)})
    return Outcome(done.returncode, done.stdout.decode(), done.stderr.decode())


SQL = ("SELECT ", "INSERT ", "UPDATE ", "DELETE ")


def test_french_strings_keep_punctuation_on_the_line() -> None:
    """A no-break space before : ; ! ? » and after «, in every text of the package."""
    package = Path(lexibulle_server.__file__).parent
    loose = re.compile(r" [:;!?»](?=[\s,.)]|$)|« ")
    found = [f"{path.name}: {text}" for path in package.rglob("*.py") for text in french_strings(path)
             if loose.search(text) and not text.startswith(SQL)]
    assert found == []


def french_strings(path: Path) -> list[str]:
    """Every string of a module, docstrings apart."""
    tree = ast.parse(path.read_text("utf-8"))
    docstrings = {id(node.value) for node in ast.walk(tree)
                  if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)}
    constants = [node for node in ast.walk(tree) if isinstance(node, ast.Constant)]
    return [node.value for node in constants if isinstance(node.value, str) and id(node) not in docstrings]


# ---- annotate ----------------------------------------------------


def test_annotate_marks_terms_and_explains_each_once_in_a_pipe() -> None:
    outcome = run("annotate", "--text", f"{TEXT} Encore un MQL.", env={"LC_ALL": "C"})

    lines = outcome.out.split("\n")
    assert lines[0] == f"{TEXT} Encore un MQL."
    assert [lines[0][found.start() : found.end()] for found in re.finditer("‾+", lines[1])] == [
        "MQL", "cold emails", "MQL"]
    assert outcome.out.count("contact intéressé, à valider") == 1
    assert "\x1b" not in outcome.out
    assert outcome.status == 0


@pytest.mark.parametrize("form", ["text", "json", "jsonl", "html"])
def test_annotate_writes_utf8_whatever_it_reads(form: str) -> None:
    """An argument that is no UTF-8 comes with lone surrogates."""
    command: list[str | bytes] = [*COMMAND, "annotate", "--format", form, "--text", b"\xff un lead"]

    done = subprocess.run(command, capture_output=True, check=True)

    assert "lead" in done.stdout.decode()


def test_annotate_underlines_on_a_terminal_only() -> None:
    assert "\x1b[4mMQL\x1b[24m" in on_terminal("annotate", "--text", TEXT)


OBEYED = "\x1b[31mNos leads\x9b2J sont là."
SHOWN = "␛[31mNos {}�2J sont là."


@pytest.mark.parametrize(("arguments", "env", "said"), [
    (["annotate"], {}, SHOWN.format("\x1b[4mleads\x1b[24m")),
    (["annotate"], {"NO_COLOR": "1"}, SHOWN.format("leads")),
    (["annotate"], {"TERM": "dumb"}, SHOWN.format("leads")),
    (["check"], {}, SHOWN.format("leads")),
    (["check", "--format", "json"], {}, "�2J sont là."),
])
def test_terminal_shows_control_characters_and_does_not_obey_them(
    arguments: list[str], env: dict[str, str], said: str, tmp_path: Path
) -> None:
    """Those of a text, and of the name of a file."""
    (tmp_path / "\x1b]0;titre.txt").write_text(OBEYED, "utf-8")
    (tmp_path / "autre.txt").write_text("Rien.", "utf-8")

    shown = on_terminal(*arguments, *sorted(tmp_path.iterdir()), env=env)

    assert said in shown
    assert ("␛]0;titre.txt ==" in shown) == ("--format" not in arguments)
    assert not any(code in shown for code in ("\x1b[31m", "\x1b]", "\x9b"))


def on_terminal(*arguments: str | Path, env: dict[str, str] | None = None) -> str:
    """What a command writes to a terminal."""
    control, terminal = pty.openpty()
    environment = os.environ | {"TERM": "xterm", "NO_COLOR": ""} | (env or {})
    with subprocess.Popen([*COMMAND, *map(str, arguments)], stdout=terminal, env=environment) as process:
        os.close(terminal)
        shown = b""
        while select.select([control], [], [], 60)[0] and (piece := _read(control)):
            shown += piece
    os.close(control)
    assert process.returncode == 0
    return shown.decode()


def _read(control: int) -> bytes:
    try:
        return os.read(control, 4096)
    except OSError:  # how Linux says that the terminal has no more writers
        return b""


def test_annotate_json_counts_code_points_or_utf16() -> None:
    points = json.loads(run("annotate", "--format", "json", "--text", f"🙂 {TEXT}").out)
    units = json.loads(
        run("annotate", "--format", "json", "--offset-unit", "utf16", "--text", f"🙂 {TEXT}").out)

    assert [span["start"] for span in points["results"][0]["spans"]] == [6, 32]
    assert [span["start"] for span in units["results"][0]["spans"]] == [7, 33]
    assert points["terms"]["mql"]["plain"] == "contact intéressé, à valider"
    assert {key: points[key] for key in ("offset_unit", "glossary_version")} == {
        "offset_unit": "codepoint", "glossary_version": Glossary.default().version}
    assert points["results"][0]["id"] == "-"


@pytest.mark.parametrize("command", ["annotate", "check"])
def test_json_tells_which_words_of_a_glossary_of_ones_own_were_used(command: str, tmp_path: Path) -> None:
    def version(definition: str) -> str:
        (tmp_path / "mien.csv").write_text(f"name,definition\nPLV,{definition}\n", "utf-8")
        (tmp_path / "note.txt").write_text("Une PLV.", "utf-8")
        done = run(command, tmp_path / "note.txt", "--glossary", tmp_path / "mien.csv", "--format", "json")
        return str(json.loads(done.out)["glossary_version"])

    assert version("Panneau de magasin.") != version("Publicité sur le lieu de vente.")


def test_annotate_json_lines_answers_each_line_alone_in_order() -> None:
    lines = [
        '{"id": "a", "text": "Un SQL seul."}',
        '{"id": 2, "text": "Douze MQL\\u2028au\\u0085salon\\r", "langue": "fr"}\r',
        '{"id": [null], "text": "d\u00e9mos\u2028\u2029\u0085 de leads"}',  # line ends of others are content
        '{"text": "MQL \\ud800"}',
        "",
        '{"id": "é", "text": ""}',
    ]
    forward = run("annotate", "--format", "jsonl", stdin="\n".join(lines).encode())
    backward = run("annotate", "--format", "jsonl", stdin="\n".join(reversed(lines)).encode())

    answers = json_lines(forward.out)
    assert [answer["id"] for answer in answers] == ["a", 2, [None], None, "é"]
    assert answers == list(reversed(json_lines(backward.out)))
    assert answers[1]["spans"] == [{
        "start": 6, "end": 9, "term": "mql", "surface": "MQL", "match": "exact", **_judged(answers[1])}]
    assert (forward.status, forward.err) == (0, "")
    assert forward.out.isascii()


def _judged(answer: dict[str, object]) -> dict[str, object]:
    spans = answer["spans"]
    assert isinstance(spans, list)
    return {key: spans[0][key] for key in ("confidence", "reason")}


def test_annotate_json_lines_reports_bad_lines_and_goes_on() -> None:
    bad = [b"{", b"[1]", b'{"id": 3}', b'{"text": 4}', b'"text"', b'{"text": "\xff"}', b"[" * 100_000,
           b'{"id": NaN, "text": ""}', b'{"id": 1e999, "text": ""}', b'{"id": [%b], "text": ""}' % (b"9" * 5000)]
    stdin = b"\n".join([*bad, b'{"id": "last", "text": "Nos leads."}'])

    outcome = run("annotate", "--format", "jsonl", stdin=stdin)

    assert [answer["id"] for answer in json_lines(outcome.out)] == ["last"]
    assert re.findall(r"^Ligne (\d+)", outcome.err, re.MULTILINE) == [str(n + 1) for n in range(len(bad))]
    assert outcome.status == 1


@pytest.mark.parametrize("value", ["NaN", "-Infinity", "1e999", "9" * 5000, "[{}, NaN]"])
def test_annotate_json_lines_ignores_other_keys_whatever_they_hold(value: str) -> None:
    """Python's own `json.dumps` writes NaN."""
    outcome = run("annotate", "--format", "jsonl", stdin=f'{{"id": 1, "text": "MQL", "score": {value}}}\n'.encode())

    assert [answer["id"] for answer in json_lines(outcome.out)] == [1]
    assert (outcome.status, outcome.err) == (0, "")


def test_annotate_json_lines_answers_before_the_next_line_comes() -> None:
    with subprocess.Popen([*COMMAND, "annotate", "--format", "jsonl"], stdin=subprocess.PIPE,
                          stdout=subprocess.PIPE) as process:
        assert process.stdin
        assert process.stdout
        for number in range(3):
            process.stdin.write(b'{"id": %d, "text": "Nos leads."}\n' % number)
            process.stdin.flush()
            assert json.loads(process.stdout.readline())["id"] == number


def test_annotate_reads_what_it_can_and_reports_the_rest(tmp_path: Path) -> None:
    (tmp_path / "utf8.txt").write_bytes(b"\xef\xbb\xbf" + "Une démo : nos leads.".encode())
    (tmp_path / "windows.txt").write_bytes("L’équipe relance nos leads.".encode("cp1252"))
    (tmp_path / "utf16.txt").write_text("Nos leads.", "utf-16")
    (tmp_path / "utf16-sans-marque.txt").write_text("Nos leads.", "utf-16-le")
    (tmp_path / "rtf.txt").write_bytes(rb"{\rtf1 Nos leads.}")
    (tmp_path / "image.png").write_bytes(b"\x89PNG\r\n\x1a\n\0\0")
    (tmp_path / "offre.pdf").write_bytes(b"%PDF-1.7\n")
    names = [*sorted(tmp_path.iterdir()), tmp_path, tmp_path / "absent.txt"]

    outcome = run("annotate", "--format", "json", *names)

    results = {Path(result["id"]).name: result["spans"] for result in json.loads(outcome.out)["results"]}
    assert sorted(results) == ["utf16-sans-marque.txt", "utf16.txt", "utf8.txt", "windows.txt"]
    assert all("leads" in [span["surface"] for span in spans] for spans in results.values())
    assert outcome.status == 1
    for name, cause in [("image.png", "pas du texte"), ("offre.pdf", "lexibulle tag"),
                        ("rtf.txt", "pas du texte"), ("absent.txt", "introuvable"),
                        (tmp_path.name, "un dossier")]:
        assert re.search(f"{name}\\s: .*{cause}", outcome.err)


def test_cause_of_the_system_is_told_in_french(tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text("Nos leads.", "utf-8")

    outcome = run("annotate", tmp_path / "note.txt" / "autre.txt", tmp_path / ("n" * 300))

    assert "un dossier du chemin est un fichier" in outcome.err
    assert "nom trop long" in outcome.err


def test_annotate_options_change_what_is_found(tmp_path: Path) -> None:
    (tmp_path / "maison.csv").write_text("nom;définition\nSDR;Commercial des premiers contacts.\n", "cp1252")
    text = "Un closign, un lead, un SDR."

    outcome = run("annotate", "--format", "json", "--no-typos", "--min-confidence", "0,5", "--glossary",
                  tmp_path / "maison.csv", "--text", text)

    answer = json.loads(outcome.out)
    assert [span["surface"] for span in answer["results"][0]["spans"]] == ["lead", "SDR"]
    assert answer["terms"]["sdr"]["definition"] == "Commercial des premiers contacts."


def test_annotate_ends_quietly_when_nobody_reads_on(tmp_path: Path) -> None:
    (tmp_path / "long.txt").write_text("Nos leads sont tièdes.\n" * 4_000, "utf-8")
    with subprocess.Popen([*COMMAND, "annotate", tmp_path / "long.txt"], stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.read(10)
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 0


@pytest.mark.parametrize(
    ("text", "marks"),
    [
        ("un lead", "   ‾‾‾‾"),
        ("\tun lead", "\t   ‾‾‾‾"),
        ("d’un e\u0301lan, un lead", "              ‾‾‾‾"),  # a combining accent takes no column
        ("東京 : un lead", "          ‾‾‾‾"),  # wide characters take two
    ],
)
def test_marks_stand_under_their_words(annotator: Annotator, text: str, marks: str) -> None:
    assert render(text, annotator.annotate(text), styled=False).split("\n")[1] == marks


def test_marks_of_a_long_text_are_drawn_in_reasonable_time(annotator: Annotator) -> None:
    """Each line looked for among all the hits would take minutes."""
    text = "Nos MQL\n" * 50_000

    assert render(text, annotator.annotate(text), styled=False).count("    ‾‾‾\n") == 50_000


def test_term_across_two_lines_is_marked_on_both(annotator: Annotator) -> None:
    text = "Nos cold\nemails."
    assert render(text, annotator.annotate(text), styled=False).split("\n")[:4] == [
        "Nos cold", "    ‾‾‾‾", "emails.", "‾‾‾‾‾‾"]


def test_legend_gives_the_reason_of_a_typo(annotator: Annotator) -> None:
    (entry,) = entries(annotator.annotate("Un closign réussi avec ce client."))
    assert "lu comme" in entry.notes[0]


class Tags(HTMLParser):
    """Names and attributes of the tags of a page, and its text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data

    def values(self, attribute: str) -> set[str]:
        return {str(attributes[attribute]) for _, attributes in self.tags if attribute in attributes}


HOSTILE = '<script>alert(1)</script> & "un lead" \x00\ud800 <img src=x onerror=1> MQL'


def test_html_page_is_whole_and_cannot_be_broken_out_of(annotator: Annotator) -> None:
    page = render_html([("<b>.txt", HOSTILE, annotator.annotate(HOSTILE)), ("b", "", [])], annotator.glossary)

    read = Tags(page)
    assert {"script", "img", "b", "link", "iframe"}.isdisjoint(tag for tag, _ in read.tags)
    assert read.values("src") == read.values("href") == read.values("style") == set()
    assert not any(name.startswith("on") for _, attributes in read.tags for name in attributes)
    assert '<script>alert(1)</script> & "un lead" �� <img src=x onerror=1> MQL' in read.text


def test_html_page_opens_a_card_at_each_term(annotator: Annotator) -> None:
    text = "Nos MQL, un lead, un closign ; encore un lead."
    read = Tags(render_html([("-", text, annotator.annotate(text))], annotator.glossary))

    cards = {attributes["id"] for _, attributes in read.tags if "popover" in attributes}
    assert read.values("popovertarget") == cards
    assert len(cards) == 3


def test_html_page_comes_from_the_command() -> None:
    outcome = run("annotate", "--format", "html", stdin=TEXT.encode())

    assert outcome.status == 0
    assert outcome.out.startswith("<!doctype html>")
    assert "Contact intéressé" in outcome.out or "contact intéressé" in outcome.out


# ---- check ----------------------------------------------------


def test_check_without_its_thread_checks_nothing(tmp_path: Path) -> None:
    """Words of the client would count as faults."""
    (tmp_path / "brouillon.txt").write_text("Notre churn baisse.", "utf-8")

    outcome = run("check", tmp_path / "brouillon.txt", "--thread", tmp_path / "absent.txt")

    assert (outcome.status, outcome.out) == (1, "")
    assert re.search(r"absent\.txt\s: fichier introuvable", outcome.err)
    assert "--thread" in outcome.err


@pytest.mark.parametrize("command", ["annotate", "check"])
def test_nothing_on_standard_input_is_nothing_to_say(command: str) -> None:
    outcome = run(command)

    assert (outcome.status, outcome.err) == (0, "")
    assert outcome.out.strip()


# ---- terms and glossary ----------------------------------------------------


def test_terms_list_has_them_all_in_order() -> None:
    outcome = run("terms", "list")

    assert [line.split()[0] for line in outcome.out.splitlines()] == [term.id for term in Glossary.default()]
    assert outcome.status == 0


@pytest.mark.parametrize("asked", ["cold-email", "Cold email", "prospection-b2b:cold-email", "COLD  EMAIL"])
def test_terms_show_finds_by_id_or_name(asked: str) -> None:
    outcome = run("terms", "show", asked)

    assert outcome.status == 0
    assert Glossary.default()["cold-email"].definition in outcome.out


def test_terms_show_says_what_is_near_an_unknown_word() -> None:
    outcome = run("terms", "show", "cold-emial")

    assert outcome.status == 1
    assert "cold-email" in outcome.err


@pytest.mark.parametrize(
    ("words", "found"),
    [(["depense", "rentabilité"], "roi"), (["marketing", "qualified"], "mql"), (["tunnel"], "funnel")])
def test_terms_search_looks_in_names_and_texts(words: list[str], found: str) -> None:
    outcome = run("terms", "search", *words)

    assert found in [line.split()[0] for line in outcome.out.splitlines()]


def test_terms_search_says_when_there_is_nothing() -> None:
    outcome = run("terms", "search", "hippopotame")

    assert outcome.status == 0
    assert outcome.out.replace(NBSP, " ") == "Aucun terme ne contient « hippopotame ».\n"


@pytest.mark.parametrize("asked", ["!!!", ""])
def test_terms_search_says_when_nothing_is_asked(asked: str) -> None:
    outcome = run("terms", "search", asked)

    assert outcome.status == 0
    assert outcome.out.startswith("Il n’y a rien à chercher")


CSV = "nom;définition;synonymes\nAtelier;Réunion avec le client.;\nSDR;Premiers contacts.;sales rep\n"


def test_glossary_check_counts_and_warns(tmp_path: Path) -> None:
    (tmp_path / "maison.csv").write_text(CSV, "cp1252")

    outcome = run("glossary", "check", tmp_path / "maison.csv")

    assert outcome.status == 0
    assert "2 termes" in outcome.out.replace(NBSP, " ")
    assert re.findall(r"«\s(\w+)\s» est aussi un mot courant", outcome.out) == ["Atelier"]


def test_glossary_check_warns_of_aliases_and_single_letters(tmp_path: Path) -> None:
    (tmp_path / "maison.csv").write_text(
        "nom;définition;synonymes\nBrief initial;Premier échange.;contact, projet, brief client\n"
        "à;Une lettre.;\n", "utf-8")

    outcome = run("glossary", "check", tmp_path / "maison.csv")

    assert re.findall(r"^Attention\s: «\s(\w+)\s»", outcome.out, re.MULTILINE) == ["contact", "projet", "à"]


def test_glossary_check_accepts_the_shipped_one_without_a_warning() -> None:
    outcome = run("glossary", "check", shipped_file())

    assert (outcome.status, len(outcome.out.splitlines())) == (0, 1)


@pytest.mark.parametrize(
    ("name", "content", "problems"),
    [
        ("a.toml", 'schema = 1\nid = "a"\ncouleur = 1\n[mot]\n', 2),
        ("b.toml", 'schema = 1\nid = "b"\n[[term]]\nid = "inconnu"\nnote = "Chez nous aussi."\n', 1),
        ("c.csv", "nom;définition\nX;\n;y\n", 2),
        ("d.txt", "", 1),
        ("e.toml", 'schema = 1\nid = "prospection-b2b"\n', 1),
        ("f.toml", 'schema = 1\nid = "f"\n[[term]]\nid = "mql"\nalias = [{ form = "lead" }]\n', 1),
        ("g.toml", 'schema = 1\nid = "g"\n[[term]]\nid = "mql"\nrelated = ["nulle-part"]\n', 1),
        ("prospection-b2b.csv", "nom;définition\nX;Un.\n", 1),
    ],
)
def test_glossary_check_lists_every_problem(tmp_path: Path, name: str, content: str, problems: int) -> None:
    (tmp_path / name).write_text(content, "utf-8")

    outcome = run("glossary", "check", tmp_path / name)

    assert (outcome.status, outcome.out) == (1, "")
    assert outcome.err.count("\n- ") == problems
    assert outcome.err.startswith(f"{problems}{NBSP}problème")


def test_glossary_check_accepts_an_overlay_of_a_shipped_term(tmp_path: Path) -> None:
    (tmp_path / "equipe.toml").write_text(
        'schema = 1\nid = "equipe"\n[[term]]\nid = "mql"\nnote = "Score de 40 et plus."\n', "utf-8")

    assert run("glossary", "check", tmp_path / "equipe.toml").status == 0


A_TOML = """schema = 1
id = "a"
[[term]]
id = "brief"
name = "Note de brief"
definition = "Ce que veut le client."
related = ["devis"]
"""
B_TOML = A_TOML.replace('"a"', '"b"').replace('related = ["devis"]', 'related = ["brief"]').replace(
    'id = "brief"', 'id = "devis"').replace("Note de brief", "Devis type")


def test_glossaries_that_name_terms_of_each_other_are_checked_together_as_served(tmp_path: Path) -> None:
    home = tmp_path / "glossaries"
    home.mkdir()
    (home / "a.toml").write_text(A_TOML, "utf-8")
    (home / "b.toml").write_text(B_TOML, "utf-8")

    alone = run("glossary", "check", home / "a.toml")
    together = [run("glossary", "check", home / file, "--glossary", home / other)
                for file, other in (("a.toml", "b.toml"), ("b.toml", "a.toml"))]

    assert alone.status == 1
    assert alone.err.replace(NBSP, " ").startswith(
        "1 problème à corriger :\n- a.toml, terme « brief », champ « related » : « devis » ne correspond à aucun terme "
        "des lexiques actifs ; corrigez l’identifiant, ajoutez le lexique qui a ce terme, ou ")
    assert [outcome.status for outcome in together] == [0, 0]
    assert ["1 terme" in outcome.out.replace(NBSP, " ") for outcome in together] == [True, True]
    assert "brief" in Service.of(create_app(Settings(home=tmp_path))).engine.glossary["devis"].related


def test_a_file_alone_is_told_its_links_with_its_other_faults(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text(A_TOML + "level = 9\n", "utf-8")

    outcome = run("glossary", "check", tmp_path / "a.toml")

    assert outcome.status == 1
    assert re.findall(r"champ «\s(\w+)\s»", outcome.err) == ["level", "related"]


def test_what_is_wrong_with_a_glossary_beside_is_told_of_it(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text(A_TOML, "utf-8")
    (tmp_path / "b.csv").write_text("nom\nX\n", "utf-8")

    outcome = run("glossary", "check", tmp_path / "a.toml", "--glossary", tmp_path / "b.csv",
                  "--glossary", tmp_path / "c.csv")

    assert outcome.status == 1
    assert re.findall(r"^- .*?([abc]\.\w+)", outcome.err, re.MULTILINE) == ["b.csv", "c.csv"]


@pytest.mark.parametrize(("brief", "devis", "status"), [("a.toml", "z.toml", 1), ("z.toml", "a.toml", 0)])
def test_files_checked_together_are_in_the_order_of_their_names(
    tmp_path: Path, brief: str, devis: str, status: int
) -> None:
    """As the service takes them, whatever the order of the options: a form is lost to a term of a later file."""
    (tmp_path / brief).write_text(A_TOML.replace("related", "#"), "utf-8")
    (tmp_path / devis).write_text(B_TOML.replace("related", "#"), "utf-8")
    (tmp_path / "m.toml").write_text('schema = 1\nid = "m"\n[[term]]\nid = "brief"\n'
                                     'alias = [{ form = "devis type" }]\n', "utf-8")

    for first, second in ((brief, devis), (devis, brief)):
        outcome = run("glossary", "check", tmp_path / "m.toml", "--glossary", tmp_path / first,
                      "--glossary", tmp_path / second)
        assert outcome.status == status


def test_a_terminal_never_meets_the_control_characters_of_a_glossary(tmp_path: Path) -> None:
    (tmp_path / "maison.csv").write_text("nom\x1b[31m;définition\nX\x9b;Un.\n", "utf-8")
    (tmp_path / "equipe.csv").write_text("nom;définition\nX\x9b;Un.\n", "utf-8")

    for name, said in (("maison.csv", "␛[31m"), ("equipe.csv", "\ufffd")):
        path = tmp_path / name
        for outcome in (run("glossary", "check", path), run("terms", "list", "--glossary", path)):
            assert outcome.status
            assert said in outcome.err
            assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f]", outcome.err + outcome.out)
