"""The room as a whole: what it loads, and what it gives away."""

import subprocess
import sys
from pathlib import Path

import pytest

import connectors

ROOT = Path(__file__).resolve().parents[3]


def loaded_after(code: str) -> set[str]:
    """The modules of a fresh interpreter that ran this."""
    show = f"import sys; {code}; print(*sorted(sys.modules))"
    command = [sys.executable, "-P", "-c", f"import sys; sys.path.insert(0, {str(ROOT)!r}); {show}"]
    return set(subprocess.run(command, capture_output=True, text=True, check=True).stdout.split())


def test_the_room_itself_loads_neither_ssh_nor_soap() -> None:
    heavy = {"asyncssh", "zeep", "lxml", "requests", "cryptography"}

    assert loaded_after("import connectors") & heavy == set()
    assert loaded_after("from connectors import CsvExport, Folder, Memory, Server") & heavy == set()
    assert "asyncssh" in loaded_after("from connectors import Sftp")


@pytest.mark.parametrize("name", connectors.__all__)
def test_every_public_name_is_there(name: str) -> None:
    assert getattr(connectors, name).__name__ == name


def test_public_names_are_sorted_and_others_are_not_there() -> None:
    assert connectors.__all__ == sorted(connectors.__all__)
    with pytest.raises(AttributeError):
        connectors.Onbekend  # noqa: B018 - asking is the test
