"""Plays every SOAP case against a run of its own: zaaksysteem, mutual TLS, ledger, delivery."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from demo.stuf_zaak import Zaak
from pipeline import SlotSoort
from tests.faults.vijandig import soap_bericht, soap_http, soap_verhuld, soap_waarden, soap_xml
from tests.faults.vijandig.geval import Geval, Gezien
from tests.faults.vijandig.huis import KANARIE, Huis
from tests.faults.vijandig.soapserver import Server
from tests.tools.keten import Keten, verse_zaak
from tests.tools.stuf import certificaten

#: Short, for a case may take ten seconds; one try, for each would only fail the same way.
OMGANG = {"verbinden": 2, "stilte": 2, "totaal": 4, "herhalingen": 0}


def gevallen() -> list[Geval]:
    """Give every row of every table."""
    tables = (soap_http, soap_xml, soap_bericht, soap_waarden, soap_verhuld)
    return [case for table in tables for case in table.gevallen()]


def zaken(nummer: int) -> list[Zaak]:
    """Make the three provisions of a case: one accident, two without."""
    first = 1_000 + 10 * nummer
    return [
        verse_zaak(first + at, "J" if at == 0 else "N", geslachtsnaam=f"Özdemir {KANARIE}")
        for at in range(3)
    ]


@contextmanager
def klaar(folder: Path) -> Iterator["Speler"]:
    """Start a server and a municipality that reads from it."""
    soap_http.bom(soap_http.BOM)  # made once, before a reader waits for it
    with Server(certificaten()) as server:
        keten = Keten(folder)
        keten.met_stuf(server.url, omgang=OMGANG)
        huis = Huis(keten, "zaken", SlotSoort.VENSTER)
        try:
            yield Speler(server, huis)
        finally:
            huis.close()


class Speler:
    """Plays cases one after the other."""

    def __init__(self, server: Server, huis: Huis) -> None:
        self._server, self._huis = server, huis

    def speel(self, nummer: int, case: Geval) -> Gezien:
        """Play one."""
        made = zaken(nummer)
        self._server.begin(made, case.maak)
        return self._huis.draai(tuple(one.bsn for one in made))
