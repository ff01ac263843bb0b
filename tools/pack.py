"""Packs the extension for the stores: `dist/lexibulle-chrome-VERSION.zip` and `dist/lexibulle-firefox-VERSION.zip`.

The files go in as they stand; only the manifest is cut to what the browser knows. Sorted names, one fixed date and no
compression make the same bytes on every machine.
"""

import argparse
import hashlib
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final
from zipfile import ZIP_STORED, ZipFile, ZipInfo

ROOT: Final = Path(__file__).parents[1]
EXTENSION: Final = ROOT / "extension"
_DATE: Final = (2026, 1, 1, 0, 0, 0)  # any will do, as long as it is the same
_MODE: Final = 0o100644 << 16
_NOT_SHIPPED: Final = (".d.ts", "jsconfig.json")

Manifest = dict[str, Any]


def for_chrome(manifest: Manifest) -> Manifest:
    """Without what only Firefox reads."""
    background = {key: value for key, value in manifest["background"].items() if key != "scripts"}
    kept = {key: value for key, value in manifest.items() if key != "browser_specific_settings"}
    return kept | {"background": background}


def for_firefox(manifest: Manifest) -> Manifest:
    """Without what only Chrome reads."""
    background = {key: value for key, value in manifest["background"].items() if key != "service_worker"}
    kept = {key: value for key, value in manifest.items() if key != "minimum_chrome_version"}
    return kept | {"background": background}


STORES: Final[dict[str, Callable[[Manifest], Manifest]]] = {"chrome": for_chrome, "firefox": for_firefox}


def pack(store: str, folder: Path) -> Path:
    """Writes the zip for one store, and returns where it is."""
    manifest = STORES[store](json.loads((EXTENSION / "manifest.json").read_text("utf-8")))
    target = folder / f"lexibulle-{store}-{manifest['version']}.zip"
    folder.mkdir(parents=True, exist_ok=True)
    with ZipFile(target, "w", ZIP_STORED) as packed:
        for name, content in _files(manifest):
            entry = ZipInfo(name, _DATE)
            entry.create_system = 3  # Unix, also when it is packed on Windows
            entry.external_attr = _MODE
            packed.writestr(entry, content)
    return target


def _files(manifest: Manifest) -> Iterator[tuple[str, bytes]]:
    for path in sorted(EXTENSION.rglob("*")):
        name = path.relative_to(EXTENSION).as_posix()
        if name == "manifest.json":
            yield name, json.dumps(manifest, indent=2, ensure_ascii=False).encode() + b"\n"
        elif path.is_file() and not name.endswith(_NOT_SHIPPED) and not _is_hidden(name):
            yield name, path.read_bytes()


def _is_hidden(name: str) -> bool:
    return any(part.startswith(".") for part in name.split("/"))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("folder", nargs="?", type=Path, default=ROOT / "dist", help="where the zips go")
    for store in STORES:
        made = pack(store, parser.parse_args().folder)
        print(f"{hashlib.sha256(made.read_bytes()).hexdigest()}  {made}")


if __name__ == "__main__":
    main()
