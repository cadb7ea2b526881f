"""What a run tells at its end: one exit code, the most serious of all that happened, and counts."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from ledger import Resultaat, RunRow
from pipeline.landing import INHALEN
from pipeline.report import Bezorging, Exit, RunVerslag, exit_van, exit_van_rij, kort
from regres import Bucket, Problem, Telling
from regres.berichten import bericht

NOW = datetime(2026, 11, 21, 4, 0, tzinfo=UTC)
RETURN_FILES = bericht("S-0084", waar="retour", aantal=1)
OTHER = bericht("M-0106", mapping="x.yaml", naam="geboortedatum")


def telling(**buckets: int) -> Telling:
    found = Telling(gelezen=sum(buckets.values()))
    for name, count in buckets.items():
        found.buckets[Bucket(name)] = count
    return found


def verslag(**changed: Any) -> RunVerslag:
    parts: dict[str, Any] = {
        "gemeente": "9901",
        "bron": "csv",
        "slot": "nacht",
        "run": 7,
        "resultaat": Resultaat.VRIJ,
    }
    return RunVerslag(**parts | changed)


def rij(**changed: Any) -> RunRow:
    parts: dict[str, Any] = {
        "id": 7,
        "gemeente": "9901",
        "bronset": "csv",
        "dag": date(2026, 11, 21),
        "slot": "nacht",
        "pogingen": 1,
        "stand": "actief",
        "mapping_merk": "m",
        "regelversie": "1",
        "begonnen": NOW,
        "geeindigd": NOW,
        "resultaat": Resultaat.VRIJ,
        "telling": Telling(),
        "proof": {},
        "problems": (),
        "wacht_sinds": None,
        "besloten_door": "",
    }
    return RunRow(**parts | changed)


@pytest.mark.parametrize(
    ("resultaat", "code"),
    [
        (Resultaat.VRIJ, 0),
        (Resultaat.MISLUKT, 4),
        (Resultaat.AFGEBROKEN, 4),
        (Resultaat.WACHT_OP_VRIJGAVE, 8),
        (Resultaat.GEEN_LEVERING, 1),
        (Resultaat.GEMIST, 1),
        (Resultaat.VERVANGEN, 0),
        (Resultaat.VERWORPEN, 0),
    ],
)
def test_how_a_read_ended_is_its_exit_code(resultaat: Resultaat, code: int) -> None:
    assert exit_van(resultaat, Telling(), (), 4) == code


@pytest.mark.parametrize(
    ("bucket", "code"),
    [("beoordelen", 1), ("quarantaine", 1), ("vastgehouden", 1), ("geen_ongeval", 0)],
)
def test_one_record_that_waits_needs_a_person(bucket: str, code: int) -> None:
    assert exit_van(Resultaat.VRIJ, telling(**{bucket: 1}), (), 4) == code


@pytest.mark.parametrize(("catching_up", "code"), [(2, 0), (1, 1), (0, 1)])
def test_what_waits_for_catching_up_waits_for_nobody(catching_up: int, code: int) -> None:
    counts = telling(vastgehouden=2)
    counts.codes[INHALEN] = catching_up

    assert exit_van(Resultaat.VRIJ, counts, (), 4) == code


@pytest.mark.parametrize(
    ("found", "code"),
    [(bericht("S-0080", waar="x", waarom="vol"), 1), (RETURN_FILES, 1), (OTHER, 0)],
)
def test_a_list_that_nobody_got_needs_a_person(found: Problem, code: int) -> None:
    assert exit_van(Resultaat.VRIJ, Telling(), (found,), 4) == code


def test_a_run_that_goes_on_has_no_exit_code_and_one_that_ended_has_its_own() -> None:
    lost = Resultaat.MISLUKT
    assert exit_van_rij(rij(resultaat=None)) is None
    assert exit_van_rij(rij(telling=None)) == 0
    assert exit_van_rij(rij(telling=telling(beoordelen=1))) == 1
    assert exit_van_rij(rij(problems=(RETURN_FILES,))) == 1
    assert exit_van_rij(rij(resultaat=lost)) == 4
    assert exit_van_rij(rij(resultaat=lost, proof={"exit": 6})) == 6
    assert exit_van_rij(rij(resultaat=Resultaat.AFGEBROKEN)) == 1


def test_the_most_serious_of_reading_and_delivering_is_told() -> None:
    down, asks = Bezorging(exit_code=Exit.BESTEMMING), Bezorging(exit_code=Exit.MENS_NODIG)
    lost = verslag(resultaat=Resultaat.MISLUKT, bezorging=down)
    waits = verslag(telling=telling(quarantaine=1), bezorging=down)

    assert verslag().exit_code == 0
    assert lost.exit_code == Exit.BRON
    assert replace(lost, fout_exit=Exit.GEGEVENSBESCHERMING).exit_code == 8
    assert waits.exit_code == Exit.BESTEMMING
    assert replace(waits, bezorging=Bezorging()).exit_code == 1
    assert verslag(bezorging=asks).exit_code == 1
    assert verslag(wacht_op_mens=1).exit_code == 1
    cut = verslag(resultaat=Resultaat.AFGEBROKEN, fout_exit=0, wacht_op_mens=1, bezorging=down)
    assert cut.exit_code == 0


def test_a_run_is_told_to_machines_by_these_names() -> None:
    sent = Bezorging(ontvangen=1, geweigerd=2, vervallen=3, uitgesteld=4, wacht=5, zaken={"a", "b"})
    sent.problemen.append(RETURN_FILES)
    found = verslag(
        telling=telling(geen_ongeval=3),
        bezorging=sent,
        oorzaken=(RETURN_FILES,),
        wacht_op_mens=6,
        details={"pagina": 1},
    ).as_json()

    assert found.pop("telling") == telling(geen_ongeval=3).as_json()
    assert found == {
        "schema": "regresbrug/run/1",
        "exit": 1,
        "gemeente": "9901",
        "bron": "csv",
        "slot": "nacht",
        "run": 7,
        "resultaat": "vrij",
        "wacht_op_mens": 6,
        "bezorging": {
            "ontvangen": 1,
            "geweigerd": 2,
            "vervallen": 3,
            "uitgesteld": 4,
            "wacht": 5,
            "zaken": 2,
            "problemen": [RETURN_FILES.as_json()],
        },
        "problemen": [],
        "oorzaken": [RETURN_FILES.as_json()],
        "details": {"pagina": 1},
    }


@pytest.mark.parametrize(
    ("shape", "short"), [("99-99-9999", "9-9-9"), ("aab\n\n", "ab\n"), ("", "")]
)
def test_a_shape_is_told_without_its_lengths(shape: str, short: str) -> None:
    assert kort(shape) == short


def test_exit_codes_are_those_of_the_handbook() -> None:
    assert [int(one) for one in Exit] == [0, 1, 2, 3, 4, 5, 6, 7, 8, 70, 130]


def test_the_exit_codes_are_those_that_scripts_were_promised() -> None:
    assert {one.name: one.value for one in Exit} == {
        "GOED": 0,
        "MENS_NODIG": 1,
        "GEBRUIK": 2,
        "CONFIG": 3,
        "BRON": 4,
        "BESTEMMING": 5,
        "SLEUTELS": 6,
        "AL_BEZIG": 7,
        "GEGEVENSBESCHERMING": 8,
        "INTERN": 70,
        "ONDERBROKEN": 130,
    }
