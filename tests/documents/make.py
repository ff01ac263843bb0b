"""Make the corpus: `make fixtures`. What is in sources/ goes through LibreOffice, the rest is made here.

The files are committed: the tests read them and need no LibreOffice. They change when they are made anew, for
LibreOffice writes dates and identifiers.
"""

import subprocess
import tempfile
from pathlib import Path
from typing import Final

from PIL import Image, ImageDraw, ImageFont

HERE: Final = Path(__file__).parent
MADE: Final = {"compte-rendu.fodt": ("docx", "pdf", "html"), "suivi.fods": ("xlsx",), "formation.fodp": ("pptx",)}
SCANNED: Final = "Nos MQL de novembre ne répondent plus aux cold emails."
CSV: Final = "Étape;Remarque\r\nMQL;douze contacts du webinaire\r\ncold;email\r\nChurn;« part perdue »\r\n"


def main() -> None:
    for source, suffixes in MADE.items():
        for suffix in suffixes:
            convert(HERE / "sources" / source, suffix)
    scan()
    (HERE / "suivi.csv").write_bytes(CSV.encode("cp1252"))
    print(f"{len(list(HERE.glob('*.*')))} files in {HERE.name}/")


def convert(source: Path, suffix: str) -> None:
    """With a profile of its own: a LibreOffice that is open elsewhere does not answer in its place."""
    with tempfile.TemporaryDirectory() as profile:
        subprocess.run(["soffice", f"-env:UserInstallation={Path(profile).as_uri()}", "--headless", "--convert-to",
                        suffix, "--outdir", HERE, source], check=True, stdout=subprocess.DEVNULL)


def scan() -> None:
    """A page that is a picture of its text and nothing else."""
    page = Image.new("L", (1240, 1754), 255)
    ImageDraw.Draw(page).text((120, 160), SCANNED, 0, ImageFont.load_default(32))
    page.save(HERE / "scan.pdf", resolution=150)


if __name__ == "__main__":
    main()
