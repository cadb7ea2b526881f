"""The loket itself is put back to yesterday: what it lost is named, sealed and told again."""

import csv
import io
import json
import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from loket import Stap, leg_vast
from tests.tools.keten import Keten, codes, geleden, loket_draait, vandaag, vers
from tests.tools.loket import Huis

HERSTEL = ("reconcile", "--herstel", "--wie", "B. Beheer", "--rol", "beheer")


class Stad:
    """A municipality, and a loket whose database can be copied aside and put back."""

    def __init__(self, keten: Keten, huis: Huis) -> None:
        self.keten, self.huis = keten, huis

    def lever(self, vlaggen: str, anders: int = 0) -> None:
        """Put an export down, a person each; `anders` = this one has another amount."""
        rows = []
        for number, flag in enumerate(vlaggen, 1):
            cells = {"Datum ongeval": geleden(200 + number)} if flag == "J" else {}
            cells |= {"Bedrag": "9.999,00"} if number == anders else {}
            rows.append(vers(number, flag, **cells))
        self.keten.gemeente.levering(rows)

    def run(self) -> None:
        done = self.keten.geef("run", "--volume-klopt")
        assert done.code == 0, done.fout

    def kopieer(self, *, terug: bool = False) -> None:
        """Copy the loket's database aside as SQLite does it, or put the copy back."""
        own = self.huis.settings.database
        van, naar = (own, own.with_suffix(".kopie"))[:: -1 if terug else 1]
        with closing(sqlite3.connect(van)) as here, closing(sqlite3.connect(naar)) as there:
            here.backup(there)

    def sql(self, text: str) -> list[tuple[Any, ...]]:
        with self.huis.server.app.state.loket.archief.lezen() as tx:
            return [tuple(row) for row in tx.exec_driver_sql(text)]

    def laatste(self) -> dict[str, str]:
        """Give referentie -> the kind of its latest version."""
        rows = self.sql("select referentie, soort from melding order by versie")
        return {str(name): str(kind) for name, kind in rows}

    def stap(self, *woorden: str) -> None:
        archief = self.huis.server.app.state.loket.archief
        with archief.schrijven() as tx:
            for (case,) in tx.exec_driver_sql("select zaaknummer from zaak").all():
                leg_vast(tx, case, Stap(*woorden), vandaag())

    def teruggegeven(self) -> Counter[tuple[str, str]]:
        """Count (referentie, stap) over all return files."""
        found: Counter[tuple[str, str]] = Counter()
        for path in (self.keten.folder / "retour").glob("terug-*.csv"):
            text = io.StringIO(path.read_bytes().decode("utf-8-sig"), newline="")
            found.update(
                (row["referentie"], row["stap"]) for row in csv.DictReader(text, delimiter=";")
            )
        return found


@pytest.fixture
def stad(tmp_path: Path) -> Iterator[Stad]:
    keten = Keten(tmp_path)
    (tmp_path / "retour").mkdir(mode=0o750)
    keten.gemeente.gemeente["retour"] = {"soort": "map", "map": "../retour"}
    keten.gemeente.gemeente["rem"] = {"nieuw": 50, "aandeel": 1.0, "waarom": "toets"}
    with loket_draait(tmp_path / "loket") as huis:
        keten.met_loket(huis)
        made = Stad(keten, huis)
        made.lever("JJJN")
        made.run()
        made.kopieer()
        # 1 stays, 2 changes, 3 is withdrawn, 4 and 5 are new.
        made.lever("JJNJJ", anders=2)
        made.run()
        made.stap("quickscan", "verder")
        made.run()
        made.kopieer(terug=True)
        yield made


def test_what_the_loket_lost_is_named_and_status_tells_it_until_it_is_repaired(stad: Stad) -> None:
    looked = stad.keten.geef("reconcile", "--format", "json")
    status = stad.keten.geef("status")
    stad.keten.geef(*HERSTEL)

    found = Counter(one["soort"] for one in json.loads(looked.uit)[0]["bevindingen"])
    assert (looked.code, found) == (1, {"ontbreekt": 2, "verschilt": 2})
    assert "vergeleken met het Regresloket" in status.uit
    assert codes(status.fout) == ["R-0703"]
    after = stad.keten.geef("status", "--format", "json")
    counts = {"versies": 3, "verschillen": 0, "wacht_op_lezing": 4}
    assert after.json[0]["afstemming"].items() >= counts.items()
    assert "R-0703" not in after.uit


def test_after_repairing_one_run_brings_the_loket_where_it_was(stad: Stad) -> None:
    stad.keten.geef(*HERSTEL)
    stad.run()

    kinds = Counter(stad.laatste().values())
    assert kinds == {"nieuw": 1, "wijziging": 3, "intrekking": 1}
    assert stad.sql("select count(*) from zaak") == [(5,)]
    offered = Counter(row[0] for row in stad.sql("select uitslag from geschiedenis"))
    assert offered["botsing"] == 0
    again = stad.keten.geef("reconcile", "--format", "json")
    assert (again.code, again.json[0]["bevindingen"], again.json[0]["wacht_op_lezing"]) == (
        0,
        [],
        0,
    )


def test_steps_that_the_loket_numbers_anew_are_told_too(stad: Stad) -> None:
    before = stad.teruggegeven()
    stad.keten.geef(*HERSTEL)
    stad.run()
    stad.stap("afgesloten")
    stad.run()

    fresh = stad.teruggegeven() - before
    told = Counter({name: count for (name, stap), count in fresh.items() if stap == "afgesloten"})
    assert told == dict.fromkeys(stad.laatste(), 1)
    rows = stad.sql("select referentie, stap from terugkoppeling")
    assert Counter((str(name), str(step)) for name, step in rows) - stad.teruggegeven() == Counter()


def test_a_melding_that_the_loket_lost_can_be_withdrawn(stad: Stad) -> None:
    stad.lever("JJNNJ", anders=2)

    stad.run()
    stad.keten.geef(*HERSTEL)
    stad.run()

    kinds = Counter(stad.laatste().values())
    assert kinds == {"nieuw": 1, "wijziging": 2, "intrekking": 2}
    again = stad.keten.geef("reconcile", "--format", "json")
    assert (again.code, again.json[0]["bevindingen"]) == (0, [])
