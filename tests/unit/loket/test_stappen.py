"""A step of a case is told once for every melding in it, as a code."""

from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from loket import Stap, leg_vast
from loket.database import Archief
from regres import UsageProblem
from sinks import Regresloket
from tests.tools.loket import Huis, kop, merk, running

DAG = date(2026, 12, 1)


@pytest.fixture
def huis(tmp_path: Path) -> Iterator[Huis]:
    with running(tmp_path) as house:
        yield house


def deliver(huis: Huis, *names: str, **changed: Any) -> str:
    with closing(Regresloket(huis.sink_settings())) as sink:
        receipts = [sink.deliver(huis.seal(kop(name, **changed))) for name in names]
    return receipts[0].zaaknummer  # type: ignore[union-attr]


def record(huis: Huis, zaak: str, stap: Stap) -> int:
    archief: Archief = huis.server.app.state.loket.archief
    with archief.schrijven() as tx:
        return leg_vast(tx, zaak, stap, DAG)


def told(huis: Huis, stap: str) -> list[tuple[str, int, str, str]]:
    with closing(Regresloket(huis.sink_settings())) as sink:
        steps = [step for page in sink.terugkoppelingen("") for step in page.regels]
    return [
        (step.referentie, step.versie, step.advies, step.redencode)
        for step in steps
        if step.stap == stap
    ]


def test_the_advice_of_the_quickscan_reaches_the_municipality_for_each_melding_of_the_case(
    huis: Huis,
) -> None:
    zaak = deliver(huis, "a", "b", dossiersleutel=merk("samen"))
    deliver(huis, "c")

    count = record(huis, zaak, Stap("quickscan", "niet_verder", "V05"))

    assert count == 2
    assert told(huis, "quickscan") == [
        (kop("a").referentie, 1, "niet_verder", "V05"),
        (kop("b").referentie, 1, "niet_verder", "V05"),
    ]


def test_a_step_is_about_the_latest_version(huis: Huis) -> None:
    zaak = deliver(huis, "a")
    deliver(huis, "a", versie=4)

    record(huis, zaak, Stap("aansprakelijk_gesteld"))

    assert told(huis, "aansprakelijk_gesteld") == [(kop("a").referentie, 4, "", "")]


def test_the_last_step_closes_the_case(huis: Huis) -> None:
    zaak = deliver(huis, "a")

    record(huis, zaak, Stap("afgesloten"))

    with huis.server.app.state.loket.archief.lezen() as tx:
        assert tx.exec_driver_sql("select status from zaak").scalar() == "afgesloten"


def test_a_case_that_is_not_there_has_no_step(huis: Huis) -> None:
    with pytest.raises(UsageProblem) as refused:
        record(huis, "RL-2026-999999", Stap("betaling"))

    assert refused.value.problems[0].code == "Z-0031"


@pytest.mark.parametrize(
    "words",
    [
        ("gebeld", "", ""),
        ("quickscan", "", ""),
        ("quickscan", "misschien", ""),
        ("quickscan", "niet_verder", ""),
        ("betaling", "verder", ""),
        ("vraag", "", ""),
        ("vraag", "", "adres"),
        ("deelbetaling", "", "mevrouw heeft betaald"),
    ],
)
def test_a_step_that_does_not_fit_is_refused(words: tuple[str, str, str]) -> None:
    with pytest.raises(UsageProblem) as refused:
        Stap(*words)

    assert refused.value.problems[0].code == "Z-0032"
