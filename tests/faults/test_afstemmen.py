"""Comparing dies at every step of taking over and repairing; the next try finishes it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.tools.keten import codes
from tests.tools.kweker import Kweker, Plek, kweker
from tests.tools.teruggezet import HERSTEL, Stad, stad_draait, twee_dagen

#: Each next try dies further on; they are in the order in which a repair comes by them.
_TERUGGEZET = (
    Plek("ledger/herstelplicht.py", "leg_op", "na"),
    Plek("ledger/dialect.py", "numbers_from", "voor"),
    Plek("ledger/afstemming.py", "neem_over", "na"),
    Plek("ledger/terug.py", "neem", "na"),
    Plek("ledger/boeken/afstemboek.py", "rond_af", "voor"),
)
_HERSTEL = (
    Plek("ledger/afstemming.py", "_een", "na"),
    Plek("ledger/boeken/afstemboek.py", "noteer", "voor"),
)


@pytest.fixture
def stad(tmp_path: Path) -> Iterator[Stad]:
    with stad_draait(tmp_path) as made:
        yield made


@pytest.fixture
def gevorkt(stad: Stad) -> Iterator[Kweker]:
    stad.keten.schrijf()
    with kweker(("schema", "melding")) as made:
        yield made


def sterf(stad: Stad, gevorkt: Kweker, plekken: tuple[Plek, ...]) -> list[bool]:
    """Ask for a repair that dies at each place in turn."""
    words: list[str | Path] = [*HERSTEL, "--config", stad.keten.config]
    return [gevorkt.doe(words, stad.keten.folder / "log", place).gedood for place in plekken]


def test_a_ledger_that_was_put_back_survives_death_at_every_step(
    stad: Stad, gevorkt: Kweker
) -> None:
    twee_dagen(stad)
    there, offered, told = stad.bij_het_loket(), stad.aangeboden(), stad.teruggegeven("terug")

    died = sterf(stad, gevorkt, _TERUGGEZET)
    done, run = stad.geef(*HERSTEL), stad.geef("run", "--volume-klopt")

    assert all(died)
    assert (done.code, run.code) == (0, 0), done.fout + run.fout
    assert (stad.bij_het_loket(), stad.aangeboden()) == (there, offered)
    after = stad.teruggegeven("terug")
    assert sorted(map(str, after)) == sorted(map(str, told))
    assert stad.geef("audit", "verify").code == 0


def test_repairing_survives_death_at_every_step(stad: Stad, gevorkt: Kweker) -> None:
    stad.lever(B1="J", B2="J", B3="J")
    assert stad.geef("run").code == 0
    with stad.huis.server.app.state.loket.archief.schrijven() as tx:
        tx.exec_driver_sql("delete from melding where id = 1")
        tx.exec_driver_sql("update melding set inhoudsmerk = ? where id = 2", ("0" * 64,))

    died = sterf(stad, gevorkt, _HERSTEL)
    stad.geef(*HERSTEL)
    run = stad.geef("run")

    assert all(died)
    assert run.code == 0
    assert sorted(kinds[-1] for kinds in stad.bij_het_loket().values()) == [
        (1, "nieuw"),
        (2, "wijziging"),
        (2, "wijziging"),
    ]
    assert stad.geef("reconcile").code == 0
    assert stad.geef("audit", "verify").code == 0


def test_of_two_at_once_one_waits_its_turn_and_nothing_is_done_twice(
    stad: Stad, gevorkt: Kweker
) -> None:
    twee_dagen(stad)
    there, offered = stad.bij_het_loket(), stad.aangeboden()
    words: list[str | Path] = [*HERSTEL, "--config", stad.keten.config]

    children = [gevorkt.begin(words, stad.keten.folder / f"log{number}") for number in range(2)]
    ends = sorted(child.klaar().code for child in children)
    again = stad.geef(*HERSTEL)
    run = stad.geef("run", "--volume-klopt")

    assert set(ends) <= {0, 7}
    assert 0 in ends
    assert (again.code, run.code, codes(run.fout)) == (0, 0, [])
    assert (stad.bij_het_loket(), stad.aangeboden()) == (there, offered)
    assert stad.geef("audit", "verify").code == 0
