"""StUF-berichtenSets in a folder: every case is a drop of its own, with messages of later moments.

The values of a zaak are those of the SOAP door, from one table: a zaak is a zaak by either road.
"""

import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from pipeline import SlotSoort
from tests.acceptance.test_review import met_inzage
from tests.faults.vijandig import (
    soap_verhuld,
    soap_waarden,
    stufset_bericht,
    stufset_bestand,
    stufset_verhuld,
)
from tests.faults.vijandig.geval import Geval, Gezien
from tests.faults.vijandig.huis import Huis
from tests.faults.vijandig.soap import zaken
from tests.faults.vijandig.stufset_zet import Zet
from tests.tools import berichtenset
from tests.tools.keten import Keten, nu

#: Long ago, and the same for all: a file is known by its name here.
_OUD = 1_700_000_000


def gevallen() -> list[Geval]:
    """Give every row of every table."""
    tables = (stufset_bestand, stufset_bericht, stufset_verhuld)
    own = [case for table in tables for case in table.gevallen()]
    shared = [*soap_waarden.gevallen(), *soap_verhuld.waarden()]
    return [*own, *map(stufset_bericht.per_bestand, shared)]


@contextmanager
def klaar(folder: Path) -> Iterator["Speler"]:
    """Make a municipality that reads StUF files from a folder, by delta."""
    keten = Keten(folder / "regresbrug")
    delta(keten, {"soort": "map", "map": "../drop"})
    (keten.folder / "drop").mkdir()
    huis = Huis(keten, "zaken", SlotSoort.NACHT)
    try:
        yield Speler(huis)
    finally:
        huis.close()


def delta(keten: Keten, deur: Mapping[str, Any]) -> None:
    """Let a municipality read StUF files by delta, through this door."""
    mapping = keten.config / "mappings" / "duinrand-stuf.yaml"
    text = mapping.read_text("utf-8").replace("levering: volledig", "levering: delta")
    mapping.write_text(text, "utf-8")
    sides = {
        "zender": {"applicatie": "WmoRegistratie", "organisatie": "9901"},
        "ontvanger": {"applicatie": "Regresbrug"},
    }
    source = {"mapping": "duinrand-stuf", "patroon": "*.xml", "stuf": sides}
    keten.gemeente.gemeente["bronnen"] = {"zaken": source | {**deur}}
    met_inzage(keten)


@dataclass(frozen=True, slots=True)
class Speler:
    """Plays cases one after the other."""

    huis: Huis

    def speel(self, nummer: int, case: Geval) -> Gezien:
        """Play one."""
        drop = self.huis.keten.folder / "drop"
        shutil.rmtree(drop)
        drop.mkdir()
        turn = eerste_zet(nummer)
        made = case.maak(turn)
        files = made if isinstance(made, Mapping) else {"": made}
        for name, data in files.items():
            file = drop / f"wmo-set-{nummer:04}{name}.xml"
            file.write_bytes(data)
            os.utime(file, (_OUD, _OUD))
        return self.huis.draai(tuple(one.bsn for one in turn.zaken))


def eerste_zet(nummer: int, stap: int = 20) -> Zet:
    """Make the good set of a case, `stap` seconds after that of the one before: three additions."""
    begin = nu() - timedelta(hours=20) + timedelta(seconds=stap * nummer)
    made = [replace(one, zaaktype="WMO-VOORZ") for one in zaken(2_000 + nummer)]
    turn = Zet(1, b"", b"", made[0], zaken=tuple(made), begin=begin, geval=nummer)
    good = berichtenset.als_set(turn.over(at, "T", one) for at, one in enumerate(made))
    return replace(turn, goed=good)
