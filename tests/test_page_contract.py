"""The page's JSDoc types against the OpenAPI document: what the service promises is what the scripts expect."""

import json
import re
import subprocess
from pathlib import Path

import pytest

from conforming import DOCUMENT
from typescript import declarations

ROOT = Path(__file__).parents[1]
STATIC = ROOT / "server/lexibulle_server/static"
EXPECTED = {
    # type of the page → schema of the document
    "AnnotatedFile": "DocumentAnswer",
    "Answer": "AnnotateAnswer", "Draft": "CheckAnswer", "Entry": "Entry", "Pairings": "Pairings",
    "DraftWord": "Word", "PairingRequest": "Pairings['pending'][number]", "Token": "Pairings['tokens'][number]",
}
OF_THE_CARD = {"Span": "Span", "Term": "Term", "Confusion": "Confusion"}


def complaints(folder: Path, statements: str) -> str:
    """What the compiler says of statements that know the page's types and those of the document."""
    (folder / "contract.ts").write_text(declarations(DOCUMENT), "utf-8")
    (folder / "check.ts").write_text(
        f"import type {{ {', '.join(EXPECTED)} }} from {json.dumps(str(STATIC / 'answers.js'))};\n"
        f"import type * as Contract from './contract.ts';\n{statements}", "utf-8")
    (folder / "tsconfig.json").write_text(json.dumps({
        "extends": str(ROOT / "server/jsconfig.json"), "include": [],
        "compilerOptions": {"allowJs": True, "allowImportingTsExtensions": True, "noUnusedLocals": False},
        "files": ["check.ts", str(ROOT / "extension/card/types.d.ts")]}), "utf-8")
    done = subprocess.run([ROOT / "node_modules/.bin/tsc", "--project", folder], capture_output=True, check=False)
    return done.stdout.decode()


def test_answers_are_what_the_scripts_expect(tmp_path: Path) -> None:
    statements = "".join(f"export const a{name}: {name} = {{}} as Contract.{schema};\n"
                         for name, schema in (EXPECTED | OF_THE_CARD).items())

    assert complaints(tmp_path, statements) == ""


def test_every_type_of_an_answer_is_compared() -> None:
    defined = re.findall(r"@typedef \{.+\} (\w+)", (STATIC / "answers.js").read_text("utf-8"))

    assert set(defined) == set(EXPECTED)


@pytest.mark.parametrize("wrong", [
    "const a: Draft = {} as Contract.LookupAnswer",
    "const a: DraftWord = {} as Contract.Span",
    "const a: Contract.TermId = {} as Contract.Offset",
    "const a: Token = {} as Contract.Pairings['pending'][number]",
])
def test_a_difference_would_be_seen(tmp_path: Path, wrong: str) -> None:
    assert "check.ts" in complaints(tmp_path, f"export {wrong};\n")
