"""Doors in: every way a municipality hands over its provisions."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from connectors.base import Connector, FileMark, Proof, Reading, ReadRequest

if TYPE_CHECKING:
    from connectors.csv_export import CsvExport
    from connectors.folder import Folder
    from connectors.memory import Memory, Storing
    from connectors.picking import Keuze, Kies
    from connectors.sftp import Sftp
    from connectors.sftp_settings import Inlogsleutel, Server, Wachttijden, Wachtwoord

__all__ = [
    "Connector",
    "CsvExport",
    "FileMark",
    "Folder",
    "Inlogsleutel",
    "Keuze",
    "Kies",
    "Memory",
    "Proof",
    "ReadRequest",
    "Reading",
    "Server",
    "Sftp",
    "Storing",
    "Wachttijden",
    "Wachtwoord",
]

# Imported when first asked for: a municipality that reads a folder need not load lxml or asyncssh.
_WHERE = {
    "CsvExport": "connectors.csv_export",
    "Folder": "connectors.folder",
    "Inlogsleutel": "connectors.sftp_settings",
    "Keuze": "connectors.picking",
    "Kies": "connectors.picking",
    "Memory": "connectors.memory",
    "Server": "connectors.sftp_settings",
    "Sftp": "connectors.sftp",
    "Storing": "connectors.memory",
    "Wachttijden": "connectors.sftp_settings",
    "Wachtwoord": "connectors.sftp_settings",
}


def __getattr__(name: str) -> Any:
    if name in _WHERE:
        return getattr(import_module(_WHERE[name]), name)
    raise AttributeError(name)
