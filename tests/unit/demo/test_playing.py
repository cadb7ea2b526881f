"""When the demo says that the whole chain worked, and what it tells when it did not."""

import pytest

from demo.playing import Nacht
from demo.telling import bezorgd, trechter
from ledger import Resultaat
from pipeline import Bezorging, Exit, RunVerslag, SlotSoort
from regres import Bucket, Problem, SoortMelding, Telling

PROBLEM = Problem("B-0201", "De server antwoordt niet.", "sftp", "Er is niets gelezen.", "Wacht.")


def verslag(resultaat: Resultaat, slot: str = "nacht", *oorzaken: Problem) -> RunVerslag:
    return RunVerslag("Duinrand", "export", slot, 1, resultaat, oorzaken=oorzaken)


def nacht(*runs: RunVerslag, bezorging: Bezorging | None = None) -> Nacht:
    return Nacht({("export", SlotSoort.NACHT): list(runs)}, bezorging or Bezorging())


@pytest.mark.parametrize("resultaat", [Resultaat.VRIJ, Resultaat.ONGEWIJZIGD])
def test_the_chain_worked_also_when_records_wait_for_a_person(resultaat: Resultaat) -> None:
    run = verslag(resultaat)
    run.telling.tel(Bucket.BEOORDELEN, "vlag_o")

    assert run.exit_code == Exit.MENS_NODIG
    assert nacht(run).exit_code == 0


@pytest.mark.parametrize(
    ("resultaat", "code"),
    [
        (Resultaat.MISLUKT, Exit.BRON),
        (Resultaat.WACHT_OP_VRIJGAVE, Exit.GEGEVENSBESCHERMING),
        (Resultaat.GEEN_LEVERING, Exit.MENS_NODIG),
        (Resultaat.PROEF, Exit.MENS_NODIG),
    ],
)
def test_a_run_that_brought_nothing_is_a_failed_demo(resultaat: Resultaat, code: Exit) -> None:
    assert nacht(verslag(Resultaat.VRIJ), verslag(resultaat)).exit_code == code


@pytest.mark.parametrize(
    ("bezorging", "code"),
    [
        (Bezorging(ontvangen=3), 0),
        (Bezorging(geweigerd=1, exit_code=Exit.MENS_NODIG), 1),
        (Bezorging(uitgesteld=1, exit_code=Exit.BESTEMMING), 5),
        (Bezorging(wacht=2), 1),
    ],
)
def test_what_was_not_delivered_is_a_failed_demo(bezorging: Bezorging, code: int) -> None:
    assert nacht(verslag(Resultaat.VRIJ), bezorging=bezorging).exit_code == code


def test_a_failed_run_tells_what_is_wrong_and_what_to_do() -> None:
    told = "\n".join(trechter(nacht(verslag(Resultaat.MISLUKT, "nacht", PROBLEM))))

    assert "nacht: mislukt" in told
    assert "B-0201" in told
    assert "Wacht." in told


def test_the_funnel_adds_the_months_of_a_rondgang_up() -> None:
    months = [verslag(Resultaat.VRIJ, f"rondgang:2026-0{month}") for month in (1, 2, 3)]
    for run in months:
        run.telling = Telling(gelezen=4)
        run.telling.tel(Bucket.GEEN_ONGEVAL, "vlag_n")
        run.telling.buckets[Bucket.KLAARGEZET] += 1
        run.telling.soorten[SoortMelding.NIEUW] += 1

    told = list(trechter(Nacht({("zaaksysteem", SlotSoort.RONDGANG): months})))

    assert told[1] == "zaaksysteem: rondgang over 3 maanden"
    assert "  gelezen             12" in told
    assert "  klaargezet           3   nieuw 3" in told


def test_a_night_without_new_cases_says_so_without_a_table() -> None:
    told = list(bezorgd(nacht(), [], []))

    assert "0 ontvangen" in told[1]
    assert not any("zaaknummer" in line for line in told)
