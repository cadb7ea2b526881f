"""A municipality whose ledger is put back to yesterday, and the loket that knows today."""

import contextlib
import csv
import io
import shutil
import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from loket import Stap, leg_vast
from tests.tools.keten import Keten, Uitkomst, geleden, loket_draait, proces, vandaag, vers
from tests.tools.loket import Huis

WIE = ("--wie", "B. Beheer", "--rol", "beheer")
HERSTEL = ("reconcile", "--herstel", *WIE)
DB = "regresbrug.db"


class Stad:
    """A municipality whose ledger can be copied aside and put back, and its loket."""

    echt = False

    def __init__(self, keten: Keten, huis: Huis) -> None:
        self.keten, self.huis = keten, huis

    def geef(self, *woorden: str) -> Uitkomst:
        """Give a command; `echt` = in a process of its own."""
        if self.echt:
            return proces(*woorden, "--config", self.keten.config)
        return self.keten.geef(*woorden)

    def lever(self, **vlaggen: str) -> None:
        """Put an export down: B1="J" is beschikking 1 with an accident; J2 = changed facts."""
        rows = []
        for name, flag in vlaggen.items():
            number = int(name[1:])
            cells = {"Datum ongeval": geleden(200 + number)} if flag.startswith("J") else {}
            cells |= {"Bedrag": "9.999,00"} if flag == "J2" else {}
            # Each a person of their own; the loket would else put them in one case by accident day.
            rows.append(vers(number, flag[0], **cells))
        self.keten.gemeente.levering(rows)

    def kopie(self) -> None:
        """Make a backup as SQLite does it."""
        with (
            closing(sqlite3.connect(self.keten.folder / DB)) as here,
            closing(sqlite3.connect(self.keten.folder / "kopie.db")) as there,
        ):
            here.backup(there)

    def zet_terug(self) -> None:
        """Put the backup back in the place of the ledger."""
        for end in ("", "-wal", "-shm"):
            (self.keten.folder / f"{DB}{end}").unlink(missing_ok=True)
        shutil.copy(self.keten.folder / "kopie.db", self.keten.folder / DB)

    def sql(self, text: str) -> list[tuple[Any, ...]]:
        archief = self.huis.server.app.state.loket.archief
        with archief.lezen() as tx:
            return [tuple(row) for row in tx.exec_driver_sql(text)]

    def bij_het_loket(self) -> dict[str, list[tuple[int, str]]]:
        """Give referentie -> versions and kinds."""
        found: dict[str, list[tuple[int, str]]] = {}
        for name, versie, kind in self.sql("select referentie, versie, soort from melding"):
            found.setdefault(name, []).append((versie, kind))
        return found

    def aangeboden(self) -> Counter[str]:
        """Count what was offered, by what the loket made of it: it forgets nothing."""
        return Counter(row[0] for row in self.sql("select uitslag from geschiedenis"))

    def zaken(self) -> int:
        return len(self.sql("select id from zaak"))

    def stap(self, *woorden: str) -> None:
        """Let the handler record a step in every case."""
        archief = self.huis.server.app.state.loket.archief
        with archief.schrijven() as tx:
            cases = [row[0] for row in tx.exec_driver_sql("select zaaknummer from zaak").all()]
            for case in cases:
                leg_vast(tx, case, Stap(*woorden), vandaag())

    def teruggegeven(self, begin: str) -> list[dict[str, str]]:
        """Give the lines of all return files of a kind."""
        found: list[dict[str, str]] = []
        for path in sorted((self.keten.folder / "retour").glob(f"{begin}-*.csv")):
            text = io.StringIO(path.read_bytes().decode("utf-8-sig"), newline="")
            found += csv.DictReader(text, delimiter=";")
        return found


@contextlib.contextmanager
def stad_draait(folder: Path) -> Iterator[Stad]:
    """Run a municipality with a return place, and its loket."""
    keten = Keten(folder)
    (folder / "retour").mkdir(mode=0o750)
    keten.gemeente.gemeente["retour"] = {"soort": "map", "map": "../retour"}
    keten.gemeente.gemeente["rem"] = {"nieuw": 50, "aandeel": 1.0, "waarom": "toets"}
    with loket_draait(folder / "loket") as huis:
        keten.met_loket(huis)
        yield Stad(keten, huis)


def twee_dagen(stad: Stad) -> None:
    """Run, back up, and run again with changes; then put the backup back."""
    stad.lever(B1="J", B2="J", B3="J", B4="J")
    assert stad.geef("run").code == 0
    stad.kopie()
    stad.stap("quickscan", "verder")
    # 1 stays, 2 changes, 3 is withdrawn, 4 has left the source, 5 and 6 are new.
    stad.lever(B1="J", B2="J2", B3="N", B5="J", B6="J")
    assert stad.geef("run", "--volume-klopt").code == 0
    assert stad.geef("run").code == 0
    stad.zet_terug()
