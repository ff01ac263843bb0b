"""How a page of the extension must look: light and dark, narrow and magnified, without a fault for axe."""

import os
import re
from pathlib import Path
from typing import Final, Literal

from playwright.sync_api import Page, ViewportSize

AXE: Final = (Path(__file__).parents[2] / "node_modules/axe-core/axe.min.js").read_text("utf-8")
FAULTS: Final = "axe.run(%s).then(found => found.violations.map(one => [one.id, one.nodes[0].html]))"
PICTURES: Final = os.environ.get("LEXIBULLE_PICTURES", "")  # a folder, to look at them
NARROW: Final = 320
MAGNIFIED: Final = 160  # 640 px at 400 %
_SCHEMES: Final[dict[Literal["light", "dark"], str]] = {"light": "{}", "dark": "{runOnly: ['color-contrast']}"}


def check_look(page: Page, name: str) -> None:
    """`name` is that of the pictures, which are only taken when asked for."""
    page.evaluate(AXE)
    for scheme, options in _SCHEMES.items():
        page.emulate_media(color_scheme=scheme)
        assert page.evaluate(FAULTS % options) == []
        if PICTURES:
            page.screenshot(path=Path(PICTURES) / f"{name}-{scheme}.png", full_page=True)
    page.emulate_media(color_scheme="light")
    before = page.viewport_size
    assert before
    for width in (NARROW, MAGNIFIED):
        page.set_viewport_size(ViewportSize(width=width, height=before["height"]))
        assert page.evaluate("document.documentElement.scrollWidth") <= width, f"cut at {width} px"
    page.set_viewport_size(before)


def pattern(text: str) -> re.Pattern[str]:
    """Spaces of the pattern stand for no-break ones too."""
    return re.compile(re.sub(r"\\? ", r"\\s", text))
