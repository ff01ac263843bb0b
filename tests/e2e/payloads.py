"""A user's glossary of a hundred entries that try to become markup or code where they are shown."""

import csv
from pathlib import Path
from typing import Final

_TRAP: Final = "document.title='pris'"
_SHAPES: Final = [
    "<img src=x onerror={}>", "<script>{}</script>", "<svg onload={}>", "<a href=javascript:{}>x</a>",
    "<iframe srcdoc='<script>parent.{}</script>'>", "\"><img src=x onerror={}>", "'><svg/onload={}>",
    "<body onload={}>", "<style>@import '{}'</style>", "<details open ontoggle={}>", "<input autofocus onfocus={}>",
    "<math><mtext><img src=x onerror={}>", "</p><script>{}</script>", "<template><script>{}</script></template>",
    "${{{}}}", "{{{{constructor.constructor(\"{}\")()}}}}", "<video><source onerror={}>",
    "<object data=javascript:{}>", "<meta http-equiv=refresh content='0;url=javascript:{}'>",
    "<!--><img src=x onerror={}>",
]


def write_hostile_glossary(folder: Path) -> None:
    """`zorgaa` to `zorgjj`, each with a payload for its name and its definition."""
    folder.mkdir(parents=True)
    with (folder / "pieges.csv").open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, delimiter=";")
        table.writerow(["name", "definition", "aliases"])
        for number in range(100):
            payload = _SHAPES[number % len(_SHAPES)].format(_TRAP)
            word = "zorg" + "".join("abcdefghij"[int(digit)] for digit in f"{number:02}")
            table.writerow([f"{payload} {number}", f"Piège. {payload}", word])
