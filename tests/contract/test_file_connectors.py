"""Folder, SFTP and memory keep the promises of every connector."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from connectors import CsvExport, Folder, Keuze, Memory, Storing
from regres import Problem, SourceDown
from tests.contract.connector_contract import ConnectorCase, ConnectorContract
from tests.tools import sftp
from tests.unit.connectors.exports import KOLOMMEN, RIJEN, layout, written

EXPORT = CsvExport("9901", layout())
VERWACHT = [dict(zip(KOLOMMEN, row, strict=True)) for row in RIJEN]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "goed.csv").write_bytes(written())
    (tmp_path / "kapot.csv").write_bytes(written()[:-3])
    return tmp_path


class TestFolder(ConnectorContract):
    """A folder on this machine."""

    @pytest.fixture
    def connector_case(self, folder: Path) -> ConnectorCase:
        good = Folder(EXPORT, folder, Keuze("goed.csv"))
        return ConnectorCase(
            connector=good,
            verwacht=VERWACHT,
            kapot=lambda: replace(good, keuze=Keuze("kapot.csv")),
            nergens=lambda: replace(good, map=folder / "nergens"),
        )


class TestSftp(ConnectorContract):
    """A folder on a server, over a real socket."""

    @pytest.fixture
    def connector_case(self, folder: Path) -> Iterator[ConnectorCase]:
        with sftp.serving(folder) as server:
            good = sftp.source(server, export=EXPORT, keuze=Keuze("goed.csv"))
            yield ConnectorCase(
                connector=good,
                verwacht=VERWACHT,
                kapot=lambda: replace(good, keuze=Keuze("kapot.csv")),
                nergens=lambda: replace(good, map="nergens"),
                openingen=lambda: server.visits,
            )


class TestMemory(ConnectorContract):
    """Rows in memory."""

    @pytest.fixture
    def connector_case(self) -> ConnectorCase:
        weg = SourceDown(Problem("B-0000", "weg", doe="niets"))
        good = Memory.van_rijen("9901", KOLOMMEN, RIJEN)
        return ConnectorCase(
            connector=good,
            verwacht=VERWACHT,
            kapot=lambda: replace(good, storing=Storing(2, weg)),
            nergens=lambda: replace(good, storing=Storing(0, weg)),
        )
