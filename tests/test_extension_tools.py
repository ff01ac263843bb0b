"""How the extension is checked and packed: the bans of the lint, the linter of the stores, the zips."""

import hashlib
import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any, Final
from zipfile import ZipFile

import pytest

import pack
from lexibulle import __version__

ROOT: Final = Path(__file__).parents[1]
EXTENSION: Final = ROOT / "extension"
BIN: Final = ROOT / "node_modules/.bin"
EXPECTED: Final = [
    "BACKGROUND_SERVICE_WORKER_IGNORED",  # that key is Chrome's
    "KEY_FIREFOX_ANDROID_UNSUPPORTED_BY_MIN_VERSION",  # nor is it for Android, see test_extension
]
BANNED: Final = [
    "place.innerHTML = text;",
    "place.outerHTML = text;",
    "place.insertAdjacentHTML('beforeend', text);",
    "new DOMParser();",
    "frame.srcdoc = text;",
    "frame.setAttribute('srcdoc', text);",
    "place.setAttribute('onclick', text);",
    "place.setAttribute('onerror', text);",
    "link.href = 'javascript:alert(1)';",
    "link.href = ` javascript:${text}`;",
    "eval(text);",
    "new Function(text);",
    "setTimeout('alert(1)', 1);",
    "document.write(text);",
    "range.createContextualFragment(text);",
    "place.setHTMLUnsafe(text);",
    "element('a', { onclick: text });",
]


def test_lint_bans_every_way_from_text_to_markup_or_code() -> None:
    """One run over a file with one sin a line: each line is reported, the innocent one is not."""
    lines = ["/* global place, frame, link, range, text, element */", *BANNED, "place.textContent = text;"]
    command: list[str | Path] = [BIN / "eslint", "--format", "json", "--stdin",
                                 "--stdin-filename", "extension/popup/sins.js"]

    done = subprocess.run(command, input="\n".join(lines).encode(), cwd=ROOT, capture_output=True, check=False)

    faults = json.loads(done.stdout)[0]["messages"]
    assert {fault["line"] for fault in faults} == set(range(2, len(BANNED) + 2)), faults


def test_stores_find_no_error_and_only_the_expected_warnings(tmp_path: Path) -> None:
    command: list[str | Path] = [BIN / "web-ext", "lint", "--source-dir", EXTENSION, "--output", "json",
                                 "--no-config-discovery"]

    done = subprocess.run(command, capture_output=True, check=False, cwd=tmp_path,
                          env=os.environ | {"NO_UPDATE_NOTIFIER": "1"})

    found = json.loads(done.stdout)
    assert found["errors"] == []
    assert [warning["code"] for warning in found["warnings"]] == EXPECTED


@pytest.mark.parametrize("store", pack.STORES)
def test_zip_is_the_same_bytes_each_time(
    store: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """From another folder, with files written in another order at another time."""
    first = pack.pack(store, tmp_path / "first")
    copy = tmp_path / "copy"
    for path in sorted((path for path in EXTENSION.rglob("*") if path.is_file()), reverse=True):
        target = copy / path.relative_to(EXTENSION)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target)
    monkeypatch.setattr(pack, "EXTENSION", copy)

    second = pack.pack(store, tmp_path / "second")

    assert sha256(first) == sha256(second)


@pytest.mark.parametrize("store", pack.STORES)
def test_zip_holds_what_the_browser_loads_and_no_more(store: str, tmp_path: Path) -> None:
    with ZipFile(pack.pack(store, tmp_path)) as packed:
        names = packed.namelist()
        wrong = [name for name in names if name != "manifest.json"
                 and packed.read(name) != (EXTENSION / name).read_bytes()]

    assert wrong == []
    assert names == sorted(names)
    assert {"manifest.json", "background/main.js", "card/card.js", "_locales/fr/messages.json"} <= set(names)
    assert not [name for name in names if name.endswith((".ts", "jsconfig.json", ".py", ".map"))]


def test_zips_hold_what_their_browser_knows(tmp_path: Path) -> None:
    chrome, firefox = (manifest_of(pack.pack(store, tmp_path)) for store in ("chrome", "firefox"))

    assert chrome["background"] == {"service_worker": "background/main.js", "type": "module"}
    assert firefox["background"] == {"scripts": ["background/main.js"], "type": "module"}
    assert "browser_specific_settings" not in chrome
    assert firefox["browser_specific_settings"]["gecko"]["id"] == "lexibulle@extension"


def test_version_is_that_of_the_service() -> None:
    assert json.loads((EXTENSION / "manifest.json").read_text("utf-8"))["version"] == __version__


def test_no_file_has_grown_too_long() -> None:
    long = {path.name: lines for path in [*EXTENSION.rglob("*.js"), *EXTENSION.rglob("*.css")]
            if (lines := len(path.read_text("utf-8").splitlines())) > 300}

    assert long == {}


def manifest_of(packed: Path) -> dict[str, Any]:
    with ZipFile(packed) as opened:
        manifest: dict[str, Any] = json.loads(opened.read("manifest.json"))
    return manifest


def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
