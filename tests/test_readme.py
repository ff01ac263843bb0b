"""What the README shows works as it is written there."""

import json
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from lexibulle import Annotator, Glossary
from serving import Service

README = (Path(__file__).parents[1] / "README.md").read_text("utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", README, re.DOTALL)


def test_python_examples_run() -> None:
    code = "\n".join(blocks("python"))

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=120, check=False)

    assert done.returncode == 0, done.stderr
    assert "MQL" in done.stdout
    assert "cold emails" in done.stdout


def test_page_example_says_what_happens() -> None:
    annotator = Annotator(Glossary.default())

    page = annotator.annotate_page(["SQL à rappeler", "Point du lundi.", "Douze MQL au webinaire."])

    assert annotator.annotate("SQL") == []
    assert [hit.surface for hit in page.results[0].hits] == ["SQL"]


def test_toml_example_is_a_glossary(tmp_path: Path) -> None:
    (example,) = blocks("toml")
    (tmp_path / "acme.toml").write_text(example, "utf-8")

    glossary = Glossary.combine([Glossary.default(), Glossary.load(tmp_path / "acme.toml")])

    assert tomllib.loads(example)["id"] == "acme"
    assert glossary["mql"].note == "Score de 40 et une démo demandée."
    assert [hit.term.id for hit in Annotator(glossary).annotate("Une prise de brief avec le client.")] == ["brief"]


def test_curl_example_is_answered(tmp_path: Path) -> None:
    """As it is written, but for where the command lies and the port, which may be taken."""
    example = next(block for block in blocks("sh") if "curl" in block)
    with Service(tmp_path) as service:
        code = example.replace(".venv/bin/lexibulle", f"'{sys.executable}' -m lexibulle_server").replace(
            "127.0.0.1:5005", f"127.0.0.1:{service.port}")
        done = subprocess.run(["sh", "-euc", code], capture_output=True, text=True, timeout=120, check=False,
                              env=os.environ | {"LEXIBULLE_HOME": str(tmp_path)})

    assert done.returncode == 0, done.stderr
    annotated, end = json.JSONDecoder().raw_decode(done.stdout)
    assert [span["surface"] for span in annotated["results"][0]["spans"]] == ["MQL", "cold emails"]
    assert len(json.loads(done.stdout[end:])["terms"]) == 50


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_csv_example_is_a_glossary(tmp_path: Path, encoding: str) -> None:
    (example,) = blocks("csv")
    (tmp_path / "acme.csv").write_bytes(example.encode(encoding))

    glossary = Glossary.load(tmp_path / "acme.csv")

    assert [term.name for term in glossary] == ["SDR", "prise de brief"]
    assert [hit.surface for hit in Annotator(glossary).annotate("le sdr et le SDR")] == ["SDR"]
