"""From a mapping file to a Plan."""

from pathlib import Path

from mappings.compiler import compile_plan
from mappings.complaints import Klachten
from mappings.document import Blok, ontleed, read
from mappings.inheritance import PRESETS, with_basis
from mappings.plan import Plan


def load(path: Path, presets: Path | None = None, *, getoond: str = "") -> Plan:
    """Read and compile a mapping file.

    presets  folder of the files that `basis:` may name; by default those of the program
    getoond  how problems name the file; its path when ""

    Raises:
        ConfigProblem: with every problem of the file, each as file:line:column.

    """
    klachten = Klachten()
    return _plan(read(path, klachten, getoond), path.stem, presets, klachten)


def load_tekst(text: str, path: Path, presets: Path | None = None, *, getoond: str = "") -> Plan:
    """Compile a text as if it stood in the file at `path`, which is not read.

    Value tables are still those beside that path. Raises what `load` raises.
    """
    klachten, name = Klachten(), getoond or path.as_posix()
    klachten.mappen[name] = path.parent
    return _plan(ontleed(text, name, klachten), path.stem, presets, klachten)


def _plan(blok: Blok | None, naam: str, presets: Path | None, klachten: Klachten) -> Plan:
    if blok is not None:
        blok = with_basis(blok, presets or PRESETS, klachten)
    plan = None if blok is None else compile_plan(blok, naam, klachten)
    klachten.stop()
    if plan is None:
        raise AssertionError("a mapping without a plan and without a complaint")
    return plan
