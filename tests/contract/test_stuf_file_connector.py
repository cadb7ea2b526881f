"""StUF files keep the promises of every connector, from a folder and over SFTP."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from connectors import Folder, Keuze
from tests.contract.connector_contract import ConnectorCase, ConnectorContract
from tests.tools import berichtenset, sftp, stuf

ZAKEN = [stuf.zaak(number) for number in range(3)]
SET = berichtenset.als_set(berichtenset.over(n, "T", zaak) for n, zaak in enumerate(ZAKEN))
VERWACHT = [
    {
        "zaak": zaak.identificatie,
        "start": f"{zaak.startdatum:%Y%m%d}",
        "vlag": zaak.indicatie_ongeval,
        "bsn": zaak.bsn,
        "naam": zaak.geslachtsnaam,
        "besluit": zaak.besluit,
        "bedrag": "6450.00",
    }
    for zaak in ZAKEN
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "goed.xml").write_bytes(SET)
    (tmp_path / "kapot.xml").write_bytes(SET[:-9])
    return tmp_path


class TestFolder(ConnectorContract):
    """A folder on this machine."""

    @pytest.fixture
    def connector_case(self, folder: Path) -> ConnectorCase:
        good = Folder(berichtenset.formaat(), folder, Keuze("goed.xml"))
        return ConnectorCase(
            connector=good,
            verwacht=VERWACHT,
            kapot=lambda: replace(good, keuze=Keuze("kapot.xml")),
            nergens=lambda: replace(good, map=folder / "nergens"),
        )


class TestSftp(ConnectorContract):
    """A folder on a server, over a real socket."""

    @pytest.fixture
    def connector_case(self, folder: Path) -> Iterator[ConnectorCase]:
        with sftp.serving(folder) as server:
            good = sftp.source(server, export=berichtenset.formaat(), keuze=Keuze("goed.xml"))
            yield ConnectorCase(
                connector=good,
                verwacht=VERWACHT,
                kapot=lambda: replace(good, keuze=Keuze("kapot.xml")),
                nergens=lambda: replace(good, map="nergens"),
                openingen=lambda: server.visits,
            )
