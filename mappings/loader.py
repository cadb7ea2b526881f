"""From a mapping file to a Plan."""

from pathlib import Path

from mappings.plan import Plan


def load(path: Path, presets: Path | None = None) -> Plan:
    """Read and compile a mapping file.

    Raises:
        ConfigProblem: with every problem of the file, each as file:line:column.

    """
    raise NotImplementedError
