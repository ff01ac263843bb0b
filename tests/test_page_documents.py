"""« Annoter un document » in a real browser: files dropped or chosen, how far they are, what comes back."""

import io
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import docx
import pytest

from chromium import Chromium
from lexibulle import documents
from lexibulle_server.settings import Settings
from serving import serving
from tagging import CORPUS, corpus
from test_page_look import faults
from test_page_trouble import paused

pytestmark = pytest.mark.xdist_group("chromium")
MAIL = "Subject: Point\n\nLe churn baisse. Une relance du client est prévue.\n"
DONE = "document.querySelectorAll('#annotated li').length === {} && !document.querySelector('.waiting, .working')"
ROWS = "[...document.querySelectorAll('#annotated li')]"
STATUS = "document.getElementById('document-status').innerText"
FOCUS = "document.activeElement"
COMPLAINTS = ("Runtime.exceptionThrown", "Runtime.consoleAPICalled")


@pytest.fixture
def view(browser: Chromium, address: str) -> Chromium:
    browser.emulate()
    browser.open(f"{address}document")
    browser.wait_for("document.getElementById('view-document').checkVisibility()")
    browser.events.clear()
    return browser


@pytest.fixture
def mail(tmp_path: Path) -> Path:
    path = tmp_path / "point.eml"
    path.write_text(MAIL, "utf-8")
    return path


def finished(page: Chromium, *files: Path, dropped: bool = False) -> list[dict[str, Any]]:
    """What the list says once all these are through, and no exception was thrown on the way."""
    (page.drop if dropped else page.choose)(".drop" if dropped else "#files", *files)
    return rows(page, len(files))


def rows(page: Chromium, number: int) -> list[dict[str, Any]]:
    page.wait_for(DONE.format(number))
    assert [event for event in page.events if event.get("method") in COMPLAINTS] == []
    found: list[dict[str, Any]] = page.run(f"""{ROWS}.map(row => ({{
        kind: row.className, name: row.querySelector('h3').innerText, said: row.querySelector('.state').innerText,
        more: row.querySelector('.more').innerText, download: row.querySelector('a')?.download ?? ''}}))""")
    return found


def saved(page: Chromium, folder: Path) -> bytes:
    """The file that « Télécharger » gives."""
    page.save_to(folder)
    page.click("#annotated a")
    return whole_file_in(folder).read_bytes()


def whole_file_in(folder: Path) -> Path:
    """What was downloaded into a folder that was empty: until it is whole, an empty file keeps its place."""
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        for path in folder.glob("*"):
            if not path.name.startswith(".") and path.suffix != ".crdownload" and path.stat().st_size:
                return path
        time.sleep(0.02)
    raise TimeoutError(folder)


# ---- what comes back ----

@pytest.mark.parametrize("dropped", [False, True])
@pytest.mark.parametrize("name", ["compte-rendu.docx", "compte-rendu.pdf", "compte-rendu.html", "suivi.xlsx"])
def test_file_comes_back_with_notes(view: Chromium, tmp_path: Path, name: str, dropped: bool) -> None:
    (row,) = finished(view, CORPUS / name, dropped=dropped)

    assert row["kind"] == "done"
    assert row["name"] == name
    assert row["said"].endswith("mots du métier trouvés")
    written = saved(view, tmp_path / "out")
    assert written != corpus(name)
    assert documents.read(written, name).blocks == documents.read(corpus(name), name).blocks
    assert b"Lexibulle" in written or name.endswith((".docx", ".xlsx"))  # there it is compressed


def test_mail_comes_back_as_a_page(view: Chromium, mail: Path, tmp_path: Path) -> None:
    (row,) = finished(view, mail)

    assert row["download"] == "point-annoté.html"
    assert row["more"] == "Rendu comme une page web, à ouvrir dans le navigateur."
    assert "part de clients perdus" in saved(view, tmp_path / "out").decode()


def test_lexicon_is_appended_and_words_kept_out_of_it_are_told(view: Chromium, mail: Path, tmp_path: Path) -> None:
    view.click("#with-lexicon")
    (row,) = finished(view, mail)

    assert row["download"] == "point-annoté.eml"
    assert row["more"] == "1\u00a0mot interne laissé de côté\u00a0: relance."
    message = documents.read(saved(view, tmp_path / "out"), "point.eml").data
    assert documents.untag(message, "point.eml") == documents.untag(mail.read_bytes(), "point.eml")


def test_option_that_changes_makes_the_list_anew(view: Chromium, tmp_path: Path) -> None:
    finished(view, CORPUS / "compte-rendu.docx")
    first = comments(saved(view, tmp_path / "first"))

    view.click("#every")
    rows(view, 1)

    assert comments(saved(view, tmp_path / "every")) > first


def comments(data: bytes) -> int:
    return len(list(docx.Document(io.BytesIO(data)).comments))


def test_several_files_come_back_in_their_order(view: Chromium, mail: Path) -> None:
    files = [CORPUS / "formation.pptx", mail, CORPUS / "scan.pdf", CORPUS / "suivi.csv"]

    assert [row["kind"] for row in finished(view, *files, dropped=True)] == ["done", "done", "refused", "done"]
    assert [row["name"] for row in rows(view, 4)] == [file.name for file in files]


def test_text_without_jargon_says_so_and_gives_nothing_back(view: Chromium, tmp_path: Path) -> None:
    plain = tmp_path / "note.txt"
    plain.write_text("Il fait beau.", "utf-8")

    (row,) = finished(view, plain)

    assert (row["said"], row["download"]) == ("Rien à expliquer dans ce document.", "")


def test_what_could_not_be_read_is_said(view: Chromium, tmp_path: Path) -> None:
    page = tmp_path / "offre.html"
    page.write_text("<img src=offre.png>", "utf-8")

    (row,) = finished(view, page)

    assert row["more"].startswith("Non lu, tout le fichier\u00a0: aucun texte n’y a été trouvé.")


def test_file_that_holds_nothing_for_a_client_is_not_given_back(view: Chromium, tmp_path: Path) -> None:
    note = tmp_path / "note.txt"
    note.write_text("Nos MQL et une relance, un pitch.", "utf-8")
    view.click("#with-lexicon")

    (row,) = finished(view, note)

    assert (row["said"], row["download"]) == ("3\u00a0mots du métier trouvés", "")
    assert row["more"].endswith("Document inchangé\u00a0: aucun mot à expliquer à un client.")


def test_file_dropped_on_another_view_is_taken_too(page: Chromium, mail: Path) -> None:
    page.drop("#text", mail)

    assert rows(page, 1)[0]["kind"] == "done"
    assert page.run("location.pathname") == "/document"
    assert not page.run("document.body.classList.contains('dropping')")


# ---- what does not ----

@pytest.mark.parametrize(("name", "data", "said"), [
    ("ancien.doc", b"x", "Lexibulle ne lit pas les fichiers .doc. Ouvrez-le dans Word et enregistrez-le en .docx."),
    ("film.mp4", b"x" * 11_000_000, "Lexibulle ne lit pas les fichiers .mp4."),
    ("sans-nom", b"x", "Ce fichier n’a pas d’extension."),
    ("vide.txt", b"", "Ce fichier est vide (0 octet)."),
    ("faux.docx", b"%PDF-1.7", "Renommez-le en .pdf"),
    ("gros.txt", b"x" * 12_345_678, "Ce document pèse 12,4\u00a0Mo, pour 10\u00a0Mo au plus. Coupez-le en plusieurs."),
    ("gros.docx", b"x" * 12_345_678, "Coupez-le en plusieurs, ou allégez ses images."),
])
def test_refusal_says_why_and_what_to_do(view: Chromium, tmp_path: Path, name: str, data: bytes, said: str) -> None:
    (tmp_path / name).write_bytes(data)

    (row,) = finished(view, tmp_path / name)

    assert row["kind"] == "refused"
    assert said in row["said"]
    assert row["download"] == ""


def test_too_large_a_file_is_not_sent(view: Chromium, tmp_path: Path) -> None:
    (tmp_path / "gros.txt").write_bytes(b"x" * (Settings.max_file_bytes + 1))
    finished(view, tmp_path / "gros.txt")

    assert not [event for event in view.events if event.get("method") == "Network.requestWillBeSent"]


def test_folder_is_told_from_a_file(view: Chromium, mail: Path, tmp_path: Path) -> None:
    folder = tmp_path / "dossier"
    folder.mkdir()

    first, second = finished(view, folder, mail, dropped=True)

    assert (first["name"], first["kind"], second["kind"]) == ("dossier", "refused", "done")
    assert "C’est un dossier" in first["said"]


def test_file_that_goes_away_meanwhile_is_told(view: Chromium, mail: Path) -> None:
    finished(view, mail)
    mail.unlink()

    view.click("#every")

    assert "n’est plus lisible" in rows(view, 1)[0]["said"]


def test_list_has_an_end(view: Chromium, tmp_path: Path) -> None:
    files = [tmp_path / f"note-{number}.txt" for number in range(23)]
    for file in files:
        file.write_text("Le churn.", "utf-8")

    view.choose("#files", *files)

    *taken, last = rows(view, 21)
    assert {row["kind"] for row in taken} == {"done"}
    assert last["name"] == "3 de plus"
    assert last["said"].startswith("20 documents à la fois")


# ---- how far, and how it goes on ----

def test_stages_are_told(view: Chromium, mail: Path) -> None:
    view.run("""globalThis.told = []; new MutationObserver(() => {
        const said = document.querySelector('#annotated .state')?.textContent;
        if (said && said !== told.at(-1)) told.push(said);
    }).observe(document.getElementById('annotated'), {subtree: true, childList: true, characterData: true}); null""")
    view._call("Fetch.enable", patterns=[{"urlPattern": "*/v1/documents"}])
    view.choose("#files", mail)
    asked = paused(view)
    bar = "document.querySelector('#annotated progress')"
    assert view.run(f"{bar}.getAttribute('aria-label')") == "Envoi… point.eml"
    assert view.run("document.querySelector('#annotated .state').role") == "status"

    view._call("Fetch.continueRequest", requestId=asked)
    view._call("Fetch.disable")
    rows(view, 1)

    assert view.run("told.slice(-3)") == ["Envoi…", "Recherche des mots du métier…", "2\u00a0mots du métier trouvés"]


def test_waiting_file_can_be_given_up(view: Chromium, mail: Path, tmp_path: Path) -> None:
    other = tmp_path / "autre.txt"
    other.write_text("Le churn.", "utf-8")
    view._call("Fetch.enable", patterns=[{"urlPattern": "*/v1/documents"}])
    view.choose("#files", mail, other)
    paused(view)
    assert view.run(f"{ROWS}.map(row => row.className)") == ["working", "waiting"]

    view.click("#annotated .working button")
    view._call("Fetch.disable")

    (row,) = rows(view, 1)
    assert row["name"] == "autre.txt"
    assert view.run(f"{FOCUS}.getAttribute('aria-label')").endswith("autre.txt")
    assert view.run(STATUS) == ""


def test_busy_service_is_asked_again(view: Chromium, mail: Path) -> None:
    view._call("Fetch.enable", patterns=[{"urlPattern": "*/v1/documents"}])
    view.choose("#files", mail)
    view._call("Fetch.fulfillRequest", requestId=paused(view), responseCode=503,
               responseHeaders=[{"name": "Retry-After", "value": "1"}])
    view.wait_for(f"{STATUS} === 'Service occupé, nouvel essai dans 1\\u00a0s.'")
    assert view.run(f"{ROWS}[0].className") == "waiting"

    view._call("Fetch.disable")

    assert rows(view, 1)[0]["kind"] == "done"
    assert view.run(STATUS) == ""


def test_proxy_that_lets_less_through_is_told_from_a_service_that_is_away(view: Chromium, mail: Path) -> None:
    """Its answer is a page of its own."""
    view._call("Fetch.enable", patterns=[{"urlPattern": "*/v1/documents"}])
    view.choose("#files", mail)
    view._call("Fetch.fulfillRequest", requestId=paused(view), responseCode=413, body="PGgxPjQxMzwvaDE+")
    view._call("Fetch.disable")

    (row,) = rows(view, 1)

    assert row["kind"] == "refused"
    assert row["said"].startswith("Le serveur n’accepte pas un envoi de cette taille.")


def test_stopped_service_is_told_and_its_return_noticed(browser: Chromium, mail: Path, tmp_path: Path) -> None:
    browser.emulate()
    with serving(tmp_path) as address:
        browser.open(f"{address}document")
        browser.wait_for("document.getElementById('view-document').checkVisibility()")
    browser.choose("#files", mail)
    browser.wait_for(f"{STATUS}.includes('Lexibulle est à l’arrêt sur cet ordinateur.')")

    with serving(tmp_path, urlsplit(address).port or 0):
        browser.wait_for(DONE.format(1))
        assert browser.run(f"{ROWS}[0].className") == "done"


# ---- for everybody ----

def test_everything_is_done_by_keyboard(view: Chromium, mail: Path) -> None:
    view.run("document.getElementById('document-title').focus()")
    view.press("Tab")
    assert view.run(f"{FOCUS}.id") == "files"
    assert view.run("getComputedStyle(document.querySelector('.drop')).outlineStyle") == "solid"
    view.press("Tab")
    view.press(" ")
    assert view.run("document.getElementById('every').checked")
    finished(view, mail)
    view.press("Tab")
    view.press("Tab")
    assert view.run(f"{FOCUS}.getAttribute('aria-label')") == "Télécharger point-annoté.html"
    view.press("Tab")
    assert view.run(f"{FOCUS}.getAttribute('aria-label')") == "Retirer point.eml"

    view.press("Enter")

    assert view.run(f"{ROWS}.length") == 0
    assert view.run(f"{FOCUS}.id") == "files"


@pytest.fixture
def full(view: Chromium, mail: Path) -> Iterator[Chromium]:
    """The view with every kind of row."""
    view.choose("#files", mail, CORPUS / "scan.pdf")
    rows(view, 2)
    view._call("Fetch.enable", patterns=[{"urlPattern": "*/v1/documents"}])
    view.choose("#files", CORPUS / "compte-rendu.docx", CORPUS / "suivi.csv")
    paused(view)
    assert view.run(f"{ROWS}.map(row => row.className)") == ["done", "refused", "working", "waiting"]
    yield view
    view._call("Fetch.disable")


@pytest.mark.parametrize("dark", [False, True])
def test_axe_finds_no_fault_in_the_list(full: Chromium, dark: bool) -> None:
    full.emulate(dark=dark)

    assert faults(full) == []


@pytest.mark.parametrize(("width", "height"), [(320, 640), (320, 225), (768, 1024)])
def test_list_never_scrolls_sideways(full: Chromium, tmp_path: Path, width: int, height: int) -> None:
    long = tmp_path / f"{'proposition-commerciale-' * 8}finale.txt"
    long.write_text("Le churn.", "utf-8")
    full.choose("#files", long)
    full.wait_for(f"{ROWS}.length === 5")
    full.emulate(width=width, height=height)

    assert full.run("document.documentElement.scrollWidth") <= width


def test_file_is_kept_neither_by_the_browser_nor_in_an_address(view: Chromium, mail: Path, address: str) -> None:
    finished(view, mail)

    asked = [event["params"]["request"]["url"] for event in view.events
             if event.get("method") == "Network.requestWillBeSent"]
    kept = view.run("""(async () => JSON.stringify([location.href, history.state, document.cookie,
        {...localStorage}, {...sessionStorage}, await indexedDB.databases(), await caches.keys()]))()""")
    assert asked == [f"{address}v1/documents"]
    assert "point" not in kept


def test_page_that_comes_back_is_never_shown_as_ours(view: Chromium, tmp_path: Path) -> None:
    """Shown from here, a page of others would run with the address, and the rights, of the service."""
    page = tmp_path / "piege.html"
    page.write_text("<script>globalThis.hacked = 1</script><p>Le churn.</p>", "utf-8")
    finished(view, page)
    view.save_to(tmp_path / "out")

    view.run("location.href = document.querySelector('#annotated a').href; null")

    assert b"<script>globalThis.hacked" in whole_file_in(tmp_path / "out").read_bytes()
    assert view.run("[location.pathname, globalThis.hacked ?? 'no']") == ["/document", "no"]


def test_page_leads_to_the_documentation_of_the_api_and_keeps_what_was_typed(page: Chromium) -> None:
    link = "(link => [link.pathname, link.target])(document.querySelector('footer a'))"

    assert page.run(link) == ["/docs", "_blank"]
