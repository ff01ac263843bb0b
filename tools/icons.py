"""Draws the icons of the extension: each `extension/icons/*.svg` as PNG in the sizes that browsers ask for."""

import shutil
from pathlib import Path
from typing import Final

from playwright.sync_api import sync_playwright

ICONS: Final = Path(__file__).parents[1] / "extension/icons"
SIZES: Final = (16, 32, 48, 128)
_PAGE: Final = """<style>html, body {{ margin: 0 }} svg {{ display: block; width: {size}px; height: {size}px }}</style>
{svg}"""


def main() -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        page = browser.new_page()
        for source in sorted(ICONS.glob("*.svg")):
            for size in SIZES:
                page.set_viewport_size({"width": size, "height": size})
                page.set_content(_PAGE.format(size=size, svg=source.read_text(encoding="utf-8")))
                page.screenshot(path=ICONS / f"{source.stem}-{size}.png", omit_background=True)
        browser.close()


if __name__ == "__main__":
    main()
