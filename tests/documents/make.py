"""Make the corpus: `make fixtures`. What is in sources/ goes through LibreOffice, the rest is made here.

The files are committed: the tests read them and need no LibreOffice. They change when they are made anew, for
LibreOffice writes dates and identifiers.
"""

import subprocess
import tempfile
from pathlib import Path
from typing import Final

from PIL import Image, ImageDraw, ImageFont

from lexibulle import Annotator, Glossary, documents

HERE: Final = Path(__file__).parent
MADE: Final = {"compte-rendu.fodt": ("docx", "pdf", "html"), "suivi.fods": ("xlsx",), "formation.fodp": ("pptx",)}
SCANNED: Final = "Nos MQL de novembre ne répondent plus aux cold emails."
CSV: Final = "Étape;Remarque\r\nMQL;douze contacts du webinaire\r\ncold;email\r\nChurn;« part perdue »\r\n"


def main() -> None:
    for source, suffixes in MADE.items():
        for suffix in suffixes:
            convert(HERE / "sources" / source, suffix)
    scan()
    for name in ("compte-rendu.docx", "suivi.xlsx"):
        save_again_tagged(HERE / name)
    (HERE / "suivi.csv").write_bytes(CSV.encode("cp1252"))
    print(f"{len(list(HERE.glob('*.*')))} files in {HERE.name}/")


def convert(source: Path, suffix: str) -> None:
    """With a profile of its own: a LibreOffice that is open elsewhere does not answer in its place."""
    with tempfile.TemporaryDirectory() as profile:
        subprocess.run(["soffice", f"-env:UserInstallation={Path(profile).as_uri()}", "--headless", "--convert-to",
                        suffix, "--outdir", HERE, source], check=True, stdout=subprocess.DEVNULL)


def save_again_tagged(source: Path) -> None:
    """« annote-… »: a file with our notes, opened and saved by LibreOffice."""
    annotator = Annotator(Glossary.default())
    document = documents.read(source.read_bytes(), source.name)
    written = documents.write(document, documents.annotate(annotator, document), lexicon=True)
    with tempfile.TemporaryDirectory() as folder:
        tagged = Path(folder) / f"annote-{source.name}"
        tagged.write_bytes(written)
        convert(tagged, source.suffix[1:])


def scan() -> None:
    """A page that is a picture of its text and nothing else."""
    page = Image.new("L", (1240, 1754), 255)
    ImageDraw.Draw(page).text((120, 160), SCANNED, 0, ImageFont.load_default(32))
    page.save(HERE / "scan.pdf", resolution=150)


if __name__ == "__main__":
    main()
