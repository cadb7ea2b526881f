"""Doors in: every way a municipality hands over its provisions."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from connectors.base import Connector, FileMark, Proof, Reading, ReadRequest

if TYPE_CHECKING:
    from connectors.csv_export import CsvExport
    from connectors.folder import Folder
    from connectors.memory import Memory, Storing
    from connectors.picking import Keuze, Kies

__all__ = [
    "Connector",
    "CsvExport",
    "FileMark",
    "Folder",
    "Keuze",
    "Kies",
    "Memory",
    "Proof",
    "ReadRequest",
    "Reading",
    "Storing",
]

# Imported when first asked for: a municipality that reads a folder need not load zeep or asyncssh.
_WHERE = {
    "CsvExport": "connectors.csv_export",
    "Folder": "connectors.folder",
    "Keuze": "connectors.picking",
    "Kies": "connectors.picking",
    "Memory": "connectors.memory",
    "Storing": "connectors.memory",
}


def __getattr__(name: str) -> Any:
    if name in _WHERE:
        return getattr(import_module(_WHERE[name]), name)
    raise AttributeError(name)
