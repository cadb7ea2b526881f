"""Plays every case of the file door against a run of its own: folder, ledger, delivery."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pipeline import SlotSoort
from tests.faults.vijandig import csv_bytes, csv_inhoud
from tests.faults.vijandig.geval import Geval, Gezien
from tests.faults.vijandig.huis import Huis
from tests.faults.vijandig.levering import Levering
from tests.tools.keten import Keten

BSN = "999900006"


def gevallen() -> list[Geval]:
    """Give every row of every table."""
    return [case for table in (csv_bytes, csv_inhoud) for case in table.gevallen()]


@contextmanager
def klaar(folder: Path) -> Iterator["Speler"]:
    """Make a municipality that reads a folder."""
    huis = Huis(Keten(folder), "export", SlotSoort.NACHT)
    try:
        yield Speler(huis)
    finally:
        huis.close()


class Speler:
    """Plays cases one after the other."""

    def __init__(self, huis: Huis) -> None:
        self._huis = huis
        self._file = huis.keten.folder / "export" / "wmo_voorzieningen.csv"

    def speel(self, nummer: int, case: Geval) -> Gezien:
        """Play one."""
        self._file.write_bytes(case.maak(Levering(1_000 + nummer)))
        return self._huis.draai((BSN,))
