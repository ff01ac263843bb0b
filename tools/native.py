"""Compiles the part of the engine that reads texts, where the project is built or installed.

mypyc turns the same Python files, with the types they have, into extension modules: there is no second engine, and the
files without them do the same, only slower. Without a C compiler it warns and goes on; where `LEXIBULLE_PURE` is set it
does not try. Hatchling calls the hook (`pyproject.toml`). For an editable installation the modules lie beside their
sources; they are not in the repository.
"""

import os
import shutil
import sys
from pathlib import Path
from typing import Any, Final

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

# What each candidate goes through. The rest is numpy's and the automaton's, or seldom.
MODULES: Final = (
    "agreement annotator blockers complements coordination cues definitions folding forms hearing index masks "
    "matching mentions reasons scene search selection senses typos weights").split()
# Calls of the interpreter straight through its address, without a jump table on the way: 3 % of the time.
_CALLS: Final = ["-fno-plt"] if sys.platform == "linux" else []
_WITHOUT_STUBS: Final = ("--config-file=", "--ignore-missing-imports", "--follow-imports=silent")


class NativeHook(BuildHookInterface[Any]):
    """Compiled modules for a wheel, or in place for an editable installation."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        in_place = version == "editable"
        target = Path(self.root, "nlp") if in_place else self._place / "lib"
        if in_place:
            remove(target)
        if os.environ.get("LEXIBULLE_PURE"):
            return
        try:
            compile_into(target, Path(self.root), self._place / "temp")
        except (Exception, SystemExit) as error:  # noqa: BLE001  # a compiler that fails, in whatever way, is none
            remove(target)
            self.app.display_warning(f"The engine is not compiled: {type(error).__name__}: {error}")
            return
        if not in_place:
            build_data["pure_python"] = False
            build_data["infer_tag"] = True
            build_data["force_include"] |= {str(file): str(file.relative_to(target)) for file in compiled(target)}

    def finalize(self, _version: str, _build_data: dict[str, Any], _artifact: str) -> None:
        shutil.rmtree(self._place, ignore_errors=True)

    @property
    def _place(self) -> Path:
        """Apart from other builds of the same checkout."""
        return Path(self.root, "build", f"native-{os.getpid()}")


def compiled(folder: Path) -> list[Path]:
    """The extension modules below a folder."""
    return [file for pattern in ("*.so", "*.pyd") for file in folder.rglob(pattern)]


def stale(folder: Path) -> list[str]:
    """The sources that are newer than the extension modules made of them."""
    pairs = ((file.parent / f"{file.name.partition('.')[0]}.py", file) for file in compiled(folder))
    return [source.name for source, file in pairs if source.exists() and source.stat().st_mtime > file.stat().st_mtime]


def remove(folder: Path) -> None:
    """Python takes an extension module before its source, and does not see that it is older."""
    for file in compiled(folder):
        file.unlink()


def compile_into(target: Path, root: Path, temp: Path) -> None:
    """Make the extension modules; raises whatever the tools raise, SystemExit of mypy included."""
    from mypyc.build import mypycify
    from setuptools import Distribution

    home = Path.cwd()
    os.chdir(root / "nlp")
    try:
        extensions = mypycify([*_WITHOUT_STUBS, f"--cache-dir={temp / 'types'}",
                               *(f"lexibulle/{name}.py" for name in MODULES)],
                              opt_level="3", debug_level="0", group_name="lexibulle", target_dir=str(temp))
        for extension in extensions:
            extension.extra_compile_args += _CALLS
        command = Distribution({"ext_modules": extensions}).get_command_obj("build_ext")
        command.build_lib, command.build_temp = str(target), str(temp)
        command.ensure_finalized()
        command.run()
    finally:
        os.chdir(home)
